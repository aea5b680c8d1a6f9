"""The meeting that is measured: three days, 60 agenda items, any number of people."""

from datetime import date, time, timedelta

from flask import Flask

from eventsapp.accounts.models import SECRETARIAT, User
from eventsapp.calendars.services import create_feed
from eventsapp.extensions import db
from eventsapp.meetings.models import AgendaItem
from tests.factories import (
    NOW,
    make_day,
    make_item,
    make_meeting,
    make_person,
    make_user,
    take_part,
)

FIRST_DAY = date(2024, 9, 26)
ITEMS_A_DAY = 20
GIVEN = ("Amina", "Bo", "Carmen", "Dilnoza", "Eero", "Fatima", "Gustavo", "Hana", "Ivo", "José")
FAMILY = ("Adawo", "Björk", "Çelik", "Diallo", "Esposito", "Fernández", "Gupta", "Haddad", "Ito")


def make_full_meeting(people: int) -> User:
    """Fill the database with the meeting and its people; return a secretariat officer."""
    meeting = make_meeting(
        title="Expert Group Meeting", ends_on=FIRST_DAY + timedelta(days=2), is_public=True
    )
    for number in range(3):
        day = make_day(meeting, number + 1, FIRST_DAY + timedelta(days=number))
        for position in range(ITEMS_A_DAY):
            begins = time(9 + position // 3, position % 3 * 20)
            make_item(day, f"Item {position + 1}: water for people", position + 1, begins, 20)
    for number in range(people):
        take_part(meeting, make_person(invented_name(number)))
    officer = make_user(make_person("Ana Paula Bruno"), SECRETARIAT)
    take_part(meeting, officer.person)
    db.session.commit()
    return officer


def invented_name(number: int) -> str:
    """Return a name that no other number has."""
    return f"{GIVEN[number % 10]} {FAMILY[number % 9]} {number}"


def make_feed(officer: User) -> str:
    """Return the address of the officer's calendar."""
    _, token = create_feed(by=officer, now=NOW)
    db.session.commit()
    return f"/calendars/{token}.ics"


def move_an_item(app: Flask) -> None:
    """Change one agenda item as an officer would, so that every calendar has changed."""
    item = db.session.scalars(db.select(AgendaItem).order_by(AgendaItem.id)).first()
    assert item is not None
    item.duration_minutes = 15 if item.duration_minutes == 20 else 20
    item.touch(NOW + timedelta(seconds=item.sequence + 1), moved=True)
    db.session.commit()
