"""Whose night it would be."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsapp.polls.fairness import (
    DAY,
    EVENING,
    FRINGE,
    NIGHT,
    Attendee,
    Group,
    candidates,
    carried_after,
    cost,
    groups_of,
    ranked,
)

WEEKEND = frozenset({5, 6})
HOUR = timedelta(hours=1)


def at(day, hour, minute=0):
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC)


def person(number, tz, carried=0, weekend=WEEKEND):
    return Attendee(number, tz, weekend, carried)


@pytest.mark.parametrize(
    ("start", "hours", "tz", "expected"),
    [
        (at(26, 9), 2, "UTC", DAY),  # a Monday
        (at(26, 15), 2, "UTC", DAY),  # until 17:00 sharp
        (at(26, 15, 30), 2, "UTC", FRINGE),
        (at(26, 8), 1, "UTC", FRINGE),
        (at(26, 20), 1, "UTC", EVENING),
        (at(26, 6), 1, "UTC", EVENING),
        (at(26, 21), 2, "UTC", NIGHT),  # the dearest moment counts
        (at(26, 3), 1, "UTC", NIGHT),
        (at(26, 12), 1, "Asia/Tokyo", EVENING),
        (at(26, 4), 1, "Asia/Kolkata", DAY),  # 09:30
        (at(24, 10), 1, "UTC", EVENING),  # a Saturday
        (at(24, 2), 1, "UTC", NIGHT),
    ],
)
def test_an_hour_costs_what_the_page_says(start, hours, tz, expected):
    assert cost(start, start + hours * HOUR, tz, WEEKEND) == expected


def test_friday_is_no_working_day_where_the_weekend_begins_then():
    friday = at(23, 10)

    assert cost(friday, friday + HOUR, "Africa/Cairo", frozenset({4, 5})) == EVENING
    assert cost(friday, friday + HOUR, "Africa/Cairo", WEEKEND) == DAY


def test_the_clock_change_moves_whose_hour_it_is():
    before, after = at(23, 6, 30), at(26, 6, 30)  # Berlin leaves summer time on Sunday the 25th

    assert cost(before, before + HOUR, "Europe/Berlin", WEEKEND) == FRINGE  # 08:30
    assert cost(after, after + HOUR, "Europe/Berlin", WEEKEND) == FRINGE  # 07:30
    assert cost(at(26, 7), at(26, 8), "Europe/Berlin", WEEKEND) == FRINGE
    assert cost(at(23, 7), at(23, 8), "Europe/Berlin", WEEKEND) == DAY


def test_who_got_up_the_last_time_is_spared_however_few_they_are():
    people = [person(number, "Europe/Berlin") for number in range(10)]
    slots = [(at(26, 12), at(26, 13)), (at(26, 21), at(26, 22))]  # night in Auckland; in Berlin

    first = ranked(slots, groups_of([*people, person(99, "Pacific/Auckland")]))
    then = ranked(slots, groups_of([*people, person(99, "Pacific/Auckland", carried=4)]))

    assert [one.start_at for one in first] == [at(26, 12), at(26, 21)]
    assert [one.start_at for one in then] == [at(26, 21), at(26, 12)]
    assert (then[0].highest, then[0].at_highest, then[0].total) == (4, 11, 40)
    assert (then[1].highest, then[1].at_highest) == (8, 1)


def test_over_a_series_the_night_goes_round():
    zones = ["America/New_York", "Europe/Berlin", "Asia/Tokyo"]
    day = candidates(date(2026, 10, 26), date(2026, 10, 26), 60, "UTC", at(1, 0))
    carried, nights = dict.fromkeys(zones, 0), []

    for _ in range(6):
        people = [person(n, tz, carried[tz]) for n, tz in enumerate(zones)]
        best = ranked(day, groups_of(people))[0]
        for tz, points in best.zones:
            carried[tz] += points
        nights.append(dict(best.zones))

    assert max(carried.values()) - min(carried.values()) <= NIGHT
    assert all(any(one[tz] >= EVENING for one in nights) for tz in zones)


def test_what_was_carried_is_counted_for_those_who_were_there_and_whose_zone_is_known():
    people = [person(1, "Asia/Tokyo"), person(2, "Asia/Tokyo"), person(3, None)]
    past = [
        (at(1, 14), at(1, 15), [1, 3, 77]),  # 23:00 in Tokyo
        (at(2, 2), at(2, 3), [1, 2]),  # 11:00
        (at(5, 11), at(5, 12), [2]),  # 20:00
    ]

    assert carried_after(past, people) == {1: NIGHT, 2: EVENING, 3: 0}


def test_people_without_a_zone_move_nothing():
    with_zone = [person(1, "Asia/Tokyo"), person(2, "Africa/Nairobi")]

    assert groups_of([*with_zone, person(3, None)]) == groups_of(with_zone) == [
        Group("Africa/Nairobi", WEEKEND, 0, 1),
        Group("Asia/Tokyo", WEEKEND, 0, 1),
    ]  # fmt: skip


def test_a_day_on_which_clocks_go_back_has_its_25_hours_and_what_has_passed_is_left_out():
    day = date(2026, 10, 25)

    assert len(candidates(day, day, 60, "Europe/Berlin", at(1, 0))) == 25
    assert candidates(day, day, 60, "Europe/Berlin", at(25, 20, 30)) == [
        (at(25, 21), at(25, 22)),
        (at(25, 22), at(25, 23)),
    ]
    in_nepal = candidates(day, day, 60, "Asia/Kathmandu", at(1, 0))
    assert (len(in_nepal), in_nepal[0][0]) == (24, at(24, 18, 15))


@given(st.permutations(range(8)))
def test_the_order_of_people_and_slots_changes_nothing(order):
    zones = ["Asia/Baku", "Asia/Tokyo", "America/Mexico_City", "Africa/Nairobi"] * 2
    people = [person(n, zones[n], carried=n % 3) for n in order]
    slots = [(at(26, 3 * n), at(26, 3 * n + 1)) for n in order]
    straight = [person(n, zones[n], carried=n % 3) for n in range(8)]

    found = ranked(slots, groups_of(people))

    assert found == ranked(sorted(slots), groups_of(straight))
    assert sum(found[0].people.values()) == 8
