import csv
import io

import pytest

from eventsapp.rosters.exporting import (
    AN_OBSERVER,
    HAS_LEFT,
    MOST_PEOPLE,
    NO_ADDRESS,
    ODD,
    SHARED,
    TWICE,
    LeftOut,
    Line,
    export_of,
    short_name,
    teams_rows,
    zoom_csv,
)
from eventsapp.rosters.people import Member

NASTY = 'Water, "people"\nand = cities'


def test_the_file_for_zoom_has_its_two_columns_and_a_line_for_each_person():
    rooms = [
        (short_name("1", NASTY), [Member(1, "Núñez, José"), Member(2, 'Ana "Nita" Ñíguez')]),
        (short_name("2", None), [Member(3, "王芳")]),
    ]
    found = export_of(rooms, {1: "jose@example.test", 2: "ana@example.test", 3: "wang@例え.test"})

    content = zoom_csv(found.lines)

    assert (
        content
        == (
            "Pre-assign Room Name,Email Address\r\n"
            '"Room 1: Water, ""people"" and = c…",jose@example.test\r\n'
            '"Room 1: Water, ""people"" and = c…",ana@example.test\r\n'
            "Room 2,wang@例え.test\r\n"
        ).encode()
    )
    read = list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))
    assert [len(row) for row in read] == [2] * 4
    assert found.left_out == ()


@pytest.mark.parametrize(
    ("label", "title", "name"),
    [
        ("4", None, "Room 4"),
        ("4", "=1+1", "Room 4: =1+1"),
        ("B", "Line\r\nbreak\tand tab", "Room B: Line break and tab"),
        ("4", "Environmental Sustainability", "Room 4: Environmental Sustainab…"),
        ("a label of twenty si", "Water", "Room a label of twenty si: Water"),
    ],
)
def test_a_room_is_named_on_one_line_by_its_number_first(label, title, name):
    assert short_name(label, title) == name
    assert len(name) <= 32


def test_who_cannot_be_in_the_file_is_named_with_the_reason():
    rooms = [
        (
            "Room 1",
            [
                Member(1, "Amina", "moderator"),
                Member(2, "Bo"),
                Member(3, "Chen", "observer"),
                Member(4, "Dana", has_left=True),
                Member(5, "Esi"),
            ],
        ),
        ("Room 2", [Member(1, "Amina"), Member(6, "Fay"), Member(7, "Gil")]),
    ]
    addresses = {
        1: "amina@example.test",
        3: "chen@example.test",
        4: "dana@example.test",
        5: "Office@example.test",
        6: "office@example.test",
        7: "=cmd@example.test",
    }

    found = export_of(rooms, addresses)

    assert found.lines == (
        Line("Room 1", "Amina", "amina@example.test"),
        Line("Room 1", "Esi", "Office@example.test"),
    )
    assert found.left_out == (
        LeftOut("Room 1", "Bo", NO_ADDRESS),
        LeftOut("Room 1", "Chen", AN_OBSERVER),
        LeftOut("Room 1", "Dana", HAS_LEFT),
        LeftOut("Room 2", "Amina", TWICE),
        LeftOut("Room 2", "Fay", SHARED),
        LeftOut("Room 2", "Gil", ODD),
    )


@pytest.mark.parametrize(
    ("rooms", "people", "is_large", "is_too_large"),
    [(50, 4, False, False), (51, 1, True, False), (100, 10, True, False), (101, 1, True, True),
     (10, 101, True, True)],
)  # fmt: skip
def test_the_limits_of_zoom_are_those_it_publishes(rooms, people, is_large, is_too_large):
    seated = [
        (f"Room {room}", [Member(room * 1000 + one, "N") for one in range(people)])
        for room in range(rooms)
    ]
    addresses = {one.person_id: f"p{one.person_id}@x.test" for _, those in seated for one in those}

    found = export_of(seated, addresses)

    assert (found.is_large, found.is_too_large) == (is_large, is_too_large)
    assert found.is_too_large == (rooms > 100 or len(found.lines) > MOST_PEOPLE)


def test_the_list_for_teams_is_by_name():
    lines = [Line("Room 2", "bo", "b@x.test"), Line("Room 1", "Ana", "a@x.test")]

    assert teams_rows(lines) == [("Ana", "Room 1", "a@x.test"), ("bo", "Room 2", "b@x.test")]
