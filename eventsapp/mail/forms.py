"""What staff choose on the outbox page."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField

STATES = (
    SelectChoice("", _("Any state")),
    SelectChoice("planned", _("Planned")),
    SelectChoice("due", _("Due")),
    SelectChoice("deferred", _("Deferred")),
    SelectChoice("leaving", _("Leaving now")),
    SelectChoice("held", _("Held")),
    SelectChoice("sent", _("Sent")),
    SelectChoice("twice", _("Sent, perhaps twice")),
    SelectChoice("unknown", _("May have arrived")),
    SelectChoice("failed", _("Failed")),
    SelectChoice("bounced", _("Bounced")),
    SelectChoice("skipped", _("Skipped")),
)


class OutboxFilter(FlaskForm):
    """Which messages to show; it stands in the address of the page."""

    class Meta:
        """A filter changes nothing, so it needs no token."""

        csrf = False

    q = StringField(_("Person or subject"))
    state = SelectField(_("State"), choices=list(STATES), validate_choice=False)
