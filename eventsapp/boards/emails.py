"""The e-mail that tells somebody their room: where, when, what for; or that they have none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from eventsapp.boards.places import Difference
from eventsapp.boards.queries import rooms_of, taking_part, told_board
from eventsapp.breakouts.models import BreakoutRoom, Round
from eventsapp.breakouts.queries import item_of_round
from eventsapp.extensions import db
from eventsapp.formats import link_to
from eventsapp.mail.emails import Texts, language_of, rendered
from eventsapp.mail.models import Message
from eventsapp.mail.services import queue_messages
from eventsapp.people.models import Person
from eventsapp.people.queries import why_not_reached
from eventsapp.reminders.planning import known_zone

KIND = "rooms"


class RoomTold(NamedTuple):
    """A room and a role in it, as a mail says them."""

    room: BreakoutRoom
    role: str


def queue_room_mails(
    round_: Round, changes: Sequence[Difference], *, of: int, now: datetime
) -> tuple[int, list[Person]]:
    """Tell these people what changed for them, one mail each; return how many are told, and whom
    no mail reaches. `of` is the number of this publication: its mails are queued once."""
    people = _people([one.person_id for one in changes])
    facts = _facts_of(round_)
    texts: dict[Any, Texts] = {}
    rows, unreached = [], []
    for change in changes:
        person = people.get(change.person_id)
        if person is None or person.email is None:
            unreached += [person] if person else []
            continue
        key = (change.before, change.after, language_of(person.languages), known_zone(person.tz))
        if key not in texts:
            texts[key] = _texts(facts, *key)
        rows.append(_row(round_, person, change, texts[key], of, now))
    queue_messages(rows)
    return len(rows), unreached


def _people(ids: Sequence[int]) -> dict[int, Person]:
    found = select(Person).where(Person.id.in_(ids)).options(selectinload(Person.addresses))
    return {person.id: person for person in db.session.scalars(found)}


def _row(
    round_: Round, person: Person, change: Difference, texts: Texts, of: int, now: datetime
) -> dict[str, Any]:
    room_id, role = change.after or (0, "")
    return texts.row_to(
        person.printed_name,
        person.email,
        now=now,
        kind=KIND,
        dedupe_key=f"rooms:{of}:person:{person.id}",
        refers_to=f"round:{round_.id}:{room_id}:{role}",
        person_id=person.id,
        meeting_id=round_.meeting_id,
    )


def _facts_of(round_: Round) -> dict[str, Any]:
    item = item_of_round(round_)
    day = item.day if item else round_.day
    return {
        "round": round_,
        "meeting": round_.meeting,
        "rooms": rooms_of(round_),
        "on_date": day.on_date if day else None,
        "start_at": item.start_at if item else day.start_at if day else None,
        "end_at": item.end_at if item else day.end_at if day else None,
    }


def _texts(
    facts: dict[str, Any],
    before: tuple[int, str] | None,
    after: tuple[int, str] | None,
    language: str,
    tz: str | None,
) -> Texts:
    meeting, rooms = facts["meeting"], facts["rooms"]
    was, becomes = (
        RoomTold(rooms[one[0]], one[1]) if one and one[0] in rooms else None
        for one in (before, after)
    )
    page = link_to("record.meeting", code=meeting.code)
    if becomes:
        number, label = facts["round"].number, becomes.room.label
        page = link_to("rosters.room", code=meeting.code, number=number, label=label)
    shown = {
        **facts,
        "was": was,
        "now": becomes,
        "own_tz": tz if tz != meeting.tz else None,
        "page": page,
    }
    return rendered("boards/email/room", language, shown)


def still_wanted(message: Message, now: datetime) -> str | None:
    """Return why a mail about somebody's room must not go out any more, or None.

    `refers_to` is `round:<number>:<room or 0>:<role>`: what the mail says they are.
    """
    _word, number, room_id, role = (message.refers_to or ":::").split(":")
    round_ = db.session.get(Round, int(number or 0))
    if round_ is None or round_.published_at is None:
        return "These rooms are not published any more."
    if round_.meeting.cancelled_at is not None:
        return f"{round_.meeting.short_name} is cancelled."
    place = told_board(round_).get(message.person_id or 0)
    told = (int(room_id), role) if role else None
    if (place.told if place else None) != told:
        return "It was changed again since; a later mail tells how it stands."
    person = db.session.get(Person, message.person_id or 0)
    if person is None or person.id not in taking_part(round_.meeting_id):
        return f"This person does not take part in {round_.meeting.short_name} any more."
    return why_not_reached(person, message.recipient)
