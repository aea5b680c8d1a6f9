"""The rows of the table, and the page on which they stand. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

ROWS_PER_PAGE = 100


@dataclass(frozen=True)
class PageOfPeople:
    """One page of the table, and where it stands among the others.

    `total` people pass the filters; `everybody` takes part and has not left.
    """

    rows: list["PersonOfMeeting"]
    page: int
    total: int
    everybody: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.total // ROWS_PER_PAGE)

    @property
    def first(self) -> int:
        """The number of the first person of the page, counted from 1."""
        return (self.page - 1) * ROWS_PER_PAGE + 1

    @property
    def last(self) -> int:
        """The number of the last person of the page."""
        return self.first + len(self.rows) - 1

    @property
    def has_prev(self) -> bool:
        """Whether there is a page before this one."""
        return self.page > 1

    @property
    def has_next(self) -> bool:
        """Whether there is a page after this one."""
        return self.page < self.pages

    @property
    def prev_num(self) -> int:
        """The number of the page before."""
        return self.page - 1

    @property
    def next_num(self) -> int:
        """The number of the page after."""
        return self.page + 1


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
