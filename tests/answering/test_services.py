"""Answers that come in time, and late."""

from datetime import date, time, timedelta

from eventsapp.answering.services import answer, answer_for, take_late
from eventsapp.polls.slots import Wall
from tests.factories import NOW, make_person, make_poll, make_user


def test_what_came_late_goes_once_a_newer_answer_is_there(app):
    officer = make_user(make_person("Grace Wanjiru"), role="secretariat")
    poll = make_poll(Wall(date(2024, 10, 28), time(9)), asked=[make_person(), make_person("Bo")])
    [slot], (amina, bo) = poll.slots, poll.invitees
    closed = poll.closes_at + timedelta(hours=1)
    for one in (amina, bo):
        assert not answer(one, {slot.id: "no"}, comment="Late", tz=None, now=closed)
        assert one.late is not None
    poll.closes_at = closed + timedelta(days=1)

    assert answer(amina, {slot.id: "yes"}, comment="New", tz=None, now=closed)
    answer_for(bo, {slot.id: "yes"}, comment="Said by telephone", by=officer, now=closed)
    for one in (amina, bo):
        take_late(one, by=officer, now=NOW)

    assert [one.late for one in (amina, bo)] == [None, None]
    assert [one.answers[0].answer for one in (amina, bo)] == ["yes", "yes"]
    assert [one.comment for one in (amina, bo)] == ["New", "Said by telephone"]
