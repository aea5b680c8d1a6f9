"""Registering for a meeting, and what the secretariat does with registrations."""

import secrets
import time
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from eventsapp import access
from eventsapp.accounts.services import is_too_often
from eventsapp.asking.forms import (
    AUTOCOMPLETE,
    HINTS,
    category_names,
    default_purpose,
    known_names,
    say_conflicts,
    say_corrections,
)
from eventsapp.clock import real_utcnow, utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import csrf, db
from eventsapp.formats import language
from eventsapp.incoming import caller, wait_since
from eventsapp.invitations.models import Invitation
from eventsapp.invitations.queries import invitation_of, invitation_with
from eventsapp.meetings.models import Meeting
from eventsapp.merging.forms import say_reason
from eventsapp.people.countries import countries, country_label
from eventsapp.public import public
from eventsapp.registrations import queries, services
from eventsapp.registrations.asked import PRIVATE
from eventsapp.registrations.filters import Filter
from eventsapp.registrations.forms import (
    AnswerForm,
    answer_form,
    described,
    is_private,
    settings_form,
)
from eventsapp.registrations.models import (
    ACCEPTED,
    INVITED,
    PENDING,
    RECEIVED,
    Registration,
    RegistrationForm,
)
from eventsapp.registrations.opened import Opened, seal, sign, token_of, unsign
from eventsapp.registrations.saving import holder_instead, invited_instead, new_form, why_staff
from eventsapp.registrations.states import DECIDED, staff_moves
from eventsapp.registrations.window import Phase

bp = Blueprint("registrations", __name__)
# A whole meeting may register from the network of one hotel.
MOST_PER_CALLER, MOST_TRIES, MOST_PER_ADDRESS = 60, 300, 5
# So many bytes of files wait for an address to be confirmed, in one meeting.
MOST_UNCONFIRMED = 500 * 1024 * 1024


@bp.route("/register/<token>", methods=["GET", "POST"])
@public
@csrf.exempt
def form(token: str) -> Any:
    """Register for a meeting without signing in. Nothing typed is lost: not by a mistake, not by
    hours, not by the end of the window."""
    started = time.monotonic()
    found = queries.form_with(token)
    if found is None:
        wait_since(started)
        return render_template("registrations/unknown.html"), 404
    if request.method == "POST":
        return _take(found)
    phase, invitation = _phase(found), _invitation(found)
    if phase != Phase.OPEN or (found.kind == INVITED and invitation is None):
        return render_template("registrations/closed.html", form=found, phase=phase)
    opened = Opened(
        found.id, secrets.token_hex(16), utcnow(), invitation.id if invitation else None
    )
    answers = answer_form(found, formdata=None, data=_known(invitation))
    return _form_page(found, answers, opened, 200)


def _take(found: RegistrationForm) -> Any:
    """Keep what was sent, or show it again with what is wrong."""
    answers = answer_form(found)
    opened = unsign(answers.opened.data, current_app.config["SECRET_KEY"], found.id)
    if opened is None:
        fresh = Opened(found.id, secrets.token_hex(16), utcnow())
        answers.form_errors = [_("This page was not ours, or too old. Send it once more.")]
        return _form_page(found, answers, fresh, 400)
    if answers.homepage.data:  # nobody sees this field: a program filled it in
        return redirect(url_for("registrations.sent", token=found.token))
    now, real_now = utcnow(), real_utcnow()
    is_flood = is_too_often("register-try", caller(), most=MOST_TRIES, real_now=real_now)
    is_wrong = not is_flood and not answers.validate_on_submit()
    if is_wrong or (not is_flood and opened.is_too_quick(now)):
        db.session.commit()  # tries that fail count too
        return _form_page(found, answers, opened, 422, is_review=not is_wrong)
    if is_flood or is_too_often(
        "register-caller", caller(), most=MOST_PER_CALLER, real_now=real_now
    ):
        db.session.commit()
        said = _("Many people register from your network now. Send it again in a few minutes.")
        answers.form_errors = [said]
        return _form_page(found, answers, opened, 429)
    return _keep(found, answers, opened, now, real_now)


def _keep(
    found: RegistrationForm, answers: AnswerForm, opened: Opened, now: datetime, real_now: datetime
) -> Any:
    # Who floods an address stops its mails, never what somebody sends: the link comes later.
    address = f"{found.id}:{answers['email'].data}"
    is_quiet = is_too_often("register-address", address, most=MOST_PER_ADDRESS, real_now=real_now)
    try:
        sent, key = answers.sent(found.meeting.short_name), current_app.config["SECRET_KEY"]
        if sent.files and queries.bytes_unconfirmed(found.id) > MOST_UNCONFIRMED:
            sent = replace(sent, files=(), left_out=len(sent.files))
        made = services.receive(found, sent, opened, key=key, now=now, is_quiet=is_quiet)
    except RuleBroken as refusal:
        db.session.rollback()
        answers.form_errors = [str(refusal)]
        return _form_page(found, answers, opened, 422)
    # Said before the commit: what is committed would be read anew.
    _say_received(made, answers, sent.left_out)
    answer = redirect(url_for("registrations.sent", token=found.token))
    db.session.commit()
    return answer


