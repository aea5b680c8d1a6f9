"""Tables of merges, and of people who are not one."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from eventsapp.accounts.models import User
from eventsapp.clock import UtcDateTime, utcnow
from eventsapp.columns import EncryptedJson
from eventsapp.extensions import db
from eventsapp.people.models import Person


class Merge(db.Model):
    """One person of the registry was found to be another, and the two entries became one.

    `gone_id` was the number of the entry that went; there is no such row until the merge is undone.
    `moved` counts what moved, by table. `names` are those of both (`kept`, `gone`); `journal` holds
    every cell that was changed and every row that was deleted, as the database had them. Both are
    encrypted, and emptied when the merge is undone.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    gone_id: Mapped[int] = mapped_column(index=True)
    moved: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    names: Mapped[dict[str, str] | None] = mapped_column(EncryptedJson)
    journal: Mapped[dict[str, Any] | None] = deferred(mapped_column(EncryptedJson))
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    kept: Mapped[Person] = relationship()
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
    undone_by: Mapped[User | None] = relationship(foreign_keys=[undone_by_id])


class NotSame(db.Model):
    """Somebody said that two people are not one; the lower number is `a_id`."""

    __table_args__ = (UniqueConstraint("a_id", "b_id"), CheckConstraint("a_id < b_id", "in_order"))

    id: Mapped[int] = mapped_column(primary_key=True)
    a_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    b_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    a: Mapped[Person] = relationship(foreign_keys=[a_id])
    b: Mapped[Person] = relationship(foreign_keys=[b_id])
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
