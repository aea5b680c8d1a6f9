"""One's own calendar address, and the feeds that calendar programs fetch."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError, OperationalError

from eventsapp import access
from eventsapp.accounts.services import hash_of
from eventsapp.calendars.entries import Words
from eventsapp.calendars.ics import Entry, build_feed
from eventsapp.calendars.models import Feed
from eventsapp.calendars.programs import program_name
from eventsapp.calendars.queries import (
    entries_for,
    feed_in_use,
    feed_with,
    own_fingerprint,
    public_entries,
    public_fingerprint,
    public_meeting,
    read_singly,
)
from eventsapp.calendars.services import (
    create_feed,
    note_fetch,
    note_public_content,
    renew_feed,
    revoke_feed,
)
from eventsapp.clock import real_utcnow, utcnow
from eventsapp.extensions import db
from eventsapp.formats import link_to
from eventsapp.public import public
from eventsapp.resources import product_version

bp = Blueprint("calendars", __name__)

# Raised when feeds are written otherwise for the same data, so that programs fetch them again.
FORMAT = 1


@bp.get("/calendars")
def index() -> Any:
    """Explain one's own calendar address, and say when it was last fetched."""
    feed = feed_in_use(current_user.person_id)
    program = program_name(feed.last_fetched_with) if feed else None
    return render_template("calendars/index.html", feed=feed, program=program, form=FlaskForm())


@bp.post("/calendars")
def create() -> Any:
    """Make one's own calendar address and show it, this once."""
    if not FlaskForm().validate_on_submit():
        abort(400)
    __, token = create_feed(by=current_user, now=utcnow())
    db.session.commit()
    return _shown_once(token)


@bp.route("/calendars/<int:feed_id>/renew", methods=["GET", "POST"])
def renew(feed_id: int) -> Any:
    """Ask, then replace the address by a new one and show it, this once."""
    feed = access.find(Feed, feed_id, current_user) or abort(404)
    form = FlaskForm()
    if form.validate_on_submit():
        __, token = renew_feed(feed, by=current_user, now=utcnow())
        db.session.commit()
        return _shown_once(token)
    return render_template("calendars/renew.html", feed=feed, form=form)


@bp.route("/calendars/<int:feed_id>/revoke", methods=["GET", "POST"])
def revoke(feed_id: int) -> Any:
    """Ask, then stop the address."""
    feed = access.find(Feed, feed_id, current_user) or abort(404)
    form = FlaskForm()
    if form.validate_on_submit():
        revoke_feed(feed, by=current_user, now=utcnow())
        db.session.commit()
        flash(_("The address no longer works. Remove it from your calendar program as well."), "ok")
        return redirect(url_for("calendars.index"))
    return render_template("calendars/revoke.html", feed=feed, form=form)


@bp.get("/calendars/<token>.ics")
@public
def feed(token: str) -> Response:
    """Give one person's calendar to whoever holds its address."""
    read_singly()
    found = feed_with(hash_of(token)) or abort(404)
    now = utcnow()
    tag = _tag(own_fingerprint(found.person_id, is_staff=found.is_staff, now=now))
    program = request.headers.get("User-Agent")
    noted = _kept(lambda: note_fetch(found, tag, program=program, now=now, real_now=real_utcnow()))

    def build() -> bytes:
        entries = entries_for(
            found.person_id,
            is_staff=found.is_staff,
            now=now,
            words=_words(_language()),
            link=cache(_link),
        )
        return _written(_("My meetings and deadlines"), entries, "calendars.feed", token=token)

    response = _calendar(tag, noted or found.content_changed_at, build)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/meetings/<code>/public.ics")
