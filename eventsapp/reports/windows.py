"""Which days a timeline shows: weeks, months, quarters, years, or from day to day. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS, MONTHS, QUARTERS, YEARS = "weeks", "months", "quarters", "years"
# How many months each zoom shows, and of how many months one of its steps is; weeks are days.
SPANS = {MONTHS: 6, QUARTERS: 24, YEARS: 60}
UNITS = {MONTHS: 1, QUARTERS: 3, YEARS: 12}
ZOOMS = (WEEKS, *SPANS)
WEEKS_SHOWN = timedelta(weeks=8)
ONE_DAY = timedelta(days=1)
NEAR = timedelta(days=92)
DAYS_A_MONTH = 30.44


@dataclass(frozen=True)
class Window:
    """The days from `first` to `last`, both included; `zoom` is None where people chose days."""

    first: date
    last: date
    zoom: str | None = None

    @property
    def earlier(self) -> date:
        """The first day of the window before this one."""
        if self.zoom in SPANS:
            return months_later(self.first, -SPANS[self.zoom])
        return self.first - (self.last - self.first) - ONE_DAY

    @property
    def later(self) -> date:
        """The first day of the window after this one."""
        return self.last + ONE_DAY


def zoomed(zoom: str, day: date) -> Window:
    """Return the window of a zoom that begins with the week, month, quarter or year of a day."""
    if zoom == WEEKS:
        first = day - timedelta(days=day.weekday())
        return Window(first, first + WEEKS_SHOWN - ONE_DAY, zoom)
    unit = UNITS[zoom]
    first = day.replace(month=(day.month - 1) // unit * unit + 1, day=1)
    return Window(first, months_later(first, SPANS[zoom]) - ONE_DAY, zoom)


def window_of(
    zoom: str | None, first: date | None, last: date | None, *, plan: tuple[date, date], today: date
) -> Window:
    """Return what is shown of a plan that reaches from one day to another.

    Two chosen days count. One of them alone reaches to the end of the plan, or, with a zoom, as
    far as that does. A zoom alone begins today, or with the plan when today is far from it.
    Nothing at all is the whole plan.
    """
    if zoom is not None and (first is None or last is None):
        start = first or (last or _anchor(plan, today))
        return zoomed(zoom, start)
    begins, ends = first or plan[0], last or plan[1]
    return Window(begins, max(begins, ends))


def opening_zoom(plan: tuple[date, date], things: int, most: int) -> str | None:
    """Return the zoom with which a plan opens, so that its dates are drawn and not counted.

    `most` things can be drawn. With no more in all there is no zoom; else months if those of as
    many months can be, as they lie on average, and weeks if not.
    """
    if things <= most:
        return None
    days = (plan[1] - plan[0]).days + 1
    return MONTHS if things * SPANS[MONTHS] * DAYS_A_MONTH <= most * days else WEEKS


def months_later(first: date, months: int) -> date:
    """Return the same day so many months later; the last of the month where there is none."""
    count = first.year * 12 + first.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))


def _anchor(plan: tuple[date, date], today: date) -> date:
    return today if plan[0] - NEAR <= today <= plan[1] + NEAR else plan[0]
