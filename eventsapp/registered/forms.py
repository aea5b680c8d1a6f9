"""What registered people type on their own page."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired

from eventsapp.asking.forms import is_reachable


class LinkForm(FlaskForm):
    """The address to which the link of a registration is sent once more."""

    email = StringField(
        _("E-mail address"),
        validators=[DataRequired(_("Enter the address with which you registered.")), is_reachable],
        filters=[lambda text: text.strip()[:320] if text else text],
    )
