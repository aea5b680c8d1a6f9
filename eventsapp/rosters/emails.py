"""The e-mail from who leads a room to its members: one to each, no address but the reader's own."""

from collections.abc import Collection
from datetime import datetime

from eventsapp.formats import link_to
from eventsapp.mail.emails import Texts, language_of, rendered
from eventsapp.mail.services import queue_messages
from eventsapp.people.models import Person
from eventsapp.rosters.models import RoomMail
from eventsapp.rosters.queries import MAIL


def queue_room_mail(
    mail: RoomMail, readers: Collection[Person], *, writer: Person, now: datetime
) -> int:
    """Queue one mail for each reader, in their language; return how many."""
    by_language: dict[str, Texts] = {}
    rows = []
    for person in readers:
        language = language_of(person.languages)
        if language not in by_language:
            by_language[language] = texts_of(mail, writer, language)
        rows.append(
            by_language[language].row_to(
                person.printed_name,
                person.email,
                now=now,
                kind=MAIL,
                dedupe_key=f"room-mail:{mail.id}:person:{person.id}",
                refers_to=f"room-mail:{mail.id}",
                person_id=person.id,
                meeting_id=mail.room.round.meeting_id,
            )
        )
    queue_messages(rows)
    return len(rows)


def texts_of(mail: RoomMail, writer: Person, language: str) -> Texts:
    """Return a note as it is written to those who read one language."""
    round_ = mail.room.round
    address = {"code": round_.meeting.code, "number": round_.number, "label": mail.room.label}
    facts = {
        "mail": mail,
        "room": mail.room,
        "meeting": round_.meeting,
        "writer": writer.printed_name,
        "page": link_to("rosters.room", **address),
    }
    return rendered("rosters/email/note", language, facts)
