"""What staff choose on the outbox page."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField

STATES = (
    ("", _("Any state")),
    ("planned", _("Planned")),
    ("due", _("Due")),
    ("deferred", _("Deferred")),
    ("leaving", _("Leaving now")),
    ("held", _("Held")),
    ("sent", _("Sent")),
    ("twice", _("Sent, perhaps twice")),
    ("unknown", _("May have arrived")),
    ("failed", _("Failed")),
    ("bounced", _("Bounced")),
    ("skipped", _("Skipped")),
)


class OutboxFilter(FlaskForm):
    """Which messages to show; it stands in the address of the page."""

    class Meta:
        """A filter changes nothing, so it needs no token."""

        csrf = False

    q = StringField(_("Person or subject"))
    state = SelectField(_("State"), choices=list(STATES), validate_choice=False)
