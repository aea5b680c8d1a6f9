"""Asking for a letter, checking and issuing it, and the public check of a letter."""

import re
from datetime import date
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, url_for
from flask import request as http
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import access
from eventsapp.clock import utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record_view
from eventsapp.letters import queries, services
from eventsapp.letters.checks import Finding, findings, urgency
from eventsapp.letters.codes import to_code
from eventsapp.letters.forms import (
    DecisionForm,
    LetterRequestForm,
    RevokeForm,
    VersionForm,
    typed_again,
)
from eventsapp.letters.models import LetterRequest
from eventsapp.letters.pdf import unprintable_letters
from eventsapp.letters.states import EDITABLE, RequestState, can_letter_move, can_move
from eventsapp.letters.wording import Sender, invitation_text, letter_facts
from eventsapp.mediatypes import PDF
from eventsapp.meetings.models import Meeting
from eventsapp.people.models import Person
from eventsapp.public import public

bp = Blueprint("letters", __name__)
SHOWN = ("submitted", "approved", "returned")


@bp.get("/letters")
def index() -> Any:
    """List one's own letters; for the secretariat, the queue with the most urgent on top."""
    today = _today()
    meetings = queries.meetings_with_letters(today)
    if not current_user.is_staff:
        own = queries.requests_of(current_user.person_id)
        return render_template("letters/own.html", requests=own, meetings=meetings)
    state = http.args.get("state")
    states = (state,) if state in set(RequestState) else SHOWN
    rows = [
        (row, (row.meeting.starts_on - today).days, urgency((row.meeting.starts_on - today).days))
        for row in queries.requests_in_queue(states)
    ]
    return render_template(
        "letters/index.html",
        rows=rows,
        chosen=state if len(states) == 1 else None,
        counts=queries.count_by_state(),
        meetings=meetings,
        states=list(RequestState),
    )


@bp.route("/letters/new", methods=["GET", "POST"])
def new() -> Any:
    """Ask for an invitation letter to `?meeting=wuf-12`; staff may ask for `&person=7`."""
    meeting = access.find(Meeting, http.args.get("meeting"), current_user) or abort(404)
    person = _person_asked_for()
    found = queries.open_request(meeting.id, person.id)
    if found is not None and access.sees(found, current_user):
        flash(_("There is a request for this meeting already. It is shown here."))
        return redirect(url_for("letters.show", request_id=found.id))
    form = _request_form(meeting)
    if form.validate_on_submit():
        try:
            row = services.start_request(
                meeting, person, form.details, by=current_user, now=utcnow()
            )
            _send_if_asked(row)
        except RuleBroken as refusal:
            db.session.rollback()
            form.form_errors = [str(refusal)]
        else:
            db.session.commit()
            return redirect(url_for("letters.show", request_id=row.id))
    page = render_template("letters/new.html", meeting=meeting, person=person, form=form)
    return page, 422 if form.errors else 200


@bp.get("/letters/<int:request_id>")
def show(request_id: int) -> Any:
    """Show one request: where it stands, what happened, and what the reader may do."""
    row = _find(request_id)
    form = DecisionForm(version=row.version, formdata=None)
    return _page(row, form)


@bp.post("/letters/<int:request_id>/edit")
def edit(request_id: int) -> Any:
    """Open a draft or a returned request to write in it (this shows passport data), and save it."""
    row = _find(request_id)
    if row.state not in EDITABLE or not access.changes(row, current_user):
        flash(_("This request cannot be changed any more."), "warn")
        return redirect(url_for("letters.show", request_id=row.id))
    if "passport_name" not in http.form:
        form = _request_form(row.meeting, formdata=None, data=typed_again(row.details))
        form.renew(row.version)
        record_view("saw passport data", row, now=utcnow(), user_id=current_user.id)
        return render_template("letters/edit.html", letter_request=row, form=form)
    return _save(row)


@bp.post("/letters/<int:request_id>/passport")
def passport(request_id: int) -> Any:
    """Show the passport data of a request, and write down who looked."""
    row = _find(request_id)
    details = typed_again(row.details)
    record_view("saw passport data", row, now=utcnow(), user_id=current_user.id)
    return render_template("letters/passport.html", letter_request=row, details=details)


