from datetime import date

import pytest

from eventsapp.attendance.models import Attendance
from eventsapp.extensions import db
from eventsapp.people.queries import may_be_listed
from tests.attendance.rolls import (
    DAY_1,
    arrive,
    chosen,
    form_of,
    make_days,
    noted,
    opened,
    present,
    words,
)
from tests.factories import make_day, make_meeting, make_person, make_user, take_part

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def meeting(app):
    return make_days()


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), role="secretariat")


@pytest.fixture
def browser(officer, meeting, signed_in_as):
    return signed_in_as(officer)


def test_who_came_to_a_day_is_noted_in_one_form_with_one_save(browser, meeting, officer):
    huiwen, layla, jose = (arrive(meeting, name) for name in ("Huiwen", "ليلى حداد", "José Ñíguez"))
    page = browser.get(DAY_1)
    assert set(chosen(page).values()) == {"not noted"}

    answer = browser.post(
        DAY_1,
        data=form_of(page, {huiwen.id: "present", layla.id: "excused"}),
        follow_redirects=True,
    )

    assert "Saved for 2 people." in words(answer)
    assert chosen(answer) == {huiwen.id: "present", layla.id: "excused", jose.id: "not noted"}
    assert "Present 1 Absent 0 Excused 1 Not noted 1" in words(answer)
    assert present(meeting) == {"Huiwen": {1}}
    assert noted() == [
        ("present", "not noted", True, officer.id),
        ("excused", "not noted", True, officer.id),
    ]


def test_a_form_that_is_sent_twice_is_noted_once(browser, meeting):
    huiwen = arrive(meeting, "Huiwen")
    form = form_of(browser.get(DAY_1), {huiwen.id: "present"})

    browser.post(DAY_1, data=form)
    answer = browser.post(DAY_1, data=form, follow_redirects=True)

    assert "Nothing was changed, so nothing was saved." in words(answer)
    assert [one[:3] for one in noted()] == [("present", "not noted", True)]


def test_a_note_is_taken_back_and_stays_in_the_history(browser, meeting):
    huiwen = arrive(meeting, "Huiwen")
    browser.post(DAY_1, data=form_of(browser.get(DAY_1), {huiwen.id: "absent"}))

    browser.post(DAY_1, data=form_of(browser.get(DAY_1), {huiwen.id: "not noted"}))

    assert chosen(browser.get(DAY_1)) == {huiwen.id: "not noted"}
    assert [one[:2] for one in noted()] == [("absent", "not noted"), ("not noted", "absent")]


def test_only_rows_that_were_changed_are_written(browser, meeting, officer, signed_in_as):
    huiwen, layla = arrive(meeting, "Huiwen"), arrive(meeting, "ليلى حداد")
    colleague = make_user(make_person("Bo Lindqvist"), role="secretariat")
    page = browser.get(DAY_1)
    other = signed_in_as(colleague)
    other.post(DAY_1, data=form_of(page, {layla.id: "present"}))

    browser.post(DAY_1, data=form_of(page, {huiwen.id: "absent"}))

    assert chosen(browser.get(DAY_1)) == {huiwen.id: "absent", layla.id: "present"}


def test_two_who_noted_different_things_of_one_person_are_both_said(browser, meeting, signed_in_as):
    huiwen = arrive(meeting, "Huiwen")
    colleague = make_user(make_person("Bo Lindqvist"), role="secretariat")
    page = browser.get(DAY_1)
    signed_in_as(colleague).post(DAY_1, data=form_of(page, {huiwen.id: "absent"}))

    answer = browser.post(DAY_1, data=form_of(page, {huiwen.id: "present"}), follow_redirects=True)

    said = words(answer)
    assert "Huiwen: Grace Wanjiru noted “present” at" in said
    assert "and Bo Lindqvist noted “absent” at" in said
    assert "The later note holds." in said
    assert chosen(answer) == {huiwen.id: "present"}


def test_nobody_is_present_on_a_day_that_has_not_come_but_may_be_excused(browser):
    coming = make_meeting("egm-8", number=8, starts_on=date(2097, 1, 22), ends_on=date(2097, 1, 22))
    make_day(coming, on_date=date(2097, 1, 22))
    huiwen = arrive(coming, "Huiwen")
    page = browser.get("/meetings/egm-8/attendance/1")
    assert "This day has not come yet." in words(page)
    assert 'value="present"' not in page.text

    refused = browser.post(
        "/meetings/egm-8/attendance/1", data=form_of(page, {huiwen.id: "present"})
    )
    browser.post("/meetings/egm-8/attendance/1", data=form_of(page, {huiwen.id: "excused"}))

    assert refused.status_code == 422
    assert "Tuesday 22 January 2097 has not come yet." in words(refused)
    assert chosen(browser.get("/meetings/egm-8/attendance/1")) == {huiwen.id: "excused"}


