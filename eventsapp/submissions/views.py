"""The page on which somebody writes and sends, by private link or signed in, and what the
secretariat sees of it."""

import time
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from eventsapp import access
from eventsapp.accounts.services import is_too_often
from eventsapp.clock import real_utcnow, utcnow
from eventsapp.consultations.models import SENT, Consultation, Hearing, Submission
from eventsapp.consultations.queries import hearing_of, state_of
from eventsapp.consultations.window import change_between
from eventsapp.errors import RuleBroken
from eventsapp.extensions import csrf, db
from eventsapp.hearings.queries import hearing_with
from eventsapp.hearings.tokens import page_mark
from eventsapp.history.services import record_view
from eventsapp.incoming import caller, wait_since
from eventsapp.mediatypes import XLSX
from eventsapp.outgoing import as_file
from eventsapp.public import public
from eventsapp.reminders.planning import known_zone
from eventsapp.sheets.writing import write_xlsx
from eventsapp.submissions import queries, services
from eventsapp.submissions.exporting import HEADER, lines_of
from eventsapp.submissions.forms import SubmissionForm, state_words
from eventsapp.submissions.services import SecondVoice, SentAlready, TooLate
from eventsapp.submissions.voices import voice_key

bp = Blueprint("submissions", __name__)
MOST_PER_CALLER = 60


@bp.route("/hear/<token>", methods=["GET", "POST"])
@public
@csrf.exempt
def by_link(token: str) -> Any:
    """Write and send without signing in; an unknown link and one that was withdrawn look alike."""
    started = time.monotonic()
    hearing = hearing_with(token)
    if hearing is None:
        wait_since(started)
        return render_template("submissions/unknown.html"), 404
    mark = page_mark(token)
    if request.method == "POST" and request.form.get("page") != mark:
        abort(400)
    # The mark takes the place of the form's own key, which ends after hours: people write for days.
    form = SubmissionForm(hearing, meta={"csrf": False})
    return _own(hearing, form, url_for("submissions.by_link", token=token), mark)


@bp.route("/consultations/<int:consultation_id>/submission", methods=["GET", "POST"])
def own(consultation_id: int) -> Any:
    """Write and send one's own, signed in."""
    hearing = hearing_of(consultation_id, current_user.person_id) or abort(404)
    address = url_for("submissions.own", consultation_id=consultation_id)
    return _own(hearing, SubmissionForm(hearing), address, None)


def _own(hearing: Hearing, form: SubmissionForm, address: str, mark: str | None) -> Any:
    if not form.is_submitted():
        return _page(hearing, form, 200, mark)
    step = request.form.get("step", "send")
    if step == "send" and is_too_often(
        "submission-caller", caller(), most=MOST_PER_CALLER, real_now=real_utcnow()
    ):
        db.session.commit()
        return render_template("accounts/too_often.html"), 429
    if not form.validate():
        if not form.text.errors and not _is_sent(hearing):
            _keep(hearing, form)  # a file that is refused costs nobody the text
        return _page(hearing, form, 422, mark)
    if step != "send":
        try:
            _keep(hearing, form)
        except SentAlready as refusal:  # in another tab
            db.session.rollback()
            form.text.errors = [*form.text.errors, str(refusal)]
            return _page(hearing, form, 409, mark)
        if step == "kept":
            return "", 204
        flash(_("Your draft is kept. It is not sent yet."), "ok")
        return redirect(address)
    return _send(hearing, form, address, mark)


def _is_sent(hearing: Hearing) -> bool:
    return hearing.submission is not None and hearing.submission.sent_at is not None


def _keep(hearing: Hearing, form: SubmissionForm) -> None:
    services.keep_draft(hearing, form.typed, now=utcnow())
    db.session.commit()


def _send(hearing: Hearing, form: SubmissionForm, address: str, mark: str | None) -> Any:
    user = current_user if current_user.is_authenticated else None
    try:
        services.send(hearing, form.typed, now=utcnow(), by=user)
        db.session.commit()
    except (TooLate, SecondVoice) as refusal:
        db.session.commit()  # what was typed is kept
        is_late = isinstance(refusal, TooLate)
        field = form.text if is_late else form.wish
        field.errors = [*field.errors, str(refusal)]
        return _page(hearing, form, 422, mark, asks_wish=not is_late)
    except RuleBroken as refusal:
        db.session.rollback()
        form.text.errors = [*form.text.errors, str(refusal)]
        return _page(hearing, form, 422, mark)
    flash(_("Thank you. It is sent, and a confirmation is on its way to you."), "ok")
    return redirect(address)


