"""What staff type about documents, their drafts and their releases."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from wtforms import (
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, Length, Optional

from eventsapp.documents.changes import GONE
from eventsapp.documents.models import (
    EDITING_WINDOW,
    JOINED,
    MOVED,
    NEW,
    RELEASE,
    REWORDED,
    SPLIT,
    UNSURE,
)
from eventsapp.documents.queries import ALL_EXPERTS, EXPERTS, OPEN_ONLINE
from eventsapp.documents.services import DocumentFacts
from eventsapp.formats import say_language
from eventsapp.meetings.models import Meeting, Process
from eventsapp.versioned import VersionedForm

UN_LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru")


def _trimmed(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


def language_choices(present: str | None) -> list[tuple[str, str]]:
    """Return the languages of the United Nations, and the present one even if it is another."""
    tags = [*UN_LANGUAGES, *([present] if present and present not in UN_LANGUAGES else [])]
    return [(tag, say_language(tag)) for tag in tags]


def audience_names() -> dict[str, str]:
    """Return to whom a draft may be released, in the reader's language."""
    return {
        EXPERTS: gettext("The experts of the meeting"),
        ALL_EXPERTS: gettext("The experts of all meetings of the process"),
        OPEN_ONLINE: gettext("Everybody who signs in"),
    }


def change_names() -> dict[str, str]:
    """Return how a passage may have changed, in the reader's language."""
    return {
        REWORDED: gettext("Reworded"),
        MOVED: gettext("Moved"),
        SPLIT: gettext("Split"),
        JOINED: gettext("Joined"),
        NEW: gettext("New"),
        GONE: gettext("Gone"),
        UNSURE: gettext("Doubtful"),
    }


def say_changes(counts: Mapping[str, int]) -> list[str]:
    """Return how much changed, kind by kind: `3 reworded`, `1 moved`."""
    said = {
        REWORDED: lambda n: ngettext("%(num)s reworded", "%(num)s reworded", n),
        MOVED: lambda n: ngettext("%(num)s moved", "%(num)s moved", n),
        SPLIT: lambda n: ngettext("%(num)s split", "%(num)s split", n),
        JOINED: lambda n: ngettext("%(num)s joined", "%(num)s joined", n),
        NEW: lambda n: ngettext("%(num)s new", "%(num)s new", n),
        GONE: lambda n: ngettext("%(num)s gone", "%(num)s gone", n),
        UNSURE: lambda n: ngettext("%(num)s doubtful", "%(num)s doubtful", n),
    }
    return [said[kind](count) for kind, count in counts.items()]


def kind_names() -> dict[str, str]:
    """Return how a draft may be opened, in the reader's language."""
    return {RELEASE: gettext("release"), EDITING_WINDOW: gettext("editing window")}


class DocumentForm(VersionedForm):
    """The facts of a document."""

    title = StringField(
        _("Title"),
        [
            DataRequired(_("Enter the title of the document.")),
            Length(max=300, message=_("Use at most 300 characters.")),
        ],
        filters=[_trimmed],
    )
    symbol = StringField(
        _("Document symbol"),
        [Optional(), Length(max=60, message=_("Use at most 60 characters."))],
        filters=[_trimmed],
    )
    language = SelectField(_("Drafted in"))
    meeting = SelectField(_("For the meeting"), coerce=int)

    def offer(self, meetings: Sequence[Meeting], language: str | None = None) -> None:
        """Fill the lists to choose from."""
        self.language.choices = language_choices(language or self.language.data)
        stated = [(0, gettext("for no single meeting"))]
        self.meeting.choices = stated + [(one.id, one.short_name) for one in meetings]
        for field in (self.language, self.meeting):
            field.flags.quiet = True

    @property
    def facts(self) -> DocumentFacts:
        """What was typed, with None for what is not stated."""
        return DocumentFacts(
            title=self.title.data or "",
            language=self.language.data,
            symbol=self.symbol.data or None,
            meeting_id=self.meeting.data or None,
        )


class NewDocumentForm(DocumentForm):
    """The facts of a new document, and the process to which it belongs."""

    process_id = SelectField(_("Process"), coerce=int)

    def offer_processes(self, processes: Sequence[Process]) -> None:
        """Fill the list of processes."""
        self.process_id.choices = [(one.id, one.code) for one in processes]
        self.process_id.flags.quiet = True
