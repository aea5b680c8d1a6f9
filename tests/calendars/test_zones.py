"""Zones as they stand in a file: compared with the time zone database, change by change."""

# ruff: noqa: DTZ001, DTZ007 - times on the wall have no zone, and RFC 5545 writes zones with them

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from eventsapp.calendars.zones import changes_of, zone_lines

ZONES = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Nairobi",
    "America/Asuncion",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/St_Johns",
    "Asia/Almaty",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Europe/Vienna",
    "Pacific/Chatham",
]


def onsets(lines, until):
    """Return each (moment in UTC, offset after it) that the lines of a zone spell out."""
    found, part = [], {}
    for line in lines:
        name, _, value = line.partition(":")
        part[name] = value
        if line in {"END:STANDARD", "END:DAYLIGHT"}:
            before, after = offset(part["TZOFFSETFROM"]), offset(part["TZOFFSETTO"])
            start = datetime.strptime(part["DTSTART"], "%Y%m%dT%H%M%S")
            walls = [start]
            if "RRULE" in part:
                walls = rrulestr(part["RRULE"], dtstart=start).between(start, until, inc=True)
            found += [((wall - before).replace(tzinfo=UTC), after) for wall in walls]
            part = {}
    return sorted(found)


def offset(written):
    sign = -1 if written[0] == "-" else 1
    return sign * timedelta(hours=int(written[1:3]), minutes=int(written[3:5]))


@pytest.mark.parametrize("tz", ZONES)
def test_the_written_zone_has_the_offsets_of_the_database_for_ten_years(tz):
    first, last = date(2023, 10, 5), date(2033, 10, 1)

    written = onsets(zone_lines(tz, first, None), datetime(2034, 1, 1))

    day = datetime(2023, 10, 5, 12, tzinfo=UTC)
    while day.date() < last:
        after = [after for moment, after in written if moment <= day][-1]
        assert after == day.astimezone(ZoneInfo(tz)).utcoffset(), day
        day += timedelta(days=1)


def test_a_zone_with_a_rule_is_written_as_two_rules():
    assert zone_lines("America/New_York", date(2024, 9, 26), None) == (
        "BEGIN:VTIMEZONE",
        "TZID:America/New_York",
        "BEGIN:DAYLIGHT",
        "DTSTART:20230312T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "TZNAME:EDT",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0400",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20231105T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
        "TZNAME:EST",
        "TZOFFSETFROM:-0400",
        "TZOFFSETTO:-0500",
        "END:STANDARD",
        "END:VTIMEZONE",
    )


def test_a_zone_without_summer_time_is_one_part():
    assert zone_lines("Africa/Nairobi", date(2024, 9, 26), date(2024, 12, 1)) == (
        "BEGIN:VTIMEZONE",
        "TZID:Africa/Nairobi",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZNAME:EAT",
        "TZOFFSETFROM:+0300",
        "TZOFFSETTO:+0300",
        "END:STANDARD",
        "END:VTIMEZONE",
    )


@pytest.mark.parametrize("tz", ZONES)
def test_no_zone_lists_dates_and_each_has_a_standard_part(tz):
    lines = zone_lines(tz, date(2024, 9, 26), None)

    assert [line for line in lines if line.startswith("RDATE")] == []
    assert "BEGIN:STANDARD" in lines


def test_a_change_is_found_to_the_second():
    (change,) = changes_of("Europe/Vienna", date(2024, 10, 1), date(2024, 11, 1))

    assert change.at == datetime(2024, 10, 27, 1, 0, tzinfo=UTC)
    assert change.wall == datetime(2024, 10, 27, 3, 0)
    assert (change.name, change.is_daylight) == ("CET", False)
