"""The e-mails that answer what people ask about their data."""

from datetime import datetime
from typing import Any

from eventsapp.erasing.words import LAST_MAIL, STAYS, Stay
from eventsapp.formats import link_to
from eventsapp.mail.emails import Texts, language_of, rendered
from eventsapp.mail.models import Message
from eventsapp.mail.services import queue_message
from eventsapp.people.models import Person
from eventsapp.rights.models import DataRequest

KIND = "data"


def send_answer(request: DataRequest, *, now: datetime) -> Message | None:
    """Tell somebody what became of their request; None where nobody can write to them."""
    person = request.person
    if person is None or person.email is None:
        return None
    facts = {"request": request, "link": link_to("rights.own")}
    written = _written("answer", person, facts)
    return queue_message(
        kind=KIND,
        dedupe_key=f"data_request:{request.id}:{request.state}",
        recipient=person.email,
        recipient_name=person.printed_name,
        person_id=person.id,
        refers_to=f"data_request:{request.id}",
        now=now,
        language=written.language,
        subject=written.subject,
        text=written.text,
        html=written.html,
    )


def send_erased(
    request: DataRequest, person: Person, words: str, stays: list[Stay], *, now: datetime
) -> Message | None:
    """Tell somebody that their data are erased, and what stays and why, while the address is known.

    The mail names nobody in the outbox, and is emptied there as soon as it left.
    """
    if person.email is None:
        return None
    reasons = [STAYS[one.name] for one in stays]
    written = _written("erased", person, {"words": words, "stays": reasons})
    return queue_message(
        kind=LAST_MAIL,
        dedupe_key=f"data_request:{request.id}:{LAST_MAIL}",
        recipient=person.email,
        refers_to=f"data_request:{request.id}",
        now=now,
        language=written.language,
        subject=written.subject,
        text=written.text,
        html=written.html,
    )


def _written(name: str, person: Person, facts: dict[str, Any]) -> Texts:
    return rendered(
        f"rights/email/{name}", language_of(person.languages), {**facts, "person": person}
    )
