from eventsapp.mixing.sittings import Room, Sitter, Sitting
from eventsapp.mixing.tongues import tongues


def room_of(*spoken, languages=()):
    """A room in which each person speaks one of these lists."""
    sitters = {
        number: Sitter(number, f"Person {number}", languages=said)
        for number, said in enumerate(spoken)
    }
    sittings = [Sitting(1, 10, number) for number in sitters]
    sittings.append(Sitting(1, 11, 99))
    return tongues(Room(10, 1, "1", languages=tuple(languages)), sittings, sitters)


def test_a_language_is_common_when_all_who_stated_theirs_speak_it():
    found = room_of(("fr", "en"), ("en-GB",), None)

    assert (found.common, found.lacks) == (("en",), False)
    assert (dict(found.speakers), found.known, found.unknown) == ({"en": 2, "fr": 1}, 2, 1)


def test_a_room_without_one_says_which_most_speak_and_who_does_not():
    found = room_of(("fr",), ("fr-CA", "es"), ("ar",))

    assert (found.lacks, found.best, found.without_best) == (True, "fr", (2,))


def test_a_room_that_is_to_work_in_one_language_lacks_it_though_another_is_common():
    found = room_of(("fr", "en"), ("en",), languages=["fr"])

    assert (found.common, found.working, found.lacks) == (("en",), (), True)
    assert (found.best, found.without_best) == ("fr", (1,))


def test_unknown_is_not_lacking():
    assert (room_of(None, None).lacks, room_of().lacks) == (False, False)
    assert room_of(("sw",), None, languages=["sw"]).lacks is False


def test_nobody_may_speak_a_language_of_the_room():
    found = room_of(("ar",), ("ar",), languages=["fr", "es"])

    assert (found.lacks, found.best, found.without_best) == (True, None, (0, 1))
