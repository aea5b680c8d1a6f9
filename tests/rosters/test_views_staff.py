"""What the secretariat takes out of the rosters: for doors and tables, files, the whole set."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from eventsapp.breakouts.models import Seat
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.sheets.reading import read_table
from tests.factories import make_day, make_meeting, make_person, make_room, make_round, place
from tests.rosters.rooms import ROOM, an_officer, room_of_four, users_of

ROUND = "/meetings/egm-3/breakouts/1"
SET = "/meetings/egm-3/breakouts/rosters"


@pytest.fixture
def engine():
    """Pages and papers are the same on both engines."""
    return "sqlite"


@pytest.fixture
def room(app):
    return room_of_four()[0]


@pytest.fixture
def staff(room, signed_in_as):
    return signed_in_as(an_officer(room.round.meeting))


def text_of(answer):
    pages = PdfReader(BytesIO(answer.data)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def exported():
    db.session.rollback()
    return [
        (one.detail["format"], one.detail["rows"])
        for one in db.session.scalars(db.select(Entry).where(Entry.verb == "exported"))
    ]


def test_each_door_has_a_sign_and_each_person_a_plate_two_a_page(room, staff):
    make_room(room.round, "5", "Water")
    make_room(room.round, "6", "Closed", closed_at=room.round.published_at)

    signs, plates = staff.get(f"{ROUND}/signs.pdf"), staff.get(f"{ROUND}/plates.pdf?room=4")

    assert len(text_of(signs)) == 2
    assert ["Economy" in text_of(signs)[0], "Water" in text_of(signs)[1]] == [True] * 2
    assert len(text_of(plates)) == 2
    assert "Yukinari Tanaka" in text_of(plates)[0]
    assert not any("DRAFT" in text for text in text_of(signs))
    assert exported() == [("pdf of signs", 2), ("pdf of plates", 4)]


def test_a_draft_is_printed_from_the_board_and_says_so(room, staff):
    late = make_person("Nkosinathi Maphumulo", is_invented=True)
    db.session.add(Seat(round_id=room.round_id, room_id=room.id, person_id=late.id))

    told, draft = staff.get(f"{ROUND}/plates.pdf"), staff.get(f"{ROUND}/plates.pdf?draft=1")

    assert "Nkosinathi" not in " ".join(text_of(told))
    assert "DRAFT" in text_of(draft)[0]
    assert "Nkosinathi Maphumulo" in text_of(draft)[0]
    room.round.published_at = None
    assert "Nkosinathi Maphumulo" in staff.get(ROOM).text
    assert "DRAFT" in text_of(staff.get(f"{ROUND}/signs.pdf"))[0]
    assert "DRAFT" in text_of(staff.get(f"{SET}.pdf"))[0]


def test_the_file_for_zoom_holds_addresses_and_the_page_names(room, staff):
    page, file = staff.get(f"{ROUND}/online"), staff.get(f"{ROUND}/zoom.csv")

    lines = file.get_data(as_text=True).split("\r\n")
    assert lines[:2] == [
        "Pre-assign Room Name,Email Address",
        "Room 4: Economy,tanaka@example.test",
    ]
    assert len(lines) == 5
    assert "example.test" not in page.text.split("<main")[1]
    assert "observes, and is moved by hand" in page.text
    assert "Yukinari Tanaka" in page.text
    assert exported() == [("csv for zoom", 3)]


def test_nobody_of_a_draft_is_in_a_file(room, staff):
    room.round.published_at = None

    refused = staff.get(f"{ROUND}/zoom.csv")

    assert refused.status_code == 409
    assert "Publish it first" in refused.text
    assert "Publish the round first." in staff.get(f"{ROUND}/online").text
    assert exported() == []


def test_the_whole_set_names_rooms_roles_and_earlier_rooms(room, staff):
    earlier = make_meeting("egm-1", number=1)
    old = make_room(make_round(earlier, make_day(earlier)), "2")
    place(next(one for one in room.placements if one.role == "member").person, old)
    make_room(make_round(room.round.meeting, number=2), "A", "=Empty")

    sheet, paper = staff.get(f"{SET}.xlsx"), staff.get(f"{SET}.pdf")

    rows = [list(row.cells) for row in read_table(sheet.data, "set.xlsx").rows]
    assert [row[5] for row in rows if row[2] == "4"] == [
        "Moderator", "Note-taker", "Member", "Observer",
    ]  # fmt: skip
    member = next(row for row in rows if row[5] == "Member")
    assert member[6:9] == ["王芳", "Wáng Fāng", "City network"]
    assert member[11] == "Was in room 2 on day 1 of EGM 1"
    assert [row[3] for row in rows if row[2] == "A"] == ["=Empty"]
    assert "Nobody is placed here" in " ".join(text_of(paper))
    assert [one for one, _rows in exported()] == ["xlsx", "pdf"]


def test_a_moderator_prints_the_own_room_in_every_script_and_no_other(room, signed_in_as):
    people = {one.role: one.person for one in room.placements}
    users = users_of(people)

    paper = signed_in_as(users["moderator"]).get(f"{ROOM}/roster.pdf")

    [text] = text_of(paper)
    for name in ("王芳", "Rini Rachmawati"):
        assert name in text
    assert signed_in_as(users["member"]).get(f"{ROOM}/roster.pdf").status_code == 404


def test_the_questions_to_the_database_do_not_grow_with_the_rooms(room, staff, questions):
    few = questions(lambda: staff.get(SET))
    for label in ("5", "6", "7"):
        place(make_person(f"Person {label}", is_invented=True), make_room(room.round, label))

    assert questions(lambda: staff.get(SET)) == few
