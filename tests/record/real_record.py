"""The real record of EGM 2 as rows, from the file that says what is in it."""

import json
from datetime import date
from pathlib import Path

from sqlalchemy import select

from eventsapp.breakouts.models import MEMBER, MODERATOR, NOTE_TAKER
from eventsapp.extensions import db
from eventsapp.minutes.models import Note, OpenQuestion, Section
from eventsapp.people.models import Person
from tests.factories import (
    make_consultation,
    make_day,
    make_deadline,
    make_item,
    make_meeting,
    make_release,
    make_room,
    make_round,
    place,
    take_part,
)
from tests.factories import make_person as add_person

GOLDEN = Path(__file__).parents[1] / "data" / "egm2-golden.json"


def record_of_egm_2(**changes):
    """Write the record of EGM 2 and return the meeting."""
    known = json.loads(GOLDEN.read_text(encoding="utf-8"))
    first, last = (date.fromisoformat(known["meeting"][key]) for key in ("start", "end"))
    meeting = make_meeting(title="UN-H EGM 2 | IG-PCSC", starts_on=first, ends_on=last, **changes)
    for one in known["people"]["list"]:
        take_part(meeting, add_person(one["canonical"], email=None))
    for day in known["days"]:
        _write_day(meeting, day)
    _write_dates(meeting, known["dated_items"])
    for warning in known["warnings_expected"]:
        text = warning.get("text") or " ".join(f"{value}" for value in warning.values())
        code = warning.get("code", "same-person?")
        db.session.add(OpenQuestion(meeting_id=meeting.id, code=code, text=text))
    db.session.flush()
    db.session.expire_all()
    return meeting


def person_named(name) -> Person:
    """Return one person of the record."""
    return db.session.scalars(select(Person).where(Person.printed_name == name)).one()


def _write_day(meeting, known):
    day = make_day(meeting, known["number"], date.fromisoformat(known["date"]))
    items = {
        one["title"]: make_item(day, one["title"], position)
        for position, one in enumerate(known["agenda"], start=1)
    }
    position = 0
    for position, section in enumerate(known["sections"], start=1):
        heading = section["heading"]
        item = items.get(heading.rstrip(":.")) or items.get(heading.replace("&", "and"))
        _write_section(day, heading, section["notes"], position, item=item)
    rooms_item = next(item for title, item in items.items() if "Rooms:" in title)
    round_ = make_round(meeting, day, day.number, agenda_item_id=rooms_item.id)
    for room in known["rooms"]:
        position = _write_room(day, round_, room, position)


def _write_room(day, round_, known, position):
    room = make_room(
        round_, str(known["number"]), known["title"], principles=known["principles"] or []
    )
    seats = [(known["moderator"], MODERATOR), (known["note_taker"], NOTE_TAKER)]
    seats += [(name, MEMBER) for name in known["members"]]
    people = {
        person.printed_name.casefold(): person for person in db.session.scalars(select(Person))
    }
    for name, role in seats:
        if name:
            place(people[name.casefold()], room, role)
    for group in known["groups"]:
        position += 1
        _write_section(day, group["heading"], group["notes"], position, room=room)
    return position


def _write_section(day, heading, notes, position, *, item=None, room=None):
    db.session.add(
        Section(
            day_id=day.id,
            heading=heading,
            position=position,
            agenda_item_id=item and item.id,
            room_id=room and room.id,
            notes=[
                Note(text=note["text"], source_line=note["line"], position=index)
                for index, note in enumerate(notes)
            ],
        )
    )
    db.session.flush()


def _write_dates(meeting, known):
    for one in known:
        facts = {key: one.get(key) for key in ("certainty", "certainty_words", "as_written")}
        facts |= {key: one[key] for key in ("source_line", "source_sentence", "mode", "audience")}
        first, last = date.fromisoformat(one["start"]), date.fromisoformat(one["end"])
        if one["kind"] == "deadline":
            experts = [part.person for part in meeting.participations]
            make_deadline(one["title"], first, experts, meeting_id=meeting.id, **facts)
        elif one["kind"] == "consultation":
            make_consultation(meeting, one["title"], starts_on=first, ends_on=last, **facts)
        elif one["kind"] == "meeting":
            announced = {"number": 3, "announced_by_id": meeting.id, "place": one["place"]}
            announced |= {"starts_on": first, "ends_on": last, "title": one["title"], **facts}
            coming = make_meeting("egm-3", **announced)
            make_day(coming, 1, first)
            make_day(coming, 2, last)
        else:
            make_release(
                meeting, one["title"], kind=one["kind"], starts_on=first, ends_on=last, **facts
            )
