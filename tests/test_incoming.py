"""What comes in from outside: odd signs, numbers beyond every row, other hosts, many callers."""

import logging

import pytest

from eventsapp.accounts.models import SECRETARIAT
from eventsapp.extensions import db
from eventsapp.incoming import caller, own_page
from eventsapp.people.models import Person
from eventsapp.public import public
from tests.factories import make_meeting, make_person, make_user


@pytest.fixture
def officer(signed_in_as):
    return signed_in_as(make_user(make_person("Grace Wanjiru"), SECRETARIAT))


@pytest.mark.parametrize(
    "path",
    [
        "/people/2147483648",
        "/people/9223372036854775808",
        "/people/" + 5000 * "9",
        "/letters/2147483648.pdf",
        "/letters/new?meeting=egm-2&person=99999999999999999999",
        "/meetings/egm%00-2/agenda",
        "/meetings/egm-2/public.ics%00",
    ],
)
def test_an_address_that_no_row_can_have_is_not_there(officer, path):
    assert officer.get(path).status_code == 404


BEYOND = ("²", "٣", "-1", "99999999999999999999", 5000 * "9")


@pytest.mark.parametrize(
    "path",
    [
        "/people?organization=",
        "/people?page=",
        "/people/merge?people=1&people=",
        "/people/merges?page=",
        "/people/imports?page=",
        "/people/organizations?page=",
        "/people/data-requests?page=",
        "/retention?page=",
        "/log?person=",
        "/log?page=",
        "/meetings/egm-2/attendance?page=",
        "/meetings/egm-2/attendance/notes?page=",
        "/meetings/egm-2/figures?who=",
        "/meetings/egm-2/participants?by=",
        "/meetings/egm-2/participants?attended=",
        "/meetings/egm-2/participants?done=",
        "/meetings/egm-2/participants?page=",
        "/meetings/egm-2/participants/act?act=remind&p=",
        "/meetings/egm-2/participants/act?act=invite&p=",
        "/meetings/egm-2/participants/invite?people=1-",
        "/meetings/egm-2/participants/invite?people=",
    ],
)
def test_a_number_that_no_row_can_have_is_answered_as_usual(officer, path, caplog):
    """Whoever changes the address by hand gets a page, and nothing is logged as a mistake."""
    make_meeting()
    db.session.commit()

    answers = {number: officer.get(path + number).status_code for number in BEYOND}

    assert set(answers.values()) <= {200, 302, 404}, answers
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR]


def test_a_registration_that_no_row_can_be_is_not_linked(officer):
    make_meeting()
    db.session.commit()
    sent = {"registration": 25 * "9", "person": 25 * "9"}

    assert officer.post("/meetings/egm-2/participants/link", data=sent).status_code == 404


def test_a_day_at_either_end_of_time_lifts_the_filter_of_the_log(officer):
    for day in ("0001-01-01", "9999-12-31"):
        assert officer.get(f"/log?since={day}&until={day}").status_code == 200


def test_a_sign_that_no_text_has_is_left_out_of_what_was_typed(officer):
    known = make_person("Huiwen")
    db.session.commit()
    page = {"printed_name": "Hui\0wen Li", "addresses": "huiwen@example\0.test", "version": "1",
            "gender": "", "category": "", "tz": ""}  # fmt: skip

    answer = officer.post(f"/people/{known.id}/edit", data=page)

    assert answer.status_code == 302
    db.session.expire_all()
    assert db.session.get(Person, known.id).printed_name == "Huiwen Li"
    assert officer.get("/people?q=Hui%00wen").text.count("Huiwen Li") > 0


@pytest.mark.parametrize(
    ("page", "is_ours"),
    [
        ("/letters?state=draft", True),
        ("/meetings/été", True),
        ("https://evil.example/", False),
        ("//evil.example/", False),
        ("/\\evil.example/", False),
        ("/\t/evil.example/", False),
        ("/\n/evil.example/", False),
        ("/letters\r\nSet-Cookie: a=b", False),
        ("letters", False),
        ("/" + 500 * "x", False),
        ("", False),
        (None, False),
    ],
)
def test_only_a_path_of_ours_is_a_page_to_go_on_to(page, is_ours):
    assert own_page(page) == (page if is_ours else None)


def test_a_page_too_long_to_keep_is_forgotten_and_the_link_is_sent(client, outbox):
    make_person(email="known@example.test")
    typed = {"email": "known@example.test", "next": "/" + 600 * "x"}

    answer = client.post("/sign-in", data=typed)

    assert answer.status_code == 200
    assert [message.recipient for message in outbox] == ["known@example.test"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "who"),
    [
        ("203.0.113.7", None, "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "10.1.1.1, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "unknown", "unknown"),
        ("2001:db8:1:2:aaaa::1", None, "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", None, "::ffff:203.0.113.7"),
    ],
)
def test_a_caller_is_whom_our_proxy_names_and_nobody_else_is_believed(app, peer, forwarded, who):
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    with app.test_request_context(environ_base={"REMOTE_ADDR": peer}, headers=headers):
        assert caller() == who


def test_people_behind_one_proxy_are_not_one_caller(client):
    statuses = {
        client.post(
            "/sign-in",
            data={"email": f"expert{number}@example.test"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        ).status_code
        for number in range(45)
    }

    assert statuses == {200}


def test_a_mistake_is_logged_without_the_address_that_was_asked_for(own_app, caplog):
    @public
    def fail(token):
        raise ZeroDivisionError

    own_app.add_url_rule("/failing/<token>", view_func=fail, endpoint="failing")
    own_app.config["PROPAGATE_EXCEPTIONS"] = False

    with caplog.at_level(logging.ERROR):
        answer = own_app.test_client().get("/failing/a-secret-token")

    assert answer.status_code == 500
    assert [record.message for record in caplog.records] == ["A mistake in failing [GET]"]
    assert "a-secret-token" not in caplog.text


def test_what_a_secret_link_shows_is_kept_by_no_program(client):
    assert client.get("/sign-in").headers["Cache-Control"] == "no-cache"
    assert client.get("/sign-in/any-token").headers["Cache-Control"] == "private, no-store"
