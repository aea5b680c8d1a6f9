"""Series in feeds, read back by a calendar program that knows nothing of ours."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from icalendar import Calendar

from eventsapp.calendars.entries import Words
from eventsapp.calendars.ics import build_feed
from eventsapp.calendars.queries import entries_for, own_fingerprint
from eventsapp.extensions import db
from eventsapp.series.services import change_rule, take_back_rule
from eventsapp.sessions.queries import occurrences_of
from eventsapp.sessions.recurrence import read_rule
from eventsapp.sessions.services import Hours, add_date, cancel_date, move_date, take_back
from tests.factories import (
    NOW,
    make_consultation,
    make_meeting,
    make_person,
    make_user,
    take_part,
)

ZONES = ["Africa/Nairobi", "Pacific/Auckland", "America/New_York"]
UNTIL = date(2026, 3, 31)
CHRISTMAS = date(2024, 12, 26)
LATER = NOW + timedelta(days=2)
on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska"), role="secretariat")


@pytest.fixture
def expert(app):
    return make_person("Selma Tabet")


def call(expert, tz="Africa/Nairobi", **changes):
    meeting = make_meeting()
    take_part(meeting, expert)
    day = date(2024, 10, 31)
    values = {
        "audience": "experts",
        "starts_on": day,
        "ends_on": day,
        "starts_at_time": time(15),
        "ends_at_time": time(16, 30),
        "rrule": "FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20260326",
        "tz": tz,
    }
    return make_consultation(meeting, "Call of the experts", **{**values, **changes})


def link(endpoint, **values):
    return f"https://eventsapp.test/{endpoint}"


def feed(expert, now=NOW):
    found = entries_for(expert.id, is_staff=False, now=now, words=Words(), link=link)
    return build_feed("Mine", found, domain="eventsapp.test", source_url="https://eventsapp.test/x")


def read_back(octets):
    """Start and end in UTC of everything that a calendar shows, and the title."""
    events = recurring_ical_events.of(Calendar.from_ical(octets)).between(
        datetime(2024, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    )
    return sorted((in_utc(one.start), in_utc(one.end), str(one["SUMMARY"])) for one in events)


def in_utc(moment):
    return moment.astimezone(UTC) if isinstance(moment, datetime) else moment


def planned(consultation):
    dates = occurrences_of([consultation], UNTIL)[consultation.id]
    held = [one for one in dates if not one.is_cancelled]
    return [(one.start_at, one.end_at, consultation.title) for one in held]


def sequence_of_the_series(octets, consultation):
    (series,) = (
        one
        for one in Calendar.from_ical(octets).walk("VEVENT")
        if one["UID"] == consultation.uid and "RRULE" in one
    )
    return int(series["SEQUENCE"])


def lines(octets):
    return octets.decode().replace("\r\n ", "").split("\r\n")


@on_one_engine
@pytest.mark.parametrize("tz", ZONES)
def test_the_last_thursdays_are_read_back_at_their_hour_in_every_zone(expert, officer, tz):
    consultation = call(expert, tz)

    found = read_back(feed(expert))

    assert found == planned(consultation)
    walls = [start.astimezone(ZoneInfo(tz)) for start, _end, _title in found]
    assert len(walls) == 18
    assert {(wall.time(), wall.weekday()) for wall in walls} == {(time(15), 3)}
    assert (walls[0].date(), walls[-1].date()) == (date(2024, 10, 31), date(2026, 3, 26))


@on_one_engine
@pytest.mark.parametrize("tz", ZONES)
def test_moving_the_one_of_26_december_moves_only_it(expert, officer, tz):
    consultation = call(expert, tz)
    before, known = feed(expert), read_back(feed(expert))

    move_date(
        consultation,
        CHRISTMAS,
        date(2024, 12, 19),
        Hours(time(9), time(10)),
        reason="A holiday",
        now=LATER,
        by=officer,
    )
    after, shown = feed(expert), read_back(feed(expert))

    at = datetime(2024, 12, 19, 9, tzinfo=ZoneInfo(tz)).astimezone(UTC)
    assert shown == planned(consultation)
    assert [one for one in shown if one not in known] == [
        (at, at + timedelta(hours=1), consultation.title)
    ]
    assert len(shown) == len(known) == 18
    # The entry of the series is untouched: one entry was added, of the same UID.
    added = [line for line in lines(after) if line not in lines(before)]
    assert added == [
        "DTSTAMP:20240930T060000Z",
        "LAST-MODIFIED:20240930T060000Z",
        "SEQUENCE:1",
        f"DTSTART;TZID={tz}:20241219T090000",
        f"DTEND;TZID={tz}:20241219T100000",
        f"RECURRENCE-ID;TZID={tz}:20241226T150000",
    ]
    assert lines(after).count(f"UID:{consultation.uid}") == 2
    assert "RDATE" not in after.decode()


def test_every_change_of_a_date_changes_the_mark_of_the_feed_and_is_read_back(expert, officer):
    consultation = call(expert)
    thursday, extra = date(2025, 1, 30), date(2025, 2, 13)
    at = {"now": LATER, "by": officer}
    acts = [
        lambda: move_date(consultation, CHRISTMAS, date(2025, 1, 2), Hours(), reason=None, **at),
        lambda: move_date(consultation, CHRISTMAS, date(2025, 1, 3), Hours(), reason=None, **at),
        lambda: cancel_date(consultation, thursday, reason="A storm", **at),
        lambda: add_date(consultation, extra, Hours(), reason=None, **at),
        lambda: cancel_date(consultation, extra, reason=None, **at),
        lambda: take_back(consultation, thursday, **at),
        lambda: take_back(consultation, CHRISTMAS, **at),
        lambda: change_rule(
            consultation,
            date(2025, 6, 3),
            read_rule("FREQ=MONTHLY;BYDAY=1TU;COUNT=4"),
            Hours(time(9), time(10)),
            **at,
        ),
        lambda: take_back_rule(consultation, date(2025, 6, 3), **at),
    ]
    marks, sequences = [own_fingerprint(expert.id, is_staff=False, now=NOW)], []

    for act in acts:
        act()
        db.session.flush()
        marks.append(own_fingerprint(expert.id, is_staff=False, now=NOW))
        shown = read_back(feed(expert))
        assert [one for one in shown if not one[2].startswith("CANCELLED")] == planned(consultation)
        sequences.append(sequence_of_the_series(feed(expert), consultation))

    assert len(set(marks)) == len(marks)
    # The series itself changes where one of its dates is left out, or where a rule ends it.
    assert sequences == [0, 0, 1, 1, 1, 2, 2, 3, 4]
    assert consultation.sequence == 2


def test_an_added_date_that_is_called_off_says_so_for_a_month(expert, officer):
    consultation = call(expert)
    add_date(consultation, date(2025, 2, 13), Hours(), reason=None, now=NOW, by=officer)
    cancel_date(consultation, date(2025, 2, 13), reason=None, now=NOW, by=officer)
    db.session.flush()

    def cancelled(now):
        return [title for _s, _e, title in read_back(feed(expert, now)) if "CANCELLED" in title]

    assert cancelled(NOW + timedelta(days=29)) == ["CANCELLED: Call of the experts"]
    assert cancelled(NOW + timedelta(days=31)) == []


@on_one_engine
def test_a_series_without_hours_is_one_of_days(expert, officer):
    consultation = call(expert, starts_at_time=None, ends_at_time=None)
    moved = move_date(
        consultation, CHRISTMAS, date(2024, 12, 19), Hours(), reason=None, now=NOW, by=officer
    )
    cancel_date(consultation, date(2025, 1, 30), reason=None, now=NOW, by=officer)
    db.session.flush()

    octets = feed(expert)

    days = [start for start, _end, _title in read_back(octets)]
    assert days[:4] == [
        date(2024, 10, 31), date(2024, 11, 28), date(2024, 12, 19), date(2025, 2, 27),
    ]  # fmt: skip
    assert "RECURRENCE-ID;VALUE=DATE:20241226" in lines(octets)
    assert "EXDATE;VALUE=DATE:20250130" in lines(octets)
    assert moved.sequence == 1


@on_one_engine
def test_a_date_whose_hour_clocks_skip_is_stated_an_hour_later(expert, officer):
    # Clocks in Cairo go forward at midnight before the last Friday of April.
    call(
        expert,
        "Africa/Cairo",
        starts_on=date(2025, 3, 28),
        ends_on=date(2025, 3, 28),
        starts_at_time=time(0, 30),
        ends_at_time=time(2),
        rrule="FREQ=MONTHLY;BYDAY=-1FR;COUNT=3",
    )

    octets = feed(expert)

    assert "DTSTART;TZID=Africa/Cairo:20250328T003000" in lines(octets)
    assert "DTSTART;TZID=Africa/Cairo:20250425T013000" in lines(octets)
    assert "RECURRENCE-ID;TZID=Africa/Cairo:20250425T003000" in lines(octets)


@on_one_engine
def test_a_sitting_that_is_not_repeated_has_its_hours_in_utc(expert, officer):
    call(expert, rrule=None)

    assert read_back(feed(expert)) == [
        (
            datetime(2024, 10, 31, 12, tzinfo=UTC),
            datetime(2024, 10, 31, 13, 30, tzinfo=UTC),
            "Call of the experts",
        )
    ]
