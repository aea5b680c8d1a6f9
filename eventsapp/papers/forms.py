"""What staff type about the papers of a meeting, and how papers are said."""

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from eventsapp import versioned
from eventsapp.formats import once_a_language, say_language
from eventsapp.papers.content import LARGEST
from eventsapp.papers.models import (
    ANNOTATED_AGENDA,
    CONCEPT_NOTE,
    INFORMATION_NOTE,
    OTHER,
    PARTICIPANTS,
    PRESENTATION,
    PROVISIONAL_AGENDA,
    PUBLIC,
    STAFF,
    Paper,
)
from eventsapp.papers.services import PaperFacts, Upload
from eventsapp.people.languages import language_named

UN_LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


def _stripped(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


class PaperForm(versioned.VersionedForm):
    """What a paper is and who may read it."""

    kind = SelectField(_("Kind"))
    title = StringField(
        _("Title"),
        validators=[Length(max=300, message=_("Use at most 300 characters."))],
        filters=[_stripped],
    )
    audience = SelectField(_("Who may read it"), default=PARTICIPANTS)

    def __init__(self, paper: Paper | None = None, **values: Any) -> None:
        names = ("kind", "title", "audience")
        known = {} if paper is None else {name: getattr(paper, name) for name in names}
        super().__init__(**{"data": known, **values})
        self.kind.choices = list(kind_names().items())
        self.audience.choices = list(audience_names().items())
        self.kind.flags.quiet = self.audience.flags.quiet = True

    @property
    def facts(self) -> PaperFacts:
        """What was typed."""
        return PaperFacts(self.kind.data, self.title.data or None, self.audience.data)


class LanguageField(StringField):
    """One language, by its name or tag; `tag` is the tag, or None."""

    @property
    def tag(self) -> str | None:
        """The BCP 47 tag of what was typed."""
        return language_named((self.data or "").strip())


class FileForm(FlaskForm):
    """A file of a paper in one language, with its title in it."""

    language = LanguageField(
        _("Language"),
        validators=[DataRequired(_("Enter the language of the file."))],
        render_kw={"list": "languages"},
    )
    title = StringField(
        _("Title in this language"),
        validators=[Length(max=300, message=_("Use at most 300 characters."))],
        filters=[_stripped],
    )
    file = FileField(_("File (PDF, Word, PowerPoint, Excel or OpenDocument)"))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.file.flags.quiet = True

    def validate_language(self, field: LanguageField) -> None:
        """Refuse what is no language."""
        if field.data and field.tag is None:
            raise ValidationError(
                gettext(
                    "“%(word)s” is no language. Write it like French, or fr.",
                    word=field.data[:60],
                )
            )

    def validate_file(self, field: FileField) -> None:
        """Ask for a file."""
        if not field.data or not getattr(field.data, "filename", None):
            raise ValidationError(gettext("Choose the file."))

    @property
    def upload(self) -> Upload:
        """The file that was handed over; no more of it is read than is taken."""
        sent = self.file.data
        content = sent.read(LARGEST + 1)
        tag = self.language.tag or ""
        return Upload(content, sent.filename or "", tag, self.title.data or None)


class NewPaperForm(PaperForm, FileForm):
    """A paper and its first file; without a file it is a place to be filled."""

    title = PaperForm.title
    language = LanguageField(_("Language of the file"), render_kw={"list": "languages"})
    file_title = StringField(
        _("Title in this language"),
        validators=[Length(max=300, message=_("Use at most 300 characters."))],
        filters=[_stripped],
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.file.flags.quiet = False

    def _shown(self) -> Iterator[Field]:
        return (field for field in super()._shown() if field.name != self.file.name)

    @property
    def has_file(self) -> bool:
        """Whether a file was handed over."""
        return bool(self.file.data and getattr(self.file.data, "filename", None))

    def validate_language(self, field: LanguageField) -> None:
        """Ask for the language where there is a file."""
        if self.has_file and not field.data:
            raise ValidationError(gettext("Enter the language of the file."))
        super().validate_language(field)

    def validate_file(self, field: FileField) -> None:
        """Let the file be missing."""

    @property
    def upload(self) -> Upload:
        """The file that was handed over."""
        whole = super().upload
        return Upload(whole.content, whole.file_name, whole.language, self.file_title.data or None)


def language_suggestions(meeting_languages: list[str]) -> list[SelectChoice]:
    """Return the languages to suggest, those of the meeting first."""
    tags = dict.fromkeys([*meeting_languages, *UN_LANGUAGES])
    return [SelectChoice(tag, say_language(tag)) for tag in tags]


@once_a_language
def kind_names() -> dict[str, str]:
    """Return the kinds of papers, in words."""
    return {
        CONCEPT_NOTE: gettext("Concept note"),
        PROVISIONAL_AGENDA: gettext("Provisional agenda"),
        ANNOTATED_AGENDA: gettext("Annotated agenda"),
        INFORMATION_NOTE: gettext("Information note"),
        PRESENTATION: gettext("Presentation"),
        OTHER: gettext("Other paper"),
    }


@once_a_language
def audience_names() -> dict[str, str]:
    """Return who may read a paper, in words."""
    return {
        STAFF: gettext("Staff only"),
        PARTICIPANTS: gettext("Those who take part"),
        PUBLIC: gettext("Everybody, if the meeting is public"),
    }
