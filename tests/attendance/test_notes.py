from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsapp.attendance.notes import (
    MOST_NOTES,
    STATES,
    Counts,
    Note,
    changed_notes,
    count,
    moment,
    paper_notes,
    put_right,
    read_sent,
    read_states,
    write_states,
)

NOW = datetime(2024, 9, 26, 9, 0, tzinfo=UTC)


def at(minutes):
    """So many minutes after nine."""
    return NOW + timedelta(minutes=minutes)


def sent_note(**changes):
    facts = {"key": "k1", "participation": 3, "state": "present", "noted_at": at(-5).isoformat()}
    return {**facts, **changes}


def read(*notes, sent_at=NOW, **more):
    message = {"owner": 1, "sent_at": sent_at.isoformat(), "notes": list(notes), **more}
    return read_sent(message, now=NOW)


def test_a_note_of_a_phone_is_read():
    assert read(sent_note(seen="absent")).notes == (Note(3, "present", at(-5), "absent", "k1"),)


@pytest.mark.parametrize(
    "change",
    [{"state": "late"}, {"participation": "3"}, {"participation": True}, {"noted_at": "soon"},
     {"noted_at": "2024-09-26T09:00:00"}, {"noted_at": None}, {"state": ["present"]}],
)  # fmt: skip
def test_a_note_that_cannot_be_read_is_named_so_that_it_is_not_sent_for_ever(change):
    found = read(sent_note(**change), sent_note(key="k2"))

    assert [note.key for note in found.notes] == ["k2"]
    assert found.unreadable == ("k1",)
    assert found.keys == ["k2", "k1"]


@pytest.mark.parametrize("key", [None, "", "x" * 41, "a b", 7, "<b>"])
def test_a_note_without_a_name_of_its_own_is_left_out(key):
    assert read(sent_note(key=key)).keys == []


@pytest.mark.parametrize("message", [None, 3, [], {}, {"notes": {}}, {"notes": [], "sent_at": 4}])
def test_what_is_no_message_is_none(message):
    assert read_sent(message, now=NOW) is None


def test_a_message_of_more_notes_than_a_phone_can_hold_is_none():
    assert read(*[sent_note()] * (MOST_NOTES + 1)) is None


def test_notes_are_read_oldest_first():
    notes = [sent_note(key=f"k{n}", noted_at=at(-n).isoformat()) for n in (1, 3, 2)]

    assert [note.key for note in read(*notes).notes] == ["k3", "k2", "k1"]


@pytest.mark.parametrize(
    ("noted", "sent", "served", "meant"),
    [
        (-30, 0, None, -30),      # the clock is right
        (-30, -4, None, -30),     # four minutes slow is near enough
        (-42, -12, None, -30),    # twelve minutes slow
        (30, 60, None, -30),      # an hour fast
        (10, 4, None, 0),         # never later than now
        (-90, 0, -60, -60),       # never before its page was there
        (-600, -570, -60, -30),   # both wrong by half a day
    ],
)  # fmt: skip
def test_the_moment_of_a_note_is_said_by_our_clock(noted, sent, served, meant):
    served_at = None if served is None else at(served)

    assert put_right(at(noted), at(sent), NOW, served_at=served_at) == at(meant)


def test_how_far_a_clock_is_off_is_told():
    assert read(sent_note(), sent_at=at(-12)).off == timedelta(minutes=12)
    assert read(sent_note(), sent_at=at(60)).off == timedelta(minutes=-60)
    assert read(sent_note(), sent_at=at(-4)).off == timedelta()


def test_a_moment_at_the_end_of_all_calendars_is_no_mistake():
    far = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)

    assert put_right(far, far - timedelta(days=9), NOW) == NOW
    assert moment("0001-01-01T00:00:00+14:00") is None


def test_only_rows_that_were_changed_become_notes():
    answers = {1: "present", 2: "absent", 3: "not noted", 4: "not noted", 5: "late"}

    notes = changed_notes(answers, {1: "present", 3: "excused"}, now=NOW)

    assert notes == [Note(2, "absent", NOW), Note(3, "not noted", NOW, "excused")]


@pytest.mark.parametrize(
    ("was", "signed", "others_absent", "becomes"),
    [
        ("not noted", True, False, "present"),
        ("absent", True, False, "present"),
        ("excused", True, True, "present"),
        ("present", True, True, None),
        ("not noted", False, False, None),
        ("not noted", False, True, "absent"),
        ("excused", False, True, None),
        ("absent", False, True, None),
        ("present", False, False, "not noted"),
        ("present", False, True, "absent"),
    ],
)
def test_a_sheet_that_came_back_says(was, signed, others_absent, becomes):
    notes = paper_notes(
        {7} if signed else set(), [7], {7: was}, others_absent=others_absent, now=NOW
    )

    assert [note.state for note in notes] == ([becomes] if becomes else [])


def test_who_was_not_on_the_sheet_is_not_noted():
    assert paper_notes({9}, [7], {}, others_absent=False, now=NOW) == []


@given(st.dictionaries(st.integers(0, 2**31 - 1), st.sampled_from(STATES)))
def test_states_that_are_written_are_read_again(states):
    noted = {key: state for key, state in states.items() if state != "not noted"}

    assert read_states(write_states(states)) == noted


@given(st.text())
def test_whatever_stands_in_a_hidden_field_is_read_without_a_mistake(text):
    assert set(read_states(text).values()) <= set(STATES)


def test_people_are_counted_by_what_was_noted():
    states = ["present", "present", "excused", "absent", "not noted"]

    assert count(states) == Counts(present=2, absent=1, excused=1, expected=5)
    assert count(states).not_noted == 1
