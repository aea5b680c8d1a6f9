import re
from datetime import date, timedelta

import pytest

from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from tests.factories import make_meeting, make_person, make_user, take_part


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska"), role="secretariat")


def codes(answer):
    return re.findall(r'class="t[^"]*" href="/meetings/([\w-]+)"', answer.get_data(as_text=True))


def make_many(count, **changes):
    for number in range(1, count + 1):
        first = date(2090, 1, 1) + timedelta(days=number)
        make_meeting(f"egm-{number}", number=number, starts_on=first, ends_on=first, **changes)
    db.session.commit()


def test_a_long_list_comes_in_pages_with_its_filters_in_the_address(officer, signed_in_as):
    make_many(53)
    make_meeting("wuf-12", series="WUF", number=12, kind="forum", state="draft")
    browser = signed_in_as(officer)

    first, second = (browser.get(f"/meetings?kind=egm&page={page}") for page in (1, 2))

    assert codes(first) == [f"egm-{number}" for number in range(1, 51)]
    assert codes(second) == ["egm-51", "egm-52", "egm-53"]
    assert re.search(
        r'rel="next" href="/meetings\?(page=2&amp;kind=egm|kind=egm&amp;page=2)"', first.text
    )
    assert codes(browser.get("/meetings?state=draft&process=IG-PCSC")) == ["wuf-12"]


def test_a_filter_that_nothing_fits_leads_back_to_all_meetings(officer, signed_in_as):
    make_many(2)

    page = signed_in_as(officer).get("/meetings?kind=forum&state=nonsense")

    assert page.status_code == 200
    assert codes(page) == []
    assert "No meeting fits." in page.text
    assert "See all meetings" in page.text


def test_an_expert_filters_their_own_and_is_offered_no_drafts(officer, signed_in_as):
    make_many(5)
    expert = make_user(make_person("王芳"))
    for number in (1, 2, 3, 4):
        meeting = db.session.query(Meeting).filter_by(code=f"egm-{number}").one()
        take_part(meeting, expert.person)
        meeting.state = "draft" if number == 4 else "confirmed"
    db.session.commit()
    browser = signed_in_as(expert)

    assert codes(browser.get("/meetings")) == ["egm-1", "egm-2", "egm-3"]
    assert codes(browser.get("/meetings?state=draft")) == []
    assert ">Draft<" not in browser.get("/meetings?state=held").text


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_list_of_many_meetings_asks_no_more_of_the_database(officer, signed_in_as, questions):
    browser = signed_in_as(officer)
    make_many(3)
    few = questions(lambda: browser.get("/meetings"))
    for number in range(10, 60):
        make_meeting(f"egm-{number}", number=number)
    db.session.commit()

    assert questions(lambda: browser.get("/meetings")) == few
