"""How much people want the themes of rooms: first, second, third choice, or not at all. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256

FIRST, SECOND, THIRD, ALL_RIGHT, NOT_WANTED = range(5)
RANKS = (FIRST, SECOND, THIRD, ALL_RIGHT, NOT_WANTED)
ONLY_ONCE = (FIRST, SECOND, THIRD)


def field_of(theme: str) -> str:
    """Return the name of the field of a theme: the same whatever other themes there are."""
    return "t" + sha256(theme.encode()).hexdigest()[:12]


def said_twice(ranks: Mapping[str, int]) -> str | None:
    """Return the second theme that has the same choice of the first three as another, or None."""
    seen: set[int] = set()
    for theme, rank in ranks.items():
        if rank in ONLY_ONCE and rank in seen:
            return theme
        seen.add(rank)
    return None


def skips_a_choice(ranks: Mapping[str, int]) -> bool:
    """Return whether there is a second choice without a first, or a third without a second."""
    chosen = [rank for rank in ONLY_ONCE if rank in ranks.values()]
    return chosen != list(ONLY_ONCE[: len(chosen)])


def to_keep(ranks: Mapping[str, int]) -> dict[str, int]:
    """Return what is kept of an answer: nothing where every theme is all right."""
    says_something = any(rank != ALL_RIGHT for rank in ranks.values())
    return dict(ranks) if says_something else {}


def counted(wishes: Iterable[Mapping[str, int]], themes: Iterable[str]) -> dict[str, Counter[int]]:
    """Return for each theme how many people gave it each rank."""
    counts: dict[str, Counter[int]] = {theme: Counter() for theme in themes}
    for each in wishes:
        for theme, rank in each.items():
            if theme in counts:
                counts[theme][rank] += 1
    return counts
