"""Series by rule, as staff choose and change them."""

from datetime import date, time
from html import unescape

import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.sessions.models import SessionRule
from tests.consultations.test_views import inputs, said
from tests.factories import make_person, make_session_date, make_user
from tests.series.pages import a_call, a_series, rows, send

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
UNTIL_2026 = {
    "frequency": "MONTHLY",
    "interval": "1",
    "month_by": "weekday",
    "place": "-1",
    "weekday": "3",
    "month_day": "31",
    "end": "until",
    "until": "26 March 2026",
    "starts_at_time": "15:00",
    "ends_at_time": "16:30",
}


@pytest.fixture
def officer(signed_in_as):
    return signed_in_as(make_user(make_person("Łucja Żółkiewska"), role="secretariat"))


def test_a_rule_is_looked_at_before_it_is_saved(officer):
    consultation = a_call()
    address = f"/consultations/{consultation.id}/series"

    preview = send(officer, address, **UNTIL_2026, do="preview")
    db.session.expire_all()
    before = consultation.rrule
    saved = send(officer, address, **UNTIL_2026, do="save")

    db.session.expire_all()
    assert (preview.status_code, before) == (200, None)
    assert "Not saved yet: repeated on the last Thursday of each month until 26 March 2026" in (
        said(preview.text)
    )
    assert len(rows(preview)) == 18
    assert rows(preview)[2] == (
        "Thu 26 Dec 2024 15:00–16:30 Nairobi (UTC+3) past Public holiday in Kenya ( Boxing Day )"
    )
    assert saved.location == f"/consultations/{consultation.id}"
    assert consultation.rrule == "FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20260326"
    assert (consultation.starts_at_time, consultation.ends_at_time) == (time(15), time(16, 30))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"until": ""}, "A series needs an end."),
        ({"end": "times", "count": ""}, "A series needs an end."),
        ({"end": "times", "count": "161"}, "Enter a number from 2 to 160."),
        ({"interval": "0"}, "Enter a number from 1 to 24"),
        ({"interval": "two"}, "Enter a number from 1 to 24"),
        ({"frequency": "WEEKLY", "weekdays": []}, "Tick the days of the week"),
        ({"weekday": "4"}, "31 October 2024, the first day, is none of the days that you chose."),
        ({"until": "1 November 2024"}, "The next one would be after the last day you chose."),
        ({"starts_at_time": ""}, "Enter when it begins as well, or leave both empty."),
        ({"frequency": "YEARLY"}, "Not a valid choice"),
    ],
)
@on_one_engine
def test_a_rule_that_makes_no_series_is_refused_and_what_was_typed_stays(
    officer, changes, sentence
):
    consultation = a_call()
    address = f"/consultations/{consultation.id}/series"

    answer = send(officer, address, **{**UNTIL_2026, **changes}, do="save")

    db.session.expire_all()
    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert consultation.rrule is None
    if "until" not in changes:
        assert inputs(answer)["until"] == "26 March 2026"


@on_one_engine
def test_months_without_the_day_are_named(officer):
    consultation = a_call()

    page = send(
        officer,
        f"/consultations/{consultation.id}/series",
        **{**UNTIL_2026, "month_by": "day", "until": "31 March 2025"},
        do="preview",
    )

    assert len(rows(page)) == 4
    assert "so nothing takes place in them: November 2024, February 2025." in said(page.text)


@on_one_engine
def test_a_move_whose_day_the_new_rule_does_not_give_is_named_beforehand(officer):
    consultation = a_series()
    make_session_date(consultation, date(2024, 12, 26), date(2024, 12, 19))

    page = send(
        officer,
        f"/consultations/{consultation.id}/series",
        **{**UNTIL_2026, "frequency": "DAILY", "interval": "7", "until": "14 November 2024"},
        do="preview",
    )

    assert len(rows(page)) == 3
    assert "so what was said of them waits: 26 December 2024." in said(page.text)