@public
def public_feed(code: str) -> Response:
    """Give the calendar of a public meeting to everybody: no names, no rooms, no addresses."""
    read_singly()
    meeting = public_meeting(code) or abort(404)
    now = utcnow()
    tag = _tag(public_fingerprint(meeting.id, now=now))
    noted = _kept(lambda: note_public_content(meeting, tag, real_now=real_utcnow()))

    def build() -> bytes:
        entries = public_entries(meeting.id, now=now, words=_words(_language()))
        return _written(meeting.title, entries, "calendars.public_feed", code=code)

    response = _calendar(tag, noted or meeting.content_changed_at, build)
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _shown_once(token: str) -> Response:
    """Return the page with the address; nothing keeps it, and compression must not betray it."""
    address = link_to("calendars.feed", token=token)
    webcal = "webcal" + address[address.index(":") :]
    response = make_response(
        render_template("calendars/shown_once.html", address=address, webcal=webcal)
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Encoding"] = "identity"
    return response


def _kept(note: Callable[[], datetime | None]) -> datetime | None:
    """Commit the one row that a fetch may change, and return since when the feed is as it is; a
    feed is given even if that fails."""
    noted = None
    try:
        noted = note()
        if noted is not None:
            db.session.commit()
            read_singly()
    except (IntegrityError, OperationalError):  # somebody else writes, or noted it just now
        db.session.rollback()
    return noted


def _calendar(tag: str, changed_at: datetime | None, build: Callable[[], bytes]) -> Response:
    """Return the feed, or 304 if the program has it already. Source: RFC 9110, 13.2.2."""
    response = Response(mimetype="text/calendar")
    response.set_etag(tag)
    if changed_at is not None:
        response.last_modified = changed_at
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    if _has_it(tag, changed_at):
        response.status_code = 304
    else:
        response.data = build()
    return response


def _has_it(tag: str, changed_at: datetime | None) -> bool:
    if "If-None-Match" in request.headers:
        return request.if_none_match.contains_weak(tag)
    since = request.if_modified_since
    return since is not None and changed_at is not None and since >= changed_at


def _tag(fingerprint: str) -> str:
    """Return the ETag: the data, and everything else that the bytes depend on."""
    parts = (str(FORMAT), _versions(), _language(), current_app.config["BASE_URL"], fingerprint)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@lru_cache(maxsize=1)
def _versions() -> str:
    return f"{product_version()} {version('tzdata')}"


def _language() -> str:
    """Return the language of the feed: the one in its address, never the one a program asks for,
    or one reader's programs would be told different things."""
    languages: Sequence[str] = current_app.config["LANGUAGES"]
    asked = request.args.get("lang", "")
    return asked if asked in languages else languages[0]


def _written(name: str, entries: list[Entry], endpoint: str, **values: Any) -> bytes:
    return build_feed(
        name,
        entries,
        domain=current_app.config["CALENDAR_DOMAIN"],
        source_url=link_to(endpoint, **values),
    )


def _link(endpoint: str, **values: Any) -> str | None:
    """Return the address of a page, or None where this instance has no such page."""
    return link_to(endpoint, **values) if endpoint in current_app.view_functions else None


@lru_cache(maxsize=16)
def _words(language: str) -> Words:
    """Return what entries say in this language."""
    with force_locale(language):
        return Words(
            day=_("{meeting}, day {number}"),
            item=_("{meeting}: {title}"),
            room=_("{meeting}, room {label}"),
            room_with_title=_("{meeting}, room {label}: {title}"),
            roles=(
                ("moderator", _("You moderate this room.")),
                ("note_taker", _("You take the notes in this room.")),
                ("member", _("You are a member of this room.")),
                ("observer", _("You observe this room.")),
            ),
            no_length=_("Its length is not stated; half an hour is shown."),
            deadline=_("Deadline: {title}"),
            done=_("Done: {title}"),
            audience=_("For: {audience}"),
            everybody=_("Open to everybody."),
            certainties=(
                ("proposed", _("Proposed, not yet confirmed.")),
                ("intended", _("Intended, not yet confirmed.")),
                ("tentative", _("Tentative, not yet confirmed.")),
                ("ask", _("To be asked, not yet confirmed.")),
            ),
        )
