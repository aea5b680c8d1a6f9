import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import select

from eventsapp.consultations.models import Consultation
from eventsapp.extensions import db
from tests.factories import (
    NOW,
    make_consultation,
    make_meeting,
    make_person,
    make_user,
    take_part,
)


@pytest.fixture
def officer(signed_in_as):
    return signed_in_as(make_user(make_person("Łucja Żółkiewska"), role="secretariat"))


def names(page):
    """The names of the rows of all tables of a page, as people read them."""
    return [said(cell) for cell in re.findall(r'<th scope="row".*?</th>', page.text, re.S)]


def said(markup):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def inputs(page):
    """What a browser sends when nothing is changed."""
    found = re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', page.text)
    for name, options in re.findall(
        r'<select[^>]*name="([^"]+)".*?>(.*?)</select>', page.text, re.S
    ):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        first = re.search(r'<option[^>]*value="([^"]*)"', options)
        found.append((name, (chosen or first)[1]))
    return {name: unescape(value) for name, value in found}


def field(page, name):
    return inputs(page)[name]


def test_staff_see_all_consultations_and_experts_those_of_their_meetings(officer, signed_in_as):
    theirs, other = make_meeting("egm-2"), make_meeting("egm-9", number=9)
    expert = make_person("Huiwen")
    take_part(theirs, expert)
    make_consultation(theirs, "Hearing of regions", starts_on=date(2030, 11, 18), ends_on=None)
    make_consultation(other, "Hearing of others", starts_on=date(2030, 1, 7), ends_on=None)
    make_consultation(
        other, "For everybody", audience="open online", starts_on=date(2001, 1, 7), ends_on=None
    )
    visitor = signed_in_as(make_user(expert))

    assert names(officer.get("/consultations")) == [
        "Hearing of others",
        "Hearing of regions",
        "For everybody",
    ]
    assert names(visitor.get("/consultations")) == ["Hearing of regions", "For everybody"]


def test_an_empty_list_says_what_would_be_there(officer, signed_in_as):
    expert = signed_in_as(make_user())

    assert "No consultation yet" in officer.get("/consultations").text
    assert "When you are to be heard" in expert.get("/consultations").text


def test_a_consultation_shows_its_sentence_and_says_what_is_not_stated(officer):
    meeting = make_meeting()
    consultation = make_consultation(
        meeting,
        "Regional consultations",
        certainty="tentative",
        certainty_words="may be shared",
        as_written="18-28 November",
        is_year_inferred=True,
        source_line=189,
        source_sentence="Informed experts on <the> regional consultations.",
    )

    page = said(officer.get(f"/consultations/{consultation.id}").text)

    assert "When Mon 18 – Thu 28 Nov 2024 no hours in the record" in page
    assert "in the record: “ 18-28 November ”; the year is inferred" in page
    assert "Zone of its days Nairobi (UTC+3) For whom regional How not stated Where not" in page
    assert "How certain Tentative “may be shared”" in page
    assert (
        "“ Informed experts on <the> regional consultations. ” Record of EGM 2 , line 189" in page
    )


def test_a_consultation_leads_to_its_line_of_the_record_for_those_who_may_read_it(
    officer, signed_in_as
):
    meeting = make_meeting()
    public = make_consultation(meeting, source_line=189, source_sentence="It opens.")
    public.audience = "open online"
    db.session.commit()
    line = "/meetings/egm-2/minutes#line-189"

    seen_by_staff = officer.get(f"/consultations/{public.id}")
    seen_by_stranger = signed_in_as(make_user()).get(f"/consultations/{public.id}")

    assert line in seen_by_staff.text
    assert "Record of EGM 2 , line 189" in said(seen_by_staff.text)
    assert line not in seen_by_stranger.text
    assert "Record of EGM 2, line 189" in said(seen_by_stranger.text)


def test_what_may_not_be_seen_is_not_there(signed_in_as):
    hidden = make_consultation(make_meeting())
    stranger_to_it = signed_in_as(make_user())

    seen = stranger_to_it.get(f"/consultations/{hidden.id}")
    missing = stranger_to_it.get(f"/consultations/{hidden.id + 1}")

    assert (seen.status_code, missing.status_code) == (404, 404)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "new"),
        ("get", "{id}/edit"),
        ("post", "{id}/edit"),
        ("get", "{id}/cancel"),
        ("post", "{id}/cancel"),
        ("post", "{id}/reinstate"),
    ],
)
def test_only_staff_change_consultations(signed_in_as, method, path):
    meeting, expert = make_meeting(), make_person("Selma Tabet")
    take_part(meeting, expert)
    consultation = make_consultation(meeting)
    visitor = signed_in_as(make_user(expert))

    answer = getattr(visitor, method)("/consultations/" + path.format(id=consultation.id))

    assert answer.status_code == 404
    assert visitor.get(f"/consultations/{consultation.id}").status_code == 200


def test_staff_add_a_consultation(officer):
    typed = {
        "title": "Audition des villes",
        "starts_on": "3/2/2025",
        "tz": "Africa/Dakar",
        "mode": "",
        "certainty": "intended",
    }

    answer = officer.post("/consultations/new", data=typed, follow_redirects=True)

    added = db.session.scalar(select(Consultation))
    assert "“Audition des villes” is added." in answer.text
    assert (added.starts_on, added.ends_on) == (date(2025, 2, 3), date(2025, 2, 3))
    assert (added.tz, added.mode, added.audience) == ("Africa/Dakar", None, None)
    assert added.certainty == "intended"


