"""Fields that clean what is typed, read files by their first bytes, and ask own questions."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from babel import Locale
from email_validator import EmailNotValidError, validate_email
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, FileInput, ListWidget

from eventsapp.asking.named import is_question
from eventsapp.asking.pictures import FILES, LARGEST, PICTURES, kind_of
from eventsapp.formats import say_language
from eventsapp.letters.typed_dates import to_date
from eventsapp.people.categories import SECRETARIAT
from eventsapp.people.models import CONTACT_SHARED, LISTED, PHOTO_SHOWN
from eventsapp.people.queries import category_choices, country_names
from eventsapp.sheets.clean import clean_text

SHORT, LONG = 300, 4000
NAMES = {
    "salutation": _("Salutation"),
    "family_name": _("Family name"),
    "given_name": _("Given name"),
    "latin_name": _("Name in Latin letters"),
    "script_name": _("Name in another script"),
    "organization": _("Organisation"),
    "function": _("Function"),
    "category": _("I take part as"),
    "country": _("Country you represent"),
    "nationality": _("Nationality"),
    "gender": _("Gender"),
    "languages": _("Languages you can work in"),
    "themes": _("Themes you work on"),
    "tz": _("Time zone"),
    "phone": _("Phone"),
    "needs": _("What you need to take part"),
}
HINTS = {
    "salutation": _("As you wish to be addressed: Ms, Dr, Excellency."),
    "latin_name": _("As in your passport, if you write your name in another script."),
    "country": _("Leave it empty if you represent no country."),
    "themes": _("Separate them by commas."),
    "tz": _("Times are shown in the zone of the meeting and in yours."),
}
AUTOCOMPLETE = {
    "printed_name": "name",
    "email": "email",
    "organization": "organization",
    "function": "organization-title",
    "country": "country-name",
    "family_name": "family-name",
    "given_name": "given-name",
    "salutation": "honorific-prefix",
    "phone": "tel",
}


class OwnQuestion(Protocol):
    """One question that a secretariat asks in its own words."""

    id: Any
    label: Any
    kind: Any
    options: Any
    is_required: Any
    is_sensitive: Any


class Needed:
    """Must be answered; the sentence names the thing."""

    field_flags = {"required": True}

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, form: FlaskForm, field: Field) -> None:
        """Stop at an empty field."""
        if not field.data or not str(field.data).strip():
            raise StopValidation(str(self.message))


class CleanField(StringField):
    """A line of text without signs that nobody sees; `taken_out` says what was there."""

    taken_out: tuple[str, ...] = ()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take out what turns letters around, and remember it."""
        if valuelist:
            self.data, self.taken_out = clean_text(valuelist[0])


class CleanArea(CleanField, TextAreaField):
    """Several lines of text without signs that nobody sees."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Clean each line by itself: line breaks are wanted here."""
        if not valuelist:
            return
        lines = [clean_text(line) for line in valuelist[0].splitlines()]
        self.data = "\n".join(text for text, _taken in lines).strip()
        self.taken_out = tuple(dict.fromkeys(word for _text, words in lines for word in words))


class DayField(StringField):
    """A date, day first as people type it or as the browser's own field sends it."""

    def pre_validate(self, form: FlaskForm) -> None:
        """Refuse what is no date, and name it."""
        if self.data and self.day is None:
            raise StopValidation(
                gettext(
                    "%(typed)s is not a date: write day/month/year, for example 04/03/2027.",
                    typed=self.data,
                )
            )

    @property
    def day(self) -> date | None:
        """The date, or None."""
        return to_date(self.data or "")


