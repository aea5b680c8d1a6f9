"""Rooms whose sizes cannot hold the people of a meeting."""

import pytest

from eventsapp.rounds.sizes import Misfit, RoomSize, misfits, same_size


def rooms(number, least=None, most=None):
    return [RoomSize(str(one + 1), least, most) for one in range(number)]


@pytest.mark.parametrize(
    ("some", "people", "expected"),
    [
        (rooms(6, most=5), 34, [Misfit("too few seats", "", 6, 30, 34)]),
        (rooms(6, most=6), 34, []),
        (rooms(6, least=8), 34, [Misfit("too many seats", "", 6, 48, 34)]),
        (rooms(5, most=5) + rooms(1), 34, []),  # one room takes as many as come
        ([], 34, [Misfit("no rooms", people=34)]),
        (rooms(3), 2, [Misfit("more rooms than people", "", 3, 0, 2)]),
        ([RoomSize("A", 9, 5)], 7, [Misfit("least above most", "A"),
                                    Misfit("too few seats", "", 1, 5, 7),
                                    Misfit("too many seats", "", 1, 9, 7)]),
    ],
)  # fmt: skip
def test_sizes_that_cannot_add_up_are_said(some, people, expected):
    assert misfits(some, people) == expected


def test_the_size_of_all_rooms_is_said_once():
    assert same_size(rooms(3, most=7), "most") == 7
    assert same_size([*rooms(2, most=7), RoomSize("3", most=8)], "most") is None
