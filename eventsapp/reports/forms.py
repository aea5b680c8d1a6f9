"""How a timeline is filtered, and its words."""

from datetime import date

from babel.dates import format_date
from flask_babel import get_locale, gettext

from eventsapp.consultations.forms import certainty_names
from eventsapp.formats import say_day
from eventsapp.reports.timeline import (
    CONSULTATION,
    DEADLINE,
    EDITING_WINDOW,
    MEETING,
    RELEASE,
    Bar,
    Words,
)

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


def timeline_words() -> Words:
    """Return the words of a drawing in the reader's language."""
    return Words(month=_say_month, label=_say_bar, mark=_say_mark, today=_say_today)


def isolate(title: str) -> str:
    """Return a title that keeps its own reading direction and disturbs no other; `bdi` for text."""
    return f"{FIRST_STRONG_ISOLATE}{title}{POP_ISOLATE}"


def kind_names() -> dict[str, str]:
    """Return the kinds of dates in the reader's language."""
    return {
        MEETING: gettext("meeting"),
        CONSULTATION: gettext("consultation"),
        DEADLINE: gettext("deadline"),
        RELEASE: gettext("release"),
        EDITING_WINDOW: gettext("editing window"),
    }


def state_name(bar: Bar) -> str | None:
    """Return what is said beside a bar's title, or None for what simply is."""
    if bar.is_cancelled:
        return gettext("closed") if bar.kind == DEADLINE else gettext("cancelled")
    if bar.is_projected:
        return gettext("if repeated") if bar.is_offered else gettext("repeated")
    if bar.certainty == "firm":
        return None
    return certainty_names().get(bar.certainty, bar.certainty).lower()


def _say_bar(bar: Bar, title: str) -> str:
    state = state_name(bar)
    if state is None:
        return isolate(title)
    return gettext("%(title)s, %(state)s", title=isolate(title), state=state)


def _say_mark(numbers: tuple[int, ...], is_certain: bool) -> str:
    said = ", ".join(map(str, numbers))
    if is_certain:
        return gettext("Clash %(numbers)s", numbers=said)
    return gettext("Possible clash %(numbers)s", numbers=said)


def _say_month(first: date, has_year: bool) -> str:
    return format_date(first, "LLL y" if has_year else "LLL", locale=get_locale() or "en")


def _say_today(today: date) -> str:
    return gettext("today, %(day)s", day=say_day(today, "brief"))
