"""The bytes of a feed, read back with Python's own parser and looked at one by one."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from eventsapp.calendars.ics import CANCELLED, TENTATIVE, Entry, build_feed, cleaned, folded

CHANGED = datetime(2024, 9, 20, 8, 30, tzinfo=UTC)
TITLE = (
    "Réunion d’experts: water; food, energy \\ land – 专家组会议 – اجتماع فريق الخبراء 😀😀😀😀😀😀"
)
NOT_WRITTEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"


def entry(**changes):
    values = {
        "uid": "5f0c9a1e-4b7d-4c1e-9a55-000000000001",
        "sequence": 2,
        "changed_at": CHANGED,
        "summary": "Opening",
        "start_at": datetime(2024, 9, 26, 6, 0, tzinfo=UTC),
        "end_at": datetime(2024, 9, 26, 7, 30, tzinfo=UTC),
    }
    return Entry(**{**values, **changes})


def whole_day(first, last=None, **changes):
    return entry(start_at=None, end_at=None, first_day=first, last_day=last, **changes)


def feed(*entries):
    return build_feed(
        "My meetings",
        entries,
        domain="eventsapp.test",
        source_url="https://eventsapp.test/calendars/secret.ics",
    )


def content_lines(octets):
    return octets.decode().replace("\r\n ", "").splitlines()


def only_event(octets):
    (event,) = Calendar.from_ical(octets).walk("VEVENT")
    return event


def test_a_feed_says_its_name_its_maker_its_source_and_when_to_come_back():
    head = content_lines(feed())

    assert head == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//eventsapp.test//eventsapp//EN",
        "CALSCALE:GREGORIAN",
        "NAME:My meetings",
        "X-WR-CALNAME:My meetings",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "SOURCE;VALUE=URI:https://eventsapp.test/calendars/secret.ics",
        "END:VCALENDAR",
    ]


def test_a_single_entry_is_written_in_utc_with_its_version_and_everything_known():
    there = ZoneInfo("Asia/Baku")
    lines = content_lines(
        feed(
            entry(
                start_at=datetime(2025, 1, 22, 9, 0, tzinfo=there),
                end_at=datetime(2025, 1, 22, 17, 30, tzinfo=there),
                location="Baku",
                description="First line\nSecond, longer line",
                url="https://eventsapp.test/meetings/egm-3",
                categories=("Meeting", "Water, food"),
            )
        )
    )

    assert lines[lines.index("BEGIN:VEVENT") : -1] == [
        "BEGIN:VEVENT",
        "UID:5f0c9a1e-4b7d-4c1e-9a55-000000000001",
        "DTSTAMP:20240920T083000Z",
        "LAST-MODIFIED:20240920T083000Z",
        "SEQUENCE:2",
        "DTSTART:20250122T050000Z",
        "DTEND:20250122T133000Z",
        "SUMMARY:Opening",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "LOCATION:Baku",
        "DESCRIPTION:First line\\nSecond\\, longer line",
        "URL:https://eventsapp.test/meetings/egm-3",
        "CATEGORIES:Meeting,Water\\, food",
        "END:VEVENT",
    ]


def test_a_feed_has_no_method_and_no_alarm():
    octets = feed(entry(), whole_day(date(2024, 10, 1), is_transparent=True))

    assert [line for line in content_lines(octets) if line.startswith(("METHOD", "BEGIN:VA"))] == []


def test_a_day_ends_on_the_morning_after_it():
    lines = content_lines(feed(whole_day(date(2024, 11, 30), is_transparent=True)))

    times = [line for line in lines if line.startswith(("DTSTART", "DTEND", "TRANSP"))]
    assert times == [
        "DTSTART;VALUE=DATE:20241130",
        "DTEND;VALUE=DATE:20241201",
        "TRANSP:TRANSPARENT",
    ]


def test_days_in_a_row_end_on_the_morning_after_the_last():
    event = only_event(feed(whole_day(date(2024, 11, 18), date(2024, 11, 28), status=TENTATIVE)))

    assert (event.start, event.end) == (date(2024, 11, 18), date(2024, 11, 29))
    assert event["STATUS"] == "TENTATIVE"


def test_a_cancelled_entry_says_so_twice():
    event = only_event(feed(entry(status=CANCELLED)))

    assert (event["STATUS"], event["SUMMARY"]) == ("CANCELLED", "CANCELLED: Opening")


def test_an_entry_without_a_stated_end_has_none():
    event = only_event(feed(entry(end_at=None)))

    assert "DTEND" not in event


def test_entries_stand_in_the_order_of_their_uid_wherever_they_come_from_and_move_to():
    first = entry(uid="a", summary="first", start_at=datetime(2024, 9, 26, 7, tzinfo=UTC))
    second = whole_day(date(2024, 9, 26), uid="b", summary="second")
    third = entry(uid="c", summary="third")

    octets = feed(third, first, second)

    titles = [str(event["SUMMARY"]) for event in Calendar.from_ical(octets).walk("VEVENT")]
    assert titles == ["first", "second", "third"]
    assert octets == feed(first, second, third)


def test_a_long_title_in_three_scripts_is_folded_between_characters_and_read_back_whole():
    octets = feed(entry(summary=TITLE))

    physical = octets.split(b"\r\n")
    assert max(map(len, physical)) <= 75
    assert [line for line in physical if b"\n" in line or b"\r" in line] == []
    assert [line.decode() for line in physical][-1] == ""
    assert only_event(octets)["SUMMARY"] == TITLE


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"),
        ("NUL\x00 and\x0b VT", "NUL and VT"),
        ("a\u2028b\x85c", "a\nb\nc"),
        ("  much \t  space " + " " * 200 + "end ", "much space end"),
        ("\ufeffmarked", "marked"),
        ("broken \ud83d half", "broken half"),
    ],
)
def test_what_cannot_be_seen_is_dropped_and_line_breaks_are_kept(written, read):
    assert cleaned(written) == read
    assert only_event(feed(entry(description=written)))["DESCRIPTION"] == read


def test_a_line_break_in_a_title_or_a_place_cannot_begin_a_new_line_of_the_file():
    forged = "Opening\r\nATTENDEE:mailto:someone@example.test"

    event = only_event(feed(entry(summary=forged, location=forged, uid=forged)))

    assert event["SUMMARY"] == "Opening ATTENDEE:mailto:someone@example.test"
    assert event["LOCATION"] == "Opening ATTENDEE:mailto:someone@example.test"
    assert "ATTENDEE" not in event


def test_an_address_cannot_begin_a_new_line_of_the_file():
    event = only_event(feed(entry(url="https://eventsapp.test/a b\r\nATTENDEE:x")))

    assert event["URL"] == "https://eventsapp.test/abATTENDEE:x"


@given(st.lists(st.text(st.characters(codec=None)), max_size=5))
@example(["0\r \n0", "\u2028", "\x1c\x85"])
def test_any_text_gives_a_file_that_keeps_the_rules(texts):
    entries = [
        entry(uid=f"uid-{number}", summary=text, description=text, location=text)
        for number, text in enumerate(texts)
    ]

    octets = feed(*entries)

    physical = octets.split(b"\r\n")
    assert max(map(len, physical)) <= 75
    assert re.findall(NOT_WRITTEN, octets.decode().replace("\r\n", "\n")) == []
    assert [line for line in physical[:-1] if not line.strip()] == []
    read = [str(event["SUMMARY"]) for event in Calendar.from_ical(octets).walk("VEVENT")]
    assert read == [" ".join(cleaned(text).split()) for text in texts]


@given(st.text())
def test_a_folded_line_unfolds_to_itself(line):
    octets = folded(line)

    assert octets.removesuffix(b"\r\n").replace(b"\r\n ", b"").decode() == line


def test_a_series_keeps_the_clock_of_its_zone_and_brings_the_zone_along():
    lines = content_lines(
        feed(
            entry(
                start_at=datetime(2024, 10, 3, 7, 30, tzinfo=UTC),
                end_at=datetime(2024, 10, 3, 9, 0, tzinfo=UTC),
                tz="Europe/Vienna",
                rrule="FREQ=WEEKLY;UNTIL=20241128",
            )
        )
    )

    wanted = ("TZID", "DTSTART;", "DTEND;", "RRULE")
    assert [line for line in lines if line.startswith(wanted)] == [
        "TZID:Europe/Vienna",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "DTSTART;TZID=Europe/Vienna:20241003T093000",
        "DTEND;TZID=Europe/Vienna:20241003T110000",
        "RRULE:FREQ=WEEKLY;UNTIL=20241128T225959Z",
    ]


@pytest.mark.parametrize("tz", ["UTC", "Etc/UTC"])
def test_a_series_in_utc_needs_no_zone(tz):
    lines = content_lines(feed(entry(tz=tz, rrule="FREQ=DAILY;COUNT=3")))

    assert "BEGIN:VTIMEZONE" not in lines
    assert "DTSTART:20240926T060000Z" in lines


def test_a_series_of_days_ends_with_a_day():
    event = only_event(
        feed(whole_day(date(2024, 10, 31), rrule="FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20250630T000000Z"))
    )

    assert event["RRULE"].to_ical() == b"FREQ=MONTHLY;UNTIL=20250630;BYDAY=-1TH"


def test_one_zone_serves_all_series_that_keep_it():
    series = entry(tz="Africa/Nairobi", rrule="FREQ=WEEKLY;COUNT=3")
    later = entry(uid="other", tz="Africa/Nairobi", rrule="FREQ=WEEKLY;UNTIL=20301231")

    assert content_lines(feed(series, later)).count("BEGIN:VTIMEZONE") == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"start_at": None, "end_at": None},
        {"first_day": date(2024, 9, 26)},
        {"start_at": datetime(2024, 9, 26, 6, 0)},  # noqa: DTZ001 - the mistake under test
        {"end_at": datetime(2024, 9, 26, 6, 0, tzinfo=UTC)},
        {"last_day": date(2024, 9, 26)},
        {"rrule": "FREQ=DAILY\r\nATTENDEE:x", "tz": "UTC"},
        {"rrule": "FREQ=DAILY"},
    ],
)
def test_an_entry_that_would_make_a_broken_file_is_refused(changes):
    with pytest.raises(ValueError, match=r"^Entry 5f0c9a1e"):
        entry(**changes)


def test_a_fraction_of_a_second_does_not_reach_the_file():
    precise = CHANGED + timedelta(microseconds=123456)

    assert feed(entry(changed_at=precise)) == feed(entry())
