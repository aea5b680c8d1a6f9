"""What a chosen slot becomes: the hours of a meeting, and a mail to everybody who was asked."""

from dataclasses import dataclass, field
from datetime import datetime, time

from sqlalchemy.orm.exc import StaleDataError

from eventsapp.accounts.models import User
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.invitations.emails import Wording
from eventsapp.invitations.services import invite
from eventsapp.meetings import facts as meeting_facts
from eventsapp.meetings.models import Meeting, MeetingDay, Participation
from eventsapp.meetings.queries import participation_of
from eventsapp.meetings.services import (
    add_participant,
    change_dates,
    create_meeting,
    set_day_hours,
)
from eventsapp.people.models import Person
from eventsapp.polls.emails import queue_poll_mails, zone_of
from eventsapp.polls.models import Poll, PollInvitee, PollSlot
from eventsapp.polls.queries import days_of_meeting
from eventsapp.polls.slots import wall_of
from eventsapp.reminders.services import close_deadline


@dataclass(frozen=True)
class NewMeeting:
    """The meeting that is made of a slot where the poll had none."""

    title: str
    series: str
    number: int | None
    process: str
    mode: str | None


@dataclass
class Chosen:
    """What a choice did: the meeting, who got which mail, who got none, who is left out since they
    left, and whether its end could not be kept because it falls on the next day."""

    meeting: Meeting
    invited: list[Person] = field(default_factory=list)
    told: list[Person] = field(default_factory=list)
    unreached: list[Person] = field(default_factory=list)
    left: list[Person] = field(default_factory=list)
    is_past_midnight: bool = False


def choose_slot(
    slot: PollSlot,
    *,
    new: NewMeeting | None,
    sends: bool,
    seen_version: int,
    by: User,
    now: datetime,
) -> Chosen:
    """Let a slot become the meeting: its day and hours, those asked as people of it, and one mail
    each with the time on their own clock. Flushes.

    Choosing the same slot twice changes nothing. Another slot moves the same meeting, and people
    are told. Raises RuleBroken for a slot that has passed, StaleDataError where the poll was
    changed meanwhile.
    """
    poll = slot.poll
    if slot.is_chosen and poll.meeting is not None:
        return Chosen(poll.meeting)
    if poll.version != seen_version:
        raise StaleDataError(f"The poll {poll.id} has version {poll.version}")
    if slot.start_at <= now:
        raise RuleBroken("This slot has passed. Choose a later one.")
    meeting = poll.meeting or _made(poll, slot, new, by=by, now=now)
    done = Chosen(meeting, is_past_midnight=_give_hours(meeting, slot, by=by, now=now))
    _settle(poll, slot, meeting, now, by)
    done.left = [one.person for one in poll.invitees if _has_left(meeting, one)]
    coming = [one for one in poll.invitees if one.person not in done.left]
    parts = [_takes_part(meeting, one, by=by, now=now) for one in coming]
    if sends:
        _write_to(poll, coming, parts, done, by=by, now=now)
    return done


def _made(
    poll: Poll, slot: PollSlot, new: NewMeeting | None, *, by: User, now: datetime
) -> Meeting:
    if new is None:
        raise RuleBroken("Say which meeting is made of the slot: its series and its process.")
    facts = meeting_facts.Facts(
        title=new.title,
        starts_on=slot.on_date,
        ends_on=slot.on_date,
        tz=poll.tz,
        mode=new.mode,
        description=poll.description,
    )
    return create_meeting(
        facts, series=new.series, number=new.number, process=new.process, by=by, now=now
    )


def _give_hours(meeting: Meeting, slot: PollSlot, *, by: User, now: datetime) -> bool:
    """Move the meeting to the day of the slot, on its own clock, and state the hours of its first
    day; return whether the end had to stay open, since a day ends at midnight."""
    start, end = wall_of(slot.start_at, meeting.tz), wall_of(slot.end_at, meeting.tz)
    length = meeting.ends_on - meeting.starts_on
    if start.on_date != meeting.starts_on:
        change_dates(meeting, start.on_date, start.on_date + length, now=now)
    first = _first_day(meeting, now)
    is_past_midnight = end.on_date > start.on_date
    ends = _last_minute(end.at) if is_past_midnight else end.at
    set_day_hours(first, start.at, ends, by=by, now=now)
    return is_past_midnight and ends is None


def _first_day(meeting: Meeting, now: datetime) -> MeetingDay:
    """Return the first day; a meeting from a record may have none yet."""
    days = days_of_meeting(meeting)
    if days:
        return days[0]
    meeting.days.append(MeetingDay(number=1, on_date=meeting.starts_on, changed_at=now))
    db.session.flush()
    return meeting.days[0]


def _last_minute(ends: time) -> time | None:
    # Midnight itself is the last minute of the day; what ends later has no end on this day.
    return time(23, 59) if ends == time(0) else None


def _settle(poll: Poll, slot: PollSlot, meeting: Meeting, now: datetime, by: User) -> None:
    for one in poll.slots:
        one.is_chosen = one is slot
    poll.meeting, poll.chosen_at = meeting, now
    if poll.deadline is not None:
        close_deadline(poll.deadline, now, f"The time of “{poll.title}” was chosen.", by=by)
    db.session.flush()
    record("chosen", poll, now=now, user_id=by.id, number=slot.id)


def _takes_part(meeting: Meeting, one: PollInvitee, *, by: User, now: datetime) -> Participation:
    return add_participant(meeting, one.person, is_expert=False, by=by, now=now, route="invitation")


def _has_left(meeting: Meeting, one: PollInvitee) -> bool:
    """Return whether somebody left, and has not answered the poll since: who said that they do not
    come is not taken in again without a word."""
    if one.person.left_at is not None:
        return True
    part = participation_of(meeting, one.person_id)
    left_at = part.left_at if part is not None else None
    return left_at is not None and not (one.answered_at and one.answered_at > left_at)


def _write_to(
    poll: Poll,
    asked: list[PollInvitee],
    parts: list[Participation],
    done: Chosen,
    *,
    by: User,
    now: datetime,
) -> None:
    """Invite who holds no invitation yet; tell the others, who cannot be invited twice."""
    zones = {one.person_id: zone_of(one) for one in asked}
    words = f"The time was found with the poll “{poll.title}”."
    reachable = [part for part in parts if part.person.email]
    made = invite(
        done.meeting, reachable, wording=Wording(words=words), by=by, now=now, zones=zones
    )
    done.invited = [one.participation.person for one in made]
    ids = {person.id for person in done.invited}
    others = [one for one in asked if one.person_id not in ids and one.person.email]
    for one in others:
        one.address = one.person.email
    queue_poll_mails(poll, others, name="chosen", now=now)
    done.told = [one.person for one in others]
    done.unreached = [one.person for one in asked if not one.person.email]
