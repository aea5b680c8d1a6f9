"""The real record of EGM 2, brought in as the secretariat would: read from its file and saved."""

from pathlib import Path

from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.minutes.services import read_minutes, save_import
from eventsapp.people.models import Person
from tests.factories import NOW

RECORD = Path(__file__).parents[1] / "data" / "egm2-minutes.txt"


def record_of_egm_2() -> Meeting:
    """Write the record of EGM 2 and return the meeting."""
    read = read_minutes(RECORD.read_bytes(), RECORD.name, now=NOW, by=None)
    return save_import(read, {}, now=NOW, by=None)


def person_named(name) -> Person:
    """Return one person of the record."""
    return db.session.scalars(select(Person).where(Person.printed_name == name)).one()
