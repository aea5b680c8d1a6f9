"""What staff type when they enter many dates at once."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, SelectField, StringField
from wtforms.validators import UUID, Length, ValidationError

from eventsapp.consultations.forms import DayField, certainty_names, check_zone, mode_names
from eventsapp.meetings.models import Meeting
from eventsapp.numbers import number_in
from eventsapp.people.forms import zone_choices
from eventsapp.planning.entered import Entry
from eventsapp.planning.planned import CONSULTATION, DEADLINE, EDITING_WINDOW, MEETING, RELEASE

ROWS, MORE_ROWS, MOST_ROWS = 10, 5, 60
WITHOUT_PLACE = frozenset({DEADLINE, RELEASE, EDITING_WINDOW})
OF_ONE_DAY = frozenset({DEADLINE, RELEASE})


def kind_choices() -> list[tuple[str, str]]:
    """Return the kinds of dates, the commonest first."""
    return [
        (CONSULTATION, gettext("consultation")),
        (MEETING, gettext("meeting")),
        (DEADLINE, gettext("deadline")),
        (RELEASE, gettext("release")),
        (EDITING_WINDOW, gettext("editing window")),
    ]


def _trimmed(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


class RowForm(Form):
    """One date. A row in which nothing was typed is no date."""

    kind = SelectField(_("Kind"), default=CONSULTATION)
    title = StringField(
        _("What"), [Length(max=300, message=_("Use at most 300 characters."))], [_trimmed]
    )
    first = DayField(_("First day"))
    last = DayField(_("Last day"))
    audience = StringField(
        _("For whom"), [Length(max=200, message=_("Use at most 200 characters."))], [_trimmed]
    )
    mode = SelectField(_("How"))
    place = StringField(
        _("Where"), [Length(max=300, message=_("Use at most 300 characters."))], [_trimmed]
    )
    certainty = SelectField(_("Certainty"), default="firm")
    until = DayField(_("Monthly until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = kind_choices()
        self.mode.choices = list(mode_names().items())
        self.certainty.choices = list(certainty_names().items())

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        typed = (self.title, self.first, self.last, self.audience, self.place, self.until)
        return not any((field.raw_data or [""])[0].strip() for field in typed)

    def validate(self, extra_validators: Any = None) -> bool:
        """Let a blank row pass."""
        return self.is_blank or super().validate(extra_validators)

    def validate_title(self, field: StringField) -> None:
        """Ask what it is."""
        if not field.data:
            raise ValidationError(gettext("Enter what it is called, or empty the row."))

    def validate_first(self, field: DayField) -> None:
        """Ask for the day."""
        if field.data is None:
            raise ValidationError(gettext("Enter its day, or the first of its days."))

    def validate_last(self, field: DayField) -> None:
        """Refuse a last day before the first, and several days of what has one."""
        if field.data is None or self.first.data is None:
            return
        if field.data < self.first.data:
            raise ValidationError(
                gettext("The last day is before the first. Correct one of the two.")
            )
        if field.data > self.first.data and self.kind.data in OF_ONE_DAY:
            raise ValidationError(
                gettext("This kind has one day. Leave the last day empty, or choose another kind.")
            )

    def validate_place(self, field: StringField) -> None:
        """Refuse a place that would not be kept."""
        if field.data and self.kind.data in WITHOUT_PLACE:
            raise ValidationError(gettext("This kind has no place. Leave it empty."))

    def validate_until(self, field: DayField) -> None:
        """Refuse a series of anything but a consultation of one day."""
        if field.data is None:
            return
        lasts = self.last.data is not None and self.last.data != self.first.data
        if self.kind.data != CONSULTATION or lasts:
            raise ValidationError(gettext("Only a consultation of one day is repeated monthly."))

    @property
    def entry(self) -> Entry:
        """What was typed, with None for what is not stated. Only of a row that is valid."""
        first = self.first.data
        assert first is not None  # noqa: S101 - a valid row has its day
        return Entry(
            kind=self.kind.data,
            title=self.title.data or "",
            starts_on=first,
            ends_on=self.last.data or first,
            audience=self.audience.data or None,
            mode=self.mode.data or None,
            place=self.place.data or None,
            certainty=self.certainty.data,
            until=self.until.data,
        )


class Rows(FieldList):
    """Rows by their numbers; what is no number of a row is no row."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        for name in formdata:
            number = number_in(name.removeprefix(f"{prefix}-").partition("-")[0])
            if name.startswith(f"{prefix}-") and number is not None:
                yield number


class PlanForm(FlaskForm):
    """Many dates, and what they have in common. Sent twice, it enters them once."""

    uid = HiddenField(validators=[UUID(_("This form was not filled on our page. Load it again."))])
    follows = SelectField(_("They follow from"), coerce=str)
    tz = SelectField(_("Time zone of the days"))
    experts_owe = BooleanField(
        _("Experts of that meeting owe the deadlines for experts, and are reminded by mail")
    )
    rows = Rows(FormField(RowForm), max_entries=MOST_ROWS)

    def __init__(self, meetings: list[Meeting], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = ("", gettext("no meeting"))
        self.follows.choices = [none, *((one.code, one.short_name) for one in meetings)]
        self.tz.choices = zone_choices(self.tz.data)
        self.follows.flags.quiet = self.tz.flags.quiet = True

    def validate_tz(self, field: SelectField) -> None:
        """Refuse a zone that there is not."""
        check_zone(field)

    def grow(self, count: int) -> None:
        """Have that many rows, and no more than fit one form."""
        while len(self.rows.entries) < min(count, MOST_ROWS):
            self.rows.append_entry()

    @property
    def filled(self) -> list[tuple[int, Entry]]:
        """The rows in which something was typed, with their numbers from 0."""
        return [
            (index, field.form.entry)
            for index, field in enumerate(self.rows.entries)
            if not field.form.is_blank
        ]

    @property
    def wrong(self) -> bool:
        """Whether there is a sentence at any field."""
        in_rows = any(one.errors for row in self.rows.entries for one in row.form)
        return in_rows or any(field.errors for field in (self.uid, self.follows, self.tz))

    def refuse(self, index: int, sentence: str) -> None:
        """Put a sentence at the title of a row."""
        title = self.rows.entries[index].form.title
        title.errors = [*title.errors, sentence]
