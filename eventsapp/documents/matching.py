"""Which passage of the last draft each block of a new draft is.

The order of thinking: the same words first, where they stand once or stand in the same
surroundings; then what was split or joined; then what was reworded, by the words in common. Only
what is sure is decided. What is likely is asked: the block comes back as unsure, with the passages
it may be. Everything is deterministic, and fast for thousands of blocks.
"""

from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass

from eventsapp.documents.found import HEADING
from eventsapp.documents.likeness import Index, Signs, alike, plain, shared, within, words_of
from eventsapp.documents.order import in_order

# How a block came by its passage: unchanged, reworded, at another place, one of several into which
# it was split, several that were joined, new, or to be confirmed by a person.
SAME, REWORDED, MOVED, SPLIT, JOINED, NEW, UNSURE = (
    "same", "reworded", "moved", "split", "joined", "new", "unsure"
)  # fmt: skip

# From here on, two texts are surely one that was reworded, if no other is nearly as like.
SURE = 0.62
# The same, where both stand alone between the same neighbours.
SURE_IN_PLACE = 0.45
# From here on, it is asked whether they are one: anywhere, beside the same neighbour, between both.
ASKED, ASKED_BESIDE, ASKED_IN_PLACE = 0.38, 0.3, 0.22
# How much likelier than the next one the likeliest has to be.
MARGIN = 0.15
# How much of a part has to stand in the whole, and how much of the whole in the parts.
PART, COVERED = 0.7, 0.75
# From here on, a passage that went away in an earlier draft has come back.
BACK = 0.85
LEAST_WORDS = 4
MOST_ASKED = 4


@dataclass(frozen=True)
class Known:
    """A block of the last draft, or the last words of a passage that went away earlier."""

    passage: int
    kind: str
    text: str


@dataclass(frozen=True)
class Given:
    """A block of the new draft."""

    kind: str
    text: str


@dataclass(frozen=True)
class Match:
    """What one block of the new draft is.

    `passage` is None where it is new or unsure, and for the lesser part of what was split.
    `candidates` are the passages it may be, the likeliest first; for the lesser part of a split
    one, the passage it was part of; for joined ones, the further passages that it took in.
    """

    how: str
    passage: int | None = None
    candidates: tuple[int, ...] = ()


@dataclass
class _Text:
    kind: str
    plain: str
    signs: str


def match_drafts(
    last: Sequence[Known], new: Sequence[Given], gone: Sequence[Known] = ()
) -> tuple[list[Match], list[int]]:
    """Return a match for each block of the new draft, and the passages of the last that went away.

    `gone` are passages that are in no block of the last draft; they may come back. A passage that
    a doubtful block may be has not gone away yet, nor one that was joined to another.
    """
    search = _Search(last, new, gone)
    search.same_words()
    search.came_back(1.0)
    search.split_and_joined()
    search.reworded()
    search.parts_that_went_away()
    search.came_back(BACK)
    matches = search.matches()
    met = {one.passage for one in matches} | {p for one in matches for p in one.candidates}
    return matches, [known.passage for known in last if known.passage not in met]


