"""The morning of a round: said on one page, searched by a process, published with one click."""

import re

import pytest

from eventsapp.boards.queries import board_of, told_board
from eventsapp.breakouts.models import MODERATOR, BreakoutRoom, Round, Search
from eventsapp.extensions import db
from eventsapp.searches.commands import work_once
from tests.factories import (
    NOW,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
    take_part,
)

NAMES = ("Karen Laßmann", "Amina Diallo", "王芳", "José Ñíguez", "ليلى حداد", "Bo", "Chen", "Łucja")
TODAY = "/meetings/egm-2/breakouts/1/today"


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjirũ"), role="secretariat")


@pytest.fixture
def round_(app):
    return make_round(make_meeting(state="confirmed"), published_at=NOW)


@pytest.fixture
def rooms(round_):
    return [make_room(round_, label, least=3, most=5) for label in ("1", "2")]


@pytest.fixture
def people(rooms):
    """Four in each room; who leads the first is the first."""
    people = [make_person(name) for name in NAMES]
    for number, person in enumerate(people):
        role = MODERATOR if number in {0, 4} else "member"
        place(person, rooms[number // 4], role)
    return people


@pytest.fixture
def staff(officer, people, signed_in_as):
    return signed_in_as(officer)


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def test_two_no_shows_a_late_arrival_and_another_moderator(staff, round_, rooms, people, outbox):
    late, at_home = make_person("Dalia Hassan"), make_person("Somebody at home")
    for person in (late, at_home):
        take_part(round_.meeting, person)
    karen, amina, wang = people[:3]
    db.session.commit()

    asked = staff.post(TODAY, data={
        "version": "0", "away": [karen.id, wang.id], f"for-{karen.id}": amina.id, "late": late.id,
    })  # fmt: skip
    work_once()
    page = text_of(staff.get(asked.location))
    version = board_of(db.session.get(Round, round_.id)).version
    done = staff.post(f"{asked.location}/publish", data={"version": version}, follow_redirects=True)
    again = staff.post(
        f"{asked.location}/publish", data={"version": version}, follow_redirects=True
    )

    assert "Karen Laßmann : is not there" in page
    assert "Dalia Hassan no room room 1" in page
    assert "4 people are told of another room." in text_of(done)
    assert "taken over or left alone already" in text_of(again)
    db.session.expire_all()
    told = {key: one.told for key, one in told_board(db.session.get(Round, round_.id)).items()}
    first = rooms[0].id
    assert told[amina.id] == (first, "moderator")
    assert told[late.id] == (first, "member")
    assert {karen.id, at_home.id}.isdisjoint(told)
    assert [told[one.id][0] for one in people[4:]] == [rooms[1].id] * 4
    assert {mail.person_id for mail in outbox} == {karen.id, wang.id, amina.id, late.id}


def test_whoever_was_in_a_room_that_closes_goes_elsewhere(staff, round_, rooms, people):
    third = make_room(round_, "3", least=1, most=9)
    db.session.commit()

    asked = staff.post(TODAY, data={"version": "0", "closed": rooms[1].id})
    work_once()
    page = text_of(staff.get(asked.location))

    assert db.session.get(BreakoutRoom, rooms[1].id).closed_at is not None
    search = db.session.scalars(db.select(Search)).one()
    wanted = search.plan[str(round_.id)]
    assert {wanted[str(one.id)] for one in people[4:]} <= {rooms[0].id, third.id}
    assert [wanted[str(one.id)] for one in people[:4]] == [rooms[0].id] * 4
    assert "room 2: closes; its people go elsewhere" in page


def test_nothing_said_and_a_board_that_moved_on_are_told_and_change_nothing(staff, round_, people):
    nothing = staff.post(TODAY, data={"version": "0"})
    stale = staff.post(TODAY, data={"version": "7", "away": people[1].id})

    assert nothing.status_code == 422
    assert "Tick who is not there or has come" in text_of(nothing)
    assert stale.status_code == 409
    assert re.search(rf'value="{people[1].id}" checked', stale.get_data(as_text=True))
    assert board_of(db.session.get(Round, round_.id)).version == 0
    assert db.session.scalar(db.select(db.func.count(Search.id))) == 0


def test_somebody_to_take_over_who_is_not_there_either_is_refused_by_name(staff, people):
    answer = staff.post(TODAY, data={
        "version": "0", "away": [people[0].id, people[1].id], f"for-{people[0].id}": people[1].id,
    })  # fmt: skip

    assert answer.status_code == 422
    assert "Amina Diallo is not there either." in text_of(answer)
