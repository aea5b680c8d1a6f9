"""The single dates of series: moved, called off, added, and who is told."""

from datetime import date, time
from html import unescape

import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.series.queries import people_concerned, still_wanted
from eventsapp.sessions.models import SessionDate
from tests.consultations.test_views import inputs, said
from tests.factories import NOW, make_hearing, make_person, make_user, take_part
from tests.series.pages import a_series, mails, people_of, rows, send

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def officer(signed_in_as):
    return signed_in_as(make_user(make_person("Łucja Żółkiewska"), role="secretariat"))


def test_a_moved_date_is_told_by_one_mail_each_in_both_zones(officer):
    consultation = a_series()
    people_of(consultation)
    page = f"/consultations/{consultation.id}"
    typed = {"on_date": "19/12/2024", "reason": "A public holiday <in> Nairobi", "is_told": "y"}

    answer = send(officer, f"{page}/dates/2024-12-26", **typed)
    again = send(officer, f"{page}/dates/2024-12-26", **typed)

    shown = officer.get(page)
    assert answer.location == again.location == page
    assert [row for row in rows(shown) if "Moved" in row] == [
        "Thu 19 Dec 2024 15:00–16:30 Nairobi (UTC+3) instead of Thu 26 Dec 2024 "
        "Why: A public holiday <in> Nairobi Moved"
    ]
    assert len(rows(shown)) == 18
    auckland, new_york, nowhere = mails()
    assert [one.recipient for one in (auckland, new_york, nowhere)] == [
        "a@example.test",
        "b@example.test",
        "c@example.test",
    ]
    assert auckland.subject == "Moved from 26 Dec to Thu 19 Dec 2024: Call of the experts"
    assert (
        "Was: Thursday 26 December 2024, 15:00–16:30 Nairobi (UTC+3); on your clock "
        "Fri 27 Dec 2024 01:00–02:30 Auckland (UTC+13)\n"
        "Takes place: Thursday 19 December 2024, 15:00–16:30 Nairobi (UTC+3); on your clock "
        "Fri 20 Dec 2024 01:00–02:30 Auckland (UTC+13)\n"
        "Why: A public holiday <in> Nairobi\n"
    ) in auckland.text
    assert "on your clock 07:00–08:30 New York (UTC−5)" in new_york.text
    assert "on your clock" not in nowhere.text
    assert "A public holiday &lt;in&gt; Nairobi" in auckland.html


def test_a_mail_about_a_date_that_was_changed_again_does_not_leave(officer):
    consultation = a_series()
    people_of(consultation)
    address = f"/consultations/{consultation.id}/dates/2024-12-26"

    send(officer, address, on_date="19/12/2024", is_told="y")
    first = mails()
    assert {still_wanted(one, NOW) for one in first} == {None}
    officer.post(f"{address}/take-back", data={"is_told": "y"})
    db.session.expire_all()

    assert {still_wanted(one, NOW) for one in first} == {
        "It was changed again since; a later mail tells how it stands."
    }
    latest = [one for one in mails() if one not in first]
    assert {one.subject for one in latest} == {"As planned on Thu 26 Dec 2024: Call of the experts"}
    assert {still_wanted(one, NOW) for one in latest} == {None}
    consultation.cancelled_at = NOW
    assert {still_wanted(one, NOW) for one in latest} == {"“Call of the experts” is cancelled."}


@on_one_engine
def test_who_was_asked_to_be_heard_is_told_and_nobody_of_an_intention(officer):
    consultation = a_series(audience="private sector")
    people_of(consultation)
    make_hearing(consultation, make_person("王芳", email="w@example.test"))
    make_hearing(consultation, make_person("Left", email="l@example.test"), withdrawn_at=NOW)

    assert [one.printed_name for one in people_concerned(consultation)] == ["王芳"]

    consultation.announced_at = None

    assert people_concerned(consultation) == []


@on_one_engine
def test_nobody_is_told_where_that_is_not_asked_for(officer):
    consultation = a_series()
    people_of(consultation)
    page = f"/consultations/{consultation.id}"

    told = send(officer, f"{page}/dates/2024-12-26/cancel", reason="A storm", is_told=None)
    send(officer, f"{page}/dates/new", on_date="14 November 2024", is_told=None)

    db.session.expire_all()
    assert told.status_code == 302
    assert mails() == []
    states = list(
        db.session.execute(
            select(SessionDate.original_on, SessionDate.is_added, SessionDate.reason).order_by(
                SessionDate.original_on
            )
        )
    )
    assert states == [
        (date(2024, 11, 14), True, None),
        (date(2024, 12, 26), False, "A storm"),
    ]


