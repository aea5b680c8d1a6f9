"""Reads of invitations: whose it is, how many answered, whether a mail is still wanted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, column, func, literal, select, table
from sqlalchemy.orm import aliased, joinedload

from eventsapp.accounts.services import hash_of
from eventsapp.extensions import db
from eventsapp.formats import in_zone
from eventsapp.invitations.answering import last_moment
from eventsapp.invitations.choosing import Standing
from eventsapp.invitations.models import NO, PERHAPS, YES, Invitation
from eventsapp.mail.models import CLAIMED, HELD, PENDING, SENDING, SENT, UNKNOWN, Message
from eventsapp.meetings.models import Meeting, MeetingDay, Participation
from eventsapp.people.models import Nomination, Organization, Person
from eventsapp.people.queries import why_not_reached
from eventsapp.people.reaching import said_left


@dataclass(frozen=True)
class Counts:
    """How many people were invited to one meeting, and what they answered."""

    yes: int = 0
    no: int = 0
    perhaps: int = 0
    unanswered: int = 0

    @property
    def invited(self) -> int:
        """How many hold an invitation."""
        return self.yes + self.no + self.perhaps + self.unanswered


def standings(
    parts: Collection[Participation],
    registered: Collection[int] = (),
    invitations: Mapping[int, Invitation] | None = None,
) -> list[Standing]:
    """Return how these people stand to their meeting, in the same order.

    `registered` are those of them (by person) whose registration is under way or accepted,
    `invitations` theirs (by participation) where they were read already.
    """
    if invitations is None:
        invitations = invitations_of([part.id for part in parts])
    return [_standing(part, invitations.get(part.id), registered) for part in parts]


def _standing(
    part: Participation, invitation: Invitation | None, registered: Collection[int]
) -> Standing:
    person = part.person
    return Standing(
        participation_id=part.id,
        person_id=person.id,
        name=person.printed_name,
        address=person.email,
        has_left=part.left_at is not None,
        is_gone=person.left_at is not None,
        invited_at=invitation.invited_at if invitation else None,
        was_withdrawn=invitation is not None and invitation.withdrawn_at is not None,
        answer=invitation.answer if invitation else None,
        reminded_at=invitation.reminded_at if invitation else None,
        is_registered=person.id in registered,
    )


def answers_counted(meeting_id: int) -> Counts:
    """Return how many people are invited to a meeting, by answer."""
    return Counts(*db.session.execute(_COUNTS, {"meeting_id": meeting_id}).one())


_HELD = select(func.count()).where(
    Invitation.meeting_id == bindparam("meeting_id"), Invitation.withdrawn_at.is_(None)
)
# Each along its part of an index, which takes half the time of one pass that sorts them out.
_COUNTS = select(
    *(
        _HELD.where(
            Invitation.answer.is_(answer) if answer is None else Invitation.answer == answer
        ).scalar_subquery()
        for answer in (YES, NO, PERHAPS, None)
    )
)


def invitation_with(token: str) -> Invitation | None:
    """Return the invitation of this token, or None where it is unknown or was withdrawn."""
    found = db.session.scalar(_WHOLE.where(Invitation.token_hash == hash_of(token)))
    if found is None or found.withdrawn_at is not None:
        return None
    return found if found.participation.person.left_at is None else None


_WHOLE = select(Invitation).options(
    joinedload(Invitation.participation).joinedload(Participation.person),
    joinedload(Invitation.participation).joinedload(Participation.meeting),
)


def invitation_of(meeting_id: int, person_id: int) -> Invitation | None:
    """Return the invitation of one person to one meeting, also where it was withdrawn."""
    found = _WHOLE.join(Participation, Participation.id == Invitation.participation_id)
    return db.session.scalar(
        found.where(Participation.meeting_id == meeting_id, Participation.person_id == person_id)
    )


def invitation_at(code: str, person_id: int) -> Invitation | None:
    """Return the invitation of one person to the meeting of this code, while it holds."""
    found = (
        _WHOLE.join(Participation, Participation.id == Invitation.participation_id)
        .join(Meeting, Meeting.id == Participation.meeting_id)
        .where(Meeting.code == code, Participation.person_id == person_id)
    )
    return db.session.scalar(found.where(Invitation.withdrawn_at.is_(None)))


def registration_form_of(meeting_id: int) -> str | None:
    """Return the token of the meeting's registration form, or None where there is none."""
    wanted = select(REGISTRATION_FORM.c.token)
    return db.session.scalar(wanted.where(REGISTRATION_FORM.c.meeting_id == meeting_id))


