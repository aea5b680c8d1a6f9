"""The e-mails of an invitation: itself, the reminder to answer, and that it was withdrawn or
holds again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template

from eventsapp.invitations.models import Invitation
from eventsapp.invitations.queries import hours_of, last_answer_at
from eventsapp.mail.emails import Texts, language_of, rendered
from eventsapp.mail.services import queue_messages
from eventsapp.meetings.models import Meeting
from eventsapp.people.models import Person
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
        reader = _Reader(language_of(part.person.languages), known_zone(tz), part.role)
        if reader not in texts:
            texts[reader] = _texts(facts, name, reader, wording)
        if invitation.address is not None:
            rows.append(_row(invitation, name, texts[reader], now))
    queue_messages(rows)


def _row(invitation: Invitation, name: str, texts: Texts, now: datetime) -> dict[str, Any]:
    person = invitation.participation.person
    # Sent anew after a withdrawal it is another mail; a reminder goes out once a day at most.
    moment = invitation.invited_at if name == "invitation" else now
    return texts.row_to(
        person.printed_name,
        invitation.address,
        now=now,
        kind="invitation",
        dedupe_key=f"{refers_to(invitation)}:{name}:{moment:%Y%m%dT%H%M%S}",
        refers_to=refers_to(invitation),
        secret=refers_to(invitation) if name != "withdrawn" else None,
        person_id=person.id,
        meeting_id=invitation.meeting_id,
    )


def usual_subject(meeting: Meeting, name: str) -> str:
    """Return the subject that stands where staff write none, in the language of the page."""
    subject = render_template(f"invitations/email/{name}.subject.txt", meeting=meeting)
    return " ".join(subject.split())


def sample_of(meeting: Meeting, name: str, person: Person, role: str | None) -> Texts:
    """Return what the mail would say to this person in the usual words."""
    reader = _Reader(language_of(person.languages), known_zone(person.tz), role)
    texts = _texts(_facts_of(meeting), name, reader, Wording())
    return Texts(reader.language, *texts.addressed_to(person.printed_name))


def _facts_of(meeting: Meeting) -> dict[str, Any]:
    """Return what every mail about a meeting says, whoever reads it."""
    return {"meeting": meeting, "days": hours_of(meeting), "until": last_answer_at(meeting)}


def _texts(of_meeting: Mapping[str, Any], name: str, reader: _Reader, wording: Wording) -> Texts:
    meeting = of_meeting["meeting"]
    facts = {
        **of_meeting,
        "own_tz": reader.tz if reader.tz != meeting.tz else None,
        "role": reader.role,
        "words": (wording.words or "").strip(),
    }
    return rendered(f"invitations/email/{name}", reader.language, facts, subject=wording.subject)
