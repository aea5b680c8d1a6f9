"""Taking a result over: one step on the board, and of two results one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from eventsapp.accounts.models import User
from eventsapp.boards.queries import board_of, boards_of
from eventsapp.boards.services import Stale, lock_people, undo
from eventsapp.breakouts.models import Round, Search
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.searches.offering import to_asked
from eventsapp.searches.saving import accept_search, offers_of
from eventsapp.searches.services import ask_search, claim_search, keep_found
from tests.factories import (
    NOW,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
)


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjirũ"), role="secretariat")


@pytest.fixture
def round_(app):
    return make_round(make_meeting(), published_at=None)


@pytest.fixture
def rooms(round_):
    return [make_room(round_, label) for label in ("1", "2")]


@pytest.fixture
def people(rooms):
    people = [make_person(name) for name in ("Amina Diallo", "王芳", "Łucja Żółkiewska")]
    for person in people:
        place(person, rooms[0])
    return people


@pytest.fixture
def found(round_, officer):
    """Ask for a search of the round and let it find this plan, by person the room."""

    def find(plan):
        told = {"boards": to_asked(boards_of([round_]))}
        search = ask_search(
            round_.meeting, [round_], {}, seconds=10, by=officer, now=NOW, told=told
        )
        claim_search("a process", NOW)
        kept = {str(person.id): room.id for person, room in plan.items()}
        keep_found(search.id, "a process", NOW, plan={str(round_.id): kept})
        db.session.refresh(search)
        return search

    return find


def rooms_on(round_):
    return {person_id: one.room_id for person_id, one in board_of(round_).places.items()}


def test_a_result_is_one_step_on_the_board_that_can_be_undone(
    round_, rooms, people, officer, found
):
    first, second = rooms
    search = found({people[0]: first, people[1]: second, people[2]: second})

    moved = accept_search(search, {round_.id: 0}, by=officer, now=NOW)

    assert moved == 2
    assert (search.state, search.accepted_by_id) == ("accepted", officer.id)
    assert rooms_on(round_) == {
        people[0].id: first.id,
        people[1].id: second.id,
        people[2].id: second.id,
    }
    undo(round_, expected_version=1, by=officer, now=NOW)
    assert set(rooms_on(round_).values()) == {first.id}


def test_a_result_is_never_written_over_what_somebody_did_meanwhile(
    round_, rooms, people, officer, found
):
    second = rooms[1]
    search = found(dict.fromkeys(people, second))
    lock_people(round_, [people[0].id], True, expected_version=0, by=officer, now=NOW)
    db.session.commit()

    with pytest.raises(Stale):
        accept_search(search, {round_.id: 0}, by=officer, now=NOW)
    db.session.rollback()
    # The offer of now leaves out who was locked.
    [(_round, offer)] = offers_of(search)
    assert [one.person_id for one in offer.staying] == [people[0].id]


def test_of_two_results_for_one_round_the_second_is_offered_anew(
    round_, rooms, people, officer, found
):
    first, second = rooms
    one = found(dict.fromkeys(people, second))
    other = found({people[0]: second, people[1]: first, people[2]: first})

    accept_search(one, {round_.id: 0}, by=officer, now=NOW)
    db.session.commit()

    with pytest.raises(Stale):
        accept_search(other, {round_.id: 0}, by=officer, now=NOW)
    db.session.rollback()
    with pytest.raises(RuleBroken, match="taken over or left alone already"):
        accept_search(one, {round_.id: 1}, by=officer, now=NOW)


@pytest.mark.parametrize("engine", ["postgresql"])
def test_two_who_take_over_two_results_at_once_do_not_both_win(
    app, round_, rooms, people, officer, found
):
    numbers = [found(dict.fromkeys(people, room)).id for room in (rooms[1], rooms[1])]
    key, user_id = round_.id, officer.id
    db.session.commit()
    together = Barrier(2)

    def accept(number):
        with app.app_context():
            search = db.session.get(Search, number)
            user = db.session.get(User, user_id)
            together.wait()
            try:
                accept_search(search, {key: 0}, by=user, now=NOW)
                db.session.commit()
            except RuleBroken as refusal:
                db.session.rollback()
                return type(refusal)
            return "won"

    with ThreadPoolExecutor(2) as threads:
        ends = list(threads.map(accept, numbers))

    assert sorted(ends, key=str) == sorted(["won", Stale], key=str)
    db.session.expire_all()
    assert db.session.get(Round, key).seats_version == 1


def test_a_round_that_was_deleted_takes_nothing_over(round_, rooms, people, officer, found):
    search = found(dict.fromkeys(people, rooms[1]))
    db.session.delete(round_)
    db.session.flush()

    with pytest.raises(RuleBroken, match="not there any more"):
        accept_search(search, {}, by=officer, now=NOW)


def test_somebody_who_came_meanwhile_is_named_and_waits(round_, rooms, people, officer, found):
    late = make_person("ليلى حداد")
    search = found(dict.fromkeys(people, rooms[1]))
    place(late, rooms[0])

    [(_round, offer)] = offers_of(search)

    assert [(one.person_id, one.kind) for one in offer.changes] == [(late.id, "came")]
    assert len(offer.moving) == 3
