"""The verbs of consents that reach the secretariat: write one down, take it back."""

from dataclasses import dataclass
from datetime import datetime

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.people.models import Consent, Person
from eventsapp.people.services import give_consent, withdraw_consent


@dataclass(frozen=True)
class StatedConsent:
    """To what somebody agreed, in which words and language, and how; no meeting means all."""

    purpose: str
    wording: str
    language: str
    source: str
    meeting_id: int | None = None


def write_down(person: Person, stated: StatedConsent, *, now: datetime, user_id: int) -> Consent:
    """Keep a consent that reached the secretariat. Flushes. Twice is once.

    Raises RuleBroken where its words are not there: nobody can show later what was agreed to.
    """
    if not stated.wording.strip():
        raise RuleBroken("Write the words that were agreed to, as they stood on the paper.")
    given = give_consent(
        person,
        stated.purpose,
        wording=stated.wording,
        language=stated.language,
        source=stated.source,
        now=now,
        meeting_id=stated.meeting_id,
        recorded_by_id=user_id,
    )
    if given.given_at == now:
        record("wrote down a consent", person, now=now, user_id=user_id, purpose=stated.purpose)
    return given


def take_back(consent: Consent, person: Person, *, now: datetime, user_id: int) -> None:
    """Keep that somebody agrees no more; what they had agreed to stays to be seen. Flushes."""
    if consent.withdrawn_at is None:
        withdraw_consent(consent, now=now)
        record("took back a consent", person, now=now, user_id=user_id, purpose=consent.purpose)
        db.session.flush()
