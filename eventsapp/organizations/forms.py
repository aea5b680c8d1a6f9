"""What staff type about organisations."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from eventsapp.formats import language
from eventsapp.organizations.services import OrganizationFacts
from eventsapp.people.languages import language_named
from eventsapp.people.queries import category_names, country_names
from eventsapp.versioned import VersionedForm

MOST_NAMES, LONGEST = 40, 300
# `fr: Ville de Cologne`: the tag of the language stands before the name.
NAME_WITH_TAG = re.compile(r"([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*): *(.+)")


def _trimmed(text: str | None) -> str | None:
    return text.strip() if text else None


class OrganizationForm(VersionedForm):
    """The names of an organisation in several languages, its kind and its country."""

    name = StringField(
        _("Name, as printed"),
        validators=[
            DataRequired(_("Enter the name as it is to be printed.")),
            Length(max=LONGEST, message=_("Use at most %(max)d characters.")),
        ],
        filters=[_trimmed],
    )
    names = TextAreaField(_("Other names"), filters=[_trimmed])
    kind = SelectField(_("Kind"))
    country = SelectField(_("Country"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stated = ("", gettext("not stated"))
        self.kind.choices = [stated, *_with(self.kind.data, category_names(language()))]
        self.country.choices = [stated, *_with(self.country.data, country_names(language()))]
        self.kind.flags.quiet = self.country.flags.quiet = True

    def validate_names(self, field: TextAreaField) -> None:
        """Refuse a list that is too long, and a name that is."""
        names = _names_in(field.data)
        if len(names) > MOST_NAMES:
            raise ValidationError(gettext("Keep the 40 names under which it is looked for."))
        for text, _tag in names:
            if len(text) > LONGEST:
                raise ValidationError(
                    gettext("“%(name)s…” is too long. Use at most 300 characters.", name=text[:30])
                )

    @property
    def facts(self) -> OrganizationFacts:
        """What was typed, with None for what is not stated."""
        name = self.name.data or ""
        return OrganizationFacts(
            name=name,
            kind=self.kind.data or None,
            country=self.country.data or None,
            names=tuple(pair for pair in _names_in(self.names.data) if pair[0] != name),
        )


def form_values(facts: OrganizationFacts) -> dict[str, str]:
    """Return what the fields of an `OrganizationForm` say about what is known."""
    return {
        "name": facts.name,
        "kind": facts.kind or "",
        "country": facts.country or "",
        "names": "\n".join(f"{tag}: {text}" if tag else text for text, tag in facts.names),
    }


def _with(present: str | None, choices: dict[str, str]) -> list[tuple[str, str]]:
    known = list(choices.items())
    return known if not present or present in choices else [*known, (present, present)]


def _names_in(typed: str | None) -> list[tuple[str, str | None]]:
    """Return the names of a list, one on each line, each once, with the languages before them."""
    names: dict[str, str | None] = {}
    for line in (typed or "").splitlines():
        text = " ".join(line.split())
        tagged = NAME_WITH_TAG.fullmatch(text)
        tag = language_named(tagged[1]) if tagged else None
        if tagged and tag:
            names[tagged[2]] = tag
        elif text:
            names[text] = None
    return list(names.items())
