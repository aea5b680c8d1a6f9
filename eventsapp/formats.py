"""How dates, times, zones and languages are said, in pages and in mails alike. A leaf."""

from collections.abc import Callable
from copy import copy
from datetime import date, datetime, time, timedelta
from functools import lru_cache, wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from flask import Flask, current_app, has_request_context, request
from flask_babel import get_locale
from flask_login import current_user

from eventsapp.clock import utcnow
from eventsapp.walltime import moment_at

# A slip of one figure would otherwise stretch the timeline, and every calendar, over centuries.
YEARS = range(1990, 2100)
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
Words = TypeVar("Words", bound=dict[str, Any] | list[Any])


def register(app: Flask) -> None:
    """Give the templates their filters and globals."""
    app.jinja_env.filters.update(
        day=say_day,
        local=say_moment,
        day_range=say_days,
        clock=say_time,
        city=say_zone,
        language_name=say_language,
        in_zone=in_zone,
    )
    app.jinja_env.globals.update(
        reader_tz=reader_tz,
        text_direction=text_direction,
        language=language,
        at_wall=moment_at,
        now=utcnow,
        link_to=link_to,
        has_page=has_page,
    )


def choose_locale() -> str:
    """Return the language of this request: asked for in the address, else what the browser
    prefers."""
    languages: tuple[str, ...] = current_app.config["LANGUAGES"]
    if not has_request_context():
        return languages[0]
    asked = request.args.get("lang") or request.cookies.get("lang")
    if asked and asked in languages:
        return asked
    return request.accept_languages.best_match(languages) or languages[0]


def language() -> str:
    """Return the BCP 47 tag of the page."""
    return str(get_locale() or "en").replace("_", "-")


def once_a_language(words: Callable[[], Words]) -> Callable[[], Words]:
    """Let a function that only looks words up do so once in each language, and not at every visit.

    It takes nothing and returns a dictionary or a list, of which each caller gets a copy.
    """
    said: dict[str, Words] = {}

    @wraps(words)
    def in_language() -> Words:
        tag = language()
        if tag not in said:
            said[tag] = words()
        return copy(said[tag])

    return in_language


def text_direction() -> str:
    """Return `rtl` or `ltr` for the page."""
    return "rtl" if language().split("-")[0] in RIGHT_TO_LEFT else "ltr"


def reader_tz() -> str | None:
    """Return the zone of the person who reads, or None where it is not known."""
    if not has_request_context() or not current_user or not current_user.is_authenticated:
        return None
    return current_user.person.tz


def in_zone(moment: datetime, tz: str) -> datetime:
    """Return the moment as clocks in `tz` show it."""
    return moment.astimezone(ZoneInfo(tz))


def say_day(day: date, form: str = "full") -> str:
    """Return `Wednesday 22 January 2025`; `form` short is `Wed 22 Jan 2025`, plain `22 January
    2025`, brief `22 Jan`, month `Jan`, weekday `Wednesday`."""
    patterns = {
        "full": "EEEE d MMMM y",
        "short": "EEE d MMM y",
        "plain": "d MMMM y",
        "brief": "d MMM",
        "month": "MMM",
        "weekday": "EEEE",
    }
    return _written(day, patterns[form], _locale())


def say_days(first: date, last: date | None, form: str = "short") -> str:
    """Return `Thu 26 – Fri 27 September 2024`: what both days share is said once."""
    if last is None or last == first:
        return say_day(first, form)
    if first.year != last.year:
        return f"{say_day(first, form)} – {say_day(last, form)}"
    start = "EEE d MMM" if first.month != last.month else "EEE d"
    return f"{_written(first, start, _locale())} – {say_day(last, form)}"


def say_time(at: time | datetime) -> str:
    """Return `09:00`."""
    return f"{at:%H:%M}"


def say_zone(tz: str, at: datetime | date | None = None) -> str:
    """Return `Baku (UTC+4)`: the city of the zone, and its offset at that moment (at noon of a
    day). UTC has no city and is said once."""
    if at is None:
        return city_of(tz)
    if not isinstance(at, datetime):
        at = datetime.combine(at, time(12), ZoneInfo(tz))
    city, offset = city_of(tz), offset_of(tz, at)
    return city if city == offset else f"{city} ({offset})"


def city_of(tz: str) -> str:
    """Return `Baku` for `Asia/Baku`, and `UTC` for UTC."""
    return tz.rsplit("/", 1)[-1].replace("_", " ")


def offset_of(tz: str, at: datetime) -> str:
    """Return `UTC+5:30`, the offset of a zone at a moment."""
    minutes = int((at.astimezone(ZoneInfo(tz)).utcoffset() or timedelta()).total_seconds() // 60)
    sign = "−" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def say_language(tag: str) -> str:
    """Return `French` for `fr`, in the language of the page; an unknown tag as it is."""
    try:
        return Locale.parse(tag, sep="-").get_display_name(_locale()) or tag
    except (UnknownLocaleError, ValueError):
        return tag


def say_moment(moment: datetime, tz: str | None = None) -> str:
    """Return `22 January 2025, 09:00 Baku (UTC+4)`; without `tz` in the reader's zone, else the
    instance's."""
    tz = tz or reader_tz() or current_app.config["DEFAULT_TZ"]
    there = moment.astimezone(ZoneInfo(tz))
    return f"{say_day(there.date(), 'plain')}, {say_time(there)} {say_zone(tz, moment)}"


@lru_cache(maxsize=10_000)
def _written(day: date, pattern: str, locale: Locale) -> str:
    return format_date(day, pattern, locale=locale)


def _locale() -> Locale:
    return get_locale() or Locale("en")


def has_page(endpoint: str) -> bool:
    """Return whether the app has a page of this name."""
    return endpoint in current_app.view_functions


def link_to(endpoint: str, **values: Any) -> str:
    """Return the address of a page as it stands in mails: the same with and without a request."""
    base = urlsplit(current_app.config["BASE_URL"])
    adapter = current_app.url_map.bind(
        base.netloc, script_name=base.path or "/", url_scheme=base.scheme
    )
    return adapter.build(endpoint, values, force_external=True)
