"""What people type about letters."""

import re
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    Form,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, StopValidation

from eventsapp.formats import say_day
from eventsapp.letters.checks import expires_before
from eventsapp.letters.typed_dates import to_date
from eventsapp.letters.wording import WHO_PAYS
from eventsapp.meetings.models import Meeting

LONGEST_NAME, LONGEST_REASON = 200, 600


class NeededToSend:
    """Must be filled in to send the request; a draft may leave it empty."""

    field_flags = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        """Stop at an empty field, with a sentence only if the request is to be sent."""
        if not (field.data or "").strip():
            raise StopValidation(self.message if form.is_to_be_sent else "")


class DateText(StringField):
    """A date as people type it, day first; `day` is the date, or None."""

    day: date | None = None

    def pre_validate(self, form: Form) -> None:
        """Read the date."""
        self.day = to_date(self.data or "")

    def is_a_date(self) -> None:
        """Raise the sentence that says how a date is written."""
        if self.day is None:
            raise StopValidation(
                gettext(
                    "%(typed)s is not a date: write day/month/year, for example 04/03/1980.",
                    typed=self.data,
                )
            )


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


def _passport_signs(text: str | None) -> str | None:
    """Passport numbers have no spaces or dashes; people type them all the same."""
    return re.sub(r"[\s\-–.]", "", text).upper() if text else text


class VersionForm(FlaskForm):
    """A form that knows which version of the request it was opened with; alone, a single button."""

    version = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version that the reader saw; 0 where there was none yet, or nonsense was sent."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isdecimal() and len(typed) < 10 else 0

    def renew(self, version: int) -> None:
        """Carry the version that is shown now, in place of the one the form was sent with."""
        self.version.data, self.version.raw_data = str(version), None


class LetterRequestForm(VersionForm):
    """What an invitation letter needs. `is_to_be_sent`: nothing may be left out."""

    passport_name = StringField(
        _("Name"),
        [
            NeededToSend(
                _("Enter the name as the passport shows it, because the letter shows it.")
            ),
            Length(max=LONGEST_NAME),
        ],
        filters=[_one_line],
    )
    address_as = SelectField(
        _("How the letter addresses you"),
        choices=[
            SelectChoice("", _("By your name")),
            SelectChoice("Madam", _("Madam")),
            SelectChoice("Sir", _("Sir")),
            SelectChoice("Excellency", _("Excellency")),
        ],
    )
    nationality = StringField(
        _("Nationality"),
        [NeededToSend(_("Enter the nationality that the passport states.")), Length(max=80)],
        filters=[_one_line],
    )
    passport_number = StringField(
        _("Passport number"),
        [NeededToSend(_("Enter the number of the passport you will travel with."))],
        filters=[_passport_signs],
    )
    expires_on = DateText(
        _("Passport valid until"),
        [NeededToSend(_("Enter the day on which the passport ends: day/month/year."))],
        filters=[_one_line],
    )
    birth_on = DateText(
        _("Date of birth"),
        [NeededToSend(_("Enter the date of birth: day/month/year."))],
        filters=[_one_line],
    )

    def __init__(
        self, *args: Any, meeting: Meeting, today: date, is_to_be_sent: bool = True, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.meeting, self.today, self.is_to_be_sent = meeting, today, is_to_be_sent

    def validate_passport_name(self, field: Field) -> None:
        """Refuse what cannot stand on one line of paper."""
        if any(not sign.isprintable() or sign in "<>=" for sign in field.data):
            raise ValidationError(_("Enter letters only, as the passport prints the name."))

    def validate_passport_number(self, field: Field) -> None:
        """A passport number has at most nine signs, some countries print a few more."""
        if not re.fullmatch(r"[A-Z0-9]{5,15}", field.data):
            raise ValidationError(
                _(
                    "A passport number has 5 to 15 letters and figures. "
                    "Compare it with the passport."
                )
            )

    def validate_expires_on(self, field: DateText) -> None:
        """The passport must last until the journey is over."""
        field.is_a_date()
        if field.day and expires_before(field.day, self.meeting.ends_on):
            raise ValidationError(
                gettext(
                    "This passport ends on %(expiry)s, before the meeting does on %(end)s. "
                    "Enter the passport you will travel with.",
                    expiry=say_day(field.day, "plain"),
                    end=say_day(self.meeting.ends_on, "plain"),
                )
            )

    def validate_birth_on(self, field: DateText) -> None:
        """A date of birth lies in the past, and not before anybody living was born."""
        field.is_a_date()
        if field.day and not self.today.year - 120 < field.day.year <= self.today.year - 10:
            raise ValidationError(
                gettext(
                    "%(typed)s is no date of birth of a participant. Look at the year again.",
                    typed=field.data,
                )
            )

    @property
    def details(self) -> dict[str, str]:
        """What is kept of the form: dates in ISO form, nothing where nothing was typed."""
        return {
            "passport_name": self.passport_name.data or "",
            "address_as": self.address_as.data or "",
            "nationality": self.nationality.data or "",
            "passport_number": self.passport_number.data or "",
            "expires_on": self.expires_on.day.isoformat() if self.expires_on.day else "",
            "birth_on": self.birth_on.day.isoformat() if self.birth_on.day else "",
        }


def typed_again(details: dict[str, Any]) -> dict[str, Any]:
    """Return kept details as a person would type them, to fill the form with."""
    days = {
        name: say_day(date.fromisoformat(details[name]), "plain")
        for name in ("expires_on", "birth_on")
        if details.get(name)
    }
    return {**details, **days}


class DecisionForm(VersionForm):
    """What the secretariat answers to a request."""

    decision = RadioField(
        _("Your decision"),
        [DataRequired(_("Choose what happens with this request."))],
        choices=[
            SelectChoice("approve", _("Approve")),
            SelectChoice("return", _("Return to the person")),
            SelectChoice("refuse", _("Refuse")),
        ],
    )
    paid_by = SelectField(
        _("Who pays for journey and stay"),
        choices=[
            SelectChoice("", _("Choose one")),
            SelectChoice("secretariat", _("The secretariat")),
            SelectChoice("sender", _("The person, or who sends them")),
            SelectChoice("host", _("The host of the meeting")),
        ],
        # Whoever may only return a request is not asked who pays.
        validate_choice=False,
    )
    reason = TextAreaField(
        _("What should they correct, or why is it refused?"), [Length(max=LONGEST_REASON)]
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        # Which of the two is needed depends on the decision, so neither is called optional.
        self.paid_by.flags.quiet = self.reason.flags.quiet = True

    def validate_paid_by(self, field: Field) -> None:
        """An approved letter says who pays."""
        if self.decision.data == "approve" and field.data not in WHO_PAYS:
            raise ValidationError(_("Say who pays, because the letter says so."))

    def validate_reason(self, field: Field) -> None:
        """Whoever gets a request back must learn why."""
        if self.decision.data in {"return", "refuse"} and not (field.data or "").strip():
            raise ValidationError(_("Say why in a sentence; the person reads it."))


class RevokeForm(FlaskForm):
    """Why a letter is taken back."""

    reason = TextAreaField(
        _("Why is it taken back?"),
        [
            DataRequired(_("Say why in a sentence; the person reads it.")),
            Length(max=LONGEST_REASON),
        ],
    )
