import re
from datetime import date

import pytest

from tests.factories import (
    NOW,
    commit,
    make_invitation,
    make_meeting,
    make_person,
    make_process,
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
    assert "4 people who take part or accepted." in words(page)
    assert "1 person has no country." in words(page)


def test_the_address_chooses_the_regions_and_among_whom(browser, meeting):
    commit()

    page = browser.get(FIGURES + "?system=habitat&among=members")

    assert rows(page, "By UN-Habitat region and gender")["Arab States"] == [1, 0, 0, 0, 1]
    assert "3 people who take part or accepted, among: Members." in words(page)


def test_the_record_holds_no_gender_and_no_country_and_the_page_says_so(browser):
    record_of_egm_2()
    commit()

    page = browser.get(FIGURES)

    assert rows(page, "By country and gender") == {
        "Not stated": [0, 0, 0, 31, 31],
        "Everybody": [0, 0, 0, 31, 31],
    }
    assert "31 people have no country." in words(page)
    assert "Women 0 nobody stated their gender" in words(page)


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


def egm_3(app):
    meeting = make_meeting(
        "egm-3", number=3, starts_on=date(2025, 1, 22), ends_on=date(2025, 1, 24)
    )
    room = make_room(make_round(meeting))
    place(make_person("Wambui Njeri", country="KE", gender="woman"), room, "moderator")
    place(make_person("Tesfaye", country="ET", gender="man"), room, "moderator")
    place(make_person("Sukarno", country="ID", gender="man"), room)
    return meeting


def test_meetings_of_a_process_are_compared_and_what_changed_is_said(browser, meeting):
    egm_3(meeting)
    make_meeting("egm-4", number=4)  # nobody is in it yet
    cancelled = make_meeting("egm-5", number=5, cancelled_at=NOW)
    take_part(cancelled, make_person("Noor"))
    commit()

    page = words(browser.get("/figures"))

    assert "Participation in the meetings of IG-PCSC" in page
    assert "Women among everybody: 2 of 3 in EGM 2, 1 of 3 in EGM 3." in page
    assert "Women among moderators: 1 of 1 in EGM 2, 1 of 2 in EGM 3." in page
    assert (
        "Women 2 1 1 fewer Men 1 2 1 more In own words 0 0 the same Not stated 1 0 1 fewer" in page
    )
    assert "African States 0 2 women: 1 of 2 2 more" in page
    assert "EGM 4" not in page
    assert "EGM 5" not in page


def test_only_the_last_six_meetings_stand_beside_one_another(browser):
    person = make_person("Huiwen")
    for number in range(1, 9):
        day = date(2024, number, 1)
        take_part(make_meeting(f"egm-{number}", number=number, starts_on=day, ends_on=day), person)
    commit()

    page = words(browser.get("/figures?process=IG-PCSC"))

    assert "2 earlier meetings are left out." in page
    assert "Gender EGM 3 EGM 4 EGM 5 EGM 6 EGM 7 EGM 8 Since the one before" in page


def test_the_process_of_the_latest_meeting_comes_first_and_another_can_be_chosen(browser, meeting):
    other = make_meeting(
        "d-1", process_id=make_process("DIALOGUE").id, series="Dialogue", number=1, title="D",
        starts_on=date(2030, 1, 1), ends_on=date(2030, 1, 1),
    )  # fmt: skip
    take_part(other, make_person("Noor"))
    commit()

    assert "meetings of DIALOGUE" in words(browser.get("/figures"))
    assert "meetings of IG-PCSC" in words(browser.get("/figures?process=IG-PCSC"))
    assert browser.get("/figures?process=STARS").status_code == 404


def test_before_any_meeting_has_people_there_is_nothing_to_compare(browser):
    make_meeting()
    commit()

    assert "No meeting with people yet" in words(browser.get("/figures"))


def test_the_questions_of_both_pages_grow_neither_with_people_nor_with_meetings(
    browser, meeting, questions
):
    def asked():
        return (
            questions(lambda: browser.get(FIGURES)),
            questions(lambda: browser.get("/figures?process=IG-PCSC")),
        )

    egm_3(meeting)
    few = asked()
    for number in (6, 7, 8):
        more = make_meeting(f"egm-{number}", number=number)
        for country in ("KE", "PL", "BR", "JP", "FR"):
            person = make_person("Biyu Wan", country=country, category="lrg", gender="woman")
            take_part(more, person)
            take_part(meeting, person)

    assert asked() == few
