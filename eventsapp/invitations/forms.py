"""What somebody types who answers an invitation, and what staff write in it."""

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from eventsapp.invitations.models import NO, PERHAPS, YES, Invitation


def _trimmed(text: str | None) -> str | None:
    return text.strip() if text else text


class AnswerForm(FlaskForm):
    """Yes, no or perhaps, with a note."""

    answer = RadioField(
        _("Do you take part?"),
        choices=[
            SelectChoice(YES, _("Yes, I take part")),
            SelectChoice(PERHAPS, _("Perhaps, I do not know yet")),
            SelectChoice(NO, _("No, I cannot")),
        ],
        validators=[InputRequired(_("Choose yes, perhaps or no."))],
        validate_choice=True,
    )
    note = TextAreaField(
        _("A note to the secretariat"),
        validators=[Length(max=1000, message=_("Use at most 1,000 characters."))],
        filters=[_trimmed],
    )
    address = StringField(
        _("Your e-mail address, if we wrote to another one"),
        validators=[Length(max=320, message=_("Use at most 320 characters."))],
        filters=[_trimmed],
    )

    def __init__(self, invitation: Invitation) -> None:
        super().__init__(
            answer=invitation.answer, note=invitation.note, address=invitation.answered_from
        )

    def validate_address(self, field: StringField) -> None:
        """Refuse what is no address, and name it."""
        if not field.data:
            return
        try:
            validate_email(field.data, check_deliverability=False, test_environment=True)
        except EmailNotValidError:
            raise ValidationError(
                gettext(
                    "“%(address)s” is not an e-mail address. Write it like name@example.org.",
                    address=field.data,
                )
            ) from None
