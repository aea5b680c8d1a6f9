"""Sign-in in the browser: the same answer for everybody, one press, no way round."""

import re
import time
from threading import Thread

import pytest
from sqlalchemy import func, insert, select, update

from eventsapp.accounts.models import ADMINISTRATOR, SECRETARIAT, SignInLink, User
from eventsapp.accounts.queries import first_token
from eventsapp.accounts.services import ask_for_link, give_token, set_password
from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.people.models import Person
from tests.factories import make_person, make_user


def link_for(person):
    token = give_token(ask_for_link(person.email, next_page=None, real_now=real_utcnow()))
    db.session.commit()
    return f"/sign-in/{token}"


def without_address(html):
    return re.sub(r'<bdi dir="ltr">[^<]*</bdi>', "", html)


def test_a_known_and_an_unknown_address_get_the_same_answer(client, outbox):
    make_person(email="known@example.test")

    known = client.post("/sign-in", data={"email": "known@example.test"})
    unknown = client.post("/sign-in", data={"email": "unknown@example.test"})

    assert known.status_code == unknown.status_code == 200
    assert without_address(known.text) == without_address(unknown.text)
    assert [message.recipient for message in outbox] == ["known@example.test"]


@pytest.mark.parametrize("typed", ["known@example.test", "unknown@example.test"])
def test_a_known_and_an_unknown_address_wait_for_the_same_moment(make_app, monkeypatch, typed):
    app, pauses = make_app(SIGN_IN_SECONDS=30.0), []
    monkeypatch.setattr(time, "sleep", pauses.append)
    with app.app_context():
        make_person(email="known@example.test")

        answer = app.test_client().post("/sign-in", data={"email": typed})

    assert answer.status_code == 200
    [pause] = pauses
    assert 0 < pause < 30


@pytest.mark.parametrize("typed", ["AMINA@gross.test", "amina@groß.test", "amina@groſs.test"])
def test_the_link_goes_to_the_address_of_the_registry_and_not_to_one_like_it(client, outbox, typed):
    make_person(email="amina@gross.test")

    client.post("/sign-in", data={"email": typed})

    assert [message.recipient for message in outbox] == ["amina@gross.test"]


def test_the_first_two_requests_of_an_expert_at_once_make_one_account(app, outbox):
    person, answers = make_person(email="huiwen@example.test"), []
    db.session.commit()

    def ask():
        answers.append(app.test_client().post("/sign-in", data={"email": "huiwen@example.test"}))

    with db.engine.connect() as other:
        first = {"person_id": person.id, "role": "expert", "is_closed": False, "session_key": "k"}
        other.execute(insert(User).values(**first, created_at=real_utcnow()))
        second = Thread(target=ask)
        second.start()
        second.join(1)  # it waits for the first, which ends now
        other.commit()
    second.join()

    db.session.rollback()
    assert [answer.status_code for answer in answers] == [200]
    assert [message.recipient for message in outbox] == ["huiwen@example.test"]
    assert db.session.scalar(select(func.count()).select_from(User)) == 1


def test_the_outbox_never_holds_the_link(client, outbox):
    make_person(email="known@example.test")

    client.post("/sign-in", data={"email": "known@example.test"})

    [message] = outbox
    assert "[link]" in message.text
    assert "http" not in message.text + (message.html or "").replace("http-equiv", "")


def test_opening_a_link_changes_nothing_and_pressing_its_button_signs_in(client):
    link = link_for(make_person("Huiwen"))

    assert "Sign in as <bdi>Huiwen</bdi>" in client.get(link).text
    assert "Sign in as <bdi>Huiwen</bdi>" in client.get(link).text
    answer = client.post(link)

    assert (answer.status_code, answer.location) == (302, "/")
    assert client.get("/my-details").status_code == 200


def test_a_used_link_says_so(client, app):
    link = link_for(make_person())
    client.post(link)

    again = app.test_client().post(link)

    assert again.status_code == 410
    assert "This link was used or is too old" in again.text


def test_of_two_who_press_the_button_of_one_link_at_once_one_comes_in(app):
    link, answers = link_for(make_person("Huiwen")), []

    def press():
        answers.append(app.test_client().post(link))

    with db.engine.connect() as other:
        other.execute(update(SignInLink).values(used_at=real_utcnow()))
        second = Thread(target=press)
        second.start()
        second.join(1)  # it waits for the first, which ends now
        other.commit()
    second.join()

    assert [answer.status_code for answer in answers] == [410]


