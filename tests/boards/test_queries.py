from datetime import date, time

import pytest

from eventsapp.boards.queries import posed_of
from eventsapp.breakouts.models import MODERATOR, PlacingRule, PlacingWishes, ThemeWish
from eventsapp.extensions import db
from eventsapp.meetings.schedule import item_moments
from eventsapp.placing.problem import Quota
from eventsapp.placing.scoring import Standing
from tests.factories import (
    NOW,
    make_day,
    make_item,
    make_meeting,
    make_person,
    make_room,
    make_round,
    place,
    take_part,
)


@pytest.fixture
def meeting(app):
    """Two rounds, the second online from 15:00 in Nairobi; closed room 9 holds nobody any more."""
    meeting = make_meeting()
    first = make_round(meeting, make_day(meeting), 1)
    day = make_day(meeting, 2, date(2024, 9, 27))
    start_at, end_at = item_moments(day.on_date, time(15), 120, meeting.tz)
    item = make_item(day, "Rooms", 1, time(15), 120, start_at=start_at, end_at=end_at)
    second = make_round(meeting, day, 2, mode="online", agenda_item_id=item.id, published_at=None)
    rooms = [
        make_room(first, "1", theme="water", languages=["en"], least=1, most=2),
        make_room(second, "1"),
        make_room(second, "9", closed_at=NOW),
    ]
    amina = make_person("Amina Diallo", country="SN", gender="woman", languages=["fr", "en"])
    li = make_person("李明", tz="Asia/Shanghai", category="academia")
    kai = make_person("Kai Kealoha", tz="Pacific/Honolulu")
    place(amina, rooms[0], MODERATOR)
    place(li, rooms[0])
    place(li, rooms[2])
    take_part(meeting, kai)
    take_part(meeting, make_person("Obi"), is_observer=True)
    take_part(meeting, make_person("Gone Ghost"), left_at=NOW)
    db.session.add(ThemeWish(meeting_id=meeting.id, person_id=li.id, theme="water", rank=4))
    db.session.flush()
    return meeting, [first, second], rooms, [amina, li, kai]


def test_the_problem_of_a_meeting_is_read_from_the_record(meeting):
    egm, rounds, rooms, (amina, li, kai) = meeting
    women = {"attribute": "gender", "value": "woman", "least": 1, "rounds": None}
    db.session.add(PlacingRule(meeting_id=egm.id, kind="at_least", facts=women))
    db.session.add(PlacingRule(meeting_id=egm.id, kind="at_least", facts=women, is_on=False))
    db.session.add(PlacingWishes(meeting_id=egm.id, weights={"theme": 7}, attributes=["gender"]))
    db.session.flush()

    posed = posed_of(egm, rounds)

    (first, second) = posed.problem.rounds
    assert (first.mode, second.mode, second.utc_hour, second.hours) == (None, "online", 12, 2)
    assert [room.id for room in second.rooms] == [str(rooms[1].id)]
    assert first.rooms[0].moderator == str(amina.id)
    assert {one.id: one.available for one in posed.problem.people} == {
        str(amina.id): (0, 1),
        str(kai.id): (0,),
        str(li.id): (0, 1),
    }
    assert posed.problem.person_of[str(li.id)].theme_cost == {"water": 4}
    assert [type(one) for one in posed.problem.quotas] == [Quota]
    assert (posed.problem.weights["theme"], posed.problem.attributes) == (7, ("gender",))
    assert posed.plan[str(li.id)] == (str(rooms[0].id), None)


def test_what_a_move_costs_is_told_from_it(meeting):
    egm, rounds, rooms, (_amina, _li, kai) = meeting
    posed = posed_of(egm, rounds)

    effect = Standing(posed.problem, posed.plan).effect_of_move(str(kai.id), 0, str(rooms[0].id))

    assert [(one.kind, one.have, one.need) for one in effect.broken] == [("max", 3, 2)]
    assert [one.kind for one in effect.mended] == ["place"]


def test_the_queries_of_a_problem_do_not_grow_with_its_people(meeting, questions):
    egm, rounds, rooms, _people = meeting
    before = questions(lambda: posed_of(egm, rounds))

    for index in range(20):
        place(make_person(f"Person {index}"), rooms[0])

    assert questions(lambda: posed_of(egm, rounds)) == before
