"""The e-mails of a poll: the question, the reminder, and what was chosen."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale

from eventsapp.formats import link_to
from eventsapp.mail.models import PENDING
from eventsapp.mail.services import queue_messages
from eventsapp.people.models import Person
from eventsapp.polls.models import Poll, PollInvitee
from eventsapp.reminders.emails import BDI_NAME, NAME, Texts
from eventsapp.reminders.planning import known_zone


def refers_to(invitee: PollInvitee) -> str:
    """Return what the mails to somebody about a poll refer to."""
    return f"poll:{invitee.id}"


def zone_of(invitee: PollInvitee) -> str | None:
    """Return the zone in which somebody reads the poll: the one they chose there, else theirs."""
    return known_zone(invitee.tz) or known_zone(invitee.person.tz)


def queue_poll_mails(
    poll: Poll, invitees: Collection[PollInvitee], *, name: str, now: datetime
) -> int:
    """Queue one mail each, in the reader's language and zone: `asked`, `reminder` or `chosen`;
    return how many. Who has no address gets none."""
    texts: dict[tuple[str, str | None], Texts] = {}
    rows = []
    for invitee in invitees:
        if invitee.address is None:
            continue
        key = language_of(invitee.person), zone_of(invitee)
        if key not in texts:
            texts[key] = _render(poll, name, *key)
        rows.append(_row(poll, invitee, name, texts[key], key[0], now))
    queue_messages(rows)
    return len(rows)


def _row(
    poll: Poll, invitee: PollInvitee, name: str, texts: Texts, language: str, now: datetime
) -> dict[str, Any]:
    subject, text, html = texts.addressed_to(invitee.person.printed_name)
    moment = invitee.invited_at if name == "asked" else now
    return {
        "kind": "poll",
        "dedupe_key": f"{refers_to(invitee)}:{name}:{moment:%Y%m%dT%H%M%S}",
        "refers_to": refers_to(invitee),
        "secret": refers_to(invitee) if name != "chosen" else None,
        "person_id": invitee.person_id,
        "meeting_id": poll.meeting_id,
        "recipient": invitee.address,
        "recipient_name": invitee.person.printed_name,
        "language": language,
        "subject": subject,
        "text": text,
        "html": html,
        "created_at": now,
        "state": PENDING,
    }


def _render(poll: Poll, name: str, language: str, tz: str | None) -> Texts:
    facts = {
        "name": NAME,
        "poll": poll,
        "slot": poll.chosen,
        "own_tz": tz if tz != poll.tz else None,
        "meeting_page": poll.meeting and link_to("record.meeting", code=poll.meeting.code),
        "organization": current_app.config["ORGANIZATION"],
    }
    with force_locale(language):
        subject = render_template(f"polls/email/{name}.subject.txt", **facts)
        text = render_template(f"polls/email/{name}.txt", **facts)
        return Texts(
            subject=" ".join(subject.split()),
            text=text.strip() + "\n",
            html=render_template(f"polls/email/{name}.html", **facts | {"name": BDI_NAME}),
        )


def language_of(person: Person) -> str:
    """Return the first of the person's languages that we write, else the first that we do."""
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    return next((tag for tag in person.languages or () if tag in languages), languages[0])
