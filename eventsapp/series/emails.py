"""The e-mails of a series: one of its dates is otherwise, and all its dates as they stand."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from eventsapp.consultations.models import Consultation
from eventsapp.formats import link_to
from eventsapp.mail.emails import Texts, language_of, rendered
from eventsapp.mail.services import queue_messages
from eventsapp.people.models import Person
from eventsapp.reminders.planning import known_zone
from eventsapp.series.queries import people_concerned
from eventsapp.sessions.dates import Occurrence
from eventsapp.sessions.forms import say_doubt, say_rule
from eventsapp.sessions.models import SessionDate
from eventsapp.sessions.queries import plan_of
from eventsapp.sessions.services import date_of

# What happened to a date, each said in words of its own.
MOVED, CALLED_OFF, ADDED, TAKEN_BACK = "moved", "called off", "added", "taken back"
Reader = tuple[str, str | None]  # language and zone


def queue_date_mails(
    consultation: Consultation,
    single: SessionDate,
    change: str,
    before: Occurrence | None,
    *,
    now: datetime,
) -> int:
    """Tell the people concerned, one mail each, what happened to one date; return how many are
    told. Hours are told in the zone of the consultation and in the reader's, both named.

    Nobody is told of what changed nothing.
    """
    after = date_of(consultation, plan_of(consultation), single.original_on)
    if after == before:
        return 0
    refers_to = f"session-date:{single.id}:{single.sequence}"
    facts = {"change": change, "before": before, "after": after, "reason": single.reason}
    return _queue(consultation, "date", refers_to, facts, people_concerned(consultation), now)


def queue_dates_mails(
    consultation: Consultation,
    dates: Sequence[Occurrence],
    people: Iterable[Person],
    *,
    now: datetime,
) -> int:
    """Tell people, one mail each, all dates of a series; return how many mails there are.

    The same dates are told to the same person once.
    """
    rules = [rule for _start, rule in plan_of(consultation).rules_as_held]
    # What changes a single date changes no number of the consultation: the dates themselves count.
    told = sha256(repr(dates).encode()).hexdigest()[:16]
    refers_to = f"series:{consultation.id}:{consultation.sequence}"
    facts = {"dates": dates, "rules": rules, "of": told}
    return _queue(consultation, "dates", refers_to, facts, people, now)


def _queue(
    consultation: Consultation,
    name: str,
    refers_to: str,
    facts: dict[str, Any],
    people: Iterable[Person],
    now: datetime,
) -> int:
    texts: dict[Reader, Texts] = {}
    rows = []
    for person in people:
        reader = (language_of(person.languages), known_zone(person.tz))
        if reader not in texts:
            texts[reader] = _texts(consultation, name, facts, reader)
        rows.append(_row(consultation, person, texts[reader], refers_to, facts, now))
    queue_messages(rows)
    return len(rows)


def _row(
    consultation: Consultation,
    person: Person,
    texts: Texts,
    refers_to: str,
    facts: dict[str, Any],
    now: datetime,
) -> dict[str, Any]:
    key = f"{refers_to}:{facts['of']}" if "of" in facts else refers_to
    return texts.row_to(
        person.printed_name,
        person.email,
        now=now,
        kind="session",
        dedupe_key=f"{key}:person:{person.id}",
        refers_to=refers_to,
        person_id=person.id,
        meeting_id=consultation.meeting_id,
    )


def _texts(consultation: Consultation, name: str, facts: dict[str, Any], reader: Reader) -> Texts:
    language, tz = reader
    shown = {
        **facts,
        "consultation": consultation,
        "own_tz": tz if tz != consultation.tz else None,
        "page": link_to("consultations.show", consultation_id=consultation.id),
        "say_rule": say_rule,
        "say_doubt": say_doubt,
    }
    return rendered(f"series/email/{name}", language, shown)
