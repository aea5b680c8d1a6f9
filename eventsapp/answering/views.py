"""The page on which a poll is answered: by its secret link, or signed in."""

import time
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp import access
from eventsapp.accounts.services import is_too_often
from eventsapp.answering import services
from eventsapp.answering.forms import AnswerForm
from eventsapp.clock import real_utcnow, utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.incoming import caller, wait_since
from eventsapp.people.forms import zone_choices
from eventsapp.polls.emails import zone_of
from eventsapp.polls.models import PollInvitee
from eventsapp.polls.queries import answers_of, invitee_of, invitee_with, invitees_of, results
from eventsapp.polls.slots import by_day, shown
from eventsapp.public import public
from eventsapp.reminders.planning import known_zone

bp = Blueprint("answering", __name__)
MOST_PER_CALLER = 60
# What the buttons of the page mean besides sending: another zone, and the list of all zones.
OTHER_ZONE, ALL_ZONES = "zone", "zones"


@bp.route("/polls/answer/<token>", methods=["GET", "POST"])
@public
def answer(token: str) -> Any:
    """Answer a poll without signing in; an unknown link gets its page after the same time."""
    started = time.monotonic()
    found = invitee_with(token, is_locked=request.method == "POST")
    if found is None:
        wait_since(started)
        return render_template("answering/unknown.html"), 404
    return _answer(found, url_for("answering.answer", token=token))


@bp.route("/polls/<int:poll_id>/mine", methods=["GET", "POST"])
def own(poll_id: int) -> Any:
    """Answer a poll in which one is asked, signed in."""
    is_locked = request.method == "POST"
    found = invitee_of(poll_id, current_user.person_id, is_locked=is_locked) or abort(404)
    return _answer(found, url_for("answering.own", poll_id=poll_id))


@bp.route("/polls/<int:poll_id>/people/<int:invitee_id>/answer", methods=["GET", "POST"])
def on_behalf(poll_id: int, invitee_id: int) -> Any:
    """Enter what somebody said by telephone or mail, also after the poll has closed."""
    found = _invitee(poll_id, invitee_id)
    form = AnswerForm(found.poll, answers_of(found), found.comment)
    is_older = request.form.get("seen", str(found.version)) != str(found.version)
    if form.validate_on_submit() and is_older:
        name = found.person.printed_name
        form.form_errors.append(
            _(
                "%(name)s answered meanwhile, and nothing was written over that. What you entered "
                "stands below: enter it once more if it counts, or leave it as it is.",
                name=name,
            )
        )
    elif form.validate_on_submit():
        try:
            services.answer_for(
                found, form.answers, comment=form.comment.data, by=current_user, now=utcnow()
            )
            db.session.commit()
            flash(_("What %(name)s said is entered.", name=found.person.printed_name), "ok")
            return redirect(url_for("polls.show", poll_id=poll_id))
        except RuleBroken as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
    page = render_template("answering/on_behalf.html", invitee=found, poll=found.poll, form=form)
    return page, 409 if is_older else 422 if form.errors else 200


@bp.post("/polls/<int:poll_id>/people/<int:invitee_id>/late")
def take_late(poll_id: int, invitee_id: int) -> Any:
    """Take an answer that came after the poll had closed."""
    invitee = _invitee(poll_id, invitee_id)
    services.take_late(invitee, by=current_user, now=utcnow())
    db.session.commit()
    flash(_("The late answer of %(name)s counts.", name=invitee.person.printed_name), "ok")
    return redirect(url_for("polls.show", poll_id=poll_id))


def _invitee(poll_id: int, invitee_id: int) -> PollInvitee:
    access.require_staff(current_user)
    found: PollInvitee | None = access.find(PollInvitee, invitee_id, current_user)
    if found is None or found.poll_id != poll_id:
        abort(404)
    return found


def _answer(found: PollInvitee, address: str) -> Any:
    """Show the slots in the reader's zone, or keep what was sent."""
    form, now = AnswerForm(found.poll, answers_of(found), found.comment), utcnow()
    tz = known_zone(request.values.get("tz")) or zone_of(found)
    if not form.is_submitted() or request.form.get("act") in {OTHER_ZONE, ALL_ZONES}:
        return _page(found, form, tz, now, 200)
    if _is_too_often():
        return render_template("accounts/too_often.html"), 429
    if not form.validate():
        return _page(found, form, tz, now, 422)
    return _keep(found, form, tz, now, address)


def _keep(found: PollInvitee, form: AnswerForm, tz: str | None, now: datetime, address: str) -> Any:
    if form.is_empty and found.poll.is_open(now):
        form.form_errors.append(_("Answer at least one of the times."))
        return _page(found, form, tz, now, 422)
    was_open = services.answer(
        found, form.answers, comment=form.comment.data, tz=known_zone(request.form.get("tz")),
        now=now, by=current_user if "token" not in (request.view_args or {}) else None,
    )  # fmt: skip
    db.session.commit()
    if not was_open:
        return _page(found, form, tz, now, 409)
    missing = len(found.poll.slots) - len(form.answers)
    said = _("Thank you: the secretariat has your answer.")
    if missing:
        said += " " + ngettext(
            "%(num)s time has no answer of yours yet.",
            "%(num)s times have no answer of yours yet.",
            missing,
        )
    flash(said, "ok")
    return redirect(address)


def _is_too_often() -> bool:
    too_often = is_too_often("poll-caller", caller(), most=MOST_PER_CALLER, real_now=real_utcnow())
    if too_often:
        db.session.commit()
    return too_often


def _page(found: PollInvitee, form: AnswerForm, tz: str | None, now: datetime, status: int) -> Any:
    poll = found.poll
    here = tz or poll.tz
    slots = [shown(slot.id, slot.start_at, slot.end_at, here) for slot in poll.slots]
    theirs = {slot.id: shown(slot.id, slot.start_at, slot.end_at, poll.tz) for slot in poll.slots}
    page = render_template(
        "answering/answer.html",
        invitee=found,
        poll=poll,
        form=form,
        days=by_day(slots),
        theirs=theirs,
        tz=here,
        is_known=tz is not None,
        is_open=poll.is_open(now),
        is_late=status == 409,
        zones=zone_choices(here) if request.form.get("act") == ALL_ZONES else None,
        counts=_counts(found),
    )
    return page, status, {"X-Robots-Tag": "noindex"}


def _counts(found: PollInvitee) -> dict[int, int] | None:
    """Return how many can come at each slot, where staff let those who are asked see that."""
    if not found.poll.shows_counts:
        return None
    return {one.slot.id: one.can for one in results(found.poll, invitees_of(found.poll))}
