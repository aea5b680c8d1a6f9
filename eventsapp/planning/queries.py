"""Reads of what is planned: from rows to the bars of a timeline."""

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)

from eventsapp.columns import numbers_named, one_of
from eventsapp.consultations.models import Consultation, ConsultedDocument
from eventsapp.documents.models import Draft, Release
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting, Process
from eventsapp.planning.planned import CONSULTATION, DEADLINE, MEETING, Bar
from eventsapp.reminders.models import Deadline
from eventsapp.sessions.dates import Occurrence, Part, occurrences
from eventsapp.sessions.queries import Plan, plans_of

Dated = Meeting | Consultation | Deadline | Release
Scopes = Mapping[int | None, str]
LEAST_OFFERED = timedelta(days=92)
MOST_TO_FOLLOW = 200
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
MOVED_AT_MOST = timedelta(days=62)

_OF_A_LETTER = Deadline.page_endpoint.startswith("letters.", autoescape=True)
IS_SHOWN = or_(Deadline.page_endpoint.is_(None), ~_OF_A_LETTER)


_NO_DAY: ColumnElement[date | None] = literal(None, Date)


def dated_rows(first: date = EARLIEST, last: date = LATEST) -> list[Dated]:
    """Return everything with a day from `first` to `last`, whoever may see it: meetings,
    consultations (also series that began before), deadlines, releases.

    Deadlines of letters are left out: they are between the secretariat and one person.
    """
    given = {"first": first, "last": last}
    return [row for rows in _DATED for row in db.session.scalars(rows, given)]


# Made once: making them anew would cost a page more than the database does.
_IS_OFFERED = and_(Consultation.offered_rrule.is_not(None), Consultation.cancelled_at.is_(None))
_FIRST, _LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)
_DATED: tuple[Select[Any], ...] = (
    select(Meeting).where(Meeting.starts_on <= _LAST, Meeting.ends_on >= _FIRST),
    select(Consultation).where(
        Consultation.starts_on <= _LAST,
        or_(
            func.coalesce(Consultation.ends_on, Consultation.starts_on) >= _FIRST,
            Consultation.rrule.is_not(None),
            _IS_OFFERED,
        ),
    ),
    select(Deadline).where(IS_SHOWN, Deadline.due_on.between(_FIRST, _LAST)),
    select(Release).where(Release.starts_on <= _LAST, Release.ends_on >= _FIRST),
)


class PlannedDays(NamedTuple):
    """How many things have a day, the first of these days, the last, and the last day up to which
    a series without an end is shown."""

    things: int
    first: date | None
    last: date | None
    horizon: date | None


def days_planned() -> PlannedDays:
    """Return how far the plan reaches.

    A series without an end is shown to the end of the month of the last date, and for three
    months from its own first day at least.
    """
    things, first, last, latest = db.session.execute(_PLANNED).one()
    if last is None:
        return PlannedDays(0, None, None, None)
    reach = last if latest is None else max(last, latest + LEAST_OFFERED)
    end = reach.replace(day=calendar.monthrange(reach.year, reach.month)[1])
    return PlannedDays(int(things), first, last, end)  # a sum may be a Decimal


def _planned() -> Select[int, date | None, date | None, date | None]:
    ends = func.coalesce(Consultation.ends_on, Consultation.starts_on)
    is_series = or_(Consultation.rrule.is_not(None), _IS_OFFERED)
    series = case((is_series, Consultation.starts_on))

    def reach(first: Any, last: Any, series: Any = _NO_DAY) -> Select[Any]:
        return select(
            func.count().label("things"),
            func.min(first).label("first"),
            func.max(last).label("last"),
            func.max(series).label("series"),
        )

    # Each by itself: one sum over all rows of all would have to write them down first.
    every = union_all(
        reach(Meeting.starts_on, Meeting.ends_on),
        reach(Consultation.starts_on, ends, series).where(Consultation.starts_on.is_not(None)),
        reach(Deadline.due_on, Deadline.due_on).where(IS_SHOWN),
        reach(Release.starts_on, Release.ends_on),
    ).subquery()
    columns = func.min(every.c.first), func.max(every.c.last), func.max(every.c.series)
    return select(func.sum(every.c.things), *columns)


# Made once: making it anew would cost a page more than the database does.
_PLANNED = _planned()


