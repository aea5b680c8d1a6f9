"""Reads of consultations."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, exists, func, or_, select

from eventsapp.accounts.models import User
from eventsapp.consultations.models import (
    ASKED,
    CAME,
    WAITING,
    Consultation,
    Hearing,
    Submission,
)
from eventsapp.consultations.window import State, state_at
from eventsapp.documents.models import Document
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.people.models import Person
from eventsapp.sessions.queries import Plan, plan_of
from eventsapp.walltime import moment_at


@dataclass(frozen=True)
class LastSave:
    """Who last did something to a row, and when; no name for what the program did by itself."""

    at: datetime
    name: str | None


# What `Consultation.is_known` says, for statements: an intention that nobody announced is seen by
# staff only.
IS_KNOWN = or_(Consultation.announced_at.is_not(None), Consultation.source_sentence.is_not(None))


def heard_in(person_id: int | None) -> Select[int]:
    """Return the query of the consultations in which somebody is heard."""
    return select(Hearing.consultation_id).where(
        Hearing.person_id == person_id, Hearing.withdrawn_at.is_(None)
    )


def consultations_by_day() -> list[Consultation]:
    """Return all consultations, earliest first; those without a date come last."""
    rows = db.session.scalars(select(Consultation).order_by(Consultation.id))
    return sorted(rows, key=lambda row: (row.starts_on is None, row.starts_on or 0, row.title))


def state_of(consultation: Consultation, now: datetime, plan: Plan | None = None) -> State:
    """Return where a consultation stands at `now`; a series is open until its last day.

    That is the last of its `plan`, which is asked for where it is not given: lists give it.
    """
    window = consultation.window
    closes_at = window.closes_at if window else None
    if window and consultation.rrule:
        until = (plan or plan_of(consultation)).ends_on
        closes_at = moment_at(until + timedelta(days=1), time(), window.tz) if until else None
    return state_at(
        now,
        opens_at=window.opens_at if window else None,
        closes_at=closes_at,
        is_announced=consultation.is_announced,
        is_cancelled=consultation.cancelled_at is not None,
        is_reported=consultation.reported_at is not None,
        was_held=consultation.was_held,
    )


def is_asked_about(consultation: Consultation) -> bool:
    """Return whether anybody was told the days of a consultation in a mail of ours."""
    known = exists().where(Hearing.consultation_id == consultation.id)
    return consultation.id is not None and bool(db.session.scalar(select(known)))


@dataclass(frozen=True)
class Counts:
    """How many are asked in one consultation, and how many have sent something."""

    asked: int
    came: int
    sent: int
    waiting: int


def counts_of(consultation: Consultation) -> Counts:
    """Return how many are asked and how many have sent something, in one query."""
    holds = Hearing.withdrawn_at.is_(None)
    row = db.session.execute(
        select(
            func.count().filter(holds, Hearing.route == ASKED),
            func.count().filter(holds, Hearing.route == CAME),
            func.count().filter(Submission.sent_at.is_not(None)),
            func.count().filter(Submission.state == WAITING),
        )
        .select_from(Hearing)
        .outerjoin(Submission, Submission.hearing_id == Hearing.id)
        .where(Hearing.consultation_id == consultation.id)
    ).one()
    return Counts(*row)


def hearing_of(consultation_id: int, person_id: int | None) -> Hearing | None:
    """Return how one person is heard in a consultation, while they are."""
    return db.session.scalar(
        select(Hearing).where(
            Hearing.consultation_id == consultation_id,
            Hearing.person_id == person_id,
            Hearing.withdrawn_at.is_(None),
        )
    )


def hearings_held_of(person_id: int) -> list[dict[str, Any]]:
    """Return what is held of one person's part in consultations, for them to read."""
    rows = (
        select(Hearing, Consultation.title, Submission)
        .join(Consultation, Consultation.id == Hearing.consultation_id)
        .outerjoin(Submission, Submission.hearing_id == Hearing.id)
        .where(Hearing.person_id == person_id)
        .order_by(Hearing.id)
    )
    return [
        {
            "title": title,
            "address": hearing.address,
            "asked_at": hearing.asked_at,
            "withdrawn_at": hearing.withdrawn_at,
            "words": sent.text if sent else None,
            "file": sent.file_name if sent else None,
            "sent_at": sent.sent_at if sent else None,
        }
        for hearing, title, sent in db.session.execute(rows)
    ]


def document_choices() -> list[tuple[int, str]]:
    """Return the documents on which people may be heard, by title."""
    rows = db.session.execute(select(Document.id, Document.title).order_by(Document.title))
    return [(number, title) for number, title in rows]


def documents_with(ids: Collection[int]) -> list[Document]:
    """Return these documents, by title."""
    rows = select(Document).where(Document.id.in_(list(ids))).order_by(Document.title)
    return list(db.session.scalars(rows))


def last_save(row: Any) -> LastSave | None:
    """Return who last did something to a row of any table, or None if nobody wrote it down."""
    found = db.session.execute(
        select(Entry.at, Person.printed_name)
        .outerjoin(User, User.id == Entry.user_id)
        .outerjoin(Person, Person.id == User.person_id)
        .where(Entry.subject_table == row.__tablename__, Entry.subject_id == row.id)
        .order_by(Entry.id.desc())
        .limit(1)
    ).first()
    return LastSave(found.at, found.printed_name) if found else None
