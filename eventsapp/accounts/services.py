"""The verbs of sign-in: make accounts, ask for a link, use it, set and check a password."""

import hashlib
import secrets
from datetime import datetime, timedelta
from threading import Lock

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from eventsapp.accounts.models import EXPERT, ROLES, Attempt, SignInLink, User
from eventsapp.accounts.queries import account_of
from eventsapp.clock import UtcDateTime
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.people.models import EmailAddress, Person
from eventsapp.people.services import add_person, key_of

LINK_LIFETIME = timedelta(minutes=20)
LIMIT_WINDOW = timedelta(minutes=15)
LEAST_PASSWORD = 12


def hash_of(secret: str) -> str:
    """Return what is stored of a secret: its SHA-256, in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def create_user(
    email: str, role: str, *, now: datetime, name: str | None = None, tz: str | None = None
) -> User:
    """Give a role to the person with this address, who is entered if unknown. Flushes.

    Raises RuleBroken for an address that is none and for an unknown role.
    """
    if role not in ROLES:
        raise RuleBroken(f"The role “{role}” does not exist. Choose one of: {', '.join(ROLES)}.")
    try:
        address = validate_email(
            email, check_deliverability=False, test_environment=True
        ).normalized
    except EmailNotValidError as error:
        raise RuleBroken(f"“{email}” is not an e-mail address: {error}") from error
    person = person_with(address)
    if person is None:
        person = add_person(name or address.split("@")[0], email=address, tz=tz, now=now)
    user = account_of(person.id)
    if user is None:
        user = User(person_id=person.id, role=role)
        db.session.add(user)
    user.role, user.is_closed = role, False
    db.session.flush()
    return user


def person_with(email: str) -> Person | None:
    """Return the person with this address, compared without letter case."""
    return db.session.scalar(
        select(Person).join(EmailAddress).where(EmailAddress.address_key == key_of(email))
    )


def address_on_file(link: SignInLink, typed: str) -> str:
    """Return the address that the link goes to: as the registry has it, never as it was typed.

    Compared without letter case, `amina@groß.test` is `amina@gross.test`; to the mail it is another
    host, perhaps of somebody who wants to be Amina.
    """
    known = {one.address_key: one.address for one in link.user.person.addresses}
    return known[key_of(typed)]


def ask_for_link(email: str, *, next_page: str | None, real_now: datetime) -> SignInLink | None:
    """Prepare a sign-in link for whoever has this address, or None if nobody has. Flushes.

    An expert's account is made on the first time they ask.
    """
    person = person_with(email)
    if person is None or person.left_at is not None:
        return None
    user = _account_made(person)
    return new_link(user, next_page=next_page, real_now=real_now) if user.is_active else None


def _account_made(person: Person) -> User:
    """Return the account of a person, made as an expert's if there is none."""
    user = account_of(person.id)
    if user is not None:
        return user
    made = User(person_id=person.id, role=EXPERT)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:  # the same form was sent twice at the same moment
        return db.session.scalars(select(User).where(User.person_id == person.id)).one()
    return made


def new_link(user: User, *, real_now: datetime, next_page: str | None = None) -> SignInLink:
    """Prepare a link for this user; its token is made when it is handed out. Flushes."""
    link = SignInLink(
        user_id=user.id,
        next_page=next_page,
        created_at=real_now,
        expires_at=real_now + LINK_LIFETIME,
    )
    db.session.add(link)
    db.session.flush()
    return link


def give_token(link: SignInLink) -> str:
    """Return a new token for this link and keep only its hash; an older token stops working."""
    token = secrets.token_urlsafe(32)
    link.token_hash = hash_of(token)
    db.session.flush()
    return token


def find_link(token: str, *, real_now: datetime) -> SignInLink | None:
    """Return the link of this token while it can be used; looking does not use it up."""
    link = db.session.scalar(select(SignInLink).where(SignInLink.token_hash == hash_of(token)))
    if link is None or link.used_at is not None or link.expires_at <= real_now:
        return None
    return link if link.user.is_active else None


def use_link(token: str, *, real_now: datetime) -> SignInLink | None:
    """Use the link up and return it; None if it is unknown, too old or was used a moment ago."""
    link = find_link(token, real_now=real_now)
    if link is None:
        return None
    used = db.session.execute(
        update(SignInLink)
        .where(SignInLink.id == link.id, SignInLink.used_at.is_(None))
        .values(used_at=real_now)
        .execution_options(synchronize_session=False)
    )
    return link if used.rowcount == 1 else None  # type: ignore[attr-defined]


def is_too_often(kind: str, key: str, *, most: int, real_now: datetime) -> bool:
    """Count one try of `kind` by `key` and return whether it is past `most` in a quarter of an
    hour."""
    attempt = {"kind": kind, "key_hash": hash_of(key.strip().casefold()), "at": real_now}
    db.session.execute(insert(Attempt), attempt)
    tries = db.session.scalar(_TRIES, attempt | {"since": real_now - LIMIT_WINDOW})
    return (tries or 0) > most


# Made once: strangers ask this with every form they send.
_TRIES = select(func.count()).where(
    Attempt.kind == bindparam("kind"),
    Attempt.key_hash == bindparam("key_hash"),
    Attempt.at > bindparam("since", type_=UtcDateTime),
)


def forget_attempts(real_now: datetime) -> None:
    """Delete tries and links that no rule looks at any more."""
    db.session.execute(delete(Attempt).where(Attempt.at < real_now - timedelta(days=1)))
    db.session.execute(
        delete(SignInLink).where(SignInLink.expires_at < real_now - timedelta(days=1))
    )


def set_password(user: User, password: str) -> None:
    """Keep a password (argon2id) and sign out every browser. Staff only.

    Raises RuleBroken for a short one.
    """
    from argon2 import PasswordHasher

    if not user.is_staff:
        raise RuleBroken("Experts sign in with a link by e-mail and have no password.")
    if len(password) < LEAST_PASSWORD:
        raise RuleBroken(
            f"A password has at least {LEAST_PASSWORD} characters; this one has {len(password)}."
        )
    user.password_hash = PasswordHasher().hash(password)
    user.sign_out_everywhere()


def check_password(email: str, password: str) -> User | None:
    """Return the user of this address and password. An unknown address takes as long as a known
    one."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    person = person_with(email)
    user = person and account_of(person.id)
    known = user if user and user.is_active and user.is_staff and user.password_hash else None
    try:
        with _ONE_AT_A_TIME:
            PasswordHasher().verify((known and known.password_hash) or _UNKNOWN, password)
    except (VerificationError, InvalidHashError):
        return None
    return known


# Each check takes 64 MiB: many guesses at once would take all the memory of a small machine.
_ONE_AT_A_TIME = Lock()


# The hash of a random text that nobody knows: checked in place of an unknown address's.
_UNKNOWN = (
    "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$"
    "Y2hlY2tlZCBpbiBwbGFjZSBvZiBhbiB1bmtub3duIQA"
)
