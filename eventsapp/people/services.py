"""The verbs of the registry: enter people, correct them, give them addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.people.models import (
    Consent,
    EmailAddress,
    Organization,
    OrganizationName,
    Person,
    PersonNeeds,
    Spelling,
)
from eventsapp.people.names import fold_name, name_words
from eventsapp.people.queries import needs_of

# The facts that stand in the table of people as they are.
COLUMNS = (
    "printed_name",
    "family_name",
    "given_name",
    "latin_name",
    "script_name",
    "salutation",
    "function",
    "country",
    "country_as_stated",
    "nationality",
    "gender",
    "gender_words",
    "category",
    "tz",
    "phone",
)


@dataclass(frozen=True)
class PersonFacts:
    """What may be said about a person; None and empty where nothing is stated.

    Countries are codes, and what names no country of the list stands in `country_as_stated`. The
    first of `addresses` is the one that mail goes to.
    """

    printed_name: str
    family_name: str | None = None
    given_name: str | None = None
    latin_name: str | None = None
    script_name: str | None = None
    salutation: str | None = None
    organization: str | None = None
    function: str | None = None
    country: str | None = None
    country_as_stated: str | None = None
    nationality: str | None = None
    gender: str | None = None
    gender_words: str | None = None
    category: str | None = None
    tz: str | None = None
    languages: Sequence[str] = ()
    themes: Sequence[str] = ()
    phone: str | None = None
    addresses: Sequence[str] = ()

    def __post_init__(self) -> None:
        for name in ("languages", "themes", "addresses"):
            object.__setattr__(self, name, tuple(getattr(self, name) or ()))


def facts_of(person: Person) -> PersonFacts:
    """Return what is known of a person now."""
    return PersonFacts(
        **{name: getattr(person, name) for name in COLUMNS},
        organization=person.organization.name if person.organization else None,
        languages=person.languages,
        themes=person.themes,
        addresses=[address.address for address in person.addresses],
    )


def add_person(
    printed_name: str,
    *,
    now: datetime,
    email: str | None = None,
    is_invented: bool = False,
    **facts: Any,
) -> Person:
    """Enter a person under the name as given; `facts` are those of `PersonFacts`. Flushes.

    Raises RuleBroken if the address is taken.
    """
    known = PersonFacts(printed_name=printed_name, **facts)
    person = Person(printed_name=printed_name, is_invented=is_invented, created_at=now)
    db.session.add(person)
    _state(person, known)
    db.session.flush()
    for address in (*((email,) if email else ()), *known.addresses):
        add_address(person, address)
    return person


def add_spelling(person: Person, text: str) -> None:
    """Keep one more way in which this name is written."""
    if text not in {spelling.text for spelling in person.spellings}:
        person.spellings.append(Spelling(text=text, folded=fold_name(text)))


def add_spellings(person: Person) -> None:
    """Keep every way in which the present names of a person are written, so that each finds them.

    Family and given name count where the printed name does not hold both.
    """
    for text in (person.printed_name, person.latin_name, person.script_name):
        if text:
            add_spelling(person, text)
    parts = " ".join(part for part in (person.given_name, person.family_name) if part)
    if name_words(parts) - name_words(person.printed_name):
        add_spelling(person, parts)


def key_of(address: str) -> str:
    """Return an address as it is compared: without letter case."""
    return address.strip().casefold()


def add_address(person: Person, address: str) -> EmailAddress:
    """Give a person one more address; the first is the preferred one. Flushes.

    Raises RuleBroken if somebody has it already.
    """
    key = key_of(address)
    taken = db.session.scalar(select(EmailAddress).where(EmailAddress.address_key == key))
    if taken is not None and taken.person_id != person.id:
        raise RuleBroken(
            f"{address} belongs to {taken.person.printed_name} already. "
            "Correct the address, or open that person."
        )
    if taken is not None:
        return taken
    added = EmailAddress(
        address=address.strip(), address_key=key, is_preferred=not person.addresses
    )
    person.addresses.append(added)
    db.session.flush()
    return added


def organization_named(name: str) -> Organization:
    """Return the organization that is printed under this name, else the only one that has it in
    another language or in other letters; entered if it is new."""
    found = db.session.scalar(select(Organization).where(Organization.name == name))
    if found is not None:
        return found
    alike = select(OrganizationName.organization_id).where(
        OrganizationName.folded == fold_name(name)
    )
    known = db.session.scalars(
        select(Organization).where(Organization.id.in_(alike)).limit(2)
    ).all()
    if len(known) == 1:
        return known[0]
    new = Organization(name=name, names=[OrganizationName(text=name)])
    db.session.add(new)
    return new


def change_person(
    person: Person, facts: PersonFacts, *, now: datetime, user_id: int | None
) -> bool:
    """Correct what is known of a person and return whether anything changed. Flushes.

    A new printed name becomes one more spelling; the old ones stay, so that records still find
    the person. The history names the fields that changed and never what they held. Raises
    RuleBroken if an address belongs to somebody else.
    """
    before = facts_of(person)
    changed = [name for name in vars(facts) if getattr(facts, name) != getattr(before, name)]
    if not changed:
        return False
    _state(person, facts)
    _set_addresses(person, facts.addresses)
    # Addresses lie in another table; the version must grow with them too.
    flag_modified(person, "printed_name")
    record("changed", person, now=now, user_id=user_id, fields=changed)
    db.session.flush()
    return True


def _state(person: Person, facts: PersonFacts) -> None:
    """Write down what is stated, all but the addresses."""
    for name in COLUMNS:
        setattr(person, name, getattr(facts, name))
    person.languages, person.themes = list(facts.languages), list(facts.themes)
    person.organization = organization_named(facts.organization) if facts.organization else None
    add_spellings(person)


def _set_addresses(person: Person, wanted: Sequence[str]) -> None:
    """Give a person exactly these addresses, the first as the preferred one."""
    typed = {key_of(address): address.strip() for address in wanted}
    person.addresses = [one for one in person.addresses if one.address_key in typed]
    for address in typed.values():
        add_address(person, address)
    first = next(iter(typed), None)
    for one in person.addresses:
        one.address = typed[one.address_key]
        one.is_preferred = one.address_key == first
    db.session.flush()
    db.session.expire(person, ["addresses"])


def set_needs(
    person: Person,
    details: dict[str, str],
    *,
    purpose: str,
    delete_on: date | None,
    now: datetime,
    meeting_id: int | None = None,
) -> PersonNeeds | None:
    """Keep what a person needs to take part: `access` and `dietary`, in their own words. Flushes.

    `purpose` says for what it is kept, `delete_on` until when; with `meeting_id` that day follows
    the meeting, also where somebody changes the words and leaves the day. Without any need nothing
    is kept, and what was kept goes. No history is written here: the caller records who set it.
    """
    stated = {name: text.strip() for name, text in details.items() if text and text.strip()}
    kept = needs_of(person)
    if not stated:
        if kept is not None:
            db.session.delete(kept)
            db.session.flush()
        return None
    if kept is None:
        kept = PersonNeeds(person_id=person.id)
        db.session.add(kept)
    if meeting_id is not None or kept.delete_on != delete_on:
        kept.meeting_id = meeting_id
    kept.details, kept.purpose, kept.delete_on, kept.changed_at = stated, purpose, delete_on, now
    db.session.flush()
    return kept


def give_consent(
    person: Person,
    purpose: str,
    *,
    wording: str,
    language: str,
    source: str,
    now: datetime,
    meeting_id: int | None = None,
    recorded_by_id: int | None = None,
) -> Consent:
    """Keep that a person agreed to one use of their data, in the words they read. Flushes.

    The same consent given twice is one; in other words it is a new one, and the older is
    withdrawn.
    """
    for held in _consents_to(person, purpose, meeting_id):
        if (held.wording, held.language) == (wording, language):
            return held
        withdraw_consent(held, now=now)
    given = Consent(
        person_id=person.id,
        meeting_id=meeting_id,
        purpose=purpose,
        wording=wording,
        language=language,
        source=source,
        recorded_by_id=recorded_by_id,
        given_at=now,
    )
    db.session.add(given)
    db.session.flush()
    return given


def withdraw_consent(consent: Consent, *, now: datetime) -> None:
    """Keep that a consent does not hold any more; what it said stays. Twice is once."""
    if consent.withdrawn_at is None:
        consent.withdrawn_at = now


def _consents_to(person: Person, purpose: str, meeting_id: int | None) -> list[Consent]:
    held = select(Consent).where(
        Consent.person_id == person.id,
        Consent.purpose == purpose,
        Consent.meeting_id.is_(None) if meeting_id is None else Consent.meeting_id == meeting_id,
        Consent.withdrawn_at.is_(None),
    )
    return list(db.session.scalars(held))
