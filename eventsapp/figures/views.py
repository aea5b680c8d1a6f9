"""Who comes, in numbers: tables and charts of one meeting, and of the meetings of a process."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request
from flask_login import current_user

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.figures import columns, forms, queries
from eventsapp.figures.asked import AMONG, EVERYBODY, MODERATORS, ROLES, Asked, asked_from
from eventsapp.figures.comparing import Row, rows_of, side_by_side
from eventsapp.figures.counts import (
    CATEGORY,
    COUNTRY,
    DAY,
    REGION,
    ROLE,
    Table,
    by_category,
    by_country,
    by_day,
    by_meeting,
    by_region,
    by_role,
)
from eventsapp.figures.drawing import Bar, Drawing, layout
from eventsapp.figures.picture import picture
from eventsapp.figures.shown import Shown
from eventsapp.figures.small import for_others
from eventsapp.formats import in_zone, language, reader_tz, say_moment, text_direction
from eventsapp.history.services import record_view
from eventsapp.meetings.models import Meeting, Process
from eventsapp.outgoing import as_file
from eventsapp.people.countries import DISCLAIMER, regions
from eventsapp.people.queries import category_names, country_names
from eventsapp.sheets.writing import TABLE_TYPES, write_table

bp = Blueprint("figures", __name__)
# More bars than these are no picture any more; the table has them all.
MOST_BARS = 40
FILE_TYPES = {**TABLE_TYPES, "svg": "image/svg+xml"}
Names = Mapping[str, Mapping[str, str]]


@bp.get("/meetings/<code>/figures")
def show(code: str) -> Any:
    """Show who takes part, by region, role, category and country; the address is the filter."""
    meeting, asked, counted = _counted(code)
    names = _names()
    shown = {
        table.by: _shown(table, asked, names) for table in _tables(counted, asked, names).values()
    }
    everybody = shown[REGION].table.everybody
    return render_template(
        "figures/show.html",
        meeting=meeting,
        asked=asked,
        shown=shown,
        everybody=everybody,
        region_count=len(regions(asked.system)),
        moderators=counted.by_role[MODERATORS],
        is_anybody_listed=bool(everybody.total) or queries.is_anybody_listed(meeting.id),
        sentence=forms.said_who(asked, everybody.total),
        genders=forms.gender_names(),
        choices=forms.choices([day.number for day in meeting.days]),
        disclaimer=DISCLAIMER,
    )


@bp.get("/meetings/<code>/figures.<any(xlsx, csv):kind>")
def export(code: str, kind: str) -> Response:
    """Give the tables as a file that may be passed on, and write down that they were taken."""
    meeting, asked, counted = _counted(code)
    return _table_file(meeting, [(meeting, counted)], asked, kind)


@bp.get("/meetings/<code>/figures/<any(region, role, day, category, country):by>.svg")
def chart(code: str, by: str) -> Response:
    """Give one chart as a picture that may be passed on, and write down that it was taken."""
    meeting, asked, counted = _counted(code)
    names = _names()
    # Together with the other tables, which may be passed on beside it.
    given = for_others(_tables(counted, asked, names).values())
    shown = next(_shown(table, asked, names) for table in given.tables if table.by == by)
    sentence = forms.said_who(asked, shown.table.everybody.total)
    return _chart_file(meeting, shown, sentence, given.is_joined, asked)


@bp.get("/figures")
def process() -> Any:
    """Show the last meetings of a process beside one another, the latest last."""
    access.require_staff(current_user)
    known = queries.processes_with_meetings()
    chosen, asked = _chosen(known), asked_from(request.args)
    meetings, left_out = queries.meetings_to_compare(chosen.id) if chosen else ([], 0)
    found = _participants(meetings, asked)
    everybody = [one.by_role[asked.among] for one in found]
    return render_template(
        "figures/process.html",
        processes=known,
        chosen=chosen,
        asked=asked,
        meetings=meetings,
        left_out=left_out,
        genders=forms.gender_names(),
        everybody=everybody,
        chart=_shown(_by_meeting(meetings, found, asked), asked, {}),
        compared=_compared(found, asked) if meetings else [],
        changes=_changes(meetings, found),
        said_women=forms.said_women,
        said_difference=forms.said_difference,
        choices=forms.choices([]),
        disclaimer=DISCLAIMER,
    )


@bp.get("/figures.<any(xlsx, csv):kind>")
def process_export(kind: str) -> Response:
    """Give the tables of the meetings that are compared as one file that may be passed on."""
    access.require_staff(current_user)
    chosen, asked, meetings, found = _compared_meetings()
    return _table_file(chosen, list(zip(meetings, found, strict=True)), asked, kind)


@bp.get("/figures/meetings.svg")
def process_chart() -> Response:
    """Give the meetings beside one another as a picture that may be passed on."""
    access.require_staff(current_user)
    chosen, asked, meetings, found = _compared_meetings()
    names = _names()
    tables = [table for one in found for table in _tables(one, asked, names).values()]
    given = for_others([_by_meeting(meetings, found, asked), *tables])
    shown = _shown(given.tables[0], asked, names)
    sentence = " ".join(forms.said_meetings(meetings, [one.by_role for one in found], asked))
    return _chart_file(chosen, shown, sentence, given.is_joined, asked)


# --- tables with their words ----------------------------------------------------------------------


def _counted(code: str) -> tuple[Meeting, Asked, queries.Participants]:
    access.require_staff(current_user)
    meeting: Meeting = access.find(Meeting, code, current_user) or abort(404)
    asked = asked_from(request.args, [day.number for day in meeting.days])
    return meeting, asked, _participants([meeting], asked)[0]


def _participants(meetings: Sequence[Meeting], asked: Asked) -> list[queries.Participants]:
    found = queries.participants_of([one.id for one in meetings], asked) if meetings else {}
    return [found[one.id] for one in meetings]


def _names() -> Names:
    return {COUNTRY: country_names(language()), CATEGORY: category_names(language())}


def _tables(counted: queries.Participants, asked: Asked, names: Names) -> dict[str, Table]:
    everybody = counted.by_role[EVERYBODY]
    return {
        REGION: by_region(counted.by_country, asked.system),
        ROLE: by_role(counted.by_role, everybody, ROLES),
        DAY: by_day(counted.by_day, counted.by_role[asked.among]),
        CATEGORY: by_category(counted.by_category, names[CATEGORY]),
        COUNTRY: by_country(counted.by_country, names[COUNTRY]),
    }


def _shown(table: Table, asked: Asked, names: Names) -> Shown:
    said = forms.row_names(table.by, names.get(table.by, {}))
    rows = [(said.get(line.key, line.key), line) for line in table.lines]
    is_split = any(line.is_split for line in table.lines)
    title = forms.table_title(table.by, asked.system, is_split=is_split)
    head = forms.row_head(table.by, asked.system)
    bars = [Bar(name, line.counts.parts, line.is_split) for name, line in rows]
    return Shown(table, title, head, rows, bars, _drawing(bars), forms.said_bars(bars))


def _drawing(bars: Sequence[Bar]) -> Drawing | None:
    # One bar compares nothing.
    is_picture = any(bar.total for bar in bars) and 1 < len(bars) <= MOST_BARS
    return layout(bars, is_rtl=_is_rtl()) if is_picture else None


def _is_rtl() -> bool:
    return text_direction() == "rtl"


# --- meetings beside one another ------------------------------------------------------------------


def _chosen(known: Sequence[Process]) -> Process | None:
    """Return the process that is asked for, else that of the latest meeting."""
    code = request.args.get("process")
    if not code:
        return known[0] if known else None
    return next((one for one in known if one.code == code), None) or abort(404)


def _compared_meetings() -> tuple[Process, Asked, list[Meeting], list[queries.Participants]]:
    chosen = _chosen(queries.processes_with_meetings()) or abort(404)
    asked = asked_from(request.args)
    meetings, _left_out = queries.meetings_to_compare(chosen.id)
    return chosen, asked, meetings, _participants(meetings, asked)


def _by_meeting(
    meetings: Sequence[Meeting], found: Sequence[queries.Participants], asked: Asked
) -> Table:
    counts = [one.by_role[asked.among] for one in found]
    return by_meeting(zip([one.short_name for one in meetings], counts, strict=True))


def _compared(
    found: Sequence[queries.Participants], asked: Asked
) -> list[tuple[str, str, str, list[tuple[str, Row]]]]:
    """Return for each table its kind, title, first head, and rows with their names."""
    names = _names()
    tables = [_tables(one, asked, names) for one in found]
    compared = []
    for by in (ROLE, REGION, CATEGORY):
        said = forms.row_names(by, names.get(by, {}))
        rows = side_by_side([one[by] for one in tables])
        if by == ROLE:
            rows = rows_of(AMONG, [one.by_role for one in found])
        named = [
            (said.get(row.key, row.key), row) for row in rows if by == REGION or any(row.totals)
        ]
        title, head = forms.table_title(by, asked.system), forms.row_head(by, asked.system)
        compared.append((by, title, head, named))
    return compared


def _changes(meetings: Sequence[Meeting], found: Sequence[queries.Participants]) -> list[str]:
    rows = rows_of(AMONG, [one.by_role for one in found])
    names = [one.short_name for one in meetings[-2:]]
    return [forms.said_change(row, *names) for row in rows if row.has_other_share]


# --- files ----------------------------------------------------------------------------------------


def _table_file(
    subject: Meeting | Process,
    found: Sequence[tuple[Meeting, queries.Participants]],
    asked: Asked,
    kind: str,
) -> Response:
    words, names, now, tz = forms.file_words(), _names(), utcnow(), _zone_of(subject)
    each = [list(_tables(counted, asked, names).values()) for _meeting, counted in found]
    given = for_others([table for tables in each for table in tables])
    shown = iter([_shown(table, asked, names) for table in given.tables])
    of_meetings = [
        (meeting.short_name, [next(shown) for _table in tables])
        for (meeting, _counted), tables in zip(found, each, strict=True)
    ]
    header = columns.header(words, is_joined=given.is_joined)
    lines = columns.lines(of_meetings, words, is_joined=given.is_joined)
    meetings, roles = [one for one, _counted in found], [one.by_role for _meeting, one in found]
    said = [*forms.said_meetings(meetings, roles, asked), *forms.about_file(say_moment(now, tz))]
    rows = [*lines, *columns.notes(words, said)]
    _write_down(subject, kind, len(lines), header, asked, now)
    title = f"Figures of {subject.code}, {in_zone(now, tz):%d-%m-%Y %H:%M} {tz}"
    content = write_table(kind, header, rows, title=title)
    return _file(f"figures-{subject.code.lower()}", kind, content, asked, now, tz)


def _chart_file(
    subject: Meeting | Process, shown: Shown, sentence: str, is_joined: bool, asked: Asked
) -> Response:
    if not shown.rows:
        abort(404)
    now, tz, by = utcnow(), _zone_of(subject), shown.table.by
    name = subject.short_name if isinstance(subject, Meeting) else subject.name or subject.code
    frame = forms.frame(name, shown, sentence, is_joined, say_moment(now, tz))
    content = render_template(
        "figures/chart_file.svg",
        picture=picture(shown.bars, frame, is_rtl=_is_rtl()),
        title=frame.title,
        description=f"{frame.lede} {shown.sentence}.",
    )
    _write_down(subject, "svg", len(shown.rows), [by], asked, now)
    return _file(f"figures-{subject.code.lower()}-{by}", "svg", content.encode(), asked, now, tz)


def _zone_of(subject: Meeting | Process) -> str:
    if isinstance(subject, Meeting):
        return subject.tz
    tz: str = reader_tz() or current_app.config["DEFAULT_TZ"]
    return tz


def _write_down(
    subject: Meeting | Process, kind: str, rows: int, names: list[str], asked: Asked, now: datetime
) -> None:
    record_view(
        "exported",
        subject,
        now=now,
        user_id=current_user.id,
        format=kind,
        rows=rows,
        columns=names,
        filter=asked.arguments,
    )


def _file(name: str, kind: str, content: bytes, asked: Asked, now: datetime, tz: str) -> Response:
    words = "-".join((name, *asked.arguments.values(), f"{in_zone(now, tz):%Y%m%d-%H%M}"))
    return as_file(content, f"{words}.{kind}", FILE_TYPES[kind])