# Two columns of a table above, read without importing its package.
REGISTRATION_FORM = table("registration_form", column("meeting_id"), column("token"))


def hours_of(meeting: Meeting) -> list[MeetingDay]:
    """Return the days of a meeting whose hours are known, in order."""
    found = select(MeetingDay).where(
        MeetingDay.meeting_id == meeting.id, MeetingDay.start_at.is_not(None)
    )
    return list(db.session.scalars(found.order_by(MeetingDay.number)))


def open_invitations(person_id: int, today: date) -> list[Invitation]:
    """Return what this person is invited to and has not answered, or answered with perhaps, the
    next meeting first."""
    found = (
        _WHOLE.join(Participation, Participation.id == Invitation.participation_id)
        .join(Meeting, Meeting.id == Participation.meeting_id)
        .where(
            Participation.person_id == person_id,
            Invitation.withdrawn_at.is_(None),
            Invitation.answer.is_(None) | (Invitation.answer == PERHAPS),
            Meeting.cancelled_at.is_(None),
            Meeting.starts_on >= today,
        )
        .order_by(Meeting.starts_on, Meeting.id)
    )
    return list(db.session.scalars(found))


def invitations_of(participation_ids: Collection[int]) -> dict[int, Invitation]:
    """Return the invitations of these participations, by participation."""
    found: dict[int, Invitation] = {}
    ids = list(participation_ids)
    for start in range(0, len(ids), MOST_AT_ONCE):
        some = ids[start : start + MOST_AT_ONCE]
        rows = select(Invitation).where(Invitation.participation_id.in_(some))
        found |= {one.participation_id: one for one in db.session.scalars(rows)}
    return found


# SQLite takes no more than 32,766 values in one statement.
MOST_AT_ONCE = 10_000


def last_answer_at(meeting: Meeting) -> datetime:
    """Return when answers to invitations of a meeting end."""
    first = db.session.scalar(
        select(MeetingDay.start_at)
        .where(MeetingDay.meeting_id == meeting.id)
        .order_by(MeetingDay.number)
        .limit(1)
    )
    return last_moment(meeting.starts_on, first, meeting.tz)


def unsent_mails(refers_to: Collection[str]) -> list[Message]:
    """Return the mails about these that can still be stopped."""
    wanted = select(Message).where(
        Message.kind == "invitation",
        Message.refers_to.in_(list(refers_to)),
        Message.state.in_((HELD, PENDING, CLAIMED)),
    )
    return list(db.session.scalars(wanted.order_by(Message.id)))


def last_written_at(invitations: Collection[Invitation]) -> dict[int, datetime]:
    """Return when the last mail that left was written, for those of these to whom one left."""
    named = {f"invitation:{one.id}": one.id for one in invitations}
    names = list(named)
    found: dict[int, datetime] = {}
    for start in range(0, len(names), MOST_AT_ONCE):
        rows = (
            select(Message.refers_to, func.max(Message.created_at))
            .where(
                Message.kind == "invitation",
                Message.refers_to.in_(names[start : start + MOST_AT_ONCE]),
                Message.state.in_((SENDING, SENT, UNKNOWN)),
            )
            .group_by(Message.refers_to)
        )
        found |= {named[str(name)]: moment for name, moment in db.session.execute(rows)}
    return found


def still_wanted(message: Message, now: datetime) -> str | None:
    """Return why an invitation or a reminder must not go out any more, or None while it is
    wanted. Asked when a worker takes the message and is about to send it."""
    number = int((message.refers_to or "").partition(":")[2])
    found = db.session.scalar(_WHOLE.where(Invitation.id == number))
    if found is None:
        return "The invitation is not there any more."
    return _why_not(found, message, now)


