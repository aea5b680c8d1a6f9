"""What phones send when the line is back: once, in order, and nothing of it lost."""

import threading
from datetime import date, timedelta

import pytest

from eventsapp.attendance.models import Attendance
from eventsapp.attendance.notes import PHONE, Note
from eventsapp.attendance.queries import day_place
from eventsapp.attendance.services import note_attendance
from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from eventsapp.meetings.models import MeetingDay, Participation
from tests.attendance.rolls import DAY_1, arrive, chosen, form_of, make_days, noted, words
from tests.factories import commit, make_day, make_meeting, make_person, make_user
from tests.visitors import signed_in_session

SYNC = f"{DAY_1}/sync"

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def meeting(app):
    return make_days()


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), role="secretariat")


@pytest.fixture
def phone(officer, meeting, signed_in_as):
    return signed_in_as(officer)


def ago(minutes, seconds=0):
    return (real_utcnow() - timedelta(minutes=minutes, seconds=seconds)).isoformat()


def note(part, state, minutes, key, seen="not noted", **more):
    facts = {"participation": part.id, "state": state, "seen": seen, "key": key}
    return {**facts, "noted_at": ago(minutes), **more}


def message(owner, *notes, behind=0):
    """What a phone sends whose clock is so many minutes behind."""
    return {"owner": owner.id, "sent_at": ago(behind), "notes": list(notes)}


def send(phone, owner, *notes, path=SYNC, **more):
    return phone.post(path, json=message(owner, *notes, **more))


def kept(part):
    commit()
    return db.session.scalar(db.select(Attendance).where(Attendance.participation_id == part.id))


def test_what_is_sent_twice_counts_once(phone, officer, meeting):
    huiwen = arrive(meeting, "Huiwen")
    notes = [
        note(huiwen, "present", 30, "one"),
        note(huiwen, "absent", 20, "two", "present"),
        note(huiwen, "present", 10, "three", "absent"),
    ]

    first, second = send(phone, officer, *notes), send(phone, officer, *notes)

    assert first.json["done"] == second.json["done"] == ["one", "two", "three"]
    assert second.json["states"] == f"{huiwen.id}:present"
    assert [one[:3] for one in noted()] == [
        ("present", "not noted", True),
        ("absent", "present", True),
        ("present", "absent", True),
    ]


def test_notes_are_taken_in_the_order_in_which_they_were_made(phone, officer, meeting):
    huiwen = arrive(meeting, "Huiwen")

    answer = send(
        phone,
        officer,
        note(huiwen, "excused", 5, "later", "present"),
        note(huiwen, "present", 25, "earlier"),
    )

    assert answer.json["states"] == f"{huiwen.id}:excused"
    assert answer.json["counts"] == {"present": 0, "absent": 0, "excused": 1, "not noted": 0}
    assert kept(huiwen).source == "phone"


def test_of_two_phones_the_later_note_holds_and_both_are_said(
    phone, officer, meeting, signed_in_as
):
    huiwen = arrive(meeting, "Huiwen")
    colleague = make_user(make_person("Bo Lindqvist"), role="secretariat")
    send(signed_in_as(colleague), colleague, note(huiwen, "absent", 10, "his"))

    answer = send(phone, officer, note(huiwen, "present", 40, "hers"))

    assert answer.json["states"] == f"{huiwen.id}:absent"
    [said] = answer.json["said"]
    assert said.startswith("Huiwen: Bo Lindqvist noted “absent” at ")
    assert ", and Grace Wanjiru noted “present” at " in said
    assert said.endswith("The later note holds.")
    assert noted() == [
        ("absent", "not noted", True, colleague.id),
        ("present", "absent", False, officer.id),
    ]
    assert send(phone, officer, note(huiwen, "present", 40, "hers")).json["said"] == []


