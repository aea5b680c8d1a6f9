"""What the heading lines say: which meeting this is, and where each of its days begins."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from eventsapp.reading import labels
from eventsapp.reading.circumstances import HYBRID, IN_DOCUMENT, IN_PERSON, mode_of
from eventsapp.reading.dates import FoundDate, find_dates
from eventsapp.reading.names import read_names
from eventsapp.reading.structure import HEADING, ITEM, PLAIN, Doubt, Line, MeetingFacts, Named

LONGEST_HEADING = 160
# Dates are looked for before it is known when; what needs a reference is then not used.
NO_REFERENCE = date(2000, 1, 1)
_COUNTED = {
    "one": 1, "first": 1, "1st": 1, "un": 1, "premier": 1, "première": 1, "1er": 1, "1ère": 1,
    "uno": 1, "primer": 1, "primera": 1, "i": 1,
    "two": 2, "second": 2, "2nd": 2, "deux": 2, "deuxième": 2, "2e": 2, "2ème": 2, "dos": 2,
    "segundo": 2, "segunda": 2, "ii": 2,
    "three": 3, "third": 3, "3rd": 3, "trois": 3, "troisième": 3, "3e": 3, "3ème": 3, "tres": 3,
    "tercer": 3, "tercera": 3, "iii": 3,
    "four": 4, "fourth": 4, "4th": 4, "quatre": 4, "quatrième": 4, "4e": 4, "4ème": 4, "cuatro": 4,
    "cuarto": 4, "cuarta": 4, "iv": 4,
    "five": 5, "fifth": 5, "5th": 5, "cinq": 5, "cinquième": 5, "5e": 5, "cinco": 5, "quinto": 5,
    "quinta": 5, "v": 5,
    "sixth": 6, "sixième": 6, "sexta": 6, "seventh": 7, "septième": 7, "séptima": 7,
    "eighth": 8, "huitième": 8, "octava": 8, "ninth": 9, "neuvième": 9, "novena": 9,
    "tenth": 10, "dixième": 10, "décima": 10,
}  # fmt: skip
_COUNT = "|".join(sorted(map(re.escape, _COUNTED), key=len, reverse=True)) + r"|\d{1,3}"
_DAY = re.compile(
    rf"(?:^|[|–—:,/]|\s-)\s*(?:(?:day|jour|jour[ ]?n[ée]e|d[íi]a|jornada)\s+(?P<after>{_COUNT})"
    rf"|(?P<before>{_COUNT})(?:st|nd|rd|th)?\s+(?:day|jour|journ[ée]e|d[íi]a|jornada))"
    r"(?=\s*(?:$|[|–—:,.(/]|-\s))",
    re.IGNORECASE,
)
_EXPERTS = (
    r"(?:expert group meeting|r[ée]union du groupe d['’]experts|reuni[óo]n del? grupo de expertos)"
)
_SERIES = (
    re.compile(r"\b(?P<series>EGM)(?:[\s-]*(?:no\.?|n[°º]|#)?\s*(?P<number>\d{1,3})\b)"),
    re.compile(rf"\b(?P<number>{_COUNT})(?:st|nd|rd|th|\.ª|ª|e|ème)?\s+(?P<series>EGM)\b", re.I),
    re.compile(
        rf"\b(?P<number>{_COUNT})(?:st|nd|rd|th|\.ª|ª)?\s+(?P<phrase>{_EXPERTS})", re.IGNORECASE
    ),
    re.compile(
        rf"(?P<phrase>{_EXPERTS})\s*(?:no\.?|n[°º]\.?|#)?\s*(?P<number>\d{{1,3}}|[IVX]{{1,4}})\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?P<series>EGM)\b|(?P<phrase>{_EXPERTS})", re.IGNORECASE),
    re.compile(r"^(?:[\w-]+\s+){0,2}(?P<series>[A-Z]{2,6})[\s-]+(?P<number>\d{1,3})$"),
)
_CODE = re.compile(r"^[A-Z][A-Z0-9]*(?:[-/][A-Z0-9]+)+$|^[A-Z]{3,12}$")
_CODE_IN_BRACKETS = re.compile(r"\(([A-Z][A-Z0-9]*(?:[-/][A-Z0-9]+)+)\)")
_PLACE_BEFORE_DATE = re.compile(
    r"^(?P<place>[A-ZÀ-Þ][\w'’ -]*(?:,\s*[A-ZÀ-Þ][\w'’ -]*){0,3}?)\s*(?:,|\s–|\s-|\s—|\|)\s*$"
)


@dataclass(frozen=True)
class DayMark:
    """The line where a day begins; number and date are None where it does not state them."""

    number: int | None
    on_date: date | None
    raw: str | None
    line: int | None
    doubts: tuple[Doubt, ...] = ()


def day_mark(line: Line, *, reference: date | None) -> DayMark | None:
    """Return the day that a line is the heading of, or None.

    A heading names a day (`Day 2`, `Jour 2`, `Second day`) at its start or after a separator, or is
    nothing but a date. A date without a year is worked out from `reference`, where there is one.
    """
    if line.kind not in (PLAIN, HEADING) or len(line.text) > LONGEST_HEADING:
        return None
    named = _DAY.search(line.text)
    found, doubts = _single_date(line, reference)
    if named is None and (found is None or not _is_only_a_date(line.text, found)):
        return None
    number = _count(named["after"] or named["before"]) if named else None
    return DayMark(number, found.start if found else None, line.text, line.number, doubts)


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTED[word.lower()]


def _single_date(line: Line, reference: date | None) -> tuple[FoundDate | None, tuple[Doubt, ...]]:
    # `Day 1, Monday 2 June` is no run of two days.
    text = _DAY.sub(lambda match: " " * len(match[0]), line.text)
    finding = find_dates(text, said_on=reference or NO_REFERENCE)
    days = [d for d in finding.dates if d.start == d.end and (reference or not d.is_year_inferred)]
    impossible = [Doubt(c, t, line.number) for c, t in finding.doubts if c == "no-such-date"]
    if len(days) != 1 or days[0].how != "full":
        return None, tuple(impossible)
    doubts = [Doubt(code, text, line.number) for code, text in days[0].doubts]
    return days[0], tuple(doubts)


def _is_only_a_date(text: str, found: FoundDate) -> bool:
    rest = text[: found.begin] + text[found.finish :]
    rest = re.sub(r"^(?:date|fecha|le)\s*:?", "", rest.strip(), flags=re.IGNORECASE)
    return re.search(r"\w", rest) is None


def meeting_range(lines: Iterable[Line]) -> tuple[FoundDate, Line] | None:
    """Return the first date with a year in the heading lines, a run of days before a single one."""
    found: list[tuple[FoundDate, Line]] = []
    for line in lines:
        if len(line.text) > 2 * LONGEST_HEADING:
            continue
        finding = find_dates(line.text, said_on=NO_REFERENCE)
        found += [(d, line) for d in finding.dates if not d.is_year_inferred]
    runs = [entry for entry in found if entry[0].start != entry[0].end]
    return next(iter([*runs, *found]), None)


def meeting_facts(header: list[Line], day_raw: str | None) -> tuple[MeetingFacts, list[Doubt]]:
    """Return what the lines before the first day, and its heading, say of the meeting."""
    texts = [line.text for line in header if labels.labelled(line.text) is None]
    texts += [day_raw] if day_raw else []
    segments = [segment for text in texts for segment in _segments(text)]
    series, number, organisation = _series(segments)
    people, doubts = _people(header)
    dated = meeting_range(header)
    place = _labelled_value(header, labels.PLACE) or (_place_before(dated) if dated else None)
    mode = _mode(header, place)
    facts = MeetingFacts(
        organisation=organisation,
        series=series,
        number=number,
        code=_code(segments, texts),
        title=_title(texts, day_raw),
        place=place,
        mode=mode,
        starts_on=dated[0].start if dated else None,
        ends_on=dated[0].end if dated else None,
        people=tuple(people),
        preamble=tuple((line.text, line.number) for line in header),
    )
    return facts, doubts


def _segments(text: str) -> list[str]:
    parts = re.split(r"\s*\|\s*|\s+[–—]\s+|\s+-\s+", text)
    return [part.strip() for part in parts if part.strip()]


def _series(segments: list[str]) -> tuple[str | None, int | None, str | None]:
    for pattern in _SERIES:
        for segment in segments:
            match = pattern.search(segment)
            if not match:
                continue
            groups = match.groupdict()
            written = groups.get("number")
            number = _count(written) if written and _is_count(written) else None
            organisation = _organisation(segment, match)
            at = segments.index(segment)
            if organisation is None and at and re.fullmatch(r"[A-Z][\w&-]{1,11}", segments[at - 1]):
                organisation = segments[at - 1]
            return groups.get("series") or "EGM", number, organisation
    return None, None, None


def _is_count(word: str) -> bool:
    return word.isdigit() or word.lower() in _COUNTED


def _organisation(segment: str, match: re.Match[str]) -> str | None:
    before = segment[: match.start()].strip(" :,-")
    if not before and match.re is _SERIES[-1]:
        before = segment[: match.start("series")].strip()
    is_name = before and len(before.split()) <= 4 and (before[0].isupper())
    is_document = re.match(
        r"^(?:minutes|report|summary|record|notes|compte|acta|informe)", before, re.I
    )
    return before if is_name and not is_document else None


def _code(segments: list[str], texts: list[str]) -> str | None:
    """Return the code of the process: a segment like AB-CD first, then one after the series."""
    at = next((i for i, s in enumerate(segments) if any(p.search(s) for p in _SERIES)), -1)
    coded = [(i, s) for i, s in enumerate(segments) if i != at and _CODE.match(s)]
    compound = [s for _i, s in coded if "-" in s or "/" in s]
    later = [s for i, s in coded if i > at >= 0]
    for candidates in (compound, later):
        if candidates:
            return candidates[0]
    for text in texts:
        bracketed = _CODE_IN_BRACKETS.search(text)
        if bracketed and not any(p.search(bracketed[1]) for p in _SERIES):
            return bracketed[1]
    return None


def _title(texts: list[str], day_raw: str | None) -> str | None:
    others = [text for text in texts if text != day_raw]
    named = [text for text in others if any(p.search(text) for p in _SERIES)]
    if others:
        return (named or others)[0]
    if day_raw is None:
        return None
    kept = [part.strip() for part in day_raw.split("|") if not _DAY.search("|" + part)]
    return " | ".join(part for part in kept if part) or None


def _labelled_value(header: list[Line], role: str) -> str | None:
    for line in header:
        label = labels.labelled(line.text)
        if label and label.role == role and label.value:
            return label.value
    return None


def _place_before(dated: tuple[FoundDate, Line]) -> str | None:
    found, line = dated
    match = _PLACE_BEFORE_DATE.match(line.text[: found.begin])
    if not match or any(p.search(match["place"]) for p in _SERIES):
        return None
    is_weekday = find_dates(f"on {match['place']}", said_on=NO_REFERENCE).dates
    is_day = _DAY.search(match["place"])
    return None if is_weekday or is_day else match["place"].strip()


def _mode(header: list[Line], place: str | None) -> str | None:
    said = mode_of(" . ".join(line.text for line in header), 0)
    if said and said != IN_DOCUMENT:
        texts = " . ".join(line.text for line in header)
        return HYBRID if mode_of(texts, len(texts)) == HYBRID else said
    return IN_PERSON if place else None


def _people(header: list[Line]) -> tuple[list[Named], list[Doubt]]:
    people: list[Named] = []
    doubts: list[Doubt] = []
    for line in header:
        label = labels.labelled(line.text) if line.kind != ITEM else None
        if label and label.value and label.role in labels.PEOPLE:
            more, found = named_people(label.value, line.number, label.role)
            people += more
            doubts += found
    return people, doubts


def named_people(value: str, line: int, role: str) -> tuple[list[Named], list[Doubt]]:
    """Return the people of a list of names that stands on a line, and what to ask about them."""
    read = read_names(value)
    people = [Named(name.name, line, role, name.title, name.remark) for name in read.names]
    return people, [Doubt(code, text, line) for code, text in read.doubts]
