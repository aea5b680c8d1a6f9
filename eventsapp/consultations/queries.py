"""Reads of consultations."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.consultations.models import Consultation
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.people.models import Person


@dataclass(frozen=True)
class LastSave:
    """Who last did something to a row, and when; no name for what the program did by itself."""

    at: datetime
    name: str | None


def consultations_by_day() -> list[Consultation]:
    """Return all consultations, earliest first; those without a date come last."""
    rows = db.session.scalars(select(Consultation).order_by(Consultation.id))
    return sorted(rows, key=lambda row: (row.starts_on is None, row.starts_on or 0, row.title))


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