def _say_received(made: Registration, answers: AnswerForm, left_out: int) -> None:
    flash(_("We wrote to %(address)s.", address=made.email), "ok")
    if left_out:
        flash(_("There was no room for your files. The secretariat asks you for them."), "warn")
    if made.was_late:
        late = _(
            "Registration closed while you were filling in the form. What you sent is kept; "
            "the secretariat decides."
        )
        flash(late, "warn")
    for label, words in answers.taken_out:
        signs = ", ".join(words)
        took = _(
            "From “%(field)s” we took out what nobody can see: %(signs)s.", field=label, signs=signs
        )
        flash(took, "warn")


@bp.get("/register/<token>/sent")
@public
def sent(token: str) -> Any:
    """Say that a mail is on its way, and what it is for."""
    found = queries.form_with(token)
    if found is None:
        return render_template("registrations/unknown.html"), 404
    return render_template("registrations/sent.html", form=found)


@bp.get("/registrations/<token>")
@public
def own(token: str) -> Any:
    """Show somebody's registration to whoever has its link: the state, what is next, what was
    sent."""
    started = time.monotonic()
    found = queries.registration_with(token)
    if found is None:
        wait_since(started)
        return render_template("registrations/unknown.html"), 404
    key = current_app.config["SECRET_KEY"]
    facts, answers = queries.facts_known(found), queries.answers_known(found)
    rows = described(found.form, facts, answers, known_names())
    return render_template(
        "registrations/own.html",
        registration=found,
        meeting=found.form.meeting,
        token=token,
        sealed=seal("own", found.id, key),
        number=queries.waiting_number(found) if found.state == "waiting" else None,
        rows=rows,
        corrections=queries.corrections_of(found.id),
        name=(found.conflicts or {}).get("printed_name"),
    )


@bp.get("/my-registrations/<int:registration_id>")
def mine(registration_id: int) -> Any:
    """Lead a signed-in person to the page of their own registration."""
    found = db.session.get(Registration, registration_id)
    if found is None or found.person_id != current_user.person_id or found.state == RECEIVED:
        abort(404)
    token = token_of(current_app.config["SECRET_KEY"], found.client_key)
    return redirect(url_for("registrations.own", token=token))


@bp.route("/meetings/<code>/registration", methods=["GET", "POST"])
def settings(code: str) -> Any:
    """Say how people register for a meeting; a stale form writes over nothing."""
    meeting = _meeting(code)
    found = queries.form_of(meeting.id)
    row = found or new_form(
        meeting, default_purpose(meeting.short_name, current_app.config["ORGANIZATION"])
    )
    form = settings_form(row)
    differences, status = None, 200
    if form.validate_on_submit():
        if form.is_older_than(row.version or 0):
            newer = settings_form(row, formdata=None)
            differences, status = form.meet(newer, row.version), 409
        else:
            by_id, now = current_user.id, utcnow()
            moved = services.change_form(row, form.settings, by_id=by_id, now=now)
            db.session.commit()
            flash(_said_settings(moved), "ok")
            return redirect(url_for("registrations.settings", code=code))
    return render_template(
        "registrations/settings.html",
        meeting=meeting,
        found=found,
        form=form,
        differences=differences,
        phase=_phase(found) if found else None,
        count=queries.tally(found.id).total if found else 0,
        categories=category_names(),
    ), 422 if form.errors else status


def _said_settings(moved: Collection[Registration]) -> str:
    said = _("The registration form is saved.")
    if not moved:
        return said
    return f"{said} " + ngettext("%(num)s person moved up.", "%(num)s people moved up.", len(moved))


@bp.get("/meetings/<code>/registration/preview")
def preview(code: str) -> Any:
    """Show the form as experts see it; nothing can be sent from here."""
    found = _form(code)
    opened = Opened(found.id, "preview", utcnow())
    return _form_page(found, answer_form(found, formdata=None), opened, 200, is_preview=True)


