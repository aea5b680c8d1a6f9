"""Which spans of a long list share time, without comparing each with each. Pure.

Both sweeps sort once and keep the spans that are still open in a heap by their end, so that they
take n log n steps and one step for each pair that is found. Source: the plane sweep of Shamos and
Hoey, "Geometric intersection problems", 1976.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from heapq import heappop, heappush
from typing import Any, Generic, TypeVar

T = TypeVar("T")


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


def overlapping(
    spans: Iterable[T],
    start: Callable[[T], Any],
    end: Callable[[T], Any],
) -> Iterator[tuple[T, T]]:
    """Yield each pair of spans that share more than an instant, the earlier one first."""
    open_spans: list[tuple[Any, int, T]] = []
    for number, span in enumerate(sorted(spans, key=start)):
        while open_spans and open_spans[0][0] <= start(span):
            heappop(open_spans)
        for _, _, other in open_spans:
            yield other, span
        heappush(open_spans, (end(span), number, span))
