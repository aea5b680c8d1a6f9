"""What somebody does on the page of their own registration; its link is the only key."""

import json
import time
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import access
from eventsapp.accounts.services import is_too_often
from eventsapp.asking.forms import known_names, say_corrections
from eventsapp.clock import real_utcnow, utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import csrf, db
from eventsapp.history.services import record_view
from eventsapp.incoming import caller, wait_since
from eventsapp.outgoing import as_file
from eventsapp.people.names import fold_name
from eventsapp.people.services import key_of
from eventsapp.public import public
from eventsapp.registered import services
from eventsapp.registered.forms import LinkForm
from eventsapp.registrations import queries
from eventsapp.registrations.asked import PRIVATE
from eventsapp.registrations.emails import send
from eventsapp.registrations.forms import AnswerForm, answer_form, values_of
from eventsapp.registrations.models import ACCEPTED, Correction, Registration
from eventsapp.registrations.opened import is_sealed, seal, token_of
from eventsapp.registrations.services import confirm as confirm_address
from eventsapp.registrations.services import withdraw as withdraw_it

bp = Blueprint("registered", __name__)
MOST_PER_CALLER, MOST_PER_ADDRESS = 20, 5


@bp.post("/registrations/<token>/confirm")
@public
@csrf.exempt
def confirm(token: str) -> Any:
    """Confirm the address: a click, since mail programs open every link."""
    found = _sealed(token)
    form_token, now = found.form.token, utcnow()
    who = (key_of(found.email), fold_name(found.printed_name))
    counting = confirm_address(found, now=now)
    if counting is found:
        db.session.commit()
        flash(_("Your address is confirmed."), "ok")
        return redirect(url_for("registrations.own", token=token))
    flash(
        _(
            "You were registered already. What you sent now is asked as a correction of your "
            "registration."
        )
    )
    if (key_of(counting.email), fold_name(counting.printed_name)) == who:
        counting_token = token_of(current_app.config["SECRET_KEY"], counting.client_key)
        answer = redirect(url_for("registrations.own", token=counting_token))
    else:  # the page of the other one is for who reads the mail to them
        send("link", counting, now=now)
        flash(_("Its link went to the address with which you registered first."))
        answer = redirect(url_for("registered.link", token=form_token))
    db.session.commit()
    return answer


@bp.post("/registrations/<token>/name")
@public
@csrf.exempt
def name(token: str) -> Any:
    """Say which of two names is right."""
    found = _sealed(token)
    services.say_name(found, request.form.get("wanted", ""), now=utcnow())
    db.session.commit()
    flash(_("Thank you. The secretariat sees what you answered."), "ok")
    return redirect(url_for("registrations.own", token=token))


@bp.route("/registrations/<token>/correction", methods=["GET", "POST"])
@public
@csrf.exempt
def correction(token: str) -> Any:
    """Ask for a correction of what was sent; staff decide."""
    found = _found(token) if request.method != "POST" else _sealed(token)
    if request.method != "POST":
        filled = values_of(found.facts or {}, found.answers or {})
        answers = answer_form(found.form, formdata=None, data=filled)
        answers.leave_out()
        return _page("registered/correction.html", token, found, answers, 200)
    answers = answer_form(found.form)
    answers.leave_out()
    if not answers.validate_on_submit():
        return _page("registered/correction.html", token, found, answers, 422)
    note = (request.form.get("note") or "").strip()[:2000]
    wanted = {"printed_name": answers["printed_name"].data, **answers.facts}
    wanted.pop("needs", None)
    wanted |= {f"q{key}": value for key, value in answers.answers.items()}
    wanted |= _not_asked(found, answers)
    try:
        asked = services.ask_correction(found, wanted, note, now=utcnow())
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        answers.form_errors = [str(refusal)]
        return _page("registered/correction.html", token, found, answers, 422)
    if asked is None:
        flash(_("You changed nothing, so nothing is asked."))
    else:
        flash(_("The secretariat sees what you ask, and answers by e-mail."), "ok")
    return redirect(url_for("registrations.own", token=token))


def _not_asked(found: Registration, answers: AnswerForm) -> dict[str, Any]:
    """Return what was sent in fields that this form does not show, so that they stay."""
    shown = {one.name for one in answers.asked} | {"printed_name", "country_as_stated"}
    shown |= {"gender_words"} | {f"q{one.id}" for one in answers.questions}
    return {k: v for k, v in queries.texts_of(found).items() if k not in shown}


@bp.route("/registrations/<token>/later", methods=["GET", "POST"])
@public
@csrf.exempt
def later(token: str) -> Any:
    """Answer what is asked after acceptance."""
    found = _found(token) if request.method != "POST" else _sealed(token)
    if found.state != ACCEPTED:
        flash(_("These questions are asked once you are accepted."))
        return redirect(url_for("registrations.own", token=token))
    if request.method != "POST":
        kept = found.later or {}
        filled = values_of(kept.get("facts") or {}, kept.get("answers") or {})
        answers = answer_form(found.form, later=True, formdata=None, data=filled)
        return _page("registered/later.html", token, found, answers, 200)
    answers = answer_form(found.form, later=True)
    _keep_files(found, answers)
    if not answers.validate_on_submit():
        return _page("registered/later.html", token, found, answers, 422)
    services.answer_later(found, answers.facts, answers.answers, answers.files, now=utcnow())
    db.session.commit()
    flash(_("Your answers are kept. You can change them here until the meeting."), "ok")
    return redirect(url_for("registrations.own", token=token))


