"""One date as staff enter it. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5


@dataclass(frozen=True)
class Entry:
    """One date; None where nothing is stated. `until` is the last day of a monthly series."""

    kind: str
    title: str
    starts_on: date
    ends_on: date
    audience: str | None = None
    mode: str | None = None
    place: str | None = None
    certainty: str = "firm"
    until: date | None = None


def uid_of(form_uid: str, index: int) -> str:
    """Return the UID of what a row of a form makes: the same each time that form is sent."""
    return str(uuid5(UUID(form_uid), str(index)))
