"""The board as staff use it, with and without script."""

import pytest

from eventsapp.boards.queries import board_of
from eventsapp.breakouts.models import Placement, Seat
from eventsapp.extensions import db
from tests.boards.test_services import Story
from tests.factories import (
    make_day,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
    take_part,
)

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
BOARD = "/meetings/egm-2/breakouts/1/board"
JSON = {"Accept": "application/json"}


@pytest.fixture
def board(app):
    """A published round: Amina and Bo in room 1, 李明 in room 2 for one person; Zoë waits."""
    meeting = make_meeting()
    round_ = make_round(meeting, make_day(meeting))
    one, two = make_room(round_, "1"), make_room(round_, "2", most=1, languages=["fr"])
    people = [
        make_person("Amina Diallo", country="SN", languages=["fr", "en"]),
        make_person("Bo Ek", languages=["sv"]),
        make_person("李明"),
        make_person("Zoë Álvarez"),
    ]
    for person, room in zip(people[:3], (one, one, two), strict=True):
        place(person, room)
    take_part(meeting, people[3])
    return Story(round_, one, two, people)


@pytest.fixture
def desk(board, signed_in_as):
    return signed_in_as(board.grace)


def words(answer):
    return " ".join(answer.text.split())


def sent(board, index, room, version=0, **more):
    person = board.people[index].id
    return {"person": person, "room": room.id if room else 0, "version": version, **more}


@on_one_engine
def test_looking_at_a_board_changes_nothing(board, desk):
    page = desk.get(BOARD)

    assert page.status_code == 200
    assert "<bdi>Zoë Álvarez</bdi>" in page.text
    assert "Senegal" in page.text
    assert db.session.scalars(db.select(Seat)).all() == []


def test_a_move_by_form_says_what_it_cost_and_which_rule_it_breaks(board, desk):
    answer = desk.post(f"{BOARD}/move", data=sent(board, 1, board.two), follow_redirects=True)

    assert (
        "Bo Ek to room 2. Room 2 holds 1, and 2 are placed there. "
        "Room 2 has no working language that everybody in it speaks. Nothing gets better or worse."
        in words(answer)
    )
    assert board.rooms == ["1", "2", "2", ""]


@on_one_engine
def test_several_are_moved_at_once_and_one_is_given_a_part(board, desk):
    people = [one.id for one in board.people[1:]]

    desk.post(f"{BOARD}/move", data={"person": people, "room": board.one.id, "version": 0})
    desk.post(f"{BOARD}/move", data=sent(board, 1, board.one, 1, role="moderator"))

    assert board.rooms == ["1", "1", "1", "1"]
    assert board_of(board.round).places[people[0]].role == "moderator"


@on_one_engine
@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"room": "1"}, "Tick somebody first, then choose the room."),
        ({"person": "1"}, "Choose a room first, then move."),
        ({"person": "1", "room": "²"}, "Choose a room first, then move."),
        ({"person": "1", "room": "99999"}, "This room is not there any more."),
        ({"person": "99999", "room": "0"}, "One of these people is not in the registry any more."),
        ({"person": "1", "room": "1", "role": "king"}, "“king” is no role in a room."),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_moved(board, desk, data, sentence):
    answer = desk.post(f"{BOARD}/move", data={"version": "0", **data})

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert board.version == 0


def test_a_board_open_since_yesterday_says_what_others_did_and_keeps_what_was_ticked(board, desk):
    board.move(1, board.two, by=board.omar)
    db.session.commit()

    answer = desk.post(f"{BOARD}/move", data=sent(board, 3, board.one))

    assert answer.status_code == 409
    assert "Somebody changed this board since you opened it" in words(answer)
    assert "عمر حسن: Bo Ek to room 2" in words(answer)
    ticked = (
        f'value="{board.people[3].id}" form="act" aria-labelledby="n{board.people[3].id}" checked'
    )
    assert ticked in answer.text
    assert board.rooms == ["1", "2", "2", ""]


def test_a_script_hears_what_changed_and_gets_the_lanes_concerned(board, desk):
    done = desk.post(f"{BOARD}/move", data=sent(board, 3, board.one), headers=JSON).json

    assert done["version"] == 1
    assert done["said"][0] == "Zoë Álvarez to room 1."
    assert set(done["lanes"]) == {"0", str(board.one.id)}
    assert done["others"] == []
    board.move(1, board.two, by=board.omar)
    db.session.commit()
    heard = desk.get(f"{BOARD}/state?since=1").json
    assert (heard["version"], heard["people"]) == (2, [board.people[1].id])
    assert heard["others"][0].startswith("عمر حسن: Bo Ek to room 2 (")
    same = desk.get(f"{BOARD}/state?since=2").json
    assert (same["version"], same["lanes"], "csrf" in same) == (2, {}, True)
    stale = desk.post(f"{BOARD}/move", data=sent(board, 1, board.one, 1), headers=JSON)
    assert (stale.status_code, stale.json["is_stale"]) == (409, True)
    assert stale.json["people"] == [board.people[1].id]


