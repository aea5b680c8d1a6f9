"""Base rounds of symmetric schedules, kept because a search takes more than a moment for them.

All were found by the search of `golfers` in the shapes of `symmetry`, trying the largest number
of rounds first, in seconds each; the one of 8 groups of 4 in the shape `half_and_half`, which
was thought out for it. Nothing here is believed: what is developed from a recipe is checked
whenever it is used.
"""

from eventsapp.placing.schedules import Round
from eventsapp.placing.symmetry import shapes

# Groups and size: rounds, shape, and the people of each base round, `size` a group.
RECIPES: dict[tuple[int, int], tuple[int, str, str]] = {
    (5, 3): (7, "turning 7",
        "0 11 14 9 7 10 4 3 12 5 2 8 13 6 1"),
    (6, 3): (8, "turning 4",
        "3 11 5 6 10 13 16 2 12 7 17 8 14 1 4 15 9 0 / "
        "8 9 13 14 17 2 15 7 12 6 5 1 4 16 11 0 10 3"),
    (7, 3): (10, "turning 5",
        "12 20 9 14 7 11 1 0 18 19 15 10 3 5 17 4 13 2 8 16 6 / "
        "7 1 13 12 2 18 19 16 5 15 20 0 14 10 17 9 4 8 6 3 11"),
    (8, 3): (11, "turning 11",
        "18 4 10 13 8 15 21 1 16 12 19 11 22 14 2 0 17 7 3 6 5 20 23 9"),
    (10, 3): (14, "turning 14",
        "18 26 13 2 23 7 6 16 8 0 1 4 14 5 19 12 28 27 20 9 3 22 10 29 15 11 17 24 21 25"),
    (11, 3): (15, "turning 15",
        "17 9 3 19 13 25 28 27 11 4 14 0 5 31 18 24 29 26 22 7 32 1 30 21 10 2 20 6 8 15 16 "
        "12 23"),
    (12, 3): (17, "turning 17",
        "9 7 13 35 8 29 18 23 1 26 11 34 16 19 6 5 2 10 31 0 27 17 15 24 20 14 21 22 25 33 4 "
        "32 3 12 30 28"),
    (13, 3): (19, "turning 19",
        "15 10 29 38 9 34 16 24 7 0 13 20 26 36 28 2 25 14 11 8 12 3 32 37 33 5 21 35 4 22 "
        "30 27 31 17 6 19 23 1 18"),
    (14, 3): (19, "turning 19",
        "39 15 30 28 20 21 23 29 32 33 11 3 16 7 25 8 6 5 2 34 14 9 36 19 0 41 35 40 12 24 "
        "13 18 37 22 1 26 4 10 27 38 31 17"),
    (15, 3): (21, "turning 21",
        "41 22 14 43 10 21 17 37 18 40 5 31 26 34 23 25 1 12 11 42 39 9 4 16 27 32 28 2 6 8 "
        "0 3 33 30 7 15 13 29 35 20 24 38 44 19 36"),
    (16, 3): (23, "turning 23",
        "46 37 18 33 43 32 19 0 22 11 31 23 3 25 14 5 29 36 30 21 4 12 40 35 38 24 44 26 13 "
        "28 34 7 17 15 10 8 20 27 6 39 47 2 1 9 42 45 16 41"),
    (6, 4): (7, "turning 7",
        "7 14 21 2 4 0 18 5 3 22 12 20 23 15 10 6 8 1 11 9 16 17 19 13"),
    (7, 4): (9, "turning 9",
        "15 2 18 1 20 11 10 14 24 22 4 25 8 23 16 9 17 19 27 6 7 21 13 26 0 5 3 12"),
    (8, 4): (10, "half and half",
        "25 17 5 15 30 23 0 11 / 9 29 4 27 12 3 17 22 / 22 8 15 30 17 2 4 26 / "
        "29 5 22 14 8 19 2 25 / 17 6 28 14 3 10 26 23 / 31 3 4 21 11 24 17 13 / "
        "31 2 24 15 23 17 7 8 / 13 25 22 4 8 31 0 16"),
    (9, 4): (11, "standing 3 turning 11",
        "1 31 7 20 26 5 28 10 16 12 33 23"),
    (10, 4): (11, "turning 11",
        "1 28 2 10 11 39 5 22 37 18 9 23 36 30 21 6 25 13 3 38 20 8 15 19 4 17 33 27 12 26 "
        "35 7 32 14 0 34 16 24 31 29"),
    (11, 4): (13, "turning 13",
        "28 24 36 3 20 30 33 34 42 29 21 8 37 6 35 15 41 12 22 27 16 32 43 10 4 18 1 0 38 39 "
        "11 23 31 40 25 5 17 19 13 14 9 26 2 7"),
    (12, 4): (15, "standing 3 turning 15",
        "8 35 4 2 30 47 25 44 38 12 22 15 41 11 20 28"),
    (13, 4): (15, "turning 15",
        "21 32 13 49 11 4 8 10 46 7 17 44 51 26 42 12 24 2 30 23 41 36 9 27 29 34 45 1 18 28 "
        "22 15 47 6 35 25 19 48 38 14 40 37 33 39 50 3 20 43 5 0 31 16"),
    (14, 4): (15, "turning 15",
        "2 46 27 41 7 42 51 21 48 35 1 24 26 18 28 17 13 52 40 16 55 44 4 25 15 6 37 45 49 "
        "23 33 11 32 53 20 3 10 5 9 12 22 30 47 0 19 34 8 54 39 38 43 36 29 14 50 31"),
    (15, 4): (19, "standing 3 turning 19",
        "34 40 27 0 58 49 12 23 4 42 37 46 15 32 53 18 24 11 56 6"),
    (6, 5): (6, "turning 6",
        "8 15 25 24 17 2 11 6 16 0 19 26 5 4 28 1 18 13 14 20 7 22 27 23 9 3 10 12 21 29"),
    (10, 5): (10, "standing 5 turning 3 + 1",
        "14 42 1 20 47 19 37 30 7 29 / 34 25 48 24 37 16 42 11 0 6 / "
        "27 41 32 36 12 20 4 16 46 7"),
    (12, 5): (10, "standing 6 turning 1",
        "54 42 38 11 52 2 14 29 35 22 / 12 50 56 11 29 4 33 19 41 42 / "
        "19 43 2 25 10 15 51 34 38 58 / 19 6 29 48 38 47 17 4 35 57 / "
        "41 11 2 58 17 33 24 21 43 48 / 45 34 17 18 59 52 40 26 0 6 / "
        "48 37 15 1 20 8 43 58 27 35 / 31 20 8 51 17 37 24 5 56 45 / "
        "15 5 27 50 47 33 18 54 8 39 / 47 22 24 36 16 8 30 4 52 56"),
    (10, 6): (8, "standing 10 turning 2",
        "25 31 3 49 51 12 / 46 1 57 28 31 17 / 46 9 12 50 35 27 / 30 51 1 19 44 21"),
}  # fmt: skip


def kept(groups: int, size: int) -> list[Round]:
    """Return the rounds of a schedule that is kept, or none."""
    if (groups, size) not in RECIPES:
        return []
    rounds, name, text = RECIPES[groups, size]
    shape = next(
        each for each in shapes(groups, size, rounds) if each.name == name and each.rounds == rounds
    )
    return shape.develop([[int(person) for person in row.split()] for row in text.split("/")])
