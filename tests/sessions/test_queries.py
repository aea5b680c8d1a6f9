"""Many series at once, and whom they concern."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import event

from eventsapp.extensions import db
from eventsapp.sessions.queries import (
    countries_concerned,
    countries_of_people,
    occurrences_of,
    shown_series,
)
from tests.factories import (
    NOW,
    make_consultation,
    make_meeting,
    make_person,
    make_session_date,
    take_part,
)

DAY = date(2024, 10, 31)


def call(meeting=None, **changes):
    given = {"starts_on": DAY, "ends_on": DAY, "rrule": "FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20250131"}
    return make_consultation(meeting, "Call", **{**given, "audience": "experts", **changes})


@pytest.fixture
def meeting(app):
    found = make_meeting()
    for name, country in (("Ngọc Anh", "VN"), ("José", "PE"), ("Lê", "VN"), ("Bo", None)):
        take_part(found, make_person(name, country=country))
    take_part(found, make_person("Note-taker", country="FR"), is_expert=False)
    take_part(found, make_person("Gone", country="SE"), left_at=NOW)
    return found


def test_the_dates_of_many_series_are_two_queries(app):
    series = [call() for _ in range(30)]
    for one in series:
        make_session_date(one, date(2024, 12, 26), date(2024, 12, 19))
    single, undated = call(rrule=None), call(rrule=None, starts_on=None, ends_on=None)
    seen = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))

    found = occurrences_of([*series, single, undated], date(2025, 12, 31))

    assert len(seen) == 2
    assert {len(found[one.id]) for one in series} == {4}
    assert {found[one.id][2].on_date for one in series} == {date(2024, 12, 19)}
    assert [one.on_date for one in found[single.id]] == [DAY]
    assert found[undated.id] == []


@pytest.mark.parametrize(
    ("audience", "people"),
    [
        ("experts", {"VN": 2, "PE": 1}),
        ("open online", {"VN": 2, "PE": 1}),
        (None, {"VN": 2, "PE": 1, "FR": 1}),
        ("private sector", {}),
    ],
)
def test_the_people_concerned_are_counted_by_country(meeting, audience, people):
    assert countries_of_people(call(meeting, audience=audience)) == Counter(people)


@pytest.mark.parametrize(
    ("place", "tz", "codes"),
    [
        (None, "Africa/Nairobi", ["KE", "VN", "PE"]),
        ("Hotel Boulevard, Baku, Azerbaijan", "Asia/Baku", ["AZ", "VN", "PE"]),
        ("Hanoi, Viet Nam", "UTC", ["VN", "PE"]),
        ("Somewhere nice", "UTC", ["VN", "PE"]),
    ],
)
def test_the_places_concerned_are_those_that_are_known(meeting, place, tz, codes):
    series = call(meeting, place=place, tz=tz)

    assert countries_concerned(series, countries_of_people(series)) == codes


def test_holidays_stand_beside_the_dates_counted_for_staff_alone(meeting):
    series = call(meeting, starts_on=date(2024, 12, 26), rrule="FREQ=WEEKLY;COUNT=2")
    series.rrule = "FREQ=DAILY;INTERVAL=6;COUNT=2"

    with_people = shown_series(series, now=NOW, with_people=True)
    without = shown_series(series, now=NOW, with_people=False)

    def told(shown):
        return [[(one.country, n) for one, n in row.holidays] for row in shown.dates]

    assert told(with_people) == [[("KE", 0)], [("KE", 0), ("VN", 2), ("PE", 1)]]
    assert told(without) == [[("KE", 0)], [("KE", 0)]]
    assert with_people.known == ["Kenya", "Viet Nam", "Peru"]
    assert shown_series(call(meeting, rrule=None), now=NOW, with_people=True) is None
