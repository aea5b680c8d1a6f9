"""What staff type about nominations."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from eventsapp.formats import language
from eventsapp.nominations.services import NominationFacts
from eventsapp.people.models import Nomination, Person
from eventsapp.people.queries import country_names
from eventsapp.reminders.forms import DayField
from eventsapp.versioned import VersionedForm

MOST_PEOPLE = 1_000


class NominationForm(VersionedForm):
    """Which government names somebody, since when, with which letter."""

    country = SelectField(_("Nominating government"), validators=[DataRequired()])
    nominated_on = DayField(_("Day of the letter"), validators=[Optional()])
    letter = FileField(_("Signed letter (PDF or picture)"))
    note = StringField(
        _("Note"),
        validators=[
            Optional(),
            Length(max=1000, message=_("Use at most %(max)d characters.")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = ("", gettext("choose a government"))
        self.country.choices = [choose, *country_names(language()).items()]
        self.country.validators = [DataRequired(gettext("Choose the nominating government."))]

    def _shown(self) -> Iterator[Field]:
        """Compare what was typed and what is kept, but no files."""
        return (field for field in super()._shown() if field.name != self.letter.name)

    @property
    def facts(self) -> NominationFacts:
        """What was typed, and the letter if there is one."""
        return NominationFacts(
            country=self.country.data,
            nominated_on=self.nominated_on.data,
            note=self.note.data or None,
            letter=letter_of(self.letter.data),
        )


def form_values(held: Nomination | None, person: Person) -> dict[str, Any]:
    """Return what the fields say about a nomination, or about a person who has none."""
    if held is None:
        return {"country": person.country}
    return {
        "country": held.country,
        "nominated_on": held.nominated_on,
        "note": held.note,
    }


def letter_of(upload: Any) -> tuple[str, bytes] | None:
    """Return the name and the content of a file that was handed over, or None."""
    if not upload or not getattr(upload, "filename", None):
        return None
    return upload.filename, upload.read()


class CapForm(FlaskForm):
    """How many people one country may name for a process."""

    most = IntegerField(
        _("At most per country"),
        validators=[
            Optional(),
            NumberRange(1, MOST_PEOPLE, _("Write a number, or leave it empty for no cap.")),
        ],
    )
