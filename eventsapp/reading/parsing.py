"""From the lines of a source to the record: days, agenda, sections, rooms, people, promises."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from eventsapp.reading import labels
from eventsapp.reading.agenda import agenda_lines, split_agenda, with_links
from eventsapp.reading.commitments import held_consultations, undated_commitments
from eventsapp.reading.dates import FoundDate
from eventsapp.reading.headings import (
    DayMark,
    day_mark,
    meeting_facts,
    meeting_range,
    named_people,
)
from eventsapp.reading.marks import marked
from eventsapp.reading.people import people_doubts, seen_people
from eventsapp.reading.promises import CONSULTATION, RELEASE, Said, dated_items
from eventsapp.reading.sections import sections_of, sentences
from eventsapp.reading.structure import (
    ITEM,
    Commitment,
    DatedItem,
    Day,
    Doubt,
    HeldConsultation,
    Line,
    MeetingFacts,
    Named,
    Note,
    Record,
    Source,
)
from eventsapp.reading.tables import without_tables


def parse(source: Source) -> Record:
    """Return all that is understood from a source. No text stops it; what is unclear is asked."""
    lines = without_tables(source.lines)
    header, chunks, doubts = _split_days(lines)
    facts, more = meeting_facts(header, chunks[0][0].raw)
    days, day_doubts = _days(chunks)
    facts = _with_days(facts, days)
    promises = _promises(days, facts.series)
    doubts = [*source.doubts, *doubts, *more, *day_doubts, *promises[3]]
    doubts += people_doubts(seen_people(facts, days))
    return Record(
        meeting=facts,
        days=days,
        dated=tuple(promises[0]),
        undated=tuple(promises[1]),
        held=tuple(promises[2]),
        doubts=tuple(sorted(doubts, key=lambda doubt: doubt.line or 0)),
        encoding=source.encoding,
        lines=source.lines,
    )


def _split_days(
    lines: list[Line],
) -> tuple[list[Line], list[tuple[DayMark, list[Line]]], list[Doubt]]:
    """Return the lines before the first day, and each day's mark with its lines."""
    header: list[Line] = []
    chunks: list[tuple[DayMark, list[Line]]] = []
    doubts: list[Doubt] = []
    stated = meeting_range(_before_agenda(lines))
    for line in lines:
        reference = chunks[-1][0].on_date if chunks else stated[0].start if stated else None
        mark = _checked(day_mark(line, reference=reference), stated[0] if stated else None)
        if mark is not None and chunks and _is_repeated(mark, chunks):
            doubts.append(_page_heading(mark))
        elif mark is not None and _opens_day(mark, chunks):
            chunks.append((mark, []))
        else:
            (chunks[-1][1] if chunks else header).append(line)
    if chunks:
        return header, chunks, doubts
    return _one_day(lines, stated is not None)


def _checked(mark: DayMark | None, stated: FoundDate | None) -> DayMark | None:
    """A year that the heading lines state is not inferred."""
    if mark is None or stated is None or mark.on_date is None:
        return mark
    if not stated.start <= mark.on_date <= stated.end:
        return mark
    kept = tuple(doubt for doubt in mark.doubts if doubt.code != "year-inferred")
    return replace(mark, doubts=kept)


def _before_agenda(lines: list[Line]) -> list[Line]:
    before: list[Line] = []
    for line in lines:
        if line.kind == ITEM or labels.is_agenda_label(line.text) or len(before) == 12:
            break
        before.append(line)
    return before


def _opens_day(mark: DayMark, chunks: list[tuple[DayMark, list[Line]]]) -> bool:
    """A day without a date needs a later number than the last: `Day 1: recap` has none."""
    if mark.on_date is not None or not chunks:
        return True
    last = max((chunk.number or 0) for chunk, _lines in chunks)
    return mark.number is not None and mark.number > last


def _is_repeated(mark: DayMark, chunks: list[tuple[DayMark, list[Line]]]) -> bool:
    """The same heading again, or only its date again, is that of the next page and no new day."""
    last = chunks[-1][0]
    is_same_text = mark.raw is not None and mark.raw in {chunk.raw for chunk, _lines in chunks}
    is_date_again = mark.number is None and mark.on_date == last.on_date
    return is_same_text or (mark.on_date is not None and is_date_again)


def _page_heading(mark: DayMark) -> Doubt:
    text = f"The heading “{mark.raw}” stands there again. It was taken for the top of a page."
    return Doubt("day-twice", text, mark.line)


def _one_day(
    lines: list[Line], is_dated: bool
) -> tuple[list[Line], list[tuple[DayMark, list[Line]]], list[Doubt]]:
    header = _before_agenda(lines)
    stated = meeting_range(header) if is_dated else None
    on_date = stated[0].start if stated else None
    line = stated[1].number if stated else None
    text = (
        "No day has a heading, so everything was taken for one day."
        if is_dated
        else "The text names no day with its date. Add a line such as “Day 1 – 26-09-2024”, or "
        "enter the date here."
    )
    doubt = Doubt("day-assumed" if is_dated else "no-day", text, line)
    return header, [(DayMark(1, on_date, None, None), lines[len(header) :])], [doubt]


def _days(
    chunks: list[tuple[DayMark, list[Line]]],
) -> tuple[tuple[Day, ...], list[Doubt]]:
    days: list[Day] = []
    doubts: list[Doubt] = []
    rounds = 0
    for mark, lines in _with_dates(chunks):
        day, day_doubts, rounds = _day(mark, lines, rounds)
        days.append(day)
        doubts += [*mark.doubts, *day_doubts]
    return tuple(days), doubts + _days_twice(days)


