"""Moments that keep their zone, and fields that nobody reads in the file."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from eventsapp.columns import numbers_named, one_of
from eventsapp.extensions import db
from eventsapp.letters.models import LetterRequest
from eventsapp.people.models import Person
from tests.factories import make_letter_request, make_person


def test_a_moment_comes_back_aware_and_in_utc(app):
    person = make_person()
    person.left_at = datetime(2024, 9, 28, 9, 30, tzinfo=timezone(timedelta(hours=3)))
    db.session.commit()
    db.session.expire_all()

    assert db.session.get(Person, person.id).left_at == datetime(2024, 9, 28, 6, 30, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused(app):
    person = make_person()
    person.left_at = datetime(2024, 9, 28, 9, 30)  # noqa: DTZ001 - the mistake that is refused

    with pytest.raises(StatementError, match="without a time zone"):
        db.session.flush()


def test_details_of_a_letter_are_unreadable_in_the_database(app):
    request = make_letter_request(details={"passport_number": "X1234567"})
    db.session.commit()

    stored = bytes(db.session.execute(text("SELECT details FROM letter_request")).scalar_one())
    db.session.expire_all()

    assert b"X1234567" not in stored
    assert db.session.get(LetterRequest, request.id).details == {"passport_number": "X1234567"}


def test_an_older_key_still_reads_and_a_foreign_key_does_not(app):
    request = make_letter_request(details={"passport_number": "X1234567"})
    db.session.commit()
    older = app.config["FIELD_KEYS"]

    app.config["FIELD_KEYS"] = (Fernet.generate_key().decode(), *older)
    db.session.expire_all()
    assert db.session.get(LetterRequest, request.id).details == {"passport_number": "X1234567"}

    app.config["FIELD_KEYS"] = (Fernet.generate_key().decode(),)
    db.session.expire_all()
    with pytest.raises(InvalidToken):
        assert db.session.get(LetterRequest, request.id).details


def test_many_numbers_are_looked_for_in_one_statement_that_stays_the_same(app):
    """SQLite takes no more than 32,766 values in one statement, PostgreSQL no more than 65,535."""
    people = [make_person(name) for name in ("Huiwen", "ليلى حداد", "Łucja Żółkiewska")]
    wanted = select(Person.printed_name).where(one_of(Person.id, numbers_named("numbers")))
    looked_for = [people[0].id, people[2].id, *range(1_000_000, 1_100_000)]

    found = db.session.scalars(wanted.order_by(Person.id), {"numbers": looked_for}).all()

    assert found == ["Huiwen", "Łucja Żółkiewska"]
    assert db.session.scalars(wanted, {"numbers": {people[1].id}}).all() == ["ليلى حداد"]
    assert db.session.scalars(wanted, {"numbers": []}).all() == []


@pytest.mark.parametrize("engine", ["sqlite"])
def test_sqlite_looks_rows_up_by_their_numbers_and_not_at_every_row(app):
    wanted = select(Person.id).where(one_of(Person.id, numbers_named("numbers")))
    statement = str(wanted.compile(db.engine))

    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", ("[1]",))

    assert any("SEARCH person USING INTEGER PRIMARY KEY" in row.detail for row in plan)
