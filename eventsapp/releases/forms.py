"""What staff type about a release."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from eventsapp.documents.forms import audience_names, kind_names
from eventsapp.documents.models import RELEASE
from eventsapp.formats import say_day, say_time
from eventsapp.meetings.forms import ClockField, is_believable
from eventsapp.meetings.models import Meeting
from eventsapp.people.forms import zone_choices
from eventsapp.versioned import VersionedForm
from eventsapp.walltime import is_skipped


def _trimmed(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


class MomentForm(VersionedForm):
    """The days of a release, and the hour from which it is open."""

    tz = SelectField(_("Time zone"), validate_choice=False)
    starts_on = DateField(
        _("Day"), [InputRequired(_("Enter the day on which it opens.")), is_believable]
    )
    starts_at_time = ClockField(_("From this hour"), [Optional()])
    ends_on = DateField(_("Last day"), [Optional(), is_believable])

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.tz.choices = zone_choices(self.tz.object_data)
        self.tz.flags.quiet = True

    def validate_tz(self, field: SelectField) -> None:
        """Refuse a zone that no clock keeps."""
        if field.data not in dict(field.choices):
            raise ValidationError(
                gettext("“%(tz)s” is no time zone. Choose one of the list.", tz=field.data)
            )

    def validate_ends_on(self, field: DateField) -> None:
        """Refuse a last day before the first."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(gettext("The last day is before the first. Correct one of them."))

    def validate_starts_at_time(self, field: ClockField) -> None:
        """Refuse an hour that clocks leave out on this day."""
        day, tz = self.starts_on.data, self.tz.data
        if field.data is None or not isinstance(day, date) or tz not in dict(self.tz.choices):
            return
        if is_skipped(day, field.data, tz):
            raise ValidationError(
                gettext(
                    "On %(day)s clocks there go forward and leave out %(hour)s. Enter another "
                    "hour.",
                    day=say_day(day, "plain"),
                    hour=say_time(field.data),
                )
            )


class ReleaseForm(MomentForm):
    """To whom a draft is released, and when."""

    title = StringField(
        _("What"),
        [
            DataRequired(_("Enter what is released, as people know it.")),
            Length(max=300, message=_("Use at most 300 characters.")),
        ],
        filters=[_trimmed],
    )
    kind = SelectField(_("Kind"))
    audience = SelectField(_("For whom"))
    meeting = SelectField(_("Meeting"), coerce=int)

    def offer(self, meetings: Sequence[Meeting]) -> None:
        """Fill the lists to choose from."""
        self.kind.choices = list(kind_names().items())
        self.audience.choices = list(audience_names().items())
        self.meeting.choices = [(one.id, one.short_name) for one in meetings]
        for field in (self.kind, self.audience, self.meeting):
            field.flags.quiet = True

    def validate_kind(self, field: SelectField) -> None:
        """Ask for the last day of an editing window, and for none of a release."""
        has_end = self.ends_on.data and self.ends_on.data != self.starts_on.data
        if field.data == RELEASE and has_end:
            raise ValidationError(
                gettext("A release happens on one day. Empty the last day, or choose the window.")
            )