def _page(
    hearing: Hearing,
    form: SubmissionForm,
    status: int,
    mark: str | None,
    *,
    asks_wish: bool = False,
) -> Any:
    consultation, submission = hearing.consultation, hearing.submission
    page = render_template(
        "submissions/own.html",
        hearing=hearing,
        consultation=consultation,
        submission=submission,
        form=form,
        mark=mark,
        state=state_of(consultation, utcnow()).value,
        why_closed=services.why_closed(consultation, utcnow()),
        asks_wish=asks_wish or bool(submission and submission.wish and not submission.sent_at),
        own_tz=known_zone(hearing.person.tz if hearing.person else hearing.tz),
        words=state_words(),
        changes={one.id: change_between(one.before, one.after) for one in consultation.moves},
    )
    # Where the mark takes the place of the form's own key, no page need name itself.
    quiet = {"Referrer-Policy": "no-referrer"} if mark else {}
    return page, status, {"X-Robots-Tag": "noindex", **quiet}


@bp.get("/consultations/<int:consultation_id>/submissions")
def index(consultation_id: int) -> str:
    """List what was sent, what waits for agreement first."""
    consultation = _find(consultation_id)
    number = request.args.get("page", 1, type=int)
    return render_template(
        "submissions/index.html",
        consultation=consultation,
        page=queries.submissions_page(consultation_id, number),
        late=queries.late_drafts(consultation_id),
        words=state_words(),
        page_address=lambda page: url_for(
            "submissions.index", consultation_id=consultation_id, page=page
        ),
    )


@bp.get("/consultations/<int:consultation_id>/submissions/<int:submission_id>")
def show(consultation_id: int, submission_id: int) -> str:
    """Show one submission, and beside a second one of an organisation its first."""
    submission = _submission(consultation_id, submission_id)
    hearing = submission.hearing
    key = voice_key(hearing.organization_id, hearing.organization_name)
    is_second = submission.is_for_organization and submission.state != SENT and key
    return render_template(
        "submissions/show.html",
        consultation=hearing.consultation,
        submission=submission,
        first=queries.voice_of(consultation_id, key or "", but=submission.id)
        if is_second
        else None,
        words=state_words(),
    )


@bp.post(
    "/consultations/<int:consultation_id>/submissions/<int:submission_id>"
    "/<any(join, replace, take):step>"
)
def decide(consultation_id: int, submission_id: int, step: str) -> Any:
    """Write down what was agreed about a second voice, or take in a late one."""
    submission = _submission(consultation_id, submission_id)
    if step == "take":
        services.take_late(submission, now=utcnow(), by=current_user)
        said = _("It is taken in, marked as late.")
    else:
        services.decide_voice(submission, step, now=utcnow(), by=current_user)
        said = _("What was agreed is written down. Both submissions are kept.")
    db.session.commit()
    flash(said, "ok")
    return redirect(
        url_for("submissions.show", consultation_id=consultation_id, submission_id=submission_id)
    )


@bp.get("/consultations/<int:consultation_id>/submissions/<int:submission_id>/file")
def take_file(consultation_id: int, submission_id: int) -> Any:
    """Hand out the file of a submission; that is written down."""
    submission = _submission(consultation_id, submission_id)
    if submission.content is None:
        abort(404)
    content, kind = submission.content, submission.content_type or "application/octet-stream"
    name = submission.file_name or "submission"
    record_view("took a file", submission, now=utcnow(), user_id=current_user.id)
    return as_file(content, name, kind)


@bp.get("/consultations/<int:consultation_id>/submissions.xlsx")
def export(consultation_id: int) -> Any:
    """Hand out what was sent as a table; that is written down."""
    consultation, now = _find(consultation_id), utcnow()
    rows = lines_of(queries.submissions_sent(consultation_id), state_words())
    title = f"{consultation.title}, {now:%d-%m-%Y %H:%M} UTC"
    content = write_xlsx([_(one) for one in HEADER], rows, title=title)
    record_view(
        "exported",
        consultation,
        now=now,
        user_id=current_user.id,
        format="xlsx",
        rows=len(rows),
        columns=list(HEADER),
    )
    return as_file(content, f"submissions-{consultation_id}-{now:%Y-%m-%d-%H%M}.xlsx", XLSX)


def _find(consultation_id: int) -> Consultation:
    access.require_staff(current_user)
    found: Consultation = access.find(Consultation, consultation_id, current_user) or abort(404)
    return found


def _submission(consultation_id: int, submission_id: int) -> Submission:
    access.require_staff(current_user)
    found = access.find(Submission, submission_id, current_user)
    if found is None or found.consultation_id != consultation_id:
        abort(404)
    # What somebody still writes, and has not tried to send, is theirs alone.
    return found if found.sent_at is not None or found.was_late else abort(404)
