"""The table of what was done and seen."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from eventsapp.clock import UtcDateTime
from eventsapp.extensions import db


class Entry(db.Model):
    """One act: who did what to which row, when. `user_id` is empty for the worker and for
    strangers.

    `detail` never holds personal data beyond names; passport data never stand here.
    """

    __table_args__ = (Index("ix_entry_subject", "subject_table", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    verb: Mapped[str] = mapped_column(String(40))
    subject_table: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
