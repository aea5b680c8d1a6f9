"""Days on which nobody is asked to do anything. Pure."""

from dataclasses import dataclass
from datetime import date

from eventsapp.translation import N_


@dataclass(frozen=True)
class QuietPeriod:
    """Days of every year on which nobody is asked to do anything: month and day, both included.

    It may cross the end of the year. `sentence`, `if_repeated` and `repeated` say that a thing
    falls into it.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    sentence: str
    if_repeated: str
    repeated: str

    def day_in(self, starts_on: date, ends_on: date) -> date | None:
        """Return the first of these days that is quiet, or None."""
        for year in range(starts_on.year - 1, ends_on.year + 1):
            opens = date(year, *self.first)
            closes = date(year + (self.last < self.first), *self.last)
            if starts_on <= closes and opens <= ends_on:
                return max(starts_on, opens)
        return None


YEAR_END = QuietPeriod(
    first=(12, 24),
    last=(1, 1),
    sentence=N_("“%(first)s” falls on %(day)s, in the year-end holidays."),
    if_repeated=N_(
        "If “%(first)s” is repeated, it would fall on %(day)s, in the year-end holidays."
    ),
    repeated=N_("The repetition of “%(first)s” falls on %(day)s, in the year-end holidays."),
)
