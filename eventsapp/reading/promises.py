"""Dated promises: from a sentence of the record to what happens when, for whom and how surely."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from eventsapp.reading.circumstances import (
    ASK,
    CONSULTATION_WORD,
    EXPERTS,
    FIRM,
    IN_DOCUMENT,
    IN_PERSON,
    audience_of,
    certainty_of,
    mode_of,
    place_of,
)
from eventsapp.reading.dates import MEETING_DAY, FoundDate, find_dates
from eventsapp.reading.resolving import last_on_or_before
from eventsapp.reading.structure import DatedItem, Doubt
from eventsapp.reading.titles import promise_title

MEETING, CONSULTATION, DEADLINE = "meeting", "consultation", "deadline"
RELEASE, EDITING_WINDOW = "release", "editing window"

_SHARING = r"\bas well as\b|\bainsi que\b|\bas[íi] como\b"
_APART = re.compile(
    rf"{_SHARING}|\bbefore\b(?!\s+(?:the\s+)?\d)|\bfollowed by\b|\bafter which\b"
    r"|;|,\s*while\b|,\s*whereas\b"
    r"|(?:,\s*|\band\s+)then\b|\bavant (?:la|le|une?)\b|\bsuivie?s? (?:de|d['’]|par)\b"
    r"|\bantes de (?:la|el|una?)\b|\bseguid[oa]s? (?:de|por)\b",
    re.IGNORECASE,
)
_DEADLINE_LEAD = re.compile(
    r"(?:\bby|\buntil|\btill|\bup to|\bbefore|\bno later than|\bdeadline(?: is| of| on"
    r"| for \w+ is)?:?"
    r"|\bdue(?: on| by)?|\bd['’]ici(?: [àa]u?)?|\bavant|\bjusqu['’][àa]u?|\bau plus tard|\bhasta"
    r"|\bantes del?|\ba m[áa]s tardar|\bdate limite(?: est)?:?|\bfecha l[íi]mite(?: es)?:?)"
    r"\s*(?:the|le|el|on|of)?\s*$",
    re.IGNORECASE,
)
_DEADLINE_WORD = re.compile(
    r"\bdeadlines?\b|\bdue dates?\b|\bdates? limites?\b|\bfechas? l[íi]mites?\b|\bplazos?\b"
    r"|\bsubmissions? of\b|\bsoumission d|\bentrega de\b",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"\b(?:open\w*|start\w*|begin\w*|began|shar\w+|launch\w*|releas\w+|available|live|publish\w*|from"
    r"|ouv\w+|commenc\w+|partag\w+|publi\w+|abr\w+|comien\w+|inici\w+)\b",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"\b(?:clos\w+|ends?|ended|ending|until|till|conclud\w+|ferm\w+|cl[ôo]tur\w+|termin\w+|cierr\w+"
    r"|cerrar\w*|finaliz\w+|hasta)\b",
    re.IGNORECASE,
)
_STAYS_OPEN = re.compile(
    r"\b(?:remain\w*|stay\w*|be|is|are|kept|keep)\s+(?:\w+\s+)?(?:open|editable|accessible)\b"
    r"|\b(?:rest\w+|est|sera) ouverte?s?\b|\b(?:permanecer\w*|estar\w*|quedar\w*) abiert[oa]s?\b",
    re.IGNORECASE,
)
_DRAFT = re.compile(
    r"\b(?:document|draft|text|guidelines|documento|projet|borrador)\b", re.IGNORECASE
)
_KINDS = (
    (CONSULTATION, re.compile(rf"\b{CONSULTATION_WORD}\b", re.IGNORECASE)),
    (
        RELEASE,
        re.compile(
            r"\b(?:releas\w+|publish\w*|publication|go(?:es)? live|going live|launch\w*"
            r"|shar(?:ed|ing)"
            r"|circulat\w+|made available|publi[ée]\w*|publicaci[óo]n|publica[dr]\w*|diffus\w+"
            r"|lanza\w*"
            r"|lanc[ée]\w*|lancement)\b",
            re.IGNORECASE,
        ),
    ),
    (
        MEETING,
        re.compile(
            r"\b(?:(?-i:EGMs?)|expert group meetings?|meetings?|sessions?|webinars?|workshops?"
            r"|calls?"
            r"|meet again|to meet|will meet|retreats?|forum|conference|assembly|r[ée]unions?"
            r"|ateliers?|webinaires?|s[ée]ances?"
            r"|reuni[óo]n(?:es)?|talleres|taller|seminarios?|sesi[óo]n(?:es)?)\b",
            re.IGNORECASE,
        ),
    ),
)
_GENERIC_MEETING = re.compile(
    r"^(?:meetings?|sessions?|calls?|r[ée]unions?|reuni[óo]n(?:es)?)$", re.I
)
_PAST = re.compile(
    r"\b(?:was|were|had been|has been|have been)\s+(?:\w+ly\s+)?(?:held|conducted|organi[sz]ed"
    r"|convened"
    r"|launched|published|released|completed|concluded|done|closed|opened)\b|\btook place\b"
    r"|\bheld on\b"
    r"|\bmet on\b|\b(?:a|ont) eu lieu\b|\bs['’]est tenue?\b|\b(?:a|ont) été (?:tenu|organis|men"
    r"|publi)\w*|\bse celebr[óo]\b"
    r"|\btuv(?:o|ieron) lugar\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|would|shall|should|to be|scheduled|planned|proposed|intended|upcoming|next|may"
    r"|might|must"
    r"|set for|sera|seront|aura|pr[ée]vue?s?|prochaine?s?|ser[áa]n?|pr[óo]xim[oa]s?"
    r"|previst[oa]s?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Said:
    """A sentence, where it stands, and the facts from which its dates are worked out."""

    sentence: str
    line: int
    day: int | None
    on: date
    meeting_days: Mapping[int, date]
    series: str | None = None


@dataclass(frozen=True)
class _Clause:
    """A part of a sentence with its dates; `is_shared`: joined to the last by `as well as`."""

    begin: int
    text: str
    dates: tuple[FoundDate, ...]
    is_shared: bool = False


def dated_items(said: Said) -> tuple[list[DatedItem], list[Doubt]]:
    """Return the promises of a sentence with their dates, and what a person has to look at.

    Dates that have passed are doubts, not promises. A promise of which the sentence does not say
    what it is has no kind and the certainty `ask`.
    """
    finding = find_dates(said.sentence, said_on=said.on, meeting_days=said.meeting_days)
    doubts = [Doubt(code, text, said.line) for code, text in finding.doubts]
    items: list[DatedItem] = []
    for clause in _clauses(said.sentence, finding.dates):
        clause_items, clause_doubts = _clause_items(clause, said, items[-1] if items else None)
        items += clause_items
        doubts += clause_doubts
    return _numbered(items), doubts


def _clauses(sentence: str, dates: tuple[FoundDate, ...]) -> list[_Clause]:
    """Cut a sentence between its dates where a word such as `before` starts another thing."""
    if not dates:
        return []
    cuts: list[tuple[int, bool]] = []
    for before, after in itertools.pairwise(dates):
        joint = _APART.search(sentence, before.finish, max(before.finish, after.begin))
        if joint:
            cuts.append((joint.start(), re.match(_SHARING, joint[0], re.IGNORECASE) is not None))
    starts = [(0, False), *cuts]
    ends = [begin for begin, _shared in cuts] + [len(sentence)]
    return [
        _Clause(
            begin,
            sentence[begin:end],
            tuple(d for d in dates if begin <= d.begin < end),
            is_shared,
        )
        for (begin, is_shared), end in zip(starts, ends, strict=True)
    ]


def _clause_items(
    clause: _Clause, said: Said, before: DatedItem | None
) -> tuple[list[DatedItem], list[Doubt]]:
    items: list[DatedItem] = []
    doubts: list[Doubt] = []
    for found in _windows(clause):
        passed = _passed(found, clause, said)
        if passed is not None:
            doubts.append(passed)
            continue
        item = _item(found, clause, said, before if clause.is_shared else None)
        if item is None:
            continue
        items.append(item)
        doubts += [Doubt(code, text, said.line) for code, text in found.doubts]
        if re.search(r"\bweek (?:of|beginning|starting)\s+$", said.sentence[: found.begin], re.I):
            text = f"“{found.as_written}” names the week that begins then, and no day in it."
            doubts.append(Doubt("date-ambiguous", text, said.line))
        doubts += _item_doubts(item)
    return items, doubts


def _windows(clause: _Clause) -> list[FoundDate]:
    """Join the opening and the closing of one thing: opens on 3 May, closes on 9 June."""
    if len(clause.dates) != 2:
        return list(clause.dates)
    first, last = clause.dates
    head = clause.text[: first.begin - clause.begin]
    gap = clause.text[first.finish - clause.begin : max(0, last.begin - clause.begin)]
    is_window = (
        first.start == first.end
        and last.start == last.end
        and first.start < last.end
        and _OPENS.search(head)
        and _CLOSES.search(gap)
    )
    if not is_window:
        return [first, last]
    inferred = first.is_year_inferred or last.is_year_inferred
    # One thing, one doubt of each code: the sentences of both ends together.
    texts: dict[str, list[str]] = {}
    for code, text in first.doubts + last.doubts:
        texts.setdefault(code, []).append(text)
    return [
        replace(
            first,
            end=last.end,
            as_written=f"{first.as_written} … {last.as_written}",
            finish=last.finish,
            is_year_inferred=inferred,
            doubts=tuple((code, " ".join(parts)) for code, parts in texts.items()),
        )
    ]


def _passed(found: FoundDate, clause: _Clause, said: Said) -> Doubt | None:
    is_told_as_past = (
        found.is_year_inferred
        and _PAST.search(clause.text) is not None
        and _FUTURE.search(clause.text) is None
    )
    on = found.end
    if is_told_as_past:
        on = last_on_or_before(on.month, on.day, said.on) or on
    if on >= said.on or found.how == MEETING_DAY:
        return None
    text = (
        f"“{found.as_written}” ({on.day} {on:%B %Y}) had passed when the record was written, so "
        "it was not taken as a promise."
    )
    return Doubt("date-passed", text, said.line)


def _item(
    found: FoundDate, clause: _Clause, said: Said, shared: DatedItem | None
) -> DatedItem | None:
    at = found.begin - clause.begin
    finish = found.finish - clause.begin
    kind, word = _kind(found, clause.text, at)
    if found.how == MEETING_DAY and kind != EDITING_WINDOW:
        return None
    if shared is not None and (kind is None or _GENERIC_MEETING.match(word or "")):
        kind = shared.kind
    mode = IN_DOCUMENT if kind == EDITING_WINDOW else mode_of(clause.text, at)
    place = place_of(clause.text, at, finish) if kind in (MEETING, CONSULTATION) else None
    if place and mode is None:
        mode = IN_PERSON
    audience = audience_of(clause.text, kind=kind, mode=mode)
    if audience is None and _is_for_experts(kind, word, found, said):
        audience = EXPERTS
    certainty, words = certainty_of(clause.text)
    if shared is not None:
        audience = shared.audience
        if certainty == FIRM:
            certainty, words = shared.certainty, shared.certainty_words
    return DatedItem(
        kind=kind,
        title=promise_title(kind, word, clause.text, mode=mode, place=place, shared=shared),
        start=found.start,
        end=found.end,
        audience=audience,
        mode=mode,
        place=place,
        certainty=certainty if kind else ASK,
        certainty_words=words,
        as_written=found.as_written,
        line=said.line,
        day=said.day,
        sentence=said.sentence,
        is_year_inferred=found.is_year_inferred,
        is_audience_shared=shared is not None,
        repeats=found.repeats,
        series=said.series if kind == MEETING and _names_series(word, said.series) else None,
    )


def _names_series(word: str | None, series: str | None) -> bool:
    if not word or not series:
        return False
    return word == series or (series == "EGM" and word.lower().startswith("expert group meeting"))


def _is_for_experts(kind: str | None, word: str | None, found: FoundDate, said: Said) -> bool:
    """An expert group meeting is for experts, and so is what lies on its own days."""
    if kind == MEETING:
        return _names_series(word, "EGM")
    return found.how == MEETING_DAY and said.series == "EGM"


def _kind(found: FoundDate, clause: str, at: int) -> tuple[str | None, str | None]:
    """Return the kind and the word that tells it: the last before the date, else the next."""
    if (
        _STAYS_OPEN.search(clause)
        and _DRAFT.search(clause)
        and not _has_deadline_lead(found, clause, at)
    ):
        return EDITING_WINDOW, None
    words = sorted(
        (match.start(), kind, match[0])
        for kind, pattern in _KINDS
        for match in pattern.finditer(clause)
    )
    if " … " in found.as_written:
        consultations = [word for _start, kind, word in words if kind == CONSULTATION]
        if consultations:
            return CONSULTATION, consultations[0]
    elif _has_deadline_lead(found, clause, at) or _DEADLINE_WORD.search(clause[:at]):
        return DEADLINE, None
    before = [entry for entry in words if entry[0] < at]
    after = [entry for entry in words if entry[0] >= at]
    if before or after:
        _start, kind, word = before[-1] if before else after[0]
        return kind, word
    return None, None


def _has_deadline_lead(found: FoundDate, clause: str, at: int) -> bool:
    own = re.match(
        r"(?:up to|by|until|till|before|no later than|jusqu|d['’]ici|avant|hasta|antes|para)\b",
        found.as_written,
        re.IGNORECASE,
    )
    return own is not None or _DEADLINE_LEAD.search(clause[:at]) is not None


def _item_doubts(item: DatedItem) -> list[Doubt]:
    doubts = []
    if item.kind is None:
        text = (
            f"“{item.as_written}” stands in a sentence that does not say what happens then. "
            "Choose what it is, or leave it out."
        )
        doubts.append(Doubt("kind-unclear", text, item.line))
    if item.is_audience_shared:
        text = (
            f"“{item.as_written}” is joined to the date before it by “as well as”, so it was "
            f"taken to be for the same audience ({item.audience or 'not stated'}). Confirm that."
        )
        doubts.append(Doubt("audience-shared", text, item.line))
    return doubts


def _numbered(items: list[DatedItem]) -> list[DatedItem]:
    """Tell things of one title apart: (1 of 2), (2 of 2)."""
    titles = [item.title for item in items]
    return [
        replace(item, title=f"{item.title} ({titles[:index].count(item.title) + 1} of {count})")
        if (count := titles.count(item.title)) > 1
        else item
        for index, item in enumerate(items)
    ]
