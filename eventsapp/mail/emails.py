"""What the e-mails of all packages share: the reader's language, and a text rendered once for all
who read it in one language and zone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from markupsafe import Markup, escape

from eventsapp.mail.composing import one_line
from eventsapp.mail.models import PENDING

# Stands for the reader's name while a text is rendered once for everybody in one zone.
NAME = "\ue000name\ue000"
BDI_NAME = Markup(f"<bdi>{NAME}</bdi>")  # noqa: S704 - our own sign, the name itself is escaped


@dataclass(frozen=True)
class Texts:
    """A mail as rendered in one language; `NAME` stands in place of the reader's name."""

    language: str
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

    def row_to(
        self, name: str, address: str | None, *, now: datetime, **columns: Any
    ) -> dict[str, Any]:
        """Return a row of the outbox for `queue_messages`; `columns` are those of the sender."""
        subject, text, html = self.addressed_to(name)
        return {
            "recipient": address,
            "recipient_name": name,
            "language": self.language,
            "subject": subject,
            "text": text,
            "html": html,
            "created_at": now,
            "state": PENDING,
            **columns,
        }


def language_of(tags: Collection[str | None] | None) -> str:
    """Return the first of somebody's languages that we write, else the first that we do."""
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    return next((tag for tag in tags or () if tag in languages), languages[0])


def rendered(
    email: str, language: str, facts: dict[str, Any], *, subject: str | None = None
) -> Texts:
    """Return the three files of an e-mail, such as `polls/email/asked`, with these facts.

    `name` stands for the reader's name in them, `organization` for who writes. A `subject` goes
    before that of the file.
    """
    facts = {"name": NAME, "organization": current_app.config["ORGANIZATION"], **facts}
    with force_locale(language):
        usual = subject or render_template(f"{email}.subject.txt", **facts)
        return Texts(
            language=language,
            subject=" ".join(usual.split()),
            text=render_template(f"{email}.txt", **facts).strip() + "\n",
            html=render_template(f"{email}.html", **facts | {"name": BDI_NAME}),
        )
