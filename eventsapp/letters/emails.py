"""The e-mails about letters. They carry a link and never the letter, a reason or passport data."""

from datetime import datetime
from typing import Any

from flask import current_app, render_template

from eventsapp.formats import link_to
from eventsapp.letters.models import Letter, LetterRequest
from eventsapp.mail.models import Message
from eventsapp.mail.services import queue_message
from eventsapp.people.models import Person


def send_issued(letter: Letter, person: Person, *, now: datetime) -> Message | None:
    """Tell a person that their letter is ready; None if nobody can write to them."""
    refers_to = f"letter:{letter.id}"
    return _send("issued", letter.request, person, refers_to, now, letter=letter)


def send_revoked(letter: Letter, person: Person, *, now: datetime) -> Message | None:
    """Tell a person that their letter was taken back."""
    refers_to = f"letter:{letter.id}:{letter.state}"
    return _send("revoked", letter.request, person, refers_to, now, letter=letter)


def send_returned(request: LetterRequest, *, now: datetime) -> Message | None:
    """Tell a person that their request waits for a correction; the reason stands on the page."""
    refers_to = f"letter_request:{request.id}:{request.state}"
    return _send("returned", request, request.person, refers_to, now)


def send_refused(request: LetterRequest, *, now: datetime) -> Message | None:
    """Tell a person that their request was refused; the reason stands on the page."""
    refers_to = f"letter_request:{request.id}:{request.state}"
    return _send("refused", request, request.person, refers_to, now)


def _send(
    name: str,
    request: LetterRequest | None,
    person: Person,
    refers_to: str,
    now: datetime,
    letter: Letter | None = None,
) -> Message | None:
    if person.email is None or request is None:
        return None
    facts: dict[str, Any] = {
        "person": person,
        "meeting": request.meeting,
        "letter": letter,
        "link": link_to("letters.show", request_id=request.id),
        "organization": current_app.config["ORGANIZATION"],
    }
    return queue_message(
        kind="letter",
        # A request may be returned more than once; each time it has another version.
        dedupe_key=f"{refers_to}:{name}:{request.version}",
        recipient=person.email,
        recipient_name=person.printed_name,
        person_id=person.id,
        meeting_id=request.meeting_id,
        subject=render_template(f"letters/email/{name}.subject.txt", **facts),
        text=render_template(f"letters/email/{name}.txt", **facts),
        html=render_template(f"letters/email/{name}.html", **facts),
        refers_to=refers_to,
        now=now,
    )
