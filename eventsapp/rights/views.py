"""What people see, correct and ask about the data held about them; what staff see and answer."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from eventsapp import access
from eventsapp.asking.forms import consent_words
from eventsapp.clock import utcnow
from eventsapp.erasing.queries import imports_naming, merges_into, what_stays
from eventsapp.erasing.services import why_not_erase
from eventsapp.erasing.words import GOES, STAYS
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import language
from eventsapp.held.forms import purpose_names, shown, to_json
from eventsapp.history.services import record_view
from eventsapp.logbook.forms import say_acts, say_copies, say_own_acts
from eventsapp.logbook.queries import acts_about, copies_that_may_hold
from eventsapp.outgoing import as_file
from eventsapp.people.models import Person
from eventsapp.people.queries import needs_of
from eventsapp.rights import services
from eventsapp.rights.forms import (
    AnswerForm,
    AskForm,
    EraseForm,
    OwnDetailsForm,
    OwnNeedsForm,
    kind_names,
    needs_form,
    needs_version,
    own_values,
    state_names,
)
from eventsapp.rights.models import ASKED, ERASURE, DataRequest
from eventsapp.rights.queries import (
    all_held,
    answered_requests,
    purges,
    purposes_agreed_to,
    requests_held,
    requests_of,
    waiting_requests,
)
from eventsapp.rights.rules import RULES
from eventsapp.rights.saving import count_due

bp = Blueprint("rights", __name__)
FILE_TYPES = {"json": "application/json", "html": "text/html; charset=utf-8"}
MOST_ACTS, SOON_DAYS = 100, 30


@bp.get("/my-data")
def own() -> str:
    """Show a person all that is held about them; what is locked is shown on demand."""
    return _own_page()


@bp.post("/my-data/locked")
def own_locked() -> str:
    """Show it with passport data, answers and needs, and write down that it was looked at."""
    page = _own_page(needs_form(needs_of(current_user.person)), is_open=True)
    record_view("saw held data", current_user.person, now=utcnow(), user_id=current_user.id)
    return page


def _own_page(
    needs: OwnNeedsForm | None = None, *, is_open: bool = False, differences: Any = None
) -> str:
    person = current_user.person
    groups = all_held(person, is_own=True, shows_locked=is_open, shows_needs=is_open)
    return render_template(
        "rights/own.html",
        person=person,
        groups=shown(groups),
        is_open=is_open,
        needs_form=needs,
        differences=differences,
        purposes=purpose_names(),
        agreed=purposes_agreed_to(person.id),
        wordings=_wordings(),
        requests=requests_of(person.id),
        kinds=kind_names(),
        states=state_names(),
        acts=list(say_own_acts(acts_about(person.id, MOST_ACTS), person.id)),
        copies=list(say_copies(copies_that_may_hold(person, MOST_ACTS))),
    )


def _wordings() -> dict[str, str]:
    return consent_words(_("every meeting in which I take part"))


@bp.post("/my-data.<any(json, html):kind>")
def own_file(kind: str) -> Response:
    """Give a person all that is held about them as a file; that it was taken is written down."""
    return _file(current_user.person, kind, is_own=True, shows_needs=True)


def _file(person: Person, kind: str, *, is_own: bool, shows_needs: bool) -> Response:
    now = utcnow()
    groups = all_held(person, is_own=is_own, shows_locked=True, shows_needs=shows_needs)
    asked = requests_held(person.id)
    groups += [asked] if asked.rows else []
    if kind == "json":
        content = to_json(groups, written_at=now)
    else:
        content = render_template("rights/file.html", person=person, groups=shown(groups), at=now)
    rows = sum(len(one.rows) for one in groups)
    record_view("exported", person, now=now, user_id=current_user.id, format=kind, rows=rows)
    return as_file(content, f"data-held-{now:%Y-%m-%d-%H%M}.{kind}", FILE_TYPES[kind])


@bp.route("/my-data/details", methods=["GET", "POST"])
def details() -> Any:
    """Correct one's phone and languages, at once."""
    person = current_user.person
    form = OwnDetailsForm(data=own_values(person))
    if not form.is_submitted():
        form.open_at(person.version)
        return render_template("rights/details.html", form=form, differences=None, saved=None)
    if form.is_older_than(person.version):
        return _stale(form)
    if not form.validate():
        return _details_page(form, 422)
    try:
        services.correct_own(
            person,
            phone=form.phone.data or None,
            languages=form.tags,
            user_id=current_user.id,
            now=utcnow(),
        )
        db.session.commit()
    except StaleDataError:
        db.session.rollback()
        return _stale(form)
    flash(_("Your details are saved."), "ok")
    return redirect(url_for("rights.own"))


