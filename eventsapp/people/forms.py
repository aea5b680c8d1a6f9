"""What staff type about people."""

import re
import unicodedata
from typing import Any
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from eventsapp.formats import say_language
from eventsapp.people.services import PersonFacts
from eventsapp.versioned import VersionedForm

LANGUAGE_TAG = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")
MOST_ADDRESSES = 10


def _trimmed(text: str | None) -> str | None:
    return text.strip() if text else None


class PersonForm(VersionedForm):
    """What is known of one person. What nobody has stated stays empty."""

    printed_name = StringField(
        _("Name, as printed"),
        validators=[
            DataRequired(_("Enter the name as it is to be printed; one name is enough.")),
            Length(max=300, message=_("Use at most 300 characters.")),
        ],
        filters=[_trimmed],
    )
    organization = StringField(
        _("Organisation"),
        validators=[Optional(), Length(max=300, message=_("Use at most 300 characters."))],
        filters=[_trimmed],
    )
    function = StringField(
        _("Function"),
        validators=[Optional(), Length(max=300, message=_("Use at most 300 characters."))],
        filters=[_trimmed],
    )
    tz = SelectField(_("Time zone"))
    languages = StringField(_("Languages"), filters=[_trimmed])
    addresses = TextAreaField(_("E-mail addresses"), filters=[_trimmed])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tz.choices = [("", gettext("not stated")), *zone_choices(self.tz.data)]
        self.tz.flags.quiet = True

    def validate_printed_name(self, field: StringField) -> None:
        """Refuse what could not stand on a badge: line breaks and other control signs."""
        if any(unicodedata.category(sign) == "Cc" for sign in field.data or ""):
            raise ValidationError(gettext("A name stands on one line. Take the line break out."))

    def validate_languages(self, field: StringField) -> None:
        """Refuse what is no language tag, and name it."""
        for tag in _tags(field.data):
            if not LANGUAGE_TAG.fullmatch(tag) or say_language(tag) == tag:
                raise ValidationError(
                    gettext("“%(tag)s” is no tag of a language. Write en, fr, ar.", tag=tag)
                )

    def validate_addresses(self, field: TextAreaField) -> None:
        """Refuse what is no address, and name it."""
        addresses = _lines(field.data)
        if len(addresses) > MOST_ADDRESSES:
            raise ValidationError(gettext("Keep the ten addresses that are used."))
        for address in addresses:
            try:
                validate_email(address, check_deliverability=False, test_environment=True)
            except EmailNotValidError:
                raise ValidationError(
                    gettext(
                        "“%(address)s” is not an e-mail address. Write it like name@example.org.",
                        address=address,
                    )
                ) from None

    @property
    def facts(self) -> PersonFacts:
        """What was typed, with None for what is not stated."""
        return PersonFacts(
            printed_name=self.printed_name.data or "",
            organization=self.organization.data or None,
            function=self.function.data or None,
            tz=self.tz.data or None,
            languages=tuple(_tags(self.languages.data)),
            addresses=tuple(_lines(self.addresses.data)),
        )


def form_values(facts: PersonFacts) -> dict[str, str]:
    """Return what the fields of a `PersonForm` say about what is known."""
    return {
        "printed_name": facts.printed_name,
        "organization": facts.organization or "",
        "function": facts.function or "",
        "tz": facts.tz or "",
        "languages": ", ".join(facts.languages),
        "addresses": "\n".join(facts.addresses),
    }


def zone_choices(present: str | None = None) -> list[tuple[str, str]]:
    """Return the time zones to choose from, with the present one even if it is unusual."""
    zones = {z for z in available_timezones() if "/" in z and not z.startswith("Etc/")}
    chosen = sorted({*zones, "UTC", *([present] if present else [])})
    return [(zone, zone.replace("_", " ")) for zone in chosen]


def _tags(typed: str | None) -> list[str]:
    """Return the tags of a list, each once, in order."""
    return list(dict.fromkeys(re.split(r"[,;\s]+", typed.strip()))) if typed else []


def _lines(typed: str | None) -> list[str]:
    """Return the lines of a list that hold something, each once, in order."""
    return list(dict.fromkeys(line.strip() for line in (typed or "").splitlines() if line.strip()))
