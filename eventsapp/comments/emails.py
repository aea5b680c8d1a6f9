"""The e-mails of a round: that somebody is asked, the reminder, and what became of the comments."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale

from eventsapp.comments.models import Commenter, CommentRound
from eventsapp.mail.models import PENDING
from eventsapp.mail.services import queue_messages
from eventsapp.people.models import Person
from eventsapp.reminders.emails import BDI_NAME, NAME, Texts
from eventsapp.reminders.planning import known_zone


def refers_to(commenter: Commenter) -> str:
    """Return what the mails to somebody asked refer to."""
    return f"commenter:{commenter.id}"


def queue_comment_mails(
    round_: CommentRound, commenters: Collection[Commenter], *, name: str, now: datetime
) -> int:
    """Queue one mail each, in the reader's language with the hour in their zone: `invitation`,
    `reminder`, `moved` or `answers`; return how many. Who has no address gets none."""
    texts: dict[tuple[str, str | None], Texts] = {}
    rows = []
    for one in commenters:
        reader = _language_of(one.person), known_zone(one.person.tz)
        if reader not in texts:
            texts[reader] = _render(round_, name, *reader)
        if one.address is not None:
            rows.append(_row(one, name, texts[reader], reader[0], now))
    queue_messages(rows)
    return len(rows)


def _row(one: Commenter, name: str, texts: Texts, language: str, now: datetime) -> dict[str, Any]:
    subject, text, html = texts.addressed_to(one.person.printed_name)
    # Asked anew after they were taken out, it is another mail.
    moment = one.invited_at if name == "invitation" and one.invited_at else now
    return {
        "kind": "comments",
        "dedupe_key": f"{refers_to(one)}:{name}:{moment:%Y%m%dT%H%M%S}",
        "refers_to": refers_to(one),
        "secret": refers_to(one),
        "person_id": one.person_id,
        "meeting_id": one.round.document.meeting_id,
        "recipient": one.address,
        "recipient_name": one.person.printed_name,
        "language": language,
        "subject": subject,
        "text": text,
        "html": html,
        "created_at": now,
        "state": PENDING,
    }


def _render(round_: CommentRound, name: str, language: str, tz: str | None) -> Texts:
    facts = {
        "round": round_,
        "document": round_.document,
        "draft": round_.draft,
        "tz": tz or round_.tz,
        "name": NAME,
        "organization": current_app.config["ORGANIZATION"],
    }
    with force_locale(language):
        subject = render_template(f"comments/email/{name}.subject.txt", **facts)
        text = render_template(f"comments/email/{name}.txt", **facts)
        return Texts(
            subject=" ".join(subject.split()),
            text=text.strip() + "\n",
            html=render_template(f"comments/email/{name}.html", **facts | {"name": BDI_NAME}),
        )


def _language_of(person: Person) -> str:
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    return next((tag for tag in person.languages or () if tag in languages), languages[0])