def _details_page(form: OwnDetailsForm, status: int, differences: Any = None) -> Any:
    page = render_template("rights/details.html", form=form, differences=differences, saved=None)
    return page, status


def _stale(form: OwnDetailsForm) -> Any:
    form.validate()
    person = current_user.person
    now_saved = OwnDetailsForm(formdata=None, data=own_values(person))
    return _details_page(form, 409, form.meet(now_saved, person.version))


@bp.post("/my-data/needs")
def own_needs() -> Any:
    """Keep what a person says they need to take part."""
    form, kept = OwnNeedsForm(), needs_of(current_user.person)
    if form.is_older_than(needs_version(kept)):
        differences = form.meet(needs_form(kept), needs_version(kept))
        page = _own_page(form, differences=differences)
        record_view("saw held data", current_user.person, now=utcnow(), user_id=current_user.id)
        return page, 409
    if not form.validate():
        return _own_page(form), 422
    services.state_own_needs(
        current_user.person, form.details, user_id=current_user.id, now=utcnow()
    )
    db.session.commit()
    flash(_("What you need is saved. Those who arrange it see it."), "ok")
    return redirect(url_for("rights.own"))


@bp.post("/my-data/consents/<any(give, withdraw):act>")
def consent(act: str) -> Any:
    """Agree to one use of one's data for all meetings, or to none any more."""
    purpose = request.form.get("purpose", "")
    if purpose not in purpose_names():
        abort(404)
    person, user_id, now = current_user.person, current_user.id, utcnow()
    if act == "give":
        words = _wordings()[purpose]
        services.agree(
            person, purpose, wording=words, language=language(), user_id=user_id, now=now
        )
        flash(_("You agreed. You can withdraw it here at any time."), "ok")
    else:
        services.disagree(person, purpose, user_id=user_id, now=now)
        flash(
            _("It is withdrawn. What was printed or published before cannot be called back."), "ok"
        )
    db.session.commit()
    return redirect(url_for("rights.own", _anchor="agreed"))


@bp.route("/my-data/ask/<any(correction, erasure):kind>", methods=["GET", "POST"])
def ask(kind: str) -> Any:
    """Ask staff to correct what one cannot correct oneself, or to erase everything."""
    form = AskForm(kind=kind)
    if form.validate_on_submit():
        services.ask(
            current_user.person, kind, form.words.data or "", user_id=current_user.id, now=utcnow()
        )
        db.session.commit()
        flash(_("The secretariat has your request and answers by e-mail."), "ok")
        return redirect(url_for("rights.own"))
    page = render_template("rights/ask.html", form=form, kind=kind, is_erasure=kind == ERASURE)
    return page, 422 if form.errors else 200


@bp.get("/people/<int:person_id>/data")
def person(person_id: int) -> str:
    """Show staff all that is held about a person, as for a request that came by mail."""
    return _person_page(_known(person_id))


@bp.post("/people/<int:person_id>/data/locked")
def person_locked(person_id: int) -> str:
    """Show it with passport data and answers, and needs to those who arrange them; written down."""
    known = _known(person_id)
    page = _person_page(known, is_open=True)
    record_view("saw held data", known, now=utcnow(), user_id=current_user.id)
    return page


@bp.post("/people/<int:person_id>/data.<any(json, html):kind>")
def person_file(person_id: int, kind: str) -> Response:
    """Give staff all that is held about a person as a file, to send it to them."""
    known = _known(person_id)
    return _file(known, kind, is_own=False, shows_needs=access.sees_needs(current_user))