@on_one_engine
@pytest.mark.parametrize(
    ("page", "typed", "sentence"),
    [
        ("2024-12-26", {"on_date": "28 November 2024"}, "28 November 2024 is a date of this"),
        ("2024-12-26", {"on_date": "31 February"}, "“31 February” is not a day."),
        ("2024-12-26", {"on_date": "", "reason": "x"}, "Enter the day it takes place."),
        ("2024-12-26", {"starts_at_time": "25:00"}, "Write the time as hours and minutes"),
        ("2024-12-26", {"starts_at_time": ""}, "Enter when it begins as well"),
        ("2024-12-26", {"reason": "x" * 501}, "Use at most 500 characters."),
        ("new", {"on_date": "28 November 2024"}, "28 November 2024 is a date of this series"),
    ],
)
def test_what_is_wrong_with_a_date_is_said_at_its_field(officer, page, typed, sentence):
    consultation = a_series()

    answer = send(officer, f"/consultations/{consultation.id}/dates/{page}", **typed)

    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert list(db.session.scalars(select(SessionDate))) == []


@on_one_engine
def test_a_date_moved_by_somebody_meanwhile_is_not_overwritten(officer, signed_in_as):
    colleague = signed_in_as(make_user(make_person("David Adawo"), role="secretariat"))
    consultation = a_series()
    address = f"/consultations/{consultation.id}/dates/2024-12-26"
    opened = inputs(officer.get(address))

    send(colleague, address, on_date="19 December 2024")
    answer = officer.post(address, data={**opened, "on_date": "2 January 2025"})

    assert answer.status_code == 409
    assert "Day Before 26 December 2024 Saved meanwhile 19 December 2024 Yours 2 January 2025" in (
        said(answer.text)
    )
    assert list(db.session.scalars(select(SessionDate.on_date))) == [date(2024, 12, 19)]


@on_one_engine
@pytest.mark.parametrize("day", ["2024-12-27", "26-12-2024", "9999-99-99", "x"])
def test_a_date_that_the_series_does_not_have_has_no_page(officer, day):
    consultation = a_series()

    for address in (f"dates/{day}", f"dates/{day}/cancel"):
        assert officer.get(f"/consultations/{consultation.id}/{address}").status_code == 404


@on_one_engine
def test_an_hour_that_clocks_skip_is_shown_with_what_is_taken(officer):
    consultation = a_series(
        starts_on=date(2031, 3, 28),
        ends_on=date(2031, 3, 28),
        tz="Africa/Cairo",
        rrule="FREQ=MONTHLY;BYDAY=-1FR;COUNT=2",
        starts_at_time=time(0, 30),
        ends_at_time=time(2),
    )

    page = officer.get(f"/consultations/{consultation.id}")

    assert (
        "Clocks in Cairo skip 00:30 that night. 01:30 Cairo (UTC+3) is taken; choose another hour "
        "if that is not meant."
    ) in rows(page)[1]


@on_one_engine
@pytest.mark.parametrize(
    ("tz", "first_told", "last_told"),
    [
        ("Africa/Nairobi", "Fri 28 Feb 2031 01:00–02:30", "Fri 27 Jun 2031 00:00–01:30"),
        ("Pacific/Auckland", "15:00–16:30", "15:00–16:30"),
        ("America/New_York", "Fri 28 Feb 2031 09:00–10:30", "Fri 27 Jun 2031 07:00–08:30"),
    ],
)
def test_all_dates_are_told_in_both_zones(officer, tz, first_told, last_told):
    consultation = a_series(
        starts_on=date(2031, 2, 27),
        ends_on=date(2031, 2, 27),
        tz=tz,
        rrule="FREQ=MONTHLY;BYDAY=-1TH;COUNT=5",
    )
    people_of(consultation)
    page = f"/consultations/{consultation.id}"

    asked = officer.get(f"{page}/tell")
    for _ in range(2):
        officer.post(f"{page}/tell")

    assert "3 people are concerned." in said(asked.text)
    assert len(mails()) == 3
    lines = [line for line in mails()[0].text.splitlines() if line.startswith("- ")]
    assert len(lines) == 5
    assert lines[0].startswith("- Thursday 27 February 2031, 15:00–16:30 ")
    assert lines[-1].startswith("- Thursday 26 June 2031, 15:00–16:30 ")
    assert (first_told in lines[0], last_told in lines[-1]) == (True, True)
    if tz != "Pacific/Auckland":
        assert lines[0].endswith("Auckland (UTC+13)")
        assert lines[-1].endswith("Auckland (UTC+12)")


@on_one_engine
def test_dates_that_are_over_are_told_to_nobody(officer):
    consultation = a_series(rrule="FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20241231")

    answer = officer.post(f"/consultations/{consultation.id}/tell")

    assert answer.status_code == 409
    assert "No date is to come." in answer.text


def test_people_who_may_see_it_see_the_dates_on_their_own_clock_and_change_nothing(
    officer, signed_in_as
):
    consultation = a_series()
    expert = make_person("Aroha Ngata", tz="Pacific/Auckland")
    take_part(consultation.meeting, expert)
    send(officer, f"/consultations/{consultation.id}/dates/2024-12-26", on_date="19/12/2024")

    page = signed_in_as(make_user(expert)).get(f"/consultations/{consultation.id}")

    assert rows(page)[2] == (
        "Thu 19 Dec 2024 15:00–16:30 Nairobi (UTC+3) · you: Fri 20 Dec 2024 01:00–02:30 "
        "Auckland (UTC+13) instead of Thu 26 Dec 2024 Moved"
    )
    assert "/dates/" not in page.text
