"""The pages that put packages together: the timeline and the people."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from flask_babel import ngettext
from flask_login import current_user

from eventsapp import access
from eventsapp.clashes.forms import Told, sorted_out, told
from eventsapp.clashes.models import AcceptedClash
from eventsapp.clashes.queries import accepted_clashes, found_among, names_in
from eventsapp.clashes.wording import Clash, Marks, clash_marks
from eventsapp.clock import utcnow
from eventsapp.consultations.models import Consultation
from eventsapp.documents.models import Release
from eventsapp.formats import in_zone, reader_tz, say_day, text_direction
from eventsapp.meetings.models import Meeting
from eventsapp.planning.planned import KINDS, Bar
from eventsapp.planning.queries import (
    EARLIEST,
    LATEST,
    Dated,
    PlannedDays,
    dated_rows,
    days_planned,
    offered_series,
    timeline_bars,
    undated_consultations,
)
from eventsapp.reminders.models import Deadline
from eventsapp.reports.density import Density, density
from eventsapp.reports.forms import (
    Chosen,
    certainty_choices,
    certainty_of,
    kind_names,
    lines_of,
    read_chosen,
    say_step,
    timeline_words,
    zoom_names,
)
from eventsapp.reports.timeline import Drawing, layout
from eventsapp.reports.windows import ONE_DAY, Window, opening_zoom, window_of
from eventsapp.series.forms import RepeatForm
from eventsapp.sessions.forms import say_rule

bp = Blueprint("reports", __name__)

# More than these are counted in the drawing, and listed in pages.
MOST_BARS = 80
PER_PAGE = 60
# A journey is looked for from the day before.
MARGIN = timedelta(days=2)
MOST_TOLD = 10


@dataclass(frozen=True)
class Shown:
    """One page of a timeline: all bars that fit, those listed, and how many pages there are."""

    fitting: list[Bar]
    listed: list[Bar]
    page: int
    pages: int


@bp.get("/timeline")
def timeline() -> Any:
    """Show what happens when, as far as the reader may see it, with what clashes."""
    chosen = read_chosen()
    plan = days_planned()
    window = _window(chosen, plan)
    days = _loaded_days(window, chosen)
    rows = access.seen_of(dated_rows(*days), current_user) if window else []
    bars = timeline_bars(rows, with_offered=current_user.is_staff, horizon=plan.horizon, days=days)
    is_whole = window is None or not (window.zoom or chosen.has_days)
    touching = bars if is_whole else [bar for bar in bars if _touches(bar, window)]
    shown = _shown(touching, chosen)
    listed = shown.listed
    accepted = accepted_clashes()
    found, quiet = sorted_out(_clashes(bars, listed), accepted)
    marks = clash_marks(found)
    undated = [] if chosen.has_days else access.seen_of(undated_consultations(), current_user)
    series = offered_series(rows) if current_user.is_staff else []
    is_whole = window is None or (not window.zoom and not chosen.has_days)
    page = render_template(
        "reports/timeline.html",
        lines=lines_of(listed, marks, usual_tz=_usual_tz(listed), pages=_pages(listed, rows)),
        shown=shown,
        count=len(touching),
        has_any=bool(plan.things),
        chosen=chosen,
        window=window,
        one_day=ONE_DAY,
        here=request.full_path.rstrip("?"),
        is_whole=is_whole,
        zooms=zoom_names(),
        audiences=sorted({bar.audience for bar in touching if bar.audience}),
        kinds=[kind for kind in KINDS if kind in {bar.kind for bar in touching}],
        certainties=_certainties(touching),
        kind_names=kind_names(),
        say_step=say_step,
        drawing=_drawing(listed, marks, None if is_whole else window)
        if listed and shown.pages == 1
        else None,
        density=_density(shown.fitting, window) if shown.pages > 1 else None,
        told=_told(found[:MOST_TOLD], accepted),
        found=found,
        accepted=_told(quiet, accepted) if current_user.is_staff else [],
        title=_chart_title(shown.fitting),
        tz=_usual_tz(listed),
        has_other_zones=len({bar.tz for bar in listed}) > 1,
        undated=[row for row in undated if _fits_undated(row, chosen)],
        series=[(one, _repeat_form(one, plan.horizon)) for one in series],
        say_rule=say_rule,
        styles={bar.style for bar in listed if not bar.is_cancelled},
    )
    return page, 422 if chosen.wrong else 200


def _window(chosen: Chosen, plan: PlannedDays) -> Window | None:
    """Return the days that are shown, or None while nothing has a day. Of a long plan nobody
    loads everything who did not ask for it."""
    if plan.first is None or plan.horizon is None:
        return None
    ends = (plan.first, plan.horizon)
    zoom = chosen.zoom
    if not chosen.has_days:
        zoom = opening_zoom(ends, plan.things, MOST_BARS)
    return window_of(zoom, chosen.first, chosen.last, plan=ends, today=_today())


def _loaded_days(window: Window | None, chosen: Chosen) -> tuple[date, date]:
    if window is None or not (window.zoom or chosen.has_days):
        return EARLIEST, LATEST
    return window.first - MARGIN, window.last + MARGIN


def _touches(bar: Bar, window: Window | None) -> bool:
    return window is not None and bar.starts_on <= window.last and bar.ends_on >= window.first


def _shown(bars: list[Bar], chosen: Chosen) -> Shown:
    fitting = [bar for bar in bars if chosen.fits(bar)]
    if len(fitting) <= MOST_BARS:
        return Shown(fitting, fitting, 1, 1)
    pages = -(-len(fitting) // PER_PAGE)
    page = min(chosen.page, pages)
    return Shown(fitting, fitting[(page - 1) * PER_PAGE : page * PER_PAGE], page, pages)


def _clashes(bars: list[Bar], listed: list[Bar]) -> list[Clash]:
    """Return the clashes of the listed bars with anything the reader may see."""
    if not listed:
        return []
    first = min(bar.starts_on for bar in listed) - MARGIN
    last = max(bar.ends_on for bar in listed) + MARGIN
    near = [bar for bar in bars if bar.starts_on <= last and bar.ends_on >= first]
    keys = {bar.key for bar in listed}
    found = found_among(near, only=_reader())
    return [clash for clash in found if keys & {bar.key for bar in clash.bars}]


def _told(found: list[Clash], accepted: dict[str, AcceptedClash]) -> list[Told]:
    names = names_in(found) if _reader() is None else {}
    return told(found, names, accepted, own=_reader())


def _reader() -> int | None:
    """Return the only person of whom the reader may know, or None for staff, who know all."""
    return None if current_user.is_staff else current_user.person_id


def _certainties(bars: Sequence[Bar]) -> dict[str, str]:
    present = {certainty_of(bar) for bar in bars}
    return {name: text for name, text in certainty_choices().items() if name in present}


def _fits_undated(row: Consultation, chosen: Chosen) -> bool:
    return (
        chosen.audience in {"", row.audience}
        and chosen.kind in {"", "consultation"}
        and chosen.certainty in {"", row.certainty}
    )


def _pages(bars: list[Bar], rows: list[Dated]) -> dict[str, str]:
    """Return the address of each bar's page, by key; repetitions have that of their first day."""
    things = {f"{row.__tablename__}-{row.id}": row for row in rows}
    found = [(bar.key, things.get(bar.series or bar.key) or things.get(bar.key)) for bar in bars]
    return {key: _page_of(row) for key, row in found if row is not None}


