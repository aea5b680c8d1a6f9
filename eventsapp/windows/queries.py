"""Reads of moved windows: whom a move concerns, what each was last told, what follows from it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, select

from eventsapp.consultations.models import ASKED, Consultation, Hearing, WindowMove
from eventsapp.consultations.queries import state_of
from eventsapp.consultations.window import State, Window
from eventsapp.extensions import db
from eventsapp.hearings.emails import Addressee, addressee_of, addressee_of_person
from eventsapp.hearings.queries import hearings_held, why_not
from eventsapp.mail.models import CLAIMED, HELD, PENDING, SENDING, SENT, UNKNOWN, Message
from eventsapp.meetings.models import Participation
from eventsapp.people.models import Person
from eventsapp.people.queries import why_not_reached
from eventsapp.reminders.planning import reminder_days
from eventsapp.windows.telling import Told, window_told

MAIL = "consultation"


def people_of_meeting(consultation: Consultation) -> list[Person]:
    """Return who takes part in the meeting whose record names a consultation."""
    if consultation.meeting_id is None:
        return []
    rows = _of_meeting(consultation).order_by(Person.sort_key, Person.id)
    return list(db.session.scalars(rows))


def _of_meeting(consultation: Consultation) -> Select[Person]:
    return (
        select(Person)
        .join(Participation, Participation.person_id == Person.id)
        .where(
            Participation.meeting_id == consultation.meeting_id,
            Participation.left_at.is_(None),
            Person.left_at.is_(None),
        )
    )


def concerned(
    consultation: Consultation, *, with_meeting: bool
) -> tuple[list[Addressee], list[str]]:
    """Return whom a move concerns, each person once, and the names of those without an address.

    That is who is heard and, where that is wanted, who takes part in its meeting.
    """
    heard = [one for one in hearings_held(consultation.id) if _is_known(one)]
    known = {one.person_id for one in heard if one.person_id is not None}
    reached = [(one.printed_name, addressee_of(one)) for one in heard]
    if with_meeting:
        reached += [
            (one.printed_name, addressee_of_person(one))
            for one in people_of_meeting(consultation)
            if one.id not in known
        ]
    able = [to for _name, to in reached if to is not None]
    return able, [name for name, to in reached if to is None]


def _is_known(hearing: Hearing) -> bool:
    """Return whether somebody was asked, or came and opened the link in their mail: whoever typed
    an address on the public page may not have been its owner."""
    return hearing.route == ASKED or hearing.submission is not None


def unsent_moves(consultation: Consultation) -> list[Message]:
    """Return the mails about earlier moves that can still be stopped."""
    rows = select(Message).where(
        Message.kind == MAIL,
        Message.dedupe_key.startswith(f"{MAIL}:{consultation.id}:moved:", autoescape=True),
        Message.state.in_((HELD, PENDING, CLAIMED)),
    )
    return list(db.session.scalars(rows.order_by(Message.id)))


def last_told(consultation: Consultation, to: Collection[Addressee]) -> dict[str, Window]:
    """Return for each addressee the window of which the last mail that left told them; without
    one, that at the time when they were asked. In one query."""
    reached: dict[str, int] = {}
    rows = select(Message.dedupe_key).where(
        Message.kind == MAIL,
        Message.dedupe_key.startswith(f"{MAIL}:{consultation.id}:moved:", autoescape=True),
        Message.state.in_((SENDING, SENT, UNKNOWN)),
    )
    for key in db.session.scalars(rows):
        _kind, _number, _moved, move_id, who = key.split(":", 4)
        reached[who] = max(reached.get(who, 0), int(move_id))
    moves = [Told(one.id, one.moved_at, one.before, one.after) for one in consultation.moves]
    return {
        one.who: window_told(
            moves, reached.get(one.who), one.hearing.asked_at if one.hearing else None
        )
        for one in to
    }


def reminders_that_move(consultation: Consultation, window: Window, now: datetime) -> int:
    """Return how many planned reminders get another day when the window closes otherwise."""
    deadline = consultation.deadline
    if deadline is None or deadline.closed_at is not None:
        return 0
    days = reminder_days(window.ends_on, deadline.days_before)
    today = now.date()
    before = reminder_days(deadline.due_on, deadline.days_before)
    return sum(1 for number, day in days.items() if day >= today and day != before[number])


def still_wanted(message: Message, now: datetime) -> str | None:
    """Return why a mail about a move must not go out any more, or None while it is wanted."""
    _kind, number, _moved, move_id, _who = message.dedupe_key.split(":", 4)
    consultation = db.session.get(Consultation, int(number))
    if consultation is None:
        return "The consultation is not there any more."
    if state_of(consultation, now) == State.CANCELLED:
        return f"“{consultation.title}” is cancelled."
    latest = db.session.scalar(
        select(WindowMove.id)
        .where(WindowMove.consultation_id == consultation.id)
        .order_by(WindowMove.id.desc())
        .limit(1)
    )
    if latest != int(move_id):
        return "The window was moved again."
    word, _colon, row_id = (message.refers_to or "").partition(":")
    hearing = db.session.get(Hearing, int(row_id)) if word == "hearing" else None
    if hearing is not None:
        return why_not(hearing, message, now)
    return _why_not_of_meeting(consultation, message)


def _why_not_of_meeting(consultation: Consultation, message: Message) -> str | None:
    """Return why somebody of the meeting, who is not heard, is not told any more, or None."""
    takes_part = _of_meeting(consultation).where(Person.id == message.person_id)
    person = db.session.scalar(takes_part)
    if person is None:
        return "They do not take part in the meeting any more."
    return why_not_reached(person, message.recipient)
