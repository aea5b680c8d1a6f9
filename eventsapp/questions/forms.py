"""One own question, as the secretariat writes it."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from eventsapp.registrations.models import Question, RegistrationForm
from eventsapp.versioned import VersionedForm

CHOICES, FILES = ("one", "several"), ("file", "photo")
BETWEEN = "\u241f"


def _trimmed(text: str | None) -> str | None:
    return text.strip() if text else text


class QuestionForm(VersionedForm):
    """What is asked, how it is answered, and when it is shown."""

    label = StringField(
        _("Question"),
        [DataRequired(_("Write the question.")), Length(max=300)],
        filters=[_trimmed],
    )
    hint = StringField(_("Hint below it"), [Optional(), Length(max=500)], filters=[_trimmed])
    kind = SelectField(
        _("Answered by"),
        choices=[
            SelectChoice("text", _("a text")),
            SelectChoice("one", _("one of several choices")),
            SelectChoice("several", _("any of several choices")),
            SelectChoice("yes_no", _("yes or no")),
            SelectChoice("date", _("a date")),
            SelectChoice("file", _("a file: PDF or picture")),
            SelectChoice("photo", _("a picture")),
        ],
    )
    options = TextAreaField(_("Choices, one in each line"), [Length(max=3000)])
    is_required = BooleanField(_("It must be answered"))
    after_acceptance = BooleanField(_("It is asked after acceptance only"))
    is_sensitive = BooleanField(_("It is sensitive: shown on demand, and every look is noted"))
    is_for_moderators = BooleanField(_("Who leads the person's break-out room reads the answer"))
    shown_if = SelectField(_("Shown"), default="")

    def __init__(
        self, form: RegistrationForm, question: Question | None = None, **given: Any
    ) -> None:
        super().__init__(data=_kept(question) if question else {"kind": "text"}, **given)
        before = [
            one
            for one in form.questions
            if question is None or (one.position < question.position and one is not question)
        ]
        self.shown_if.choices = [("", gettext("always")), *_conditions(before)]

    def validate_options(self, field: Field) -> None:
        """A choice needs something to choose from."""
        if self.kind.data in CHOICES and len(self._options) < 2:
            raise ValidationError(gettext("Write at least two choices, each in its own line."))

    def validate_is_for_moderators(self, field: Field) -> None:
        """What is sensitive is shown on demand only, and a file on no roster."""
        if field.data and self.is_sensitive.data:
            raise ValidationError(
                gettext("A sensitive answer is shown to staff only. Choose one of the two.")
            )
        if field.data and self.kind.data in FILES:
            raise ValidationError(gettext("A file cannot stand on a roster. Ask for a text."))

    @property
    def _options(self) -> list[str]:
        lines = (line.strip()[:300] for line in (self.options.data or "").splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    @property
    def facts(self) -> dict[str, Any]:
        """What is kept of the question."""
        number, _between, value = (self.shown_if.data or "").partition(BETWEEN)
        return {
            "label": self.label.data,
            "hint": self.hint.data or None,
            "kind": self.kind.data,
            "options": self._options if self.kind.data in CHOICES else [],
            "is_required": self.is_required.data,
            "after_acceptance": self.after_acceptance.data,
            "is_sensitive": self.is_sensitive.data,
            "is_for_moderators": self.is_for_moderators.data,
            "shown_if_id": int(number) if number else None,
            "shown_if_value": value or None,
        }


def _kept(question: Question) -> dict[str, Any]:
    """Return a question as its form says it."""
    same = (
        "label", "hint", "kind", "is_required", "after_acceptance", "is_sensitive",
        "is_for_moderators",
    )  # fmt: skip
    is_always = question.shown_if_id is None
    return {
        **{name: getattr(question, name) for name in same},
        "options": "\n".join(question.options or ()),
        "shown_if": ""
        if is_always
        else f"{question.shown_if_id}{BETWEEN}{question.shown_if_value}",
    }


def _conditions(before: list[Question]) -> list[tuple[str, str]]:
    """Return the answers on which a question may depend."""
    found = []
    for one in before:
        known = {"yes_no": ["yes", "no"]}.get(one.kind, one.options or [])
        for value in known:
            said = gettext(
                "only if “%(question)s” is “%(answer)s”", question=one.label, answer=value
            )
            found.append((f"{one.id}{BETWEEN}{value}", said))
    return found
