"""The form that experts fill in, built from what the secretariat asks.

It holds no session: what it carries instead, and why, stands in `opened.py`.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    DataRequired,
    InputRequired,
    NumberRange,
    Optional,
    ValidationError,
)

from eventsapp.asking.forms import (
    LONG,
    NAMES,
    CleanArea,
    CleanField,
    Names,
    Needed,
    PublicForm,
    answer_to,
    at_most,
    category_names,
    consent_words,
    is_reachable,
    offered,
    own_name,
    question_field,
    say_answer,
    say_fact,
    several_of,
)
from eventsapp.meetings.forms import ClockField, is_believable
from eventsapp.people.countries import (
    UN_LANGUAGES,
    countries_like,
    country_label,
    country_named,
    telling_label,
)
from eventsapp.people.forms import zone_choices
from eventsapp.people.models import CONTACT_SHARED, LISTED, PHOTO_SHOWN
from eventsapp.registrations.asked import (
    FIELDS,
    LATER_MAY,
    LATER_MUST,
    MAY,
    MUST,
    NOT_ASKED,
    PRIVATE,
    AskedField,
    asked_fields,
    shown,
    to_fields,
    to_ways,
)
from eventsapp.registrations.models import Question, RegistrationForm
from eventsapp.registrations.sent import Sent, SentFile
from eventsapp.versioned import VersionedForm


class AnswerForm(PublicForm):
    """What one form asks, as far as it is asked now; built by `answer_form`."""

    # Without a label, one would be looked up in a file of translations at each visit.
    opened = HiddenField("")
    homepage = StringField("")
    country_asked = HiddenField("")
    asked: tuple[AskedField, ...] = ()
    questions: tuple[Question, ...] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """Check everything that is shown; what a condition hides is not asked."""
        super().validate(extra_validators)
        for hidden in {one.id for one in self.questions} - self.shown_ids:
            self[f"q{hidden}"].errors = []
        return not any(field.errors for field in self) and not self.form_errors

    def validate_country(self, field: Field) -> None:
        """Ask where a name may mean two countries; keep as stated what is sent a second time."""
        if field.data and field.data != self.country_asked.data:
            self.country_asked.data, self.country_asked.raw_data = field.data, None
            _ask_which(field.data, gettext("Or send it again to keep it as it is."))

    def validate_nationality(self, field: Field) -> None:
        """A nationality is of a State of the list, or not stated."""
        if field.data and country_named(field.data) is None:
            _ask_which(field.data, "")
            raise ValidationError(
                gettext("We know no country “%(typed)s”. Correct it.", typed=field.data)
            )

    def leave_out(self) -> None:
        """Leave out what is not corrected in a form: the address, consents, files."""
        for name in ("email", *CONSENTS.values()):
            if name in self:
                del self[name]
        self.questions = tuple(one for one in self.questions if one.kind not in FILE_KINDS)

    @property
    def answered(self) -> dict[int, Any]:
        """What is answered to every own question, in the form in which it is kept."""
        return {one.id: answer_to(one, self[f"q{one.id}"]) for one in self.questions}

    @property
    def shown_ids(self) -> set[int]:
        """The own questions that are shown, given the answers."""
        return shown(self.questions, self.answered)

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered to the questions that are shown."""
        ids = self.shown_ids
        return {str(key): value for key, value in self.answered.items() if key in ids and value}

    @property
    def files(self) -> tuple[SentFile, ...]:
        """The files that were sent for questions that are shown."""
        ids = self.shown_ids
        fields = [(one.id, self[f"q{one.id}"]) for one in self.questions if one.id in ids]
        return tuple(
            SentFile(key, field.file_name, field.kind or "", field.content)
            for key, field in fields
            if field.type == "SentFileField" and field.content
        )

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed about the person, where anything was; no needs are an answer too."""
        found = {one.name: _fact(self, one.name) for one in self.asked if one.name != "needs"}
        typed = found.get("country")
        if typed:
            known = country_named(typed)
            found["country"] = known.code if known else None
            found["country_as_stated"] = None if known else typed[:100]
        if found.get("gender") == "own":
            found["gender_words"] = self["gender_words"].data or None
        if any(one.name == "needs" for one in self.asked):
            needs = {"access": self["access_needs"].data, "dietary": self["dietary_needs"].data}
            found["needs"] = {name: text for name, text in needs.items() if text}
        return {name: value for name, value in found.items() if value or name == "needs"}

    def sent(self, meeting: str) -> Sent:
        """Return everything that was sent, with the words of what was agreed to."""
        words = consent_words(meeting)
        consents = [
            {"purpose": purpose, "wording": words[purpose]}
            for purpose, name in CONSENTS.items()
            if name in self and self[name].data
        ]
        return Sent(
            email=self["email"].data or "",
            printed_name=self["printed_name"].data or "",
            facts={**self.facts, **({"consents": consents} if consents else {})},
            answers=self.answers,
            files=self.files,
            language=str(get_locale() or "en"),
        )


FILE_KINDS = ("file", "photo")
CONSENTS = {LISTED: "listed", CONTACT_SHARED: "contact_shared", PHOTO_SHOWN: "photo_shown"}


def answer_form(form: RegistrationForm, *, later: bool = False, **given: Any) -> AnswerForm:
    """Return the form of a meeting: what is asked when people register, or after acceptance.

    `given` goes to the form, such as `data` that fills it.
    """
    asked = tuple(asked_fields(form.fields, after_acceptance=later))
    questions = tuple(one for one in form.questions if one.after_acceptance == later)
    fields: dict[str, Any] = {"asked": asked, "questions": questions}
    if not later:
        fields |= _always(form.meeting.short_name, any(one.kind == "photo" for one in questions))
    for one in asked:
        fields |= _person_field(one)
    for question in questions:
        fields[f"q{question.id}"] = question_field(question)
    made: AnswerForm = type("BuiltForm", (AnswerForm,), fields)(**given)
    return made


def _always(meeting: str, has_photo: bool) -> dict[str, Any]:
    words = consent_words(meeting)
    fields = {
        "printed_name": CleanField(
            _("Your name"),
            [Needed(_("Enter your name as you write it yourself; one name is enough.")), at_most()],
        ),
        "email": StringField(
            _("E-mail address"),
            [
                Needed(_("Enter the address at which we can write to you.")),
                at_most(320),
                is_reachable,
            ],
            filters=[lambda text: text.strip() if text else text],
        ),
        "listed": BooleanField(words[LISTED]),
        "contact_shared": BooleanField(words[CONTACT_SHARED]),
    }
    if has_photo:
        fields["photo_shown"] = BooleanField(words[PHOTO_SHOWN])
    return fields


def _ask_which(typed: str, otherwise: str) -> None:
    """Raise the question which country is meant, if a name may mean several or is misspelled."""
    if country_named(typed) is not None:
        return
    found = [telling_label(one.code, str(get_locale())) for one in countries_like(typed)]
    if found:
        raise ValidationError(
            gettext(
                "Which country do you mean by “%(typed)s”: %(names)s? Write it in full.",
                typed=typed,
                names="; ".join(found),
            )
            + (f" {otherwise}" if otherwise else "")
        )


def _person_field(one: AskedField) -> dict[str, Any]:
    """Return the fields that ask one thing about the person, by their names."""
    label = NAMES[one.name]
    missing = gettext("Fill in “%(field)s”: the secretariat needs it.", field=label)
    checks = [Needed(missing) if one.is_required else Optional(), at_most()]
    if one.name == "category":
        return {one.name: SelectField(label, checks[:1], choices=offered(category_names().items()))}
    if one.name == "tz":
        return {one.name: SelectField(label, checks[:1], choices=offered(zone_choices()))}
    if one.name == "languages":
        return {one.name: several_of(label, checks[:1], [(t, own_name(t)) for t in UN_LANGUAGES])}
    if one.name == "gender":
        words = CleanField(_("In your own words"), [Optional(), at_most(100)])
        return {one.name: _gender(label, checks[:1]), "gender_words": words}
    if one.name == "needs":
        return {
            "access_needs": CleanArea(_("Access"), [Optional(), at_most(LONG)]),
            "dietary_needs": CleanArea(_("Meals"), [Optional(), at_most(LONG)]),
        }
    return {one.name: CleanField(label, checks)}


def _gender(label: Any, checks: list[Any]) -> RadioField:
    choices = [
        SelectChoice("woman", _("Woman")),
        SelectChoice("man", _("Man")),
        SelectChoice("own", _("In my own words")),
        SelectChoice("", _("I do not want to say")),
    ]
    return RadioField(label, checks, choices=choices, validate_choice=False)


def _fact(form: AnswerForm, name: str) -> Any:
    data = form[name].data
    if name == "themes":
        return [text.strip() for text in (data or "").split(",") if text.strip()]
    if name == "nationality":
        known = country_named(data or "")
        return known.code if known else None
    if name == "gender":
        return data if data in {"woman", "man", "own"} else None
    return data or None


def values_of(facts: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the fields of a form say about what was sent before."""
    language = str(get_locale() or "en")
    filled = dict(facts)
    for name in ("country", "nationality"):
        if facts.get(name):
            filled[name] = country_label(facts[name], language)
    filled["country"] = filled.get("country") or facts.get("country_as_stated")
    filled["themes"] = ", ".join(facts.get("themes") or ())
    needs = facts.get("needs") or {}
    filled["access_needs"], filled["dietary_needs"] = needs.get("access"), needs.get("dietary")
    return filled | {f"q{key}": value for key, value in answers.items()}


