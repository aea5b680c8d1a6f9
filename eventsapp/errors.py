"""The refusal that every layer may raise, and the pages people see when something is refused."""

import logging
from typing import Any

from flask import Flask, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from eventsapp.extensions import db

log = logging.getLogger(__name__)


class RuleBroken(Exception):  # noqa: N818 - a rule of the secretariat, not a programming mistake
    """A rule of the secretariat forbids what was asked; the message is a sentence for people."""


class QuietFlask(Flask):
    """An app that writes mistakes down by the name of the page: addresses hold secret tokens."""

    def log_exception(self, exc_info: Any) -> None:
        """Write a mistake into the log, without the address that was asked for."""
        self.logger.error(
            "A mistake in %s [%s]", request.endpoint, request.method, exc_info=exc_info
        )


def register(app: Flask) -> None:
    """Give every expected failure its page and its status."""
    app.register_error_handler(RuleBroken, _rule_broken)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(StaleDataError, _changed_meanwhile)
    app.register_error_handler(IntegrityError, _changed_meanwhile)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(DataError, _does_not_fit)
    app.register_error_handler(OverflowError, _does_not_fit)  # SQLite says it so
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(500, _mistake)


def _page(status: int, title: str, text: str) -> tuple[str, int]:
    return render_template("errors/error.html", status=status, title=title, text=text), status


def _bare_page(status: int, title: str, text: str) -> tuple[str, int]:
    """Return a page that asks the database nothing."""
    return render_template("errors/bare.html", status=status, title=title, text=text), status


def _rule_broken(error: RuleBroken) -> tuple[str, int]:
    db.session.rollback()
    return _page(409, _("This was not done"), str(error))


def _form_too_old(error: CSRFError) -> tuple[str, int]:
    text = _(
        "The page was open for too long, or cookies are off. Go back, copy what you typed "
        "if you need it, load the page again and send it once more."
    )
    return _page(400, _("This form has expired"), text)


def _changed_meanwhile(error: StaleDataError | IntegrityError) -> tuple[str, int]:
    # Of two who enter the same at once, the database refuses the second.
    log.warning("Two changes met in %s: %s", request.endpoint, type(error).__name__)
    db.session.rollback()
    text = _(
        "Somebody saved the same thing a moment before you, so yours was not written over it. "
        "Go back: what you typed is still there. Load the page to see the newer text."
    )
    return _page(409, _("Somebody changed this meanwhile"), text)


def _database_away(error: OperationalError) -> tuple[str, int]:
    log.error("The database did not answer: %s", type(error.orig).__name__)
    db.session.rollback()
    text = _(
        "The database did not answer, so nothing was saved. Try again in a minute; "
        "what you typed is still there when you go back."
    )
    return _bare_page(503, _("Not saved: the database is away"), text)


def _does_not_fit(error: DataError | OverflowError) -> tuple[str, int]:
    # A form should have said so under its field; this is for what none has thought of.
    log.error("A value did not fit its column in %s", request.endpoint)
    db.session.rollback()
    text = _(
        "Something is longer or larger than the record can hold, so nothing was saved. "
        "Go back: what you typed is still there. Shorten it and send it once more."
    )
    return _page(400, _("This does not fit"), text)


def _http_error(error: HTTPException) -> tuple[str, int] | HTTPException:
    if error.code is None or error.code < 400:
        return error
    title, text = _texts(error.code)
    return _page(error.code, title, text)


def _texts(code: int) -> tuple[str, str]:
    if code == 404:
        return _("There is no page at this address"), _(
            "It may have been moved, or the link was cut in two by a mail program. If somebody "
            "sent it to you, it may be a page you have no access to."
        )
    if code == 405:
        return _("This address is used by a form"), _(
            "Open the page with the form again and send it from there."
        )
    if code == 413:
        return _("This file is too large"), _(
            "Files up to 20 MB are taken. Save it without pictures, or paste the text."
        )
    return _("This could not be done"), _(
        "Go back and try once more; if it happens again, tell the secretariat."
    )


def _mistake(error: Exception) -> tuple[str, int]:
    db.session.rollback()
    text = _(
        "A mistake of ours; it was written down. Nothing was saved. Go back and try again, "
        "or tell the secretariat."
    )
    return _bare_page(500, _("Something went wrong"), text)
