"""The table by day and by room, its files, the sheet of paper and what comes back on it."""

import csv
import io
from datetime import date

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from eventsapp.accounts.models import User
from eventsapp.attendance import queries
from eventsapp.attendance.models import Attendance
from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from tests.attendance.rolls import DAY_1, arrive, chosen, form_of, make_days, opened, present, words
from tests.factories import make_day, make_meeting, make_person, make_room, make_round, make_user
from tests.factories import place as seat

TABLE = "/meetings/egm-3/attendance"
ROOM = "/meetings/egm-3/breakouts/1/rooms/1/attendance"

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def meeting(app):
    return make_days()


@pytest.fixture
def browser(meeting, signed_in_as):
    return signed_in_as(make_user(make_person("Grace Wanjiru"), role="secretariat"))


@pytest.fixture
def room(meeting):
    """Room 1 of day 1 with its moderator and two members."""
    room = make_room(make_round(meeting, meeting.days[0]), "1", "Water")
    seat(make_person("Karen Laßmann"), room, "moderator")
    seat(make_person("Huiwen", organization="Tsinghua University"), room)
    seat(make_person("ليلى حداد"), room)
    return room


def note(browser, path, states):
    browser.post(path, data=form_of(browser.get(path), states))


def part_of(room, name):
    people = {one.person.printed_name: one.person_id for one in room.placements}
    parts = {one.person_id: one for one in room.round.meeting.participations}
    return parts[people[name]]


def exports():
    found = db.select(Entry).where(Entry.verb == "exported").order_by(Entry.id)
    return [(one.subject_table, one.detail) for one in db.session.scalars(found)]


def moderator_of(room, signed_in_as):
    return signed_in_as(make_user(room.placements[0].person))


def test_a_moderator_notes_who_is_in_the_room(room, signed_in_as):
    browser = moderator_of(room, signed_in_as)
    huiwen = part_of(room, "Huiwen")
    assert "Note who is here" in words(browser.get(ROOM.removesuffix("/attendance")))
    page = browser.get(ROOM)
    assert list(chosen(page)) == [
        part_of(room, name).id for name in ("Karen Laßmann", "Huiwen", "ليلى حداد")
    ]

    answer = browser.post(ROOM, data=form_of(page, {huiwen.id: "present"}), follow_redirects=True)

    assert "Saved for 1 person." in words(answer)
    assert chosen(answer)[huiwen.id] == "present"
    # Being in a room is not the same as having come to the day.
    assert present(room.round.meeting) == {}


@on_one_engine
def test_a_note_taker_may_note_too_and_a_member_may_not(room, signed_in_as):
    writer = make_person("David Adawo")
    seat(writer, room, "note_taker")
    roster = ROOM.removesuffix("/attendance")
    member = signed_in_as(make_user(room.placements[1].person))

    assert signed_in_as(make_user(writer)).get(ROOM).status_code == 200
    assert (member.get(roster).status_code, member.get(ROOM).status_code) == (200, 404)
    assert "Note who is here" not in words(member.get(roster))


@on_one_engine
def test_a_moderator_sees_of_the_room_names_and_organisations_and_nothing_else(room, signed_in_as):
    # Case 10, and the eighth line of what must be seen to hold.
    person = room.placements[1].person
    person.phone, person.country, person.gender = "+86 28 1234567", "CN", "woman"
    arrive(room.round.meeting, "Bo Lindqvist")

    said = words(moderator_of(room, signed_in_as).get(ROOM))

    assert "Huiwen Tsinghua University Present" in said
    for word in (person.email, "1234567", "China", "Woman", "woman", "Bo Lindqvist"):
        assert word not in said


def test_the_table_says_who_was_there_by_day_and_by_room(browser, meeting, room):
    huiwen, layla = part_of(room, "Huiwen"), part_of(room, "ليلى حداد")
    note(browser, DAY_1, {huiwen.id: "present", layla.id: "present"})
    note(browser, DAY_1.replace("/1", "/2"), {layla.id: "absent"})
    note(browser, ROOM, {huiwen.id: "present", layla.id: "excused"})

    said = words(browser.get(TABLE))

    assert "Day 1, Thu 26 Sep 2024 2 0 0 1" in said
    assert "Day 2, Fri 27 Sep 2024 0 1 0 2" in said
    assert "Round 1, room 1: Water day 1 1 0 1 1" in said
    assert "Huiwen Tsinghua University Present Not noted Present room 1" in said
    assert "ليلى حداد Present Absent Excused room 1" in said
    assert "Karen Laßmann Not noted Not noted Not noted" in said


