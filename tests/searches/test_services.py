"""A search from the question to its end, whoever dies meanwhile."""

from datetime import timedelta

import pytest

from eventsapp.breakouts.models import Search
from eventsapp.extensions import db
from eventsapp.searches.services import (
    AlreadySearching,
    ask_search,
    claim_search,
    drop_search,
    give_back,
    give_up_lost,
    keep_failure,
    keep_found,
    note_alive,
    stop_search,
)
from eventsapp.searches.states import LEASE
from tests.factories import NOW, make_meeting, make_person, make_round, make_user

LATER = NOW + LEASE + timedelta(seconds=1)
PLAN = {"1": {"7": 3}}


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjirũ"), role="secretariat")


@pytest.fixture
def meeting(app):
    return make_meeting()


@pytest.fixture
def ask(meeting, officer):
    def ask_for(*rounds, seconds=10):
        rounds = rounds or (make_round(meeting, number=1),)
        return ask_search(meeting, rounds, {}, seconds=seconds, by=officer, now=NOW)

    return ask_for


def state_of(search):
    db.session.refresh(search)
    return search.state, search.worker, search.tries


def test_a_round_has_one_search_at_a_time_and_the_second_is_led_to_it(ask, meeting):
    first, second, third = (make_round(meeting, number=number) for number in (1, 2, 3))
    search = ask(first, second)

    with pytest.raises(AlreadySearching) as refused:
        ask(second, third)

    assert refused.value.search_id == search.id
    assert ask(third).rounds == [third.id]


def test_a_search_is_taken_up_by_one_process_until_that_one_goes_silent(ask):
    search = ask()

    assert claim_search("first", NOW) == search
    assert claim_search("second", NOW) is None
    assert note_alive(search.id, "first", NOW + LEASE)
    assert claim_search("second", LATER) is None
    assert claim_search("second", LATER + LEASE) == search
    assert state_of(search) == ("running", "second", 2)


def test_a_process_that_has_lost_its_search_writes_nothing_more(ask):
    search = ask()
    claim_search("first", NOW)
    claim_search("second", LATER)

    assert not note_alive(search.id, "first", LATER, progress={"total": 1})
    assert not keep_found(search.id, "first", LATER, plan=PLAN)
    assert not keep_failure(search.id, "first", LATER, "Why?")
    assert keep_found(search.id, "second", LATER, plan=PLAN)
    db.session.refresh(search)
    assert (search.state, search.plan, search.progress) == ("found", PLAN, {})


@pytest.mark.parametrize(
    ("best", "expected"),
    [({}, ("failed", None)), ({"plan": PLAN, "total": 9}, ("found", PLAN))],
)
def test_a_search_that_is_lost_three_times_ends_with_the_best_it_had(ask, best, expected):
    search = ask()
    for number in range(3):
        moment = NOW + number * (LEASE + timedelta(seconds=1))
        assert claim_search(f"process {number}", moment) is not None
        note_alive(search.id, f"process {number}", moment, progress=best)
    end = moment + LEASE + timedelta(seconds=1)

    assert claim_search("a fourth", end) is None
    give_up_lost(end)

    db.session.refresh(search)
    assert (search.state, search.plan) == expected
    assert (search.why is None) == (best != {})


def test_a_process_that_is_told_to_end_leaves_its_search_to_the_next(ask):
    search = ask()
    claim_search("first", NOW)

    assert give_back(search.id, "first")

    assert state_of(search) == ("waiting", None, 0)
    assert claim_search("second", NOW) == search


def test_what_waits_is_dropped_when_it_is_stopped_and_what_runs_keeps_its_best(ask, meeting):
    waiting, running = ask(), ask(make_round(meeting, number=2))
    db.session.execute(db.update(Search).where(Search.id == running.id).values(state="running"))
    db.session.refresh(running)
    running.worker = "first"
    db.session.flush()

    stop_search(waiting, now=NOW)
    stop_search(running, now=NOW)

    assert [waiting.state, running.state] == ["dropped", "running"]
    assert not note_alive(running.id, "first", NOW)
    assert keep_found(running.id, "first", NOW, plan=PLAN)


def test_a_result_that_is_left_alone_is_left_alone_for_good(ask, officer):
    search = ask()
    claim_search("first", NOW)

    drop_search(search, by=officer, now=NOW)

    assert not keep_found(search.id, "first", NOW, plan=PLAN)
    assert state_of(search)[0] == "dropped"
