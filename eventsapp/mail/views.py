"""The outbox: everything that leaves, before it leaves and after."""

from collections.abc import Callable
from email.message import EmailMessage
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
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import access
from eventsapp.clock import real_utcnow, utcnow
from eventsapp.extensions import db
from eventsapp.formats import reader_tz
from eventsapp.mail import services
from eventsapp.mail.forms import OutboxFilter
from eventsapp.mail.models import Message
from eventsapp.mail.planned import PROVIDERS, Planned, bars
from eventsapp.mail.queries import counts_by_state, delivered_mail, messages_page, worker_state

bp = Blueprint("mail", __name__)
# A mail brings its own style and nothing else; nothing in it runs, loads or submits.
BODY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
BODY_POLICY_WITH_LINKS = BODY_POLICY + " allow-top-navigation-by-user-activation allow-popups"


@bp.get("/mail")
def index() -> str:
    """Show what will leave, what is leaving and what has left."""
    access.require_staff(current_user)
    form = OutboxFilter(request.args)
    q, group = (form.q.data or "").strip(), form.state.data or ""
    number = request.args.get("page", 1, type=int)
    planned = _planned()
    shown = [row for row in planned if q.casefold() in row.title.casefold()]
    return render_template(
        "mail/index.html",
        form=form,
        planned=shown if group in {"", "planned"} and number == 1 else [],
        all_planned=sum(row.recipients for row in planned),
        bars=bars(planned, utcnow(), reader_tz() or current_app.config["DEFAULT_TZ"]),
        page=None if group == "planned" else messages_page(number, q=q, group=group),
        counts=counts_by_state(),
        worker=worker_state(real_utcnow()),
        is_filtered=bool(q or group),
        page_address=lambda page: url_for(
            "mail.index", q=q or None, state=group or None, page=page
        ),
    )


@bp.get("/mail/<int:message_id>")
def show(message_id: int) -> str:
    """Show one message: to whom, why, how it stands, and what it says."""
    message = _message(message_id)
    delivered = _delivered(message)
    return render_template(
        "mail/show.html",
        message=message,
        delivered=delivered,
        text=_part(delivered, "plain") or message.text,
        has_html=message.html is not None,
    )


@bp.get("/mail/<int:message_id>/body")
def body(message_id: int) -> Response:
    """Give the HTML of a message for the frame of its page, under a policy of its own."""
    message = _message(message_id)
    delivered = _delivered(message)
    html = _part(delivered, "html") or message.html or ""
    # A link opens instead of this page, not inside the frame, where no page of ours may stand.
    response = make_response(html.replace("<head>", '<head><base target="_top">', 1))
    policy = BODY_POLICY if delivered is None else BODY_POLICY_WITH_LINKS
    response.headers["Content-Security-Policy"] = policy
    return response


@bp.post("/mail/<int:message_id>/skip")
def skip(message_id: int) -> Any:
    """Keep a message from leaving."""
    reason = _("Skipped by %(name)s.", name=current_user.person.printed_name)
    said = _("The mail is skipped; it does not leave.")
    return _act(message_id, lambda message: services.skip_message(message, reason), said)


@bp.post("/mail/<int:message_id>/hold")
def hold(message_id: int) -> Any:
    """Keep a message until somebody releases it."""
    reason = _("Held by %(name)s.", name=current_user.person.printed_name)
    said = _("The mail is held until somebody sends it.")
    return _act(message_id, lambda message: services.hold_message(message, reason), said)


@bp.post("/mail/<int:message_id>/send-now")
def send_now(message_id: int) -> Any:
    """Let a held or deferred message leave at once."""
    return _act(message_id, services.send_now, _("The mail leaves now."))


@bp.post("/mail/<int:message_id>/send-again")
def send_again(message_id: int) -> Any:
    """Let a message that failed, was skipped or may have arrived leave once more."""
    said = _("The mail leaves once more, under the same Message-ID, if it is still wanted.")
    return _act(message_id, services.send_again, said)


def _act(message_id: int, act: Callable[[Message], None], said: str) -> Any:
    message = _message(message_id)
    act(message)
    db.session.commit()
    flash(said, "ok")
    if request.form.get("from") == "list":
        return redirect(url_for("mail.index"))
    return redirect(url_for("mail.show", message_id=message_id))


def _message(message_id: int) -> Message:
    access.require_staff(current_user)
    return access.find(Message, message_id, current_user) or abort(404)


def _planned() -> list[Planned]:
    now = utcnow()
    rows = [row for provider in current_app.extensions.get(PROVIDERS, []) for row in provider(now)]
    return sorted(rows, key=lambda row: row.at)


def _delivered(message: Message) -> EmailMessage | None:
    """Return the mail with its working links: only in the demonstration, where nothing leaves."""
    if not current_app.config["IS_DEMONSTRATION"]:
        return None
    return delivered_mail(message, current_app.config["MAIL_URL"])


def _part(mail: EmailMessage | None, kind: str) -> str | None:
    part = mail.get_body((kind,)) if mail is not None else None
    return part.get_content() if part is not None else None
