"""The page on which somebody answers a poll."""

import re
from datetime import date, datetime, time

import pytest

from eventsapp.clock import utcnow
from eventsapp.extensions import db
from eventsapp.polls.models import PollInvitee
from eventsapp.polls.queries import answers_of
from eventsapp.polls.services import close_poll, give_token
from eventsapp.polls.slots import Wall
from tests.factories import make_person, make_poll, make_user

MONDAY, TUESDAY = date(2097, 1, 21), date(2097, 1, 22)
KEY = "a key only for tests"


@pytest.fixture
def poll(app):
    asked = [make_person("山田 花子", tz="Asia/Tokyo"), make_person("Bo")]
    return make_poll(
        Wall(MONDAY, time(9)), Wall(MONDAY, time(23, 30)), asked=asked, closes_on=date(2097, 1, 10)
    )


def link(invitee):
    address = f"/polls/answer/{give_token(invitee, KEY)}"
    db.session.commit()
    return address


def answers_in(invitee_id):
    db.session.rollback()
    return answers_of(db.session.get(PollInvitee, invitee_id))


def test_both_clocks_are_shown_and_a_slot_stands_under_the_readers_date(poll, client):
    """Cases 36 and 37."""
    page = " ".join(client.get(link(poll.invitees[0])).text.split())

    assert "All times are on the clock of <b>Tokyo</b>." in page
    assert page.index("Monday 21 January 2097") < page.index("Tuesday 22 January 2097")
    assert '15:00–16:00</bdi> <span class="yours"><bdi dir="ltr">09:00–10:00</bdi> Nairobi' in page
    tuesday = page[page.index("Tuesday 22 January 2097") :]
    assert "05:30–06:30</bdi>" in tuesday
    assert 'Mon 21 Jan 2097 <bdi dir="ltr">23:30–00:30</bdi> Nairobi (UTC+3)' in tuesday
    assert f'name="slot-{poll.slots[1].id}"' in tuesday


def test_the_answer_to_a_slot_of_another_date_goes_to_that_slot(poll, client):
    """Case 37."""
    invitee, late = poll.invitees[0].id, poll.slots[1].id

    answer = client.post(
        link(poll.invitees[0]), data={f"slot-{late}": "yes", "tz": "Asia/Tokyo", "comment": " é "}
    )

    assert answer.status_code == 302
    assert answers_in(invitee) == {late: "yes"}
    kept = db.session.get(PollInvitee, invitee)
    assert (kept.comment, kept.tz) == ("é", "Asia/Tokyo")
    page = client.get(answer.location).text
    assert "You have answered." in page
    assert "1 time has no answer of yours yet." in page


def test_another_zone_is_chosen_on_the_page_and_what_was_ticked_stays(poll, client):
    page, slot = link(poll.invitees[1]), poll.slots[0].id
    assert "We do not know your time zone: all times are on the clock of <b>Nairobi</b>" in (
        client.get(page).text
    )

    listed = client.post(page, data={"act": "zones", f"slot-{slot}": "if_need_be"}).text
    there = client.post(
        page,
        data={"act": "zone", "tz": "America/Mexico_City", f"slot-{slot}": "if_need_be"},
    ).text

    assert '<option value="America/Mexico_City">America/Mexico City</option>' in listed
    assert '<option value="America/Mexico_City">' not in there
    for shown in (listed, there):
        assert f'name="slot-{slot}" value="if_need_be" checked' in shown
    assert "on the clock of <b>Mexico City</b>" in there
    assert "00:00–01:00" in there
    assert answers_in(poll.invitees[1].id) == {}


def test_a_poll_that_closes_while_it_is_answered_loses_nothing(poll, client, signed_in_as):
    officer = make_user(make_person("Grace Wanjiru"), role="secretariat")
    page, invitee, slot = link(poll.invitees[0]), poll.invitees[0].id, poll.slots[0].id
    assert client.get(page).status_code == 200
    close_poll(poll, by=officer, now=utcnow())
    db.session.commit()

    late = client.post(page, data={f"slot-{slot}": "no", "comment": "At night, alas"})

    assert late.status_code == 409
    assert "while you were answering" in late.text
    assert "Nothing is lost" in late.text
    assert f'name="slot-{slot}" value="no" checked' in late.text
    assert "At night, alas" in late.text
    assert answers_in(invitee) == {}
    desk = signed_in_as(officer)
    assert "Take the late answer" in desk.get(f"/polls/{poll.id}").text
    desk.post(f"/polls/{poll.id}/people/{invitee}/late")
    assert answers_in(invitee) == {slot: "no"}
    told = f"/polls/{poll.id}/people/{invitee}/answer"
    assert f'name="slot-{slot}" value="no" checked' in desk.get(told).text
    desk.post(told, data={f"slot-{slot}": "if_need_be"})
    assert answers_in(invitee) == {slot: "if_need_be"}


