"""What people type who comment."""

from typing import Any
from uuid import uuid4

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectChoice, TextAreaField, ValidationError
from wtforms.validators import Length

from eventsapp.comments.models import EDITORIAL, GENERAL, SUBSTANTIVE, Comment
from eventsapp.comments.saving import LONGEST, Said
from eventsapp.numbers import row_number
from eventsapp.versioned import VersionedForm

TOO_LONG = _("Use at most 10,000 characters; a longer text goes into several comments.")
WHOLE = "whole"


def _as_typed(text: str | None) -> str | None:
    return text.replace("\r\n", "\n").strip() if text else text


class CommentForm(VersionedForm):
    """One comment. `at` is the passage, or the whole; `key` is that of this form."""

    kind = RadioField(
        _("What kind of comment"),
        choices=[
            SelectChoice(GENERAL, _("General")),
            SelectChoice(SUBSTANTIVE, _("Substantive")),
            SelectChoice(EDITORIAL, _("Editorial")),
        ],
        default=SUBSTANTIVE,
    )
    text = TextAreaField(
        _("Your comment"), validators=[Length(max=LONGEST, message=TOO_LONG)], filters=[_as_typed]
    )
    suggested = TextAreaField(
        _("Wording that you suggest"),
        validators=[Length(max=LONGEST, message=TOO_LONG)],
        filters=[_as_typed],
    )
    at = HiddenField()
    comment = HiddenField()
    key = HiddenField(validators=[Length(max=36)])

    @classmethod
    def about(cls, passage_id: int | None) -> "CommentForm":
        """Return the empty form for a passage, or the whole."""
        form = cls(formdata=None)
        form.at.data = str(passage_id) if passage_id else WHOLE
        form.key.data = str(uuid4())
        form.open_at(0)
        return form

    @classmethod
    def of(cls, comment: Comment) -> "CommentForm":
        """Return the form of a comment that was saved."""
        form = cls(formdata=None, kind=comment.kind, text=comment.text, suggested=comment.suggested)
        form.at.data = str(comment.passage_id) if comment.passage_id else WHOLE
        form.comment.data, form.key.data = str(comment.id), comment.client_key or ""
        form.open_at(comment.version)
        return form

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Either of the two is enough: neither is called optional.
        self.text.flags.quiet = self.suggested.flags.quiet = True

    def validate_text(self, field: TextAreaField) -> None:
        """Refuse to keep a comment that says nothing."""
        if not (field.data or self.suggested.data):
            raise ValidationError(gettext("Write the comment, or the wording that you suggest."))

    @property
    def passage_id(self) -> int | None:
        """The passage that it is about; None is the whole."""
        return row_number(self.at.data or "") or None

    @property
    def said(self) -> Said:
        """What was typed."""
        return Said(
            text=self.text.data or "",
            kind=self.kind.data or SUBSTANTIVE,
            suggested=self.suggested.data or None,
            passage_id=self.passage_id,
        )
