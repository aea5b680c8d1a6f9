"""What people see when something is refused or fails."""

import pytest
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from eventsapp.accounts.models import SECRETARIAT
from eventsapp.errors import RuleBroken
from eventsapp.public import public
from tests.factories import make_user


@pytest.fixture
def app(own_app):
    return own_app


def failing(app, error):
    @public
    def fail():
        raise error

    app.add_url_rule("/failing", view_func=fail, endpoint="failing")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app.test_client().get("/failing")


def test_a_broken_rule_is_shown_as_its_sentence(app):
    answer = failing(app, RuleBroken("Room 3 holds 12 people and 14 are placed there."))

    assert answer.status_code == 409
    assert "Room 3 holds 12 people and 14 are placed there." in answer.text


def test_a_database_that_is_away_says_that_nothing_was_saved(app):
    answer = failing(app, OperationalError("SELECT secret", {}, Exception("locked")))

    assert answer.status_code == 503
    assert "so nothing was saved" in answer.text
    assert "SELECT" not in answer.text


@pytest.mark.parametrize(
    "error",
    [
        DataError("INSERT secret", {}, Exception("X1234567 is too long")),
        OverflowError("X1234567 is too large a secret"),
    ],
)
def test_what_does_not_fit_its_column_gets_a_sentence(app, error):
    answer = failing(app, error)

    assert answer.status_code == 400
    assert "Something is longer or larger than the record can hold" in answer.text
    assert "secret" not in answer.text
    assert "X1234567" not in answer.text


def test_what_somebody_else_entered_a_moment_before_says_so(app):
    error = IntegrityError("INSERT secret", {}, Exception("Key (address)=(a@b.test) exists"))

    answer = failing(app, error)

    assert answer.status_code == 409
    assert "Somebody saved the same thing a moment before you" in answer.text
    assert "a@b.test" not in answer.text


@pytest.mark.parametrize("path", ["/people", "/mail", "/people/imports", "/people/merges", "/log"])
def test_a_page_number_beyond_every_list_is_no_mistake(signed_in_as, path):
    officer = signed_in_as(make_user(role=SECRETARIAT))

    answer = officer.get(f"{path}?page=99999999999999999999")

    assert answer.status_code == 200
    assert "<h1" in answer.text
    assert "Something is longer or larger" not in answer.text


def test_a_mistake_of_ours_shows_nothing_of_its_inside(app):
    answer = failing(app, ZeroDivisionError("passport X1234567"))

    assert answer.status_code == 500
    assert "A mistake of ours" in answer.text
    assert "X1234567" not in answer.text


def test_what_is_not_there_is_404_with_a_way_on(client, signed_in_as):
    for visitor in (client, signed_in_as(make_user())):
        answer = visitor.get("/no-such-page")
        assert answer.status_code == 404
        assert "Go to your next things" in answer.text


def test_every_answer_forbids_what_comes_from_outside(client):
    headers = client.get("/sign-in").headers

    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_pages_of_people_are_kept_by_nobody(signed_in_as):
    page = signed_in_as(make_user()).get("/my-details")

    assert page.headers["Cache-Control"] == "private, no-store"
