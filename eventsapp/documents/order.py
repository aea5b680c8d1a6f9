"""Which of several things kept their order, so that the others are those that were moved."""

from collections.abc import Sequence


def in_order(places: Sequence[int], weights: Sequence[int]) -> set[int]:
    """Return the indices of the heaviest selection of `places` that rises from first to last.

    With a tree of maxima over the places it takes n log n steps (the heaviest rising selection;
    D. Gusfield, Algorithms on Strings, Trees and Sequences, 12.5.1).
    """
    ranks = {place: rank for rank, place in enumerate(sorted(set(places)), start=1)}
    best: list[tuple[int, int]] = [(0, -1)] * (len(ranks) + 1)
    before: list[int] = []
    totals: list[int] = []
    for index, place in enumerate(places):
        total, last = _heaviest(best, ranks[place] - 1)
        before.append(last)
        totals.append(total + weights[index])
        _raise(best, ranks[place], (totals[index], index))
    at = max(range(len(places)), key=lambda index: (totals[index], -index), default=-1)
    kept = set()
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept


def _heaviest(best: list[tuple[int, int]], rank: int) -> tuple[int, int]:
    found = (0, -1)
    while rank > 0:
        found = max(found, best[rank], key=lambda one: (one[0], -one[1]))
        rank -= rank & -rank
    return found


def _raise(best: list[tuple[int, int]], rank: int, value: tuple[int, int]) -> None:
    while rank < len(best):
        if value[0] > best[rank][0]:
            best[rank] = value
        rank += rank & -rank
