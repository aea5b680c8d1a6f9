"""What entries say of days, items, rooms, dates and deadlines."""

from datetime import UTC, date, datetime, time

import pytest

from eventsapp.calendars.entries import (
    DatedFacts,
    DayFacts,
    DeadlineFacts,
    ItemFacts,
    RoomFacts,
    Words,
    dated_entry,
    day_entry,
    deadline_entry,
    item_entry,
    public_place,
    room_entry,
    status_of,
)
from eventsapp.calendars.ics import CANCELLED, CONFIRMED, TENTATIVE, Entry

UID = "5f0c9a1e-4b7d-4c1e-9a55-000000000001"
EARLY = datetime(2024, 9, 20, 8, 0, tzinfo=UTC)
LATER = datetime(2024, 9, 21, 8, 0, tzinfo=UTC)
MEETING = {
    "code": "egm-2",
    "series": "EGM",
    "meeting_number": 2,
    "meeting_title": "Expert Group Meeting on water",
    "tz": "Africa/Nairobi",
    "place": "Nairobi",
    "certainty": "firm",
    "cancelled_at": None,
}
NO_TIMES = {"start_at": None, "end_at": None, "starts_at_time": None}


def link(endpoint, **values):
    return f"https://eventsapp.test/{endpoint}?{values}"


def day(**changes):
    values = {
        "uid": UID,
        "sequence": 1,
        "changed_at": EARLY,
        "number": 2,
        "on_date": date(2024, 9, 27),
        "ends_at_time": None,
        "starts_on": date(2024, 9, 26),
        "ends_on": date(2024, 9, 27),
    }
    return DayFacts(**{**values, **MEETING, **NO_TIMES, **changes})


def item(**changes):
    values = {
        "uid": UID,
        "sequence": 1,
        "changed_at": EARLY,
        "title": "Opening",
        "on_date": date(2024, 9, 27),
        "duration_minutes": 30,
    }
    return ItemFacts(**{**values, **MEETING, **NO_TIMES, "starts_at_time": time(9), **changes})


def room(**changes):
    values = {
        "uid": UID,
        "sequence": 2,
        "changed_at": EARLY,
        "role": "member",
        "label": "B",
        "title": "Water and people",
        "round_number": 1,
        "published_at": EARLY,
        "time_sequence": 3,
        "time_changed_at": EARLY,
        "on_date": date(2024, 9, 27),
        "duration_minutes": None,
    }
    return RoomFacts(**{**values, **MEETING, **NO_TIMES, **changes})


def dated(**changes):
    values = {
        "uid": UID,
        "sequence": 1,
        "changed_at": EARLY,
        "title": "Next consultations with the experts",
        "starts_on": date(2024, 10, 31),
        "ends_on": None,
        "rrule": None,
        "audience": "experts",
        "mode": "online",
        "place": None,
        "certainty": "firm",
        "cancelled_at": None,
        "tz": "Africa/Nairobi",
        "starts_at_time": None,
        "ends_at_time": None,
        "page": "consultations.show",
        "key": 4,
    }
    return DatedFacts(**{**values, **changes})


def deadline(**changes):
    values = {
        "uid": UID,
        "sequence": 1,
        "changed_at": EARLY,
        "key": 7,
        "title": "Feedback in the document",
        "due_on": date(2024, 10, 1),
        "certainty": "firm",
        "closed_at": None,
        "done_at": None,
    }
    return DeadlineFacts(**{**values, **changes})


def test_a_day_without_hours_is_a_whole_day():
    assert day_entry(day(), Words(), link) == Entry(
        uid=UID,
        sequence=1,
        changed_at=EARLY,
        summary="EGM 2, day 2",
        first_day=date(2024, 9, 27),
        location="Nairobi",
        description="Expert Group Meeting on water",
        url="https://eventsapp.test/record.meeting?{'code': 'egm-2'}",
    )


def test_a_day_with_hours_lasts_from_the_first_to_the_last():
    entry = day_entry(day(starts_at_time=time(9), ends_at_time=time(17, 30)), Words(), link)

    assert (entry.start_at, entry.end_at, entry.first_day) == (
        datetime(2024, 9, 27, 6, 0, tzinfo=UTC),
        datetime(2024, 9, 27, 14, 30, tzinfo=UTC),
        None,
    )


def test_the_moment_as_last_worked_out_comes_before_the_time_on_the_clock():
    kept = datetime(2024, 9, 27, 7, 0, tzinfo=UTC)

    hours = {"starts_at_time": time(9), "ends_at_time": time(17), "start_at": kept}
    assert day_entry(day(**hours), Words(), link).start_at == kept
    assert item_entry(item(start_at=kept), Words(), link).start_at == kept


@pytest.mark.parametrize(
    "hours",
    [
        {"starts_at_time": time(9)},
        {"ends_at_time": time(17)},
        {"starts_at_time": time(9), "ends_at_time": time(8)},
    ],
)
def test_a_day_of_which_only_half_the_hours_are_known_is_a_whole_day(hours):
    entry = day_entry(day(**hours), Words(), link)

    assert (entry.first_day, entry.start_at) == (date(2024, 9, 27), None)


def test_a_meeting_of_one_day_needs_no_number_of_the_day():
    entry = day_entry(day(starts_on=date(2024, 9, 27)), Words(), link)

    assert entry.summary == "EGM 2"


def test_a_meeting_without_a_number_goes_by_its_title_which_is_said_once():
    entry = day_entry(day(meeting_number=None), Words(), link)

    assert (entry.summary, entry.description) == ("Expert Group Meeting on water, day 2", None)