def is_private(form: AnswerForm, name: str) -> bool:
    """Return whether a field must not be kept on the device of whoever types it."""
    sensitive = {f"q{one.id}" for one in form.questions if one.is_sensitive}
    return name in PRIVATE | sensitive | {"access_needs", "dietary_needs", "gender_words"}


def described(
    form: RegistrationForm, sent: Mapping[str, Any], answers: Mapping[str, Any], names: Names
) -> list[tuple[str, str, str]]:
    """Return what was sent, in the order of the form: label, text, and who may see it (empty,
    `private`, or `needs` for those who arrange them)."""
    rows: list[tuple[Any, Any, str]] = []
    for one in asked_fields(form.fields):
        if one.name == "needs":
            needs = sent.get("needs") or {}
            rows.append((gettext("Access"), needs.get("access"), "needs"))
            rows.append((gettext("Meals"), needs.get("dietary"), "needs"))
        else:
            hidden = "private" if one.name in PRIVATE else ""
            rows.append((NAMES[one.name], say_fact(one.name, sent, names), hidden))
    for question in form.questions:
        text = say_answer(question, answers.get(str(question.id)))
        rows.append((question.label, text, "private" if question.is_sensitive else ""))
    return [(str(label), text, hidden) for label, text, hidden in rows if text]


