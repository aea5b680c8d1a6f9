"""The pages of a search, from the question to the board."""

import re
from dataclasses import asdict

import pytest

from eventsapp.boards.queries import board_of
from eventsapp.boards.services import lock_people
from eventsapp.breakouts.models import PlacingRule, Round, Search
from eventsapp.extensions import db
from eventsapp.placing.conflicts import find_conflict
from eventsapp.placing.problem import problem_from_json
from eventsapp.searches.services import claim_search, keep_conflict, keep_found, note_alive
from tests.factories import (
    NOW,
    make_day,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
)

NAMES = ("Amina Diallo", "王芳", "Łucja Żółkiewska", "ليلى حداد")
ASK = "/meetings/egm-2/breakouts/search"


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjirũ"), role="secretariat")


@pytest.fixture
def round_(app):
    return make_round(make_meeting(), published_at=None)


@pytest.fixture
def rooms(round_):
    return [make_room(round_, label, most=3) for label in ("1", "2")]


@pytest.fixture
def people(rooms):
    people = [make_person(name) for name in NAMES]
    for person in people:
        place(person, rooms[0])
    return people


@pytest.fixture
def staff(officer, people, signed_in_as):
    return signed_in_as(officer)


def text_of(answer):
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", answer.get_data(as_text=True))
    return " ".join(text.split())


def ask(staff, *rounds):
    answer = staff.post(ASK, data={"rounds": [one.id for one in rounds], "seconds": "10"})
    return answer.location


def only_search():
    db.session.expire_all()
    return db.session.scalars(db.select(Search)).one()


def find(search, plan):
    """Let a process find this plan: by person the room."""
    claim_search("a process", NOW)
    kept = {str(person.id): room.id for person, room in plan.items()}
    progress = {"total": 110, "bound": 100, "gap": 0.1, "seconds": 10,
                "points": [[1, 150, None], [2, 120, 90], [10, 110, 100]]}  # fmt: skip
    keep_found(search.id, "a process", NOW, plan={str(search.rounds[0]): kept}, progress=progress)
    db.session.commit()


def test_a_search_is_asked_for_once_however_often_the_button_is_pressed(staff, round_):
    shown = text_of(staff.get(ASK))
    first = ask(staff, round_)
    second = staff.post(ASK, data={"rounds": [round_.id], "seconds": "60"}, follow_redirects=True)

    assert "The rooms of Round 1" not in shown
    search = only_search()
    assert first == f"/meetings/egm-2/breakouts/searches/{search.id}"
    assert (search.state, search.seconds, search.rounds) == ("waiting", 10, [round_.id])
    assert "A search for this round is under way already: this is it." in text_of(second)


def test_what_the_search_has_found_so_far_is_said_in_words(staff, round_, rooms, people):
    address = ask(staff, round_)
    search = only_search()
    claim_search("a process", NOW)
    plan = {str(round_.id): {str(one.id): rooms[n % 2].id for n, one in enumerate(people)}}
    note_alive(search.id, "a process", NOW, progress={"plan": plan, "gap": 0.034, "seconds": 4.2})
    db.session.commit()

    said = staff.get(f"{address}/progress").json

    assert said["state"] == "running"
    assert said["words"] == {
        "plan": "No two people meet again; every room has 2 people.",
        "gap": "Proven: at most 3.4 % from the best possible.",
        "time": "4 of 10 seconds",
    }
    assert said["words"]["plan"] in text_of(staff.get(address))


def test_a_result_is_compared_with_the_board_and_taken_over(staff, round_, rooms, people):
    address = ask(staff, round_)
    find(only_search(), {people[0]: rooms[0], **dict.fromkeys(people[1:3], rooms[1])})

    page = text_of(staff.get(address))
    after = text_of(staff.post(f"{address}/accept", data={f"v-{round_.id}": "0"},
                               follow_redirects=True))  # fmt: skip

    assert "2 people would move." in page
    assert "王芳 room 1 room 2" in page
    assert "2 people were moved on the board. Nobody is told before you publish it." in after
    db.session.expire_all()
    places = board_of(db.session.get(Round, round_.id)).places
    assert [places[one.id].room_id for one in people[:3]] == [
        rooms[0].id,
        rooms[1].id,
        rooms[1].id,
    ]


