"""What people type to sign in."""

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError


def is_address(form: FlaskForm, field: StringField) -> None:
    """Refuse what is no e-mail address. No question to the network; `.test` is an address here."""
    try:
        validate_email(field.data or "", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValidationError(
            _("This is not an e-mail address. Write it like name@example.org.")
        ) from None


class SignInForm(FlaskForm):
    """An address to which a link is sent."""

    email = StringField(
        _("E-mail address"),
        validators=[
            DataRequired(_("Enter the address your invitation came to.")),
            Length(max=320),
            is_address,
        ],
        filters=[lambda text: text.strip() if text else text],
    )
    next = HiddenField()


class PasswordForm(FlaskForm):
    """Address and password, for staff who set one."""

    email = StringField(_("E-mail address"), validators=[DataRequired(_("Enter your address."))])
    password = PasswordField(_("Password"), validators=[DataRequired(_("Enter your password."))])
    next = HiddenField()


class ConfirmForm(FlaskForm):
    """Nothing to type: one click that a program does not make by itself."""


class MyDetailsForm(FlaskForm):
    """What everybody may set about themselves."""

    tz = SelectField(_("Your time zone"))


class NewPasswordForm(FlaskForm):
    """A password of one's own, for staff."""

    password = PasswordField(
        _("New password"),
        validators=[
            DataRequired(_("Enter a password.")),
            Length(min=12, max=200, message=_("Use at least 12 characters; a sentence is good.")),
        ],
    )


class FirstAdministratorForm(FlaskForm):
    """The first person of an empty instance."""

    name = StringField(_("Your name"), validators=[DataRequired(_("Enter your name."))])
    email = StringField(
        _("E-mail address"),
        validators=[
            DataRequired(_("Enter your address.")),
            is_address,
        ],
    )
    tz = SelectField(_("Your time zone"))
