"""What staff type about a draft."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length, Optional

from eventsapp.documents.forms import language_choices


def _trimmed(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


class DraftForm(FlaskForm):
    """A file, or the text of a draft; and what staff say of it."""

    file = FileField(_("File (.docx, .txt or .md)"))
    text = TextAreaField(_("Or paste the text"))
    label = StringField(
        _("How it is called"),
        [Optional(), Length(max=100, message=_("Use at most 100 characters."))],
        filters=[_trimmed],
    )
    language = SelectField(_("Language"))

    def offer(self, present: str | None) -> None:
        """Fill the list of languages."""
        as_stated = [("", gettext("as the file says, else as the document"))]
        self.language.choices = as_stated + language_choices(present)
        self.language.flags.quiet = True

    @property
    def is_pasted(self) -> bool:
        """Whether there is no file, but a text."""
        return not (self.file.data and self.file.data.filename)

    def validate_text(self, field: TextAreaField) -> None:
        """Ask for one of the two, and for not more."""
        has_text = bool((field.data or "").strip())
        if self.is_pasted and not has_text:
            raise ValidationError(gettext("Choose a file, or paste the text of the draft."))
        if not self.is_pasted and has_text:
            raise ValidationError(
                gettext("There is a file and a text. Empty one of them, so that it is clear.")
            )


class KeepForm(FlaskForm):
    """Whether what was read is kept, and in which language it is."""

    language = SelectField(_("Language of this draft"))

    def offer(self, present: str | None) -> None:
        """Fill the list of languages."""
        self.language.choices = language_choices(present)
        self.language.flags.quiet = True


class PlainForm(FlaskForm):
    """Nothing to type: one click that was asked for."""
