"""Rounds are copied with their rosters, change places and are deleted while nobody was told."""

from datetime import date

import pytest

from eventsapp.breakouts.models import Round, Seat
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.minutes.models import Section
from eventsapp.rounds.services import (
    ALL,
    LEADERS,
    NewRoom,
    RoundFacts,
    add_round,
    change_round,
    copy_round,
    delete_round,
    move_round,
)
from eventsapp.rules.services import add_rule
from tests.factories import (
    NOW,
    make_day,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
)


@pytest.fixture
def officer(app):
    return make_user(role="secretariat")


def seated(round_):
    """Room and role of everybody on the board of a round, by name."""
    labels = {room.id: room.label for room in round_.rooms}
    seats = db.session.scalars(db.select(Seat).where(Seat.round_id == round_.id))
    return {seat.person.printed_name: (labels[seat.room_id], seat.role) for seat in seats}


def test_the_second_day_is_copied_from_the_first_with_those_who_are_still_there(officer):
    meeting = make_meeting()
    first = make_round(meeting, make_day(meeting))
    second_day = make_day(meeting, 2, date(2024, 9, 27))
    water, rivers = make_room(first, "1", languages=["fr"], most=8), make_room(first, "2")
    make_room(first, "3").closed_at = NOW
    place(make_person("ليلى حداد"), water, "moderator")
    place(make_person("李明"), water)
    ill = make_person("Fell Ill")
    place(ill, rivers, "moderator")
    for part in meeting.participations:
        part.left_at = NOW if part.person_id == ill.id else None

    copied = copy_round(first, RoundFacts(second_day.id), roster=ALL, by=officer, now=NOW)

    made = copied.round
    assert (made.number, made.day_id, made.published_at) == (2, second_day.id, None)
    assert [(room.label, room.languages, room.most) for room in made.rooms] == [
        ("1", ["fr"], 8),
        ("2", [], None),
    ]
    assert seated(made) == {"ليلى حداد": ("1", "moderator"), "李明": ("1", "member")}
    assert copied.left == ("Fell Ill",)
    led = copy_round(made, RoundFacts(), roster=LEADERS, by=officer, now=NOW).round
    assert seated(led) == {"ليلى حداد": ("1", "moderator")}


def test_a_draft_changes_places_with_its_rules_and_a_published_round_does_not(officer):
    meeting = make_meeting()
    make_round(meeting)
    second = make_round(meeting, number=2, published_at=None)
    third = make_round(meeting, number=3, published_at=None)
    facts = {"attribute": "gender", "value": "woman", "least": 1, "rounds": [1, 3]}
    rule = add_rule(meeting, "at_least", facts, by=officer, now=NOW)

    move_round(third, -1, by=officer, now=NOW)

    assert (second.number, third.number, rule.facts["rounds"]) == (3, 2, [1, 2])
    with pytest.raises(RuleBroken, match="Round 1 is published, and its number stands in"):
        move_round(third, -1, by=officer, now=NOW)


def test_a_draft_is_deleted_and_what_people_were_told_or_wrote_is_not(officer):
    meeting = make_meeting()
    published, draft = make_round(meeting), make_round(meeting, number=2, published_at=None)
    noted = make_round(meeting, number=3, published_at=None)
    make_room(draft)
    room = make_room(noted)
    section = Section(day_id=make_day(meeting).id, room_id=room.id, position=1, heading="Notes")
    db.session.add(section)
    db.session.flush()

    delete_round(draft, by=officer, now=NOW)

    with pytest.raises(RuleBroken, match="Round 1 is published: its people were told"):
        delete_round(published, by=officer, now=NOW)
    with pytest.raises(RuleBroken, match="Round 3 stays: notes belong to its rooms"):
        delete_round(noted, by=officer, now=NOW)
    assert [one.number for one in db.session.scalars(db.select(Round))] == [1, 3]


def test_a_published_round_that_moves_to_another_day_moves_in_the_calendars(officer):
    meeting = make_meeting()
    round_ = make_round(meeting, make_day(meeting))
    placed = place(make_person("王芳"), make_room(round_))
    before = placed.sequence

    change_round(
        round_, RoundFacts(make_day(meeting, 2, date(2024, 9, 27)).id), by=officer, now=NOW
    )

    assert placed.sequence == before + 1


def test_rooms_are_made_with_their_round(officer):
    rooms = [NewRoom("Water", 3, 8), NewRoom(None, 3, 8)]
    made = add_round(make_meeting(), RoundFacts(), rooms, style="letters", by=officer, now=NOW)

    assert [(room.label, room.title, room.theme, room.most) for room in made.rooms] == [
        ("A", "Water", "Water", 8),
        ("B", None, None, 8),
    ]
