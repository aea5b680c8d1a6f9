"""What staff type about a consent, and the words for consents."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, TextAreaField
from wtforms.validators import DataRequired, Length

from eventsapp.consents.services import StatedConsent
from eventsapp.formats import language, say_language
from eventsapp.meetings.models import Meeting
from eventsapp.people.countries import UN_LANGUAGES
from eventsapp.people.models import CONTACT_SHARED, LISTED, PHOTO_SHOWN

LONGEST = 2_000


def purpose_names() -> dict[str, str]:
    """Return to what somebody may agree."""
    return {
        LISTED: gettext("their name stands in published lists"),
        CONTACT_SHARED: gettext("their contact data are shared with participants"),
        PHOTO_SHOWN: gettext("their photo is shown"),
    }


def source_names() -> dict[str, str]:
    """Return how a consent may reach the secretariat."""
    return {
        "on paper": gettext("on paper"),
        "by e-mail": gettext("by e-mail"),
        "by word": gettext("by word"),
    }


def _trimmed(text: str | None) -> str | None:
    return text.strip() if text else None


class ConsentForm(FlaskForm):
    """To what somebody agreed, for which meeting, in which words, and how it was said."""

    purpose = SelectField(_("They agree that"))
    meeting = SelectField(_("For which meeting"))
    wording = TextAreaField(
        _("The words they agreed to"),
        validators=[
            DataRequired(_("Write the words that were agreed to, as they stood on the paper.")),
            Length(max=LONGEST, message=_("Use at most %(max)d characters.")),
        ],
        filters=[_trimmed],
    )
    language = SelectField(_("Language of these words"))
    source = SelectField(_("How it reached you"))

    def __init__(self, meetings: Iterable[Meeting], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose.choices = list(purpose_names().items())
        every = ("", gettext("all meetings"))
        self.meeting.choices = [every, *((str(one.id), one.short_name) for one in meetings)]
        self.language.choices = [(tag, say_language(tag)) for tag in UN_LANGUAGES]
        self.source.choices = list(source_names().items())
        if not self.is_submitted():
            self.language.data = language() if language() in UN_LANGUAGES else "en"
        for field in (self.purpose, self.meeting, self.language, self.source):
            field.flags.quiet = True

    @property
    def stated(self) -> StatedConsent:
        """What was typed."""
        return StatedConsent(
            purpose=self.purpose.data,
            wording=self.wording.data or "",
            language=self.language.data,
            source=self.source.data,
            meeting_id=int(self.meeting.data) if self.meeting.data else None,
        )
