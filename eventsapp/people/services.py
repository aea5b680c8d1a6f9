"""The verbs of the registry: enter people, correct them, give them addresses."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.people.models import (
    EmailAddress,
    Organization,
    OrganizationName,
    Person,
    Spelling,
)
from eventsapp.people.names import fold_name


def add_person(
    printed_name: str,
    *,
    now: datetime,
    email: str | None = None,
    tz: str | None = None,
    organization: str | None = None,
    languages: list[str] | None = None,
    is_invented: bool = False,
) -> Person:
    """Enter a person under the name as given. Flushes. Raises RuleBroken if the address is
    taken."""
    person = Person(
        printed_name=printed_name,
        tz=tz,
        languages=languages or [],
        is_invented=is_invented,
        created_at=now,
    )
    if organization:
        person.organization = organization_named(organization)
    db.session.add(person)
    add_spelling(person, printed_name)
    db.session.flush()
    if email:
        add_address(person, email)
    return person


def add_spelling(person: Person, text: str) -> None:
    """Keep one more way in which this name is written."""
    if text not in {spelling.text for spelling in person.spellings}:
        person.spellings.append(Spelling(text=text, folded=fold_name(text)))


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
    """Return the organization with this name, entered if it is new."""
    found = db.session.scalar(select(Organization).where(Organization.name == name))
    if found is None:
        found = Organization(name=name, names=[OrganizationName(text=name)])
        db.session.add(found)
    return found


@dataclass(frozen=True)
class PersonFacts:
    """What staff may say about a person; None and empty where nothing is stated.

    The first of `addresses` is the one that mail goes to.
    """

    printed_name: str
    organization: str | None = None
    function: str | None = None
    tz: str | None = None
    languages: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def facts_of(person: Person) -> PersonFacts:
    """Return what is known of a person now."""
    return PersonFacts(
        printed_name=person.printed_name,
        organization=person.organization.name if person.organization else None,
        function=person.function,
        tz=person.tz,
        languages=tuple(person.languages),
        addresses=tuple(address.address for address in person.addresses),
    )


def change_person(person: Person, facts: PersonFacts, *, now: datetime, user_id: int) -> bool:
    """Correct what is known of a person and return whether anything changed. Flushes.

    A new printed name becomes one more spelling; the old ones stay, so that records still find
    the person. The history names the fields that changed and never what they held. Raises
    RuleBroken if an address belongs to somebody else.
    """
    before = facts_of(person)
    changed = [name for name in vars(facts) if getattr(facts, name) != getattr(before, name)]
    if not changed:
        return False
    person.printed_name = facts.printed_name
    add_spelling(person, facts.printed_name)
    person.organization = organization_named(facts.organization) if facts.organization else None
    person.function = facts.function
    person.tz = facts.tz
    person.languages = list(facts.languages)
    _set_addresses(person, facts.addresses)
    # Addresses lie in another table; the version must grow with them too.
    flag_modified(person, "printed_name")
    record("changed", person, now=now, user_id=user_id, fields=changed)
    db.session.flush()
    return True


def _set_addresses(person: Person, wanted: tuple[str, ...]) -> None:
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
