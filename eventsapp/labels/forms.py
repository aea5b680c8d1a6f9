"""What staff type about labels."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from eventsapp.formats import language, say_language
from eventsapp.labels.services import CATEGORY, COUNTRY, NewCategory
from eventsapp.people.countries import UN_LANGUAGES
from eventsapp.people.queries import category_names, country_names


def _trimmed(text: str | None) -> str | None:
    return text.strip() if text else None


def _language_choices() -> list[tuple[str, str]]:
    return [(tag, say_language(tag)) for tag in UN_LANGUAGES]


class LabelForm(FlaskForm):
    """Other words for one country or category, in one language."""

    about = SelectField(_("Country or category"))
    language = SelectField(_("In which language"), default="en")
    text = StringField(
        _("Words to print"),
        validators=[
            DataRequired(_("Write the words that are to be printed.")),
            Length(max=200, message=_("Use at most %(max)d characters.")),
        ],
        filters=[_trimmed],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about.choices = {
            gettext("Categories"): _keyed(CATEGORY, category_names(language())),
            gettext("Countries"): _keyed(COUNTRY, country_names(language())),
        }
        self.language.choices = _language_choices()
        self.about.flags.quiet = self.language.flags.quiet = True

    @property
    def kind_and_code(self) -> tuple[str, str]:
        """What the words are about."""
        kind, _between, code = self.about.data.partition(":")
        return kind, code


class CategoryForm(FlaskForm):
    """A category of the staff's own."""

    name = StringField(
        _("Name of the new category"),
        validators=[
            DataRequired(_("Write a name for the category.")),
            Length(max=200, message=_("Use at most %(max)d characters.")),
        ],
        filters=[_trimmed],
    )
    audience = StringField(
        _("Audience of its consultations"),
        validators=[Optional(), Length(max=200, message=_("Use at most %(max)d characters."))],
        filters=[_trimmed],
    )

    @property
    def new(self) -> NewCategory:
        """What was typed, in the language of the page."""
        return NewCategory(self.name.data or "", language(), self.audience.data or None)


def _keyed(kind: str, names: dict[str, str]) -> list[tuple[str, str]]:
    return [(f"{kind}:{code}", name) for code, name in names.items()]
