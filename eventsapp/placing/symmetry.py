"""Symmetric schedules: shapes whose base rounds are searched and then developed.

People are numbered in rows of `order` places, and a symmetry shifts all rows at once; people
beyond the last full row stay. A shape either turns one round into the next (`turning`), or turns
the groups of a round into one another (`standing`). A schedule that is known to exist often has
such a form, and the search for it is smaller by the number of shifts, which makes the difference
between hours and a blink.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from eventsapp.placing.dice import Array
from eventsapp.placing.schedules import Round, most_rounds

KLEIN = ((0, 1, 2, 3), (1, 0, 3, 2), (2, 3, 0, 1), (3, 2, 1, 0))
Sums = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Shape:
    """A form that a schedule may have. `shifts[k, person]` is where a shift takes a person.

    `is_turning`: a base round gives one round for each shift; otherwise each of its groups gives
    one group for each shift, all in the same round. `fixed` are rounds that are known.
    """

    name: str
    size: int
    shifts: Array
    is_turning: bool
    base_rounds: int
    fixed: tuple[Round, ...] = ()

    @property
    def rounds(self) -> int:
        turns = len(self.shifts) if self.is_turning else 1
        return self.base_rounds * turns + len(self.fixed)

    @property
    def places(self) -> int:
        """People named in a base round."""
        people = self.shifts.shape[1]
        return people if self.is_turning else people // len(self.shifts)

    def start(self, random: np.random.Generator) -> Array:
        """Return base rounds filled by chance."""
        people, order = self.shifts.shape[1], len(self.shifts)
        step = 1 if self.is_turning else order
        everybody = np.arange(0, people, step)
        return np.array([random.permutation(everybody) for _ in range(self.base_rounds)])

    def moves(self) -> Array:
        """Return the shifts by which a search may replace people of a base round."""
        return self.shifts[:1] if self.is_turning else self.shifts

    def classes(self) -> tuple[Array, Array]:
        """Return the class of each pair, and for each class how often it is used up already.

        A pair that some shift turns into itself would meet twice: its class is used up.
        """
        people = self.shifts.shape[1]
        first, second = np.triu_indices(people, 1)
        low = np.minimum(self.shifts[:, first], self.shifts[:, second])
        high = np.maximum(self.shifts[:, first], self.shifts[:, second])
        images = np.sort(low * people + high, axis=0)
        leaders, numbers = np.unique(images[0], return_inverse=True)
        classes = np.zeros((people, people), dtype=np.int64)
        classes[first, second] = numbers
        classes[second, first] = numbers
        used = np.zeros(len(leaders), dtype=np.int64)
        used[numbers[(np.diff(images, axis=0) == 0).any(axis=0)]] = 1
        for groups in self.fixed:
            for group in groups:
                for a, b in combinations(group, 2):
                    used[classes[a, b]] = 1
        return classes, used

    def develop(self, base: Sequence[Sequence[int]]) -> list[Round]:
        """Return all rounds of the schedule with these base rounds."""
        rounds = list(self.fixed)
        for row in base:
            groups = [row[first : first + self.size] for first in range(0, len(row), self.size)]
            images = [
                [tuple(int(shift[person]) for person in group) for group in groups]
                for shift in self.shifts
            ]
            rounds += images if self.is_turning else [[group for each in images for group in each]]
        return rounds


def shapes(groups: int, size: int, rounds: int) -> Iterator[Shape]:
    """Yield forms that a schedule of at least so many rounds may have, small searches first."""
    most = most_rounds(groups, size) or rounds
    found = [plain(groups, size, rounds)]
    found += [
        shape
        for wanted in range(rounds, most + 1)
        for shape in (
            *_turning_shapes(groups, size, wanted),
            *_standing_shapes(groups, size, wanted),
        )
    ]
    yield from sorted(found, key=lambda shape: shape.base_rounds * shape.places)


def turning(groups: int, size: int, order: int, base_rounds: int) -> Shape:
    """Return the shape in which rounds turn into one another, in circles of `order`."""
    people = groups * size
    shifts = _shifts(_cyclic(order), people)
    return Shape(f"turning {order}", size, shifts, True, base_rounds)


def plain(groups: int, size: int, rounds: int, fixed: tuple[Round, ...] = ()) -> Shape:
    """Return the shape that asks for no symmetry."""
    shifts = _shifts(_cyclic(1), groups * size)
    return Shape("plain", size, shifts, True, rounds - len(fixed), fixed)


def _turning_shapes(groups: int, size: int, rounds: int) -> Iterator[Shape]:
    people = groups * size
    for order in range(2, rounds + 1):
        # Those who stay are in groups of their own, or they would meet again.
        if rounds % order == 0 and people % order <= groups and people >= order:
            yield turning(groups, size, order, rounds // order)
        if order % size == 0 and people % order == 0 and (rounds - 1) % order == 0:
            yield Shape(
                f"turning {order} + 1", size, _shifts(_cyclic(order), people), True,
                (rounds - 1) // order, (_cosets(people, order, size),),
            )  # fmt: skip


def _standing_shapes(groups: int, size: int, rounds: int) -> Iterator[Shape]:
    people = groups * size
    for order in range(2, groups + 1):
        if groups % order:
            continue
        for name, sums in _additions(order):
            shifts = _shifts(sums, people)
            yield Shape(f"standing {name}", size, shifts, False, rounds)
            if order == size and rounds > 1:
                fixed = (_cosets(people, order, size),)
                yield Shape(f"standing {name} + 1", size, shifts, False, rounds - 1, fixed)
    if size == 4 and groups % 8 == 0 and rounds > 2:
        yield half_and_half(groups, rounds - 2)


def half_and_half(groups: int, base_rounds: int) -> Shape:
    """Return the shape for groups of four that leaves each person with one whom they never meet.

    Rows of four are shifted by Klein's group {0, 1, 2, 3}. In one fixed round a group is {x,
    x + 1} of one row and of the next, in the other {x, x + 2} of two rows. So within a row only
    x and x + 3 never meet. All other groups take one person from each of four rows. The two
    fixed rounds pair the rows in circles of four: 0-1, 2-3 and 1-2, 3-0.
    """
    shifts = _shifts(KLEIN, groups * 4)
    rows = groups * 4 // 4
    circles = range(0, rows, 4)
    first = [pair for c in circles for pair in ((c, c + 1), (c + 2, c + 3))]
    second = [pair for c in circles for pair in ((c + 1, c + 2), (c + 3, c))]
    fixed: tuple[Round, ...] = tuple(
        [
            (a * 4 + x, a * 4 + (x ^ shift), b * 4 + x, b * 4 + (x ^ shift))
            for a, b in pairs
            for x in (0, 3)
        ]
        for pairs, shift in ((first, 1), (second, 2))
    )
    return Shape("half and half", 4, shifts, False, base_rounds, fixed)


def _cosets(people: int, order: int, size: int) -> Round:
    """Return the round whose groups are evenly spaced in the rows; shifts leave it as it is."""
    step = order // size
    return [
        tuple(row + start + step * k for k in range(size))
        for row in range(0, people, order)
        for start in range(step)
    ]


def _cyclic(order: int) -> Sums:
    return tuple(tuple((a + b) % order for b in range(order)) for a in range(order))


def _additions(order: int) -> Iterator[tuple[str, Sums]]:
    """Yield the sums by which rows of this length are shifted in a standing shape."""
    yield str(order), _cyclic(order)
    if order == 4:
        yield "Klein", KLEIN
    elif order % 4 == 0:
        half = order // 2
        yield (
            f"2x{half}",
            tuple(
                tuple(
                    (a % half + b % half) % half + half * (a // half ^ b // half)
                    for b in range(order)
                )
                for a in range(order)
            ),
        )


def _shifts(sums: Sums, people: int) -> Array:
    """Return where each shift takes each person."""
    order = len(sums)
    rows = people // order
    shifts = np.tile(np.arange(people), (order, 1))
    for row in range(rows):
        shifts[:, row * order : (row + 1) * order] = np.array(sums) + row * order
    return shifts
