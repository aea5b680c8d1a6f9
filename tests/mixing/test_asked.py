from eventsapp.mixing.asked import Asked, asked_from


def test_the_address_chooses_what_is_shown():
    asked = asked_from(
        {"copy": "told", "round": "2", "system": "m49", "order": "name", "person": "7"}, [1, 2]
    )

    assert asked == Asked("told", "2", "m49", "name", "7")
    assert (asked.round_number, asked.person_id) == (2, 7)
    assert asked.but(copy="board", person="") == {"round": "2", "system": "m49", "order": "name"}


def test_what_it_does_not_know_is_left_out():
    asked = asked_from(
        {"copy": "mine", "round": "9", "system": "x", "order": "²", "person": "-1"}, [1]
    )

    assert (asked, asked.round_number, asked.person_id) == (Asked(), None, None)
    assert asked.arguments == {}
