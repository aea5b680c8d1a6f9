"""The verbs of a poll: begin it, add slots, ask people, remind them, close it, open it again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from eventsapp.accounts.models import User
from eventsapp.accounts.services import hash_of
from eventsapp.accounts.tokens import token_of
from eventsapp.columns import new_uid
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import city_of, say_day, say_moment
from eventsapp.history.services import record
from eventsapp.meetings.facts import KEEP_INSTANT
from eventsapp.people.models import Person
from eventsapp.polls.emails import queue_poll_mails
from eventsapp.polls.models import Poll, PollInvitee, PollSlot
from eventsapp.polls.slots import Clock, Wall, clock_of, moments, wall_of
from eventsapp.reminders.models import Obligation
from eventsapp.reminders.queries import obligation_of
from eventsapp.reminders.services import (
    close_deadline,
    move_deadline,
    open_again,
    owe,
    release,
    reopen,
    set_deadline,
)

MOST_SLOTS = 60
DAYS_BEFORE = (2,)
# Nobody gets a second mail about the same poll within a day.
REST = timedelta(hours=24)


@dataclass(frozen=True)
class Facts:
    """What staff say of a poll."""

    title: str
    tz: str
    duration_minutes: int
    closes_on: date
    closes_at_time: time
    description: str | None = None
    meeting_id: int | None = None
    shows_counts: bool = False


@dataclass(frozen=True)
class Added:
    """What became of slots that were asked for: those made, how many there were already, and
    times that come twice on their day."""

    made: list[PollSlot]
    known: int
    twice: list[Wall]


def create_poll(facts: Facts, *, by: User, now: datetime, uid: str | None = None) -> Poll:
    """Begin a poll without slots; its closing becomes a deadline for those who are asked. A form
    sent twice (the same `uid`) begins it once. Flushes.

    Raises RuleBroken where it would close before it begins.
    """
    found = db.session.scalar(select(Poll).where(Poll.uid == uid)) if uid else None
    if found is not None:
        return found
    poll = Poll(uid=uid or new_uid(), created_at=now, created_by_id=by.id, slots_changed_at=now)
    _set_facts(poll, facts, now)
    db.session.add(poll)
    db.session.flush()
    poll.deadline = set_deadline(
        poll.title,
        poll.closes_on,
        poll.tz,
        now=now,
        page=("answering.own", {"poll_id": poll.id}),
        days_before=DAYS_BEFORE,
        meeting_id=poll.meeting_id,
    )
    db.session.flush()
    record("created", poll, now=now, user_id=by.id)
    return poll


def _set_facts(poll: Poll, facts: Facts, now: datetime) -> None:
    closing = Wall(facts.closes_on, facts.closes_at_time)
    closes_at, _end = moments(closing, 0, facts.tz)
    if closes_at <= now:
        raise RuleBroken(
            f"The poll would have closed at {say_moment(closes_at, facts.tz)} already. "
            "Choose a later moment."
        )
    for name in ("title", "description", "meeting_id", "tz", "duration_minutes", "shows_counts"):
        setattr(poll, name, getattr(facts, name))
    poll.closes_on, poll.closes_at_time, poll.closes_at = closing.on_date, closing.at, closes_at


def change_poll(
    poll: Poll, facts: Facts, *, keep: str | None, seen_version: int, by: User, now: datetime
) -> None:
    """Change the facts of a poll. Where its zone changes, `keep` says whether slots keep the time
    on the clock or the instant. Flushes.

    Who had answered is asked again where slots moved. Raises RuleBroken where that was not said.
    """
    if poll.version != seen_version:
        raise StaleDataError(f"The poll {poll.id} has version {poll.version}")
    check_undecided(poll)
    before_tz, before_minutes = poll.tz, poll.duration_minutes
    if facts.tz != before_tz and poll.slots and keep is None:
        raise RuleBroken("Say whether the slots keep their time on the clock or their instant.")
    _set_facts(poll, facts, now)
    if facts.tz != before_tz or facts.duration_minutes != before_minutes:
        _place_slots(poll, keeps_instant=keep == KEEP_INSTANT and facts.tz != before_tz, now=now)
    if poll.deadline is not None:
        poll.deadline.title, poll.deadline.meeting_id = poll.title, poll.meeting_id
        move_deadline(poll.deadline, poll.closes_on, tz=poll.tz, now=now, by=by)
    db.session.flush()
    record("changed", poll, now=now, user_id=by.id)


def _place_slots(poll: Poll, *, keeps_instant: bool, now: datetime) -> None:
    before = [(slot.start_at, slot.end_at) for slot in poll.slots]
    placed = {slot.id: _placed(poll, slot, keeps_instant) for slot in poll.slots}
    # One at a time and the foremost first, so that no two slots share a moment in between.
    is_later = any(placed[slot.id][1][0] > slot.start_at for slot in poll.slots)
    for slot in sorted(poll.slots, key=lambda slot: slot.start_at, reverse=is_later):
        wall, (start_at, end_at) = placed[slot.id]
        slot.on_date, slot.starts_at_time = wall.on_date, wall.at
        slot.start_at, slot.end_at = start_at, end_at
        db.session.flush()
    if before != [(slot.start_at, slot.end_at) for slot in poll.slots]:
        _ask_again(poll, now)


def _placed(
    poll: Poll, slot: PollSlot, keeps_instant: bool
) -> tuple[Wall, tuple[datetime, datetime]]:
    wall = Wall(slot.on_date, slot.starts_at_time)
    if keeps_instant:
        end_at = slot.start_at + timedelta(minutes=poll.duration_minutes)
        return wall_of(slot.start_at, poll.tz), (slot.start_at, end_at)
    _check_exists(wall, poll.tz)
    return wall, moments(wall, poll.duration_minutes, poll.tz)


def add_slots(poll: Poll, wanted: Collection[Wall], *, by: User, now: datetime) -> Added:
    """Add slots; those that are there already stay as they are. Flushes.

    Raises RuleBroken for a time that does not exist, for one that has passed, and for too many.
    """
    check_undecided(poll)
    known = {slot.start_at for slot in poll.slots}
    fresh: dict[datetime, PollSlot] = {}
    for wall in sorted(wanted):
        _check_exists(wall, poll.tz)
        start_at, end_at = moments(wall, poll.duration_minutes, poll.tz)
        if start_at <= now:
            raise RuleBroken(f"{_said(wall, poll.tz)} has passed. Choose a later time.")
        if start_at not in known:
            fresh[start_at] = PollSlot(
                on_date=wall.on_date, starts_at_time=wall.at, start_at=start_at, end_at=end_at
            )
    if len(known) + len(fresh) > MOST_SLOTS:
        raise RuleBroken(
            f"That would be {len(known) + len(fresh)} slots, and people answer at most "
            f"{MOST_SLOTS}. Choose fewer days or hours."
        )
    poll.slots.extend(fresh.values())
    if fresh:
        _ask_again(poll, now)
        db.session.flush()
        record("slots added", poll, now=now, user_id=by.id, number=len(fresh))
    db.session.expire(poll, ["slots"])
    twice = [wall for wall in sorted(wanted) if clock_of(wall, poll.tz) is Clock.TWICE]
    return Added(list(fresh.values()), len(set(wanted)) - len(fresh), twice)


def _check_exists(wall: Wall, tz: str) -> None:
    if clock_of(wall, tz) is Clock.NEVER:
        instead = wall_of(moments(wall, 0, tz)[0], tz)
        raise RuleBroken(
            f"{_said(wall, tz)} does not exist: clocks go forward over it. "
            f"Choose {instead.at:%H:%M} instead."
        )


def _said(wall: Wall, tz: str) -> str:
    return f"{say_day(wall.on_date, 'short')}, {wall.at:%H:%M} in {city_of(tz)}"


def remove_slot(slot: PollSlot, *, by: User, now: datetime) -> None:
    """Take a slot off the poll, with what was answered to it. Flushes."""
    poll = slot.poll
    check_undecided(poll)
    record("slot removed", poll, now=now, user_id=by.id, before=slot.start_at.isoformat())
    poll.slots.remove(slot)
    db.session.flush()
    for invitee in poll.invitees:
        db.session.expire(invitee, ["answers"])


def _ask_again(poll: Poll, now: datetime) -> None:
    """Let who has answered owe it again: they have not answered for the slots as they are now."""
    poll.slots_changed_at = now
    if poll.deadline is not None:
        done = select(Obligation.person_id).where(
            Obligation.deadline_id == poll.deadline.id, Obligation.done_at.is_not(None)
        )
        for person_id in list(db.session.scalars(done)):
            reopen(poll.deadline, person_id, now)


def ask_people(
    poll: Poll, people: Collection[Person], *, by: User, now: datetime
) -> tuple[list[PollInvitee], list[Person]]:
    """Ask these people, by mail; return who is asked now, and who has no address and so got no
    mail. Who is asked already is not asked twice. Flushes."""
    _check_open(poll, now)
    if not poll.slots:
        raise RuleBroken("There is no slot to answer yet. Add slots first, then ask people.")
    known = {invitee.person_id for invitee in poll.invitees}
    fresh = [
        PollInvitee(person=person, address=person.email, invited_at=now)
        for person in people
        if person.id not in known and person.left_at is None
    ]
    poll.invitees.extend(fresh)
    db.session.flush()
    for invitee in fresh:
        record("asked", invitee, now=now, user_id=by.id)
        if poll.deadline is not None:
            owe(poll.deadline, invitee.person_id, now=now)
    queue_poll_mails(poll, fresh, name="asked", now=now)
    return fresh, [invitee.person for invitee in fresh if invitee.address is None]


def stop_asking(invitee: PollInvitee, *, by: User, now: datetime) -> None:
    """Ask somebody no more: their link ends, and what they answered goes. Flushes."""
    poll = invitee.poll
    check_undecided(poll)
    record("asked no more", poll, now=now, user_id=by.id, number=invitee.id)
    if poll.deadline is not None and obligation_of(poll.deadline, invitee.person_id):
        release(poll.deadline, invitee.person_id, now, by=by)
    poll.invitees.remove(invitee)
    db.session.flush()


def remind(
    poll: Poll, chosen: Collection[PollInvitee], *, by: User, now: datetime
) -> list[PollInvitee]:
    """Remind those of these who have not answered; return whom. Nobody is written to twice within
    a day. Flushes."""
    _check_open(poll, now)
    able = [invitee for invitee in chosen if can_be_reminded(poll, invitee, now)]
    for invitee in able:
        invitee.reminded_at, invitee.address = now, invitee.person.email
        record("reminded", invitee, now=now, user_id=by.id)
    db.session.flush()
    queue_poll_mails(poll, able, name="reminder", now=now)
    return able


def can_be_reminded(poll: Poll, invitee: PollInvitee, now: datetime) -> bool:
    """Return whether somebody can be reminded: not answered, reachable, not written to today."""
    last = max(one for one in (invitee.invited_at, invitee.reminded_at) if one is not None)
    is_resting = now - last < REST
    return not invitee.has_answered(poll) and bool(invitee.person.email) and not is_resting


def give_token(invitee: PollInvitee, key: str) -> str:
    """Return the secret of somebody's link, the same in every mail, and keep its hash. Flushes."""
    token = token_of(key, "poll", invitee.id, invitee.invited_at)
    invitee.token_hash = hash_of(token)
    db.session.flush()
    return token


