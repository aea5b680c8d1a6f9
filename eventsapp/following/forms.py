"""What staff choose for the next meeting of a series."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, IntegerField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from eventsapp.following.services import Choice
from eventsapp.meetings.facts import Facts
from eventsapp.meetings.forms import ZoneField, is_believable, zone_choices
from eventsapp.meetings.models import Meeting


def _stripped(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


class TicksField(SelectMultipleField):
    """Rows to tick; what went away meanwhile is left out."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, coerce=int, validate_choice=False, **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the numbers; what is none is left out."""
        self.data = [int(one) for one in valuelist if one.isascii() and one.isdecimal()]


class NextForm(FlaskForm):
    """When and where the next meeting is, and what it takes over."""

    title = StringField(
        _("Title"),
        validators=[DataRequired(_("Enter the title of the meeting.")), Length(max=300)],
        filters=[_stripped],
    )
    number = IntegerField(
        _("Number"),
        validators=[Optional(), NumberRange(1, 9999, _("Enter a number from 1 to 9999."))],
    )
    starts_on = DateField(
        _("First day"), validators=[DataRequired(_("Enter the first day.")), is_believable]
    )
    ends_on = DateField(
        _("Last day"), validators=[DataRequired(_("Enter the last day.")), is_believable]
    )
    tz = ZoneField(_("Time zone"))
    place = StringField(_("Place"), validators=[Length(max=300)], filters=[_stripped])
    venue = StringField(_("Venue"), validators=[Length(max=300)], filters=[_stripped])
    has_agenda = BooleanField(_("Agenda: items with their times and lengths"))
    has_papers = BooleanField(_("Papers: an empty place for each"))
    people = TicksField(_("People"))
    deadlines = TicksField(_("Deadlines with their reminders"))

    def __init__(self, source: Meeting, **known: Any) -> None:
        super().__init__(**known)
        self.source = source
        self.tz.choices = zone_choices()
        self.tz.flags.quiet = True
        self.people.choices = self.deadlines.choices = []

    def validate_ends_on(self, field: DateField) -> None:
        """Refuse a last day before the first."""
        starts_on = self.starts_on.data
        if isinstance(field.data, date) and starts_on and field.data < starts_on:
            raise ValidationError(gettext("The last day is before the first. Correct one of them."))

    def validate_starts_on(self, field: DateField) -> None:
        """Refuse the days of the meeting from which it is made."""
        if field.data and field.data == self.source.starts_on:
            raise ValidationError(
                gettext(
                    "That is the first day of %(meeting)s itself. Enter that of the next.",
                    meeting=self.source.short_name,
                )
            )

    def choice(self, people: Sequence[int], deadlines: Sequence[int]) -> Choice:
        """Return what was chosen, of the people and deadlines that there are."""
        source = self.source
        facts = Facts(
            title=self.title.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            tz=self.tz.data,
            place=self.place.data or None,
            venue=self.venue.data or None,
            mode=source.mode,
            description=source.description,
            is_public=source.is_public,
            takes_letter_requests=source.takes_letter_requests,
            kind=source.kind,
            languages=tuple(source.languages),
        )
        ticked, dated = set(self.people.data or ()), set(self.deadlines.data or ())
        return Choice(
            facts,
            self.number.data,
            people=[one for one in people if one in ticked],
            deadlines=[one for one in deadlines if one in dated],
            has_agenda=self.has_agenda.data,
            has_papers=self.has_papers.data,
        )
