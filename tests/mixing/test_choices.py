from eventsapp.mixing.choices import Luck, Wish, luck
from eventsapp.mixing.sittings import Room, Sitting

ROOMS = [
    Room(10, 1, "1", theme="Water"),
    Room(11, 1, "2", theme="Rivers"),
    Room(20, 2, "1", theme="Water"),
    Room(21, 2, "2"),
]


def fared(person, wishes, rooms):
    sittings = [Sitting(room // 10, room, person) for room in rooms]
    return luck([Wish(person, theme, rank) for theme, rank in wishes], ROOMS, sittings)


def test_a_first_choice_is_counted_in_the_rounds_with_themes():
    assert fared(1, [("Water", 0), ("Rivers", 1)], [10, 20]) == [Luck(1, ("Water",), 2, 2, True)]
    # A room without a theme is nobody's choice.
    assert fared(1, [("water ", 0)], [10, 21]) == [Luck(1, ("water ",), 1, 1, True)]


def test_who_never_got_it_is_unlucky_whether_or_not_a_room_has_it():
    (never,), (missing,) = fared(1, [("Rivers", 0)], [10]), fared(2, [("Energy", 0)], [10])

    assert (never.is_unlucky, never.is_offered) == (True, True)
    assert (missing.is_unlucky, missing.is_offered) == (True, False)


def test_who_sits_nowhere_yet_or_said_no_first_choice_is_not_unlucky():
    assert [one.is_unlucky for one in fared(1, [("Water", 0)], [])] == [False]
    assert fared(1, [("Water", 4)], [10]) == []


def test_one_of_two_first_choices_is_enough():
    assert fared(1, [("Energy", 0), ("Rivers", 0)], [11, 20]) == [
        Luck(1, ("Energy", "Rivers"), 1, 2, True)
    ]
