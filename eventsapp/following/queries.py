"""Reads of processes and series, and of what the next meeting takes over."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from eventsapp.extensions import db
from eventsapp.following.planning import DayOf, DeadlineOf, ItemOf
from eventsapp.meetings.models import Meeting, Participation, Process
from eventsapp.meetings.queries import meeting_with_agenda
from eventsapp.papers.models import PRESENTATION, Paper
from eventsapp.people.models import Person
from eventsapp.reminders.models import Deadline, Obligation


@dataclass(frozen=True)
class SeriesFound:
    """A series of a process: how many meetings, the last that was held and the next to come."""

    name: str
    count: int
    last: Meeting | None
    coming: Meeting | None


@dataclass(frozen=True)
class ProcessFound:
    """A process with its series, by name."""

    process: Process
    series: list[SeriesFound] = field(default_factory=list)


def processes_with_series(visible: Select[Meeting], today: date) -> list[ProcessFound]:
    """Return the processes and series of these meetings, the process with the next one first."""
    grouped: dict[tuple[int, str], list[Meeting]] = {}
    rows = visible.options(joinedload(Meeting.process)).order_by(Meeting.starts_on, Meeting.id)
    for meeting in db.session.scalars(rows):
        grouped.setdefault((meeting.process_id, meeting.series.casefold()), []).append(meeting)
    found: dict[int, ProcessFound] = {}
    for (process_id, _name), meetings in sorted(grouped.items(), key=lambda one: one[0][1]):
        entry = found.setdefault(process_id, ProcessFound(meetings[0].process))
        entry.series.append(_series(meetings, today))
    return sorted(found.values(), key=lambda one: one.process.code.casefold())


def _series(meetings: list[Meeting], today: date) -> SeriesFound:
    standing = [one for one in meetings if one.cancelled_at is None]
    held = [one for one in standing if one.ends_on < today]
    coming = [one for one in standing if one.ends_on >= today]
    return SeriesFound(
        name=meetings[-1].series,
        count=len(meetings),
        last=held[-1] if held else None,
        coming=coming[0] if coming else None,
    )


def highest_number(meeting: Meeting) -> int | None:
    """Return the highest number of a meeting's series, or None where meetings are not counted."""
    return db.session.scalar(
        select(func.max(Meeting.number)).where(
            Meeting.process_id == meeting.process_id,
            func.lower(Meeting.series) == meeting.series.lower(),
        )
    )


def days_with_agenda(meeting: Meeting) -> list[DayOf]:
    """Return the days of a meeting with their hours and agenda, as the next one is made of."""
    whole = meeting_with_agenda(meeting.code)
    return [
        DayOf(
            day.number,
            day.starts_at_time,
            day.ends_at_time,
            tuple(
                ItemOf(item.title, item.starts_at_time, item.duration_minutes)
                for item in day.agenda
            ),
        )
        for day in (whole.days if whole else ())
    ]


def people_staying(meeting: Meeting) -> list[Participation]:
    """Return who takes part and has not left, by name, with the person."""
    return list(
        db.session.scalars(
            select(Participation)
            .join(Person)
            .where(
                Participation.meeting_id == meeting.id,
                Participation.left_at.is_(None),
                Person.left_at.is_(None),
            )
            .options(joinedload(Participation.person).joinedload(Person.organization))
            .order_by(Person.sort_key, Person.id)
        )
    )


def own_deadlines(meeting: Meeting) -> list[Deadline]:
    """Return the deadlines that belong to a meeting itself, the earliest first."""
    found = db.session.scalars(
        select(Deadline)
        .where(Deadline.meeting_id == meeting.id, Deadline.is_carried.is_(False))
        .order_by(Deadline.due_on, Deadline.id)
    )
    return list(found)


def deadlines_of(meeting: Meeting) -> list[DeadlineOf]:
    """Return the deadlines of a meeting as plain values, with how many people owe something."""
    found = own_deadlines(meeting)
    rows = db.session.execute(
        select(Obligation.deadline_id, func.count())
        .where(
            Obligation.deadline_id.in_([one.id for one in found]), Obligation.released_at.is_(None)
        )
        .group_by(Obligation.deadline_id)
    )
    people = dict(rows.all())
    return [
        DeadlineOf(one.id, one.title, one.due_on, tuple(one.days_before), people.get(one.id, 0))
        for one in found
    ]


def who_owed(deadline_ids: list[int]) -> dict[int, set[int]]:
    """Return for each of these deadlines who owed something by it and was not released."""
    owed: dict[int, set[int]] = {}
    rows = select(Obligation.deadline_id, Obligation.person_id).where(
        Obligation.deadline_id.in_(deadline_ids), Obligation.released_at.is_(None)
    )
    for deadline_id, person_id in db.session.execute(rows):
        owed.setdefault(deadline_id, set()).add(person_id)
    return owed


def papers_to_take_over(meeting: Meeting) -> list[Paper]:
    """Return the papers for which the next meeting gets empty places: all but presentations."""
    rows = select(Paper).where(
        Paper.meeting_id == meeting.id, Paper.removed_at.is_(None), Paper.kind != PRESENTATION
    )
    return list(db.session.scalars(rows.order_by(Paper.position, Paper.id)))
