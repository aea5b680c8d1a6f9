"""Who comes, in numbers: tables and charts of one meeting."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from eventsapp import access
from eventsapp.figures import forms, queries
from eventsapp.figures.asked import ROLES, Asked, asked_from
from eventsapp.figures.counts import Table, by_category, by_country, by_region, by_role
from eventsapp.figures.drawing import Bar, layout
from eventsapp.figures.shown import Shown
from eventsapp.formats import language, text_direction
from eventsapp.meetings.models import Meeting
from eventsapp.people.countries import DISCLAIMER, regions
from eventsapp.people.queries import category_names, country_names

bp = Blueprint("figures", __name__)
# More bars than these are no picture any more; the table has them all.
MOST_BARS = 40


@bp.get("/meetings/<code>/figures")
def show(code: str) -> Any:
    """Show who takes part, by role, region, category and country; the address is the filter."""
    meeting = _find(code)
    days = [day.number for day in meeting.days]
    asked = asked_from(request.args, days)
    counted = queries.participants_of([meeting.id], asked)[meeting.id]
    shown = _tables(counted, asked)
    everybody = shown["region"].table.everybody
    return render_template(
        "figures/show.html",
        meeting=meeting,
        asked=asked,
        shown=shown,
        everybody=everybody,
        region_count=len(regions(asked.system)),
        roles=counted.by_role,
        is_anybody_listed=bool(everybody.total) or queries.is_anybody_listed(meeting.id),
        sentence=forms.said_who(asked, everybody.total),
        genders=forms.gender_names(),
        choices={
            "who": forms.who_names(days),
            "among": forms.role_names(),
            "system": forms.system_names(),
        },
        disclaimer=DISCLAIMER,
    )


def _tables(counted: queries.Participants, asked: Asked) -> dict[str, Shown]:
    countries, categories = country_names(language()), category_names(language())
    tables: tuple[tuple[Table, dict[str, str]], ...] = (
        (by_role(counted.by_role, counted.by_role["everybody"], ROLES), {}),
        (by_region(counted.by_country, asked.system), {}),
        (by_category(counted.by_category, categories), categories),
        (by_country(counted.by_country, countries), countries),
    )
    return {table.by: _shown(table, asked, known) for table, known in tables}


def _shown(table: Table, asked: Asked, known: dict[str, str]) -> Shown:
    names = forms.row_names(table.by, known)
    rows = [(names.get(line.key, line.key), line) for line in table.lines]
    bars = [Bar(name, line.counts.parts, line.is_split) for name, line in rows]
    is_drawn = table.everybody.total and len(bars) <= MOST_BARS
    return Shown(
        table,
        forms.table_title(table.by, asked.system),
        forms.row_head(table.by, asked.system),
        rows,
        layout(bars, is_rtl=text_direction() == "rtl") if is_drawn else None,
        forms.said_in_words([bar.name for bar in bars], [bar.total for bar in bars]),
    )


def _find(code: str) -> Meeting:
    access.require_staff(current_user)
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found