@bp.post("/letters/<int:request_id>/decide")
def decide(request_id: int) -> Any:
    """Approve, return or refuse a request."""
    access.require_staff(current_user)
    row = _find(request_id)
    form = DecisionForm()
    if not form.validate_on_submit():
        return _page(row, form), 422
    version, by, now = form.seen_version, current_user, utcnow()
    reason = (form.reason.data or "").strip()
    try:
        if form.decision.data == "approve":
            services.approve_request(row, form.paid_by.data, version=version, by=by, now=now)
        elif form.decision.data == "return":
            services.return_request(row, reason, version=version, by=by, now=now)
        else:
            services.refuse_request(row, reason, version=version, by=by, now=now)
    except RuleBroken as refusal:
        return _refused(row, refusal, form)
    db.session.commit()
    flash(_decided(row), "ok")
    return redirect(url_for("letters.show", request_id=row.id))


@bp.post("/letters/<int:request_id>/issue")
def issue(request_id: int) -> Any:
    """Make the numbered letter of an approved request."""
    access.require_staff(current_user)
    row, form = _find(request_id), VersionForm()
    try:
        letter = services.issue_letter(
            row, _sender(), version=form.seen_version, by=current_user, now=utcnow()
        )
    except RuleBroken as refusal:
        return _refused(row, refusal)
    db.session.commit()
    flash(_issued(row, letter.number), "ok")
    return redirect(url_for("letters.show", request_id=row.id))


@bp.route("/letters/<int:request_id>/withdraw", methods=["GET", "POST"])
def withdraw(request_id: int) -> Any:
    """Take a request back, after asking once."""
    row = _find(request_id)
    form = VersionForm(version=row.version)
    if form.validate_on_submit():
        try:
            services.withdraw_request(row, version=form.seen_version, by=current_user, now=utcnow())
        except RuleBroken as refusal:
            return _refused(row, refusal)
        db.session.commit()
        flash(_("The request is withdrawn. Nothing was sent."), "ok")
        return redirect(url_for("letters.show", request_id=row.id))
    return render_template("letters/withdraw.html", letter_request=row, form=form)


@bp.route("/letters/<int:request_id>/revoke", methods=["GET", "POST"])
def revoke(request_id: int) -> Any:
    """Take an issued letter back, after asking once."""
    access.require_staff(current_user)
    row = _find(request_id)
    letter = row.letter or abort(404)
    form = RevokeForm()
    if form.validate_on_submit():
        try:
            reason = (form.reason.data or "").strip()
            services.revoke_letter(letter, reason, by=current_user, now=utcnow())
        except RuleBroken as refusal:
            return _refused(row, refusal)
        db.session.commit()
        flash(_("The letter is revoked. Whoever checks it learns so from now on."), "ok")
        return redirect(url_for("letters.show", request_id=row.id))
    page = render_template("letters/revoke.html", letter_request=row, letter=letter, form=form)
    return page, 422 if form.errors else 200


@bp.get("/letters/<int:request_id>.pdf")
def pdf(request_id: int) -> Any:
    """Give the letter as it was issued, byte for byte, and write down who took it."""
    row = _find(request_id)
    letter = row.letter or abort(404)
    content = letter.pdf or abort(404)
    # The code of a process may hold any letter and quotation marks. Source: RFC 6266, appendix D.
    name = letter.number.replace("/", "-")
    plain = re.sub(r"[^\w-]", "-", name, flags=re.ASCII)
    disposition = f'attachment; filename="{plain}.pdf"'
    if plain != name:
        disposition += f"; filename*=UTF-8''{quote(name)}.pdf"
    record_view("took the letter", row, now=utcnow(), user_id=current_user.id)
    return Response(content, mimetype=PDF, headers={"Content-Disposition": disposition})


@bp.get("/verify")
@public
def verify_form() -> Any:
    """Ask for the code of a letter."""
    typed = http.args.get("code", "").strip()
    if typed:
        return redirect(url_for("letters.verify", code=to_code(typed) or typed[:40]))
    return render_template("letters/verify_form.html")


@bp.get("/verify/<code>")
@public
def verify(code: str) -> Any:
    """Say whether a letter is valid, replaced, revoked or unknown, and nothing about the person."""
    known = to_code(code)
    letter = queries.letter_with_code(known) if known else None
    page = render_template("letters/verify.html", letter=letter, code=known or code[:40])
    return page, 200, {"X-Robots-Tag": "noindex"}


def _find(request_id: int) -> LetterRequest:
    return access.find(LetterRequest, request_id, current_user) or abort(404)


def _person_asked_for() -> Person:
    """Return whose letter is asked for: one's own; staff may name another person."""
    key = http.args.get("person", type=int)
    if key is None:
        return current_user.person
    return access.find(Person, key, current_user) or abort(404)


def _request_form(meeting: Meeting, **more: Any) -> LetterRequestForm:
    is_to_be_sent = http.form.get("act") != "save"
    return LetterRequestForm(meeting=meeting, today=_today(), is_to_be_sent=is_to_be_sent, **more)


