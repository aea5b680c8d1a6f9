"""The board of a round on the evening before: two moves, a lock, a step back, and who is told."""

import pytest

from eventsapp.breakouts.models import MODERATOR
from eventsapp.worker import deliver_mail
from tests.boards.test_services import Story
from tests.browser.checks import check_page, follow
from tests.factories import NOW, make_day, make_meeting, make_person, make_room, make_round, place
from tests.mail.server import mail_server

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
BOARD = "/meetings/egm-2/breakouts/1/board"


@pytest.fixture
def board(app):
    """A published round of three rooms, the third empty; Amina leads room 1."""
    meeting = make_meeting()
    round_ = make_round(meeting, make_day(meeting))
    one, two = make_room(round_, "1"), make_room(round_, "2", most=2, languages=["fr"])
    make_room(round_, "C", title="Data")
    people = [
        make_person("Amina Diallo", country="SN", languages=["fr", "en"]),
        make_person("Bo Ek", country="SE", languages=["sv", "en"]),
        make_person("李明", country="CN"),
        make_person("ليلى حداد", country="JO", languages=["ar"]),
    ]
    place(people[0], one, MODERATOR)
    for person, room in zip(people[1:], (one, two, two), strict=True):
        place(person, room)
    return Story(round_, one, two, people)


def lane_of(page, name):
    card = page.locator("[data-card]", has_text=name)
    return card.locator("xpath=ancestor::section").locator("h2 span").inner_text()


def heard(page, words):
    page.wait_for_function(
        "words => document.querySelector('[data-live]').innerText.includes(words)", arg=words
    )
    return page.locator("[data-live]").inner_text()


def drag(page, name, lane):
    grip = page.locator("[data-card]", has_text=name).locator(".grip")
    grip.scroll_into_view_if_needed()
    start = grip.bounding_box()
    goal = page.locator("[data-lane]", has_text=lane).locator("header").bounding_box()
    page.mouse.move(start["x"] + 5, start["y"] + 5)
    page.mouse.down()
    page.mouse.move(goal["x"] + 30, goal["y"] + 20, steps=6)
    page.mouse.up()


@on_one_engine
def test_people_are_moved_by_mouse_and_keyboard_and_those_moved_are_told(
    live, open_page, board, outbox
):
    page = open_page(user=board.grace)
    page.goto(live.url(BOARD))

    drag(page, "Bo Ek", "Room 2")
    said = heard(page, "Bo Ek to room 2.")
    assert "Room 2 holds 2, and 3 are placed there." in said
    assert lane_of(page, "Bo Ek") == "Room 2"

    page.locator("[data-card]", has_text="李明").locator(".grip").focus()
    page.keyboard.press("Space")
    heard(page, "李明 picked up from Room 2.")
    page.keyboard.press("c")
    heard(page, "Room C.")
    page.keyboard.press("Enter")
    heard(page, "李明 to room C.")
    check_page(page)

    page.get_by_role("link", name="ليلى حداد").click()
    dialog = page.get_by_role("dialog")
    assert "In room 2 as it was told on" in dialog.inner_text()
    dialog.get_by_role("button", name="Lock in this room").click()
    heard(page, "ليلى حداد locked in room 2.")

    page.get_by_role("link", name="ليلى حداد").click()
    dialog.get_by_role("button", name="Room 1").click()
    heard(page, "ليلى حداد to room 1.")
    page.keyboard.press("Control+z")
    heard(page, "a step taken back")
    assert lane_of(page, "ليلى حداد") == "Room 2"

    follow(page, page.get_by_role("link", name="See who will be told"))
    rows = page.locator("tbody tr").all_inner_texts()
    assert [" ".join(one.split()) for one in rows] == [
        "Bo Ek Room 1 Room 2 yes",
        "李明 Room 2 Room C yes",
    ]
    check_page(page)
    follow(page, page.get_by_role("button", name="Publish the rooms"))
    assert "Published. 2 people are told." in page.get_by_role("status").first.inner_text()

    live.settle()
    with mail_server() as server:
        live.app.config["MAIL_URL"] = server.url
        deliver_mail(NOW)
    told = {mail["To"].addresses[0].addr_spec: mail["Subject"] for mail in server.mails}
    assert told == {
        board.people[1].email: "Room 2 of EGM 2, Thu 26 Sep 2024",
        board.people[2].email: "Room C of EGM 2, Thu 26 Sep 2024",
    }


@on_one_engine
def test_two_officers_on_one_board_write_nothing_over(live, open_page, board):
    mine, theirs = open_page(user=board.grace), open_page(user=board.omar)
    for page in (mine, theirs):
        page.goto(live.url(BOARD))

    drag(theirs, "李明", "Room C")
    heard(theirs, "李明 to room C.")
    # Mine still shows the older board, and the step concerns somebody else: it is made again.
    drag(mine, "Bo Ek", "Room 2")
    heard(mine, "Bo Ek to room 2.")

    assert (lane_of(mine, "李明"), lane_of(mine, "Bo Ek")) == ("Room C", "Room 2")
    heard(theirs, "Grace Wanjiru: Bo Ek to room 2")
    assert lane_of(theirs, "Bo Ek") == "Room 2"


@on_one_engine
def test_without_script_people_are_ticked_and_moved_on_a_phone(live, open_page, board):
    page = open_page(user=board.grace, width=360, script=False)
    page.goto(live.url(BOARD))

    page.get_by_role("checkbox", name="Bo Ek").check()
    page.get_by_role("checkbox", name="李明").check()
    page.get_by_label("Room", exact=True).select_option(label="Room C")
    follow(page, page.get_by_role("button", name="Move", exact=True))

    assert "Bo Ek to room C; 李明 to room C." in page.get_by_role("status").first.inner_text()
    assert (lane_of(page, "Bo Ek"), lane_of(page, "李明")) == ("Room C", "Room C")
