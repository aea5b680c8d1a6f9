"""A room for the tests of rosters: led by one, written down by another, with two members."""

from datetime import timedelta

from eventsapp.clock import real_utcnow
from tests.factories import (
    make_day,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
    take_part,
)

ROOM = "/meetings/egm-3/breakouts/1/rooms/4"


def room_of_four(**changes):
    """Return the room, which meets tomorrow, and its people by the word for what they are."""
    tomorrow = real_utcnow().date() + timedelta(days=1)
    meeting = make_meeting("egm-3", number=3, starts_on=tomorrow, ends_on=tomorrow, place="Baku")
    day = make_day(meeting, on_date=tomorrow)
    room = make_room(make_round(meeting, day), "4", "Economy", theme="Economy", **changes)
    people = {
        "moderator": make_person("Yukinari Tanaka", email="tanaka@example.test"),
        "note_taker": make_person("Rini Rachmawati"),
        "member": make_person("王芳", latin_name="Wáng Fāng", organization="City network"),
        "observer": make_person("ليلى حداد", languages=["ar"], function="Adviser"),
    }
    for role, person in people.items():
        person.is_invented = True
        place(person, room, role)
    return room, people


def users_of(people):
    return {role: make_user(person) for role, person in people.items()}


def an_officer(meeting):
    person = make_person("Łucja Żółkiewska", is_invented=True)
    take_part(meeting, person)
    return make_user(person, role="secretariat")
