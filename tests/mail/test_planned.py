"""The chart of what will leave."""

from datetime import UTC, date, datetime

from eventsapp.mail.planned import Planned, bars

NOW = datetime(2024, 9, 28, 22, 30, tzinfo=UTC)


def planned(day, hour, recipients):
    at = datetime(2024, day // 100, day % 100, hour, tzinfo=UTC)
    return Planned(at=at, title="Reminder", recipients=recipients, zones=1, why="")


def test_each_day_has_a_bar_and_the_fullest_day_the_tallest():
    rows = [planned(929, 6, 28), planned(929, 1, 7), planned(930, 6, 1), planned(1201, 6, 99)]

    drawn = bars(rows, NOW, "Africa/Nairobi")

    assert [(bar.day, bar.count, bar.height) for bar in drawn[:4]] == [
        (date(2024, 9, 29), 35, 62),
        (date(2024, 9, 30), 1, 2),
        (date(2024, 10, 1), 0, 0),
        (date(2024, 10, 2), 0, 0),
    ]
    assert len(drawn) == 10
    assert all(bar.y + bar.height == 96 and 0 <= bar.x <= 922 for bar in drawn)


def test_the_day_is_that_of_the_readers_zone():
    rows = [planned(928, 23, 5)]

    assert bars(rows, NOW, "Africa/Nairobi")[0].count == 5
    assert bars(rows, NOW, "America/New_York")[0].day == date(2024, 9, 28)


def test_nothing_planned_is_a_row_of_empty_days():
    assert {(bar.count, bar.height) for bar in bars([], NOW, "UTC")} == {(0, 0)}
