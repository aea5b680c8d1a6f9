"""Which spans of a long list share time, without comparing each with each. Pure.

Every sweep sorts once and keeps what is still going on, so that it takes n log n steps and one
step for each pair that is found. Source: the plane sweep of Shamos and
Hoey, "Geometric intersection problems", 1976.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from heapq import heappop, heappush
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")


class _HasHours(Protocol):
    @property
    def start_at(self) -> Any: ...

    @property
    def end_at(self) -> Any: ...


Timed = TypeVar("Timed", bound=_HasHours)
_start = attrgetter("start_at")


class Open(Generic[T]):
    """What is still going on, in groups: each thing stands in one or several of them."""

    def __init__(self) -> None:
        self._groups: dict[Hashable, list[tuple[Any, int, T]]] = defaultdict(list)
        self._count = 0

    def add(self, thing: T, until: Any, *groups: Hashable) -> None:
        """Let a thing go on until this day or moment, included, in these groups."""
        self._count += 1
        for group in groups:
            heappush(self._groups[group], (until, self._count, thing))

    def since(self, start: Any, group: Hashable) -> Iterator[T]:
        """Yield what of a group has not ended before `start`; starts must be asked in order."""
        heap = self._groups.get(group)
        while heap and heap[0][0] < start:
            heappop(heap)
        for _, _, thing in heap or ():
            yield thing


def overlapping(spans: Iterable[Timed]) -> Iterator[tuple[Timed, Timed]]:
    """Yield each pair of spans that share more than an instant, the earlier one first."""
    for one, other, _ in sharing(spans, lambda span: (None,)):
        yield one, other


def sharing(
    spans: Iterable[Timed], needs: Callable[[Timed], Iterable[Hashable]]
) -> Iterator[tuple[Timed, Timed, Any]]:
    """Yield each pair of spans that need the same thing at one time, with that thing.

    Of each thing that is needed only the last span is kept, and a list where several go on: most
    things are needed by one span after another.
    """
    last: dict[Hashable, Timed] = {}
    several: dict[Hashable, list[Timed]] = {}
    for span in sorted(spans, key=_start):
        begins = span.start_at
        for thing in needs(span):
            before = last.get(thing)
            if before is not None and before.end_at > begins:
                going_on = [one for one in several.get(thing, (before,)) if one.end_at > begins]
                for one in going_on:
                    yield one, span, thing
                several[thing] = [*going_on, span]
                if before.end_at > span.end_at:
                    continue
            elif several:
                several.pop(thing, None)
            last[thing] = span


def following(
    spans: Iterable[Timed], needs: Callable[[Timed], Iterable[Hashable]]
) -> Iterator[tuple[Timed, Timed, Any]]:
    """Yield, for each thing that is needed, the spans that need it one after the other."""
    last: dict[Hashable, Timed] = {}
    for span in sorted(spans, key=_start):
        for thing in needs(span):
            before = last.get(thing)
            last[thing] = span
            if before is not None:
                yield before, span, thing
