"""The log of the instance: who saw, took, changed or deleted what."""

from flask import Blueprint, Response, current_app, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.formats import in_zone, reader_tz, say_moment
from eventsapp.history.models import Entry
from eventsapp.history.services import record_view
from eventsapp.logbook.filters import filters_from, number_in
from eventsapp.logbook.forms import chips, kind_names, say_acts, thing_names
from eventsapp.logbook.queries import acts, exported_acts, name_of, staff_accounts
from eventsapp.outgoing import as_file
from eventsapp.sheets.writing import TABLE_TYPES, write_table

bp = Blueprint("logbook", __name__)


@bp.get("/log")
def index() -> str:
    """Show who saw, took or changed what, when; the address of the page is the filter."""
    access.require_staff(current_user)
    filters, tz = filters_from(request.args), _tz()
    accounts = {str(number): name for number, name in staff_accounts()}
    page = acts(filters, request.args.get("page", 1, type=int), tz)
    return render_template(
        "logbook/index.html",
        filters=filters,
        page=page,
        acts=list(say_acts(page.items)),
        accounts=accounts,
        kinds=kind_names(),
        things=thing_names(),
        chips=chips(filters, accounts, name_of(number_in(filters.person))),
        tz=tz,
    )


@bp.get("/log.<any(csv, xlsx):kind>")
def export(kind: str) -> Response:
    """Give the log as it is filtered as a file; that it was taken stands in the log too."""
    access.require_staff(current_user)
    filters, tz, now = filters_from(request.args), _tz(), utcnow()
    header = [_("When"), _("Who"), _("Did"), _("Kind"), _("Whom it concerns"), _("Particulars")]
    rows = [
        [
            say_moment(act.at, tz),
            act.who,
            act.did,
            act.thing,
            act.about or act.called or "",
            act.more,
        ]
        for act in say_acts(exported_acts(filters, tz))
    ]
    record_view(
        "exported",
        Entry,
        now=now,
        user_id=current_user.id,
        format=kind,
        rows=len(rows),
        filter=filters.on,
    )
    there = in_zone(now, tz)
    title = f"Log, {there:%d-%m-%Y %H:%M} {tz}"
    content = write_table(kind, header, rows, title=title)
    name = f"log{'-filtered' if filters.on else ''}-{there:%Y-%m-%d-%H%M}.{kind}"
    return as_file(content, name, TABLE_TYPES[kind])


def _tz() -> str:
    tz: str = reader_tz() or current_app.config["DEFAULT_TZ"]
    return tz
