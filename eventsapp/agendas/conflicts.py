"""What does not fit on a day of an agenda. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise


@dataclass(frozen=True)
class Slot:
    """One item as the clock sees it; what is not stated is None. Without a `track` it is for
    everybody."""

    title: str
    start_at: datetime | None
    end_at: datetime | None
    track: str | None = None


@dataclass(frozen=True)
class Overlap:
    """The second of two items begins before the first has ended."""

    first: Slot
    second: Slot
    minutes: int


def overlaps(slots: Iterable[Slot]) -> list[Overlap]:
    """Return every pair of items that share time, by their start.

    An item without a start is nowhere. One without an end takes a moment: it overlaps what it
    begins in, and nothing begins in it. Items that touch do not overlap, and those of two tracks
    neither.
    """
    timed = sorted((slot for slot in slots if slot.start_at), key=_start)
    found = []
    for index, first in enumerate(timed):
        for second in timed[index + 1 :]:
            if are_parallel(first.track, second.track):
                continue
            shared = _end(first) - _start(second)
            if shared > timedelta():
                shared = min(shared, _end(second) - _start(second))
                found.append(Overlap(first, second, int(shared.total_seconds() // 60)))
    return found


def too_early(slots: Iterable[Slot], start_at: datetime | None) -> list[Slot]:
    """Return the items that begin before their day does; none where its hours are not stated."""
    return [slot for slot in slots if start_at and slot.start_at and slot.start_at < start_at]


def too_late(slots: Iterable[Slot], end_at: datetime | None) -> list[Slot]:
    """Return the items that last longer than their day; none where its hours are not stated."""
    return [slot for slot in slots if end_at and slot.start_at and _end(slot) > end_at]


def out_of_order(slots: Iterable[Slot]) -> list[tuple[Slot, Slot]]:
    """Return each item that stands right after one which begins later, with that one first.

    Of two tracks, the second begins anew.
    """
    timed = [slot for slot in slots if slot.start_at]
    return [
        (before, after)
        for before, after in pairwise(timed)
        if _start(before) > _start(after) and not are_parallel(before.track, after.track)
    ]


def are_parallel(first: str | None, second: str | None) -> bool:
    """Return whether two items may run at one time: in two rooms or strands."""
    return first is not None and second is not None and first != second


def _start(slot: Slot) -> datetime:
    assert slot.start_at is not None  # noqa: S101 - only timed slots come here
    return slot.start_at


def _end(slot: Slot) -> datetime:
    return slot.end_at or _start(slot)
