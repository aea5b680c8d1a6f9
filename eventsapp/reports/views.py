"""The pages that put packages together: the timeline and the people."""

from collections import Counter
from dataclasses import replace
from typing import Any

from flask import (
    Blueprint,
    current_app,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.consultations.forms import mode_names
from eventsapp.consultations.models import Consultation
from eventsapp.documents.models import Release
from eventsapp.formats import in_zone, reader_tz, say_day, text_direction
from eventsapp.meetings.models import Meeting
from eventsapp.reminders.models import Deadline
from eventsapp.reports.clashes import Clash, clash_marks, clashes
from eventsapp.reports.forms import isolate, kind_names, state_name, timeline_words
from eventsapp.reports.queries import (
    Dated,
    dated_rows,
    offered_series,
    offered_until,
    timeline_bars,
    undated_consultations,
)
from eventsapp.reports.timeline import KINDS, Bar, layout
from eventsapp.series.forms import RepeatForm
from eventsapp.sessions.forms import say_rule

bp = Blueprint("reports", __name__)


@bp.get("/timeline")
def timeline() -> str:
    """Show what happens when, as far as the reader may see it, with what clashes."""
    rows = access.seen_of(dated_rows(), current_user)
    bars = timeline_bars(rows, with_offered=current_user.is_staff)
    chosen = {name: request.args.get(name, "").strip() for name in ("audience", "kind")}
    shown = _linked([bar for bar in bars if _fits(bar, chosen)], rows)
    keys = {bar.key for bar in shown}
    found = [clash for clash in clashes(bars) if keys & {bar.key for bar in clash.bars}]
    undated = access.seen_of(undated_consultations(), current_user)
    series = offered_series(rows) if current_user.is_staff else []
    return render_template(
        "reports/timeline.html",
        bars=shown,
        count=len(bars),
        chosen=chosen,
        audiences=sorted({bar.audience for bar in bars if bar.audience}),
        kinds=[kind for kind in KINDS if kind in {bar.kind for bar in bars}],
        kind_names=kind_names(),
        modes=mode_names(),
        state_name=state_name,
        drawing=_drawing(shown, found) if shown else None,
        found=[(clash, _sentence(clash)) for clash in found],
        marks=clash_marks(found),
        title=_chart_title(shown),
        tz=_usual_tz(shown),
        has_other_zones=len({bar.tz for bar in shown}) > 1,
        undated=[row for row in undated if _fits_undated(row, chosen)],
        series=[(one, _repeat_form(one, bars)) for one in series],
        say_rule=say_rule,
        styles={bar.style for bar in shown if not bar.is_cancelled},
    )


def _fits(bar: Bar, chosen: dict[str, str]) -> bool:
    """Return whether a bar passes the filters of the address; an empty one lets everything pass."""
    return chosen["audience"] in {"", bar.audience} and chosen["kind"] in {"", bar.kind}


def _fits_undated(row: Consultation, chosen: dict[str, str]) -> bool:
    return chosen["audience"] in {"", row.audience} and chosen["kind"] in {"", "consultation"}


def _linked(bars: list[Bar], rows: list[Dated]) -> list[Bar]:
    """Return the bars with the address of each thing; repetitions link to their first day's."""
    pages = {f"{row.__tablename__}-{row.id}": _page_of(row) for row in rows}
    return [
        replace(bar, href=pages.get(bar.series or bar.key) or pages.get(bar.key)) for bar in bars
    ]


def _page_of(row: Dated) -> str:
    if isinstance(row, Meeting):
        return url_for("record.meeting", code=row.code)
    if isinstance(row, Deadline):
        return url_for("reminders.show", deadline_id=row.id)
    if isinstance(row, Release):
        return url_for("documents.index", _anchor=f"release-{row.id}")
    return url_for("consultations.show", consultation_id=row.id)


def _drawing(bars: list[Bar], found: list[Clash]) -> Any:
    zone = reader_tz() or current_app.config["DEFAULT_TZ"]
    return layout(
        bars,
        in_zone(utcnow(), zone).date(),
        words=timeline_words(),
        marks=clash_marks(found),
        is_rtl=text_direction() == "rtl",
    )


def _sentence(clash: Clash) -> str:
    """Return the sentence of a clash; titles that run the other way do not disturb it."""
    isolated = tuple(replace(bar, title=isolate(bar.title)) for bar in clash.bars)
    return replace(clash, bars=isolated).worded(_, lambda day: say_day(day, "short"))


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


def _repeat_form(consultation: Consultation, bars: list[Bar]) -> RepeatForm:
    return RepeatForm(formdata=None, prefix=f"series{consultation.id}-", until=offered_until(bars))