class _Search:
    def __init__(self, last: Sequence[Known], new: Sequence[Given], gone: Sequence[Known]) -> None:
        signs = Signs()
        self._known = [*last, *gone]
        self._first_gone = len(last)
        self._old = [_text(one.kind, one.text, signs) for one in self._known]
        self._new = [_text(one.kind, one.text, signs) for one in new]
        self._pair: dict[int, int] = {}
        self._taken: dict[int, int] = {}
        self._how: dict[int, str] = {}
        self._others: dict[int, list[int]] = {}

    # What is free is what has no pair yet.
    def _free_old(self) -> list[int]:
        return [o for o in range(self._first_gone) if o not in self._taken]

    def _free_new(self) -> list[int]:
        return [n for n in range(len(self._new)) if n not in self._pair and n not in self._how]

    def _join(self, new: int, old: int, how: str) -> None:
        self._pair[new], self._taken[old], self._how[new] = old, new, how

    def same_words(self) -> None:
        """Pair the blocks with the very same words: single ones, then repeated ones by what stands
        around them (a heading goes with what follows it), then as many as there are."""
        for old, new in self._same(self._old[: self._first_gone]):
            if len(old) == len(new) == 1:
                self._join(new[0], old[0], SAME)
        for step in (-1, 1):
            self._follow(step)
        for old, new in self._same(self._old[: self._first_gone]):
            if len(old) == len(new):
                for o, n in zip(old, new, strict=True):
                    self._join(n, o, SAME)
            else:
                for n in new:
                    self._ask(n, old)

    def _same(self, among: Sequence[_Text]) -> list[tuple[list[int], list[int]]]:
        old, new = defaultdict(list), defaultdict(list)
        for o, text in enumerate(among):
            if o not in self._taken:
                old[text.plain].append(o)
        for n in self._free_new():
            new[self._new[n].plain].append(n)
        return [(old[key], new[key]) for key in old if key in new]

    def _follow(self, step: int) -> None:
        """Pair same words that stand directly behind (or before) a pair."""
        order = range(len(self._new)) if step == 1 else range(len(self._new) - 1, -1, -1)
        for n in order:
            beside = self._pair.get(n - step)
            if n in self._pair or beside is None:
                continue
            o = beside + step
            is_there = 0 <= o < self._first_gone and o not in self._taken
            if is_there and self._old[o].plain == self._new[n].plain:
                self._join(n, o, SAME)

    def split_and_joined(self) -> None:
        """Find blocks that stand one after the other in one of the other draft."""
        for o, parts in self._parts(self._free_old(), self._old, self._free_new(), self._new):
            if o in self._taken or any(n in self._how for n in parts):
                continue
            parts.sort(key=lambda n: (-shared(self._new[n].signs, self._old[o].signs), n))
            self._join(parts[0], o, SPLIT)
            for n in parts[1:]:
                self._how[n], self._others[n] = SPLIT, [o]
        for n, parts in self._parts(self._free_new(), self._new, self._free_old(), self._old):
            if n in self._how or any(o in self._taken for o in parts):
                continue
            parts.sort(key=lambda o: (-shared(self._old[o].signs, self._new[n].signs), o))
            self._join(n, parts[0], JOINED)
            self._others[n] = parts[1:]
            self._taken.update(dict.fromkeys(parts[1:], n))

    def _parts(
        self, wholes: list[int], of: list[_Text], parts: list[int], among: list[_Text]
    ) -> list[tuple[int, list[int]]]:
        index = Index([of[whole].signs for whole in wholes])
        inside = defaultdict(list)
        for part in parts:
            signs = among[part].signs
            if len(signs) < LEAST_WORDS - 1:
                continue
            for near in index.near(signs):
                around = of[wholes[near]].signs
                if len(signs) <= len(around) * 0.95 and within(signs, around) >= PART:
                    inside[wholes[near]].append(part)
        return [
            (whole, run)
            for whole, places in sorted(inside.items())
            for run in _runs(places)
            if len(run) > 1 and _is_made_of(of[whole].signs, [among[part].signs for part in run])
        ]

    def reworded(self) -> None:
        """Pair what has most words in common, the likest first; ask where it is not sure."""
        likely = self._likely()
        rivals = _Rivals(likely)
        # A pair may give its neighbours the same surroundings, so there is a second round.
        for _ in range(2):
            for score, n, o in likely:
                if n not in self._how and o not in self._taken and self._is_sure(score, n, o):
                    rival = rivals.best(n, o, self._how, self._taken)
                    if score - rival >= MARGIN:
                        self._join(n, o, REWORDED)
        for n in self._free_new():
            asked = [
                o
                for score, o in rivals.of_new[n]
                if o not in self._taken and score >= self._least_asked(n, o)
            ]
            self._ask(n, asked or self._other_half(n))

    def _least_asked(self, n: int, o: int) -> float:
        before, after = self._meets(n - 1, o - 1), self._meets(n + 1, o + 1)
        if before and after:
            return ASKED_IN_PLACE
        return ASKED_BESIDE if before or after else ASKED

    def _is_sure(self, score: float, n: int, o: int) -> bool:
        if self._is_in_place(n, o):
            return score >= SURE_IN_PLACE
        return score >= SURE and len(self._new[n].signs) >= LEAST_WORDS

    def _other_half(self, n: int) -> list[int]:
        """Return the passage beside this block from which half of its words come."""
        signs = self._new[n].signs
        for beside in (n - 1, n + 1):
            o = self._pair.get(beside)
            if o is None or len(signs) < LEAST_WORDS or self._how[beside] == SAME:
                continue
            whole, other = self._old[o].signs, self._new[beside].signs
            both = other + signs if beside < n else signs + other
            if shared(both, whole) - shared(other, whole) >= len(signs) / 2:
                return [o]
        return []

    def _likely(self) -> list[tuple[float, int, int]]:
        old = self._free_old()
        index = Index([self._old[o].signs for o in old])
        pairs = {
            (n, old[place]) for n in self._free_new() for place in index.near(self._new[n].signs)
        }
        pairs |= {(n, o) for n in self._free_new() if (o := self._beside(n)) is not None}
        scored = [(self._score(n, o), n, o) for n, o in pairs]
        return sorted((one for one in scored if one[0] > 0), key=lambda one: (-one[0], *one[1:]))

    def _score(self, n: int, o: int) -> float:
        new, old = self._new[n], self._old[o]
        is_other_kind = (new.kind == HEADING) != (old.kind == HEADING)
        return alike(new.signs, old.signs) - (0.15 if is_other_kind else 0)

    def _beside(self, n: int) -> int | None:
        """Return the free block of the last draft that stands where this one stands now."""
        before, after = self._pair.get(n - 1), self._pair.get(n + 1)
        for o in (None if before is None else before + 1, None if after is None else after - 1):
            if o is not None and 0 <= o < self._first_gone and o not in self._taken:
                return o
        return None

    def _is_in_place(self, n: int, o: int) -> bool:
        """Return whether both stand between the same two neighbours, which were paired before."""
        return self._meets(n - 1, o - 1) and self._meets(n + 1, o + 1)

    def _meets(self, n: int, o: int) -> bool:
        at_end = n in (-1, len(self._new)) and o in (-1, self._first_gone)
        return at_end or self._pair.get(n) == o

    def _ask(self, n: int, old: Sequence[int]) -> None:
        if old:
            self._how[n], self._others[n] = UNSURE, list(old[:MOST_ASKED])

    def parts_that_went_away(self) -> None:
        """Find what was cut out of a passage and put elsewhere: it is offered as a part of it."""
        wholes = [o for o, n in self._taken.items() if self._how[n] in (REWORDED, SPLIT)]
        index = Index([self._old[o].signs for o in wholes])
        for n in self._free_new():
            signs = self._new[n].signs
            for o in (wholes[place] for place in index.near(signs)):
                rest = self._new[self._taken[o]].signs
                is_part = within(signs, self._old[o].signs) >= PART and within(signs, rest) < 0.5
                if is_part and len(signs) >= LEAST_WORDS:
                    self._how[n], self._others[n] = SPLIT, [o]
                    break

    def came_back(self, least: float) -> None:
        """Find passages again that went away in an earlier draft, if they are as like as that."""
        away = [o for o in range(self._first_gone, len(self._old)) if o not in self._taken]
        index = Index([self._old[o].signs for o in away])
        for n in self._free_new() if away else ():
            signs = self._new[n].signs
            near = [away[place] for place in index.near(signs)]
            scored = [(alike(signs, self._old[o].signs), -o) for o in near if o not in self._taken]
            score, place = max(scored, default=(0.0, 0))
            if score >= least and len(signs) >= LEAST_WORDS:
                is_same = self._old[-place].plain == self._new[n].plain
                self._join(n, -place, MOVED if is_same else REWORDED)

    def matches(self) -> list[Match]:
        """Return what was found; what kept its words and not its place was moved."""
        self._moved()
        return [self._match(n) for n in range(len(self._new))]

    def _match(self, n: int) -> Match:
        how, others = self._how.get(n, NEW), self._others.get(n, [])
        if how == UNSURE:
            # What became sure elsewhere is asked no more, save for the other half beside it.
            others = [o for o in others if abs(self._taken.get(o, n) - n) <= 1]
            how = UNSURE if others else NEW
        passage = self._known[self._pair[n]].passage if n in self._pair else None
        return Match(how, passage, tuple(self._known[o].passage for o in others))

    def _moved(self) -> None:
        paired = sorted(n for n, o in self._pair.items() if o < self._first_gone)
        weights = [len(self._new[n].signs) + 1 for n in paired]
        kept = in_order([self._pair[n] for n in paired], weights)
        for place, n in enumerate(paired):
            if place not in kept and self._how[n] == SAME:
                self._how[n] = MOVED


class _Rivals:
    """The likely pairs, to be asked for the next best one of the same block."""

    def __init__(self, likely: Sequence[tuple[float, int, int]]) -> None:
        self.of_new: dict[int, list[tuple[float, int]]] = defaultdict(list)
        self._of_old: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for score, n, o in likely:
            self.of_new[n].append((score, o))
            self._of_old[o].append((score, n))

    def best(self, n: int, o: int, how: Container[int], taken: Container[int]) -> float:
        """Return how like the likest other pair of either is that is still free."""
        olds = (s for s, other in self.of_new[n] if other != o and other not in taken)
        news = (s for s, other in self._of_old[o] if other != n and other not in how)
        return max(next(olds, 0.0), next(news, 0.0))


def _text(kind: str, text: str, signs: Signs) -> _Text:
    compared = plain(text)
    return _Text(kind, compared, signs.of(words_of(compared)))


def _is_made_of(whole: str, parts: Sequence[str]) -> bool:
    together = "".join(parts)
    return within(whole, together) >= COVERED and within(together, whole) >= PART


def _runs(places: Sequence[int]) -> list[list[int]]:
    """Return the places in runs of neighbours."""
    runs: list[list[int]] = []
    for place in sorted(set(places)):
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs
