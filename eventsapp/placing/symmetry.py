"""Symmetric schedules: shapes whose base rounds are searched and then developed.

People are numbered in rows of equal length; who is beyond the last full row stays where they are.
A symmetry either turns one round into the next (a *turning* shape), or turns the groups of each
round into one another (a *standing* one); both can come together. A schedule that is known to
exist often has such a form, and the search for it is smaller by the number of symmetries, which
makes the difference between hours and a blink.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from eventsapp.placing.dice import Array
from eventsapp.placing.schedules import Round, most_rounds

KLEIN = ((0, 1, 2, 3), (1, 0, 3, 2), (2, 3, 0, 1), (3, 2, 1, 0))
Sums = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Shape:
    """A form that a schedule may have. `turns[k, person]` is where a symmetry takes a person.

    Each of the `turns` makes another round of a base round; each of the `shifts` makes other
    groups of the groups of a base round, all in the same round. `fixed` are rounds that are known.
    """

    name: str
    size: int
    shifts: Array
    turns: Array
    base_rounds: int
    fixed: tuple[Round, ...] = ()

    @property
    def rounds(self) -> int:
        return self.base_rounds * len(self.turns) + len(self.fixed)

    @property
    def people(self) -> int:
        return self.shifts.shape[1]

    @property
    def places(self) -> int:
        """People named in a base round."""
        return self.people // len(self.shifts)

    @property
    def has_room(self) -> bool:
        """Say whether there are as many classes of pairs as the base rounds need."""
        pairs = self.base_rounds * self.places * (self.size - 1) // 2
        return pairs <= int((self.classes[1] == 0).sum())

    def start(self, random: np.random.Generator) -> Array:
        """Return base rounds filled by chance: one person of each row that is shifted."""
        everybody = np.arange(0, self.people, len(self.shifts))
        return np.array([random.permutation(everybody) for _ in range(self.base_rounds)])

    @cached_property
    def classes(self) -> tuple[Array, Array]:
        """The class of each pair, and for each class how often it is used up already.

        A pair that some symmetry turns into itself would meet twice: its class is used up.
        """
        every = np.concatenate([self.shifts[:, turn] for turn in self.turns])
        first, second = np.triu_indices(self.people, 1)
        low = np.minimum(every[:, first], every[:, second])
        high = np.maximum(every[:, first], every[:, second])
        images = np.sort(low * self.people + high, axis=0)
        leaders, numbers = np.unique(images[0], return_inverse=True)
        classes = np.zeros((self.people, self.people), dtype=np.int64)
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
        return list(self.fixed) + [
            [
                tuple(int(turn[shift[person]]) for person in row[first : first + self.size])
                for shift in self.shifts
                for first in range(0, len(row), self.size)
            ]
            for row in base
            for turn in self.turns
        ]


def shapes(groups: int, size: int, rounds: int) -> Iterator[Shape]:
    """Yield forms that a schedule of at least so many rounds may have, small searches first."""
    most = most_rounds(groups, size) or rounds
    found = [plain(groups, size, rounds)]
    for wanted in range(rounds, most + 1):
        found += _turning_shapes(groups, size, wanted)
        found += _standing_shapes(groups, size, wanted)
    yield from sorted(found, key=lambda shape: shape.base_rounds * shape.places)


def plain(groups: int, size: int, rounds: int, fixed: tuple[Round, ...] = ()) -> Shape:
    """Return the shape that asks for no symmetry."""
    still = _still(groups * size)
    return Shape("plain", size, still, still, rounds - len(fixed), fixed)


def _turning_shapes(groups: int, size: int, rounds: int) -> Iterator[Shape]:
    people = groups * size
    for order in range(2, min(people, rounds) + 1):
        turns, staying = _shifts(_cyclic(order), people), people % order
        # Those who stay are in groups of their own, or they would meet again.
        if rounds % order == 0 and staying <= groups:
            name = f"turning {order}"
            yield Shape(name, size, _still(people), turns, rounds // order)
        if (rounds - 1) % order:
            continue
        fixed: list[Round] = []
        if order % size == 0 and staying == 0:
            fixed = [_cosets(people, order, size)]
        elif staying == size and people // order % size == 0:
            fixed = [_across(people, order, size)]
        for each in fixed:
            name = f"turning {order} + 1"
            yield Shape(name, size, _still(people), turns, (rounds - 1) // order, (each,))


def _standing_shapes(groups: int, size: int, rounds: int) -> Iterator[Shape]:
    people = groups * size
    for order in (order for order in range(2, groups + 1) if groups % order == 0):
        for name, sums in _additions(order):
            shifts = _shifts(sums, people)
            fixed = (_cosets(people, order, size),) if order % size == 0 else ()
            for known in ((), fixed) if fixed else ((),):
                more = " + 1" if known else ""
                left = rounds - len(known)
                for length in range(1, min(left, people // order) + 1):
                    rows_staying = people // order % length
                    if left % length or rows_staying > groups // order:
                        continue
                    yield Shape(
                        f"standing {name} turning {length}{more}", size, shifts,
                        _row_turns(people, order, length), left // length, known,
                    )  # fmt: skip
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
    return Shape("half and half", 4, shifts, _still(groups * 4), base_rounds, fixed)


def _cosets(people: int, order: int, size: int) -> Round:
    """Return the round whose groups are evenly spaced in the rows; shifts leave it as it is."""
    step = order // size
    return [
        tuple(row + start + step * k for k in range(size))
        for row in range(0, people, order)
        for start in range(step)
    ]


def _across(people: int, order: int, size: int) -> Round:
    """Return the round in which those who stay are a group, and others have one of `size` rows."""
    rows = people // order
    return [
        tuple((row + k) * order + place for k in range(size))
        for row in range(0, rows, size)
        for place in range(order)
    ] + [tuple(range(rows * order, people))]


def _still(people: int) -> Array:
    return np.arange(people)[None, :]


def _row_turns(people: int, order: int, length: int) -> Array:
    """Return the turns that take whole rows of `order` people round in circles of `length`."""
    turns = _shifts(_cyclic(length), people // order)
    return (turns[:, :, None] * order + np.arange(order)).reshape(length, people)


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
