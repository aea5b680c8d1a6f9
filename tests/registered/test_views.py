"""What registered people do on their own page, and what a link does not tell."""

import threading
from contextvars import Context

import pytest

from eventsapp.extensions import db
from eventsapp.registrations.models import Registration
from eventsapp.registrations.services import accept
from tests.factories import NOW, make_person, make_user
from tests.registrations.forms import (
    ask,
    kept,
    make_form,
    page_of,
    register,
    sealed,
    send,
    typed,
)


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), "secretariat")


def test_on_their_page_experts_correct_answer_more_take_their_data_and_withdraw(
    app, client, officer
):
    form = make_form(ways={"nationality": "later may"})
    hotel = ask(form, "Which hotel?", after_acceptance=True)
    registration = register(form, organization="Tsinghua")
    own = page_of(registration)
    assert "Which hotel?" not in client.get(f"/register/{form.token}").text
    early = client.get(f"{own}/later")
    assert early.location == own

    corrected = typed(form, printed_name="Huiwen Li", organization="Tsinghua")
    client.post(f"{own}/correction", data=sealed(registration, **corrected))
    assert "not decided yet" in client.get(own).text

    accept(db.session.get(Registration, registration.id), by_id=officer.id, now=NOW)
    assert "Answer the questions" in client.get(own).text
    answers = {"nationality": "Kenya", f"q{hotel.id}": "At the venue"}
    assert client.post(f"{own}/later", data=sealed(registration, **answers)).location == own
    assert "At the venue" in client.get(own).text

    held = client.post(f"{own}/data", data=sealed(registration)).json
    assert (held["name"], held["later"]["answers"]) == ("Huiwen", {"Which hotel?": "At the venue"})
    assert "Withdraw the registration?" in client.get(f"{own}/withdraw").text
    assert kept()[0].state == "accepted"
    client.post(f"{own}/withdraw", data=sealed(registration))
    assert kept()[0].state == "withdrawn"


def test_nothing_on_somebodys_page_is_done_by_a_form_from_elsewhere(app, client):
    registration = send(make_form())
    own = page_of(registration)

    for act in ("confirm", "name", "correction", "later", "withdraw", "data"):
        assert client.post(f"{own}/{act}").status_code == 400

    assert kept()[0].state == "received"


def test_the_link_is_sent_again_and_the_answer_tells_nothing(app, client, outbox):
    form = make_form()
    register(form)
    before = len(outbox)

    known = client.post(f"/register/{form.token}/link", data={"email": "HUIWEN@example.test"})
    unknown = client.post(f"/register/{form.token}/link", data={"email": "other@example.test"})

    assert known.text.replace("HUIWEN", "other") == unknown.text
    assert [message.recipient for message in outbox[before:]] == ["huiwen@example.test"]
    assert outbox[-1].subject.startswith("The link to your registration: EGM 5")


def test_who_signs_in_often_from_a_place_keeps_nobody_there_from_the_link_of_a_registration(
    app, client, outbox
):
    form = make_form()
    register(form)
    for number in range(30):
        client.post("/sign-in", data={"email": f"guest{number}@hotel.test"})
    before = len(outbox)

    client.post(f"/register/{form.token}/link", data={"email": "huiwen@example.test"})

    assert [message.recipient for message in outbox[before:]] == ["huiwen@example.test"]


def test_the_last_place_taken_by_two_at_once_goes_to_one_and_the_other_waits(app):
    form = make_form(is_decided_by_staff=False, most_people=3, has_waiting_list=True)
    for name in ("a", "b"):
        register(form, name, f"{name}@example.test")
    two = [send(form, name, f"{name}@example.test") for name in ("c", "d")]
    paths = [(f"{page_of(one)}/confirm", sealed(one)) for one in two]
    db.session.commit()
    start = threading.Barrier(2)

    def press(path, data):
        start.wait()
        app.test_client().open(path, method="POST", data=data)

    threads = [threading.Thread(target=Context().run, args=(press, *one)) for one in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    states = sorted(one.state for one in kept())
    assert states == ["accepted", "accepted", "accepted", "waiting"]
