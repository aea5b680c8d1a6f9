"""What staff do with many people of a meeting at once, and how it is undone.

Each act is one entry of the history of the meeting. What it changed stands there by number, so that
the entry is all that undoing needs: what somebody changed again since then stays as it is now.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.history.services import record
from eventsapp.invitations.emails import Wording
from eventsapp.invitations.models import Invitation
from eventsapp.invitations.queries import people_known
from eventsapp.invitations.services import (
    accept_by_registration,
    give_back,
    invite,
    remind,
    stop_unsent,
    stop_unsent_reminders,
    withdraw,
)
from eventsapp.meetings.models import MEETING_ROLES, Meeting, Participation
from eventsapp.meetings.services import add_participant
from eventsapp.participants.acts import COUNTS, INVITE, LEFT, REMIND, ROLE, WITHDRAW
from eventsapp.participants.queries import parts_of, registration_states
from eventsapp.registrations.models import DECLINED, WITHDRAWN, Registration

# As what somebody counts: an expert, an observer, or neither.
AS_EXPERT, AS_OBSERVER, AS_NEITHER = "expert", "observer", "neither"
COUNTED_AS = {
    AS_EXPERT: {"is_expert": True, "is_observer": False},
    AS_OBSERVER: {"is_expert": False, "is_observer": True},
    AS_NEITHER: {"is_expert": False, "is_observer": False},
}
VERBS = {
    INVITE: "invited people",
    REMIND: "reminded people",
    WITHDRAW: "withdrew invitations",
    ROLE: "gave a role",
    COUNTS: "set who counts",
    LEFT: "marked as left",
}


def registered_people(meeting: Meeting, people: Collection[int]) -> set[int]:
    """Return who of these has a registration for a meeting that is under way or accepted."""
    states = registration_states(meeting.id, people)
    return {person for person, state in states.items() if state not in {DECLINED, WITHDRAWN}}


def invite_people(
    meeting: Meeting,
    people: Collection[int],
    *,
    counts_as: str,
    wording: Wording,
    by: User,
    now: datetime,
) -> Entry:
    """Invite these people of the registry; who does not take part yet does from now on. Flushes.

    Who comes by this invitation counts as `counts_as`. Who cannot be invited is left out.
    """
    values, parts = _counting(counts_as), parts_of(meeting, people)
    for person in people_known(set(people) - {part.person_id for part in parts}):
        # Nobody becomes a participant who then gets no mail.
        if person.email is None or person.left_at is not None:
            continue
        part = add_participant(meeting, person, is_expert=False, by=by, now=now, route="invitation")
        _set(part, values)
        parts.append(part)
    db.session.flush()
    registered = registered_people(meeting, people)
    made = invite(meeting, parts, wording=wording, by=by, now=now, registered=registered)
    return _noted(INVITE, meeting, by, now, invitations=[one.id for one in made])


def remind_people(
    meeting: Meeting, people: Collection[int], *, wording: Wording, by: User, now: datetime
) -> Entry:
    """Remind those of these people who have not answered. Flushes."""
    parts, registered = parts_of(meeting, people), registered_people(meeting, people)
    made = remind(meeting, parts, wording=wording, by=by, now=now, registered=registered)
    return _noted(REMIND, meeting, by, now, invitations=[one.id for one in made])


def withdraw_people(meeting: Meeting, people: Collection[int], *, by: User, now: datetime) -> Entry:
    """Take their invitations from these people. Flushes."""
    taken = withdraw(parts_of(meeting, people), by=by, now=now)
    return _noted(WITHDRAW, meeting, by, now, invitations=[one.id for one in taken])


def give_role(
    meeting: Meeting, people: Collection[int], role: str | None, *, by: User, now: datetime
) -> Entry:
    """Give these people a role in the meeting, or none. Flushes."""
    if role is not None and role not in MEETING_ROLES:
        raise RuleBroken(f"There is no role “{role}”. Choose one of: {', '.join(MEETING_ROLES)}.")
    return _change(ROLE, meeting, people, {"role": role}, by, now, to=role)


def set_counting(
    meeting: Meeting, people: Collection[int], counts_as: str, *, by: User, now: datetime
) -> Entry:
    """Let these people count as experts, as observers, or as neither. Flushes."""
    return _change(COUNTS, meeting, people, _counting(counts_as), by, now, to=counts_as)


def _counting(counts_as: str) -> dict[str, bool]:
    if counts_as not in COUNTED_AS:
        raise RuleBroken("Choose whether they count as experts, as observers, or as neither.")
    return COUNTED_AS[counts_as]


def mark_left(meeting: Meeting, people: Collection[int], *, by: User, now: datetime) -> Entry:
    """Note that these people have left the meeting; who had left already stays so. Flushes."""
    still = [part.person_id for part in parts_of(meeting, people) if part.left_at is None]
    return _change(LEFT, meeting, still, {"left_at": now}, by, now)


def _change(
    act: str,
    meeting: Meeting,
    people: Collection[int],
    values: dict[str, Any],
    by: User,
    now: datetime,
    **said: Any,
) -> Entry:
    changed = []
    for part in parts_of(meeting, people):
        before = {name: _plain(getattr(part, name)) for name in values}
        after = {name: _plain(value) for name, value in values.items()}
        if before != after:
            _set(part, values)
            changed.append([part.id, before, after])
    db.session.flush()
    return _noted(act, meeting, by, now, changed=changed, **said)


def _noted(act: str, meeting: Meeting, by: User, now: datetime, **detail: Any) -> Entry:
    entry = record(VERBS[act], meeting, now=now, user_id=by.id, act=act, **detail)
    db.session.flush()
    return entry


def _set(part: Participation, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(part, name, value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def act_of(meeting: Meeting, entry_id: int | None) -> Entry | None:
    """Return this entry of the history if it is an act on many people of this meeting."""
    entry = db.session.get(Entry, entry_id) if entry_id else None
    if entry is None or (entry.subject_table, entry.subject_id) != ("meeting", meeting.id):
        return None
    return entry if entry.verb in VERBS.values() else None


def reached_by(entry: Entry) -> int:
    """Return how many people an act reached."""
    return len(entry.detail.get("invitations", entry.detail.get("changed", ())))


def undo(meeting: Meeting, entry: Entry, *, by: User, now: datetime) -> int:
    """Undo an act as far as that is possible; return for how many people. Twice is once. Flushes.

    What was changed again stays, and so do mails that have left.
    """
    undone = _UNDOING[entry.detail["act"]](entry, by, now)
    if undone:
        record("undone", meeting, now=now, user_id=by.id, act=entry.detail["act"], entry=entry.id)
    db.session.flush()
    return undone


def _undo_change(entry: Entry, by: User, now: datetime) -> int:
    changed = entry.detail["changed"]
    parts = {part.id: part for part in _parts([number for number, *_ in changed])}
    undone = 0
    for number, before, after in changed:
        part = parts.get(number)
        if part is None or any(_plain(getattr(part, name)) != after[name] for name in after):
            continue
        _set(part, {name: _moment(name, value) for name, value in before.items()})
        undone += 1
    return undone


def _moment(name: str, value: Any) -> Any:
    is_moment = name.endswith("_at") and value is not None
    return datetime.fromisoformat(value) if is_moment else value


def _parts(ids: Collection[int]) -> list[Participation]:
    return list(db.session.scalars(select(Participation).where(Participation.id.in_(ids))))


def _invitations(entry: Entry) -> list[Invitation]:
    ids = entry.detail["invitations"]
    return list(db.session.scalars(select(Invitation).where(Invitation.id.in_(ids))))


_UNDOING: dict[str, Callable[[Entry, User, datetime], int]] = {
    INVITE: lambda entry, by, now: stop_unsent(_invitations(entry), by=by, now=now),
    REMIND: lambda entry, by, now: stop_unsent_reminders(_invitations(entry)),
    WITHDRAW: lambda entry, by, now: give_back(_invitations(entry), by=by, now=now),
    ROLE: _undo_change,
    COUNTS: _undo_change,
    LEFT: _undo_change,
}


def link_registration(
    registration: Registration, invitation: Invitation, *, by: User, now: datetime
) -> None:
    """Take a registration that came from another address as the answer to an invitation, so that
    the invitation does not hang. Twice is once. Flushes."""
    if registration.form.meeting_id != invitation.meeting_id:
        raise RuleBroken("The registration is for another meeting. Open that meeting.")
    if registration.invitation_id == invitation.id:
        return
    registration.invitation_id = invitation.id
    accept_by_registration(invitation, registration.email, now=now)
    record("linked", invitation, now=now, user_id=by.id, registration=registration.id)
    db.session.flush()