class SettingsForm(VersionedForm):
    """How people register for one meeting."""

    kind = RadioField(
        _("Who can register"),
        choices=[
            SelectChoice("open", _("Everybody who has the address of the form")),
            SelectChoice("invited", _("Who was invited, with the link of the invitation")),
            SelectChoice("nominated", _("Whom a government nominated")),
        ],
    )
    opens_on = DateField(_("Opens on"), [Optional(), is_believable])
    opens_at_time = ClockField(_("at"), [Optional()])
    closes_on = DateField(_("Closes on"), [Optional(), is_believable])
    closes_at_time = ClockField(_("at"), [Optional()])
    tz = SelectField(_("Time zone of these times"))
    purpose = TextAreaField(
        _("Why you ask"),
        [DataRequired(_("Say why you ask: everybody reads it before the first field."))],
    )
    most_people = IntegerField(_("Places in all"), [Optional(), NumberRange(1, 100_000)])
    most_per_country = IntegerField(_("Places per country"), [Optional(), NumberRange(1, 10_000)])
    has_waiting_list = BooleanField(_("Who finds no place waits, and moves up"))
    is_decided_by_staff = BooleanField(_("The secretariat decides about each registration"))
    delete_after_days = IntegerField(
        _("Days after the meeting when all this is deleted"),
        [InputRequired(_("Say after how many days it is deleted.")), NumberRange(30, 3650)],
    )

    def validate_closes_on(self, field: Field) -> None:
        """A form closes after it opens."""
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(gettext("It would close before it opens. Correct one of them."))

    @property
    def settings(self) -> dict[str, Any]:
        """What is kept of the form."""
        plain = {name: self[name].data for name in PLAIN}
        ways = {name: self[f"ask_{name}"].data for name in FIELDS}
        most = {code: self[f"most_{code}"].data for code in category_names()}
        per_category = {code: number for code, number in most.items() if number}
        return {**plain, "fields": to_fields(ways), "most_per_category": per_category}


PLAIN = (
    "kind", "opens_on", "opens_at_time", "closes_on", "closes_at_time", "tz", "purpose",
    "most_people", "most_per_country", "has_waiting_list", "is_decided_by_staff",
    "delete_after_days",
)  # fmt: skip


def settings_form(row: RegistrationForm, **given: Any) -> SettingsForm:
    """Return the form that changes how people register, filled from the row."""
    ways = [
        SelectChoice(NOT_ASKED, _("not asked")),
        SelectChoice(MAY, _("asked, may stay empty")),
        SelectChoice(MUST, _("asked, must be answered")),
        SelectChoice(LATER_MAY, _("asked after acceptance, may stay empty")),
        SelectChoice(LATER_MUST, _("asked after acceptance, must be answered")),
    ]
    fields: dict[str, Any] = {f"ask_{n}": SelectField(NAMES[n], choices=ways) for n in FIELDS}
    for code, name in category_names().items():
        fields[f"most_{code}"] = IntegerField(name, [Optional(), NumberRange(1, 10_000)])
    known: dict[str, Any] = {f"ask_{name}": way for name, way in to_ways(row.fields).items()}
    known |= {f"most_{code}": most for code, most in (row.most_per_category or {}).items()}
    known |= {name: getattr(row, name) for name in PLAIN}
    fields["tz"] = SelectField(
        _("Time zone of these times"), choices=offered(zone_choices(row.tz))[1:]
    )
    made: SettingsForm = type("BuiltSettings", (SettingsForm,), fields)(data=known, **given)
    for one in made:
        one.flags.quiet = isinstance(one, SelectField)  # something is always chosen
    if made.version.data is None:
        made.open_at(row.version or 0)
    return made
