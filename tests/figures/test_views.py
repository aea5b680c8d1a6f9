import re

import pytest

from tests.factories import (
    commit,
    make_invitation,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
    take_part,
)
from tests.record.real_record import record_of_egm_2

FIGURES = "/meetings/egm-2/figures"


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), role="secretariat")


@pytest.fixture
def browser(officer, signed_in_as):
    return signed_in_as(officer)


@pytest.fixture
def meeting(app):
    meeting = make_meeting()
    room = make_room(make_round(meeting))
    place(make_person("Łucja Żółkiewska", country="PL", gender="woman"), room, "moderator")
    place(make_person("ليلى حداد", country="JO", gender="woman", category="lrg"), room)
    place(make_person("Ravi", country="IN", gender="man"), room)
    take_part(meeting, make_person("Huiwen"), is_expert=False)
    return meeting


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)).split())


def rows(answer, title):
    """The rows of one table of the page, as numbers by name."""
    page = answer.get_data(as_text=True)
    table = page.split(f"<caption>{title}</caption>")[1].split("</table>")[0]
    lines = [re.sub(r"<[^>]+>", " ", line).split() for line in table.split("<tr")[2:]]
    return {
        " ".join(word for word in line[1:] if not word.isdecimal()).split("> ")[-1]: [
            int(word) for word in line[-5:]
        ]
        for line in lines
    }


def test_participation_by_regional_group_and_gender_counts_who_did_not_state_it(browser, meeting):
    # cases.md 13: the tool counted countries only; a table per regional group was wanted.
    commit()

    page = browser.get(FIGURES)

    assert rows(page, "By regional group and gender") == {
        "African States": [0, 0, 0, 0, 0],
        "Asia-Pacific States": [1, 1, 0, 0, 2],
        "Eastern European States": [1, 0, 0, 0, 1],
        "Latin American and Caribbean States": [0, 0, 0, 0, 0],
        "Western European and other States": [0, 0, 0, 0, 0],
        "Not stated": [0, 0, 0, 1, 1],
        "Everybody": [2, 1, 0, 1, 4],
    }
    assert rows(page, "By role and gender") == {
        "Members": [1, 1, 0, 1, 3],
        "Moderators of rooms": [1, 0, 0, 0, 1],
        "Everybody": [2, 1, 0, 1, 4],
    }
    assert "4 people who are expected." in words(page)
    assert "1 person has no country." in words(page)


def test_the_address_chooses_the_regions_and_among_whom(browser, meeting):
    commit()

    page = browser.get(FIGURES + "?system=habitat&among=members")

    assert rows(page, "By UN-Habitat region and gender")["Arab States"] == [1, 0, 0, 0, 1]
    assert "3 people who are expected, among: Members." in words(page)


def test_the_record_holds_no_gender_and_no_country_and_the_page_says_so(browser):
    record_of_egm_2()
    commit()

    page = browser.get(FIGURES)

    assert rows(page, "By country and gender") == {
        "Not stated": [0, 0, 0, 31, 31],
        "Everybody": [0, 0, 0, 31, 31],
    }
    assert "31 people have no country." in words(page)
    assert "Women 0 of 0 who stated their gender" in words(page)


def test_where_nobody_is_yet_the_page_says_what_to_do(browser):
    meeting = make_meeting()
    commit()
    nobody = browser.get(FIGURES)
    make_invitation(meeting, make_person("Noor"))
    commit()

    assert "Nobody yet When people take part" in words(nobody)
    assert "Count everybody listed" in words(browser.get(FIGURES))
    assert "1 person listed" in words(browser.get(FIGURES + "?who=listed"))


def test_who_is_not_of_the_secretariat_finds_no_figures(meeting, signed_in_as, client):
    expert = signed_in_as(make_user(make_person("Kunal Kumar")))

    assert expert.get(FIGURES).status_code == 404
    assert client.get(FIGURES).status_code == 302
