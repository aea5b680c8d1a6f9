"""The verbs of consultations: enter, correct, announce, report, cancel."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime, time

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.columns import new_uid
from eventsapp.consultations.models import Consultation
from eventsapp.consultations.queries import is_asked_about, state_of
from eventsapp.consultations.window import State
from eventsapp.documents.models import Document
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.reminders.services import close_deadline, open_again
from eventsapp.sessions.recurrence import following, is_repeated

WINDOW = frozenset({"starts_on", "ends_on", "starts_at_time", "ends_at_time", "tz"})
MOVING = WINDOW | {"place"}


@dataclass(frozen=True)
class ConsultationFacts:
    """What staff may say about a consultation; None where nothing is stated. Days are inclusive."""

    title: str
    tz: str
    starts_on: date | None = None
    ends_on: date | None = None
    starts_at_time: time | None = None
    ends_at_time: time | None = None
    audience: str | None = None
    kind: str | None = None
    round_number: int | None = None
    organiser: str | None = None
    mode: str | None = None
    place: str | None = None
    certainty: str = "firm"
    how_to: str | None = None
    takes_submissions: bool = False
    is_one_voice: bool = False


def add_consultation(
    facts: ConsultationFacts,
    *,
    now: datetime,
    by: User | None,
    meeting_id: int | None = None,
    uid: str | None = None,
    documents: Collection[Document] = (),
) -> Consultation:
    """Enter a consultation, or return the one with this UID. Flushes.

    Raises RuleBroken when its days or hours do not fit.
    """
    _check_days(facts)
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
    consultation.documents = list(documents)
    work_out_moments(consultation)
    db.session.add(consultation)
    db.session.flush()
    record("added", consultation, now=now, user_id=by.id if by else None)
    return consultation


def change_consultation(
    consultation: Consultation,
    facts: ConsultationFacts,
    *,
    now: datetime,
    by: User,
    documents: Collection[Document] | None = None,
) -> bool:
    """Correct a consultation and return whether anything changed.

    Calendars see a new sequence when its days, hours, zone or place changed. A series follows the
    new first day and keeps its end. Raises RuleBroken when the days do not fit, or when somebody
    was asked: then the window moves on its own page, with a reason.
    """
    _check_days(facts)
    if consultation.rrule and facts.takes_submissions and not consultation.takes_submissions:
        raise RuleBroken(
            f"“{consultation.title}” is repeated, and submissions need one window. Enter a "
            "consultation of its own for them."
        )
    wanted = asdict(_with_last_day(facts))
    changed = [name for name, value in wanted.items() if getattr(consultation, name) != value]
    if not WINDOW.isdisjoint(changed) and is_asked_about(consultation):
        raise RuleBroken(
            f"People were told the days of “{consultation.title}”. Choose “Extend or move” instead."
        )
    if documents is not None and set(documents) != set(consultation.documents):
        consultation.documents = list(documents)
        changed.append("documents")
    if not changed:
        return False
    for name in wanted.keys() & set(changed):
        setattr(consultation, name, wanted[name])
    work_out_moments(consultation)
    if "title" in changed and consultation.deadline is not None:
        consultation.deadline.title = consultation.title
    if "starts_on" in changed and consultation.rrule:
        _move_series(consultation)
    consultation.touch(now, moved=not MOVING.isdisjoint(changed))
    record("changed", consultation, now=now, user_id=by.id, fields=changed)
    return True


def work_out_moments(consultation: Consultation) -> None:
    """Work out the moments of opening and closing from the days, the hours and the zone."""
    window = consultation.window
    consultation.start_at = window.start_at if window else None
    consultation.end_at = window.end_at if window else None


def announce(consultation: Consultation, *, now: datetime, by: User | None) -> None:
    """Announce a consultation: those whom it concerns see it from now on. Twice is once.

    Raises RuleBroken where it has no day or is cancelled.
    """
    if consultation.announced_at is not None:
        return
    if consultation.starts_on is None and not consultation.was_held:
        raise RuleBroken(f"“{consultation.title}” has no day yet. Enter one, then announce it.")
    if consultation.cancelled_at is not None:
        raise RuleBroken(f"“{consultation.title}” is cancelled. Reinstate it, then announce it.")
    consultation.announced_at = now
    consultation.touch(now, moved=False)
    record("announced", consultation, now=now, user_id=by.id if by else None)


def take_announcement_back(consultation: Consultation, *, now: datetime, by: User) -> None:
    """Make it an intention again, which only staff see. Twice is once.

    Raises RuleBroken where people were asked: they know of it.
    """
    if consultation.announced_at is None:
        return
    if is_asked_about(consultation):
        raise RuleBroken(f"People were asked to “{consultation.title}”. Cancel it instead.")
    consultation.announced_at = None
    consultation.touch(now, moved=False)
    record("announcement taken back", consultation, now=now, user_id=by.id)


def report_findings(
    consultation: Consultation, findings: str | None, *, now: datetime, by: User
) -> None:
    """Write down what came out of it, or take that back with nothing. The same changes nothing.

    Raises RuleBroken before it has closed.
    """
    text = (findings or "").strip() or None
    if text == consultation.findings:
        return
    if state_of(consultation, now) not in {State.CLOSED, State.REPORTED}:
        raise RuleBroken(f"“{consultation.title}” has not closed yet. Report when it has.")
    consultation.findings = text
    consultation.reported_at = now if text else None
    consultation.touch(now, moved=False)
    record("reported" if text else "report taken back", consultation, now=now, user_id=by.id)


def cancel_consultation(consultation: Consultation, *, now: datetime, by: User) -> None:
    """Cancel a consultation. It stays visible, struck through, and nobody is reminded of it.

    A second time changes nothing.
    """
    if consultation.cancelled_at is not None:
        return
    consultation.cancelled_at = now
    consultation.touch(now, moved=True)
    if consultation.deadline is not None:
        close_deadline(consultation.deadline, now, "The consultation was cancelled.", by=by)
    record("cancelled", consultation, now=now, user_id=by.id)


def reinstate_consultation(consultation: Consultation, *, now: datetime, by: User) -> None:
    """Take back a cancellation. A second time changes nothing."""
    if consultation.cancelled_at is None:
        return
    consultation.cancelled_at = None
    consultation.touch(now, moved=True)
    if consultation.deadline is not None:
        open_again(consultation.deadline, now, by=by)
    record("reinstated", consultation, now=now, user_id=by.id)


def _check_days(facts: ConsultationFacts) -> None:
    starts_on, ends_on = facts.starts_on, facts.ends_on
    has_hours = facts.starts_at_time is not None or facts.ends_at_time is not None
    if starts_on is None and has_hours:
        raise RuleBroken("Hours without a day say little. Enter the first day as well.")
    hours = (facts.starts_at_time, facts.ends_at_time)
    is_one_day = starts_on == (ends_on or starts_on)
    if is_one_day and None not in hours and hours[1] <= hours[0]:  # type: ignore[operator]
        raise RuleBroken("It ends before it begins. Correct one of the two hours.")
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
