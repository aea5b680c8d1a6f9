"""What staff type about people."""

import re
import unicodedata
from typing import Any
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, Optional

from eventsapp.formats import language
from eventsapp.people.countries import (
    countries,
    countries_like,
    country_label,
    country_named,
    telling_label,
)
from eventsapp.people.languages import languages_in
from eventsapp.people.queries import category_choices, country_name, country_names
from eventsapp.people.services import PersonFacts
from eventsapp.versioned import VersionedForm

MOST_ADDRESSES, MOST_THEMES, LONGEST_THEME = 10, 30, 100
# Signs that cannot be seen and turn text around (UAX 9); they hide what a name says.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
PHONE = re.compile(r"\+?[\d\s().,/;x-]*(?:ext\.? ?)?[\d\s().,/;x-]*")
WOMAN, MAN, OWN = "woman", "man", "own"


def _trimmed(text: str | None) -> str | None:
    return text.strip() if text else None


def _text(label: Any, most: int = 300) -> StringField:
    longest = Length(max=most, message=_("Use at most %(max)d characters."))
    return StringField(label, validators=[Optional(), longest], filters=[_trimmed])


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
    salutation = _text(_("Salutation"), 60)
    family_name = _text(_("Family name"), 200)
    given_name = _text(_("Given name"), 200)
    latin_name = _text(_("Name in Latin letters"))
    script_name = _text(_("Name in its own script"))
    gender = SelectField(_("Gender, as stated"))
    gender_words = _text(_("In their own words"), 100)
    organization = _text(_("Organisation"))
    function = _text(_("Function"))
    category = SelectField(_("Category"))
    country = _text(_("Country represented"), 100)
    keeps_country = BooleanField(_("Keep it as it was stated: it is no country of the UN list"))
    nationality = _text(_("Nationality"), 100)
    languages = StringField(_("Languages"), filters=[_trimmed])
    themes = TextAreaField(_("Themes of expertise"), filters=[_trimmed])
    tz = SelectField(_("Time zone"))
    addresses = TextAreaField(_("E-mail addresses"), filters=[_trimmed])
    phone = _text(_("Phone"), 60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stated = ("", gettext("not stated"))
        self.tz.choices = [stated, *zone_choices(self.tz.data)]
        self.gender.choices = [
            stated,
            (WOMAN, gettext("woman")),
            (MAN, gettext("man")),
            (OWN, gettext("in own words")),
        ]
        self.category.choices = [stated, *_with_present(self.category.data)]
        for field in (self.tz, self.gender, self.category):
            field.flags.quiet = True

    @property
    def country_choices(self) -> list[str]:
        """The UN short names that are offered while somebody types."""
        return [_typed(code, name) for code, name in country_names(language()).items()]

    def validate_printed_name(self, field: StringField) -> None:
        """Refuse what could not stand on a badge: line breaks and other control signs."""
        _check_signs(field)

    validate_family_name = validate_printed_name
    validate_given_name = validate_printed_name
    validate_latin_name = validate_printed_name
    validate_script_name = validate_printed_name
    validate_organization = validate_printed_name
    validate_function = validate_printed_name

    def validate_gender(self, field: SelectField) -> None:
        """Ask for the words where gender is stated in own words."""
        if field.data == OWN and not self.gender_words.data:
            raise ValidationError(gettext("Write their words beside it, or choose “not stated”."))

    def validate_gender_words(self, field: StringField) -> None:
        """Take words only where gender is stated in own words."""
        if self.gender.data != OWN:
            raise ValidationError(
                gettext("Choose “in own words” beside it, or take the words out.")
            )

    def validate_country(self, field: StringField) -> None:
        """Ask where a name means no country of the list, or two."""
        if field.data and not self.keeps_country.data and _code_of(field.data) is None:
            raise ValidationError(_which_country(field.data, can_be_kept=True))

    def validate_nationality(self, field: StringField) -> None:
        """Ask where a name means no country of the list, or two."""
        if field.data and _code_of(field.data) is None:
            raise ValidationError(_which_country(field.data, can_be_kept=False))

    def validate_languages(self, field: StringField) -> None:
        """Refuse what is no language, and name it."""
        for word in languages_in(field.data or "")[1]:
            raise ValidationError(
                gettext(
                    "“%(word)s” is no language that is known here. Write its name or its tag: "
                    "French, or fr.",
                    word=word,
                )
            )

    def validate_themes(self, field: TextAreaField) -> None:
        """Refuse what is no short list."""
        themes = themes_in(field.data)
        if len(themes) > MOST_THEMES:
            raise ValidationError(gettext("Keep the 30 themes that matter most."))
        for theme in themes:
            if len(theme) > LONGEST_THEME:
                raise ValidationError(
                    gettext(
                        "“%(theme)s…” is longer than a theme. Use at most 100 characters each.",
                        theme=theme[:30],
                    )
                )

    def validate_phone(self, field: StringField) -> None:
        """Refuse what nobody can dial."""
        typed = field.data or ""
        if not PHONE.fullmatch(typed) or sum(sign.isdigit() for sign in typed) < 4:
            raise ValidationError(
                gettext(
                    "“%(phone)s” is no phone number. Write it with its country, like "
                    "+254 20 762 1234.",
                    phone=typed,
                )
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
        code = _code_of(self.country.data) if self.country.data else None
        return PersonFacts(
            printed_name=self.printed_name.data or "",
            family_name=self.family_name.data or None,
            given_name=self.given_name.data or None,
            latin_name=self.latin_name.data or None,
            script_name=self.script_name.data or None,
            salutation=self.salutation.data or None,
            organization=self.organization.data or None,
            function=self.function.data or None,
            country=code,
            country_as_stated=(self.country.data or None) if code is None else None,
            nationality=_code_of(self.nationality.data) if self.nationality.data else None,
            gender=self.gender.data or None,
            gender_words=self.gender_words.data or None,
            category=self.category.data or None,
            tz=self.tz.data or None,
            languages=languages_in(self.languages.data or "")[0],
            themes=themes_in(self.themes.data),
            phone=self.phone.data or None,
            addresses=_lines(self.addresses.data),
        )


def form_values(facts: PersonFacts) -> dict[str, Any]:
    """Return what the fields of a `PersonForm` say about what is known."""
    texts = {name: value or "" for name, value in vars(facts).items() if isinstance(value, str)}
    texts.pop("country_as_stated", None)
    country = _said(facts.country) or facts.country_as_stated
    return {
        **texts,
        "country": country or "",
        "keeps_country": bool(facts.country_as_stated and not facts.country),
        "nationality": _said(facts.nationality),
        "languages": ", ".join(facts.languages),
        "themes": "\n".join(facts.themes),
        "addresses": "\n".join(facts.addresses),
    }


def _check_signs(field: StringField) -> None:
    typed = field.data or ""
    if any(unicodedata.category(sign) == "Cc" for sign in typed):
        raise ValidationError(gettext("A name stands on one line. Take the line break out."))
    if TURNING & set(typed):
        raise ValidationError(
            gettext("There are signs in it that cannot be seen and turn text around. Type it anew.")
        )


def _code_of(typed: str) -> str | None:
    """Return the country that a text means: by the words of the staff, or by any of its names."""
    lang = language()
    for code, name in country_names(lang).items():
        if name == typed and name != country_label(code, lang):
            return code
    named = country_named(typed)
    return named.code if named else None


def _said(code: str | None) -> str:
    """Return a country as it may be typed; nothing for none."""
    return _typed(code, country_name(code, language())) if code else ""


def _typed(code: str, name: str) -> str:
    """Return how a country is printed, so that it means this one when it is typed."""
    is_ours = code in countries() and name == country_label(code, language())
    return telling_label(code, language()) if is_ours else name


def _which_country(typed: str, *, can_be_kept: bool) -> str:
    meant = [_said(one.code) for one in countries_like(typed)]
    if meant:
        return gettext(
            "“%(typed)s” may mean %(countries)s. Write the one that is meant.",
            typed=typed,
            countries=gettext(" or ").join(meant),
        )
    if can_be_kept:
        return gettext(
            "“%(typed)s” is no country of the UN list. Correct it, or tick below that it is kept "
            "as stated.",
            typed=typed,
        )
    return gettext(
        "“%(typed)s” is no country of the UN list. Correct it, or leave it empty.", typed=typed
    )


def _with_present(code: str | None) -> list[tuple[str, str]]:
    """Return the categories to choose from, with the present one even if it is no more offered."""
    known = category_choices(language())
    return known if not code or code in dict(known) else [*known, (code, code)]


def themes_in(typed: str | None) -> list[str]:
    """Return the themes of a list, one on each line or with commas between them, each once."""
    parts = (" ".join(part.split()) for part in re.split(r"[;,\n،、]", typed or ""))
    return list(dict.fromkeys(part for part in parts if part))


def zone_choices(present: str | None = None) -> list[tuple[str, str]]:
    """Return the time zones to choose from, with the present one even if it is unusual."""
    zones = {z for z in available_timezones() if "/" in z and not z.startswith("Etc/")}
    chosen = sorted({*zones, "UTC", *([present] if present else [])})
    return [(zone, zone.replace("_", " ")) for zone in chosen]


def _lines(typed: str | None) -> list[str]:
    """Return the lines of a list that hold something, each once, in order."""
    return list(dict.fromkeys(line.strip() for line in (typed or "").splitlines() if line.strip()))
