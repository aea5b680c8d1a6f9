from datetime import UTC, date, datetime, time

from eventsapp.comments.windows import closing_moment
from eventsapp.walltime import clock_doubt


def test_a_day_without_an_hour_counts_to_its_end_in_its_zone():
    assert closing_moment(date(2024, 11, 17), None, "Africa/Nairobi") == datetime(
        2024, 11, 17, 21, tzinfo=UTC
    )
    assert closing_moment(date(2024, 11, 17), time(18), "Africa/Nairobi") == datetime(
        2024, 11, 17, 15, tzinfo=UTC
    )


def test_hours_that_clocks_skip_or_show_twice_are_known():
    skipped, twice = date(2025, 3, 30), date(2025, 10, 26)

    assert clock_doubt(skipped, time(2, 30), "Europe/Berlin") == "skipped"
    assert clock_doubt(twice, time(2, 30), "Europe/Berlin") == "twice"
    assert clock_doubt(skipped, time(3, 30), "Europe/Berlin") is None
    assert clock_doubt(skipped, time(2, 30), "Africa/Nairobi") is None