def test_the_table_is_found_through_and_paged(browser, meeting):
    for number in range(101):
        arrive(meeting, f"Expert {number:03}")

    first, last = browser.get(TABLE), browser.get(f"{TABLE}?page=2")
    found = browser.get(f"{TABLE}?q=expert+042")

    assert "1–100 of 101" in words(first)
    assert "Expert 100" in words(last)
    assert "Expert 000" not in words(last)
    assert "Expert 042" in words(found)
    assert "Expert 041" not in words(found)


def test_the_questions_to_the_database_do_not_grow_with_the_people(
    browser, meeting, room, questions
):
    def count():
        return [questions(lambda path=path: browser.get(path)) for path in (TABLE, DAY_1, ROOM)]

    count()
    few = count()
    for number in range(20):
        seat(make_person(f"Expert {number}", organization=f"Office {number}"), room)
    note(browser, DAY_1, dict.fromkeys(chosen(browser.get(DAY_1)), "present"))

    assert count() == few


@on_one_engine
def test_the_days_are_counted_for_the_page_and_for_nothing_else(browser, room, monkeypatch):
    counted, count = [], queries.counts_by_day
    monkeypatch.setattr(queries, "counts_by_day", lambda key: counted.append(key) or count(key))
    page = browser.get(DAY_1)
    assert counted == [room.round.meeting_id]

    copy = browser.get(f"{DAY_1}?kept=1")
    sent = form_of(page, dict.fromkeys(chosen(page), "present"))
    saved = browser.post(DAY_1, data=sent)

    assert (copy.status_code, saved.status_code) == (200, 302)
    assert counted == [room.round.meeting_id]


def test_the_file_says_the_same_as_the_table_and_is_in_the_log(browser, meeting, room):
    huiwen = part_of(room, "Huiwen")
    note(browser, DAY_1, {huiwen.id: "present"})
    note(browser, ROOM, {huiwen.id: "absent"})

    answer = browser.get(f"{TABLE}.csv?q=huiwen")

    header = ["Name", "Name in another script", "Organisation", "Day 1 (2024-09-26)",
              "Day 2 (2024-09-27)", "Rooms of round 1", "Left the meeting"]  # fmt: skip
    line = ["Huiwen", "", "Tsinghua University", "present", "not noted", "room 1: absent", ""]
    rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert list(rows) == [header, line]
    assert "attendance-egm-3-filtered-" in answer.headers["Content-Disposition"]
    detail = {"format": "csv", "rows": 1, "columns": header, "filter": {"q": "…"}}
    assert exports() == [("meeting", detail)]


@on_one_engine
def test_the_workbook_holds_everybody_and_its_title_says_when(browser, meeting, room):
    answer = browser.get(f"{TABLE}.xlsx")

    [sheet] = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).sheet_names
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert sheet.startswith("Attendance of EGM 3, everybody")
    assert [row[0] for row in rows] == ["Name", "Huiwen", "Karen Laßmann", "ليلى حداد"]


