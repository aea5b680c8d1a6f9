"""The map of zones against hours."""

from datetime import date

from eventsapp.polls.heatmap import LABEL_WIDTH, heat_maps

ZONES = [("Asia/Kolkata", 2), ("Europe/Berlin", 3), ("America/New_York", 1)]


def test_each_stretch_between_two_changes_of_clocks_has_its_own_map():
    maps = heat_maps(date(2026, 10, 23), date(2026, 11, 3), "Africa/Nairobi", ZONES)

    assert [(one.first, one.last) for one in maps] == [
        (date(2026, 10, 23), date(2026, 10, 24)),
        (date(2026, 10, 25), date(2026, 10, 31)),
        (date(2026, 11, 1), date(2026, 11, 3)),
    ]
    assert [[row.tz for row in one.rows] for one in maps] == [
        ["America/New_York", "Europe/Berlin", "Asia/Kolkata"]
    ] * 3
    at_15 = [[row.cells[15].text for row in one.rows] for one in maps]
    assert at_15 == [["08", "14", "17:30"], ["08", "13", "17:30"], ["07", "13", "17:30"]]


def test_cells_say_the_cost_and_where_a_date_begins_and_heads_who_is_at_night():
    (one,) = heat_maps(date(2026, 10, 28), date(2026, 10, 28), "Africa/Nairobi", ZONES)
    berlin = one.rows[1]

    assert [cell.level for cell in berlin.cells] == [4] * 8 + [2, 1, 1] + [0] * 8 + [1] * 3 + [2, 2]
    assert [hour for hour, cell in enumerate(berlin.cells) if cell.is_new_date] == [2]
    assert [one.heads[hour].at_night for hour in (3, 8, 14, 23)] == [5, 1, 0, 2]


def test_time_runs_with_the_direction_of_reading():
    days = date(2026, 10, 28), date(2026, 10, 28)
    (ltr,) = heat_maps(*days, "UTC", ZONES)
    (rtl,) = heat_maps(*days, "UTC", ZONES, is_rtl=True)

    assert (ltr.heads[0].x, rtl.heads[23].x) == (LABEL_WIDTH, 0)
    assert [one.x for one in rtl.heads] == [ltr.width - one.x - 31 for one in ltr.heads]
    assert (ltr.label_x, rtl.label_x) == (0, rtl.width)


def test_without_people_there_is_no_map():
    assert heat_maps(date(2026, 10, 28), date(2026, 10, 28), "UTC", []) == []
