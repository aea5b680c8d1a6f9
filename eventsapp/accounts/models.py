"""Tables of sign-in."""

import secrets
from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eventsapp.clock import UtcDateTime, real_utcnow
from eventsapp.extensions import db
from eventsapp.people.models import Person

ADMINISTRATOR, SECRETARIAT, EXPERT = "administrator", "secretariat", "expert"
ROLES = (ADMINISTRATOR, SECRETARIAT, EXPERT)
STAFF_ROLES = (ADMINISTRATOR, SECRETARIAT)


def _new_session_key() -> str:
    return secrets.token_urlsafe(24)


class User(UserMixin, db.Model):
    """A person who may sign in, and their role for the instance.

    Roles in meetings and rooms (moderator, note-taker, member) are never stored here: they follow
    from the placements. `arranges_needs`: arranges access and meals, and so may see who needs what.
    A new `session_key` signs out every browser of this user.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    role: Mapped[str] = mapped_column(String(20), default=EXPERT)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    arranges_needs: Mapped[bool] = mapped_column(default=False)
    is_closed: Mapped[bool] = mapped_column(default=False)
    session_key: Mapped[str] = mapped_column(String(40), default=_new_session_key, unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=real_utcnow)

    person: Mapped[Person] = relationship(lazy="joined")

    @property
    def is_active(self) -> bool:
        """Whether this account may sign in (the name that flask-login asks for)."""
        return not self.is_closed and self.person.left_at is None

    @property
    def is_staff(self) -> bool:
        """Whether this is a member of the secretariat or an administrator."""
        return self.role in STAFF_ROLES

    def sign_out_everywhere(self) -> None:
        """Take a new session key, which ends the sessions of every browser."""
        self.session_key = _new_session_key()

    def get_id(self) -> str:
        """Return what the session holds: the key, not the number, so that it can be changed."""
        return self.session_key


class SignInLink(db.Model):
    """A link sent by e-mail that signs one person in, once, within 20 minutes of real time.

    The token is made when the mail is sent, and only its hash is kept.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    next_page: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=real_utcnow)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship()


class Attempt(db.Model):
    """One try at something that is limited, such as asking for a link; counted by `kind` and
    `key_hash`."""

    __table_args__ = (Index("ix_attempt_kind_key_hash_at", "kind", "key_hash", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    key_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=real_utcnow)
