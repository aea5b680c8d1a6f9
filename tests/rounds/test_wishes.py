"""Wishes in five steps, and the weights of the search that they are."""

import pytest

from eventsapp.rounds.wishes import (
    BY_NAME,
    STEPS,
    default_weights,
    mixed_by,
    step_of,
    weights_from,
    weights_of_steps,
)


def test_without_a_word_the_weights_stand_to_one_another_as_in_the_benchmark():
    halves = {name: weight / 2 for name, weight in default_weights().items()}

    assert halves == {
        "theme": 3,
        "no_top": 10,
        "repeats": 2,
        "switches": 0,
        "diversity": 1,
        "balance": 5,
        "moved": 25,
    }


@pytest.mark.parametrize("name", BY_NAME)
def test_what_is_chosen_is_shown_again(name):
    assert [step_of(name, weights_of_steps({name: step})[name]) for step in STEPS] == list(STEPS)


@pytest.mark.parametrize("name", BY_NAME)
def test_every_step_weighs_more_than_the_one_below(name):
    weights = BY_NAME[name].weights

    assert list(weights) == sorted(set(weights))


def test_weights_that_are_nonsense_are_the_default():
    kept = {"theme": 24, "repeats": -1, "balance": "much", "colour": 3}

    assert weights_from(kept) == default_weights() | {"theme": 24}


def test_people_are_mixed_by_what_was_ticked_and_by_all_where_nobody_said_it():
    assert mixed_by(None) == ("region", "gender", "sector")
    assert mixed_by(["gender", "region", "shoe size"]) == ("region", "gender")
    assert mixed_by([]) == ()
