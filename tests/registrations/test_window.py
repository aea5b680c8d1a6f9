"""When people can register, with zones, and what comes late."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from eventsapp.registrations.window import Phase, Window, window

NOMINATION_ENDS = (date(2023, 10, 12), time(23, 59))


def made(opens=(None, None), closes=(None, None), tz="Europe/Berlin"):
    return window(opens, closes, tz=tz, ends_on=date(2025, 1, 23), meeting_tz="Asia/Baku")


@pytest.mark.parametrize(
    ("closes", "tz", "moment"),
    [
        # 23:59 is the end of the day: the window of the call for experts closed so.
        (NOMINATION_ENDS, "Europe/Berlin", datetime(2023, 10, 12, 22, 0, tzinfo=UTC)),
        (NOMINATION_ENDS, "Africa/Nairobi", datetime(2023, 10, 12, 21, 0, tzinfo=UTC)),
        ((date(2024, 12, 1), None), "Africa/Nairobi", datetime(2024, 12, 1, 21, 0, tzinfo=UTC)),
        ((date(2024, 12, 1), time(18)), "Asia/Baku", datetime(2024, 12, 1, 14, 0, tzinfo=UTC)),
        ((None, None), "Africa/Nairobi", datetime(2025, 1, 23, 20, 0, tzinfo=UTC)),
    ],
)
def test_registration_closes_by_the_clock_of_its_zone(closes, tz, moment):
    assert made(closes=closes, tz=tz).closes_at == moment


def test_the_last_moment_counts_and_the_next_does_not():
    one = made(opens=(date(2024, 12, 1), None), closes=(date(2024, 12, 2), None))

    phases = [
        one.phase(moment)
        for moment in (
            one.opens_at - timedelta(seconds=1),
            one.opens_at,
            one.closes_at - timedelta(seconds=1),
            one.closes_at,
        )
    ]

    assert phases == [Phase.BEFORE, Phase.OPEN, Phase.OPEN, Phase.CLOSED]


def test_what_was_begun_in_time_counts_and_what_was_begun_before_or_after_does_not():
    noon = datetime(2024, 12, 1, 12, tzinfo=UTC)
    one = Window(noon, noon + timedelta(hours=1))
    late, hour = noon + timedelta(hours=5), timedelta(hours=1)

    assert one.takes(late, noon + timedelta(minutes=59)) is True
    assert one.takes(late, noon + hour) is False
    assert one.takes(noon + timedelta(minutes=5), noon - hour) is True
