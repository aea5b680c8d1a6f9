"""What staff type when they extend or move a window."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from eventsapp.consultations.forms import DayField, check_hour, check_zone
from eventsapp.consultations.models import Consultation
from eventsapp.consultations.window import Window
from eventsapp.errors import RuleBroken
from eventsapp.meetings.forms import ClockField
from eventsapp.people.forms import zone_choices
from eventsapp.reminders.planning import known_zone
from eventsapp.versioned import VersionedForm
from eventsapp.windows.services import check_window


class MoveForm(VersionedForm):
    """The new window, and why."""

    starts_on = DayField(_("First day"), validators=[DataRequired(_("Enter the first day."))])
    starts_at_time = ClockField(_("Opens at"), validators=[Optional()])
    ends_on = DayField(_("Last day"), validators=[DataRequired(_("Enter the last day."))])
    ends_at_time = ClockField(_("Closes at"), validators=[Optional()])
    tz = SelectField(_("Time zone of its days"))
    reason = StringField(
        _("Why, in one sentence"),
        validators=[
            DataRequired(_("Enter the reason. It stands in the mail and on the page.")),
            Length(max=500, message=_("Use at most 500 characters.")),
        ],
        filters=[lambda text: text.strip() if text else text],
    )
    tell_meeting = BooleanField(_("Tell everybody of the meeting as well"))

    def __init__(self, *args: Any, consultation: Consultation, **kwargs: Any) -> None:
        super().__init__(*args, obj=consultation, **kwargs)
        self.tz.choices = zone_choices(self.tz.data)
        self.tz.flags.quiet = True

    def validate_tz(self, field: SelectField) -> None:
        """Refuse a time zone that does not exist."""
        check_zone(field)

    def validate_starts_at_time(self, field: ClockField) -> None:
        """Refuse an hour that clocks skip on the first day."""
        check_hour(field, self.starts_on.data, self.tz.data)

    def validate_ends_at_time(self, field: ClockField) -> None:
        """Refuse an hour that clocks skip on the last day."""
        check_hour(field, self.ends_on.data, self.tz.data)

    def validate_ends_on(self, field: DayField) -> None:
        """Refuse a window that ends before it begins."""
        if field.data is None or self.starts_on.data is None or not known_zone(self.tz.data):
            return
        try:
            check_window(self.window)
        except RuleBroken as refusal:
            raise ValidationError(str(refusal)) from None

    @property
    def window(self) -> Window:
        """The window that was typed; only of a form with both days."""
        first, last = self.starts_on.data, self.ends_on.data
        assert first is not None  # noqa: S101 - required
        assert last is not None  # noqa: S101 - required
        return Window(
            first,
            last,
            self.tz.data,
            self.starts_at_time.data,
            self.ends_at_time.data,
        )


def say_button(change: str) -> str:
    """Return what the button says that does it."""
    return {
        "extended": gettext("Extend it and tell them"),
        "shortened": gettext("Close it earlier and tell them"),
    }.get(change, gettext("Move it and tell them"))
