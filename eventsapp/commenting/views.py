"""The page on which people comment on a draft, by their secret link or signed in."""

import time
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError

from eventsapp.accounts.services import is_too_often
from eventsapp.clock import real_utcnow, utcnow
from eventsapp.commenting.forms import CommentForm
from eventsapp.commenting.passages import commented
from eventsapp.comments import queries, saving, services
from eventsapp.comments.forms import decision_names, draft_name, kind_names
from eventsapp.comments.models import DRAFT, SENT, Comment, Commenter
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.incoming import caller, wait_since
from eventsapp.numbers import row_number
from eventsapp.public import public
from eventsapp.reminders.planning import known_zone
from eventsapp.versioned import Difference

bp = Blueprint("commenting", __name__)
# Drafts are saved as they are typed: more than anybody types within the quarter of an hour.
MOST_PER_CALLER = 600


@bp.route("/comment/<token>", methods=["GET", "POST"])
@public
def write(token: str) -> Any:
    """Comment on a draft without signing in; looking changes nothing.

    An unknown link, and one that was withdrawn, get the same page after the same time.
    """
    started = time.monotonic()
    found = queries.commenter_with(token)
    if found is None:
        wait_since(started)
        return render_template("commenting/unknown.html"), 404
    return _Commenting(found, url_for("commenting.write", token=token), None).answer()


@bp.route("/documents/<int:document_id>/comments/<int:round_id>/mine", methods=["GET", "POST"])
def own(document_id: int, round_id: int) -> Any:
    """Comment on a draft for which one is asked, signed in."""
    found = queries.commenter_of(round_id, current_user.person_id) or abort(404)
    if found.round.document_id != document_id:
        abort(404)
    here = url_for("commenting.own", document_id=document_id, round_id=round_id)
    return _Commenting(found, here, current_user.id).answer()