def close_poll(poll: Poll, *, by: User, now: datetime) -> None:
    """Close a poll before its time; nobody is reminded any more. Twice is once. Flushes."""
    if poll.closed_at is not None:
        return
    check_undecided(poll)
    poll.closed_at = now
    if poll.deadline is not None:
        close_deadline(poll.deadline, now, f"The poll “{poll.title}” is closed.", by=by)
    db.session.flush()
    record("closed", poll, now=now, user_id=by.id)


def reopen_poll(
    poll: Poll, closes_on: date, closes_at_time: time, *, by: User, now: datetime
) -> None:
    """Let a poll be answered again until a later moment. Flushes.

    Raises RuleBroken for a moment that has passed, or where a slot was chosen.
    """
    check_undecided(poll)
    closes_at, _end = moments(Wall(closes_on, closes_at_time), 0, poll.tz)
    if closes_at <= now:
        raise RuleBroken(f"{say_moment(closes_at, poll.tz)} has passed. Choose a later moment.")
    poll.closed_at = None
    poll.closes_on, poll.closes_at_time, poll.closes_at = closes_on, closes_at_time, closes_at
    if poll.deadline is not None:
        open_again(poll.deadline, now, by=by)
        move_deadline(poll.deadline, closes_on, now=now, by=by)
    db.session.flush()
    record("opened again", poll, now=now, user_id=by.id)


def check_undecided(poll: Poll) -> None:
    """Raise RuleBroken where a slot was chosen."""
    if poll.chosen_at is not None:
        raise RuleBroken(
            f"A slot of “{poll.title}” was chosen already. Choose another one, or begin a new poll."
        )


def _check_open(poll: Poll, now: datetime) -> None:
    if not poll.is_open(now):
        raise RuleBroken(f"“{poll.title}” is closed. Open it again to write to people.")
