"""What is known of who speaks, and what becomes of it."""

from datetime import date

import pytest

from eventsapp.agendas.models import AgendaSpeaker
from eventsapp.agendas.queries import people_by_label, spoken_by
from eventsapp.erasing.services import erase_person
from eventsapp.extensions import db
from tests.factories import (
    NOW,
    make_day,
    make_item,
    make_meeting,
    make_person,
    make_user,
    take_part,
)

COMING = {"starts_on": date(2097, 1, 22), "ends_on": date(2097, 1, 22)}


@pytest.fixture
def speaker(app):
    """Somebody who spoke in one meeting and will speak in another."""
    person = make_person("Siosaia Tupou")
    for code, dates in (("egm-2", {}), ("egm-5", {"number": 5, **COMING})):
        item = make_item(make_day(make_meeting(code, **dates)), f"Opening of {code}")
        row = AgendaSpeaker(item_id=item.id, person_id=person.id, role="chair", position=1)
        db.session.add(row)
    db.session.flush()
    return person


def test_people_are_told_where_they_speak(speaker):
    assert spoken_by(speaker.id) == [
        {"meeting": "EGM 2", "title": "Opening of egm-2", "role": "chair"},
        {"meeting": "EGM 5", "title": "Opening of egm-5", "role": "chair"},
    ]


def test_who_is_erased_speaks_in_no_meeting_to_come(speaker):
    officer = make_user(make_person("Łucja Żółkiewska"), role="secretariat")
    db.session.commit()

    erase_person(speaker, by=officer, now=NOW)

    assert [row["title"] for row in spoken_by(speaker.id)] == ["Opening of egm-2"]


def test_two_of_one_name_can_be_told_apart(app):
    meeting = make_meeting()
    first, second, other = (make_person(name) for name in ("Ana Silva", "Ana Silva", "王芳"))
    for person in (first, second, other):
        take_part(meeting, person)

    assert people_by_label(meeting) == {
        f"Ana Silva (no. {first.id})": first.id,
        f"Ana Silva (no. {second.id})": second.id,
        "王芳": other.id,
    }
