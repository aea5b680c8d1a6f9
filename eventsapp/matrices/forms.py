"""What staff choose and hand over about a matrix."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from eventsapp.matrices.columns import HEADINGS, NAMES, NOBODY, ORGANIZATIONS


class MatrixForm(FlaskForm):
    """The file that comes back."""

    file = FileField(
        _("The matrix that colleagues edited"),
        validators=[FileRequired(_("Choose the .xlsx file that came back."))],
    )

    @property
    def content(self) -> tuple[bytes, str]:
        """The bytes of the file, and its name."""
        sent: Any = self.file.data
        return sent.read(), sent.filename or "matrix.xlsx"


class KeepForm(FlaskForm):
    """The edits that are taken; `mark` is that of what was looked at."""

    mark = HiddenField()


def attribution_names() -> dict[str, str]:
    """Return how commenters may be named in a matrix."""
    return {
        NOBODY: gettext("without saying whose"),
        ORGANIZATIONS: gettext("with organisations"),
        NAMES: gettext("with names and organisations"),
    }


def column_names() -> dict[str, str]:
    """Return the headings of the file by our name for each column."""
    return HEADINGS
