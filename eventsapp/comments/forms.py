"""What staff say of a round, and the words for kinds and decisions."""

from datetime import date, time
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
    ValidationError,
)
from wtforms.validators import DataRequired, Length, Optional

from eventsapp.comments.models import (
    ACCEPTED,
    EDITORIAL,
    GENERAL,
    NOT_ACCEPTED,
    NOTED,
    OUT_OF_SCOPE,
    PARTLY,
    SUBSTANTIVE,
    CommentRound,
)
from eventsapp.comments.services import RoundFacts
from eventsapp.documents.models import Draft
from eventsapp.letters.typed_dates import to_date
from eventsapp.people.forms import zone_choices
from eventsapp.reminders.planning import known_zone
from eventsapp.versioned import VersionedForm
from eventsapp.walltime import is_skipped


def _trimmed(text: str | None) -> str | None:
    return text.strip() if text else text


def _as_typed(text: str | None) -> str | None:
    return text.replace("\r\n", "\n").strip() if text else text


def kind_names() -> dict[str, str]:
    """Return what a comment may be, in the reader's language."""
    return {
        GENERAL: gettext("General"),
        SUBSTANTIVE: gettext("Substantive"),
        EDITORIAL: gettext("Editorial"),
    }


def decision_names() -> dict[str, str]:
    """Return what may become of a comment, in the reader's language."""
    return {
        ACCEPTED: gettext("Accepted"),
        PARTLY: gettext("Partly accepted"),
        NOTED: gettext("Noted"),
        NOT_ACCEPTED: gettext("Not accepted"),
        OUT_OF_SCOPE: gettext("Out of scope"),
    }


class DayText(StringField):
    """A day as people type it, the day first; `day` is what it means."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no day, and name it."""
        if self.data and self.day is None:
            raise ValidationError(
                gettext(
                    "“%(typed)s” is not a day. Write it like 18 November 2024.", typed=self.data
                )
            )

    @property
    def day(self) -> date | None:
        """The day, or None."""
        return to_date(self.data.strip()) if self.data else None


class ClockField(TimeField):
    """A time on the clock, such as 18:00."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time; say how to write it where that fails."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write the time as hours and minutes, like 18:00.")) from None


class RoundForm(VersionedForm):
    """What staff say of a round of comments."""

    title = StringField(
        _("What the round is called"),
        validators=[
            DataRequired(_("Enter what it is called, such as Comments on draft 1.")),
            Length(max=300, message=_("Use at most 300 characters.")),
        ],
        filters=[_trimmed],
    )
    draft = SelectField(_("On which draft"))
    opens_on = DayText(_("First day"), filters=[_trimmed])
    opens_at_time = ClockField(_("Opens at"), validators=[Optional()])
    closes_on = DayText(
        _("Last day"),
        validators=[DataRequired(_("Enter the last day on which comments are taken."))],
        filters=[_trimmed],
    )
    closes_at_time = ClockField(_("Closes at"), validators=[Optional()])
    tz = SelectField(_("Time zone of these"))
    audience = StringField(
        _("For whom"),
        validators=[Length(max=200, message=_("Use at most 200 characters."))],
        filters=[_trimmed],
    )
    words = TextAreaField(
        _("What you say to those who comment"),
        validators=[Length(max=2000, message=_("Use at most 2,000 characters."))],
        filters=[_as_typed],
    )
    is_per_organization = BooleanField(_("One agreed set of comments per organisation"))
    key = HiddenField(validators=[Length(max=36)])

    def __init__(self, *args: Any, drafts: list[Draft], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._drafts = {str(one.id): one for one in drafts}
        self.draft.choices = [(key, draft_name(one)) for key, one in self._drafts.items()]
        self.tz.choices = zone_choices(known_zone(self.tz.data))
        self.draft.flags.quiet = self.tz.flags.quiet = True

    def validate_closes_at_time(self, field: ClockField) -> None:
        """Refuse a time that clocks skip; of one that comes twice the first counts."""
        _refuse_skipped(self.closes_on.day, field.data, self.tz.data)

    def validate_opens_at_time(self, field: ClockField) -> None:
        """Refuse a time without its day, and one that clocks skip."""
        if field.data is not None and self.opens_on.day is None:
            raise ValidationError(gettext("Enter the first day as well."))
        _refuse_skipped(self.opens_on.day, field.data, self.tz.data)

    @property
    def facts(self) -> RoundFacts:
        """What was typed."""
        closes_on = self.closes_on.day
        if closes_on is None:
            raise ValueError("The form was not validated")
        return RoundFacts(
            title=self.title.data or "",
            draft=self._drafts[self.draft.data],
            closes_on=closes_on,
            closes_at_time=self.closes_at_time.data,
            tz=self.tz.data,
            opens_on=self.opens_on.day,
            opens_at_time=self.opens_at_time.data if self.opens_on.day else None,
            audience=self.audience.data or None,
            words=self.words.data or None,
            is_per_organization=bool(self.is_per_organization.data),
        )


def round_values(round_: CommentRound) -> dict[str, Any]:
    """Return what the form of a round shows."""
    names = ("title", "opens_at_time", "closes_at_time", "tz", "audience", "words",
             "is_per_organization")  # fmt: skip
    return {
        **{name: getattr(round_, name) for name in names},
        "draft": str(round_.draft_id),
        "opens_on": round_.opens_on.isoformat() if round_.opens_on else "",
        "closes_on": round_.closes_on.isoformat(),
    }


def draft_name(draft: Draft) -> str:
    """Return a draft as people call it: draft 2, with its label."""
    name = gettext("draft %(number)s", number=draft.number)
    return f"{name} ({draft.label})" if draft.label else name


def _refuse_skipped(day: date | None, at: time | None, tz: str | None) -> None:
    if day is None or at is None or known_zone(tz) is None:
        return
    if is_skipped(day, at, str(tz)):
        raise ValidationError(
            gettext(
                "On that day clocks in %(tz)s go forward and never show %(time)s. Choose another "
                "time.",
                tz=tz,
                time=f"{at:%H:%M}",
            )
        )


class PlainForm(FlaskForm):
    """Nothing to type: one click that was asked for."""
