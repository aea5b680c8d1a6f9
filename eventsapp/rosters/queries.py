"""Reads of rosters, in few queries: their number does not grow with the rows."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import undefer

from eventsapp.accounts.models import User
from eventsapp.asking.forms import say_answer
from eventsapp.attendance.queries import Line, roll_of, room_place
from eventsapp.breakouts.models import BreakoutRoom, Placement, Round, Seat, ThemeWish
from eventsapp.breakouts.queries import earlier_seats, has_earlier_round, item_of_round
from eventsapp.breakouts.roster import EarlierMeeting, EarlierSeat, by_meeting
from eventsapp.extensions import db
from eventsapp.formats import in_zone
from eventsapp.mail.models import Message
from eventsapp.meetings.models import Meeting, Participation
from eventsapp.meetings.schedule import standing
from eventsapp.people.models import EmailAddress, Organization, Person
from eventsapp.people.queries import why_not_reached
from eventsapp.registrations.models import (
    DECLINED,
    WITHDRAWN,
    Question,
    Registration,
    RegistrationForm,
)
from eventsapp.rosters.exporting import Export, export_of, short_name
from eventsapp.rosters.models import RoomMail, RoomNotes
from eventsapp.rosters.people import Member, Said, in_order

# What the outbox calls a note to the members of a room.
MAIL = "room note"
A_DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Told:
    """What a reader is told of the people of a room; `lines` are those who can be noted."""

    meeting: Meeting
    is_leader: bool = False
    members: tuple[Member, ...] = ()
    lines: dict[int, Line] = field(default_factory=dict)
    before: dict[int, list[EarlierSeat]] = field(default_factory=dict)
    has_earlier_round: bool = False
    wishes: dict[int, int] = field(default_factory=dict)
    said: dict[int, list[Said]] = field(default_factory=dict)

    @property
    def earlier(self) -> dict[int, list[EarlierMeeting]]:
        """Where each of them sat before, one entry a meeting."""
        return {person_id: by_meeting(places) for person_id, places in self.before.items()}


def told_of(room: BreakoutRoom, *, is_leader: bool) -> Told:
    """Return what is told of the people of a room: to its members no more than name, function and
    organisation."""
    round_, meeting = room.round, room.round.meeting
    # Of a draft only the secretariat sees this page, and sees it as it stands on the board.
    is_draft = round_.published_at is None
    members = members_of(round_, room_id=room.id, is_draft=is_draft).get(room.id, ())
    if not is_leader or not members:
        return Told(meeting, is_leader, members)
    people = [one.person_id for one in members]
    return Told(
        meeting,
        is_leader,
        members,
        lines={line.person_id: line for line in roll_of(room_place(room))},
        before=earlier_seats(round_, people),
        has_earlier_round=has_earlier_round(round_),
        wishes=wishes_of(room, people),
        said=_said(meeting, people),
    )


def _said(meeting: Meeting, people: Collection[int]) -> dict[int, list[Said]]:
    """Return what people answered to the questions that moderators read."""
    questions = questions_for_moderators(meeting.id)
    if not questions:
        return {}
    answers = answers_of(meeting.id, people)
    return {
        person_id: [
            Said(one.label, text)
            for one in questions
            if (text := say_answer(one, given.get(str(one.id))))
        ]
        for person_id, given in answers.items()
    }


def members_of(
    round_: Round, *, room_id: int | None = None, is_draft: bool = False
) -> dict[int, tuple[Member, ...]]:
    """Return who sits in the rooms of a round, by room, in the order of a roster.

    What was told, or with `is_draft` the working copy, where the round has one.
    """
    where = Seat if is_draft and has_board(round_) else Placement
    found = (
        select(
            BreakoutRoom.id,
            Person.id,
            Person.printed_name,
            where.role,
            Person.latin_name,
            Person.script_name,
            Organization.name,
            Person.function,
            Person.languages,
            Participation.left_at.is_not(None),
        )
        .join(BreakoutRoom, where.room_id == BreakoutRoom.id)
        .join(Person, where.person_id == Person.id)
        .outerjoin(Organization, Person.organization_id == Organization.id)
        .outerjoin(
            Participation,
            and_(
                Participation.person_id == Person.id,
                Participation.meeting_id == round_.meeting_id,
            ),
        )
        .where(BreakoutRoom.round_id == round_.id)
        .order_by(where.position, where.id)
    )
    if room_id is not None:
        found = found.where(BreakoutRoom.id == room_id)
    members: dict[int, list[Member]] = defaultdict(list)
    for row in db.session.execute(found):
        members[row[0]].append(Member(*row[1:8], tuple(row[8] or ()), bool(row[9])))
    return {key: in_order(those) for key, those in members.items()}


def has_board(round_: Round) -> bool:
    """Return whether a round has a working copy."""
    return db.session.scalar(select(Seat.id).where(Seat.round_id == round_.id).limit(1)) is not None


def wishes_of(room: BreakoutRoom, people: Collection[int]) -> dict[int, int]:
    """Return how much each of these people wants the theme of a room (0: their first choice);
    who said nothing of it, or does not want it, is left out."""
    if not room.theme:
        return {}
    found = select(ThemeWish.person_id, ThemeWish.rank).where(
        ThemeWish.meeting_id == room.round.meeting_id,
        ThemeWish.theme == room.theme,
        ThemeWish.person_id.in_(people),
        ThemeWish.rank < 4,
    )
    return dict(db.session.execute(found).all())


def questions_for_moderators(meeting_id: int) -> list[Question]:
    """Return the questions of a registration whose answers moderators read, in the order of the
    form; never a sensitive one."""
    found = (
        select(Question)
        .join(RegistrationForm, RegistrationForm.id == Question.form_id)
        .where(
            RegistrationForm.meeting_id == meeting_id,
            Question.is_for_moderators,
            ~Question.is_sensitive,
            Question.kind.not_in(("file", "photo")),
        )
        .order_by(Question.position, Question.id)
    )
    return list(db.session.scalars(found))


def answers_of(meeting_id: int, people: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return what these people answered when they registered, by person and number of a question;
    of several registrations the last counts. What was declined or withdrawn does not."""
    found = (
        select(Registration)
        .join(RegistrationForm, RegistrationForm.id == Registration.form_id)
        .where(
            RegistrationForm.meeting_id == meeting_id,
            Registration.person_id.in_(people),
            Registration.state.not_in((DECLINED, WITHDRAWN)),
        )
        .options(undefer(Registration.answers), undefer(Registration.later))
        .order_by(Registration.id)
    )
    return {
        one.person_id: {**(one.answers or {}), **((one.later or {}).get("answers") or {})}
        for one in db.session.scalars(found)
        if one.person_id is not None
    }


