"""What staff hand over: a copy of the draft with comments in it."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired


class CopyForm(FlaskForm):
    """The Word file that somebody sent back."""

    file = FileField(
        _("A copy of the draft with comments or changes in it"),
        validators=[FileRequired(_("Choose the .docx file that came back."))],
    )

    @property
    def content(self) -> tuple[bytes, str]:
        """The bytes of the file, and its name."""
        sent: Any = self.file.data
        return sent.read(), sent.filename or "copy.docx"
