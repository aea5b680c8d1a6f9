"""Who was ticked, in few signs, so that thousands fit into one field of a form. Pure."""

from collections.abc import Iterable

from eventsapp.numbers import row_number

# No form of ours names more people: nobody has invited so many to one meeting.
MOST = 100_000


def to_ranges(numbers: Iterable[int]) -> str:
    """Return numbers as ranges, smallest first: 3, 4, 5 and 9 are `3-5,9`."""
    parts: list[list[int]] = []
    for number in sorted(set(numbers)):
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)


def from_ranges(text: str) -> list[int]:
    """Return the numbers of ranges; what is none is left out. Never more than `MOST`."""
    found: list[int] = []
    for part in text.split(","):
        written, _, end = part.partition("-")
        first, last = row_number(written), row_number(end or written)
        if first and last:
            found += range(first, min(last + 1, first + MOST - len(found)))
    return found
