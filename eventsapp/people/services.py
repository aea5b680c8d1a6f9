"""The verbs of the registry: enter people, correct them, give them addresses."""

from datetime import datetime

from sqlalchemy import select

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.people.models import EmailAddress, Organization, Person, Spelling
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


def add_address(person: Person, address: str) -> EmailAddress:
    """Give a person one more address; the first is the preferred one. Flushes.

    Raises RuleBroken if somebody has it already.
    """
    key = address.strip().casefold()
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
        found = Organization(name=name)
        db.session.add(found)
    return found
