"""The e-mail that reminds somebody of a deadline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from markupsafe import Markup, escape
from werkzeug.routing import BuildError

from eventsapp.formats import in_zone, link_to
from eventsapp.mail.composing import one_line
from eventsapp.mail.models import PENDING, SKIPPED
from eventsapp.mail.services import queue_messages
from eventsapp.reminders.models import Deadline
from eventsapp.reminders.planning import Reader, Round, due_in_zone
from eventsapp.reminders.queries import reminder_key

# Stands for the reader's name while a text is rendered once for everybody in one zone.
NAME = "\ue000name\ue000"
BDI_NAME = Markup(f"<bdi>{NAME}</bdi>")  # noqa: S704 - our own sign, the name itself is escaped
MISSED = "A later reminder of the same deadline was due as well, so this one was left out."
TOO_LATE = "The deadline had passed when this one was due."


@dataclass(frozen=True)
class Texts:
    """A mail as rendered for one zone and language; `NAME` stands in place of the name."""

    subject: str
    text: str
    html: str

    def addressed_to(self, name: str) -> tuple[str, str, str]:
        """Return subject, text and HTML with the reader's name."""
        name = one_line(name)
        return (
            self.subject.replace(NAME, name),
            self.text.replace(NAME, name),
            self.html.replace(NAME, str(escape(name))),
        )


@dataclass(frozen=True)
class Mailing:
    """One reader and the reminder they get; with a `reason` it is only noted as left out."""

    reader: Reader
    round: Round
    reason: str | None = None


def queue_reminder_mails(deadline: Deadline, mailings: Iterable[Mailing], *, now: datetime) -> None:
    """Queue one mail per reader, in the reader's language, with times in their zone."""
    texts: dict[tuple[int, str | None, str], Texts] = {}
    rows = []
    for mailing in mailings:
        reader, language = mailing.reader, _language(mailing.reader)
        key = mailing.round.reminder_id, reader.tz, language
        if key not in texts:
            texts[key] = _render(deadline, reader.tz, language, now)
        rows.append(_row(deadline, mailing, texts[key], language, now))
    queue_messages(rows)


def _row(
    deadline: Deadline, mailing: Mailing, texts: Texts, language: str, now: datetime
) -> dict[str, Any]:
    reader, round_ = mailing.reader, mailing.round
    subject, text, html = texts.addressed_to(reader.name)
    return {
        "kind": "reminder",
        "dedupe_key": reminder_key(round_.reminder_id, reader.person_id, round_.remind_on),
        "refers_to": f"obligation:{reader.obligation_id}",
        "person_id": reader.person_id,
        "meeting_id": deadline.meeting_id,
        "recipient": reader.address,
        "recipient_name": reader.name,
        "language": language,
        "subject": subject,
        "text": text,
        "html": html,
        "created_at": now,
        "state": SKIPPED if mailing.reason else PENDING,
        "reason": mailing.reason,
    }


def _render(deadline: Deadline, tz: str | None, language: str, now: datetime) -> Texts:
    today = in_zone(now, tz or deadline.tz).date()
    facts = {
        "name": NAME,
        "deadline": deadline,
        "days_left": max((deadline.due_on - today).days, 0),
        "reader_due": due_in_zone(deadline.due_on, deadline.tz, tz, deadline.due_at_time),
        "page": _page(deadline),
        "own_page": link_to("reminders.show", deadline_id=deadline.id),
        "organization": current_app.config["ORGANIZATION"],
    }
    with force_locale(language):
        subject = render_template("reminders/email/reminder.subject.txt", **facts)
        return Texts(
            subject=" ".join(subject.split()),
            text=render_template("reminders/email/reminder.txt", **facts).strip() + "\n",
            html=render_template("reminders/email/reminder.html", **facts | {"name": BDI_NAME}),
        )


def _page(deadline: Deadline) -> str | None:
    """Return where the thing is done, or None: then only the page of the deadline is named."""
    if deadline.page_endpoint is None:
        return None
    try:
        return link_to(deadline.page_endpoint, **deadline.page_arguments)
    except BuildError:
        return None


def _language(reader: Reader) -> str:
    languages = current_app.config["LANGUAGES"]
    return next((tag for tag in reader.languages if tag in languages), languages[0])
