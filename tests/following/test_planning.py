from datetime import date, time

import pytest

from eventsapp.following.planning import (
    ClockTrouble,
    DayOf,
    DeadlineOf,
    ItemOf,
    left_over,
    planned_days,
    planned_deadline,
    renamed,
    troubles,
)

OPENING = ItemOf("Opening", time(9), 30)
DAYS = [
    DayOf(1, time(9), time(17), (OPENING,)),
    DayOf(2, time(9), time(13), (ItemOf("Closing", time(12), 60),)),
]


@pytest.mark.parametrize(
    ("due_on", "moved_to", "place", "distance"),
    [
        (date(2024, 9, 12), date(2025, 1, 8), "before", 14),
        (date(2024, 9, 26), date(2025, 1, 22), "first day", 1),
        (date(2024, 9, 27), date(2025, 1, 23), "during", 2),
        (date(2024, 10, 1), date(2025, 1, 27), "after", 4),
    ],
)
def test_a_deadline_keeps_its_distance_from_the_first_day(due_on, moved_to, place, distance):
    planned = planned_deadline(
        DeadlineOf(1, "Feedback", due_on, (7, 0), 3),
        was=date(2024, 9, 26),
        starts_on=date(2025, 1, 22),
        ends_on=date(2025, 1, 23),
        renamed="Feedback",
        today=date(2025, 1, 1),
    )

    assert (planned.due_on, planned.place, planned.distance) == (moved_to, place, distance)
    assert planned.remind_on == (date.fromordinal(moved_to.toordinal() - 7), moved_to)


def test_a_deadline_that_would_have_passed_or_falls_on_a_weekend_is_said():
    planned = planned_deadline(
        DeadlineOf(1, "Feedback", date(2024, 9, 20), (), 3),
        was=date(2024, 9, 26),
        starts_on=date(2025, 1, 24),
        ends_on=date(2025, 1, 24),
        renamed="Feedback",
        today=date(2025, 1, 19),
    )

    assert (planned.due_on, planned.is_past, planned.is_weekend) == (date(2025, 1, 18), True, True)


def test_each_day_is_made_like_the_one_of_its_place():
    longer = planned_days(DAYS, date(2025, 1, 22), date(2025, 1, 24))

    assert [(day.on_date.day, day.like) for day in longer] == [
        (22, DAYS[0]),
        (23, DAYS[1]),
        (24, None),
    ]
    assert left_over(DAYS, date(2025, 1, 22), date(2025, 1, 22)) == [DAYS[1]]


def test_times_that_clocks_skip_or_show_twice_are_told():
    night = [DayOf(1, time(2, 30), time(9), (ItemOf("Call", time(2, 45), 30),))]

    spring = troubles(planned_days(night, date(2025, 3, 30), date(2025, 3, 30)), "Europe/Berlin")
    autumn = troubles(planned_days(night, date(2025, 10, 26), date(2025, 10, 26)), "Europe/Berlin")

    assert spring == [
        ClockTrouble(date(2025, 3, 30), time(2, 30), "", True),
        ClockTrouble(date(2025, 3, 30), time(2, 45), "Call", True),
    ]
    assert [one.is_missing for one in autumn] == [False, False]
    assert troubles(planned_days(night, date(2025, 3, 30), date(2025, 3, 30)), "Asia/Baku") == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("UN-H EGM 2 on smart cities", "UN-H EGM 3 on smart cities"),
        ("Feedback after egm-2", "Feedback after egm-3"),
        ("EGM 21 and 2 rooms in 2024", "EGM 21 and 2 rooms in 2024"),
    ],
)
def test_the_next_is_called_by_its_number_and_nothing_else_is_counted_up(before, after):
    assert renamed(before, "EGM", 2, 3) == after
    assert renamed(before, "EGM", None, 3) == before