@on_one_engine
def test_the_sheet_to_sign_has_names_in_both_scripts_date_zone_and_page_numbers(browser, meeting):
    # Case 10: the name once, the organisation, and no number.
    arrive(meeting, "王芳", latin_name="Wang Fang", organization="Chengdu")
    arrive(meeting, "ليلى حداد", latin_name="Layla Haddad")
    for number in range(30):
        arrive(meeting, f"Expert {number}")

    answer = browser.get(f"{DAY_1}/sheet.pdf")

    sheets = PdfReader(io.BytesIO(answer.data)).pages
    text = [" ".join(sheet.extract_text().split()) for sheet in sheets]
    assert len(sheets) == 2
    assert "Attendance of EGM 3, day 1 Thursday 26 September 2024, Baku (UTC+4)" in text[0]
    assert "Name Organisation Signature" in text[0]
    assert "Name Organisation Signature" in text[1]
    assert "Page 2 of 2" in text[1]
    assert "Printed " in text[1]
    assert "王芳 Wang Fang Chengdu" in " ".join(text)
    assert "Layla Haddad" in " ".join(text)
    assert (sheets[0].mediabox.width // 1, sheets[0].mediabox.height // 1) == (595, 841)
    [(table, detail)] = exports()
    assert (table, detail["format"], detail["rows"]) == ("meeting", "pdf", 32)


@on_one_engine
def test_a_name_that_no_font_of_ours_holds_is_printed_in_latin(browser, meeting):
    arrive(meeting, "አበበ ቢቂላ", latin_name="Abebe Bikila")

    [sheet] = PdfReader(io.BytesIO(browser.get(f"{DAY_1}/sheet.pdf").data)).pages

    assert "Abebe Bikila" in sheet.extract_text()
    assert "አ" not in sheet.extract_text()


@on_one_engine
def test_the_sheet_of_a_room_has_its_people_only(room, signed_in_as):
    arrive(room.round.meeting, "Bo Lindqvist")

    answer = moderator_of(room, signed_in_as).get(f"{ROOM}/sheet.pdf")

    text = PdfReader(io.BytesIO(answer.data)).pages[0].extract_text()
    assert "EGM 3, room 1: Water" in text
    assert "Huiwen" in text
    assert "Bo Lindqvist" not in text


def paper(browser, page, signed, **more):
    listed = page.text.split('name="listed" value="')[1].split('"')[0]
    form = {"opened": opened(page), "listed": listed, "p": [str(one.id) for one in signed]}
    return browser.post(f"{DAY_1}/paper", data={**form, **more}, follow_redirects=True)


def test_a_sheet_that_came_back_is_entered_with_many_ticks_and_one_save(browser, meeting):
    huiwen, layla, jose = (arrive(meeting, name) for name in ("Huiwen", "ليلى حداد", "José"))
    note(browser, DAY_1, {jose.id: "excused"})
    page = browser.get(f"{DAY_1}/paper")
    late = arrive(meeting, "Came later")

    answer = paper(browser, page, [huiwen], others_absent="1")

    assert "Saved for 2 people." in words(answer)
    states = {huiwen.id: "present", layla.id: "absent", jose.id: "excused", late.id: "not noted"}
    assert chosen(answer) == states
    sources = {
        one.participation_id: one.source for one in db.session.scalars(db.select(Attendance))
    }
    assert sources == {huiwen.id: "paper", layla.id: "paper", jose.id: "screen"}


@on_one_engine
def test_of_who_did_not_sign_nothing_is_noted_unless_it_is_asked_for(browser, meeting):
    huiwen, layla = arrive(meeting, "Huiwen"), arrive(meeting, "ليلى حداد")

    answer = paper(browser, browser.get(f"{DAY_1}/paper"), [layla])

    assert chosen(answer) == {huiwen.id: "not noted", layla.id: "present"}


@on_one_engine
def test_nobody_signed_on_a_day_that_has_not_come_and_the_ticks_stay(browser):
    coming = make_meeting("egm-8", number=8, starts_on=date(2097, 1, 22), ends_on=date(2097, 1, 22))
    make_day(coming, on_date=date(2097, 1, 22))
    huiwen = arrive(coming, "Huiwen")

    answer = browser.post(
        "/meetings/egm-8/attendance/1/paper", data={"listed": str(huiwen.id), "p": huiwen.id}
    )

    assert answer.status_code == 422
    assert "Tuesday 22 January 2097 has not come yet." in words(answer)
    assert f'value="{huiwen.id}" checked' in answer.text


def test_the_history_says_who_noted_what_and_what_does_not_hold(
    browser, meeting, room, signed_in_as
):
    huiwen = part_of(room, "Huiwen")
    note(browser, DAY_1, {huiwen.id: "present"})
    moderator = moderator_of(room, signed_in_as)
    note(moderator, ROOM, {huiwen.id: "absent"})
    earlier = {"participation": huiwen.id, "state": "present", "seen": "not noted", "key": "k",
               "noted_at": "2024-09-26T06:00:00Z"}  # fmt: skip
    owner = db.session.scalar(db.select(User.id).where(User.role == "secretariat"))
    sent = {"owner": owner, "sent_at": real_utcnow().isoformat(), "notes": [earlier]}
    browser.post(f"{ROOM}/sync", json=sent)

    said = words(browser.get(f"{TABLE}/notes"))

    assert "Huiwen day 1 Present Not noted Grace Wanjiru" in said
    assert "Huiwen round 1, room 1 Absent Not noted Karen Laßmann" in said
    assert (
        "Huiwen round 1, room 1 Present Does not hold Absent Grace Wanjiru "
        "26 September 2024, 10:00 Baku (UTC+4) on a phone, arrived" in said
    )
