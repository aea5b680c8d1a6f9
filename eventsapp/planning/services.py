"""Enter many dates at once: all of them or none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.consultations.models import Consultation
from eventsapp.consultations.services import ConsultationFacts, add_consultation
from eventsapp.documents.models import Release
from eventsapp.documents.services import add_release
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.following.queries import highest_number
from eventsapp.history.services import record
from eventsapp.meetings.facts import Facts
from eventsapp.meetings.models import ANNOUNCED, CONFIRMED, Meeting, MeetingDay, Participation
from eventsapp.meetings.services import create_meeting
from eventsapp.planning.entered import Entry, uid_of
from eventsapp.planning.planned import CONSULTATION, DEADLINE, MEETING, OPEN_ONLINE, RELEASE
from eventsapp.reminders.models import Deadline
from eventsapp.reminders.services import owe, set_deadline
from eventsapp.series.services import repeat_monthly

EXPERTS = "experts"


class RowRefused(RuleBroken):
    """One row of many cannot be entered; `index` is its number from 0."""

    def __init__(self, index: int, sentence: str) -> None:
        super().__init__(sentence)
        self.index = index


def enter_plan(
    rows: Sequence[tuple[int, Entry]],
    *,
    uid: str,
    follows: Meeting | None,
    tz: str,
    experts_owe: bool,
    by: User,
    now: datetime,
) -> int:
    """Enter some dates that follow from a meeting, and return how many were new. Flushes.

    A form that was sent before enters nothing. Raises RowRefused for the first row that breaks a
    rule; the caller lets go of all of them.
    """
    if any(_is_entered(uid_of(uid, index)) for index, _ in rows):
        return 0
    made: dict[int, Any] = {}
    # Consultations first: a release is linked to the one that it opens.
    for index, entry in sorted(rows, key=lambda row: row[1].kind != CONSULTATION):
        try:
            made[index] = _enter(entry, uid_of(uid, index), follows, tz, by=by, now=now)
        except RuleBroken as refused:
            raise RowRefused(index, str(refused)) from refused
    opened = [one for one in made.values() if isinstance(one, Consultation)]
    for one in made.values():
        if isinstance(one, Release) and one.kind == RELEASE:
            one.consultation_id = _opened_by(one, opened)
        if isinstance(one, Deadline) and experts_owe and follows and one.audience == EXPERTS:
            _let_experts_owe(one, follows, now=now, by=by)
    db.session.flush()
    return len(made)


def _is_entered(uid: str) -> bool:
    tables = (Consultation, Release, Deadline, MeetingDay)
    return any(
        db.session.scalar(select(table.id).where(table.uid == uid)) is not None for table in tables
    )


def _enter(
    entry: Entry, uid: str, follows: Meeting | None, tz: str, *, by: User, now: datetime
) -> Any:
    if entry.kind == CONSULTATION:
        return _consultation(entry, uid, follows, tz, by=by, now=now)
    if entry.kind == MEETING:
        return _meeting(entry, uid, follows, tz, by=by, now=now)
    if entry.kind == DEADLINE:
        return _deadline(entry, uid, follows, tz, by=by, now=now)
    if follows is None:
        raise RuleBroken("Choose above the meeting it follows from: a draft belongs to one.")
    return add_release(
        entry.title,
        meeting_id=follows.id,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        tz=tz,
        kind=entry.kind,
        audience=entry.audience,
        mode=entry.mode,
        certainty=entry.certainty,
        uid=uid,
        now=now,
        by=by,
    )


def _consultation(
    entry: Entry, uid: str, follows: Meeting | None, tz: str, *, by: User, now: datetime
) -> Consultation:
    facts = ConsultationFacts(
        title=entry.title,
        tz=tz,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        audience=entry.audience,
        mode=entry.mode,
        place=entry.place,
        certainty=entry.certainty,
    )
    meeting_id = follows.id if follows else None
    made = add_consultation(facts, now=now, by=by, meeting_id=meeting_id, uid=uid)
    if entry.until is not None:
        repeat_monthly(made, entry.until, now=now, by=by)
    return made


def _deadline(
    entry: Entry, uid: str, follows: Meeting | None, tz: str, *, by: User, now: datetime
) -> Deadline:
    made = set_deadline(
        entry.title,
        entry.ends_on,
        tz,
        now=now,
        meeting_id=follows.id if follows else None,
        audience=entry.audience,
        mode=entry.mode,
        certainty=entry.certainty,
        uid=uid,
    )
    record("added", made, now=now, user_id=by.id)
    return made


def _meeting(
    entry: Entry, uid: str, follows: Meeting | None, tz: str, *, by: User, now: datetime
) -> Meeting:
    """Begin the next meeting of the series."""
    if follows is None:
        raise RuleBroken(
            "Choose above the meeting it follows from: it becomes the next of that series."
        )
    facts = Facts(
        title=entry.title,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        tz=tz,
        place=entry.place,
        mode=entry.mode,
    )
    made = create_meeting(
        facts,
        series=follows.series,
        number=_next_number(follows),
        process=follows.process.code,
        by=by,
        now=now,
        kind=follows.kind,
        state=CONFIRMED if entry.certainty == "firm" else ANNOUNCED,
    )
    made.audience, made.certainty = entry.audience, entry.certainty
    made.announced_by_id = follows.id
    made.days[0].uid = uid
    return made


def _next_number(follows: Meeting) -> int | None:
    if follows.number is None:
        return None
    return (highest_number(follows) or follows.number) + 1


def _opened_by(release: Release, opened: Sequence[Consultation]) -> int | None:
    """Return the open consultation that begins on the day of a release."""
    for one in opened:
        if one.audience == OPEN_ONLINE and one.starts_on == release.starts_on:
            return one.id
    return None


def _let_experts_owe(deadline: Deadline, meeting: Meeting, *, now: datetime, by: User) -> None:
    experts = select(Participation.person_id).where(
        Participation.meeting_id == meeting.id,
        Participation.is_expert,
        Participation.left_at.is_(None),
    )
    for person_id in db.session.scalars(experts):
        owe(deadline, person_id, now=now, by=by)