def test_a_board_that_moved_on_is_shown_and_not_written_over(staff, officer, round_, rooms, people):
    address = ask(staff, round_)
    find(only_search(), dict.fromkeys(people[:2], rooms[1]))
    lock_people(round_, [people[0].id], True, expected_version=0, by=officer, now=NOW)
    db.session.commit()

    refused = staff.post(f"{address}/accept", data={f"v-{round_.id}": "0"})
    taken = staff.post(f"{address}/accept", data={f"v-{round_.id}": "1"})

    assert refused.status_code == 409
    assert "Somebody changed the board while you were looking" in text_of(refused)
    assert "Amina Diallo , room 2: is locked now" in text_of(refused)
    assert taken.status_code == 302
    db.session.expire_all()
    places = board_of(db.session.get(Round, round_.id)).places
    assert [places[one.id].room_id for one in people[:2]] == [rooms[0].id, rooms[1].id]


def test_rules_that_contradict_each_other_are_named_and_one_button_helps(
    staff, round_, rooms, people
):
    pair = {"people": [one.id for one in people[:2]]}
    rules = [
        PlacingRule(meeting_id=round_.meeting_id, kind=kind, facts=pair)
        for kind in ("apart", "together")
    ]
    db.session.add_all(rules)
    db.session.commit()
    address = ask(staff, round_)
    claim_search("a process", NOW)
    search = only_search()
    conflict = find_conflict(problem_from_json(search.problem["problem"]), seconds=20)
    keep_conflict(search.id, "a process", NOW, asdict(conflict))
    db.session.commit()

    page = text_of(staff.get(address))
    again = staff.post(f"{address}/change", data={"change": "1"})

    assert "Amina Diallo and 王芳 apart" in page
    assert "Amina Diallo and 王芳 together" in page
    assert "Let Amina Diallo and 王芳 be in one room. Then search again" in page
    db.session.expire_all()
    assert [rule.is_on for rule in rules].count(False) == 1
    assert again.status_code == 302
    assert again.location != address
    assert staff.post(f"{address}/change", data={"change": "1"}).status_code == 409


def test_a_search_says_beforehand_what_cannot_add_up(staff, round_, rooms, people):
    rooms[0].most = rooms[1].most = 1
    db.session.commit()

    assert (
        "The rooms of Round 1 take 2 people and 4 are to be placed. Raise the largest size of a "
        "room, or add a room." in text_of(staff.get(ASK))
    )


def test_a_round_without_rooms_and_no_round_at_all_are_not_searched(staff, round_):
    empty = make_round(round_.meeting, number=2, published_at=None)
    db.session.commit()

    refused = staff.post(ASK, data={"rounds": [empty.id], "seconds": "10"})
    nothing = staff.post(ASK, data={"seconds": "10"})

    assert (refused.status_code, nothing.status_code) == (422, 422)
    assert "Round 2 has no room that is open. Add rooms to it first." in text_of(refused)
    assert "Choose one round at least." in text_of(nothing)
    assert db.session.scalar(db.select(db.func.count(Search.id))) == 0


def test_a_round_whose_day_is_over_is_not_searched(staff, round_):
    round_.day_id = make_day(round_.meeting).id
    db.session.commit()

    refused = staff.post(ASK, data={"rounds": [round_.id], "seconds": "10"})

    assert "No round to place" in text_of(staff.get(ASK))
    assert refused.status_code == 422


def test_a_search_of_a_round_that_was_deleted_says_so_and_takes_nothing_over(
    staff, round_, rooms, people
):
    address = ask(staff, round_)
    find(only_search(), dict.fromkeys(people, rooms[1]))
    key = round_.id
    db.session.delete(db.session.get(Round, key))
    db.session.commit()

    page = staff.get(address)
    refused = staff.post(f"{address}/accept", data={f"v-{key}": "0"})

    assert "The rounds of this search were deleted." in text_of(page)
    assert refused.status_code == 409
    assert "The rounds of this search are not there any more." in text_of(refused)


def test_what_waits_can_be_stopped_and_a_result_left_alone(staff, round_, rooms, people):
    address = ask(staff, round_)
    staff.post(f"{address}/stop")
    assert only_search().state == "dropped"
    assert "This result was left alone" in text_of(staff.get(address))

    second = ask(staff, round_)
    search = db.session.scalars(db.select(Search).order_by(Search.id.desc())).first()
    find(search, dict.fromkeys(people, rooms[1]))
    staff.post(f"{second}/drop")

    assert staff.post(f"{second}/accept", data={f"v-{round_.id}": "0"}).status_code == 409
    assert board_of(round_).version == 0
