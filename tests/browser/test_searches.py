"""The evening before: a rule, a search, two moves by hand, a lock, again, publish. And the morning
after: two who do not come, one who came late, another moderator. By mouse and by keyboard."""

import pytest

from eventsapp.boards.queries import told_board
from eventsapp.breakouts.models import DEPUTY, MODERATOR, Round, Search
from eventsapp.extensions import db
from eventsapp.mail.models import Message
from eventsapp.searches.commands import work_once
from tests.browser.checks import check_page, follow
from tests.factories import (
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
    take_part,
)

NAMES = ("Karen Laßmann", "Amina Diallo", "王芳", "José Ñíguez Peña", "ليلى حداد", "Bo Ek",
         "Chen Wei", "Łucja Żółkiewska", "Dalia Hassan")  # fmt: skip
ROUND = "/meetings/egm-2/breakouts/1"
on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjirũ"), role="secretariat")


@pytest.fixture
def people(app):
    """A draft round of two rooms: Karen leads the first, Leila the second, Amina stands in for
    Karen."""
    round_ = make_round(make_meeting(state="confirmed"), published_at=None)
    rooms = [make_room(round_, label, least=3, most=6) for label in ("1", "2")]
    people = [make_person(name) for name in NAMES]
    for number, person in enumerate(people[:8]):
        role = {0: MODERATOR, 1: DEPUTY, 4: MODERATOR}.get(number, "member")
        place(person, rooms[number // 4], role)
    take_part(round_.meeting, people[8])
    return people


def let_the_process_work(live, page):
    """Let a search take a second, and wait until the page shows what came of it."""
    live.settle()
    db.session.execute(db.update(Search).values(seconds=1))
    db.session.commit()
    assert work_once()
    page.locator(".tag.ok", has_text="Found").wait_for(timeout=30_000)


def heard(page, words):
    page.wait_for_function(
        "words => document.querySelector('[data-live]').innerText.includes(words)", arg=words
    )


def lane_of(page, name):
    card = page.locator("[data-card]", has_text=name)
    return card.locator("xpath=ancestor::section").locator("h2 span").inner_text()


def move_by_keyboard(page, name, label):
    page.locator("[data-card]", has_text=name).locator(".grip").focus()
    for key, answer in (
        ("Space", f"{name} picked up"),
        (label, f"Room {label}."),
        ("Enter", f"{name} to room {label}."),
    ):
        page.keyboard.press(key)
        heard(page, answer)


def told_rooms(live):
    live.settle()
    [round_] = db.session.scalars(db.select(Round)).all()
    labels = {room.id: room.label for room in round_.rooms}
    return {key: (labels[one.room_id], one.role) for key, one in told_board(round_).items()}


def mails(live):
    """Who was written to since the last look, and the subject."""
    live.settle()
    found = {one.person_id: one.subject for one in db.session.scalars(db.select(Message))}
    db.session.execute(db.delete(Message))
    db.session.commit()
    return found


@on_one_engine
def test_the_evening_before_and_the_morning_after(live, open_page, officer, people):
    karen, amina, wang, jose, leila, bo, chen = people[:7]
    page = open_page(user=officer)

    # The evening before.
    page.goto(live.url("/meetings/egm-2/breakouts/rules"))
    page.get_by_label("Who", exact=True).fill("Bo Ek")
    page.get_by_label("and who").fill("Chen Wei")
    follow(page, page.get_by_role("button", name="Add the rule about two people"))
    page.goto(live.url("/meetings/egm-2/breakouts/search"))
    check_page(page)
    follow(page, page.get_by_role("button", name="Search", exact=True))
    let_the_process_work(live, page)
    check_page(page)
    page.get_by_role("button", name="Take over on the board").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Nobody is told before you publish it." in page.get_by_role("status").first.inner_text()
    assert mails(live) == {}

    for name in ("王芳", "José Ñíguez Peña"):
        page.goto(live.url(f"{ROUND}/board"))
        move_by_keyboard(page, name, "2" if lane_of(page, name) == "Room 1" else "1")
    page.get_by_role("link", name="王芳").click()
    page.get_by_role("dialog").get_by_role("button", name="Lock in this room").click()
    heard(page, "王芳 locked in room")
    room_of_wang = lane_of(page, "王芳")

    page.goto(live.url("/meetings/egm-2/breakouts/search"))
    follow(page, page.get_by_role("button", name="Search", exact=True))
    let_the_process_work(live, page)
    take = page.get_by_role("button", name="Take over on the board")
    if take.count():
        follow(page, take)
    page.goto(live.url(f"{ROUND}/board"))
    follow(page, page.get_by_role("link", name="See who will be told"))
    follow(page, page.get_by_role("button", name="Publish the rooms"))

    told = told_rooms(live)
    assert set(mails(live)) == {one.id for one in people} == set(told)
    assert f"Room {told[wang.id][0]}" == room_of_wang
    assert told[bo.id][0] != told[chen.id][0]
    assert [told[one.id] for one in (karen, leila)] == [("1", MODERATOR), ("2", MODERATOR)]

    # The morning after.
    late = make_person("Florencia Serale")
    take_part(db.session.scalars(db.select(Round)).one().meeting, late)
    page.goto(live.url(f"{ROUND}/today"))
    check_page(page)
    page.get_by_role("checkbox", name="Karen Laßmann").check()
    page.get_by_role("checkbox", name="José Ñíguez Peña").focus()
    page.keyboard.press("Space")
    page.get_by_label("Takes over from Karen Laßmann").select_option(
        label="Amina Diallo, of this room"
    )
    page.get_by_role("checkbox", name="Florencia Serale").check()
    follow(page, page.get_by_role("button", name="Find the fewest moves").first)
    let_the_process_work(live, page)
    check_page(page)
    page.get_by_role("button", name="Publish these moves").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    after = told_rooms(live)
    moved = {key for key in told.keys() | after.keys() if told.get(key) != after.get(key)}
    assert after[amina.id] == ("1", MODERATOR)
    assert {karen.id, jose.id}.isdisjoint(after)
    assert moved >= {karen.id, jose.id, amina.id, late.id}
    assert after[late.id][1] == "member"
    assert set(mails(live)) == moved