@on_one_engine
def test_locks_and_steps_back_by_form(board, desk):
    bo = board.people[1].id
    desk.post(f"{BOARD}/lock", data={"person": bo, "version": 0})
    desk.post(f"{BOARD}/move", data=sent(board, 1, board.two, 1))
    desk.post(f"{BOARD}/undo", data={"version": 2})
    desk.post(f"{BOARD}/redo", data={"version": 3})
    assert board.rooms == ["1", "2", "2", ""]

    answer = desk.post(f"{BOARD}/discard", data={"version": 4}, follow_redirects=True)

    assert "everybody back to where they were told to be: Bo Ek to room 1." in words(answer)
    assert board_of(board.round).places[bo].is_locked


def test_why_somebody_is_where_they_are_is_answered_in_sentences(board, desk):
    amina, bo = board.people[0].id, board.people[1].id
    told = words(desk.get(f"{BOARD}/people/{board.people[2].id}"))
    assert (
        "In room 2 as it was told on 28 September 2024, 09:00 Nairobi (UTC+3). Which languages they"
        in told
    )
    board.move(0, board.two)
    db.session.commit()

    page = words(desk.get(f"{BOARD}/people/{amina}"))

    assert "Moved to room 2 by Grace Wanjiru on 28 September 2024, 09:00 Nairobi (UTC+3)." in page
    assert "They share French with everybody in it." in page
    assert "Room 1</button>" in page
    costs = desk.get(f"{BOARD}/people/{bo}/costs").json["costs"]
    assert costs[str(board.two.id)]["breaks"][0] == "Room 2 holds 1, and 3 are placed there."


def test_the_preview_names_who_will_be_told_what_and_one_click_does_it(board, desk, outbox):
    board.people[3].addresses.clear()
    board.move(1, board.two)
    board.move(3, board.one)

    preview = words(desk.get(f"{BOARD}/publish"))
    assert "Tell 1 person by mail" in preview
    assert "no address" in preview
    assert "Room 2 has no moderator." in preview
    answer = desk.post(f"{BOARD}/publish", data={"version": 2, "tell": "1"}, follow_redirects=True)

    assert "Published. 1 person is told." in words(answer)
    assert [one.recipient_name for one in outbox] == ["Bo Ek"]


@on_one_engine
def test_what_moved_since_the_preview_is_looked_at_again(board, desk):
    board.move(1, board.two, by=board.omar)

    answer = desk.post(f"{BOARD}/publish", data={"version": 0, "tell": "1"})

    assert answer.status_code == 409
    assert "Somebody changed this board since you opened it" in words(answer)
    told = db.session.scalars(db.select(Placement.room_id).order_by(Placement.id)).all()
    assert told == [board.one.id, board.one.id, board.two.id]


@pytest.mark.parametrize("script", [True, False])
def test_of_a_draft_no_member_and_no_other_moderator_hears_through_any_door(
    board, signed_in_as, script
):
    board.round.published_at = None
    board.move(3, board.one)
    member = signed_in_as(make_user(board.people[3]))
    doors = ["", "/state?since=0", "/publish", f"/people/{board.people[0].id}",
             f"/people/{board.people[0].id}/costs"]  # fmt: skip

    answers = [member.get(BOARD + one, headers=JSON if script else {}) for one in doors]
    answers += [
        member.post(f"{BOARD}/{act}", data={"version": 1})
        for act in ("move", "lock", "undo", "publish", "take-back")
    ]
    answers.append(member.get("/meetings/egm-2/breakouts/1"))
    answers.append(member.get("/meetings/egm-2/breakouts/1/rooms/1"))

    assert {one.status_code for one in answers} == {404}
    pages = [member.get(one).text for one in ("/", "/meetings/egm-2", "/meetings/egm-2/minutes")]
    assert not any("Amina Diallo" in one for one in pages)


@on_one_engine
def test_a_large_board_asks_no_more_questions_and_stays_light(board, desk, questions):
    before = questions(lambda: desk.get(BOARD))
    rooms = [make_room(board.round, str(number)) for number in range(3, 13)]
    for index in range(296):
        place(make_person(f"Person {index} Ñandú", country="BR", languages=["pt", "en"]),
              rooms[index % 10])  # fmt: skip

    assert questions(lambda: desk.get(BOARD)) == before
    page = desk.get(BOARD, headers={"Accept-Encoding": "gzip"})
    assert len(page.data) < 60_000