def test_two_phones_that_say_the_same_do_not_differ(phone, officer, meeting, signed_in_as):
    huiwen = arrive(meeting, "Huiwen")
    colleague = make_user(make_person("Bo Lindqvist"), role="secretariat")
    send(signed_in_as(colleague), colleague, note(huiwen, "present", 10, "his"))

    assert send(phone, officer, note(huiwen, "present", 40, "hers")).json["said"] == []
    assert len(noted()) == 1


def test_a_note_that_was_taken_back_later_stays_taken_back(phone, officer, meeting):
    huiwen = arrive(meeting, "Huiwen")
    send(phone, officer, note(huiwen, "present", 20, "one"))
    send(phone, officer, note(huiwen, "not noted", 10, "two", "present"))

    answer = send(phone, officer, note(huiwen, "absent", 15, "late", "present"))

    assert answer.json["states"] == ""


@on_one_engine
@pytest.mark.parametrize(
    ("behind", "said"),
    [
        (4, []),
        (12, ["The clock of this device is 12 minutes slow. "
              "The times of its notes were put right; set the clock."]),
        (-60, ["The clock of this device is 60 minutes fast. "
               "The times of its notes were put right; set the clock."]),
    ],
)  # fmt: skip
def test_a_clock_that_is_far_off_is_put_right_and_said(phone, officer, meeting, behind, said):
    huiwen = arrive(meeting, "Huiwen")

    answer = send(phone, officer, note(huiwen, "present", behind + 20, "one"), behind=behind)

    off = real_utcnow() - kept(huiwen).noted_at
    is_corrected = timedelta(minutes=19) < off < timedelta(minutes=21)
    assert answer.json["said"] == said
    assert is_corrected == (abs(behind) > 5)


@on_one_engine
def test_notes_of_somebody_else_are_not_taken_in_my_name(phone, officer, meeting):
    huiwen = arrive(meeting, "Huiwen")
    other = make_user(make_person("Bo Lindqvist"), role="secretariat")

    answer = send(phone, other, note(huiwen, "present", 10, "one"))

    assert answer.status_code == 409
    assert answer.json == {
        "said": ["Somebody else made these notes. They can send them once signed in."]
    }
    assert kept(huiwen) is None


@on_one_engine
def test_nobody_is_present_before_the_day_whatever_a_phone_says(phone, officer):
    coming = make_meeting("egm-8", number=8, starts_on=date(2097, 1, 22), ends_on=date(2097, 1, 22))
    make_day(coming, on_date=date(2097, 1, 22))
    huiwen = arrive(coming, "Huiwen")
    path = "/meetings/egm-8/attendance/1/sync"

    answer = send(phone, officer, note(huiwen, "present", 1, "one"), path=path)

    assert answer.status_code == 409
    assert answer.json["said"][0].startswith("Tuesday 22 January 2097 has not come yet.")
    assert kept(huiwen) is None


def test_people_who_are_not_listed_are_said_and_the_others_are_noted(phone, officer, meeting):
    huiwen = arrive(meeting, "Huiwen")
    stranger = arrive(make_meeting("egm-4", number=4), "Bo Lindqvist")

    answer = send(
        phone, officer, note(stranger, "present", 9, "one"), note(huiwen, "present", 8, "two")
    )

    assert answer.json["done"] == ["one", "two"]
    assert answer.json["said"] == [
        "1 person is no longer listed here, so nothing was noted of them."
    ]
    assert (kept(stranger), kept(huiwen).state) == (None, "present")


@on_one_engine
@pytest.mark.parametrize(
    "sent", [None, [], "notes", {"notes": []}, {"sent_at": "yesterday", "notes": []}]
)
def test_what_is_no_message_of_a_phone_is_refused_with_a_sentence(phone, sent):
    answer = phone.post(SYNC, json=sent)

    assert answer.status_code == 422
    assert answer.json == {
        "said": ["These notes cannot be read. Load the page again and note once more."]
    }


