"""The e-mails of an invitation: itself, the reminder to answer, and that it was withdrawn or
holds again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale

from eventsapp.invitations.models import Invitation
from eventsapp.invitations.queries import hours_of, last_answer_at
from eventsapp.mail.models import PENDING
from eventsapp.mail.services import queue_messages
from eventsapp.meetings.models import Meeting
from eventsapp.people.models import Person
from eventsapp.reminders.emails import BDI_NAME, NAME, Texts
from eventsapp.reminders.planning import known_zone


@dataclass(frozen=True)
class Wording:
    """What staff say in their own words; without a subject the usual one stands.

    `words` is a paragraph between the greeting and the facts.
    """

    subject: str | None = None
    words: str | None = None


@dataclass(frozen=True)
class _Reader:
    """What one text is made for: language, zone and role of those who get it."""

    language: str
    tz: str | None
    role: str | None


def refers_to(invitation: Invitation) -> str:
    """Return what the mails of this invitation refer to."""
    return f"invitation:{invitation.id}"


def queue_invitation_mails(
    meeting: Meeting,
    invitations: Collection[Invitation],
    *,
    name: str,
    wording: Wording,
    now: datetime,
    zones: Mapping[int, str | None] | None = None,
) -> None:
    """Queue one mail per invitation in the reader's language, with the hours in their zone (that
    of `zones`, by person, where it has one): `invitation`, `reminder`, `withdrawn` or `restored`.
    Who has no address gets none."""
    if not invitations:
        return
    facts, texts = _facts_of(meeting), dict[_Reader, Texts]()
    rows = []
    for invitation in invitations:
        part = invitation.participation
        tz = (zones or {}).get(part.person_id) or part.person.tz
        reader = _Reader(language_of(part.person), known_zone(tz), part.role)
        if reader not in texts:
            texts[reader] = _render(facts, name, reader, wording)
        if invitation.address is not None:
            rows.append(_row(invitation, name, texts[reader], reader.language, now))
    queue_messages(rows)


def _row(
    invitation: Invitation, name: str, texts: Texts, language: str, now: datetime
) -> dict[str, Any]:
    person = invitation.participation.person
    subject, text, html = texts.addressed_to(person.printed_name)
    # Sent anew after a withdrawal it is another mail; a reminder goes out once a day at most.
    moment = invitation.invited_at if name == "invitation" else now
    return {
        "kind": "invitation",
        "dedupe_key": f"{refers_to(invitation)}:{name}:{moment:%Y%m%dT%H%M%S}",
        "refers_to": refers_to(invitation),
        "secret": refers_to(invitation) if name != "withdrawn" else None,
        "person_id": person.id,
        "meeting_id": invitation.meeting_id,
        "recipient": invitation.address,
        "recipient_name": person.printed_name,
        "language": language,
        "subject": subject,
        "text": text,
        "html": html,
        "created_at": now,
        "state": PENDING,
    }


def usual_subject(meeting: Meeting, name: str) -> str:
    """Return the subject that stands where staff write none, in the language of the page."""
    subject = render_template(f"invitations/email/{name}.subject.txt", meeting=meeting)
    return " ".join(subject.split())


def sample_of(meeting: Meeting, name: str, person: Person, role: str | None) -> Texts:
    """Return what the mail would say to this person in the usual words."""
    reader = _Reader(language_of(person), known_zone(person.tz), role)
    texts = _render(_facts_of(meeting), name, reader, Wording())
    return Texts(*texts.addressed_to(person.printed_name))


def _facts_of(meeting: Meeting) -> dict[str, Any]:
    """Return what every mail about a meeting says, whoever reads it."""
    return {
        "meeting": meeting,
        "days": hours_of(meeting),
        "until": last_answer_at(meeting),
        "organization": current_app.config["ORGANIZATION"],
    }


def _render(of_meeting: Mapping[str, Any], name: str, reader: _Reader, wording: Wording) -> Texts:
    meeting = of_meeting["meeting"]
    facts = {
        **of_meeting,
        "name": NAME,
        "own_tz": reader.tz if reader.tz != meeting.tz else None,
        "role": reader.role,
        "words": (wording.words or "").strip(),
    }
    with force_locale(reader.language):
        text = render_template(f"invitations/email/{name}.txt", **facts)
        return Texts(
            subject=wording.subject or usual_subject(meeting, name),
            text=text.strip() + "\n",
            html=render_template(f"invitations/email/{name}.html", **facts | {"name": BDI_NAME}),
        )


def language_of(person: Person) -> str:
    """Return the first of the person's languages that we write, else the first that we do."""
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    return next((tag for tag in person.languages or () if tag in languages), languages[0])
