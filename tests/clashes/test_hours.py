from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsapp.clashes.finding import clashes
from eventsapp.clashes.hours import is_night
from eventsapp.clashes.sittings import Plan, Sitting
from eventsapp.clashes.sweeping import overlapping
from eventsapp.planning.planned import Bar

AMINA, BO, CHEN = 1, 2, 3


def meeting(key, day="2025-03-04", **changes):
    on = date.fromisoformat(day)
    return Bar(
        key=key, kind="meeting", title=key.upper(), starts_on=on, ends_on=on, scope=key, **changes
    )


def sitting(bar, start, end, key=None, day="2025-03-04", tz="UTC", **changes):
    begins, ends = (
        datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=UTC) for at in (start, end)
    )
    people = frozenset(changes.pop("people", ()))
    return Sitting(
        key=key or f"day of {bar.key}",
        title=changes.pop("title", bar.title),
        bar=bar,
        start_at=begins,
        end_at=ends,
        tz=tz,
        people=people,
        **changes,
    )


def told(*sittings):
    bars = {one.bar.key: one.bar for one in sittings}
    return [clash.sentence for clash in clashes(Plan(tuple(bars.values()), sittings))]


def test_people_of_two_meetings_at_one_time_are_told_once_for_the_two():
    egm, call = meeting("egm"), meeting("call")

    assert told(
        sitting(egm, "09:00", "17:30", people=[AMINA, BO, CHEN]),
        sitting(call, "17:00", "18:00", people=[BO, AMINA]),
    ) == ["“CALL” and “EGM” are both on Tue 4 March 2025, and both need 2 people."]


def test_meetings_that_touch_or_share_nobody_do_not_clash():
    egm, call, other = meeting("egm"), meeting("call"), meeting("other")

    assert (
        told(
            sitting(egm, "09:00", "17:00", people=[AMINA]),
            sitting(call, "17:00", "18:00", people=[AMINA]),
            sitting(other, "09:00", "18:00", people=[BO]),
        )
        == []
    )


def test_a_cancelled_meeting_needs_nobody():
    egm, call = meeting("egm"), meeting("call", is_cancelled=True)

    assert (
        told(
            sitting(egm, "09:00", "17:00", people=[AMINA]),
            sitting(call, "09:00", "17:00", people=[AMINA]),
        )
        == []
    )


def test_a_moderator_in_two_rooms_is_told_apart_from_members_in_two():
    egm = meeting("egm")
    hours = ("10:00", "11:30")

    assert told(
        sitting(egm, "09:00", "17:30", people=[AMINA, BO]),
        sitting(egm, *hours, "room-1", title="Rivers", is_part=True, people=[AMINA, BO],
                leads=frozenset([AMINA])),
        sitting(egm, *hours, "room-2", title="Lakes", is_part=True, people=[AMINA, BO]),
        sitting(egm, "11:30", "12:00", "room-3", title="Seas", is_part=True, people=[AMINA]),
    ) == [
        "“Rivers” and “Lakes” of “EGM” are at the same time on Tue 4 March 2025, and one person "
        "is to moderate in one of them and to be in both.",
        "“Rivers” and “Lakes” of “EGM” are at the same time on Tue 4 March 2025, and both need "
        "one person.",
    ]  # fmt: skip


def test_a_place_is_booked_once_and_two_strands_of_an_agenda_are_two_places():
    egm, forum = meeting("egm"), meeting("forum")

    assert told(
        sitting(egm, "09:00", "17:30", place="Gigiri, Room 3"),
        sitting(forum, "14:00", "15:00", place="gigiri, room 3"),
        sitting(egm, "10:00", "11:00", "item-1", is_part=True, place="Strand A", title="Water"),
        sitting(egm, "10:30", "12:00", "item-2", is_part=True, place="Strand A", title="Air"),
        sitting(egm, "10:30", "12:00", "item-3", is_part=True, place="Strand B", title="Earth"),
    ) == [
        "Strand A is needed twice on Tue 4 March 2025: by “Water” and by “Air”.",
        "Gigiri, Room 3 is needed twice on Tue 4 March 2025: by “EGM” and by “FORUM”.",
    ]


def test_nobody_gets_from_nairobi_to_baku_overnight():
    first, second = meeting("first"), meeting("second", "2025-03-05")
    nairobi = sitting(first, "06:00", "14:30", city="Nairobi", people=[AMINA, BO])

    def next_day(start, **changes):
        return sitting(second, start, "15:00", day="2025-03-05", **changes)

    assert told(nairobi, next_day("05:00", city="Baku", people=[AMINA])) == [
        "“SECOND” in Baku begins on Wed 5 March 2025, only 14 h after “FIRST” in Nairobi has "
        "ended, and both need one person."
    ]
    assert told(nairobi, next_day("14:30", city="Baku", people=[AMINA])) == []
    assert told(nairobi, next_day("05:00", city="Baku", people=[CHEN])) == []
    assert told(nairobi, next_day("05:00", city="Nairobi, Gigiri", people=[AMINA])) == []
    assert told(nairobi, next_day("05:00", people=[AMINA])) == []


def test_nights_are_counted_by_zone_the_most_people_first():
    call = meeting("call")
    zones = (("Africa/Nairobi", 9), ("Pacific/Honolulu", 1), ("Pacific/Auckland", 3))

    assert told(sitting(call, "12:00", "13:30", zones=zones)) == [
        "“CALL” on Tue 4 March 2025 is in somebody's night: 3 in Pacific/Auckland, "
        "1 in Pacific/Honolulu."
    ]
    assert told(sitting(call, "12:00", "13:30", zones=zones, has_hours=False)) == []


@pytest.mark.parametrize(
    ("start", "end", "is_one"),
    [
        ("06:00", "07:00", False),
        ("05:59", "07:00", True),
        ("20:00", "22:00", False),
        ("20:00", "22:01", True),
        ("22:00", "22:30", True),
        ("09:00", "17:00", False),
    ],
)
def test_a_night_is_from_ten_to_six_by_the_own_clock(start, end, is_one):
    hours = [datetime.fromisoformat(f"2025-07-01T{at}").replace(tzinfo=UTC) for at in (start, end)]
    in_berlin = [at - timedelta(hours=2) for at in hours]

    assert is_night(*in_berlin, "Europe/Berlin") is is_one


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=25))
def test_the_sweep_finds_what_comparing_each_with_each_finds(lengths):
    spans = [
        SimpleNamespace(number=number, start_at=start, end_at=start + length)
        for number, (start, length) in enumerate(lengths)
    ]

    swept = [frozenset((one.number, two.number)) for one, two in overlapping(spans)]

    wanted = {
        frozenset((one.number, two.number))
        for one in spans
        for two in spans
        if one.number < two.number and one.start_at < two.end_at and two.start_at < one.end_at
    }
    assert (len(swept), set(swept)) == (len(wanted), wanted)
