"""Reads of agendas: the live one, what was announced, what was done lately."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from eventsapp.accounts.models import User
from eventsapp.agendas.content import Agenda, Day, Item, Speaker, from_plain
from eventsapp.agendas.models import AgendaChange, AgendaSpeaker, AgendaVersion
from eventsapp.agendas.timing import Planned, Timed, timetable
from eventsapp.extensions import db
from eventsapp.meetings.models import AgendaItem, Meeting, MeetingDay, Participation
from eventsapp.meetings.schedule import wall_time
from eventsapp.merging.models import Merge
from eventsapp.people.models import Person

SHOWN_CHANGES = 8


def agenda_of(meeting: Meeting) -> Agenda:
    """Return the agenda of a meeting as it stands; its days and items are loaded with it."""
    speakers = speakers_of(item.id for day in meeting.days for item in day.agenda)
    return Agenda(
        tz=meeting.tz,
        days=tuple(
            Day(
                number=day.number,
                on_date=day.on_date,
                starts=day.starts_at_time,
                ends=day.ends_at_time,
                items=tuple(_item(one, meeting.tz, speakers) for one in day.agenda),
            )
            for day in meeting.days
        ),
    )


def _item(row: AgendaItem, tz: str, speakers: dict[int, list[Speaker]]) -> Item:
    return Item(
        key=row.id,
        title=row.title,
        kind=row.kind,
        starts=row.starts_at_time,
        minutes=row.duration_minutes,
        ends=wall_time(row.end_at, tz)[1] if row.end_at else None,
        is_pinned=row.is_pinned,
        track=row.track,
        annotation=row.annotation,
        speakers=tuple(speakers.get(row.id, ())),
        position=row.position,
        version=row.version,
    )


def speakers_of(item_ids: Iterable[int]) -> dict[int, list[Speaker]]:
    """Return who speaks in each of these items, in order."""
    found: dict[int, list[Speaker]] = {}
    columns = (
        AgendaSpeaker.item_id, AgendaSpeaker.role, AgendaSpeaker.person_id, AgendaSpeaker.name,
    )  # fmt: skip
    wanted = select(*columns).where(AgendaSpeaker.item_id.in_(list(item_ids)))
    for item_id, role, person_id, name in db.session.execute(
        wanted.order_by(AgendaSpeaker.position, AgendaSpeaker.id)
    ):
        found.setdefault(item_id, []).append(Speaker(role, person_id, name))
    return found


def timed_day(day: MeetingDay) -> dict[int, Timed]:
    """Return the hours that follow for each item of a day, with what does not fit."""
    planned = [planned_item(item) for item in day.agenda]
    found = timetable(planned, on_date=day.on_date, starts=day.starts_at_time, tz=day.meeting.tz)
    return {one.key: one for one in found}


def planned_item(item: Any) -> Planned:
    """Return an item, or a row with its columns, as it was entered."""
    pinned = item.starts_at_time if item.is_pinned else None
    return Planned(item.id, item.duration_minutes, pinned, item.track)


def names_of(person_ids: Collection[int]) -> dict[int, str]:
    """Return the printed names of people by their numbers; whoever was merged since has the name of
    the entry they were merged into."""
    if not person_ids:
        return {}
    merged = select(Merge.gone_id, Merge.kept_id).where(
        Merge.gone_id.in_(person_ids), Merge.undone_at.is_(None)
    )
    now = {one: one for one in person_ids} | dict(
        db.session.execute(merged.order_by(Merge.id)).all()
    )
    wanted = select(Person.id, Person.printed_name).where(Person.id.in_(set(now.values())))
    names = dict(db.session.execute(wanted).all())
    return {one: names[known] for one, known in now.items() if known in names}


def people_by_label(meeting: Meeting) -> dict[str, int]:
    """Return who takes part, by a label that names one of them alone: the printed name, and with it
    the number in the registry where two have the same."""
    wanted = (
        select(Person.id, Person.printed_name)
        .join(Participation, Participation.person_id == Person.id)
        .where(Participation.meeting_id == meeting.id, Participation.left_at.is_(None))
        .order_by(Person.sort_key, Person.id)
    )
    people = db.session.execute(wanted).all()
    count: dict[str, int] = {}
    for _person_id, name in people:
        count[name] = count.get(name, 0) + 1
    return {
        name if count[name] == 1 else f"{name} (no. {person_id})": person_id
        for person_id, name in people
    }


def revision_of(meeting_id: int) -> int:
    """Return the state of an agenda: the number of the last act on it, 0 before the first."""
    wanted = select(func.max(AgendaChange.id)).where(AgendaChange.meeting_id == meeting_id)
    return db.session.scalar(wanted) or 0


def changes_since(meeting_id: int, since: int, most: int = SHOWN_CHANGES) -> list[AgendaChange]:
    """Return the last acts on an agenda that came after one, oldest first."""
    wanted = (
        select(AgendaChange)
        .where(AgendaChange.meeting_id == meeting_id, AgendaChange.id > since)
        .order_by(AgendaChange.id.desc())
        .limit(most)
    )
    return list(reversed(db.session.scalars(wanted).all()))


def actors_of(changes: Iterable[AgendaChange]) -> dict[int, str]:
    """Return the names of those who acted, by the numbers of their accounts."""
    users = {one.by_id for one in changes if one.by_id is not None}
    if not users:
        return {}
    wanted = select(User.id, Person.printed_name).join(Person, Person.id == User.person_id)
    return dict(db.session.execute(wanted.where(User.id.in_(users))).all())


def taken_off(meeting_id: int, item_id: int) -> AgendaChange | None:
    """Return the act by which an item went, unless it is back."""
    wanted = select(AgendaChange).where(
        AgendaChange.meeting_id == meeting_id,
        AgendaChange.item_id == item_id,
        AgendaChange.verb == "deleted",
    )
    found = db.session.scalar(wanted.order_by(AgendaChange.id.desc()).limit(1))
    return found if found is not None and found.taken_off is not None else None


def was_done_since(item_id: int, verb: str, since: int) -> bool:
    """Return whether this was done to an item after an act: a button was pressed twice."""
    wanted = select(AgendaChange.id).where(
        AgendaChange.item_id == item_id, AgendaChange.verb == verb, AgendaChange.id > since
    )
    return db.session.scalar(wanted.limit(1)) is not None


def version_numbered(meeting: Meeting, number: int | None = None) -> AgendaVersion | None:
    """Return an announced agenda of a meeting, the last one where no number is given."""
    wanted = select(AgendaVersion).where(AgendaVersion.meeting_id == meeting.id)
    if number is not None:
        wanted = wanted.where(AgendaVersion.number == number)
    return db.session.scalar(wanted.order_by(AgendaVersion.number.desc()).limit(1))


def versions_of(meeting: Meeting) -> list[tuple[int, Any]]:
    """Return number and moment of every announced agenda, the last first."""
    wanted = select(AgendaVersion.number, AgendaVersion.announced_at).where(
        AgendaVersion.meeting_id == meeting.id
    )
    return list(db.session.execute(wanted.order_by(AgendaVersion.number.desc())).all())


def announced(version: AgendaVersion) -> Agenda:
    """Return an agenda as it was announced."""
    return from_plain(version.content)


@dataclass(frozen=True)
class Seen:
    """An agenda as somebody sees it, with the last that was announced.

    `is_moved`: the meeting has other days or another zone since that was announced.
    """

    agenda: Agenda
    live: Agenda
    version: AgendaVersion | None
    is_moved: bool = False


def agenda_seen(meeting: Meeting, *, is_staff: bool) -> Seen:
    """Return the agenda that a reader sees: the secretariat as it stands, others as it was last
    announced. One that was never announced, such as that of a record, is seen as it stands."""
    live, version = agenda_of(meeting), version_numbered(meeting)
    if version is None:
        return Seen(live, live, None)
    told = announced(version)
    days = [(day.number, day.on_date) for day in told.days]
    is_moved = told.tz != live.tz or days != [(day.number, day.on_date) for day in live.days]
    return Seen(live if is_staff else told, live, version, is_moved)


def told_to_others(meeting: Meeting) -> Agenda | None:
    """Return the agenda that was announced last, or None: then all see it as it stands."""
    version = version_numbered(meeting)
    return announced(version) if version else None


def spoken_by(person_id: int) -> list[dict[str, Any]]:
    """Return in which items of which meetings somebody speaks, and as what."""
    wanted = (
        select(Meeting, AgendaItem.title, AgendaSpeaker.role)
        .join(MeetingDay, MeetingDay.meeting_id == Meeting.id)
        .join(AgendaItem, AgendaItem.day_id == MeetingDay.id)
        .join(AgendaSpeaker, AgendaSpeaker.item_id == AgendaItem.id)
        .where(AgendaSpeaker.person_id == person_id)
        .order_by(Meeting.starts_on, AgendaItem.id)
    )
    return [
        {"meeting": meeting.short_name, "title": title, "role": role}
        for meeting, title, role in db.session.execute(wanted)
    ]


def tables_that_rely_on(item: AgendaItem) -> dict[str, list[int]]:
    """Return which rows of other packages point at an item, such as notes: `table.column` to their
    numbers. Who speaks belongs to the item itself."""
    target = item.__table__.c.id
    found = {}
    for table in db.metadata.sorted_tables:
        if table.name == AgendaSpeaker.__tablename__ or "id" not in table.c:
            continue
        for column in table.columns:
            if any(key.column is target for key in column.foreign_keys):
                rows = db.session.scalars(select(table.c.id).where(column == item.id)).all()
                if rows:
                    found[f"{table.name}.{column.name}"] = list(rows)
    return found


def change_numbered(meeting: Meeting, change_id: int) -> AgendaChange | None:
    """Return an act on the agenda of this meeting."""
    wanted = select(AgendaChange).where(
        AgendaChange.id == change_id, AgendaChange.meeting_id == meeting.id
    )
    return db.session.scalar(wanted)