def _known(person_id: int) -> Person:
    access.require_staff(current_user)
    return access.find(Person, person_id, current_user) or abort(404)


def _person_page(known: Person, *, is_open: bool = False) -> str:
    sees_needs = access.sees_needs(current_user)
    groups = all_held(known, is_own=False, shows_locked=is_open, shows_needs=is_open and sees_needs)
    return render_template(
        "rights/person.html",
        person=known,
        groups=shown(groups),
        is_open=is_open,
        sees_needs=sees_needs,
        requests=requests_of(known.id),
        kinds=kind_names(),
        states=state_names(),
        refusal=why_not_erase(known, current_user),
        acts=list(say_acts(acts_about(known.id, MOST_ACTS))),
    )


@bp.route("/people/<int:person_id>/erase", methods=["GET", "POST"])
def erase(person_id: int) -> Any:
    """Say what goes and what stays, ask for the name, and erase the person for good."""
    known = _known(person_id)
    form = EraseForm(printed_name=known.printed_name)
    if form.validate_on_submit():
        try:
            services.carry_out(known, form.words.data or "", by=current_user, now=utcnow())
            db.session.commit()
        except RuleBroken as refusal:
            db.session.rollback()
            form.form_errors = [str(refusal)]
            return _erase_page(_known(person_id), form), 409
        except StaleDataError:
            db.session.rollback()
            form.form_errors = [_("Somebody changed this person just now. Look again, then erase.")]
            return _erase_page(_known(person_id), form), 409
        flash(_("The person is erased. What stays names them no more."), "ok")
        return redirect(url_for("rights.requests"))
    return _erase_page(known, form), 422 if form.errors else 200


def _erase_page(known: Person, form: EraseForm) -> str:
    return render_template(
        "rights/erase.html",
        person=known,
        form=form,
        goes=GOES,
        stays=[(STAYS[one.name], one.count) for one in what_stays(known)],
        files=imports_naming(known),
        merges=len(merges_into(known.id)),
        refusal=why_not_erase(known, current_user),
        requests=[one for one in requests_of(known.id) if one.state == ASKED],
    )


@bp.get("/people/data-requests")
def requests() -> str:
    """List what people ask about their data, what waits first."""
    access.require_staff(current_user)
    return _requests_page()


def _requests_page(refusal: str = "", asked_id: int = 0, typed: str = "") -> str:
    return render_template(
        "rights/requests.html",
        refusal=refusal,
        asked_id=asked_id,
        typed=typed,
        waiting=waiting_requests(),
        page=answered_requests(request.args.get("page", 1, type=int)),
        reasons=STAYS,
        kinds=kind_names(),
        states=state_names(),
    )


@bp.post("/data-requests/<int:request_id>/<any(done, declined):how>")
def answer(request_id: int, how: str) -> Any:
    """Answer a request; the person gets the answer by mail."""
    access.require_staff(current_user)
    asked = access.find(DataRequest, request_id, current_user) or abort(404)
    form = AnswerForm()
    words, now = form.words.data or "", utcnow()
    try:
        if not form.validate():
            raise RuleBroken(_("Use at most 1,000 characters for the answer."))
        services.answer(asked, is_done=how == "done", words=words, user_id=current_user.id, now=now)
        db.session.commit()
    except RuleBroken as refusal:
        db.session.rollback()
        return _requests_page(str(refusal), asked_id=request_id, typed=words), 422
    is_reached = asked.person is not None and asked.person.email is not None
    told = _("The person is told by e-mail.") if is_reached else _("No mail reaches the person.")
    flash(_("Answered.") + " " + told, "ok")
    return redirect(url_for("rights.requests"))


@bp.get("/retention")
def retention() -> str:
    """Show how long what is kept, what goes within 30 days, and what went."""
    access.require_staff(current_user)
    today = utcnow().date()
    now_due, soon_due = count_due(today), count_due(today + timedelta(days=SOON_DAYS))
    return render_template(
        "rights/retention.html",
        rules=[(rule, now_due[rule.name], soon_due[rule.name]) for rule in RULES],
        names={rule.name: rule.what for rule in RULES},
        page=purges(request.args.get("page", 1, type=int)),
    )
