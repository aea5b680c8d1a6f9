"""What staff type about consultations."""

from datetime import date, time
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import UUID, DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from eventsapp.consultations.services import ConsultationFacts
from eventsapp.formats import YEARS, once_a_language, say_day
from eventsapp.letters.typed_dates import to_date
from eventsapp.meetings.forms import ClockField
from eventsapp.people.forms import zone_choices
from eventsapp.reminders.planning import known_zone
from eventsapp.versioned import VersionedForm
from eventsapp.walltime import comes_twice, is_skipped

MOST_ROUNDS = 99
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


class RoundField(IntegerField):
    """The number of a round; empty where there is only one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; say how to write it where that fails."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Write the round as a number, like 2.")) from None
        if self.data is not None and not 0 < self.data <= MOST_ROUNDS:
            raise ValueError(gettext("Write a round from 1 to %(most)s.", most=MOST_ROUNDS))


def check_hour(field: Field, day: date | None, tz: str) -> None:
    """Refuse an hour without its day, and one that clocks skip on that day.

    Of an hour that comes twice the first is taken, which the page says.
    """
    if field.data is None or known_zone(tz) is None:
        return  # a zone that does not exist is said at its own field
    if day is None:
        raise ValidationError(gettext("Enter the day as well."))
    if is_skipped(day, field.data, tz):
        raise ValidationError(
            gettext(
                "Clocks in %(zone)s go forward that night and never show %(time)s on %(day)s. "
                "Choose an hour later.",
                zone=tz.replace("_", " "),
                time=f"{field.data:%H:%M}",
                day=say_day(day, "plain"),
            )
        )


def check_zone(field: SelectField) -> None:
    """Refuse a time zone that does not exist."""
    if known_zone(field.data) is None:
        raise ValidationError(
            gettext(
                "There is no time zone “%(zone)s”. Choose one such as Africa/Nairobi.",
                zone=field.data or "",
            )
        )


def say_double(day: date | None, at: time | None, tz: str) -> str | None:
    """Return a sentence where clocks show an hour twice on a day, else None."""
    if day is None or at is None or not comes_twice(day, at, tz):
        return None
    return gettext(
        "Clocks in %(zone)s show %(time)s twice on %(day)s; the first of the two is meant.",
        zone=tz.replace("_", " "),
        time=f"{at:%H:%M}",
        day=say_day(day, "plain"),
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
    kind = SelectField(_("Kind"), default="")
    round_number = RoundField(_("Round"), validators=[Optional()])
    organiser = StringField(
        _("Organiser"),
        validators=[Optional(), Length(max=300, message=_("Use at most 300 characters."))],
        filters=[_trimmed],
    )
    starts_on = DayField(_("First day"))
    starts_at_time = ClockField(_("Opens at"), validators=[Optional()])
    ends_on = DayField(_("Last day"))
    ends_at_time = ClockField(_("Closes at"), validators=[Optional()])
    tz = SelectField(_("Time zone of its days"))
    mode = SelectField(_("How"))
    place = StringField(
        _("Where"),
        validators=[Optional(), Length(max=300, message=_("Use at most 300 characters."))],
        filters=[_trimmed],
    )
    certainty = SelectField(_("How certain"))
    how_to = TextAreaField(
        _("How to take part"),
        validators=[Optional(), Length(max=4000, message=_("Use at most 4,000 characters."))],
        filters=[_trimmed],
    )
    takes_submissions = BooleanField(_("People send submissions here"))
    is_one_voice = BooleanField(_("One agreed submission from each organisation"))
    document_ids = SelectMultipleField(
        _("Documents on which people are heard"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, *args: Any, documents: list[tuple[int, str]] | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.document_ids.choices = [SelectChoice(*one) for one in documents or ()]
        self.kind.choices = _choices({"": gettext("not stated"), **kind_names()}, self.kind.data)
        self.tz.choices = zone_choices(self.tz.data)
        self.mode.choices = _choices(mode_names(), self.mode.data)
        self.certainty.choices = _choices(certainty_names(), self.certainty.data)
        for always_chosen in (self.tz, self.mode, self.certainty, self.kind):
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

    def validate_tz(self, field: SelectField) -> None:
        """Refuse a time zone that does not exist."""
        check_zone(field)

    def validate_starts_at_time(self, field: ClockField) -> None:
        """Refuse an hour without its day, and one that clocks skip or show twice."""
        check_hour(field, self.starts_on.data, self.tz.data)

    def validate_ends_at_time(self, field: ClockField) -> None:
        """The same for the closing, and refuse one that is before the opening."""
        check_hour(field, self.ends_on.data or self.starts_on.data, self.tz.data)
        starts, is_one_day = self.starts_at_time.data, not self.ends_on.data
        is_one_day = is_one_day or self.ends_on.data == self.starts_on.data
        if field.data and starts and is_one_day and field.data <= starts:
            raise ValidationError(gettext("It ends before it begins. Correct one of the two."))

    @property
    def facts(self) -> ConsultationFacts:
        """What was typed, with None for what is not stated."""
        return ConsultationFacts(
            title=self.title.data or "",
            tz=self.tz.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            starts_at_time=self.starts_at_time.data,
            ends_at_time=self.ends_at_time.data,
            audience=self.audience.data or None,
            kind=self.kind.data or None,
            round_number=self.round_number.data,
            organiser=self.organiser.data or None,
            how_to=self.how_to.data or None,
            takes_submissions=self.takes_submissions.data,
            is_one_voice=self.is_one_voice.data and self.takes_submissions.data,
            mode=self.mode.data or None,
            place=self.place.data or None,
            certainty=self.certainty.data,
        )


class NewConsultationForm(ConsultationForm):
    """The facts of a new consultation, with its UID: sent twice, the form adds it once."""

    uid = HiddenField(validators=[UUID(_("This form was not filled on our page. Load it again."))])


class FindingsForm(VersionedForm):
    """What came out of a consultation; with nothing it is not reported."""

    findings = TextAreaField(
        _("Key findings"),
        validators=[Optional(), Length(max=20_000, message=_("Use at most 20,000 characters."))],
        filters=[_trimmed],
    )


class PlainForm(FlaskForm):
    """Nothing to type: one click that was asked for."""


@once_a_language
def mode_names() -> dict[str, str]:
    """Return how a thing may be held, in the reader's language."""
    return {
        "": gettext("not stated"),
        "online": gettext("online"),
        "in person": gettext("in person"),
        "hybrid": gettext("hybrid"),
        "in the document": gettext("in the document"),
    }


@once_a_language
def kind_names() -> dict[str, str]:
    """Return what kinds of consultation there are, in the reader's language."""
    return {
        "written": gettext("written consultation"),
        "meeting": gettext("meeting"),
        "webinar": gettext("webinar"),
        "call": gettext("call"),
        "survey": gettext("survey"),
        "hearing": gettext("public hearing"),
    }


@once_a_language
def state_names() -> dict[str, str]:
    """Return where a consultation may stand, in the reader's language."""
    return {
        "intended": gettext("Intended"),
        "announced": gettext("Announced"),
        "open": gettext("Open"),
        "closed": gettext("Closed"),
        "reported": gettext("Reported"),
        "cancelled": gettext("Cancelled"),
    }


@once_a_language
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
