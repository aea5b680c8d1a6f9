"""The process that works on searches: real ones, on both engines, and killed."""

import subprocess
import sys
import time
from datetime import timedelta

import pytest

from eventsapp.breakouts.models import PlacingRule, Search
from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from eventsapp.placing.problem import problem_from_json, problem_to_json
from eventsapp.placing.scoring import violations
from eventsapp.searches import jobs
from eventsapp.searches.commands import work_once
from eventsapp.searches.plans import from_kept
from eventsapp.searches.queries import question_of
from eventsapp.searches.services import ask_search, stop_search
from eventsapp.searches.states import LEASE
from tests.factories import (
    NOW,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
)

HEAVY = ("numba", "numpy", "ortools", "highspy")
on_postgresql = pytest.mark.parametrize("engine", ["postgresql"])


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjirũ"), role="secretariat")


@pytest.fixture
def round_(app):
    round_ = make_round(make_meeting(), published_at=None)
    rooms = [make_room(round_, label, least=2, most=5) for label in ("1", "2", "3")]
    for number in range(12):
        place(make_person(f"Expert {number}", country=("KE", "NO", "IN")[number % 3]), rooms[0])
    return round_


def ask(round_, officer, seconds=1):
    problem = problem_to_json(question_of(round_.meeting, [round_]).problem)
    search = ask_search(round_.meeting, [round_], problem, seconds=seconds, by=officer, now=NOW)
    db.session.commit()
    return search


def wait_for(search, is_so, seconds=90):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        db.session.expire_all()
        if is_so(search):
            db.session.rollback()
            return
        db.session.rollback()
        time.sleep(0.2)
    pytest.fail(f"The search is still {search.state}")


def test_a_search_finds_a_plan_that_keeps_every_rule(app, round_, officer):
    search = ask(round_, officer)

    assert work_once()

    db.session.refresh(search)
    problem = problem_from_json(search.problem["problem"])
    plan = from_kept(problem, search.plan)
    assert (search.state, search.tries) == ("found", 1)
    assert violations(problem, plan) == []
    assert search.progress["points"] != []
    assert not work_once()


def test_rules_that_contradict_each_other_end_a_search_by_their_names(app, round_, officer):
    people = [one.person_id for one in round_.rooms[0].placements[:2]]
    rules = [
        PlacingRule(meeting_id=round_.meeting_id, kind=kind, facts={"people": people})
        for kind in ("apart", "together")
    ]
    db.session.add_all(rules)
    db.session.flush()
    search = ask(round_, officer)

    work_once()

    db.session.refresh(search)
    assert search.state == "impossible"
    assert set(search.conflict["core"]) == {f"{rule.kind}:{rule.id}" for rule in rules}
    assert search.conflict["relaxations"] != []


@on_postgresql
def test_a_search_survives_the_death_of_its_process_and_can_be_stopped(app, round_, officer):
    search = ask(round_, officer, seconds=300)
    jobs.look_after_searches(NOW)
    wait_for(search, lambda one: one.progress.get("plan"))
    [first] = jobs._searchers

    first.kill()
    first.wait()
    # As if a minute had gone by in silence.
    long_ago = real_utcnow() - LEASE - timedelta(seconds=1)
    db.session.execute(db.update(Search).values(alive_at=long_ago))
    db.session.commit()
    jobs.look_after_searches(NOW)
    wait_for(search, lambda one: one.tries == 2 and one.progress.get("plan"))
    stop_search(search, now=NOW)
    db.session.commit()
    wait_for(search, lambda one: one.state == "found")
    jobs.end_searches()

    [second] = jobs._searchers
    assert second.wait(30) == 0
    assert search.plan is not None


@pytest.mark.parametrize("engine", ["sqlite"])
def test_where_no_process_can_be_started_nobody_waits_for_one(app, round_, officer, monkeypatch):
    monkeypatch.setattr(sys, "executable", "false")
    search = ask(round_, officer)

    for _ in range(jobs.MOST_MISTAKES + 1):
        jobs.look_after_searches(NOW)
        for one in jobs._searchers:
            one.wait(10)

    db.session.refresh(search)
    assert search.state == "failed"
    assert search.why.startswith("The search could not begin")
    assert jobs._searchers == []


def test_neither_the_web_nor_the_worker_loads_what_searches():
    code = (
        "import sys; from eventsapp import create_app; import eventsapp.worker\n"
        "create_app(TESTING=True, SQLALCHEMY_DATABASE_URI='sqlite:///:memory:')\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
