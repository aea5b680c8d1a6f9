"""Which thing of a corrected file is which thing of the one before."""

from collections.abc import Sequence
from difflib import SequenceMatcher


def aligned(old: Sequence[str], new: Sequence[str], *, is_ordered: bool) -> list[int | None]:
    """Return for each new label the index of the old one that it is, or None where it is new.

    Equal labels belong together, wherever they stand. In ordered lists, labels that stand between
    the same neighbours belong together as well: a note whose wording was corrected is still that
    note.
    """
    partners: list[int | None] = [None] * len(new)
    free = set(range(len(old)))
    matcher = SequenceMatcher(None, list(old), list(new), autojunk=False)
    for tag, old_start, old_end, new_start, _new_end in matcher.get_opcodes():
        if tag == "equal":
            for offset in range(old_end - old_start):
                partners[new_start + offset] = old_start + offset
                free.discard(old_start + offset)
    _pair_moved(old, new, partners, free)
    if is_ordered:
        _pair_reworded(matcher, partners, free)
    return partners


def _pair_moved(
    old: Sequence[str], new: Sequence[str], partners: list[int | None], free: set[int]
) -> None:
    for index, label in enumerate(new):
        if partners[index] is None:
            same = [place for place in sorted(free) if old[place] == label]
            if same:
                partners[index] = same[0]
                free.discard(same[0])


def _pair_reworded(
    matcher: "SequenceMatcher[str]", partners: list[int | None], free: set[int]
) -> None:
    for tag, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        if tag != "replace":
            continue
        places = [place for place in range(old_start, old_end) if place in free]
        for index in range(new_start, new_end):
            if partners[index] is None and places:
                place = places.pop(0)
                partners[index] = place
                free.discard(place)
