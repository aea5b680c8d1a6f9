"""What is typed about who is heard."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from eventsapp.asking.forms import is_reachable


def _trimmed(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


class ComeForm(FlaskForm):
    """Who wants to take part; the private link goes to the address."""

    name = StringField(
        _("Your name"),
        validators=[
            DataRequired(_("Enter your name.")),
            Length(max=300, message=_("Use at most 300 characters.")),
        ],
        filters=[_trimmed],
    )
    address = StringField(
        _("Your e-mail address"),
        validators=[
            DataRequired(_("Enter your address; your private link is sent there.")),
            Length(max=320, message=_("Use at most 320 characters.")),
            is_reachable,
        ],
        filters=[_trimmed],
    )
    organization = StringField(
        _("Organisation for which you speak"),
        validators=[Length(max=300, message=_("Use at most 300 characters."))],
        filters=[_trimmed],
    )
    homepage = StringField("")
