"""Series in the words of the reader's language."""

from babel.dates import get_day_names
from flask_babel import get_locale, gettext

from eventsapp.formats import city_of, in_zone, say_day, say_time, say_zone
from eventsapp.sessions.dates import Occurrence
from eventsapp.sessions.recurrence import read_rule
from eventsapp.sessions.wording import DOUBTS, worded_rule


def say_rule(rule: str) -> str:
    """Return a rule as people say it: `on the last Thursday of each month until 26 March 2026`."""
    names = get_day_names("wide", locale=get_locale() or "en")
    return worded_rule(
        read_rule(rule), gettext, lambda weekday: names[weekday], lambda day: say_day(day, "plain")
    )


def say_doubt(one: Occurrence) -> str | None:
    """Return the sentence about an hour that the clocks skip or show twice on a date, or None."""
    if one.doubt is None or one.start_at is None or one.starts_at_time is None:
        return None
    taken = in_zone(one.start_at, one.tz)
    return gettext(
        DOUBTS[one.doubt],
        city=city_of(one.tz),
        hour=say_time(one.starts_at_time),
        taken=f"{say_time(taken)} {say_zone(one.tz, one.start_at)}",
    )
