"""The page on which an invitation is answered: by its secret link, or signed in."""

import time
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp.accounts.services import is_too_often
from eventsapp.clock import real_utcnow, utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.incoming import caller, wait_since
from eventsapp.invitations.forms import AnswerForm
from eventsapp.invitations.models import NO, Invitation
from eventsapp.invitations.queries import (
    hours_of,
    invitation_at,
    invitation_with,
    last_answer_at,
    registration_form_of,
)
from eventsapp.invitations.services import answer_invitation
from eventsapp.public import public

bp = Blueprint("invitations", __name__)
MOST_PER_CALLER = 40


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@public
def answer(token: str) -> Any:
    """Answer an invitation without signing in; looking answers nothing, since mail programs look.

    An unknown link, and one that was withdrawn, get the same page after the same time.
    """
    started = time.monotonic()
    found = invitation_with(token)
    if found is None:
        wait_since(started)
        return render_template("invitations/unknown.html"), 404
    return _answer(found, url_for("invitations.answer", token=token), token)


@bp.route("/meetings/<code>/invitation", methods=["GET", "POST"])
def own(code: str) -> Any:
    """Answer one's own invitation to a meeting, signed in."""
    found = invitation_at(code, current_user.person_id) or abort(404)
    return _answer(found, url_for("invitations.own", code=code), None)


def _answer(found: Invitation, address: str, token: str | None) -> Any:
    """Show the invitation, or keep the answer that was sent."""
    form = AnswerForm(found)
    if not form.is_submitted():
        return _page(found, form, token, 200)
    if _is_too_often():
        return render_template("accounts/too_often.html"), 429
    if not form.validate():
        return _page(found, form, token, 422)
    try:
        _keep(found, form, token)
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        form.form_errors.append(str(refusal))
        return _page(found, form, token, 422)
    flash(_said(found.answer or ""), "ok")
    return redirect(address)


def _keep(found: Invitation, form: AnswerForm, token: str | None) -> None:
    answer_invitation(
        found,
        form.answer.data,
        note=form.note.data,
        address=form.address.data,
        user_id=current_user.id if token is None else None,
        now=utcnow(),
    )


def _is_too_often() -> bool:
    too_often = is_too_often(
        "invitation-caller", caller(), most=MOST_PER_CALLER, real_now=real_utcnow()
    )
    if too_often:
        db.session.commit()
    return too_often


def _said(answer: str) -> str:
    return {
        "yes": _("Thank you: the secretariat knows that you take part."),
        "perhaps": _("Thank you: the secretariat knows that you may take part."),
        "no": _("Thank you: the secretariat knows that you cannot take part."),
    }[answer]


def _page(found: Invitation, form: AnswerForm, token: str | None, status: int) -> Any:
    meeting, part = found.participation.meeting, found.participation
    until = last_answer_at(meeting)
    page = render_template(
        "invitations/answer.html",
        invitation=found,
        form=form,
        meeting=meeting,
        part=part,
        days=hours_of(meeting),
        own_tz=part.person.tz if part.person.tz != meeting.tz else None,
        until=until,
        is_late=utcnow() >= until,
        has_left=part.left_at is not None and found.answer != NO,
        registration=registration_form_of(meeting.id) if found.answer != NO else None,
        token=token,
    )
    return page, status, {"X-Robots-Tag": "noindex"}