@on_one_engine
def test_a_rule_changed_by_somebody_meanwhile_is_not_overwritten(officer, signed_in_as):
    colleague = signed_in_as(make_user(make_person("David Adawo"), role="secretariat"))
    consultation = a_call()
    address = f"/consultations/{consultation.id}/series"
    opened = inputs(officer.get(address))

    send(colleague, address, **{**UNTIL_2026, "until": "27 March 2025"}, do="save")
    mine = {**opened, **UNTIL_2026, "end": "times", "count": "3", "do": "save"}
    answer = officer.post(address, data=mine)

    db.session.expire_all()
    assert answer.status_code == 409
    assert "Not saved: somebody changed this meanwhile. Last saved by David Adawo" in (
        said(answer.text)
    )
    assert consultation.rrule == "FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20250327"


def test_from_a_day_on_another_rule_is_chosen_and_taken_back(officer):
    consultation = a_series(rrule="FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20250130")
    page = f"/consultations/{consultation.id}"
    tuesdays = {"place": "1", "weekday": "1", "end": "times", "count": "2", "until": ""}

    send(
        officer,
        f"{page}/series?from=2024-12-26",
        **{**UNTIL_2026, **tuesdays, "starts_at_time": "09:00", "ends_at_time": ""},
        do="save",
    )
    changed = officer.get(page)
    start = db.session.scalar(select(SessionRule.starts_on))
    officer.post(f"{page}/rules/2025-01-07/take-back")

    assert start == date(2025, 1, 7)
    assert "on the last Thursday of each month until 6 January 2025" in said(changed.text)
    assert "From 7 January 2025: on the first Tuesday of each month, 2 times." in said(changed.text)
    assert [row[:27] for row in rows(changed)] == [
        "Thu 31 Oct 2024 15:00–16:30",
        "Thu 28 Nov 2024 15:00–16:30",
        "Thu 26 Dec 2024 15:00–16:30",
        "Tue 7 Jan 2025 09:00 Nairob",
        "Tue 4 Feb 2025 09:00 Nairob",
    ]
    assert len(rows(officer.get(page))) == 4


def test_without_a_tick_nothing_is_repeated(officer):
    consultation = a_call()
    prefix = f"series{consultation.id}-"

    answer = officer.post(
        f"/consultations/{consultation.id}/repeat", data={f"{prefix}until": "31 March 2025"}
    )

    db.session.expire_all()
    assert answer.status_code == 422
    assert "Tick the box to repeat it. Left empty, nothing is repeated." in answer.text
    assert consultation.rrule is None


def test_an_accepted_series_is_shown_and_can_be_ended(officer):
    consultation = a_call()
    address = f"/consultations/{consultation.id}"
    prefix = f"series{consultation.id}-"

    saved = officer.post(
        f"{address}/repeat",
        data={f"{prefix}is_repeated": "y", f"{prefix}until": "31 January 2025"},
        follow_redirects=True,
    )
    shown = said(saved.text)
    officer.post(f"{address}/stop-repeating")

    db.session.expire_all()
    assert "Repeated on the last Thursday of each month until 31 January 2025" in shown
    assert consultation.rrule is None
    assert consultation.offered_rrule == "FREQ=MONTHLY;BYDAY=-1TH"


def test_a_series_without_room_for_a_second_day_is_refused_at_its_field(officer):
    consultation = a_call()
    prefix = f"series{consultation.id}-"

    answer = officer.post(
        f"/consultations/{consultation.id}/repeat",
        data={f"{prefix}is_repeated": "y", f"{prefix}until": "1 November 2024"},
    )

    assert answer.status_code == 422
    assert "The next one would be after the last day you chose." in answer.text


def test_a_declined_series_is_asked_about_no_more(officer):
    consultation = a_call()

    officer.post(f"/consultations/{consultation.id}/decline-series")

    db.session.expire_all()
    assert consultation.offered_rrule is None