class SentFileField(Field):
    """One file: `content`, what it is by its first bytes, and its name, which may be missing."""

    widget = FileInput()
    content: bytes = b""
    file_name = ""
    kind: str | None = None

    def __init__(self, *args: Any, kinds: Collection[str] = FILES, **more: Any) -> None:
        super().__init__(*args, **more)
        self.kinds = kinds

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read no more of the file than is taken."""
        for sent in valuelist:
            if hasattr(sent, "read"):
                with sent.stream:
                    self.content = sent.read(LARGEST + 1)
                named = clean_text((sent.filename or "").replace("\\", "/").rpartition("/")[2])[0]
                self.file_name, self.kind = named[-200:] or "file", kind_of(self.content)
        self.data = self.file_name if self.content else None

    def pre_validate(self, form: FlaskForm) -> None:
        """Refuse what is too large, and what is not what it says."""
        if len(self.content) > LARGEST:
            raise StopValidation(
                gettext("%(name)s is larger than 8 MB. Send a smaller one.", name=self.file_name)
            )
        if self.content and self.kind not in self.kinds:
            wanted = gettext("a picture (JPEG, PNG or WebP)")
            if self.kinds == FILES:
                wanted = gettext("a PDF or a picture (JPEG, PNG or WebP)")
            raise StopValidation(
                gettext(
                    "%(name)s is not %(wanted)s, whatever its name says. Choose another file.",
                    name=self.file_name,
                    wanted=wanted,
                )
            )


class PublicForm(FlaskForm):
    """A form of people who have no session: its own hidden field takes the place of the token."""

    class Meta:
        csrf = False

    @property
    def taken_out(self) -> list[tuple[str, tuple[str, ...]]]:
        """What was taken out of which field, to be told."""
        cleaned = [one for one in self if isinstance(one, CleanField) and one.taken_out]
        return [(str(one.label.text), one.taken_out) for one in cleaned]


def is_reachable(form: FlaskForm, field: Field) -> None:
    """Refuse an address that no mail can reach. No question to the network."""
    try:
        validate_email(field.data or "", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise ValidationError(
            gettext(
                "“%(typed)s” is no address that mail can reach. Write it like name@example.org.",
                typed=(field.data or "")[:80],
            )
        ) from None


def at_most(most: int = SHORT) -> Length:
    """Return the check that a text has so many signs at most."""
    return Length(max=most, message=gettext("Use at most %(most)s characters.", most=f"{most:,}"))


def offered(choices: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Return choices of a list, none first."""
    return [SelectChoice("", ""), *(SelectChoice(value, str(text)) for value, text in choices)]


def several_of(
    label: Any, checks: list[Any], choices: list[tuple[str, str]]
) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        checks,
        choices=offered(choices)[1:],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def question_field(one: OwnQuestion) -> Field:
    """Return the field of one own question."""
    missing = gettext("Answer “%(question)s”.", question=one.label)
    checks = [Needed(missing) if one.is_required else Optional()]
    choices = [(text, text) for text in one.options]
    if one.kind == "one":
        return RadioField(one.label, checks, choices=offered(choices)[1:], validate_choice=False)
    if one.kind == "several":
        return several_of(one.label, checks, choices)
    if one.kind == "yes_no":
        both = [SelectChoice("yes", _("Yes")), SelectChoice("no", _("No"))]
        return RadioField(one.label, checks, choices=both, validate_choice=False)
    if one.kind == "date":
        return DayField(one.label, checks)
    if one.kind in {"file", "photo"}:
        kinds = PICTURES if one.kind == "photo" else FILES
        return SentFileField(one.label, checks, kinds=kinds)
    return CleanArea(one.label, [*checks, at_most(LONG)])


def answer_to(one: OwnQuestion, field: Field) -> Any:
    """Return an answer as it is kept: dates in ISO form, nothing that was not offered."""
    if one.kind == "date":
        return field.day.isoformat() if field.day else None
    if one.kind in {"one", "yes_no"}:
        known = one.options if one.kind == "one" else ["yes", "no"]
        return field.data if field.data in known else None
    return field.data or None


def category_names() -> dict[str, str]:
    """Return the categories that people can choose for themselves, in the order of UN lists."""
    return {code: name for code, name in _categories() if code != SECRETARIAT}


def _categories() -> list[tuple[str, str]]:
    return category_choices(str(get_locale() or "en"))


@dataclass(frozen=True)
class Names:
    """What countries and categories are called by those who read, by their codes."""

    countries: Mapping[str, str]
    categories: Mapping[str, str]


def known_names() -> Names:
    """Return the names in the language of the page, as the staff word them."""
    return Names(country_names(str(get_locale() or "en")), dict(_categories()))


