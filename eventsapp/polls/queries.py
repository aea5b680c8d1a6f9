"""Reads of polls: who answered what, whom to ask, what was carried in a series so far."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from eventsapp.accounts.services import hash_of
from eventsapp.extensions import db
from eventsapp.formats import in_zone, say_moment
from eventsapp.mail.models import Message
from eventsapp.meetings.models import Meeting, MeetingDay, Participation
from eventsapp.people.models import Person
from eventsapp.people.queries import found_by, why_not_reached
from eventsapp.polls.fairness import SATURDAY_AND_SUNDAY, Attendee, carried_after
from eventsapp.polls.models import ANSWERS, IF_NEED_BE, NO, YES, Poll, PollInvitee, PollSlot
from eventsapp.reminders.planning import known_zone

MOST_FOUND = 200
ON_SCREEN = ("online", "hybrid")


@dataclass
class SlotResult:
    """What was answered to one slot: how many people by answer, and who cannot."""

    slot: PollSlot
    counts: dict[str, int]
    cannot: list[Person] = field(default_factory=list)

    @property
    def can(self) -> int:
        """How many can come, if need be."""
        return self.counts[YES] + self.counts[IF_NEED_BE]


@dataclass(frozen=True)
class Carried:
    """Whom a time is sought for, what they carried so far, and what was not counted."""

    attendees: list[Attendee]
    people: dict[int, Any]
    counted: list[Meeting]
    left_out: int

    @property
    def without_zone(self) -> list[Any]:
        """Whose zone nobody stated."""
        return [self.people[one.person_id] for one in self.attendees if one.tz is None]


def all_polls() -> list[Poll]:
    """Return every poll, the last first."""
    found = select(Poll).options(joinedload(Poll.meeting), selectinload(Poll.slots))
    return list(db.session.scalars(found.order_by(Poll.created_at.desc(), Poll.id.desc())))


def polls_of(meeting: Meeting) -> list[Poll]:
    """Return the polls about the time of a meeting, the last first."""
    found = select(Poll).where(Poll.meeting_id == meeting.id)
    return list(db.session.scalars(found.order_by(Poll.id.desc())))


def counts_by_poll() -> dict[int, tuple[int, int]]:
    """Return for each poll how many are asked and how many answered for its slots as they are."""
    answered = func.count().filter(PollInvitee.answered_at >= Poll.slots_changed_at)
    rows = (
        select(Poll.id, func.count(), answered)
        .join(PollInvitee, PollInvitee.poll_id == Poll.id)
        .group_by(Poll.id)
    )
    return {number: (asked, done) for number, asked, done in db.session.execute(rows)}


def invitees_of(poll: Poll) -> list[PollInvitee]:
    """Return who is asked, by name, with what they answered."""
    found = (
        select(PollInvitee)
        .join(Person)
        .where(PollInvitee.poll_id == poll.id)
        .options(joinedload(PollInvitee.person), selectinload(PollInvitee.answers))
        .order_by(Person.sort_key, Person.id)
    )
    return list(db.session.scalars(found))


def answers_of(invitee: PollInvitee) -> dict[int, str]:
    """Return what somebody answered, by slot."""
    return {one.slot_id: one.answer for one in invitee.answers}


def results(poll: Poll, invitees: Collection[PollInvitee]) -> list[SlotResult]:
    """Return what was answered to each slot, in the order of time."""
    found = {slot.id: SlotResult(slot, dict.fromkeys(ANSWERS, 0)) for slot in poll.slots}
    for invitee in invitees:
        for one in invitee.answers:
            result = found[one.slot_id]
            result.counts[one.answer] += 1
            if one.answer == NO:
                result.cannot.append(invitee.person)
    return list(found.values())


def best(found: Collection[SlotResult]) -> list[int]:
    """Return the slots at which most people can come and, of these, most without hardship."""
    most = max(((one.can, one.counts[YES]) for one in found), default=(0, 0))
    return [one.slot.id for one in found if (one.can, one.counts[YES]) == most and one.can]


def invitee_with(token: str, *, is_locked: bool = False) -> PollInvitee | None:
    """Return whose token this is, or None; locked where an answer is about to be kept."""
    return _invitee(PollInvitee.token_hash == hash_of(token), is_locked)


def invitee_of(poll_id: int, person_id: int, *, is_locked: bool = False) -> PollInvitee | None:
    """Return how one person is asked in a poll, or None."""
    condition = (PollInvitee.poll_id == poll_id) & (PollInvitee.person_id == person_id)
    return _invitee(condition, is_locked)


def _invitee(condition: object, is_locked: bool) -> PollInvitee | None:
    found = select(PollInvitee).where(condition)  # type: ignore[arg-type]
    if is_locked:
        found = found.with_for_update()
    invitee = db.session.scalar(found)
    return invitee if invitee is not None and invitee.person.left_at is None else None


def people_to_ask(
    poll: Poll, *, typed: str, category: str, meeting: Meeting | None
) -> list[Person]:
    """Return people of the registry who fit and are not asked yet, by name; none for nothing."""
    conditions = [*found_by(typed)] if typed.strip() else []
    if category:
        conditions.append(Person.category == category)
    if meeting is not None:
        part = select(Participation.person_id).where(
            Participation.meeting_id == meeting.id, Participation.left_at.is_(None)
        )
        conditions.append(Person.id.in_(part))
    if not conditions:
        return []
    asked = select(PollInvitee.person_id).where(PollInvitee.poll_id == poll.id)
    found = select(Person).where(*conditions, Person.left_at.is_(None), Person.id.not_in(asked))
    return list(db.session.scalars(found.order_by(Person.sort_key, Person.id).limit(MOST_FOUND)))


def coming_meetings(now: datetime) -> list[Meeting]:
    """Return the meetings whose time may still be sought, the next first."""
    found = select(Meeting).where(Meeting.cancelled_at.is_(None), Meeting.ends_on >= now.date())
    return list(db.session.scalars(found.order_by(Meeting.starts_on, Meeting.id)))


def carried_in_series(meeting: Meeting, now: datetime) -> Carried:
    """Return whom a meeting is for, and what each carried in the meetings of its series so far.

    Those that were held on a screen count, day by day. One on site does not: people are there.
    What states no hours or no mode is left out, and counted as such.
    """
    people = _people_of(meeting)
    attendees = [
        Attendee(one.id, known_zone(one.tz), weekend_in(one.country)) for one in people.values()
    ]
    held = _held_before(meeting, now)
    counted = [one for one in held if one.mode in ON_SCREEN and any(d.end_at for d in one.days)]
    carried = carried_after(_past(counted), attendees)
    with_past = [
        Attendee(one.person_id, one.tz, one.weekend, carried[one.person_id]) for one in attendees
    ]
    unknown = [one for one in held if one not in counted and one.mode != "in person"]
    return Carried(with_past, people, counted, len(unknown))


def _people_of(meeting: Meeting) -> dict[int, Any]:
    """Return who takes part in a meeting, as far as a time is sought for them."""
    found = (
        select(Person.id, Person.printed_name, Person.tz, Person.country)
        .join(Participation, Participation.person_id == Person.id)
        .where(
            Participation.meeting_id == meeting.id,
            Participation.left_at.is_(None),
            Person.left_at.is_(None),
        )
        .order_by(Person.sort_key, Person.id)
    )
    return {row.id: row for row in db.session.execute(found)}


def _past(counted: Collection[Meeting]) -> list[tuple[datetime, datetime, list[int]]]:
    """Return the days of meetings with who took part in each."""
    parts = select(Participation.meeting_id, Participation.person_id, Participation.left_at)
    rows = db.session.execute(
        parts.where(Participation.meeting_id.in_([meeting.id for meeting in counted]))
    ).all()
    return [
        (
            day.start_at,
            day.end_at,
            [
                row.person_id
                for row in rows
                if row.meeting_id == meeting.id
                and (row.left_at is None or row.left_at > day.start_at)
            ],
        )
        for meeting in counted
        for day in meeting.days
        if day.start_at is not None and day.end_at is not None
    ]


def _held_before(meeting: Meeting, now: datetime) -> list[Meeting]:
    found = (
        select(Meeting)
        .where(
            Meeting.process_id == meeting.process_id,
            func.lower(Meeting.series) == meeting.series.lower(),
            Meeting.id != meeting.id,
            Meeting.cancelled_at.is_(None),
            Meeting.ends_on < in_zone(now, meeting.tz).date(),
        )
        .options(selectinload(Meeting.days))
        .order_by(Meeting.starts_on, Meeting.id)
    )
    return list(db.session.scalars(found))


@cache
def weekend_in(country: str | None) -> frozenset[int]:
    """Return the days off in a country (Monday is 0), as the language data of Unicode have them;
    Saturday and Sunday where the country is not stated."""
    if country is None:
        return SATURDAY_AND_SUNDAY
    try:
        there = Locale.parse(f"und_{country}")
    except (UnknownLocaleError, ValueError):
        return SATURDAY_AND_SUNDAY
    first, last = there.weekend_start, there.weekend_end
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


def still_wanted(message: Message, now: datetime) -> str | None:
    """Return why a mail about a poll must not go out any more, or None while it is wanted."""
    number = int((message.refers_to or "").partition(":")[2])
    invitee = db.session.get(PollInvitee, number)
    if invitee is None:
        return "This person is not asked any more."
    return _why_not(invitee, message, now)


def _why_not(invitee: PollInvitee, message: Message, now: datetime) -> str | None:
    poll, person = invitee.poll, invitee.person
    asks = message.dedupe_key.split(":")[2] in {"asked", "reminder"}
    meeting = poll.meeting
    reasons = (
        (asks and not poll.is_open(now), f"The poll “{poll.title}” is closed."),
        (asks and invitee.has_answered(poll), f"{person.printed_name} has answered."),
        (meeting is not None and meeting.cancelled_at is not None, "The meeting is cancelled."),
    )
    why = next((reason for holds, reason in reasons if holds), None)
    return why or why_not_reached(person, message.recipient)


def days_of_meeting(meeting: Meeting) -> list[MeetingDay]:
    """Return the days of a meeting in order."""
    found = select(MeetingDay).where(MeetingDay.meeting_id == meeting.id)
    return list(db.session.scalars(found.order_by(MeetingDay.number)))


def asked_in_polls(person_id: int) -> list[dict[str, Any]]:
    """Return what is held of one person in polls: asked when, and what they answered."""
    found = (
        select(PollInvitee)
        .where(PollInvitee.person_id == person_id)
        .options(
            joinedload(PollInvitee.poll).selectinload(Poll.slots), selectinload(PollInvitee.answers)
        )
        .order_by(PollInvitee.id)
    )
    return [_held(one) for one in db.session.scalars(found)]


def _held(one: PollInvitee) -> dict[str, Any]:
    said, poll = answers_of(one), one.poll
    names = ("address", "invited_at", "reminded_at", "answered_at", "comment", "tz")
    return {
        "title": poll.title,
        **{name: getattr(one, name) for name in names},
        "answers": {
            say_moment(slot.start_at, poll.tz): said[slot.id].replace("_", " ")
            for slot in poll.slots
            if slot.id in said
        },
        "note": one.late and one.late["comment"],
    }
