"""The verbs of the pages of people: enter somebody, trust an address again, let arrange needs."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.people.models import EmailAddress, Person
from eventsapp.people.names import fold_name
from eventsapp.people.services import PersonFacts, add_person, facts_of, set_needs

# A form that is sent twice within this time is one form.
SENT_TWICE = timedelta(minutes=2)


def enter_person(facts: PersonFacts, *, now: datetime, user_id: int) -> Person:
    """Enter somebody with all that is stated. Flushes. The same form sent twice enters one person.

    Raises RuleBroken if an address belongs to somebody else.
    """
    alike = select(Person).where(
        Person.folded == fold_name(facts.printed_name), Person.created_at >= now - SENT_TWICE
    )
    for entered in db.session.scalars(alike).unique():
        if facts_of(entered) == facts:
            return entered
    stated = {name: value for name, value in vars(facts).items() if name != "printed_name"}
    person = add_person(facts.printed_name, now=now, **stated)
    record("entered", person, now=now, user_id=user_id)
    return person


def trust_again(address: EmailAddress, *, now: datetime, user_id: int) -> None:
    """Write to an address again from which mail came back. Twice is once."""
    if address.bounced_at is None:
        return
    address.bounced_at = None
    record("trusted an address again", address.person, now=now, user_id=user_id)


def let_arrange_needs(account: User, may: bool, *, now: datetime, user_id: int) -> None:
    """Let a member of the staff see who needs what to take part, or no more. Twice is once.

    Raises RuleBroken for an account that is not of the staff.
    """
    if not account.is_staff:
        raise RuleBroken(
            f"{account.person.printed_name} is not of the secretariat. Only staff arrange needs."
        )
    if account.arranges_needs == may:
        return
    account.arranges_needs = may
    verb = "may see needs" if may else "may see needs no more"
    record(verb, account.person, now=now, user_id=user_id)


def change_needs(
    person: Person,
    details: dict[str, str],
    *,
    purpose: str,
    delete_on: date | None,
    now: datetime,
    user_id: int,
) -> None:
    """Keep what a person needs, and write down that it was changed, not what it is. Flushes."""
    set_needs(person, details, purpose=purpose, delete_on=delete_on, now=now)
    record("changed needs", person, now=now, user_id=user_id)
