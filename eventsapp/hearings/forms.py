"""What is typed about who is heard."""

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, ValidationError
from wtforms.validators import DataRequired, Length


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
        ],
        filters=[_trimmed],
    )
    organization = StringField(
        _("Organisation for which you speak"),
        validators=[Length(max=300, message=_("Use at most 300 characters."))],
        filters=[_trimmed],
    )
    homepage = StringField("")

    def validate_address(self, field: StringField) -> None:
        """Refuse what is no address."""
        try:
            validate_email(field.data or "", check_deliverability=False)
        except EmailNotValidError:
            said = gettext("“%(typed)s” is not an e-mail address. Look at it again.")
            raise ValidationError(said % {"typed": field.data}) from None
