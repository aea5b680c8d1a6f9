"""The e-mails about a registration: each says where it stands and leads to its page."""

from datetime import datetime

from flask import current_app, render_template
from flask_babel import force_locale

from eventsapp.accounts.services import hash_of
from eventsapp.mail.composing import one_line
from eventsapp.mail.models import Message
from eventsapp.mail.services import queue_message
from eventsapp.registrations.models import Registration


def refers_to(registration: Registration) -> str:
    """Return what the mails of this registration refer to."""
    return f"registration:{registration.id}"


def send(
    name: str, registration: Registration, *, now: datetime, number: int | None = None
) -> Message | None:
    """Queue the mail of this name in the language in which the person registered.

    `name` is confirm, link, pending, accepted, waiting, moved_up, declined, withdrawn or corrected;
    `number` the place on the waiting list. A reason stands on the page and never in a mail. The
    address to confirm is written to once.
    """
    facts = {
        "name": name,
        "person": one_line(registration.printed_name),
        "meeting": registration.form.meeting,
        "was_late": registration.was_late,
        "number": number,
        "organization": current_app.config["ORGANIZATION"],
    }
    again = "" if name == "confirm" else f":{now:%Y%m%dT%H%M%S}"
    # What was sent, and not its number alone, makes a mail one of a kind.
    sent = hash_of(registration.client_key)[:12]
    with force_locale(_language(registration)):
        subject = render_template("registrations/email/state.subject.txt", **facts)
        text = render_template("registrations/email/state.txt", **facts)
        html = render_template("registrations/email/state.html", **facts)
    return queue_message(
        kind="registration",
        dedupe_key=f"{refers_to(registration)}:{name}:{sent}{again}",
        recipient=registration.email,
        recipient_name=registration.printed_name,
        person_id=registration.person_id,
        meeting_id=registration.form.meeting_id,
        subject=subject,
        text=text.strip() + "\n",
        html=html,
        secret=refers_to(registration),
        refers_to=refers_to(registration),
        language=_language(registration),
        now=now,
    )


def _language(registration: Registration) -> str:
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    return registration.language if registration.language in languages else languages[0]
