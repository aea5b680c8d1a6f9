"""What staff type about the agenda of a meeting."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from eventsapp import versioned
from eventsapp.agendas.content import (
    CHAIR,
    MODERATOR,
    PANELLIST,
    RAPPORTEUR,
    SPEAKER,
    SPEAKER_ROLES,
    Item,
    Speaker,
)
from eventsapp.agendas.differences import Difference
from eventsapp.agendas.models import AgendaChange
from eventsapp.agendas.services import More
from eventsapp.agendas.words import changed_fields, sentences
from eventsapp.formats import city_of, say_day, say_time
from eventsapp.meetings.forms import ClockField, MinutesField, VersionedForm
from eventsapp.meetings.models import (
    BREAK,
    BREAKOUT,
    CLOSING,
    PLENARY,
    PRESENTATION,
    QUESTIONS,
    MeetingDay,
)
from eventsapp.walltime import comes_twice, is_skipped

LONGEST_MINUTES = 24 * 60
MOST_SPEAKERS = 20
EMPTY_LINES = 2


def _stripped(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


class SpeakersField(Field):
    """Who speaks: lines of a name and a role, sent one after another under one name."""

    data: list[tuple[str, str]]

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the pairs; a line without a name is no speaker."""
        pairs = zip(valuelist[::2], valuelist[1::2], strict=False)
        self.data = [(_stripped(name) or "", role) for name, role in pairs if name.strip()]

    def process_data(self, value: list[tuple[str, str]] | None) -> None:
        """Take what is known."""
        self.data = list(value or [])

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The lines to draw: what there is, and some to fill in."""
        return [*self.data, *([("", SPEAKER)] * EMPTY_LINES)]


class ItemForm(versioned.VersionedForm):
    """One item of an agenda.

    `people` are those who take part, by a label that names one of them alone; any other name stays
    as it was typed.
    """

    title = StringField(
        _("Title"),
        validators=[
            DataRequired(_("Enter the title of the item.")),
            Length(max=500, message=_("Use at most 500 characters.")),
        ],
        filters=[_stripped],
    )
    kind = SelectField(_("Kind"), default=PLENARY)
    day = SelectField(_("Day"), coerce=int)
    starts_at_time = ClockField(_("Starts at"), validators=[Optional()])
    duration_minutes = MinutesField(
        _("Length in minutes"),
        validators=[
            Optional(),
            NumberRange(1, LONGEST_MINUTES, _("Enter a length from 1 to 1440 minutes.")),
        ],
    )
    track = StringField(
        _("Room or strand"),
        validators=[Length(max=120, message=_("Use at most 120 characters."))],
        filters=[_stripped],
    )
    speakers = SpeakersField(_("Who speaks"))
    annotation = TextAreaField(
        _("Annotation"),
        validators=[Length(max=5000, message=_("Use at most 5000 characters."))],
    )

    known_tracks: Sequence[str] = ()

    def __init__(
        self,
        days: list[tuple[int, str]],
        people: Mapping[str, int],
        item: Item | None = None,
        names: Mapping[int, str] | None = None,
        **values: Any,
    ) -> None:
        self.people = dict(people)
        known = {} if item is None else _known(item, names or {})
        for name, person_id in known.pop("by_name", {}).items():
            self.people.setdefault(name, person_id)
        super().__init__(**{"data": {**known, **values.pop("data", {})}, **values})
        self.kind.choices = [("", gettext("not stated")), *kind_names().items()]
        self.day.choices = days
        self.kind.flags.quiet = self.day.flags.quiet = True

    def validate_speakers(self, field: SpeakersField) -> None:
        """Refuse names that no column holds, and roles that nobody has."""
        if len(field.data) > MOST_SPEAKERS:
            raise ValidationError(
                gettext("An item has at most %(most)s speakers.", most=MOST_SPEAKERS)
            )
        if any(len(name) > 200 for name, _role in field.data):
            raise ValidationError(gettext("Use at most 200 characters for a name."))
        if any(role not in SPEAKER_ROLES for _name, role in field.data):
            raise ValidationError(gettext("Choose as what each of them speaks."))

    def texts(self) -> versioned.Texts:
        """Return what each field holds; hours as 09:00, speakers a line each."""
        roles = role_names()
        said = super().texts()
        said["speakers"] = "\n".join(
            f"{name} ({roles.get(role, role)})" for name, role in self.speakers.data
        )
        at = self.starts_at_time.data
        said["starts_at_time"] = f"{at:%H:%M}" if isinstance(at, time) else ""
        return said

    def more(self) -> More:
        """Return what was typed beside title and hours."""
        return More(
            kind=self.kind.data or None,
            track=self.track.data or None,
            annotation=(self.annotation.data or "").replace("\r\n", "\n").strip() or None,
            speakers=tuple(self._speaker(name, role) for name, role in self.speakers.data),
        )

    def _speaker(self, name: str, role: str) -> Speaker:
        person_id = self.people.get(name)
        return Speaker(role, person_id, None if person_id is not None else name)


def _known(item: Item, names: Mapping[int, str]) -> dict[str, Any]:
    named = [(speaker_name(one, names), one) for one in item.speakers]
    return {
        "title": item.title,
        "kind": item.kind or "",
        "starts_at_time": item.starts if item.is_pinned else None,
        "duration_minutes": item.minutes,
        "track": item.track,
        "annotation": item.annotation,
        "speakers": [(name, one.role) for name, one in named],
        "by_name": {name: one.person_id for name, one in named if one.person_id is not None},
    }


def speaker_name(one: Speaker, names: Mapping[int, str]) -> str:
    """Return the name of who speaks."""
    return one.name or names.get(one.person_id or 0) or gettext("somebody")


def differing(theirs: ItemForm, yours: ItemForm) -> list[tuple[str, str, str]]:
    """Return each field that two forms hold otherwise: its label, and what each says."""
    there, here = theirs.texts(), yours.texts()
    return [
        (str(yours[name].label.text), _as_read(yours[name], there[name]),
         _as_read(yours[name], here[name]))
        for name in here
        if there[name] != here[name]
    ]  # fmt: skip


def _as_read(field: Field, text: str) -> str:
    if isinstance(field, SelectField):
        said = {str(value): label for value, label in field.choices or []}
        return str(said.get(text, text))
    return text


def kind_names() -> dict[str, str]:
    """Return the kinds of items in words."""
    return {
        PLENARY: gettext("Plenary"),
        PRESENTATION: gettext("Presentation"),
        QUESTIONS: gettext("Questions"),
        BREAKOUT: gettext("Break-out"),
        BREAK: gettext("Break"),
        CLOSING: gettext("Closing"),
    }


def role_names() -> dict[str, str]:
    """Return as what people speak, in words."""
    return {
        SPEAKER: gettext("Speaker"),
        MODERATOR: gettext("Moderator"),
        PANELLIST: gettext("Panellist"),
        CHAIR: gettext("Chair"),
        RAPPORTEUR: gettext("Rapporteur"),
    }


@dataclass(frozen=True)
class Act:
    """One act on the agenda in a sentence; `change_id` where it can be taken back."""

    said: str
    at: datetime
    change_id: int | None = None


def say_acts(changes: Iterable[AgendaChange], actors: Mapping[int, str], *, own: int) -> list[Act]:
    """Return in words what was done, by name; the reader is “you”."""
    acts = []
    for change in changes:
        who = actors.get(change.by_id or 0) or gettext("Somebody")
        values = {**change.detail, "title": change.title}
        values["who"] = gettext("You") if change.by_id == own else who
        fields = [gettext(words) for words in changed_fields(change.detail)]
        said = [
            gettext(text, **{**values, "fields": ", ".join(fields)})
            for text in sentences(change.verb, change.detail)
        ]
        undoable = change.id if change.taken_off is not None else None
        acts.append(Act(" ".join(said), change.at, undoable))
    return acts


def say_differences(found: Iterable[Difference], names: Mapping[int, str]) -> list[str]:
    """Return in words what changed; `names` are of those who speak, by their numbers."""
    kinds, roles = kind_names(), role_names()
    said = []
    for one in found:
        values = dict(one.values)
        if "minutes" in values:
            values["length"] = say_minutes(values["minutes"])
        if "on" in values:
            values["on"] = say_day(values["on"])
        if "person" in values:
            values["name"] = values["name"] or names.get(values["person"]) or gettext("Somebody")
        values["kind"] = kinds.get(values.get("kind", ""), "")
        values["role"] = roles.get(values.get("role", ""), "")
        said.append(gettext(one.text, **values))
    return said


def say_minutes(minutes: int) -> str:
    """Return `45 minutes`, `1 hour`, `1 hour 30 minutes`."""
    hours, rest = divmod(minutes, 60)
    parts = [ngettext("%(num)s hour", "%(num)s hours", hours)] if hours else []
    parts += [ngettext("%(num)s minute", "%(num)s minutes", rest)] if rest or not hours else []
    return " ".join(parts)


class HoursForm(VersionedForm):
    """The hours of one day."""

    starts_at_time = ClockField(_("Starts at"), validators=[Optional()])
    ends_at_time = ClockField(_("Ends at"), validators=[Optional()])

    def __init__(self, day: MeetingDay, **values: Any) -> None:
        super().__init__(
            starts_at_time=day.starts_at_time,
            ends_at_time=day.ends_at_time,
            version=day.sequence,
            **values,
        )
        self.day = day

    def validate_starts_at_time(self, field: ClockField) -> None:
        """Refuse a time that clocks skip that day."""
        if field.data is not None and is_skipped(self.day.on_date, field.data, self._tz):
            raise ValidationError(
                gettext(
                    "Clocks in %(city)s are put forward that day and never show %(time)s. Choose "
                    "another time.",
                    city=city_of(self._tz),
                    time=say_time(field.data),
                )
            )

    def validate_ends_at_time(self, field: ClockField) -> None:
        """Refuse an end that is not after the start, and a time that clocks skip."""
        starts = self.starts_at_time.data
        if field.data is not None and field.data == starts:
            raise ValidationError(_("The day would last no time at all. Correct one of the two."))
        if field.data is not None and starts is not None and field.data < starts:
            raise ValidationError(_("The day ends before it starts. Correct one of the two."))
        self.validate_starts_at_time(field)

    def comes_twice(self) -> list[str]:
        """Return which of the two times clocks show twice that day; the first is meant."""
        times = (self.starts_at_time.data, self.ends_at_time.data)
        return [say_time(at) for at in times if at and comes_twice(self.day.on_date, at, self._tz)]

    @property
    def _tz(self) -> str:
        return self.day.meeting.tz
