"""What staff type who answer comments."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length

from eventsapp.answers.filters import NO_ORGANIZATION, OPEN, Wanted
from eventsapp.answers.services import Answer
from eventsapp.comments.forms import decision_names, kind_names
from eventsapp.comments.models import FORM, WORD, CommentGroup
from eventsapp.people.models import Organization
from eventsapp.versioned import VersionedForm

TOO_LONG = _("Use at most 10,000 characters.")


def _as_typed(text: str | None) -> str | None:
    return text.replace("\r\n", "\n").strip() if text else text


class _Answering:
    """The fields of an answer, in a form of one answer and in that of several."""

    decision = SelectField(_("Decision"), default="")
    reply = TextAreaField(
        _("The secretariat's response"),
        validators=[Length(max=10_000, message=TOO_LONG)],
        filters=[_as_typed],
    )

    def offer(self) -> None:
        """Fill the list of decisions."""
        self.decision.choices = [("", gettext("not decided yet")), *decision_names().items()]
        self.decision.flags.quiet = True

    @property
    def answer(self) -> Answer:
        """What was typed."""
        return Answer(self.decision.data or None, self.reply.data or None)


class AnswerForm(_Answering, VersionedForm):
    """The answer to one comment, or to a group."""

    @classmethod
    def of(cls, group: CommentGroup) -> "AnswerForm":
        """Return the form with what is answered now."""
        form = cls(formdata=None, decision=group.decision or "", reply=group.reply)
        form.offer()
        form.open_at(group.version)
        return form


class ActForm(_Answering, FlaskForm):
    """One answer for several comments, or the name of a group."""

    name = StringField(
        _("Name of the group"),
        validators=[Length(max=200, message=_("Use at most 200 characters."))],
    )


def source_names() -> dict[str, str]:
    """Return where a comment may come from."""
    return {FORM: gettext("written here"), WORD: gettext("found in a Word file")}


def chips(wanted: Wanted, organizations: list[Organization]) -> list[tuple[str, str, str]]:
    """Return the filters that are on: name, what it is, its value in words."""
    names = {str(one.id): one.name for one in organizations}
    words = {
        "q": (gettext("Words"), wanted.q),
        "decision": (
            gettext("Decision"),
            decision_names().get(wanted.decision, gettext("open")),
        ),
        "organization": (
            gettext("Organisation"),
            gettext("none stated")
            if wanted.organization == NO_ORGANIZATION
            else names.get(wanted.organization, wanted.organization),
        ),
        "kind": (gettext("Kind"), kind_names().get(wanted.kind, "")),
        "source": (gettext("Source"), source_names().get(wanted.source, "")),
    }
    return [(name, *words[name]) for name in wanted.arguments]


def decision_choices() -> list[tuple[str, str]]:
    """Return what the list can be filtered by."""
    return [(OPEN, gettext("open")), *decision_names().items()]