def timeline_bars(
    rows: Iterable[Dated],
    *,
    with_offered: bool,
    horizon: date | None = None,
    days: tuple[date, date] = (EARLIEST, LATEST),
) -> list[Bar]:
    """Return the bars of some rows, and of the repetitions of their series on these days, earliest
    first.

    A series that is only offered is shown up to the horizon (that of `days_planned` unless it is
    given); one that was accepted up to its own end.
    """
    rows = list(rows)
    told = _Told(_processes(rows), _what_they_are_about(rows))
    bars = {bar.key: bar for bar in (_bar(row, told) for row in rows)}
    series = [row for row in rows if isinstance(row, Consultation) and _may_repeat(row)]
    if series and horizon is None:
        horizon = days_planned().horizon
    plans = plans_of(series)
    for row in series:
        plan = plans[row.id]
        until = (plan.ends_on if row.rrule else None) or horizon or EARLIEST
        # A date may have been moved here from a little later.
        dates = _dates(row, plan, min(until, days[1] + MOVED_AT_MOST), with_offered)
        first = bars.pop(f"consultation-{row.id}")
        if not dates:
            bars[first.key] = first
        near = (one for one in dates if days[0] <= one.on_date <= days[1])
        bars |= {bar.key: bar for bar in _as_held(first, row, near)}
    return sorted(bars.values(), key=lambda bar: bar.order)


def undated_consultations() -> list[Consultation]:
    """Return the consultations that have no day, by title."""
    return list(
        db.session.scalars(
            select(Consultation)
            .where(Consultation.starts_on.is_(None))
            .order_by(Consultation.title, Consultation.id)
        )
    )


def offered_series(rows: Iterable[Dated]) -> list[Consultation]:
    """Return the consultations among some rows whose repetition awaits a decision."""
    return [row for row in rows if isinstance(row, Consultation) and _is_offered(row)]


def _may_repeat(row: Consultation) -> bool:
    return bool(row.rrule or row.offered_rrule)


def _is_offered(row: Consultation) -> bool:
    return bool(row.offered_rrule and not row.rrule and not row.cancelled_at and row.starts_on)


class _Told(NamedTuple):
    """What other rows tell of some rows: processes by meeting, and by key the consultation whose
    document they wait for or bring out."""

    scopes: Scopes
    about: Mapping[str, str]


def _what_they_are_about(rows: Iterable[Dated]) -> dict[str, str]:
    """Return, by key of a bar, the consultation whose document it waits for or brings out.

    A consultation waits for its own; so does the deadline by which people are to have sent
    something. A release brings out the document of the consultation that it opens, else of one
    that is held on the document of its draft.
    """
    about: dict[str, str] = {}
    drafts: dict[int, int] = {}
    for row in rows:
        if isinstance(row, Consultation):
            about[f"consultation-{row.id}"] = f"consultation-{row.id}"
            if row.deadline_id is not None:
                about[f"deadline-{row.deadline_id}"] = f"consultation-{row.id}"
        elif isinstance(row, Deadline) and (row.page_endpoint or "").startswith("consultations."):
            number = row.page_arguments.get("consultation_id")
            about.setdefault(f"deadline-{row.id}", f"consultation-{number}")
        elif isinstance(row, Release) and row.consultation_id is not None:
            about[f"release-{row.id}"] = f"consultation-{row.consultation_id}"
        elif isinstance(row, Release) and row.draft_id is not None:
            drafts[row.id] = row.draft_id
    consulted = _consulted_on(set(drafts.values())) if drafts else {}
    found = {f"release-{number}": consulted.get(draft) for number, draft in drafts.items()}
    return about | {key: f"consultation-{one}" for key, one in found.items() if one}


def _consulted_on(drafts: set[int]) -> dict[int, int]:
    """Return, of some drafts, a consultation that is held on their document."""
    found = (
        select(Draft.id, func.min(ConsultedDocument.consultation_id))
        .join(ConsultedDocument, ConsultedDocument.document_id == Draft.document_id)
        .where(one_of(Draft.id, numbers_named("ids")))
        .group_by(Draft.id)
    )
    return dict(db.session.execute(found, {"ids": drafts}).all())


def _processes(rows: Iterable[Dated]) -> Scopes:
    """Return the process of each meeting that some rows name; nothing where there is only one
    process, which has everything."""
    if (db.session.scalar(select(func.count()).select_from(Process)) or 0) < 2:
        return {}
    asked = {row.id if isinstance(row, Meeting) else row.meeting_id for row in rows} - {None}
    found = db.session.execute(_PROCESS_OF, {"ids": asked})
    return {meeting_id: str(process_id) for meeting_id, process_id in found}


