"""What staff type about deadlines."""

import re
from typing import Any
from zoneinfo import available_timezones

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from eventsapp.formats import YEARS
from eventsapp.reminders.models import Deadline
from eventsapp.reminders.services import MOST_DAYS_BEFORE
from eventsapp.versioned import VersionedForm

# So many figures are enough for every number of days that is allowed.
LONGEST_NUMBER = 3


class DayField(DateField):
    """A day, with a sentence of our own where it cannot be read."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed or chosen."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(
                gettext("“%(typed)s” is not a day. Write it like 2024-10-31.", typed=valuelist[0])
            ) from error
        if self.data and self.data.year not in YEARS:
            raise ValueError(
                gettext("“%(typed)s” is too far away. Look at the year again.", typed=valuelist[0])
            )


class DeadlineForm(VersionedForm):
    """When a deadline is due and how many days before people are reminded."""

    due_on = DayField(_("Due on"), validators=[InputRequired(_("Enter the day it is due."))])
    tz = SelectField(
        _("Time zone in which the day ends"), validators=[DataRequired(_("Choose a zone."))]
    )
    days_before = StringField(_("Remind this many days before"))

    def __init__(self, *args: Any, deadline: Deadline, **kwargs: Any) -> None:
        shown = {
            "due_on": deadline.due_on,
            "tz": deadline.tz,
            "days_before": ", ".join(str(number) for number in deadline.days_before),
        }
        super().__init__(*args, data=shown, **kwargs)
        zones = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
        zones = [zone for zone in zones if not zone.startswith("Etc/")]
        self.tz.choices = [
            (zone, zone.replace("_", " ")) for zone in dict.fromkeys([deadline.tz, *zones])
        ]

    def validate_days_before(self, field: StringField) -> None:
        """Refuse what is not a list of whole numbers of days."""
        words = [word for word in re.split(r"[,;\s]+", field.data or "") if word]
        wrong = next((word for word in words if not word.isdecimal()), None)
        if wrong is not None:
            raise ValidationError(
                gettext("“%(word)s” is not a number of days. Write them like 7, 2, 0.", word=wrong)
            )
        if any(len(word) > LONGEST_NUMBER or int(word) > MOST_DAYS_BEFORE for word in words):
            raise ValidationError(
                gettext("Use numbers up to %(most)s, such as 14, 7, 2, 0.", most=MOST_DAYS_BEFORE)
            )

    @property
    def numbers(self) -> list[int]:
        """The days before, as numbers; none if nobody is to be reminded."""
        return [int(word) for word in re.findall(r"\d+", self.days_before.data or "")]


class CloseForm(FlaskForm):
    """Why a deadline is closed; people who look for it read this."""

    reason = StringField(
        _("Why, in one sentence"),
        validators=[
            DataRequired(_("Enter the reason; people who owe it read it.")),
            Length(max=300, message=_("Use at most 300 characters.")),
        ],
        filters=[lambda text: text.strip() if text else text],
    )
