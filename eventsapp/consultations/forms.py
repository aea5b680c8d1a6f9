"""What staff type about consultations."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    HiddenField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import UUID, DataRequired, Length, Optional
from wtforms.widgets import TextInput

from eventsapp.consultations.services import ConsultationFacts
from eventsapp.formats import YEARS, say_day
from eventsapp.letters.typed_dates import to_date
from eventsapp.people.forms import zone_choices
from eventsapp.versioned import VersionedForm

AUDIENCES = (
    "experts",
    "regional",
    "private sector",
    "open online",
    "local and regional governments",
    "international organisations",
    "internal",
)


class DayField(Field):
    """A day as people type it: `18 November 2024`, `18/11/2024` or `2024-11-18`, the day first."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return say_day(self.data, "plain") if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; nothing is no day."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = to_date(typed) if typed else None
        if typed and self.data is None:
            raise ValueError(
                gettext("“%(typed)s” is not a day. Write it like 18 November 2024.", typed=typed)
            )
        if self.data and self.data.year not in YEARS:
            self.data = None
            raise ValueError(
                gettext(
                    "“%(typed)s” is in no year from %(first)s to %(last)s. Look at the year again.",
                    typed=typed,
                    first=YEARS[0],
                    last=YEARS[-1],
                )
            )


def _trimmed(text: str | None) -> str | None:
    return text.strip() if text else None


class ConsultationForm(VersionedForm):
    """The facts of one consultation. What nobody has stated stays empty."""

    title = StringField(
        _("What"),
        validators=[
            DataRequired(_("Enter what it is called, as people know it.")),
            Length(max=300, message=_("Use at most 300 characters; details go elsewhere.")),
        ],
        filters=[_trimmed],
    )
    audience = StringField(
        _("For whom"),
        validators=[Optional(), Length(max=200, message=_("Use at most 200 characters."))],
        filters=[_trimmed],
    )
    starts_on = DayField(_("First day"))
    ends_on = DayField(_("Last day"))
    tz = SelectField(_("Time zone of its days"))
    mode = SelectField(_("How"))
    place = StringField(
        _("Where"),
        validators=[Optional(), Length(max=300, message=_("Use at most 300 characters."))],
        filters=[_trimmed],
    )
    certainty = SelectField(_("How certain"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tz.choices = zone_choices(self.tz.data)
        self.mode.choices = _choices(mode_names(), self.mode.data)
        self.certainty.choices = _choices(certainty_names(), self.certainty.data)
        for always_chosen in (self.tz, self.mode, self.certainty):
            always_chosen.flags.quiet = True

    def validate_ends_on(self, field: DayField) -> None:
        """Refuse a last day that is alone, or before the first."""
        first = self.starts_on.data
        if field.data is None or self.starts_on.errors:
            return
        if first is None:
            raise ValidationError(gettext("Enter the first day as well."))
        if field.data < first:
            raise ValidationError(
                gettext(
                    "The last day, %(last)s, is before the first, %(first)s. Correct one of them.",
                    last=say_day(field.data, "plain"),
                    first=say_day(first, "plain"),
                )
            )

    @property
    def facts(self) -> ConsultationFacts:
        """What was typed, with None for what is not stated."""
        return ConsultationFacts(
            title=self.title.data or "",
            tz=self.tz.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            audience=self.audience.data or None,
            mode=self.mode.data or None,
            place=self.place.data or None,
            certainty=self.certainty.data,
        )


class NewConsultationForm(ConsultationForm):
    """The facts of a new consultation, with its UID: sent twice, the form adds it once."""

    uid = HiddenField(validators=[UUID(_("This form was not filled on our page. Load it again."))])


class PlainForm(FlaskForm):
    """Nothing to type: one click that was asked for."""


def mode_names() -> dict[str, str]:
    """Return how a thing may be held, in the reader's language."""
    return {
        "": gettext("not stated"),
        "online": gettext("online"),
        "in person": gettext("in person"),
        "hybrid": gettext("hybrid"),
        "in the document": gettext("in the document"),
    }


def certainty_names() -> dict[str, str]:
    """Return how certain a thing may be, in the reader's language."""
    return {
        "firm": gettext("Firm"),
        "proposed": gettext("Proposed"),
        "intended": gettext("Intended"),
        "tentative": gettext("Tentative"),
        "ask": gettext("To be asked"),
    }


def _choices(names: dict[str, str], present: str | None) -> list[tuple[str, str]]:
    """Return the choices of a list, with the present value even if it is an unusual one."""
    if present and present not in names:
        names = {**names, present: present}
    return list(names.items())
