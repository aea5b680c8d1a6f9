"""The list of participants: as it is today, in every kind of file, and as it was published."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import in_zone, language
from eventsapp.history.services import record_view
from eventsapp.lists import forms
from eventsapp.lists.cards import cards_of, chosen, not_printable
from eventsapp.lists.content import Content, details
from eventsapp.lists.models import PublishedList
from eventsapp.lists.options import Options, options_from
from eventsapp.lists.printing import cards_pdf, list_pdf
from eventsapp.lists.queries import people_with_cards, prepared, published_lists, title_of
from eventsapp.lists.services import (
    changes_of,
    content_kept,
    last_public,
    publish,
    to_publish,
    versions_of,
    withdraw_list,
)
from eventsapp.lists.tables import header_of, rows_of
from eventsapp.lists.wordfile import write_docx
from eventsapp.mediatypes import DOCX, PDF
from eventsapp.meetings.models import Meeting
from eventsapp.outgoing import as_file
from eventsapp.people.queries import country_names
from eventsapp.sheets.writing import TABLE_TYPES, write_table

bp = Blueprint("lists", __name__)
FILE_TYPES = {
    **TABLE_TYPES,
    "docx": DOCX,
    "pdf": PDF,
    "html": "text/html; charset=utf-8",
}


@bp.get("/meetings/<code>/list")
def show(code: str) -> Any:
    """Show the list of participants as the address asks for it. Staff only: personal data."""
    return _page(_find(code), _options(), 200)


def _page(meeting: Meeting, options: Options, status: int, refusal: str | None = None) -> Any:
    now = utcnow()
    today = prepared(meeting, options, today=_today(meeting, now))
    versions = versions_of(meeting, published_lists(meeting))
    last = last_public(versions, options.language)
    same = today.content if last and last.options == to_publish(options) else None
    changes = changes_of(meeting, last, now=now, same=same) if last else None
    page = render_template(
        "lists/show.html",
        meeting=meeting,
        options=options,
        content=today.content,
        details=details,
        doubts=forms.doubts(today.people, today.interpreters),
        languages=forms.language_choices(),
        names=forms.name_choices(),
        who=forms.who_choices(),
        columns=forms.column_choices(),
        versions=versions,
        last=last,
        changes=changes,
        changes_said=forms.say_changes(changes) if changes else "",
        names_changed=forms.names_changed(changes) if changes else [],
        refusal=refusal,
    )
    return page, status


@bp.get("/meetings/<code>/list.<any(docx, pdf, xlsx, csv, html):kind>")
def export(code: str, kind: str) -> Response:
    """Give the list as a file, and write down that it was taken."""
    meeting, options, now = _find(code), _options(), utcnow()
    today = _today(meeting, now)
    content = prepared(meeting, options, today=today).content
    asked = {"language": options.language, "who": options.who}
    return _file(content, kind, meeting, now=now, day=today, asked=asked, code=code)


def _file(
    content: Content,
    kind: str,
    subject: Any,
    *,
    now: datetime,
    day: date,
    asked: dict[str, Any],
    code: str,
) -> Response:
    """Write a list as it is on this day, note that it was taken `now`, and hand it over."""
    written = _written(content, kind, day)
    record_view(
        "exported",
        subject,
        now=now,
        user_id=current_user.id,
        format=kind,
        rows=len(content.lines),
        columns=["name", *content.columns],
        filter=asked,
    )
    words = "-".join(str(value) for value in asked.values())
    name = f"participants-{code}-{words}-{now:%Y%m%d-%H%M}Z.{kind}"
    return as_file(written, name, FILE_TYPES[kind])


def _written(content: Content, kind: str, today: date) -> bytes:
    if kind == "docx":
        return write_docx(content)
    if kind == "pdf":
        return list_pdf(content, today=today)
    if kind == "html":
        return render_template("lists/file.html", content=content, details=details).encode()
    title = f"{content.title}, {content.meeting}, {content.as_at}"
    return write_table(kind, header_of(content), rows_of(content), title=title)


@bp.post("/meetings/<code>/list/publish")
def publish_list(code: str) -> Any:
    """Publish the list as it is now; the same list is published once."""
    meeting, options = _find(code), _options()
    try:
        published = publish(meeting, options, by=current_user, now=utcnow())
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        return _page(_find(code), options, 422, str(refusal))
    flash(_("The list is published. It stays as it is until you withdraw it."), "ok")
    return redirect(url_for("lists.published", list_id=published.id))


@bp.get("/lists/<int:list_id>")
def published(list_id: int) -> Any:
    """Show a list as it was published."""
    kept = _published(list_id)
    [version] = versions_of(kept.meeting, [kept])
    changes = changes_of(kept.meeting, version, now=utcnow())
    return render_template(
        "lists/published.html",
        meeting=kept.meeting,
        version=version,
        content=version.content,
        details=details,
        changes_said=forms.say_changes(changes),
        names_changed=forms.names_changed(changes),
        languages=forms.language_choices(),
        who=forms.who_choices(),
    )


@bp.get("/lists/<int:list_id>.<any(docx, pdf, xlsx, csv, html):kind>")
def published_file(list_id: int, kind: str) -> Response:
    """Give a published list as a file: the same whenever it is asked for."""
    kept = _published(list_id)
    asked = {"published": kept.id, "language": kept.language}
    day = _today(kept.meeting, kept.published_at)
    content, code = content_kept(kept), kept.meeting.code
    return _file(content, kind, kept, now=utcnow(), day=day, asked=asked, code=code)


@bp.post("/lists/<int:list_id>/withdraw")
def withdraw(list_id: int) -> Any:
    """Take a published list back. Twice is once."""
    kept = _published(list_id)
    withdraw_list(kept, by=current_user, now=utcnow())
    db.session.commit()
    flash(_("The list is withdrawn. Tell whoever has a copy, and publish a new one."), "ok")
    return redirect(url_for("lists.show", code=kept.meeting.code))


@bp.get("/meetings/<code>/badges")
def badges(code: str) -> Any:
    """Choose whose badges and name plates are printed. Nobody's agreement is needed: they are for
    the people themselves."""
    meeting, options = _find(code), _options()
    people = people_with_cards(meeting, options.who, options.language)
    role = request.args.get("role", "")
    return render_template(
        "lists/badges.html",
        meeting=meeting,
        options=options,
        role=role,
        people=chosen(people, role=role),
        roles=forms.role_choices(people),
        missing=not_printable(people),
        languages=forms.language_choices(),
        who=forms.who_choices(),
    )


@bp.get("/meetings/<code>/<any(badges, plates):kind>.pdf")
def cards(code: str, kind: str) -> Any:
    """Give badges or name plates as a PDF: of those who are ticked, else of all who fit."""
    meeting, options, now = _find(code), _options(), utcnow()
    role, ticked = request.args.get("role", ""), request.args.getlist("p", type=int)
    taking_part = people_with_cards(meeting, options.who, options.language)
    people = chosen(taking_part, role=role, person_ids=ticked)
    if not people:
        abort(404)
    today = _today(meeting, now)
    printed = cards_of(people, language=options.language, countries=country_names(options.language))
    pdf = cards_pdf(
        kind,
        printed,
        meeting=title_of(meeting),
        language=options.language,
        today=today,
    )
    asked = {"who": options.who, "role": role, "language": options.language}
    record_view(
        "exported",
        meeting,
        now=now,
        user_id=current_user.id,
        format=f"pdf of {kind}",
        rows=len(people),
        columns=["name", "organization", "country", "role"],
        filter={name: value for name, value in asked.items() if value},
    )
    name = f"{kind}-{code}-{now:%Y%m%d-%H%M}Z.pdf"
    return as_file(pdf, name, FILE_TYPES["pdf"])


def _find(code: str) -> Meeting:
    access.require_staff(current_user)
    found: Meeting = access.find(Meeting, code, current_user) or abort(404)
    return found


def _published(list_id: int) -> PublishedList:
    access.require_staff(current_user)
    found: PublishedList = access.find(PublishedList, list_id, current_user) or abort(404)
    return found


def _options() -> Options:
    here = language().split("-")[0]
    return options_from(
        request.args,
        request.args.getlist("column"),
        usual_language=here if here in forms.language_choices() else "en",
    )


def _today(meeting: Meeting, now: datetime) -> date:
    return in_zone(now, meeting.tz).date()
