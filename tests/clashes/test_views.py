import re
from datetime import date, time
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from eventsapp.breakouts.models import MODERATOR
from eventsapp.clashes.models import AcceptedClash
from eventsapp.consultations.models import Consultation
from eventsapp.documents.models import Document, Draft
from eventsapp.extensions import db
from eventsapp.meetings.models import Process
from tests.factories import (
    make_consultation,
    make_day,
    make_deadline,
    make_meeting,
    make_person,
    make_release,
    make_room,
    make_round,
    make_user,
    place,
    take_part,
)

DAYS = "from=2025-03-01&to=2025-03-31"


@pytest.fixture
def officer(signed_in_as):
    return signed_in_as(make_user(make_person("Łucja Żółkiewska"), role="secretariat"))


def said(markup):
    text = unescape(re.sub(r"<[^>]+>", " ", markup))
    return " ".join(text.replace("\u2068", "").replace("\u2069", "").split())


def open_ones(page):
    found = re.search(r'<section[^>]*aria-labelledby="open".*?</section>', page.text, re.S)
    return [said(one) for one in re.findall(r"<li><p>(.*?)</p>", found[0], re.S)] if found else []


def a_meeting(number, day, **changes):
    """A meeting of a process of its own: only its people and places can clash with others'."""
    process = Process(code=f"P-{number}")
    db.session.add(process)
    db.session.flush()
    given = {"starts_on": date(2025, 3, day), "ends_on": date(2025, 3, day), **changes}
    return make_meeting(f"egm-{number}", number=number, process_id=process.id, **given)


def accept_links(page):
    return [unescape(one) for one in re.findall(r'href="(/clashes/accept\?[^"]+)"', page.text)]


def test_people_places_journeys_and_nights_are_told_with_the_names_of_who_is_concerned(officer):
    room = {"place": "Gigiri, Conference Room 3", "mode": "in person"}
    first, second = a_meeting(3, 4, **room), a_meeting(4, 4, **room)
    baku = a_meeting(5, 5, place="Baku", mode="in person", tz="Asia/Baku")
    call = a_meeting(6, 11, mode="online")
    make_day(call, on_date=date(2025, 3, 11), starts_at_time=time(18), ends_at_time=time(20))
    huiwen, ngozi = make_person("Huiwen", tz="Asia/Shanghai"), make_person("Ngozi Okonkwo-Bâ")
    for meeting in (first, second):
        take_part(meeting, huiwen)
        take_part(meeting, ngozi)
    take_part(second, make_person("Only here"))
    take_part(baku, ngozi)
    take_part(call, huiwen)
    take_part(call, make_person("ليلى حداد", tz="Africa/Nairobi"))

    page = officer.get(f"/clashes?{DAYS}")

    assert open_ones(page) == [
        "“EGM 3, Gigiri, Conference Room 3” and “EGM 4, Gigiri, Conference Room 3” are both on "
        "Tue 4 Mar 2025, and both need Huiwen and Ngozi Okonkwo-Bâ.",
        "Gigiri, Conference Room 3 is needed twice on Tue 4 Mar 2025: by “EGM 3, Gigiri, "
        "Conference Room 3” and by “EGM 4, Gigiri, Conference Room 3”.",
        "“EGM 5, Baku” in Baku begins on Wed 5 Mar 2025, only 14 h after “EGM 4, Gigiri, "
        "Conference Room 3” in Gigiri, Conference Room 3 has ended, and both need "
        "Ngozi Okonkwo-Bâ.",
        "“EGM 6” on Tue 11 Mar 2025 is in somebody's night: 23:00–01:00 for one person in "
        "Shanghai.",
    ]


def test_a_moderator_in_two_rooms_of_a_round_is_told(officer):
    meeting = a_meeting(3, 4)
    round_ = make_round(meeting, make_day(meeting, on_date=date(2025, 3, 4)))
    later = make_round(meeting, meeting.days[0], number=2)
    huiwen = make_person("Huiwen")
    place(huiwen, make_room(round_, "1", "Rivers"), MODERATOR)
    place(huiwen, make_room(round_, "2", "Lakes"))
    place(huiwen, make_room(later, "1", "Seas"))

    assert open_ones(officer.get(f"/clashes?{DAYS}")) == [
        "“Rivers” and “Lakes” of “EGM 3” are at the same time on Tue 4 Mar 2025, and Huiwen is to "
        "moderate in one of them and to be in both."
    ]


def test_what_is_due_before_its_document_is_told(officer):
    meeting = make_meeting()
    hearing = make_consultation(
        meeting, "Hearing", starts_on=date(2025, 3, 3), ends_on=date(2025, 3, 28)
    )
    document = Document(process_id=meeting.process_id, title="Guidelines")
    document.drafts = [Draft(number=2, text_hash="")]
    hearing.documents = [document]
    hearing.deadline = make_deadline("Comments", date(2025, 3, 7))
    db.session.flush()
    make_release(
        meeting,
        "Draft 2",
        draft_id=document.drafts[0].id,
        starts_on=date(2025, 3, 10),
        ends_on=date(2025, 3, 10),
    )

    assert open_ones(officer.get(f"/clashes?{DAYS}&kind=document")) == [
        "“Hearing” opens on Mon 3 Mar 2025, before its document is out: “Draft 2” is on "
        "Mon 10 Mar 2025.",
        "“Comments” is due on Fri 7 Mar 2025, before its document is out: “Draft 2” is on "
        "Mon 10 Mar 2025.",
    ]


def test_what_is_due_on_a_public_holiday_where_it_counts_is_told_with_its_name(officer):
    make_meeting()
    madaraka_day = date(2025, 6, 1)
    make_deadline("In Nairobi", madaraka_day)
    make_deadline("In Lima", madaraka_day, tz="America/Lima")

    assert open_ones(officer.get("/clashes?from=2025-06-01&to=2025-06-02")) == [
        "“In Nairobi” is due on Sun 1 Jun 2025, a public holiday in Nairobi: Madaraka Day."
    ]