def test_after_signing_in_people_come_to_the_page_they_wanted(app, client):
    person = make_person(email="a@example.test")
    make_user(person)
    link = ask_for_link("a@example.test", next_page="/my-details", real_now=real_utcnow())
    token = give_token(link)

    assert client.post(f"/sign-in/{token}").location == "/my-details"


def test_another_host_is_no_page_of_ours(client):
    page = client.get("/sign-in?next=https://evil.example/").text
    page += client.get("/sign-in?next=//evil.example/").text
    page += client.get("/sign-in?next=/%5Cevil.example/").text

    assert "evil" not in page


def test_a_stranger_is_sent_to_sign_in_and_comes_back(client):
    answer = client.get("/my-details?x=1")

    assert answer.location == "/sign-in?next=/my-details?x%3D1"


def test_the_sixth_request_for_one_address_is_refused_for_a_while(client):
    statuses = [
        client.post("/sign-in", data={"email": "a@example.test"}).status_code for _ in range(6)
    ]

    assert statuses == [200] * 5 + [429]


def test_a_wrong_address_is_shown_back_with_a_sentence(client):
    answer = client.post("/sign-in", data={"email": "no address"})

    assert answer.status_code == 422
    assert 'value="no address"' in answer.text
    assert "This is not an e-mail address. Write it like name@example.org." in answer.text


def test_staff_sign_in_with_their_password(client):
    user = make_user(make_person(email="grace@example.test"), role=SECRETARIAT)
    set_password(user, "a sentence is good")

    wrong = client.post(
        "/sign-in/password", data={"email": "grace@example.test", "password": "a wrong one"}
    )
    right = client.post(
        "/sign-in/password", data={"email": "grace@example.test", "password": "a sentence is good"}
    )

    assert wrong.status_code == 422
    assert "a wrong one" not in wrong.text
    assert right.location == "/"


def test_a_closed_account_is_signed_out_at_once(signed_in_as):
    user = make_user()
    browser = signed_in_as(user)
    assert browser.get("/my-details").status_code == 200

    user.is_closed = True

    assert browser.get("/my-details").status_code == 302


def test_who_has_left_is_signed_out_at_once(signed_in_as, NOW):
    user = make_user()
    browser = signed_in_as(user)
    assert browser.get("/my-details").status_code == 200

    user.person.left_at = NOW

    assert browser.get("/my-details").status_code == 302


def test_a_new_password_signs_out_every_other_browser(signed_in_as):
    user = make_user(make_person("Grace Wanjiru"), role=SECRETARIAT)
    own, lost = signed_in_as(user), signed_in_as(user)

    answer = own.post("/my-details/password", data={"password": "a sentence is good"})

    assert answer.status_code == 302
    assert own.get("/my-details").status_code == 200
    assert lost.get("/my-details").status_code == 302


def test_nothing_that_was_planted_in_a_session_stays_after_signing_in(client):
    link = link_for(make_person("Huiwen"))
    with client.session_transaction() as planted:
        planted["csrf_token"] = "known to somebody else"

    client.post(link)

    with client.session_transaction() as begun:
        assert begun.get("csrf_token") != "known to somebody else"
        assert begun["_user_id"]


def test_people_set_their_own_time_zone(signed_in_as):
    user = make_user()

    signed_in_as(user).post("/my-details", data={"tz": "Asia/Jakarta"})

    db.session.expire_all()
    assert db.session.get(Person, user.person_id).tz == "Asia/Jakarta"
    [act] = db.session.scalars(db.select(Entry).where(Entry.subject_table == "person"))
    assert (act.verb, act.user_id, act.detail) == ("changed", user.id, {"fields": ["tz"]})


def test_the_first_administrator_is_made_once_by_the_link_only(app, client):
    good = f"/welcome/{first_token()}"
    assert client.get("/welcome/guessed").status_code == 404

    answer = client.post(good, data={"name": "Grace", "email": "grace@example.test", "tz": ""})

    assert answer.location == "/"
    user = db.session.scalars(db.select(Person)).one()
    assert user.printed_name == "Grace"
    assert db.session.scalar(db.text('SELECT role FROM "user"')) == ADMINISTRATOR
    assert client.get(good).status_code == 404
