"""Reads that put several packages together: the timeline, and all that is known of a person."""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import or_, select

from eventsapp.consultations.models import Consultation
from eventsapp.documents.models import Release
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.reminders.models import Deadline
from eventsapp.reports.timeline import CONSULTATION, DEADLINE, MEETING, Bar
from eventsapp.sessions.dates import Occurrence, Part, occurrences
from eventsapp.sessions.queries import Plan, plans_of

T = TypeVar("T")
Dated = Meeting | Consultation | Deadline | Release
LEAST_OFFERED = timedelta(days=92)
PEOPLE_PER_PAGE = 100


def dated_rows() -> list[Dated]:
    """Return everything with a day, whoever may see it: meetings, consultations, deadlines,
    releases.

    Deadlines of letters are left out: they are between the secretariat and one person.
    """
    of_a_letter = Deadline.page_endpoint.startswith("letters.", autoescape=True)
    return [
        *db.session.scalars(select(Meeting)),
        *db.session.scalars(select(Consultation).where(Consultation.starts_on.is_not(None))),
        *db.session.scalars(
            select(Deadline).where(or_(Deadline.page_endpoint.is_(None), ~of_a_letter))
        ),
        *db.session.scalars(select(Release)),
    ]


def timeline_bars(rows: Iterable[Dated], *, with_offered: bool) -> list[Bar]:
    """Return the bars of some rows, and of the repetitions of their series, earliest first.

    A series that is only offered is shown up to the end of the month of the last date, and for
    three months at least; one that was accepted up to its own end.
    """
    rows = list(rows)
    bars = [_bar(row) for row in rows]
    horizon = offered_until(bars)
    consultations = [row for row in rows if isinstance(row, Consultation)]
    plans = plans_of(consultations)
    firsts: dict[str, Occurrence | None] = {}
    for row in consultations:
        dates = _dates(row, plans[row.id], horizon, with_offered)
        firsts[f"consultation-{row.id}"] = next(
            (one for one in dates if row.rrule and one.original_on == row.starts_on), None
        )
        bars.extend(_repetitions(row, dates))
    bars = [_as_held(bar, firsts.get(bar.key)) for bar in bars]
    return sorted(bars, key=lambda bar: bar.order)


def offered_until(bars: Iterable[Bar]) -> date | None:
    """Return the last day up to which an offered series is shown, or None without any bar."""
    entered = [bar for bar in bars if not bar.is_projected]
    if not entered:
        return None
    last = max(bar.starts_on + LEAST_OFFERED if bar.series else bar.ends_on for bar in entered)
    return last.replace(day=calendar.monthrange(last.year, last.month)[1])


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


def _is_offered(row: Consultation) -> bool:
    return bool(row.offered_rrule and not row.rrule and not row.cancelled_at and row.starts_on)


def _bar(row: Dated) -> Bar:
    if isinstance(row, Meeting):
        return _meeting_bar(row)
    if isinstance(row, Deadline):
        return _deadline_bar(row)
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
    )


def _meeting_bar(meeting: Meeting) -> Bar:
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
    )


def _deadline_bar(deadline: Deadline) -> Bar:
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
    )


def _as_held(bar: Bar, first: Occurrence | None) -> Bar:
    """Return the bar of a series where its first date is held; every other bar as it is."""
    if first is None:
        return bar
    is_cancelled = bar.is_cancelled or first.is_cancelled
    return replace(bar, starts_on=first.on_date, ends_on=first.on_date, is_cancelled=is_cancelled)


def _repetitions(row: Consultation, dates: list[Occurrence]) -> Iterator[Bar]:
    """Yield the repetitions of one consultation, accepted or offered."""
    for one in dates:
        if one.original_on == row.starts_on:
            continue
        yield Bar(
            key=f"consultation-{row.id}-{one.original_on.isoformat()}",
            kind=CONSULTATION,
            title=row.title,
            starts_on=one.on_date,
            ends_on=one.on_date,
            audience=row.audience,
            certainty=row.certainty,
            is_cancelled=row.cancelled_at is not None or one.is_cancelled,
            is_projected=True,
            is_offered=not row.rrule,
            series=f"consultation-{row.id}",
            mode=row.mode,
            place=row.place,
            tz=row.tz,
        )


def _dates(
    row: Consultation, plan: Plan, horizon: date | None, with_offered: bool
) -> list[Occurrence]:
    if row.starts_on is None or horizon is None:
        return []
    if row.rrule:
        return plan.dates(row.tz, plan.ends_on or horizon)
    if with_offered and _is_offered(row):
        return occurrences([Part(row.starts_on, row.offered_rrule)], (), row.tz, horizon)
    return []