def test_a_form_sent_twice_adds_one_consultation(officer):
    uid = re.search(r'name="uid"[^>]*value="([^"]+)"', officer.get("/consultations/new").text)[1]
    typed = {"uid": uid, "title": "Audition des villes", "tz": "Africa/Dakar", "certainty": "firm"}

    answers = [officer.post("/consultations/new", data={**typed, "mode": ""}) for _ in range(2)]

    [added] = db.session.scalars(select(Consultation))
    assert added.uid == uid
    assert {answer.location for answer in answers} == {f"/consultations/{added.id}"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "Enter what it is called, as people know it."),
        ({"starts_on": "31 February 2025"}, "“31 February 2025” is not a day."),
        (
            {"starts_on": "31/12/9999"},
            "“31/12/9999” is in no year from 1990 to 2099. Look at the year again.",
        ),
        ({"starts_on": "", "ends_on": "1 May 2025"}, "Enter the first day as well."),
        (
            {"starts_on": "2 May 2025", "ends_on": "1 May 2025"},
            "The last day, 1 May 2025, is before the first, 2 May 2025.",
        ),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(officer, changes, sentence):
    typed = {
        "title": "Hearing",
        "starts_on": "1 May 2025",
        "tz": "Africa/Nairobi",
        "mode": "",
        "certainty": "firm",
        "place": "Salle nº 3",
        **changes,
    }

    answer = officer.post("/consultations/new", data=typed)

    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert (field(answer, "place"), field(answer, "starts_on")) == (
        "Salle nº 3",
        typed["starts_on"],
    )
    assert db.session.scalar(select(Consultation)) is None


def test_a_form_saves_what_was_changed_and_nothing_else(officer):
    consultation = make_consultation(make_meeting(), place="Nairobi", mode="in person")
    address = f"/consultations/{consultation.id}/edit"

    sent = {**inputs(officer.get(address)), "place": "Baku"}
    answer = officer.post(address, data=sent)

    db.session.expire_all()
    assert answer.status_code == 302
    assert (consultation.place, consultation.mode) == ("Baku", "in person")
    assert (consultation.starts_on, consultation.ends_on) == (
        date(2024, 11, 18),
        date(2024, 11, 28),
    )
    assert consultation.audience == "regional"


def test_a_form_older_than_the_record_saves_nothing_and_loses_nothing(app, signed_in_as):
    first = signed_in_as(make_user(make_person("Łucja Żółkiewska"), role="secretariat"))
    second = signed_in_as(make_user(make_person("David Adawo"), role="secretariat"))
    consultation = make_consultation(make_meeting(), place="Nairobi", audience="regional")
    address = f"/consultations/{consultation.id}/edit"
    opened_by_both = inputs(first.get(address))

    second.post(address, data={**opened_by_both, "place": "Cairo", "audience": "experts"})
    mine = {**opened_by_both, "place": "Baku", "title": "Hearing of the regions"}
    answer = first.post(address, data=mine)

    db.session.expire_all()
    page = said(answer.text)
    assert answer.status_code == 409
    assert (consultation.place, consultation.title) == ("Cairo", "Regional consultation")
    assert "Not saved: somebody changed this meanwhile. Last saved by David Adawo" in page
    assert "For whom Before regional Saved meanwhile experts You had not changed this" in page
    assert "Where Before Nairobi Saved meanwhile Cairo Yours Baku Both of you" in page
    shown = inputs(answer)
    assert (shown["title"], shown["place"], shown["audience"]) == (
        "Hearing of the regions",
        "Baku",
        "experts",
    )

    first.post(address, data=shown)

    db.session.expire_all()
    assert (consultation.title, consultation.place, consultation.audience) == (
        "Hearing of the regions",
        "Baku",
        "experts",
    )


def test_cancelling_is_asked_for_once_more_and_can_be_taken_back(officer):
    consultation = make_consultation(make_meeting())
    address = f"/consultations/{consultation.id}"

    asked = officer.get(f"{address}/cancel")
    db.session.expire_all()
    before = consultation.cancelled_at
    officer.post(f"{address}/cancel")
    cancelled = officer.get(address).text
    officer.post(f"{address}/reinstate")

    db.session.expire_all()
    assert "Cancel “Regional consultation”?" in unescape(asked.text)
    assert before is None
    assert '<bdi class="cancelled">Regional consultation</bdi>' in cancelled
    assert consultation.cancelled_at is None


def a_call():
    day = date(2024, 10, 31)
    return make_consultation(
        make_meeting(),
        "Call of the experts",
        starts_on=day,
        ends_on=day,
        offered_rrule="FREQ=MONTHLY;BYDAY=-1TH",
    )


def test_looking_changes_nothing(officer):
    consultation = a_call()

    for page in ("", "/edit", "/cancel"):
        officer.get(f"/consultations/{consultation.id}{page}")

    db.session.expire_all()
    assert (consultation.version, consultation.changed_at) == (1, NOW)


def test_a_series_without_an_end_is_never_past_and_shows_its_first_year(officer):
    day = date(2001, 1, 25)
    endless = make_consultation(
        make_meeting(), starts_on=day, ends_on=day, rrule="FREQ=MONTHLY;BYDAY=-1TH"
    )

    listed = said(officer.get("/consultations").text)
    shown = said(officer.get(f"/consultations/{endless.id}").text)

    assert "Coming What When" in listed
    assert "Thu 27 Dec 2001" in shown
    assert "It has no end: these are the days of one year." in shown
