"""Reads of sign-in."""

import hmac
from hashlib import sha256

from flask import current_app
from sqlalchemy import select

from eventsapp.accounts.models import ADMINISTRATOR, STAFF_ROLES, User
from eventsapp.extensions import db
from eventsapp.people.models import Person


def has_no_users() -> bool:
    """Return whether this instance is empty, so that its first administrator may be made."""
    return db.session.scalar(select(User.id).limit(1)) is None


def first_token() -> str:
    """Return the token of the link for the first administrator: worked out from SECRET_KEY,
    stored nowhere."""
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, b"first administrator", sha256).hexdigest()[:40]


def first_token_fits(token: str) -> bool:
    """Return whether this is the token of the link for the first administrator."""
    return hmac.compare_digest(token.encode(), first_token().encode())


def account_of(person_id: int) -> User | None:
    """Return the account by which a person signs in, or None."""
    return db.session.scalar(select(User).where(User.person_id == person_id))


def may_change_addresses(person_id: int, user: User) -> bool:
    """Return whether this user may change the addresses at which a person gets sign-in links.

    Those of a colleague are for administrators, or one officer could become another and approve
    what they prepared themselves.
    """
    if not user.is_staff or person_id == user.person_id or user.role == ADMINISTRATOR:
        return user.is_staff
    account = account_of(person_id)
    return account is None or not account.is_staff


def colleagues_of(user: User) -> set[int]:
    """Return the people whose addresses this user may not change, in one question."""
    ids = db.session.scalars(select(User.person_id).where(User.role.in_(STAFF_ROLES)))
    return {one for one in ids if not may_change_addresses(one, user)}


def staff_by_name() -> list[tuple[int, str]]:
    """Return the accounts of the secretariat, by name: whoever may have invited somebody."""
    named = select(User.id, Person.printed_name, Person.sort_key)
    rows = named.join(Person, Person.id == User.person_id).where(User.role.in_(STAFF_ROLES))
    # Sorted here: the engine would walk along everybody's name to find these few.
    found = sorted(db.session.execute(rows), key=lambda row: (row.sort_key, row.id))
    return [(row.id, row.printed_name) for row in found]