_PROCESS_OF = select(Meeting.id, Meeting.process_id).where(one_of(Meeting.id, numbers_named("ids")))


def _bar(row: Dated, told: _Told) -> Bar:
    if isinstance(row, Meeting):
        return _meeting_bar(row, told)
    if isinstance(row, Deadline):
        return _deadline_bar(row, told)
    starts_on = row.starts_on or date.min
    has_series = isinstance(row, Consultation) and (row.rrule or _is_offered(row))
    return Bar(
        key=f"{row.__tablename__}-{row.id}",
        kind=CONSULTATION if isinstance(row, Consultation) else row.kind,
        title=row.title,
        starts_on=starts_on,
        ends_on=row.ends_on or starts_on,
        audience=row.audience,
        certainty=row.certainty,
        certainty_words=row.certainty_words,
        is_cancelled=row.cancelled_at is not None,
        series=f"consultation-{row.id}" if has_series else None,
        mode=row.mode,
        place=row.place if isinstance(row, Consultation) else None,
        tz=row.tz,
        scope=told.scopes.get(row.meeting_id),
        about=told.about.get(f"{row.__tablename__}-{row.id}"),
        starts_at_time=row.starts_at_time if isinstance(row, Consultation) else None,
        ends_at_time=row.ends_at_time if isinstance(row, Consultation) else None,
    )


def _meeting_bar(meeting: Meeting, told: _Told) -> Bar:
    name = f"{meeting.short_name}, {meeting.place}" if meeting.place else meeting.short_name
    return Bar(
        key=f"meeting-{meeting.id}",
        kind=MEETING,
        title=name,
        starts_on=meeting.starts_on,
        ends_on=meeting.ends_on,
        audience=meeting.audience or ("experts" if meeting.kind == "egm" else None),
        certainty=meeting.certainty,
        certainty_words=meeting.certainty_words,
        is_cancelled=meeting.cancelled_at is not None,
        mode=meeting.mode,
        place=meeting.place,
        tz=meeting.tz,
        scope=told.scopes.get(meeting.id),
    )


def _deadline_bar(deadline: Deadline, told: _Told) -> Bar:
    """Return the bar of a deadline; one that was closed binds nobody any more."""
    return Bar(
        key=f"deadline-{deadline.id}",
        kind=DEADLINE,
        title=deadline.title,
        starts_on=deadline.due_on,
        ends_on=deadline.due_on,
        audience=deadline.audience,
        certainty=deadline.certainty,
        certainty_words=deadline.certainty_words,
        is_cancelled=deadline.closed_at is not None,
        mode=deadline.mode,
        tz=deadline.tz,
        scope=told.scopes.get(deadline.meeting_id),
        about=told.about.get(f"deadline-{deadline.id}"),
    )


def _dates(row: Consultation, plan: Plan, until: date, with_offered: bool) -> list[Occurrence]:
    """Return the dates of a series up to a day: accepted, or offered where those are wanted."""
    if row.starts_on is None:
        return []
    if row.rrule:
        return plan.dates(row.tz, until)
    if with_offered and _is_offered(row):
        return occurrences([Part(row.starts_on, row.offered_rrule)], (), row.tz, until)
    return []


def _as_held(first: Bar, row: Consultation, dates: Iterable[Occurrence]) -> Iterator[Bar]:
    """Yield the bar of each date of a series, moved and called off as single dates are.

    The one of its first day keeps the key of the consultation; the others have the day that the
    rule gives them in theirs, wherever they were moved.
    """
    series = f"consultation-{row.id}"
    repeated: dict[str, Any] = {
        "certainty_words": None,
        "about": None,
        "is_projected": True,
        "is_offered": not row.rrule,
    }
    for one in dates:
        other = repeated | {"key": f"{first.key}-{one.original_on.isoformat()}"}
        yield replace(
            first,
            starts_on=one.on_date,
            ends_on=one.on_date,
            starts_at_time=one.starts_at_time,
            ends_at_time=one.ends_at_time,
            is_cancelled=first.is_cancelled or one.is_cancelled,
            series=series,
            **({} if one.original_on == row.starts_on else other),
        )


def meetings_to_follow() -> list[Meeting]:
    """Return the meetings from which dates may follow, the latest first."""
    latest = select(Meeting).order_by(Meeting.starts_on.desc(), Meeting.id.desc())
    return list(db.session.scalars(latest.limit(MOST_TO_FOLLOW)))
