"""The rows of the table, and the page on which they stand. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from eventsapp.paging import Paged

ROWS_PER_PAGE = 100


@dataclass(frozen=True, kw_only=True)
class PageOfPeople(Paged):
    """One page of the table: `total` people pass the filters; `everybody` takes part and has not
    left."""

    rows: list["PersonOfMeeting"]
    everybody: int
    per_page: int = ROWS_PER_PAGE


class PersonOfMeeting(NamedTuple):
    """One row of the table: `known` are columns of person, participation and invitation."""

    known: Any
    rooms: Sequence[tuple[int | None, str, str]] = ()
    earlier: Sequence[tuple[str, str]] = ()
    earlier_count: int = 0
    days: Sequence[int] = ()

    @property
    def country(self) -> str | None:
        """The country they stand for at this meeting."""
        return self.known.stands_for or self.known.country

    @property
    def category(self) -> str | None:
        """The category they stand for at this meeting."""
        return self.known.category_here or self.known.category

    @property
    def other_name(self) -> str | None:
        """Their name in the other script, where that is another than the one printed."""
        forms = (self.known.latin_name, self.known.script_name)
        return next((one for one in forms if one and one != self.known.printed_name), None)

    @property
    def is_invited(self) -> bool:
        """Whether they hold an invitation."""
        return self.known.invited_at is not None and self.known.withdrawn_at is None


@dataclass(frozen=True)
class Hanging:
    """A registration that may be the answer to an invitation, sent from another address."""

    registration_id: int
    printed_name: str
    email: str
    received_at: datetime
