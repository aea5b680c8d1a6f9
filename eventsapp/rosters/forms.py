"""What is typed in a room: its notes, and a note to its members."""

from uuid import uuid4

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp

from eventsapp.rosters.models import RoomNotes
from eventsapp.versioned import VersionedForm

LONGEST_NOTES, LONGEST_MAIL = 100_000, 5_000


class NotesForm(VersionedForm):
    """What the note-taker types."""

    text = TextAreaField(
        _("Notes of this room"),
        [Length(max=LONGEST_NOTES, message=_("The notes are too long: keep to 100,000 letters."))],
    )

    def __init__(self, notes: RoomNotes | None, **given: object) -> None:
        super().__init__(data={"text": notes.text if notes else ""}, **given)


class RoomMailForm(FlaskForm):
    """A note to the members of a room. `client_key` makes that one form is sent once."""

    subject = StringField(
        _("Subject"),
        [
            DataRequired(_("Write what the note is about: it stands in the list of their mail.")),
            Length(max=150, message=_("Keep the subject to 150 letters.")),
        ],
        filters=[lambda text: " ".join((text or "").split())],
    )
    text = TextAreaField(
        _("What you want to say"),
        [
            DataRequired(_("Write what the members should read.")),
            Length(max=LONGEST_MAIL, message=_("Keep the note to 5,000 letters.")),
        ],
        filters=[lambda text: (text or "").replace("\r\n", "\n").strip()],
    )
    replies_to_writer = BooleanField(_("Answers come to me: who answers sees my address"))
    client_key = HiddenField(
        validators=[
            Regexp(r"[\w-]{20,64}", message=_("Load this page again, then send your note."))
        ]
    )

    def begin(self) -> None:
        """Give a form that is opened a key of its own."""
        self.client_key.data = uuid4().hex
