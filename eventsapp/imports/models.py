"""Tables of the import of people."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from eventsapp.accounts.models import User
from eventsapp.clock import UtcDateTime, real_utcnow, utcnow
from eventsapp.columns import EncryptedBytes, EncryptedJson
from eventsapp.extensions import db

READING, READ, SAVING, SAVED = "reading", "read", "saving", "saved"
UNDONE, DISCARDED, REFUSED = "undone", "discarded", "refused"


class SheetImport(db.Model):
    """One file of people: read, then saved or discarded, and undone as a whole.

    `content` is the file as it came, `read` what was understood of it, `choices` what staff decided
    (columns, order of days, rows, fields), `journal` what saving wrote; all encrypted, and gone
    after `delete_on`. `state` is reading or saving while the worker is at it, else read, saved,
    undone, discarded, or refused where it could not be read or saved (`choices` says why).
    `touched_at` is when anything of it was last written, in real time.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes | None] = deferred(mapped_column(EncryptedBytes))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(20), default="read")
    read: Mapped[dict[str, Any] | None] = deferred(mapped_column(EncryptedJson))
    choices: Mapped[dict[str, Any] | None] = deferred(mapped_column(EncryptedJson))
    journal: Mapped[dict[str, Any] | None] = deferred(mapped_column(EncryptedJson))
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"))
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    read_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utcnow)
    saved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_total: Mapped[int] = mapped_column(default=0)
    delete_on: Mapped[date | None] = mapped_column(index=True)
    touched_at: Mapped[datetime] = mapped_column(
        UtcDateTime, default=real_utcnow, onupdate=real_utcnow
    )
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    imported_by: Mapped[User | None] = relationship()