def _why_not(invitation: Invitation, message: Message, now: datetime) -> str | None:
    part = invitation.participation
    person, meeting = part.person, part.meeting
    name = message.dedupe_key.split(":")[2]
    asks, tells_end = name in {"invitation", "reminder"}, name == "withdrawn"
    is_withdrawn = invitation.withdrawn_at is not None
    reasons = (
        (is_withdrawn and not tells_end, "The invitation was withdrawn."),
        (tells_end and not is_withdrawn, "The invitation holds again."),
        (
            asks and invitation.answer is not None,
            f"{person.printed_name} has answered: {invitation.answer}.",
        ),
        (meeting.cancelled_at is not None, f"{meeting.short_name} is cancelled."),
        (_is_over(meeting, now), f"{meeting.short_name} is over."),
        (part.left_at is not None and not tells_end, said_left(person.printed_name)),
    )
    why = next((reason for holds, reason in reasons if holds), None)
    return why or why_not_reached(person, message.recipient)


def _is_over(meeting: Meeting, now: datetime) -> bool:
    return in_zone(now, meeting.tz).date() > meeting.ends_on


def people_known(people: Collection[int]) -> list[Person]:
    """Return these people of the registry, by name."""
    ids = list(people)
    found: list[Person] = []
    for start in range(0, len(ids), MOST_AT_ONCE):
        some = ids[start : start + MOST_AT_ONCE]
        found += db.session.scalars(select(Person).where(Person.id.in_(some)))
    return sorted(found, key=lambda person: (person.sort_key, person.id))


def namesakes(meeting: Meeting, people: Collection[int]) -> dict[int, str]:
    """Return for those of these people whose name somebody else of the meeting has, the
    organisation of that one (or nothing), so that nobody is invited twice unseen."""
    own, other = aliased(Person), aliased(Person)
    rows = (
        select(own.id, func.coalesce(Organization.name, literal("")))
        .join(other, and_(other.folded == own.folded, other.id != own.id))
        .outerjoin(Organization, Organization.id == other.organization_id)
        .join(Participation, Participation.person_id == other.id)
        .where(Participation.meeting_id == meeting.id, own.id.in_(list(people)))
    )
    return dict(db.session.execute(rows).all())


def earlier_meetings(meeting: Meeting) -> list[Meeting]:
    """Return the other meetings, the last first: whose people may be asked again."""
    found = select(Meeting).where(Meeting.id != meeting.id, Meeting.cancelled_at.is_(None))
    return list(db.session.scalars(found.order_by(Meeting.starts_on.desc(), Meeting.id.desc())))


def candidates(meeting: Meeting, condition: ColumnElement[bool]) -> list[Person]:
    """Return people of the registry who do not take part in a meeting, by name.

    Who was invited once, and whose invitation was withdrawn, may be asked again.
    """
    taking_part = (
        select(Participation.person_id)
        .outerjoin(Invitation, Invitation.participation_id == Participation.id)
        .where(Participation.meeting_id == meeting.id, Invitation.withdrawn_at.is_(None))
    )
    found = select(Person).where(condition, Person.left_at.is_(None), Person.id.not_in(taking_part))
    rows = found.order_by(Person.sort_key, Person.id).limit(MOST_CANDIDATES)
    return list(db.session.scalars(rows))


# A list that somebody still reads through; of more, the search box says less.
MOST_CANDIDATES = 1_000


def of_meeting(meeting: Meeting) -> ColumnElement[bool]:
    """Return the condition for who takes part in a meeting and has not left it."""
    return Person.id.in_(
        select(Participation.person_id).where(
            Participation.meeting_id == meeting.id, Participation.left_at.is_(None)
        )
    )


def nominated_for(meeting: Meeting) -> ColumnElement[bool]:
    """Return the condition for who is nominated for the process of a meeting."""
    return Person.id.in_(
        select(Nomination.person_id).where(
            Nomination.process_id == meeting.process_id, Nomination.withdrawn_at.is_(None)
        )
    )


def invitations_held_of(person_id: int) -> list[dict[str, Any]]:
    """Return what is held of the invitations of one person, for them to read."""
    asked = (
        select(Invitation, Meeting)
        .join(Participation, Participation.id == Invitation.participation_id)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(Participation.person_id == person_id)
        .order_by(Invitation.id)
    )
    names = ("address", "invited_at", "answer", "answered_at", "answered_from", "note",
             "reminded_at", "withdrawn_at")  # fmt: skip
    return [
        {"meeting": meeting.short_name, **{name: getattr(one, name) for name in names}}
        for one, meeting in db.session.execute(asked)
    ]