def test_what_is_wrong_is_said_and_what_was_typed_stays(poll, client):
    page, slot = link(poll.invitees[0]), poll.slots[0].id

    empty = client.post(page, data={"comment": "Which week?"})
    long = client.post(page, data={f"slot-{slot}": "yes", "comment": "x" * 1001})
    invented = client.post(page, data={f"slot-{slot}": "maybe", "slot-99999": "yes"})

    assert [one.status_code for one in (empty, long, invented)] == [422, 422, 422]
    assert "Answer at least one of the times." in empty.text
    assert "Which week?" in empty.text
    assert f'name="slot-{slot}" value="yes" checked' in long.text
    assert answers_in(poll.invitees[0].id) == {}


def test_nobody_sees_what_others_answered_unless_staff_show_the_counts(poll, client):
    first, second = (link(one) for one in poll.invitees)
    client.post(first, data={f"slot-{poll.slots[0].id}": "yes", "comment": "Gladly"})

    closed = client.get(second).text
    poll.shows_counts = True
    db.session.commit()
    counted = client.get(second).text

    assert "can come</p>" not in closed
    assert "1 can come" in counted
    for page in (closed, counted):
        assert "山田" not in page
        assert "Gladly" not in page


def test_an_unknown_link_and_one_of_somebody_asked_no_more_are_alike(poll, client, signed_in_as):
    page, poll_id, invitee = link(poll.invitees[0]), poll.id, poll.invitees[0].id
    officer = make_user(make_person("Grace Wanjiru"), role="secretariat")
    assert client.get(page).headers["Cache-Control"] == "private, no-store"
    signed_in_as(officer).post(f"/polls/{poll_id}/people/{invitee}/remove")

    gone, unknown = client.get(page), client.get("/polls/answer/no-such-token")

    assert (gone.status_code, unknown.status_code) == (404, 404)
    assert gone.text == unknown.text


def test_who_signs_in_answers_their_own_and_nobody_elses(poll, signed_in_as):
    one, other = make_user(poll.invitees[1].person), make_user(make_person("Huiwen"))
    page, slot = f"/polls/{poll.id}/mine", poll.slots[0].id

    assert signed_in_as(other).get(page).status_code == 404
    signed_in_as(one).post(page, data={f"slot-{slot}": "yes", "tz": "no/such"})

    assert answers_in(poll.invitees[1].id) == {slot: "yes"}
    assert db.session.get(PollInvitee, poll.invitees[1].id).tz is None
    assert isinstance(poll.invitees[1].answered_at, datetime)


def test_what_somebody_answers_while_staff_enter_it_for_them_is_not_written_over(
    poll, client, signed_in_as
):
    bo, slot = poll.invitees[1].id, poll.slots[0].id
    desk = signed_in_as(make_user(make_person("Grace Wanjiru"), role="secretariat"))
    told, page = f"/polls/{poll.id}/people/{bo}/answer", link(poll.invitees[1])
    seen = re.search(r'name="seen" value="(\d+)"', desk.get(told).text)[1]
    client.post(page, data={f"slot-{slot}": "yes", "comment": "By train."})

    entered = desk.post(told, data={f"slot-{slot}": "no", "seen": seen})

    assert entered.status_code == 409
    assert "Bo answered meanwhile, and nothing was written over that." in entered.text
    assert answers_in(bo) == {slot: "yes"}
    assert db.session.get(PollInvitee, bo).comment == "By train."
    now_seen = re.search(r'name="seen" value="(\d+)"', entered.text)[1]
    assert desk.post(told, data={f"slot-{slot}": "no", "seen": now_seen}).status_code == 302
