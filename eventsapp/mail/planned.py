"""What will leave later and is no message yet. Pure: what other packages tell the outbox page."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

# Where blueprints put their functions, in `app.extensions`.
PROVIDERS = "eventsapp.planned"


@dataclass(frozen=True)
class Planned:
    """Mail to several people that is planned.

    `at` is the first moment of all. `why` says in a sentence whom it reaches first and when it
    stops; `unreachable` counts people who owe something and have no address. `href` leads to the
    thing itself, `skip_href` and `send_href` take a POST.
    """

    at: datetime
    title: str
    recipients: int
    zones: int
    why: str
    unreachable: int = 0
    href: str | None = None
    skip_href: str | None = None
    send_href: str | None = None


Provider = Callable[[datetime], list[Planned]]


@dataclass(frozen=True)
class Bar:
    """One day of the chart: how many mails are planned, and the bar's place in its drawing."""

    day: date
    count: int
    x: int
    y: int
    height: int


WIDTH, TALLEST, FLOOR = 1000, 62, 96


def bars(planned: Iterable[Planned], now: datetime, tz: str, days: int = 10) -> list[Bar]:
    """Return a bar for each of the next `days` days in `tz`, the tallest 62 high; today first."""
    zone = ZoneInfo(tz)
    counts: Counter[date] = Counter()
    for one in planned:
        counts[one.at.astimezone(zone).date()] += one.recipients
    today = now.astimezone(zone).date()
    shown = [today + timedelta(days=number) for number in range(days)]
    most = max((counts[day] for day in shown), default=0) or 1
    step = (WIDTH - 20) // days
    heights = [max(round(TALLEST * counts[day] / most), 2 if counts[day] else 0) for day in shown]
    return [
        Bar(day, counts[day], 20 + step * index, FLOOR - height, height)
        for index, (day, height) in enumerate(zip(shown, heights, strict=True))
    ]
