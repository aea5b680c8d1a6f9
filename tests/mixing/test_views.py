"""The page of the mix: the secretariat looks at the rooms before the meeting closes."""

import re
from xml.etree import ElementTree

import pytest

from eventsapp.breakouts.models import Round
from eventsapp.breakouts.queries import rooms_with_people
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from tests.factories import (
    commit,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
)
from tests.mixing.scene import make_two_rounds, sit
from tests.record.real_record import record_of_egm_2

SVG = "{http://www.w3.org/2000/svg}"
MIX = "/meetings/egm-2/breakouts/mix"
on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def browser(app, signed_in_as):
    return signed_in_as(make_user(make_person("Grace Wanjiru"), role="secretariat"))


def words(answer):
    assert answer.status_code == 200
    page = answer.get_data(as_text=True).split("<main")[1]
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("&amp;", "&").split())


def rows(answer, caption):
    """The lines of one table of the page, as words."""
    table = answer.get_data(as_text=True).split(f">{caption}</caption>")[1].split("</table>")[0]
    lines = re.findall(r"<tr[^>]*>(.*?)</tr>", table, re.DOTALL)[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", line).replace("&amp;", "&").split()) for line in lines]


def test_an_officer_sees_before_the_closing_session_what_is_not_fair(browser):
    make_two_rounds()
    commit()

    page = browser.get(MIX)

    said = words(page)
    assert "This principle is covered by no room with people yet: Inclusion ." in said
    assert "Nobody sits in room 3 of round 2 ( Digital rights )." in said
    assert rows(
        page, "Principles by round: which rooms name them, and how many people sit there"
    ) == [
        "Equity Room 1 4 no room 4",
        "Access & use Room 2 4 Room 1 4 8",
        "Inclusion no room Room 3: nobody nobody",
    ]
    assert (
        rows(page, "Themes by round")[-1] == "Energy no room no room nobody somebody’s first choice"
    )
    assert rows(page, "Genders by room") == [
        "Round 1, day 1",
        "Room 1 2 1 1",
        "Room 2 2 2 0",
        "Round 2",
        "Room 1 3 1 0",
        "Room 3: nobody 0 0 0",
    ]
    assert "English is spoken by 3 of the 4 who stated theirs; not by José Ñíguez Peña ." in said
    assert "8 people: Never met: 12 pairs, Met once: 14 pairs, Met 2 times: 2 pairs" in said
    assert "Amina Diallo – José Ñíguez Peña : 2 times" in said
    assert "Huiwen – Karen Laßmann , Łucja Żółkiewska" in said
    assert "Never got their first choice 2 of 4 who said one" in said
    board = browser.get("/meetings/egm-2/breakouts/2/board")
    assert "Covered by no room with people yet: Inclusion" in words(board)
    assert rows(page, "Everybody in rooms")[:3] == [
        "Amina Diallo 2 5 1 in 1 round of 2",
        "Huiwen 2 5 1 in 1 round of 2",
        "José Ñíguez Peña 2 5 1 never no room has it",
    ]


def test_the_board_and_what_people_were_told_are_two_copies(browser):
    _meeting, people = make_two_rounds()
    first = db.session.scalars(db.select(Round).where(Round.number == 1)).one()
    _water, rivers = first.rooms
    for person in people:
        sit(person, rivers, "observer" if person is people[7] else "member")
    commit()

    board, told = browser.get(MIX), browser.get(f"{MIX}?copy=told&person={people[0].id}")

    assert "6 people of Round 1, day 1 are not where they were told." in words(board)
    assert "Huiwen : was told: Room 2, moderator; now: Room 2" in words(board)
    assert "Amina Diallo : was told: Room 1, moderator; now: Room 2" in words(board)
    assert "Nobody sits in room 1 of round 1 ( Water )." in words(board)
    # The observer met nobody; round 2 was told to nobody.
    assert "7 people: Never met: 0 pairs" in words(board)
    assert "8 people: Never met: 16 pairs, Met once: 12 pairs" in words(told)
    assert "Whom Amina Diallo met Never met (4) Huiwen , ليلى حداد , Ravi" in words(told)
    assert "Round 2" not in rows(told, "Genders by room")


def test_the_empty_room_3_of_the_record_is_seen_and_nothing_is_guessed(browser):
    record_of_egm_2()
    commit()

    page = words(browser.get(MIX))

    title = "Digital Inclusion, Equity & digital human rights"
    assert f"Nobody sits in room 3 of round 1 ( {title} ). It names no principle either." in page
    assert "45 seats whose languages are unknown" in page
    assert "Stated by nobody, so there is nothing to draw, and it is never guessed:" in page
    assert "Nobody said yet which theme they want most." in page
    # The list of rounds says so too, and leads here.
    rounds = browser.get("/meetings/egm-2/breakouts")
    assert f"Nobody sits in room 3 of round 1 ( {title} )." in words(rounds)
    assert f'href="{MIX}#covered"' in rounds.get_data(as_text=True)


@on_one_engine
def test_where_there_is_nothing_yet_the_page_says_so(browser):
    meeting = make_meeting()
    commit()
    nothing = words(browser.get(MIX))
    room = make_room(make_round(meeting, published_at=None))
    commit()
    nobody = words(browser.get(MIX))
    place(make_person(), room)
    commit()

    assert "No break-out rooms yet" in nothing
    assert "Nobody sits in a room yet" in nobody
    assert "Nothing was told yet" in words(browser.get(f"{MIX}?copy=told"))


@on_one_engine
def test_three_hundred_people_are_counted_with_as_many_questions_as_eight(browser, questions):
    meeting, _people = make_two_rounds()
    few = questions(lambda: browser.get(MIX))
    for number in range(3, 6):
        round_ = make_round(meeting, number=number)
        rooms = [make_room(round_, str(label)) for label in range(1, 13)]
        for place_ in range(100):
            place(make_person(f"Person {number} {place_}", country="KE"), rooms[place_ % 12])

    many = questions(lambda: browser.get(MIX))

    page = browser.get(MIX)
    assert many == few
    assert "The charts show: Round 1, day 1. Choose another above." in words(page)
    assert "Pairs by how often they shared a room" in words(page)
    assert "pairs never met: too many for a list." in words(page)
    assert len(rows(page, "Everybody in rooms")) == 60


def test_rooms_are_counted_on_their_board_where_it_was_opened(app):
    meeting, people = make_two_rounds()
    first = db.session.scalars(db.select(Round).where(Round.number == 1)).one()
    sit(people[0], first.rooms[1], "observer")
    sit(people[1], first.rooms[1])

    found = rooms_with_people(meeting.id)

    assert [
        (one.round_number, one.label, one.principles, one.theme, one.people) for one in found
    ] == [
        (1, "1", ("Equity",), "Water", 0),
        (1, "2", ("Access & use",), "Rivers", 1),
        (2, "1", ("access and use",), "Floods", 4),
        (2, "3", ("Inclusion",), None, 0),
    ]


@on_one_engine
def test_a_chart_is_taken_away_as_a_file_and_that_is_written_down(browser):
    _meeting, people = make_two_rounds()
    commit()

    met = browser.get(f"{MIX}/met.svg?order=name")
    genders = browser.get(f"{MIX}/gender.svg?round=1")

    names = [one.text for one in ElementTree.fromstring(met.data).iter(f"{SVG}text")]
    assert [one for one in names if "Huiwen" in one] == ["\u2068Huiwen\u2069  2"]
    assert "EGM 2: Genders by room" in genders.get_data(as_text=True)
    assert met.headers["Content-Disposition"].startswith("attachment; filename=mix-egm-2-met-name-")
    entries = db.session.scalars(db.select(Entry).where(Entry.verb == "exported")).all()
    assert [
        (one.detail["columns"], one.detail["filter"], one.detail["rows"]) for one in entries
    ] == [
        (["met"], {"order": "name"}, len(people)),
        (["gender"], {"round": "1"}, len(people)),
    ]


@on_one_engine
def test_what_cannot_be_drawn_is_no_file(browser):
    record_of_egm_2()
    commit()

    assert browser.get(f"{MIX}/gender.svg").status_code == 404
    assert browser.get(f"{MIX}/met.svg").status_code == 200
