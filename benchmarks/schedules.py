"""Rounds without repeated meetings, and groups that differ: against chance and a greedy hand.

The public instances of diverse groups are not part of the project, since nobody said who may pass
them on; MDGP_INSTANCES names a folder with files in the format `mdgp/1`. Without it a generated
one of the same kind is measured.
"""

import json
import os
import random
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from benchmarks.rows import Row
from eventsapp.placing.golfers import Golf, read_golf, solve_golfers
from eventsapp.placing.grouping import read_elements, solve_grouping
from eventsapp.placing.schedules import Round, count_repeats

INSTANCES = Path(__file__).parent / "instances"
SECONDS = 10
LARGE, SECONDS_OF_LARGE = 60, 30


def schedules(_folder: Path, _database_url: str, engine: str) -> Iterator[Row]:
    """Measure the seven schedules and the groups, once: there is no database in it."""
    if engine != "sqlite":
        return
    for path in sorted(INSTANCES.glob("golf-*.json")):
        yield from _golf_rows(path.stem, read_golf(json.loads(path.read_text())))
    folder = os.environ.get("MDGP_INSTANCES")
    files = sorted(Path(folder).glob("mdgp-*.json")) if folder else []
    for instance in [json.loads(file.read_text()) for file in files] or [_generated()]:
        yield from _group_rows(instance)


def _golf_rows(name: str, golf: Golf) -> Iterator[Row]:
    found = solve_golfers(golf, seconds=SECONDS)
    by_chance = count_repeats(_rounds_by_chance(golf))
    greedy = count_repeats(_greedy_rounds(golf))
    yield Row(f"{name}: repeats", found.total, "pairs", "0", by_chance, "by chance")
    yield Row(f"{name}: the same by a greedy hand", greedy, "pairs", "", by_chance, "by chance")
    yield Row(f"{name}: time", found.seconds, "s", f"≤ {SECONDS} s")


def _group_rows(instance: dict) -> Iterator[Row]:
    seconds = SECONDS if instance["n"] <= LARGE else SECONDS_OF_LARGE
    found = solve_grouping(read_elements(instance), seconds=seconds)
    greedy, by_chance = _value(instance, _greedy_groups(instance)), _mean_by_chance(instance)
    name = f"groups {instance['name']}, {seconds} s"
    yield Row(f"{name}: diversity", found.total, "", "as the best known", greedy, "greedy")
    yield Row(f"{name}: by chance", by_chance, "", "", greedy, "greedy")


def _rounds_by_chance(golf: Golf) -> list[Round]:
    dice, people = random.Random(1), list(range(golf.groups * golf.size))
    rounds = []
    for _ in range(golf.rounds):
        dice.shuffle(people)
        rounds.append(
            [tuple(people[at : at + golf.size]) for at in range(0, len(people), golf.size)]
        )
    return rounds


def _greedy_rounds(golf: Golf) -> list[Round]:
    """Seat one after the other where they know the fewest."""
    met: set[tuple[int, int]] = set()
    rounds = []
    for _ in range(golf.rounds):
        groups: list[list[int]] = [[] for _ in range(golf.groups)]
        for person in range(golf.groups * golf.size):
            free = [group for group in groups if len(group) < golf.size]
            min(free, key=lambda group: sum((p, person) in met for p in group)).append(person)
        met |= {pair for group in groups for pair in combinations(group, 2)}
        rounds.append([tuple(group) for group in groups])
    return rounds


def _generated() -> dict:
    dice, n = random.Random(1), 60
    distances = [dice.randint(0, 100) for _ in range(n * (n - 1) // 2)]
    return {
        "name": "generated, n = 60",
        "n": n,
        "bounds": [[8, 12]] * 6,
        "scale": 1,
        "d": distances,
    }


def _value(instance: dict, groups: list[int]) -> float:
    pairs = zip(combinations(range(instance["n"]), 2), instance["d"], strict=True)
    return sum(d for (a, b), d in pairs if groups[a] == groups[b]) / instance["scale"]


def _mean_by_chance(instance: dict) -> float:
    dice, sizes = random.Random(1), _even_sizes(instance)
    groups = [number for number, size in enumerate(sizes) for _ in range(size)]
    values = []
    for _ in range(5):
        dice.shuffle(groups)
        values.append(_value(instance, groups))
    return sum(values) / len(values)


def _greedy_groups(instance: dict) -> list[int]:
    """Let one group after the other take whoever differs most from those it has."""
    distances, sizes = read_elements(instance).distances, _even_sizes(instance)
    free, members = set(range(instance["n"])), [[] for _ in sizes]
    while free:
        for number, group in enumerate(members):
            if len(group) < sizes[number]:
                best = max(sorted(free), key=lambda one, g=group: distances[one, g].sum())
                group.append(best)
                free.remove(best)
    group_of = {one: number for number, group in enumerate(members) for one in group}
    return [group_of[one] for one in range(instance["n"])]


def _even_sizes(instance: dict) -> list[int]:
    """Return sizes within the bounds, as even as these allow."""
    sizes = [least for least, _ in instance["bounds"]]
    for _ in range(instance["n"] - sum(sizes)):
        open_ones = [g for g, (_, most) in enumerate(instance["bounds"]) if sizes[g] < most]
        sizes[min(open_ones, key=lambda group: sizes[group])] += 1
    return sizes