class _Commenting:
    """One request to the page on which somebody comments."""

    def __init__(self, commenter: Commenter, here: str, user_id: int | None) -> None:
        self.commenter, self.here, self.user_id = commenter, here, user_id
        self.by_script = request.accept_mimetypes.best == "application/json"

    def answer(self) -> Any:
        """Show the page, or do what was asked."""
        if request.method != "POST":
            return self._page(self._opened(), 200)
        too_often = is_too_often(
            "comments-caller", caller(), most=MOST_PER_CALLER, real_now=real_utcnow()
        )
        if too_often:
            db.session.commit()
            return render_template("accounts/too_often.html"), 429
        if request.form.get("act") in {"save", "send"}:
            return self._typed()
        try:
            said = self._act(request.form.get("act", ""))
            db.session.commit()
        except RuleBroken as refusal:
            db.session.rollback()
            flash(str(refusal), "warn")
            return redirect(self.here)
        flash(said, "ok")
        return redirect(self.here)

    def _act(self, act: str) -> str:
        one, now, by = self.commenter, utcnow(), {"user_id": self.user_id}
        if act == "send all":
            sent = saving.send_comments(one, queries.comments_of(one), now=now, **by)
            return _sent_words(len(sent))
        if act == "nothing":
            saving.say_nothing(one, now=now, **by)
            return _("Thank you: the secretariat knows that you have no comment.")
        if act == "hand over":
            return self._hand_over()
        comment = queries.comment_of(one, request.form.get("comment", type=int)) or abort(404)
        if act == "withdraw":
            saving.withdraw_comment(one, comment, now=now, **by)
            return _("The comment is withdrawn. You can send it again.")
        if act == "delete":
            saving.delete_draft(one, comment, now=now)
            return _("The draft is deleted.")
        return abort(404)

    def _hand_over(self) -> str:
        number = request.form.get("to", type=int)
        colleagues = queries.colleagues_of(self.commenter)
        to = next((one for one in colleagues if one.id == number), None) or abort(404)
        if not self.commenter.is_sender:
            raise RuleBroken(_("Only who sends for your organisation can hand that over."))
        services.let_send(to, now=utcnow(), by_user_id=self.user_id)
        return _("%(name)s sends for your organisation now.", name=to.person.printed_name)

    def _typed(self) -> Any:
        """Keep a comment as typed, and send it if that was asked."""
        form = CommentForm()
        comment = self._known(form)
        if comment is not None and form.is_older_than(comment.version):
            return self._stale(form, comment)
        if not form.validate():
            return self._refused(form, str(next(iter(form.errors.values()))[0]), 422)
        try:
            saved = saving.save_comment(
                self.commenter, form.said, comment=comment, key=form.key.data or None, now=utcnow()
            )
            sent = self._sent(saved)
            db.session.commit()
        except saving.RoundClosed as refusal:
            db.session.rollback()
            return self._refused(form, str(refusal), 409, is_closed=True)
        except RuleBroken as refusal:
            db.session.rollback()
            form.form_errors.append(str(refusal))
            return self._refused(form, str(refusal), 422)
        except StaleDataError:
            db.session.rollback()
            return self._stale(form, self._known(form) or abort(404))
        return self._kept(saved, sent)

    def _known(self, form: CommentForm) -> Comment | None:
        """Return the comment that is being changed; a form that made one before changes that.

        What a colleague deleted meanwhile is written anew, so that nothing typed is lost.
        """
        number = row_number(form.comment.data or "")
        if number and queries.is_there(number):
            return queries.comment_of(self.commenter, number) or abort(404)
        before = queries.comment_with_key(self.commenter, form.key.data) if form.key.data else None
        if before is not None and before.state == DRAFT:
            form.version.data = str(before.version)
        return before

    def _sent(self, saved: Comment) -> int:
        if request.form["act"] != "send":
            return 0
        by = {"user_id": self.user_id}
        return len(saving.send_comments(self.commenter, [saved], now=utcnow(), **by))

    def _kept(self, saved: Comment, sent: int) -> Any:
        if self.by_script:
            fresh = CommentForm.of(saved)
            return jsonify(
                comment=saved.id,
                version=fresh.version.data,
                opened_with=fresh.opened_with.data,
                said=_("Saved. Not sent yet.") if saved.state == DRAFT else _("Saved."),
            )
        said = _sent_words(sent) if sent else _("The comment is saved and not sent yet.")
        if saved.state == SENT and not sent:
            said = _("The comment is changed. The secretariat sees the new words.")
        flash(said, "ok")
        return redirect(f"{self.here}#c-{saved.id}")

    def _refused(
        self, form: CommentForm, sentence: str, status: int, *, is_closed: bool = False
    ) -> Any:
        if self.by_script:
            return jsonify(error=sentence, closed=is_closed), status
        return self._page(form, status, lost=sentence if is_closed else None)

    def _stale(self, form: CommentForm, comment: Comment) -> Any:
        if self.by_script:
            sentence = _("A colleague changed this comment meanwhile. Press Save to see both.")
            return jsonify(error=sentence, closed=False), 409
        form.validate()
        differences = form.meet(CommentForm.of(comment), comment.version)
        return self._page(form, 409, differences=differences)

    def _opened(self) -> CommentForm | None:
        """Return the form that the address opens: at a passage, the whole, or a comment."""
        at, number = request.args.get("at"), request.args.get("edit", type=int)
        if not self.commenter.round.is_open(utcnow()):
            return None
        if number is not None:
            comment = queries.comment_of(self.commenter, number)
            return CommentForm.of(comment) if comment else None
        return CommentForm.about(row_number(at) or None) if at else None

    def _page(
        self,
        form: CommentForm | None,
        status: int,
        *,
        lost: str | None = None,
        differences: list[Difference] | None = None,
    ) -> Any:
        one, now = self.commenter, utcnow()
        comments = queries.comments_of(one)
        blocks = queries.blocks_of(one.round.draft)
        here = {block.passage_id for block in blocks}
        away = {said.passage_id for said in comments if said.passage_id is not None} - here
        colleagues = queries.colleagues_of(one)
        page = render_template(
            "commenting/write.html",
            commenter=one,
            round=one.round,
            here=self.here,
            text=commented(blocks, comments, queries.last_words(away) if away else {}),
            drafts=[said for said in comments if said.state == DRAFT],
            sent=[said for said in comments if said.state == SENT],
            form=form if lost is None else None,
            typed=form if lost is not None else None,
            lost=lost,
            differences=differences,
            is_open=one.round.is_open(now),
            is_early=now < one.round.open_at,
            colleagues=colleagues if len(colleagues) > 1 else [],
            sender=next((other for other in colleagues if other.is_sender), one),
            tz=known_zone(one.person.tz) or one.round.tz,
            kinds=kind_names(),
            decisions=decision_names(),
            draft_name=draft_name(one.round.draft),
        )
        # Over HTTPS a form is taken only from a page of ours that names itself, so it names itself
        # to us, and to nobody else: `headers` says so.
        return page, status, {"X-Robots-Tag": "noindex"}


def _sent_words(count: int) -> str:
    if not count:
        return _("There was nothing to send.")
    return ngettext(
        "%(num)s comment is sent. Thank you.", "%(num)s comments are sent. Thank you.", count
    )