def own_name(tag: str) -> str:
    """Return what a language calls itself, and what the page calls it."""
    own = Locale.parse(tag).get_display_name(tag) or tag
    said = say_language(tag)
    return own if own == said else f"{own} ({said})"


def say_fact(name: str, facts: Mapping[str, Any], names: Names) -> str | None:
    """Return one fact about a person in words, or None where it is not stated."""
    value = facts.get(name)
    if name == "country":
        return names.countries.get(value, value) if value else facts.get("country_as_stated")
    if name == "nationality" and value:
        return names.countries.get(value, value)
    if name == "gender" and value:
        said = {"woman": gettext("Woman"), "man": gettext("Man")}
        return said.get(value) or facts.get("gender_words") or gettext("in own words")
    if name == "category" and value:
        return names.categories.get(value, value)
    if name == "languages" and value:
        return ", ".join(say_language(tag) for tag in value)
    return ", ".join(value) if isinstance(value, list | tuple) else value


def consent_words(meeting: str) -> dict[str, str]:
    """Return the words of each consent, in the language of the page."""
    return {
        LISTED: gettext(
            "My name, function, organisation and country may stand in the published list of "
            "participants of %(meeting)s.",
            meeting=meeting,
        ),
        CONTACT_SHARED: gettext(
            "The other participants of %(meeting)s may learn my e-mail address.", meeting=meeting
        ),
        PHOTO_SHOWN: gettext(
            "My photo may be shown beside my name at %(meeting)s.", meeting=meeting
        ),
    }


def default_purpose(meeting: str, organization: str) -> str:
    """Return the notice of purpose that stands where staff wrote none yet."""
    return gettext(
        "%(organization)s asks this to prepare %(meeting)s: to decide who takes part, to write to "
        "you, to place you in a working group and to keep the record of attendance that it must "
        "keep. Only the secretariat sees it. In the published list stands only who agrees below.",
        organization=organization,
        meeting=meeting,
    )


def say_conflicts(
    conflicts: Mapping[str, Mapping[str, Any]], names: Names
) -> list[tuple[str, str, str | None, str | None]]:
    """Return where the registry and somebody disagree, in words: field, its label, what the
    registry says, what was typed."""
    rows = []
    for name, both in conflicts.items():
        label = str(NAMES.get(name) or gettext("Name"))
        known, typed = ({name: both[side]} for side in ("registry", "typed"))
        rows.append((name, label, say_fact(name, known, names), say_fact(name, typed, names)))
    return rows


@dataclass(frozen=True)
class SaidChange:
    """One thing that somebody asks to have corrected, in words; empty is not stated."""

    label: str
    before: str | None
    after: str | None
    is_private: bool


def say_corrections(
    fields: Mapping[str, Mapping[str, Any]],
    *,
    questions: Iterable[OwnQuestion],
    private: Collection[str],
    names: Names,
) -> list[SaidChange]:
    """Return what is asked to be corrected in words; `private` are the fields of the person that
    stand on no page by themselves."""
    asked = {f"q{one.id}": one for one in questions}
    rows = []
    for name, both in fields.items():
        question = asked.get(name)
        said = [
            say_answer(question, value) if question else say_fact(name, {name: value}, names)
            for value in (both.get("before"), both.get("after"))
        ]
        label = str(question.label) if question else _label_of(name)
        # The answer to a question that is asked no more may be sensitive.
        is_hidden = name in private or is_question(name)
        is_private = bool(question.is_sensitive) if question else is_hidden
        rows.append(SaidChange(label, said[0], said[1], is_private))
    return rows


def _label_of(name: str) -> str:
    others = {
        "printed_name": gettext("Name"),
        "gender_words": gettext("Gender in own words"),
        "country_as_stated": gettext("Country as stated"),
    }
    return str(NAMES.get(name) or others.get(name, name))


def say_answer(question: OwnQuestion, answer: Any) -> str | None:
    """Return the answer to an own question in words, or None where there is none."""
    if question.kind == "yes_no" and answer:
        return gettext("Yes") if answer == "yes" else gettext("No")
    return ", ".join(answer) if isinstance(answer, list | tuple) else answer or None
