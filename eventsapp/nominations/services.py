"""The verbs of nominations: name somebody, withdraw, set the cap."""

from dataclasses import dataclass
from datetime import date, datetime

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.meetings.models import Process
from eventsapp.nominations.files import kind_of_letter
from eventsapp.nominations.queries import NOMINATED, WITHDREW, nomination_of
from eventsapp.people.models import Nomination, Person

MOST_BYTES = 10_000_000


@dataclass(frozen=True)
class NominationFacts:
    """What is stated of a nomination; `letter` is the name and the content of a file."""

    country: str
    nominated_on: date | None = None
    note: str | None = None
    letter: tuple[str, bytes] | None = None


def nominate(
    process: Process, person: Person, facts: NominationFacts, *, now: datetime, user_id: int
) -> Nomination:
    """Keep that a government names a person for a process. Flushes.

    The same form sent twice is one nomination; one that was withdrawn holds again. More than the
    cap of a country is no error: the page warns. Raises RuleBroken where another country has named
    the person already, or where the letter is no letter.
    """
    held = nomination_of(process, person)
    if held is not None and says(held, facts):
        return held
    if held is not None and held.withdrawn_at is None and held.country != facts.country:
        raise RuleBroken(
            f"{person.printed_name} is named for {process.code} by another country already. "
            "Withdraw that nomination first."
        )
    nomination = held or Nomination(process_id=process.id, person_id=person.id, created_at=now)
    nomination.country = facts.country
    nomination.nominated_on = facts.nominated_on
    nomination.note = facts.note
    nomination.withdrawn_at = None
    if facts.letter:
        _keep(nomination, *facts.letter)
    db.session.add(nomination)
    db.session.flush()
    record(NOMINATED, person, now=now, user_id=user_id, process=process.code)
    return nomination


def says(nomination: Nomination, facts: NominationFacts) -> bool:
    """Return whether a nomination holds and says what is stated already."""
    known = (nomination.country, nomination.nominated_on, nomination.note)
    if nomination.withdrawn_at or known != (facts.country, facts.nominated_on, facts.note):
        return False
    return facts.letter is None or facts.letter[1] == nomination.letter


def _keep(nomination: Nomination, file_name: str, content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise RuleBroken(f"{file_name} is larger than 10 MB. Scan the letter in fewer colours.")
    if kind_of_letter(content) is None:
        raise RuleBroken(
            f"{file_name} is neither a PDF nor a picture. Scan the letter, or save it as PDF."
        )
    nomination.letter_name, nomination.letter = file_name[:200], content


def withdraw(nomination: Nomination, *, now: datetime, user_id: int) -> None:
    """Keep that a government no longer names somebody. Twice is once."""
    if nomination.withdrawn_at is None:
        nomination.withdrawn_at = now
        record(WITHDREW, nomination.person, now=now, user_id=user_id)


def set_cap(process: Process, most: int | None, *, now: datetime, user_id: int) -> None:
    """Say how many people one country may name for a process; None for as many as it likes."""
    if process.most_per_country != most:
        process.most_per_country = most
        record("set the cap", process, now=now, user_id=user_id, most=most)
