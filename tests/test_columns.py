"""Moments that keep their zone, and fields that nobody reads in the file."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import text
from sqlalchemy.exc import StatementError

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
