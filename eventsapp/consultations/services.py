"""The verbs of consultations: enter, correct, cancel."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.columns import new_uid
from eventsapp.consultations.models import Consultation
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.sessions.recurrence import following, is_repeated

MOVING = frozenset({"starts_on", "ends_on", "tz", "place"})


@dataclass(frozen=True)
class ConsultationFacts:
    """What staff may say about a consultation; None where nothing is stated. Days are inclusive."""

    title: str
    tz: str
    starts_on: date | None = None
    ends_on: date | None = None
    audience: str | None = None
    mode: str | None = None
    place: str | None = None
    certainty: str = "firm"


def add_consultation(
    facts: ConsultationFacts,
    *,
    now: datetime,
    by: User | None,
    meeting_id: int | None = None,
    uid: str | None = None,
) -> Consultation:
    """Enter a consultation, or return the one with this UID. Flushes.

    Raises RuleBroken when its days do not fit.
    """
    _check_days(facts.starts_on, facts.ends_on)
    found = db.session.scalar(select(Consultation).where(Consultation.uid == uid)) if uid else None
    if found is not None:
        return found
    consultation = Consultation(
        uid=uid or new_uid(),
        meeting_id=meeting_id,
        created_at=now,
        changed_at=now,
        **asdict(_with_last_day(facts)),
    )
    db.session.add(consultation)
    db.session.flush()
    record("added", consultation, now=now, user_id=by.id if by else None)
    return consultation


def change_consultation(
    consultation: Consultation, facts: ConsultationFacts, *, now: datetime, by: User
) -> bool:
    """Correct a consultation and return whether anything changed.

    Calendars see a new sequence when its days, zone or place changed. A series follows the
    new first day and keeps its end. Raises RuleBroken when the days do not fit.
    """
    _check_days(facts.starts_on, facts.ends_on)
    wanted = asdict(_with_last_day(facts))
    changed = [name for name, value in wanted.items() if getattr(consultation, name) != value]
    if not changed:
        return False
    for name in changed:
        setattr(consultation, name, wanted[name])
    if "starts_on" in changed and consultation.rrule:
        _move_series(consultation)
    consultation.touch(now, moved=not MOVING.isdisjoint(changed))
    record("changed", consultation, now=now, user_id=by.id, fields=changed)
    return True


def cancel_consultation(consultation: Consultation, *, now: datetime, by: User) -> None:
    """Cancel a consultation. It stays visible, struck through. A second time changes nothing."""
    if consultation.cancelled_at is not None:
        return
    consultation.cancelled_at = now
    consultation.touch(now, moved=True)
    record("cancelled", consultation, now=now, user_id=by.id)


def reinstate_consultation(consultation: Consultation, *, now: datetime, by: User) -> None:
    """Take back a cancellation. A second time changes nothing."""
    if consultation.cancelled_at is None:
        return
    consultation.cancelled_at = None
    consultation.touch(now, moved=True)
    record("reinstated", consultation, now=now, user_id=by.id)


def _check_days(starts_on: date | None, ends_on: date | None) -> None:
    if ends_on is None:
        return
    if starts_on is None:
        raise RuleBroken("A last day without a first one says little. Enter the first day as well.")
    if ends_on < starts_on:
        raise RuleBroken("The last day is before the first. Correct one of the two.")


def _with_last_day(facts: ConsultationFacts) -> ConsultationFacts:
    """Return the facts of which a single day is also the last one."""
    last = facts.ends_on or facts.starts_on
    return ConsultationFacts(**{**asdict(facts), "ends_on": last})


def _move_series(consultation: Consultation) -> None:
    start, rule = consultation.starts_on, consultation.rrule
    is_one_day = consultation.ends_on in {None, start}
    rule = following(rule, start) if start and rule and is_one_day else None
    keeps = start is not None and rule is not None and is_repeated(rule, start)
    consultation.rrule = rule if keeps else None
