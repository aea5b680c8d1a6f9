"""What staff decide about registrations."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectChoice, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from eventsapp.registrations.models import ACCEPTED, DECLINED, WAITING


def _trimmed(text: str | None) -> str | None:
    return text.strip() if text else text


class DecisionForm(FlaskForm):
    """Accept, let wait or decline, with a reason for those declined."""

    decision = RadioField(
        _("Your decision"),
        [InputRequired(_("Choose what happens with this registration."))],
        choices=[
            SelectChoice(ACCEPTED, _("Accept")),
            SelectChoice(WAITING, _("Put on the waiting list")),
            SelectChoice(DECLINED, _("Decline")),
        ],
    )
    reason = TextAreaField(
        _("Why it is declined"),
        [Length(max=1000, message=_("Use at most 1,000 characters."))],
        filters=[_trimmed],
    )

    def validate_reason(self, field: Field) -> None:
        """Who is declined must learn why."""
        if self.decision.data == DECLINED and not field.data:
            raise ValidationError(gettext("Say why in a sentence; the person reads it."))
