"""How a timeline is filtered, and its words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel.dates import format_date
from flask import request, url_for
from flask_babel import get_locale, gettext

from eventsapp.clashes.forms import isolate
from eventsapp.clashes.wording import Marks
from eventsapp.consultations.forms import certainty_names, mode_names
from eventsapp.formats import YEARS, once_a_language, say_day, say_days, say_time, say_zone
from eventsapp.letters.typed_dates import to_date
from eventsapp.numbers import number_in
from eventsapp.planning.planned import (
    CONSULTATION,
    DEADLINE,
    EDITING_WINDOW,
    MEETING,
    RELEASE,
    Bar,
)
from eventsapp.reports.density import Step
from eventsapp.reports.timeline import Words
from eventsapp.reports.windows import MONTHS, QUARTERS, WEEKS, ZOOMS
from eventsapp.reports.windows import YEARS as BY_YEARS

CANCELLED, OFFERED = "cancelled", "offered"
FILTERS = ("audience", "kind", "certainty")


@dataclass(frozen=True)
class Chosen:
    """What of the timeline somebody asked for in its address; what means nothing is left out.

    `typed` is what stands in the two fields of days, `wrong` the sentence about each that is none.
    """

    audience: str = ""
    kind: str = ""
    certainty: str = ""
    zoom: str | None = None
    first: date | None = None
    last: date | None = None
    page: int = 1
    typed: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def has_filter(self) -> bool:
        """Whether anything but days is filtered."""
        return bool(self.audience or self.kind or self.certainty)

    @property
    def has_days(self) -> bool:
        """Whether some days were asked for."""
        return bool(self.zoom or self.first or self.last)

    def fits(self, bar: Bar) -> bool:
        """Return whether a bar passes every filter; an empty one lets everything pass."""
        return (
            self.audience in {"", bar.audience}
            and self.kind in {"", bar.kind}
            and self.certainty in {"", certainty_of(bar)}
        )

    def address(self, **changes: Any) -> str:
        """Return the address of the same timeline with something changed, on its first page."""
        asked = {
            "zoom": self.zoom,
            "from": self.first,
            "to": self.last,
            **{name: getattr(self, name) or None for name in FILTERS},
            **changes,
        }
        return url_for("reports.timeline", **{name: one for name, one in asked.items() if one})


def read_chosen() -> Chosen:
    """Return what the address asks for."""
    asked = {name: request.args.get(name, "").strip() for name in (*FILTERS, "zoom", "from", "to")}
    wrong: dict[str, str] = {}
    days = {name: _day(asked[name], name, wrong) for name in ("from", "to")}
    if days["from"] and days["to"] and days["to"] < days["from"]:
        wrong["to"] = gettext("The last day is before the first. Correct one of the two.")
        days["to"] = None
    return Chosen(
        **{name: asked[name] for name in FILTERS},
        zoom=asked["zoom"] if asked["zoom"] in ZOOMS else None,
        first=days["from"],
        last=days["to"],
        page=number_in(request.args.get("page", "")) or 1,
        typed={"from": asked["from"], "to": asked["to"]},
        wrong=wrong,
    )


def _day(typed: str, name: str, wrong: dict[str, str]) -> date | None:
    found = to_date(typed) if typed else None
    if found is not None and found.year in YEARS:
        return found
    if typed:
        wrong[name] = gettext(
            "“%(typed)s” is no day that is shown here. Write it like 18 November 2024.", typed=typed
        )
    return None


@dataclass(frozen=True)
class Line:
    """One row of the table, ready to be written down: none of its texts depends on another row.

    `href` is its page, `tag` the class of its certainty, `clash` what is said of its clashes, and
    `clash_tag` how.
    """

    bar: Bar
    href: str | None
    kind: str
    when: str
    hours: str
    zone: str
    how: str
    certainty: str
    tag: str
    clash: str = ""
    clash_tag: str = ""


def lines_of(
    bars: Iterable[Bar], marks: Marks, *, usual_tz: str | None, pages: Mapping[str, str]
) -> list[Line]:
    """Return the rows of a table; a zone is named where it is not the usual one. `pages` has the
    address of each bar's page, by its key."""
    kinds, modes, certainties = kind_names(), mode_names(), certainty_names()

    def line(bar: Bar) -> Line:
        state = state_name(bar) if bar.is_cancelled or bar.is_projected else None
        mark = marks.get(bar.key)
        return Line(
            bar=bar,
            href=pages.get(bar.key),
            kind=kinds[bar.kind],
            when=say_days(bar.starts_on, bar.ends_on),
            hours=_say_hours(bar),
            zone=say_zone(bar.tz, bar.starts_on) if bar.tz and bar.tz != usual_tz else "",
            how=modes.get(bar.mode, bar.mode) if bar.mode else "",
            certainty=state.capitalize()
            if state
            else certainties.get(bar.certainty, bar.certainty),
            tag=_tag(bar),
            clash=_say_mark(*mark) if mark else "",
            clash_tag=("warn" if mark[1] else "maybe") if mark else "",
        )

    return [line(bar) for bar in bars]


def _tag(bar: Bar) -> str:
    if bar.is_cancelled:
        return "off"
    if bar.is_projected:
        return "maybe"
    return {"firm": "ok", "ask": "warn"}.get(bar.certainty, "maybe")


def _say_hours(bar: Bar) -> str:
    """Return the hours of a sitting; those of a window say when it opens and closes."""
    starts, ends = bar.starts_at_time, bar.ends_at_time
    if starts is None:
        return ""
    return f"{say_time(starts)}–{say_time(ends)}" if ends else say_time(starts)


def certainty_of(bar: Bar) -> str:
    """Return by what a bar is found among the certainties."""
    if bar.is_cancelled:
        return CANCELLED
    return OFFERED if bar.is_offered else bar.certainty


def certainty_choices() -> dict[str, str]:
    """Return what may be asked for as certainty, in the reader's language."""
    return {
        **certainty_names(),
        OFFERED: gettext("If repeated"),
        CANCELLED: gettext("Cancelled"),
    }


@once_a_language
def zoom_names() -> dict[str, str]:
    """Return the zooms in the reader's language."""
    return {
        WEEKS: gettext("Weeks"),
        MONTHS: gettext("Months"),
        QUARTERS: gettext("Quarters"),
        BY_YEARS: gettext("Years"),
    }


def say_step(step: Step) -> str:
    """Return a week by its first day, a month or a quarter by its months."""
    first, last = step.first, step.last
    locale = get_locale() or "en"
    if (last - first).days < 7:
        return say_day(first, "brief")
    if (first.year, first.month) == (last.year, last.month):
        return format_date(first, "LLL y", locale=locale)
    return (
        f"{format_date(first, 'LLL', locale=locale)} – {format_date(last, 'LLL y', locale=locale)}"
    )


def timeline_words() -> Words:
    """Return the words of a drawing in the reader's language."""
    return Words(month=_say_month, label=_say_bar, mark=_say_mark, today=_say_today, week=_say_week)


@once_a_language
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
    return _mark_patterns()[is_certain] % {"numbers": ", ".join(map(str, numbers))}


@once_a_language
def _mark_patterns() -> list[str]:
    return [gettext("Possible clash %(numbers)s"), gettext("Clash %(numbers)s")]


def _say_month(first: date, has_year: bool) -> str:
    return format_date(first, "LLL y" if has_year else "LLL", locale=get_locale() or "en")


def _say_today(today: date) -> str:
    return gettext("today, %(day)s", day=say_day(today, "brief"))


def _say_week(monday: date) -> str:
    return say_day(monday, "brief")