def _with_dates(
    chunks: list[tuple[DayMark, list[Line]]],
) -> Iterable[tuple[DayMark, list[Line]]]:
    """Give each day a number and, where it states no date, that of the day after the last."""
    known: date | None = None
    number = 0
    for mark, lines in chunks:
        step = max((mark.number or number + 1) - number, 1)
        number = mark.number if mark.number is not None else number + 1
        doubts = mark.doubts
        on_date = mark.on_date
        if on_date is None and known is not None:
            on_date = known + timedelta(days=step)
            text = f"Day {number} states no date. {on_date.day} {on_date:%B %Y} was taken."
            doubts = (*doubts, Doubt("day-date-inferred", text, mark.line))
        elif on_date is None and mark.raw is not None:
            text = f"Day {number} states no date. Enter it here, or add it to the heading."
            doubts = (*doubts, Doubt("no-day", text, mark.line))
        known = on_date or known
        yield replace(mark, number=number, on_date=on_date, doubts=doubts), lines


def _days_twice(days: list[Day]) -> list[Doubt]:
    doubts = []
    for index, day in enumerate(days):
        for earlier in days[:index]:
            same = []
            if earlier.number == day.number:
                same.append(f"number {day.number}")
            if day.on_date is not None and earlier.on_date == day.on_date:
                same.append(f"date {day.on_date.day} {day.on_date:%B %Y}")
            if same:
                shared = " and ".join(same)
                text = f"Two days have the same {shared}. Correct one of them before saving."
                doubts.append(Doubt("day-twice", text, day.line))
    return doubts


def _day(mark: DayMark, lines: list[Line], rounds: int) -> tuple[Day, list[Doubt], int]:
    before, agenda_part, body = split_agenda(lines)
    agenda = agenda_lines(agenda_part)
    people, kept, doubts = _people_before(before)
    read = sections_of(list(marked([*kept, *body], agenda)), rounds)
    sections, link_doubts = with_links(list(read.sections), agenda)
    doubts += [*read.doubts, *link_doubts]
    if not agenda:
        text = f"Day {mark.number} has no agenda."
        doubts.append(Doubt("no-agenda", text, mark.line))
    day = Day(
        number=mark.number or 1,
        on_date=mark.on_date,
        raw=mark.raw,
        line=mark.line,
        agenda=agenda,
        sections=sections,
        people=(*people, *read.people),
        notes_title=read.notes_title,
    )
    return day, doubts, read.rounds


def _people_before(lines: list[Line]) -> tuple[list[Named], list[Line], list[Doubt]]:
    """Return who is named between a day's heading and its agenda, the other lines, and doubts."""
    people: list[Named] = []
    kept: list[Line] = []
    doubts: list[Doubt] = []
    for line in lines:
        label = labels.labelled(line.text) if line.kind != ITEM else None
        if label and label.value and label.role in labels.PEOPLE:
            found, more = named_people(label.value, line.number, label.role)
            people += found
            doubts += more
        else:
            kept.append(line)
    return people, kept, doubts


def _with_days(facts: MeetingFacts, days: tuple[Day, ...]) -> MeetingFacts:
    dates = [day.on_date for day in days if day.on_date is not None]
    stated = [on for on in (facts.starts_on, facts.ends_on) if on is not None]
    # Days that have no notes are days of the meeting all the same, if its heading says so.
    is_whole = (
        bool(dates) and len(stated) == 2 and stated[0] <= min(dates) <= max(dates) <= stated[1]
    )
    every = stated if is_whole or not dates else dates
    return replace(facts, starts_on=min(every, default=None), ends_on=max(every, default=None))


def _promises(
    days: tuple[Day, ...], series: str | None
) -> tuple[list[DatedItem], list[Commitment], list[HeldConsultation], list[Doubt]]:
    dated: list[DatedItem] = []
    undated: list[Commitment] = []
    held: list[HeldConsultation] = []
    doubts: list[Doubt] = []
    meeting_days = {day.number: day.on_date for day in days if day.on_date is not None}
    for day in days:
        for note in notes_of(day):
            for said in _said(note, day, meeting_days, series):
                items, more = dated_items(said)
                dated += items
                doubts += more
                undated += [] if items else undated_commitments(said)
                held += held_consultations(said)
    firsts = {consultation.audience: consultation for consultation in reversed(held)}
    first_held = sorted(firsts.values(), key=lambda consultation: consultation.line)
    doubts += [*_same_openings(dated), *_inferred_numbers(dated)]
    return dated, undated, first_held, doubts


def notes_of(day: Day) -> list[Note]:
    """Return every note of a day: of its sections, and of its rooms where they stand."""
    notes: list[Note] = []
    for section in day.sections:
        notes += section.notes
        notes += [n for room in section.rooms for group in room.groups for n in group.notes]
    return notes


def _said(note: Note, day: Day, meeting_days: Mapping[int, date], series: str | None) -> list[Said]:
    if day.on_date is None:
        return []
    return [
        Said(sentence, note.line, day.number, day.on_date, meeting_days, series)
        for sentence in sentences(note.text)
    ]


def _inferred_numbers(dated: list[DatedItem]) -> list[Doubt]:
    """A next meeting of the series is announced without its number; the count says which it is."""
    return [
        Doubt(
            "number-inferred",
            f"“{item.title}” states no number. It was taken as the next {item.series} after "
            "this one.",
            item.line,
        )
        for item in dated
        if item.series is not None
    ]


def _same_openings(dated: list[DatedItem]) -> list[Doubt]:
    return [
        Doubt(
            "same-event?",
            f"“{release.title}” and the opening of “{other.title}” fall on the same day. Say "
            "whether they are one event.",
            release.line,
        )
        for release in dated
        for other in dated
        if release.kind == RELEASE and other.kind == CONSULTATION and release.start == other.start
    ]
