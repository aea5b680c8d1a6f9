"""What somebody sends who answers a poll."""

from collections.abc import Mapping

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length

from eventsapp.polls.models import ANSWERS, Poll


def _trimmed(text: str | None) -> str | None:
    return text.strip() if text else text


class AnswerForm(FlaskForm):
    """One answer for each slot, and a comment."""

    comment = TextAreaField(
        _("A comment to the secretariat"),
        validators=[Length(max=1000, message=_("Use at most 1,000 characters."))],
        filters=[_trimmed],
    )

    def __init__(self, poll: Poll, known: Mapping[int, str], comment: str | None) -> None:
        super().__init__(comment=comment)
        self.is_typed = request.method == "POST"
        self.answers = sent_answers(poll) if self.is_typed else dict(known)
        self.is_empty = not self.answers


def sent_answers(poll: Poll) -> dict[int, str]:
    """Return what was ticked, by slot; of others nothing."""
    sent = {slot.id: request.form.get(f"slot-{slot.id}", "") for slot in poll.slots}
    return {number: one for number, one in sent.items() if one in ANSWERS}