@bp.get("/meetings/<code>/registrations")
def index(code: str) -> Any:
    """List the registrations for a meeting, with filters that stand in the address."""
    meeting = _meeting(code)
    found = queries.form_of(meeting.id)
    if found is None:
        return render_template("registrations/index.html", meeting=meeting, form=None)
    wanted = Filter.read(request.args)
    tally, names = queries.tally(found.id), known_names()
    page = db.paginate(queries.listed(found.id, wanted), per_page=100, count=False)
    page.total = queries.how_many_fit(found.id, wanted) if wanted.as_arguments() else tally.total
    differing, asking = queries.marked([one.id for one in page.items])

    def address(number: int) -> str:
        said: dict[str, Any] = {**wanted.as_arguments(), "page": number}
        return url_for("registrations.index", code=code, **said)

    return render_template(
        "registrations/index.html",
        meeting=meeting,
        form=found,
        page=page,
        address=address,
        wanted=wanted,
        counts=tally.states,
        differing=differing,
        asking=asking,
        country_names={one: names.countries.get(one, one) for one in tally.countries},
        category_names={one: names.categories.get(one, one) for one in tally.categories},
    )


@bp.get("/registrations/<int:registration_id>")
def show(registration_id: int) -> Any:
    """Show one registration beside what the registry holds, and what can be decided."""
    return _show(_registration(registration_id))


def _show(found: Registration) -> Any:
    facts, answers, names = queries.facts_known(found), queries.answers_known(found), known_names()
    rows = described(found.form, facts, answers, names)
    return render_template(
        "registrations/show.html",
        registration=found,
        meeting=found.form.meeting,
        rows=[row for row in rows if not row[2]],
        hidden=[label for label, _text, who in rows if who],
        conflicts=say_conflicts(found.conflicts or {}, names),
        route=queries.route_of(found.form, found),
        moves=staff_moves(found.state),
        reasons=why_staff(found) if found.state == PENDING else [],
        **_who_else(found),
        corrections=queries.corrections_of(found.id),
        say=partial(say_corrections, questions=found.form.questions, private=PRIVATE, names=names),
        history=queries.history_of(found),
        mails=queries.mails_of(found),
        can_undo=found.state in DECIDED,
    )


def _who_else(found: Registration) -> dict[str, Any]:
    """Return who else of the registry may have registered: who looks like it, who was searched."""
    typed = request.args.get("q", "").strip()[:100]
    if found.state in {RECEIVED, ACCEPTED}:
        return {"alike": [], "others": [], "invited": None, "holder": None}
    alike = [
        (person, [say_reason(reason) for reason in why]) for person, why in queries.alike(found)
    ]
    known = {found.person_id, *(person.id for person, _why in alike)}
    others = queries.people_found(typed, but=known) if typed else []
    known_by = {"invited": invited_instead(found), "holder": holder_instead(found)}
    return {"alike": alike, "searched": typed, "others": others, **known_by}


def _form_page(
    found: RegistrationForm,
    answers: AnswerForm,
    opened: Opened,
    status: int,
    *,
    is_preview: bool = False,
    is_review: bool = False,
) -> Any:
    answers.opened.data = sign(opened, current_app.config["SECRET_KEY"])
    answers.opened.raw_data = None
    page = render_template(
        "registrations/form.html",
        form=found,
        meeting=found.meeting,
        answers=answers,
        delete_on=services.delete_on(found),
        is_preview=is_preview,
        is_review=is_review,
        is_private=partial(is_private, answers),
        hints=HINTS,
        autocomplete=AUTOCOMPLETE,
        countries=[country_label(code, language()) for code in countries()],
    )
    return page, status, {"X-Robots-Tag": "noindex"}


def _phase(found: RegistrationForm) -> Phase:
    if found.meeting.cancelled_at is not None:
        return Phase.CLOSED
    return queries.window_of(found).phase(utcnow())


def _invitation(found: RegistrationForm) -> Invitation | None:
    """Return the invitation whose link led here, else that of whoever is signed in."""
    token = request.args.get("invitation")
    if token:
        invitation = invitation_with(token)
        return invitation if invitation and invitation.meeting_id == found.meeting_id else None
    if not current_user.is_authenticated:
        return None
    own = invitation_of(found.meeting_id, current_user.person_id)
    return own if own is not None and own.withdrawn_at is None else None


def _known(invitation: Invitation | None) -> dict[str, Any]:
    if invitation is None:
        return {}
    person = invitation.participation.person
    return {"printed_name": person.printed_name, "email": invitation.address or person.email}


def _meeting(code: str) -> Meeting:
    access.require_staff(current_user)
    return access.find(Meeting, code, current_user) or abort(404)


def _form(code: str) -> RegistrationForm:
    return queries.form_of(_meeting(code).id) or abort(404)


def _registration(registration_id: int) -> Registration:
    access.require_staff(current_user)
    return queries.registration_whole(registration_id) or abort(404)
