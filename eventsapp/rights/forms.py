"""What people and staff type about data that are held."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from eventsapp.formats import say_language
from eventsapp.people.forms import PHONE
from eventsapp.people.languages import languages_in
from eventsapp.people.models import Person, PersonNeeds
from eventsapp.rights.models import CORRECTION, ERASURE
from eventsapp.versioned import VersionedForm

_LONG = Length(max=1000, message=_("Use at most %(max)d characters."))


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


class OwnDetailsForm(VersionedForm):
    """What everybody corrects about themselves at once."""

    phone = StringField(_("Phone"), validators=[Optional(), Length(max=60)], filters=[_trimmed])
    languages = StringField(
        _("Languages you can work in"),
        validators=[Optional(), Length(max=500)],
        filters=[_trimmed],
    )

    def validate_phone(self, field: StringField) -> None:
        """Refuse what is no number."""
        if field.data and not PHONE.fullmatch(field.data):
            raise ValidationError(
                gettext("Write the number with digits, such as +254 20 762 1234.")
            )

    def validate_languages(self, field: StringField) -> None:
        """Refuse a word that names no language."""
        unknown = languages_in(field.data or "")[1]
        if unknown:
            raise ValidationError(
                gettext(
                    "“%(word)s” is no language that is known here. Write its English or its own "
                    "name.",
                    word=unknown[0],
                )
            )

    @property
    def tags(self) -> list[str]:
        """The languages as they are kept."""
        return languages_in(self.languages.data or "")[0]


def own_values(person: Person) -> dict[str, Any]:
    """Return what the fields of an `OwnDetailsForm` say about a person."""
    return {
        "phone": person.phone or "",
        "languages": ", ".join(say_language(tag) for tag in person.languages),
    }


class OwnNeedsForm(VersionedForm):
    """What somebody needs to take part, in their own words."""

    access = TextAreaField(_("Access"), validators=[_LONG], filters=[_trimmed])
    dietary = TextAreaField(_("Meals"), validators=[_LONG], filters=[_trimmed])

    @property
    def details(self) -> dict[str, str]:
        """The needs as they are kept."""
        return {"access": self.access.data or "", "dietary": self.dietary.data or ""}


def needs_form(kept: PersonNeeds | None) -> OwnNeedsForm:
    """Return the form filled with what is kept now."""
    form = OwnNeedsForm(formdata=None, data=kept.details if kept else None)
    form.open_at(needs_version(kept))
    return form


def needs_version(kept: PersonNeeds | None) -> int:
    """Return what tells the needs that are kept from those kept before; 0 for none."""
    return int(kept.changed_at.timestamp() * 1000) if kept else 0


class AskForm(FlaskForm):
    """What somebody asks staff to correct or to erase."""

    words = TextAreaField(_("Your words"), filters=[_trimmed])

    def __init__(self, *args: Any, kind: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.words.validators = [_LONG]
        if kind == CORRECTION:
            needed = DataRequired(gettext("Say what is wrong and what it should say."))
            self.words.validators = [needed, _LONG]
            self.words.flags.required = True


class AnswerForm(FlaskForm):
    """What staff answer to a request."""

    words = TextAreaField(_("Your answer"), validators=[_LONG], filters=[_trimmed])


class EraseForm(FlaskForm):
    """The typed confirmation that somebody is erased, and what they are told."""

    name = StringField(_("The name, as printed above"), filters=[_trimmed])
    words = TextAreaField(_("What you add to the mail"), validators=[_LONG], filters=[_trimmed])

    def __init__(self, *args: Any, printed_name: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.printed_name = printed_name
        self.name.flags.required = True

    def validate_name(self, field: StringField) -> None:
        """Refuse anything but the very name."""
        if " ".join((field.data or "").split()) != " ".join(self.printed_name.split()):
            raise ValidationError(
                gettext("Type the name exactly as it is printed, so that nobody else is meant.")
            )


def kind_names() -> dict[str, str]:
    """Return what is asked in a request."""
    return {CORRECTION: gettext("a correction"), ERASURE: gettext("erasure")}


def state_names() -> dict[str, str]:
    """Return how a request stands."""
    return {
        "asked": gettext("Waits"),
        "done": gettext("Done"),
        "declined": gettext("Declined"),
    }