def test_people_are_found_by_a_part_of_their_name_without_marks(browser, meeting):
    ostergard = arrive(meeting, "Søren Østergård")
    arrive(meeting, "Huiwen")

    page = browser.get(f"{DAY_1}?q=oster")

    assert list(chosen(page)) == [ostergard.id]
    assert "1 of 2 shown:" in words(page)
    answer = browser.post(f"{DAY_1}?q=oster", data=form_of(page, {ostergard.id: "present"}))
    assert answer.location == f"{DAY_1}?q=oster"
    assert "Nobody of this meeting fits." in words(browser.get(f"{DAY_1}?q=zz"))


def test_who_left_the_meeting_is_listed_only_where_something_was_noted(browser, meeting):
    huiwen, layla = arrive(meeting, "Huiwen"), arrive(meeting, "ليلى حداد")
    browser.post(DAY_1, data=form_of(browser.get(DAY_1), {huiwen.id: "present"}))
    huiwen.left_at = layla.left_at = meeting.created_at

    assert chosen(browser.get(DAY_1)) == {huiwen.id: "present"}
    assert chosen(browser.get(DAY_1.replace("/1", "/2"))) == {}


@on_one_engine
def test_people_with_one_name_are_told_apart_by_their_organisation(browser, meeting):
    # Case 11.
    arrive(meeting, "Ana Silva", organization="Câmara Municipal de Lisboa")
    arrive(meeting, "Ana Silva", organization="Universidade de São Paulo")

    said = words(browser.get(DAY_1))

    assert "Ana Silva Câmara Municipal de Lisboa Present" in said
    assert "Ana Silva Universidade de São Paulo Present" in said


@on_one_engine
def test_the_roll_holds_names_and_organisations_and_nothing_else(browser, meeting):
    # Case 10: no internal number, no name that stands there twice.
    part = arrive(
        meeting,
        "王芳",
        latin_name="Wang Fang",
        organization="Chengdu",
        email="wang@example.test",
        function="Director",
        phone="+86 28 1234567",
    )
    arrive(meeting, "Huiwen", latin_name="Huiwen")

    page = browser.get(DAY_1)

    said = words(page)
    assert "王芳 Wang Fang Chengdu Present" in said
    assert said.count("Huiwen") == 1
    for word in ("wang@example.test", "Director", "1234567", f"{part.person_id} "):
        assert word not in said.split("Find", 1)[1].split("Save the attendance")[0]


@on_one_engine
def test_being_present_is_recorded_whether_or_not_somebody_may_be_published(browser, meeting):
    # Case 9: the duty to record attendance and the consent to be published are two things.
    huiwen = arrive(meeting, "Huiwen")
    assert may_be_listed([huiwen.person_id], meeting.id) == set()

    browser.post(DAY_1, data=form_of(browser.get(DAY_1), {huiwen.id: "present"}))

    assert present(meeting) == {"Huiwen": {1}}
    assert may_be_listed([huiwen.person_id], meeting.id) == set()


def test_what_is_no_state_or_no_person_of_the_meeting_changes_nothing(browser, meeting):
    huiwen = arrive(meeting, "Huiwen")
    stranger = take_part(make_meeting("egm-4", number=4), make_person("Bo Lindqvist"))

    browser.post(DAY_1, data={"opened": "x", f"p{huiwen.id}": "late", "px": "present"})
    answer = browser.post(DAY_1, data={f"p{stranger.id}": "present"}, follow_redirects=True)

    assert "1 person is no longer listed here, so nothing was noted of them." in words(answer)
    assert db.session.scalars(db.select(Attendance)).all() == []


def test_a_form_that_was_opened_before_a_change_does_not_write_over_it(browser, meeting):
    huiwen = arrive(meeting, "Huiwen")
    page = browser.get(DAY_1)
    assert opened(page) == ""

    browser.post(DAY_1, data=form_of(page, {huiwen.id: "present"}))

    assert opened(browser.get(DAY_1)) == f"{huiwen.id}:present"
    browser.post(DAY_1, data=form_of(page, {}))
    assert chosen(browser.get(DAY_1)) == {huiwen.id: "present"}


@on_one_engine
def test_of_very_many_people_the_first_are_listed_and_the_others_are_found(
    browser, meeting, monkeypatch
):
    monkeypatch.setattr("eventsapp.attendance.views.MOST_SHOWN", 2)
    parts = [arrive(meeting, name) for name in ("Amina Diallo", "Huiwen", "Zoë Brontë")]

    page = browser.get(DAY_1)

    assert list(chosen(page)) == [part.id for part in parts[:2]]
    assert "The first 2 of 3 people are listed. Find the others by name." in words(page)
    assert "Not noted 3" in words(page)
    assert list(chosen(browser.get(f"{DAY_1}?q=bronte"))) == [parts[2].id]
