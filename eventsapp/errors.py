"""The refusal that every layer may raise, and the pages people see when something is refused or fails."""

from flask import Flask, render_template
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException


class RuleBroken(Exception):
    """A rule of the secretariat forbids what was asked; the message is a sentence for people."""


def register(app: Flask) -> None:
    """Give every expected failure its page and its status."""
    app.register_error_handler(RuleBroken, _rule_broken)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(500, _mistake)


def _page(status: int, title: str, text: str) -> tuple[str, int]:
    return render_template("errors/error.html", status=status, title=title, text=text), status


def _rule_broken(error: RuleBroken) -> tuple[str, int]:
    return _page(409, _("This was not done"), str(error))


def _form_too_old(error: CSRFError) -> tuple[str, int]:
    text = _(
        "The page was open for too long, or cookies are off. Go back, copy what you typed if you need it, load the page again and send it once more."
    )
    return _page(400, _("This form has expired"), text)


def _database_away(error: OperationalError) -> tuple[str, int]:
    text = _(
        "The database did not answer, so nothing was saved. Try again in a minute; what you typed is still there when you go back."
    )
    return _page(503, _("Not saved: the database is away"), text)


def _http_error(error: HTTPException) -> tuple[str, int] | HTTPException:
    if error.code is None or error.code < 400:
        return error
    texts = {
        404: (
            _("There is no page at this address"),
            _(
                "It may have been moved, or the link was cut in two by a mail program. If somebody sent it to you, it may be a page you have no access to."
            ),
        ),
        405: (
            _("This address is used by a form"),
            _("Open the page with the form again and send it from there."),
        ),
        413: (
            _("This file is too large"),
            _("Files up to 20 MB are taken. Save it without pictures, or paste the text."),
        ),
        429: (_("Too many tries"), _("Wait a quarter of an hour, then try again.")),
    }
    title, text = texts.get(
        error.code,
        (
            _("This could not be done"),
            _("Go back and try once more; if it happens again, tell the secretariat."),
        ),
    )
    return _page(error.code, title, text)


def _mistake(error: Exception) -> tuple[str, int]:
    text = _(
        "A mistake of ours; it was written down. Nothing was saved. Go back and try again, or tell the secretariat."
    )
    return _page(500, _("Something went wrong"), text)