def notes_of(room: BreakoutRoom) -> RoomNotes | None:
    """Return what was typed in a room, or None."""
    return db.session.get(RoomNotes, room.id)


def mails_of(room: BreakoutRoom) -> list[RoomMail]:
    """Return what was written to the members of a room, the newest first."""
    found = select(RoomMail).where(RoomMail.room_id == room.id)
    return list(db.session.scalars(found.order_by(RoomMail.id.desc())))


def mail_with(client_key: str) -> RoomMail | None:
    """Return the note that came from one form, or None: it was not sent yet."""
    return db.session.scalar(select(RoomMail).where(RoomMail.client_key == client_key))


def addresses_of(people: Collection[int]) -> dict[int, str]:
    """Return the preferred address of each of these people that mail still reaches."""
    found = (
        select(EmailAddress.person_id, EmailAddress.address)
        .where(EmailAddress.person_id.in_(people), EmailAddress.bounced_at.is_(None))
        # The one that is written last into the answer is the preferred one.
        .order_by(EmailAddress.is_preferred, EmailAddress.id.desc())
    )
    return dict(db.session.execute(found).all())


def export_of_round(round_: Round) -> Export:
    """Return who of a published round can be in a file for Zoom or Teams, and who cannot."""
    members = members_of(round_)
    rooms = [
        (short_name(one.label, one.title), members.get(one.id, ()))
        for one in round_.rooms
        if one.closed_at is None
    ]
    people = {one.person_id for _name, those in rooms for one in those}
    return export_of(rooms, addresses_of(people))


def people_with(ids: Collection[int]) -> list[Person]:
    """Return these people, by name."""
    found = select(Person).where(Person.id.in_(ids), Person.left_at.is_(None))
    return list(db.session.scalars(found.order_by(Person.sort_key, Person.id)))


def rounds_with_rooms(meeting: Meeting) -> list[Round]:
    """Return the rounds of a meeting, in order."""
    found = select(Round).where(Round.meeting_id == meeting.id).order_by(Round.number)
    return list(db.session.scalars(found))


def is_held(meeting: Meeting, now: datetime) -> bool:
    """Return whether a meeting is over: then nobody joins a room or is ticked on its roster."""
    today, is_cancelled = in_zone(now, meeting.tz).date(), meeting.cancelled_at is not None
    stands = standing(meeting.starts_on, meeting.ends_on, today, is_cancelled=is_cancelled)
    return stands == "held"


def hours_of(round_: Round) -> tuple[time | None, time | None]:
    """Return from when to when a round meets, in the zone of its meeting, where that is known."""
    item = item_of_round(round_)
    if item is None:
        return None, None
    ends = in_zone(item.end_at, round_.meeting.tz).time() if item.end_at else None
    return item.starts_at_time, ends


def round_with(meeting: Meeting, number: int) -> Round | None:
    """Return one round of a meeting by its number."""
    found = select(Round).where(Round.meeting_id == meeting.id, Round.number == number)
    return db.session.scalar(found)


def still_wanted(message: Message, now: datetime) -> str | None:
    """Return why a note to the members of a room must not go out any more, or None.

    `refers_to` is `room-mail:<number>`.
    """
    mail = _mail_of(message)
    if mail is None:
        return "The room is not there any more."
    round_ = mail.room.round
    if round_.meeting.cancelled_at is not None:
        return f"{round_.meeting.short_name} is cancelled."
    if mail.room.closed_at is not None:
        return f"Room {mail.room.label} does not take place."
    if round_.published_at is None or not _sits_in(mail.room, message):
        return f"This person is no longer in room {mail.room.label}."
    person = db.session.get(Person, message.person_id)
    if person is None:
        return "This person is not in the registry any more."
    return why_not_reached(person, message.recipient)


def _sits_in(room: BreakoutRoom, message: Message) -> bool:
    takes_part = (
        select(Placement.id)
        .join(Participation, Participation.person_id == Placement.person_id)
        .where(
            Placement.room_id == room.id,
            Placement.person_id == message.person_id,
            Participation.meeting_id == room.round.meeting_id,
            Participation.left_at.is_(None),
        )
    )
    return db.session.scalar(takes_part.limit(1)) is not None


def reply_address(message: Message) -> str | None:
    """Return where answers to a note go: to who wrote it, if they agreed, else None."""
    mail = _mail_of(message)
    if mail is None or not mail.replies_to_writer or mail.written_by_id is None:
        return None
    writer = db.session.get(User, mail.written_by_id)
    return writer.person.email if writer is not None else None


def _mail_of(message: Message) -> RoomMail | None:
    _name, _, number = (message.refers_to or "").partition(":")
    return db.session.get(RoomMail, int(number)) if number else None