def _save(row: LetterRequest) -> Any:
    """Save the form of a request and send it if asked to; show both texts if it is too old."""
    form, theirs, differing = _request_form(row.meeting), None, []
    if form.validate_on_submit():
        try:
            services.save_draft(
                row, form.details, version=form.seen_version, by=current_user, now=utcnow()
            )
            _send_if_asked(row)
        except services.OlderThanRecord as refusal:
            theirs = typed_again(row.details)
            differing = [
                key for key, value in form.details.items() if row.details.get(key) != value
            ]
            form.renew(row.version)
            form.form_errors = [str(refusal)]
        except RuleBroken as refusal:
            return _refused(row, refusal)
        else:
            db.session.commit()
            return redirect(url_for("letters.show", request_id=row.id))
    page = render_template(
        "letters/edit.html", letter_request=row, form=form, theirs=theirs, differing=differing
    )
    return page, 409 if theirs else 422


def _send_if_asked(row: LetterRequest) -> None:
    if http.form.get("act") == "save":
        flash(_("The draft is saved. Send it when it is complete."), "ok")
        return
    services.submit_request(row, version=row.version, by=current_user, now=utcnow())
    flash(_("The request is sent. The secretariat answers by e-mail."), "ok")


def _refused(row: LetterRequest, refusal: RuleBroken, form: DecisionForm | None = None) -> Any:
    """Show the request as it stands by now, with the sentence that says why nothing was done."""
    db.session.rollback()
    fresh = _find(row.id)
    form = form or DecisionForm(formdata=None)
    form.renew(fresh.version)
    return _page(fresh, form, str(refusal)), 409


def _page(row: LetterRequest, form: DecisionForm, refusal: str | None = None) -> str:
    days_left = (row.meeting.starts_on - _today()).days
    letter = row.letter
    return render_template(
        "letters/show.html",
        letter_request=row,
        letter=letter,
        form=form,
        refusal=refusal,
        days=days_left,
        urgency=urgency(days_left),
        findings=_findings(row) if current_user.is_staff else [],
        sheet=(letter.facts if letter else None) or _sheet(row),
        history=queries.history_of(row),
        why_not=services.why_not_approve(row, current_user),
        may_edit=row.state in EDITABLE,
        may_withdraw=can_move(row.state, RequestState.WITHDRAWN),
        may_decide=row.state == RequestState.SUBMITTED and current_user.is_staff,
        may_issue=row.state == RequestState.APPROVED and current_user.is_staff,
        may_revoke=bool(letter and can_letter_move(letter.state, "revoked"))
        and current_user.is_staff,
    )


def _findings(row: LetterRequest) -> list[Finding]:
    earlier = queries.valid_letters(row.person_id, row.meeting_id, row.kind)
    name = row.details.get("passport_name", "")
    return findings(
        row.details,
        registry_name=row.person.printed_name,
        ends_on=row.meeting.ends_on,
        has_earlier_letter=any(letter.request_id != row.id for letter in earlier),
        has_address=row.person.email is not None,
        letters_without_font=unprintable_letters(name),
    )


def _sheet(row: LetterRequest) -> dict[str, Any]:
    """Return what will be printed, as far as it is known by now."""
    approver = row.approved_by
    return letter_facts(
        invitation_text(queries.invitation_of(row, _sender().contact)),
        _sender(),
        signatory=(approver.printed_name, approver.function or "") if approver else ("", ""),
        issued_on=_today(),
    )


def _decided(row: LetterRequest) -> str:
    if row.state == RequestState.APPROVED:
        return _("The request is approved. Issue the letter when it shall go out.")
    told = _("They are told by e-mail.") if row.person.email else _("They have no address here.")
    if row.state == RequestState.RETURNED:
        return _("The request is returned.") + " " + told
    return _("The request is refused.") + " " + told


def _issued(row: LetterRequest, number: str) -> str:
    sentence = _("Letter %(number)s is issued.", number=number)
    if row.person.email:
        return sentence + " " + _("A link to it goes to the person by e-mail.")
    return sentence + " " + _("The person has no address here, so hand it over yourself.")


def _today() -> date:
    return utcnow().astimezone(ZoneInfo(current_app.config["DEFAULT_TZ"])).date()


def _sender() -> Sender:
    config = current_app.config
    return Sender(
        organization=config["ORGANIZATION"],
        contact=config["MAIL_FROM"],
        base_url=config["BASE_URL"],
        tz=config["DEFAULT_TZ"],
    )