def _keep_files(found: Registration, answers: AnswerForm) -> None:
    """Count a file that was sent before as the answer where none is sent now."""
    names = {one.question_id: one.file_name for one in found.files}
    for question in answers.questions:
        field = answers[f"q{question.id}"]
        if question.id in names and not field.data:
            field.data = names[question.id]


@bp.route("/registrations/<token>/withdraw", methods=["GET", "POST"])
@public
@csrf.exempt
def withdraw(token: str) -> Any:
    """Ask once, then withdraw the registration."""
    found = _found(token) if request.method != "POST" else _sealed(token)
    if request.method != "POST":
        return render_template(
            "registered/withdraw.html",
            registration=found,
            meeting=found.form.meeting,
            token=token,
            sealed=seal("own", found.id, current_app.config["SECRET_KEY"]),
        )
    withdraw_it(found, now=utcnow())
    db.session.commit()
    flash(_("Your registration is withdrawn."), "ok")
    return redirect(url_for("registrations.own", token=token))


@bp.post("/registrations/<token>/data")
@public
@csrf.exempt
def own_data(token: str) -> Any:
    """Give somebody everything that their registration holds, as a file."""
    found = _sealed(token)
    kept = {
        "meeting": found.form.meeting.short_name,
        "name": found.printed_name,
        "email": found.email,
        "state": found.state,
        "received_at": found.received_at.isoformat(),
        "deleted_on": found.delete_on.isoformat() if found.delete_on else None,
        "facts": found.facts,
        "answers": _by_question(found, found.answers or {}),
        "later": {
            "facts": (found.later or {}).get("facts"),
            "answers": _by_question(found, (found.later or {}).get("answers") or {}),
        },
        "files": [one.file_name for one in found.files],
        "corrections": [
            {"state": one.state, "reason": one.reason, **one.wanted}
            for one in queries.corrections_of(found.id)
        ],
    }
    content = json.dumps(kept, ensure_ascii=False, indent=2)
    record_view("exported", found, now=utcnow(), format="json")
    return as_file(content, "my-registration.json", "application/json")


def _by_question(found: Registration, answers: dict[str, Any]) -> dict[str, Any]:
    labels = {str(one.id): one.label for one in found.form.questions}
    return {labels.get(key, key): value for key, value in answers.items()}


@bp.route("/register/<token>/link", methods=["GET", "POST"])
@public
def link(token: str) -> Any:
    """Send the link of a registration once more; the answer is the same for every address."""
    started = time.monotonic()
    found = queries.form_with(token)
    if found is None:
        return render_template("registrations/unknown.html"), 404
    form = LinkForm()
    if not form.validate_on_submit():
        page = render_template("registered/link.html", form=form, meeting=found.meeting)
        return page, 422 if form.errors else 200
    address, real_now = form.email.data or "", real_utcnow()
    key = f"{found.id}:{address}"
    is_flood = is_too_often(
        "registration-link-caller", caller(), most=MOST_PER_CALLER, real_now=real_now
    )
    is_flood |= is_too_often("link-address", key, most=MOST_PER_ADDRESS, real_now=real_now)
    for one in [] if is_flood else queries.registrations_at(found, address):
        send("link", one, now=utcnow())
    db.session.commit()
    wait_since(started)
    return render_template("registered/link_sent.html", address=address, meeting=found.meeting)


@bp.post("/corrections/<int:correction_id>/decide")
def decide_correction(correction_id: int) -> Any:
    """Correct what somebody asked to have corrected, or say why not."""
    access.require_staff(current_user)
    asked = db.session.get(Correction, correction_id, with_for_update=True) or abort(404)
    reason = (request.form.get("reason") or "").strip()[:1000]
    if asked.state == services.ASKED and request.form.get("digest") != asked.digest:
        said = _("The person changed what they ask for. Read it again before you decide.")
        return _asked_page(asked, said, reason)
    try:
        services.decide_correction(
            asked,
            is_accepted=request.form.get("decision") == "accept",
            reason=reason,
            by_id=current_user.id,
            now=utcnow(),
        )
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        return _asked_page(asked, str(refusal), reason)
    flash(_("Decided. The person is told by e-mail."), "ok")
    return redirect(url_for("registrations.show", registration_id=asked.registration_id))


def _asked_page(asked: Correction, why: str, reason: str) -> Any:
    """Show what is asked for now, and why it was not decided."""
    found = asked.registration
    changes = say_corrections(
        asked.wanted.get("fields") or {},
        questions=found.form.questions,
        private=PRIVATE,
        names=known_names(),
    )
    return render_template(
        "registered/asked.html",
        registration=found,
        meeting=found.form.meeting,
        asked=asked,
        changes=changes,
        why=why,
        reason=reason,
    ), 409


def _found(token: str) -> Registration:
    found = queries.registration_with(token)
    if found is None:
        time.sleep(current_app.config["SIGN_IN_SECONDS"])
        abort(404)
    return found


def _sealed(token: str) -> Registration:
    """Return the registration of this link, if the form that was sent is one of ours."""
    found = _found(token)
    if not is_sealed(request.form.get("sealed"), "own", found.id, current_app.config["SECRET_KEY"]):
        abort(400)
    return found


def _page(template: str, token: str, found: Registration, answers: AnswerForm, status: int) -> Any:
    page = render_template(
        template,
        registration=found,
        meeting=found.form.meeting,
        form=found.form,
        answers=answers,
        token=token,
        note=(request.form.get("note") or "")[:2000],
        sealed=seal("own", found.id, current_app.config["SECRET_KEY"]),
        no=lambda field: False,  # nothing of these forms is kept on a device
    )
    return page, status, {"X-Robots-Tag": "noindex"}
