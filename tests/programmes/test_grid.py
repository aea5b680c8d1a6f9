"""A day as a table: time downwards, rooms and strands side by side, and nothing hidden."""

from datetime import time

from eventsapp.agendas.content import Item
from eventsapp.programmes.grid import Column, lay_out


def item(title, starts=None, minutes=None, track=None):
    at = time.fromisoformat(starts) if starts else None
    return Item(hash(title), title, starts=at, minutes=minutes, track=track)


def drawn(grid):
    """Each row: its time, and its cells as `title rows×columns` or `.` for an empty place."""
    return [(f"{row.at:%H:%M}", [_cell(cell) for cell in row.cells]) for row in grid.rows]


def _cell(cell):
    return f"{cell.item.title} {cell.rows}×{cell.columns}" if cell.item else "." * cell.columns


def test_a_day_without_rooms_is_one_column():
    grid = lay_out([item("Opening", "09:00", 30), item("Draft", "09:30", 60)])

    assert grid.columns == (Column(None, 1),)
    assert drawn(grid) == [("09:00", ["Opening 1×1"]), ("09:30", ["Draft 1×1"])]
    assert [row.minutes for row in grid.rows] == [30, 60]


def test_rooms_stand_side_by_side_and_what_is_for_everybody_goes_through():
    grid = lay_out(
        [
            item("Opening", "09:00", 60),
            item("Rivers", "10:00", 60, "Room 1"),
            item("Coasts", "10:00", 30, "Room 2"),
            item("Lunch", "12:00", 60),
        ]
    )

    assert grid.columns == (Column("Room 1", 1), Column("Room 2", 1))
    assert drawn(grid) == [
        ("09:00", ["Opening 1×2"]),
        ("10:00", ["Rivers 2×1", "Coasts 1×1"]),
        ("10:30", ["."]),
        ("11:00", [".."]),
        ("12:00", ["Lunch 1×2"]),
    ]


def test_what_shares_time_divides_its_column_and_hides_nothing():
    grid = lay_out(
        [
            item("Opening", "09:00", 60),
            item("Draft", "09:30", 60),
            item("Rivers", "09:30", 30, "Room 1"),
            item("Coasts", "09:45", 30, "Room 1"),
        ]
    )

    assert grid.columns == (Column("Room 1", 2), Column(None, 2))
    titles = [cell.item.title for row in grid.rows for cell in row.cells if cell.item]
    assert sorted(titles) == ["Coasts", "Draft", "Opening", "Rivers"]
    width = [sum(cell.columns for cell in row.cells) for row in grid.rows]
    assert width[0] == 4


def test_an_item_without_an_end_reaches_to_the_next_and_one_without_a_time_stands_below():
    grid = lay_out([item("Opening", "09:00"), item("Draft", "09:20"), item("Other matters")])

    assert drawn(grid) == [("09:00", ["Opening 1×1"]), ("09:20", ["Draft 1×1"])]
    assert [row.minutes for row in grid.rows] == [20, 15]
    assert [one.title for one in grid.untimed] == ["Other matters"]


def test_a_day_of_the_record_without_times_has_no_table():
    grid = lay_out([item("Opening"), item("Closing")])

    assert grid.rows == ()
    assert len(grid.untimed) == 2
