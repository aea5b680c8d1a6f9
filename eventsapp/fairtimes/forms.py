"""For which days a fair time is sought."""

from datetime import timedelta
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField, ValidationError
from wtforms.validators import DataRequired, InputRequired, NumberRange

from eventsapp.meetings.forms import MinutesField, is_believable
from eventsapp.people.forms import zone_choices
from eventsapp.polls.forms import LONGEST_MINUTES
from eventsapp.reminders.planning import known_zone

MOST_DAYS = 31


class FairForm(FlaskForm):
    """For which days a fair time is sought; sent by GET."""

    class Meta:
        csrf = False

    first = DateField(_("First day"), validators=[DataRequired(_("Enter the first day."))])
    last = DateField(_("Last day"), validators=[DataRequired(_("Enter the last day."))])
    tz = SelectField(_("On the clock of"), validate_choice=True)
    duration = MinutesField(
        _("Length in minutes"),
        validators=[
            InputRequired(_("Enter how long it takes, in minutes.")),
            NumberRange(5, LONGEST_MINUTES, _("Enter a length from 5 to 1440 minutes.")),
        ],
    )

    alone = BooleanField(_("This meeting alone, whatever was carried before"))

    def __init__(self, **values: Any) -> None:
        super().__init__(formdata=request.args or None, **values)
        self.tz.choices = zone_choices(known_zone(self.tz.data))
        self.tz.flags.quiet = True

    def validate_first(self, field: DateField) -> None:
        """Refuse a year in which nobody alive holds meetings."""
        is_believable(self, field)

    def validate_last(self, field: DateField) -> None:
        """Refuse a last day before the first, and more days than anybody compares."""
        is_believable(self, field)
        if field.data is None or self.first.data is None:
            return
        if field.data < self.first.data:
            raise ValidationError(
                gettext("The last day is before the first. Correct one of the two.")
            )
        if field.data - self.first.data >= timedelta(days=MOST_DAYS):
            raise ValidationError(gettext("Choose at most 31 days; look at the others afterwards."))
