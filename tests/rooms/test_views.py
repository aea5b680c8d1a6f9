"""All rooms of a round on one page: saved together, or nothing of it and why."""

import re

import pytest

from eventsapp.boards.queries import board_of
from eventsapp.breakouts.models import BreakoutRoom
from eventsapp.extensions import db
from tests.factories import (
    NOW,
    commit,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
    take_part,
)

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
ROOMS = "/meetings/egm-2/breakouts/1/rooms"


@pytest.fixture
def officer(app, signed_in_as):
    return signed_in_as(make_user(role="secretariat"))


@pytest.fixture
def round_(app):
    """Two rooms; Layla moderates the first, where Li is a member too, and Amina is in none."""
    made = make_round(make_meeting(), published_at=None)
    first, _second = make_room(made, "1", "Water"), make_room(made, "2", "Land")
    place(make_person("ليلى حداد"), first, "moderator")
    place(make_person("李明"), first)
    take_part(made.meeting, make_person("Amina Diallo"))
    commit()
    return made


def fields(page):
    """Return what the form on the page sends when nobody types anything."""
    form = page[page.index('<form class="stack-y"') : page.index('<datalist id="people">')]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrf_token":
            found[name[1]] = (value[1] if value else "").replace("&#34;", '"')
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\s?([^<]*)</textarea>', form):
        found[name] = text
    return found


def seats(round_):
    db.session.expire_all()
    labels = {room.id: room.label for room in round_.rooms}
    names = dict(db.session.execute(db.text("select id, printed_name from person")).all())
    places = board_of(round_).places
    return {names[one]: (labels.get(place.room_id), place.role) for one, place in places.items()}


def test_rooms_change_labels_and_leaders_in_one_go(officer, round_):
    first, second = (f"r{room.id}-" for room in round_.rooms)
    sent = fields(officer.get(ROOMS).text) | {
        f"{first}label": "2",
        f"{second}label": "1",
        f"{second}languages": "French, Arabic",
        f"{second}most": "8",
        f"{second}moderator": "李明",
        f"{second}note_taker": "Amina Diallo",
        f"{second}principles": "Equity\nAccess",
    }

    assert officer.post(ROOMS, data=sent).status_code == 302

    assert seats(round_) == {
        "ليلى حداد": ("2", "moderator"),
        "李明": ("1", "moderator"),
        "Amina Diallo": ("1", "note_taker"),
    }
    land = db.session.scalar(db.select(BreakoutRoom).where(BreakoutRoom.title == "Land"))
    assert (land.label, land.languages, land.most, land.principles) == (
        "1",
        ["fr", "ar"],
        8,
        ["Equity", "Access"],
    )
    assert officer.post(ROOMS, data=sent).status_code == 409
    assert "2 rooms" in officer.get("/meetings/egm-2/breakouts").text


@on_one_engine
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"label": "2"}, "Another room has this label. Choose another one."),
        ({"moderator": "Nobody Here"}, "“Nobody Here” is nobody, or more than one, of those"),
        ({"note_taker": "ليلى حداد"}, "is named in room 1 already. A person has one room"),
        ({"least": "9", "most": "5"}, "The largest size is below the smallest."),
        ({"languages": "Klingonish"}, "“Klingonish” is no language."),
        ({"label": ""}, "Enter the number or letter of the room."),
        ({"label": "a/b"}, "Use letters and numbers: it stands in an address."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_saved(officer, round_, typed, said):
    first = f"r{round_.rooms[0].id}-"
    sent = fields(officer.get(ROOMS).text) | {f"{first}title": "Changed"}
    answer = officer.post(ROOMS, data=sent | {first + name: word for name, word in typed.items()})

    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Changed"' in answer.text
    db.session.expire_all()
    assert round_.rooms[0].title == "Water"


@on_one_engine
def test_a_moderator_who_withdrew_is_said_and_a_replacement_is_taken(officer, round_):
    layla = round_.meeting.participations[0]
    layla.left_at = NOW
    commit()
    page = officer.get(ROOMS).text
    first = f"r{round_.rooms[0].id}-"

    assert "does not take part any more. Name somebody else." in page
    assert officer.post(ROOMS, data=fields(page)).status_code == 422
    assert officer.post(ROOMS, data=fields(page) | {f"{first}moderator": "李明"}).status_code == 302
    assert seats(round_)["李明"] == ("1", "moderator")


@on_one_engine
def test_a_room_that_closes_lets_its_people_wait_and_a_draft_room_is_deleted(officer, round_):
    first, second = round_.rooms
    act = f"/meetings/egm-2/breakouts/1/room/{first.id}"
    officer.post(f"{act}/close")
    officer.post(f"{act}/down")

    assert seats(round_) == {"ليلى حداد": (None, "member"), "李明": (None, "member")}
    assert [room.label for room in round_.rooms] == ["2", "1"]
    officer.post(f"/meetings/egm-2/breakouts/1/room/{second.id}/delete")
    page = officer.get(ROOMS).text
    assert "It has no open room yet. Add the rooms first." in page
    more = {"version": "1", "style": "numbers", "count": "2", "most": "1"}
    sent = {f"more-{name}": value for name, value in more.items()}
    officer.post("/meetings/egm-2/breakouts/1/add-rooms", data=sent)
    page = officer.get(ROOMS).text
    assert "2 rooms seat at most 2 of 3 people. Raise a largest size, or add a room." in page


@on_one_engine
def test_who_was_told_two_rooms_of_one_round_is_named(officer, round_):
    twice = make_person("王芳")
    for room in round_.rooms:
        place(twice, room)
    commit()

    assert "Told two rooms of this round: <bdi>王芳</bdi>." in officer.get(ROOMS).text
