"""What somebody types who is heard."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import Length, Optional, StopValidation
from wtforms.widgets import FileInput

from eventsapp.consultations.models import Hearing
from eventsapp.sheets.clean import clean_text
from eventsapp.submissions.files import LARGEST, kind_of
from eventsapp.submissions.services import Typed
from eventsapp.submissions.voices import JOIN, REPLACE

ONESELF, ORGANIZATION = "oneself", "organization"
LONGEST = 200_000


class TextFileField(Field):
    """One file: its content, its name, and what it is by its bytes."""

    widget = FileInput()
    content: bytes = b""
    file_name = ""
    kind: str | None = None

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
        """Refuse what is too large, and what is no text that we take."""
        if len(self.content) > LARGEST:
            raise StopValidation(
                gettext("%(name)s is larger than 8 MB. Send a smaller one.", name=self.file_name)
            )
        if self.content and self.kind is None:
            raise StopValidation(
                gettext(
                    "%(name)s is no PDF and no Word or OpenDocument text. Save it as one of these.",
                    name=self.file_name,
                )
            )


class SubmissionForm(FlaskForm):
    """The text, for whom it speaks, and a file."""

    speaks_as = RadioField(
        _("You speak"),
        choices=[SelectChoice(ONESELF, _("for yourself")), SelectChoice(ORGANIZATION, "")],
    )
    organization = StringField(
        _("Organisation"),
        validators=[Optional(), Length(max=300)],
        filters=[lambda x: x and x.strip()],
    )
    text = TextAreaField(
        _("What you want to say"),
        validators=[Length(max=LONGEST, message=_("That is more than 200,000 characters."))],
        render_kw={"dir": "auto"},
    )
    file = TextFileField(_("Or a file"), validators=[Optional()])
    is_file_removed = BooleanField(_("Take the file out"))
    wish = RadioField(
        _("Your organisation has sent a submission already. What is to be?"),
        choices=[
            SelectChoice(JOIN, _("We stand behind what was sent; mine is kept with it")),
            SelectChoice(
                REPLACE, _("Mine is to take its place, if the secretariat and both of us agree")
            ),
        ],
        validators=[Optional()],
    )

    def __init__(self, hearing: Hearing, **more: Any) -> None:
        sent = hearing.submission
        for_organization = sent.is_for_organization if sent else _usually(hearing)
        shown = {
            "speaks_as": ORGANIZATION if for_organization else ONESELF,
            "organization": hearing.organization_name or "",
            "text": sent.text if sent else "",
            "wish": sent.wish if sent else None,
        }
        super().__init__(data=shown, **more)
        name = hearing.speaks_for
        self.speaks_as.choices = [
            SelectChoice(ONESELF, gettext("for yourself")),
            SelectChoice(
                ORGANIZATION,
                gettext("for %(name)s", name=name) if name else gettext("for an organisation"),
            ),
        ]

    @property
    def typed(self) -> Typed:
        """What was typed."""
        return Typed(
            text=(self.text.data or "").replace("\r\n", "\n"),
            is_for_organization=self.speaks_as.data == ORGANIZATION,
            organization_name=self.organization.data or None,
            wish=self.wish.data or None,
            file_name=self.file.file_name or None,
            content_type=self.file.kind,
            content=self.file.content or None,
            is_file_removed=self.is_file_removed.data,
        )


def _usually(hearing: Hearing) -> bool:
    return hearing.consultation.is_one_voice and hearing.speaks_for is not None


def state_words() -> dict[str, str]:
    """Return where a submission may stand, in the reader's language."""
    return {
        "draft": gettext("Draft"),
        "sent": gettext("Sent"),
        "waiting": gettext("Waits for agreement"),
        "joined": gettext("Stands behind another"),
        "replaced": gettext("Replaced"),
    }
