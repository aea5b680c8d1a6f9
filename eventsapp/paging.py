"""Where one page of a list stands among the others; what the macro `pager` draws. A leaf."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Paged:
    """One page, by its number from 1, of `total` rows of which `per_page` stand on each."""

    number: int
    total: int
    per_page: int

    @property
    def pages(self) -> int:
        """How many pages there are; none without rows."""
        return -(-self.total // self.per_page)

    @property
    def start(self) -> int:
        """How many rows stand on the pages before."""
        return (self.number - 1) * self.per_page

    @property
    def first(self) -> int:
        """The place of the first row of the page, counted from 1; 0 where there is none."""
        return self.start + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The place of the last row of the page."""
        return min(self.number * self.per_page, self.total)

    @property
    def has_prev(self) -> bool:
        """Whether a page stands before this one."""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Whether a page follows."""
        return self.number < self.pages

    @property
    def prev_num(self) -> int:
        """The number of the page before."""
        return self.number - 1

    @property
    def next_num(self) -> int:
        """The number of the page that follows."""
        return self.number + 1


def nearest(number: int, total: int, per_page: int) -> int:
    """Return the page that is meant: below the first is the first, beyond the last the last."""
    return min(max(number, 1), max(-(-total // per_page), 1))
