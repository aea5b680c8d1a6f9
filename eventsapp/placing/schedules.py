"""Schedules in which nobody meets twice, built by rule. A round is a list of groups of people."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from eventsapp.placing.fields import ring

Group = tuple[int, ...]
Round = list[Group]


def count_repeats(rounds: Sequence[Sequence[Group]]) -> int:
    """Return the sum over pairs who meet m times of m(m - 1)/2."""
    met = Counter(
        pair for groups in rounds for group in groups for pair in combinations(sorted(group), 2)
    )
    return sum(times * (times - 1) // 2 for times in met.values())


def is_round(groups: Sequence[Group], people: int, size: int) -> bool:
    """Say whether everybody is in one group and every group has the size."""
    everybody = sorted(person for group in groups for person in group)
    return everybody == list(range(people)) and all(len(group) == size for group in groups)


def most_rounds(groups: int, size: int) -> int | None:
    """Return how many rounds at most can be without a repeat; None: any number.

    Everybody meets size - 1 others in each round; a group that is larger than the number of
    groups cannot be split without two of its members meeting again.
    """
    if size == 1:
        return None
    if groups < size:
        return 1
    return (groups * size - 1) // (size - 1)


def fewest_repeats(groups: int, size: int, rounds: int) -> int:
    """Return a proven lower bound of the repeats.

    From each person: they meet rounds × (size - 1) times among all others, at best evenly. From
    each pair of rounds: a group of the one is spread over the groups of the other, at best evenly.
    """
    people = groups * size
    if people < 2 or size < 2:
        return 0
    by_person = -(-people * _even_repeats(rounds * (size - 1), people - 1) // 2)
    by_rounds = rounds * (rounds - 1) // 2 * groups * _even_repeats(size, groups)
    return max(by_person, by_rounds)


def _even_repeats(meetings: int, others: int) -> int:
    whole, rest = divmod(meetings, others)
    return others * (whole * (whole - 1) // 2) + rest * whole


def built(groups: int, size: int) -> list[Round]:
    """Return as many rounds without a repeat as the rules of this module give; at least one."""
    people = groups * size
    if size == 2:
        return _each_with_each(people)
    in_order = [tuple(range(first, first + size)) for first in range(0, people, size)]
    if size == 1 or groups < size:
        return [in_order]
    return _lines(groups, size)


def _each_with_each(people: int) -> list[Round]:
    """Return people - 1 rounds of pairs: one stays, the others turn."""
    turning, last = people - 1, people - 1
    return [
        [
            (turn, last),
            *(((turn + k) % turning, (turn - k) % turning) for k in range(1, people // 2)),
        ]
        for turn in range(turning)
    ]


def _lines(groups: int, size: int) -> list[Round]:
    """Return rounds made of lines that cross `size` rows of as many places as there are groups.

    The places of a row are a ring. In the round c, the line t takes place t + c·x of row x. Two
    lines of different rounds c and d share two people of the rows x and y only if
    (c - d)·(x - y) = 0, which is ruled out when the rows, or else the rounds, differ by units.
    If a row can be split into groups, its people then meet within the row. For a prime power
    and as many rows these are the affine planes, and, row in row, the affine spaces.
    """
    plus, times, units = ring(groups)
    count = groups if size <= units else units
    rounds = [
        [
            tuple(row * groups + plus[line][times[turn][row]] for row in range(size))
            for line in range(groups)
        ]
        for turn in range(count)
    ]
    if groups % size == 0:
        rounds += [
            [
                tuple(row * groups + person for person in group)
                for row in range(size)
                for group in inside
            ]
            for inside in built(groups // size, size)
        ]
    return rounds