def _page_of(row: Dated) -> str:
    if isinstance(row, Meeting):
        return url_for("record.meeting", code=row.code)
    if isinstance(row, Deadline):
        return url_for("reminders.show", deadline_id=row.id)
    if isinstance(row, Release):
        return url_for("documents.index", _anchor=f"release-{row.id}")
    return url_for("consultations.show", consultation_id=row.id)


def _today() -> date:
    zone = reader_tz() or current_app.config["DEFAULT_TZ"]
    return in_zone(utcnow(), zone).date()


def _drawing(bars: list[Bar], marks: Marks, window: Window | None) -> Drawing:
    return layout(
        bars,
        _today(),
        words=timeline_words(),
        marks=marks,
        is_rtl=text_direction() == "rtl",
        window=(window.first, window.last) if window else None,
    )


def _density(bars: list[Bar], window: Window | None) -> Density | None:
    if window is None:
        return None
    names = kind_names()
    return density(
        bars,
        window,
        name=lambda kind: names[kind],
        say_step=say_step,
        is_rtl=text_direction() == "rtl",
    )


def _chart_title(bars: list[Bar]) -> str:
    if not bars:
        return ""
    return ngettext(
        "One date, %(first)s",
        "%(num)s dates from %(first)s to %(last)s",
        len(bars),
        first=say_day(bars[0].starts_on, "plain"),
        last=say_day(max(bar.ends_on for bar in bars), "plain"),
    )


def _usual_tz(bars: list[Bar]) -> str | None:
    """Return the zone in which most of the days count."""
    zones = Counter(bar.tz for bar in bars)
    return zones.most_common(1)[0][0] if zones else None


def _repeat_form(consultation: Consultation, until: date | None) -> RepeatForm:
    return RepeatForm(formdata=None, prefix=f"series{consultation.id}-", until=until)