@on_one_engine
def test_a_phone_gets_states_and_no_names_and_asking_changes_nothing(phone, officer, meeting):
    huiwen = arrive(meeting, "Huiwen", organization="Tsinghua University")
    send(phone, officer, note(huiwen, "present", 9, "one"))

    answer = phone.get(SYNC)

    assert answer.json["states"] == f"{huiwen.id}:present"
    assert sorted(answer.json) == ["at", "counts", "states", "token"]
    assert "Huiwen" not in answer.text


@on_one_engine
def test_the_copy_for_a_phone_holds_names_and_nothing_else_of_people(phone, officer, meeting):
    # Cases 10 and 11: only who shares a name with somebody needs more to be told apart.
    arrive(meeting, "Huiwen", organization="Tsinghua University", email="huiwen@example.test")
    arrive(meeting, "Ana Silva", organization="Lisboa")
    arrive(meeting, "Ana Silva", organization="São Paulo")

    page = phone.get(f"{DAY_1}?kept=1")

    said = words(page)
    assert "Huiwen Present" in said
    assert "Ana Silva Lisboa Present" in said
    assert "Ana Silva São Paulo Present" in said
    for word in ("Tsinghua", "huiwen@example.test", "csrf", "Grace Wanjiru"):
        assert word not in page.text


def test_a_form_that_was_opened_before_a_phone_sent_says_both(
    phone, officer, meeting, signed_in_as
):
    huiwen = arrive(meeting, "Huiwen")
    colleague = make_user(make_person("Bo Lindqvist"), role="secretariat")
    page = phone.get(DAY_1)
    send(signed_in_as(colleague), colleague, note(huiwen, "absent", 3, "his"))

    answer = phone.post(DAY_1, data=form_of(page, {huiwen.id: "present"}), follow_redirects=True)

    assert "and Bo Lindqvist noted “absent” at" in words(answer)
    assert chosen(answer) == {huiwen.id: "present"}


def test_without_its_token_a_message_does_nothing(make_app):
    app = make_app(WTF_CSRF_ENABLED=True)
    with app.app_context():
        meeting, officer = make_days(), make_user(make_person("Grace Wanjiru"), role="secretariat")
        huiwen = arrive(meeting, "Huiwen")
        commit()
        phone = app.test_client()
        with phone.session_transaction() as cookie:
            cookie.update(signed_in_session(app, phone.environ_base, officer))
        sent = message(officer, note(huiwen, "present", 9, "one"))

        refused = phone.post(SYNC, json=sent).status_code
        token = phone.get(SYNC).json["token"]
        taken = phone.post(SYNC, json=sent, headers={"X-CSRFToken": token}).status_code

        assert (refused, taken) == (400, 200)
        assert kept(huiwen).state == "present"


def test_two_phones_that_note_one_person_at_the_same_moment_leave_one_row(app, meeting, officer):
    huiwen = arrive(meeting, "Huiwen")
    colleague = make_user(make_person("Bo Lindqvist"), role="secretariat")
    commit()
    both = threading.Barrier(2, timeout=20)
    faults = []

    def take(user_id, state, minutes):
        try:
            with app.test_request_context(method="POST"):
                day = db.session.get(MeetingDay, meeting_day)
                by = db.session.get(type(officer), user_id)
                db.session.commit()
                now = real_utcnow()
                made = Note(part, state, now - timedelta(minutes=minutes), key=state)
                both.wait()
                note_attendance(day_place(day), [made], source=PHONE, by=by, now=now)
                db.session.commit()
        except Exception as fault:
            faults.append(fault)

    meeting_day, part = meeting.days[0].id, huiwen.id
    people = ((officer.id, "present", 5), (colleague.id, "absent", 1))
    db.session.remove()
    threads = [threading.Thread(target=take, args=one) for one in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert faults == []
    assert kept(db.session.get(Participation, part)).state == "absent"
    assert sorted(one[0] for one in noted()) == ["absent", "present"]
