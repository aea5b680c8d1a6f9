"""The e-mails to those who are heard: asked, the private link, and no longer asked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eventsapp.consultations.models import Consultation, Hearing
from eventsapp.hearings.queries import MAIL, refers_to
from eventsapp.mail.emails import Texts, language_of, rendered
from eventsapp.mail.services import queue_messages
from eventsapp.people.models import Person
from eventsapp.reminders.planning import known_zone


@dataclass(frozen=True)
class Addressee:
    """Whom one mail reaches: by the hearing, or as a person who only hears of it."""

    who: str
    name: str
    address: str
    language: str
    tz: str | None
    person_id: int | None = None
    hearing: Hearing | None = None


def addressee_of(hearing: Hearing) -> Addressee | None:
    """Return where somebody who is heard is written to, or None: they cannot be."""
    person = hearing.person
    address = person.email if person else hearing.address
    if address is None:
        return None
    return Addressee(
        who=refers_to(hearing),
        name=hearing.printed_name,
        address=address,
        language=language_of([hearing.language, *((person.languages or []) if person else [])]),
        tz=known_zone(person.tz if person else hearing.tz),
        person_id=hearing.person_id,
        hearing=hearing,
    )


def addressee_of_person(person: Person) -> Addressee | None:
    """Return where a person is written to who is not heard themselves, or None."""
    if person.email is None:
        return None
    return Addressee(
        who=f"person:{person.id}",
        name=person.printed_name,
        address=person.email,
        language=language_of(person.languages or []),
        tz=known_zone(person.tz),
        person_id=person.id,
    )


def queue_hearing_mails(
    consultation: Consultation,
    hearings: Collection[Hearing],
    *,
    name: str,
    now: datetime,
    again: str = "",
    leave_at: datetime | None = None,
) -> int:
    """Queue one mail for each, in their language, with the window in their zone too; return how
    many. `name` is asked, link or withdrawn; `again` tells a mail from an earlier one like it."""
    reached = [one for hearing in hearings if (one := addressee_of(hearing)) is not None]
    rows = []
    for one in reached:
        hearing = one.hearing
        assert hearing is not None  # noqa: S101 - made from one, two lines above
        at = hearing.asked_at if name == "asked" else now
        rows.append(
            row_of(
                consultation,
                one,
                texts_of(consultation, name, one),
                kind=MAIL,
                key=f"{refers_to(hearing)}:{name}:{at:%Y%m%dT%H%M%S}{again}",
                secret=None if name == "withdrawn" else refers_to(hearing),
                now=now,
                leave_at=leave_at,
            )
        )
    queue_messages(rows)
    return len(rows)


def row_of(
    consultation: Consultation,
    to: Addressee,
    texts: Texts,
    *,
    kind: str,
    key: str,
    secret: str | None,
    now: datetime,
    leave_at: datetime | None = None,
) -> dict[str, Any]:
    """Return one row of the outbox; with `leave_at` it does not leave before that moment."""
    waits = {} if leave_at is None else {"next_attempt_at": leave_at}
    return texts.row_to(
        to.name,
        to.address,
        now=now,
        kind=kind,
        dedupe_key=key,
        refers_to=to.who if to.hearing else f"consultation:{consultation.id}",
        secret=secret,
        person_id=to.person_id,
        meeting_id=consultation.meeting_id,
        **waits,
    )


def texts_of(consultation: Consultation, name: str, to: Addressee, **facts: Any) -> Texts:
    """Return what a mail says to somebody; the name is put in by `addressed_to`."""
    folder = facts.pop("folder", "hearings")
    window = consultation.window
    facts = {
        "consultation": consultation,
        "window": window,
        "own_tz": to.tz if window and to.tz != window.tz else None,
        "speaks_for": to.hearing.speaks_for if to.hearing else None,
        "is_heard": to.hearing is not None,
        **facts,
    }
    return rendered(f"{folder}/email/{name}", to.language, facts)