def test_an_item_lasts_as_long_as_stated():
    assert item_entry(item(), Words(), link) == Entry(
        uid=UID,
        sequence=1,
        changed_at=EARLY,
        summary="EGM 2: Opening",
        start_at=datetime(2024, 9, 27, 6, 0, tzinfo=UTC),
        end_at=datetime(2024, 9, 27, 6, 30, tzinfo=UTC),
        location="Nairobi",
        url="https://eventsapp.test/record.meeting?{'code': 'egm-2'}",
    )


def test_an_item_whose_length_nobody_stated_shows_half_an_hour_and_says_so():
    entry = item_entry(item(duration_minutes=None), Words(), link)

    assert entry.end_at == datetime(2024, 9, 27, 6, 30, tzinfo=UTC)
    assert entry.description == "Its length is not stated; half an hour is shown."


def test_a_room_says_what_the_reader_does_there_and_that_its_length_is_not_stated():
    entry = room_entry(room(role="note_taker", starts_at_time=time(14)), Words(), link)

    assert entry.description == (
        "You take the notes in this room.\nIts length is not stated; half an hour is shown."
    )


def test_a_room_without_hours_stands_on_its_day_and_leaves_the_reader_free():
    assert room_entry(room(role="moderator"), Words(), link) == Entry(
        uid=UID,
        sequence=5,
        changed_at=EARLY,
        summary="EGM 2, room B: Water and people",
        first_day=date(2024, 9, 27),
        location="Nairobi",
        description="You moderate this room.",
        url="https://eventsapp.test/rosters.room?{'code': 'egm-2', 'number': 1, 'label': 'B'}",
        is_transparent=True,
    )


def test_a_room_at_the_time_of_its_item_keeps_the_reader_busy():
    entry = room_entry(room(starts_at_time=time(14), duration_minutes=60), Words(), link)

    assert (entry.start_at, entry.end_at, entry.is_transparent) == (
        datetime(2024, 9, 27, 11, 0, tzinfo=UTC),
        datetime(2024, 9, 27, 12, 0, tzinfo=UTC),
        False,
    )


def test_a_room_without_a_title_goes_by_its_label():
    assert room_entry(room(title=None), Words(), link).summary == "EGM 2, room B"


@pytest.mark.parametrize("stamp", ["changed_at", "time_changed_at", "published_at"])
def test_a_room_changes_when_the_place_in_it_its_time_or_its_being_known_changes(stamp):
    assert room_entry(room(**{stamp: LATER}), Words(), link).changed_at == LATER


def test_a_consultation_is_whole_days_that_leave_the_reader_free():
    proposed = dated(certainty="proposed", ends_on=date(2024, 11, 2), place="Panama City")

    assert dated_entry(proposed, Words(), link) == Entry(
        uid=UID,
        sequence=1,
        changed_at=EARLY,
        summary="Next consultations with the experts",
        first_day=date(2024, 10, 31),
        last_day=date(2024, 11, 2),
        tz="Africa/Nairobi",
        location="Panama City",
        description="For: experts\nOnline\nProposed, not yet confirmed.",
        url="https://eventsapp.test/consultations.show?{'consultation_id': 4}",
        status=TENTATIVE,
        is_transparent=True,
    )


def test_an_open_consultation_says_that_everybody_may_come():
    entry = dated_entry(dated(audience="open online", mode=None), Words(), link)

    assert entry.description == "Open to everybody."


def test_a_release_without_a_page_of_its_own_leads_to_the_list():
    entry = dated_entry(dated(page="documents.index", key=None), Words(), link)

    assert entry.url == "https://eventsapp.test/documents.index?{}"


def test_what_is_known_only_by_its_title_has_no_description():
    entry = dated_entry(dated(audience=None, mode=None), Words(), link)

    assert entry.description is None


def test_a_deadline_is_its_day_and_leaves_the_reader_free():
    assert deadline_entry(deadline(), Words(), link) == Entry(
        uid=UID,
        sequence=1,
        changed_at=EARLY,
        summary="Deadline: Feedback in the document",
        first_day=date(2024, 10, 1),
        url="https://eventsapp.test/reminders.show?{'deadline_id': 7}",
        is_transparent=True,
    )


def test_what_was_done_says_so_from_the_moment_it_was_done():
    entry = deadline_entry(deadline(done_at=LATER), Words(), link)

    assert (entry.summary, entry.changed_at) == ("Done: Feedback in the document", LATER)


def test_a_deadline_that_was_called_off_is_cancelled():
    entry = deadline_entry(deadline(closed_at=LATER), Words(), link)

    assert (entry.status, entry.changed_at) == (CANCELLED, LATER)


@pytest.mark.parametrize(
    ("certainty", "cancelled_at", "status"),
    [
        ("firm", None, CONFIRMED),
        ("proposed", None, TENTATIVE),
        ("intended", None, TENTATIVE),
        ("tentative", None, TENTATIVE),
        ("ask", None, TENTATIVE),
        ("firm", LATER, CANCELLED),
        ("tentative", LATER, CANCELLED),
    ],
)
def test_only_what_is_firm_is_confirmed(certainty, cancelled_at, status):
    assert status_of(certainty, cancelled_at) == status


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("Baku", "Baku"),
        ("Panama City, Panama", "Panama City, Panama"),
        ("UN Complex, Room D", None),
        ("Nairobi, block N 1042", None),
        ("Salle des Nations", None),
        ("ask amina@example.test", None),
        (None, None),
    ],
)
def test_the_public_learns_the_city_and_not_the_way_to_the_room(place, shown):
    assert public_place(place) == shown


def test_braces_in_a_title_are_only_braces():
    assert item_entry(item(title="{meeting} {0}"), Words(), link).summary == "EGM 2: {meeting} {0}"