def two_for_the_regions():
    given = {"starts_on": date(2025, 3, 4), "ends_on": date(2025, 3, 4)}
    make_consultation(None, "North", **given)
    return make_consultation(None, "South", **given)


def test_an_accepted_clash_stays_quiet_until_what_it_is_about_changes(officer):
    south = two_for_the_regions()
    [address] = accept_links(officer.get(f"/clashes?{DAYS}"))

    form = officer.get(address)
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', form.text)[1]
    refused = officer.post(address, data={"seen": seen, "reason": "  "})
    answer = officer.post(
        address, data={"seen": seen, "reason": "Other  cities", "back": "/timeline?kind=meeting"}
    )
    again = officer.post(address, data={"seen": seen, "reason": "Twice"})

    assert refused.status_code == 422
    assert (answer.location, again.location) == ("/timeline?kind=meeting", f"/clashes?{DAYS}")
    page = officer.get(f"/clashes?{DAYS}")
    assert open_ones(page) == []
    assert "Other cities" in said(page.text)
    assert "Other cities" in said(officer.get("/timeline").text)
    assert [row.reason for row in db.session.scalars(db.select(AcceptedClash))] == ["Other cities"]

    south = db.session.get(Consultation, south.id)
    south.title = "The south"
    assert open_ones(officer.get(f"/clashes?{DAYS}")) == []
    south = db.session.get(Consultation, south.id)
    south.ends_on = date(2025, 3, 5)
    [sentence] = open_ones(officer.get(f"/clashes?{DAYS}"))
    assert "It was accepted on" in sentence


def test_a_clash_that_changed_while_its_page_was_open_is_not_accepted(officer):
    two_for_the_regions()
    [address] = accept_links(officer.get(f"/clashes?{DAYS}"))

    answer = officer.post(address, data={"seen": "what it was before", "reason": "Fine"})

    assert answer.status_code == 409
    assert 'value="Fine"' in answer.text
    assert db.session.scalar(db.select(AcceptedClash)) is None


def test_an_acceptance_is_taken_back_once_and_for_all(officer):
    two_for_the_regions()
    [address] = accept_links(officer.get(f"/clashes?{DAYS}"))
    seen = re.search(r'name="seen"[^>]*value="(\w+)"', officer.get(address).text)[1]
    officer.post(address, data={"seen": seen, "reason": "Fine"})
    number = db.session.scalar(db.select(AcceptedClash.id))

    first = officer.post(f"/clashes/{number}/take-back", data={"back": "https://elsewhere.test/"})
    second = officer.post(f"/clashes/{number}/take-back")

    assert (first.location, second.location) == ("/clashes", "/clashes")
    assert len(open_ones(officer.get(f"/clashes?{DAYS}"))) == 1


def test_an_expert_is_told_of_their_own_clashes_and_of_nobody_elses(signed_in_as):
    first, second = a_meeting(3, 4), a_meeting(4, 4)
    call = a_meeting(5, 11, mode="online")
    make_day(call, on_date=date(2025, 3, 11), starts_at_time=time(14), ends_at_time=time(16))
    huiwen, ngozi = make_person("Huiwen", tz="Pacific/Auckland"), make_person("Ngozi Okonkwo-Bâ")
    for meeting in (first, second, call):
        take_part(meeting, huiwen)
        take_part(meeting, ngozi)
    visitor = signed_in_as(make_user(huiwen))

    page = visitor.get("/timeline")

    notes = re.search(r'<section class="note warn".*?</section>', page.text, re.S)[0]
    assert [said(one) for one in re.findall(r"<li>(.*?)</li>", notes, re.S)] == [
        "Clash 1: “EGM 3” and “EGM 4” are both on Tue 4 Mar 2025, and both need you.",
        "Clash 2: “EGM 5” on Tue 11 Mar 2025 is in your night: 00:00–02:00 in Auckland.",
    ]
    assert "Ngozi" not in page.text
    assert visitor.get("/clashes").status_code == 404


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("from=31+April+2025", "“31 April 2025” is not a day. Write it like 18 November 2024."),
        ("from=2025-03-04&to=2025-03-01", "The last day is before the first."),
    ],
)
def test_days_that_are_none_are_said(officer, asked, sentence):
    make_meeting()

    page = officer.get(f"/clashes?{asked}")

    assert page.status_code == 422
    assert sentence in said(page.text)


def test_the_address_of_a_clash_that_is_gone_leads_nowhere(officer):
    south = two_for_the_regions()
    [address] = accept_links(officer.get(f"/clashes?{DAYS}"))
    assert parse_qs(urlsplit(address).query)["day"] == ["2025-03-04"]
    db.session.get(Consultation, south.id).audience = "private sector"

    assert officer.get(address).status_code == 404


def test_the_queries_of_the_search_do_not_grow_with_the_plan(officer, questions):
    def fill(numbers):
        for number in numbers:
            meeting = a_meeting(number, 4, mode="hybrid")
            day = make_day(meeting, on_date=date(2025, 3, 4), starts_at_time=time(4))
            room = make_room(make_round(meeting, day))
            person = make_person(f"Huiwen {number}", tz="Asia/Tokyo")
            place(person, room)
            place(person, make_room(room.round, "2"))
            take_part(meeting, make_person(f"Ngozi {number}"))

    fill([3, 4])
    few = questions(lambda: officer.get(f"/clashes?{DAYS}"))
    fill(range(5, 15))

    assert questions(lambda: officer.get(f"/clashes?{DAYS}")) == few
