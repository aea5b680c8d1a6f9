"""The verb of a series: make the next meeting from the last."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import inspect

from eventsapp.accounts.models import User
from eventsapp.extensions import db
from eventsapp.following.planning import renamed
from eventsapp.following.queries import (
    own_deadlines,
    papers_to_take_over,
    people_staying,
    who_owed,
)
from eventsapp.history.services import record
from eventsapp.meetings.facts import Facts
from eventsapp.meetings.models import DRAFT, AgendaItem, Meeting, MeetingDay, Participation
from eventsapp.meetings.queries import same_meeting
from eventsapp.meetings.schedule import day_moments, item_moments
from eventsapp.meetings.services import create_meeting
from eventsapp.papers.models import Paper
from eventsapp.reminders.models import Deadline
from eventsapp.reminders.services import owe, set_deadline

# What an item of the next agenda does not take over: what calendars and versions know it by, and
# the words about what it will be this time.
_OWN = {"id", "day_id", "uid", "sequence", "changed_at", "version", "start_at", "end_at",
        "annotation"}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """What the next meeting is and takes over: people and deadlines by their numbers."""

    facts: Facts
    number: int | None
    people: Collection[int] = ()
    deadlines: Collection[int] = ()
    has_agenda: bool = True
    has_papers: bool = True


def make_next(source: Meeting, choice: Choice, *, by: User, now: datetime) -> Meeting:
    """Make the next meeting of a series as a draft, with all that was chosen. Flushes.

    Asked for twice it is made once. All its days, items and deadlines have calendar UIDs of their
    own. Raises RuleBroken if the series has another meeting of this number already.
    """
    facts, process = choice.facts, source.process.code
    there = same_meeting(process, source.series, choice.number, facts.title)
    if there is not None and (there.follows_id, there.starts_on) == (source.id, facts.starts_on):
        return there
    made = create_meeting(
        facts,
        series=source.series,
        number=choice.number,
        process=process,
        by=by,
        now=now,
        kind=source.kind,
        state=DRAFT,
    )
    made.follows_id, made.audience = source.id, source.audience
    _take_over_days(source, made, has_agenda=choice.has_agenda, now=now)
    _take_over_people(source, made, set(choice.people))
    _take_over_deadlines(source, made, choice, now)
    if choice.has_papers:
        _take_over_papers(source, made, now)
    db.session.flush()
    record("made from", made, now=now, user_id=by.id, source=source.code)
    return made


def _take_over_days(source: Meeting, made: Meeting, *, has_agenda: bool, now: datetime) -> None:
    for before, day in zip(source.days, made.days, strict=False):
        day.starts_at_time, day.ends_at_time = before.starts_at_time, before.ends_at_time
        day.start_at, day.end_at = day_moments(
            day.on_date, day.starts_at_time, day.ends_at_time, made.tz
        )
        for item in before.agenda if has_agenda else ():
            day.agenda.append(_like(item, day, made.tz, now))


def _like(item: AgendaItem, day: MeetingDay, tz: str, now: datetime) -> AgendaItem:
    names = [column.key for column in inspect(AgendaItem).column_attrs if column.key not in _OWN]
    made = AgendaItem(changed_at=now, **{name: getattr(item, name) for name in names})
    made.start_at, made.end_at = item_moments(
        day.on_date, made.starts_at_time, made.duration_minutes, tz
    )
    return made


def _take_over_people(source: Meeting, made: Meeting, people: set[int]) -> None:
    for part in people_staying(source):
        if part.person_id in people:
            made.participations.append(
                Participation(
                    person_id=part.person_id,
                    is_expert=part.is_expert,
                    is_observer=part.is_observer,
                    role=part.role,
                    country=part.country,
                    category=part.category,
                    route="series",
                )
            )


def _take_over_deadlines(source: Meeting, made: Meeting, choice: Choice, now: datetime) -> None:
    shift = made.starts_on - source.starts_on
    chosen = [one for one in own_deadlines(source) if one.id in set(choice.deadlines)]
    owed = who_owed([one.id for one in chosen])
    taking_part = {part.person_id for part in made.participations}
    for deadline in chosen:
        following = set_deadline(
            renamed(deadline.title, source.series, source.number, made.number),
            deadline.due_on + shift,
            made.tz if deadline.tz == source.tz else deadline.tz,
            now=now,
            page=_page(deadline, source.code, made.code),
            days_before=deadline.days_before,
            at_time=deadline.due_at_time,
            meeting_id=made.id,
            audience=deadline.audience,
            mode=deadline.mode,
        )
        for person_id in sorted(owed.get(deadline.id, set()) & taking_part):
            owe(following, person_id, now=now)


def _page(deadline: Deadline, before: str, code: str) -> tuple[str, dict[str, Any]] | None:
    """Return the page where it is done, with the code of the next meeting in its address."""
    if deadline.page_endpoint is None:
        return None
    if all(value == before for value in deadline.page_arguments.values()):
        return deadline.page_endpoint, dict.fromkeys(deadline.page_arguments, code)
    return "record.meeting", {"code": code}


def _take_over_papers(source: Meeting, made: Meeting, now: datetime) -> None:
    for position, paper in enumerate(papers_to_take_over(source), start=1):
        title = paper.title and renamed(paper.title, source.series, source.number, made.number)
        db.session.add(
            Paper(
                meeting_id=made.id,
                kind=paper.kind,
                title=title,
                position=position,
                audience=paper.audience,
                created_at=now,
            )
        )
