"""What staff type about a round."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Length, NumberRange, Optional

from eventsapp.breakouts.models import Round
from eventsapp.formats import say_day
from eventsapp.meetings.models import BREAKOUT, AgendaItem, MeetingDay
from eventsapp.numbers import row_number
from eventsapp.rounds.labels import LETTERS, NUMBERS
from eventsapp.rounds.services import ALL, LEADERS, MOST_ROOMS, NOBODY, NewRoom, RoundFacts
from eventsapp.versioned import VersionedForm

LARGEST_ROOM = 1_000


def _stripped(text: str | None) -> str | None:
    return text.strip() if text else None


class RoundForm(VersionedForm):
    """The facts of a round."""

    title = StringField(
        _("Title"),
        validators=[Length(max=500, message=_("Use at most 500 characters."))],
        filters=[_stripped],
    )
    day = SelectField(_("Day"))
    item = SelectField(_("Agenda item it belongs to"))
    mode = SelectField(_("How it is held"))
    shows_members = BooleanField(_("The people of a room are told who else is in it"), default=True)

    def __init__(
        self, days: Sequence[MeetingDay], round_: Round | None = None, **values: Any
    ) -> None:
        known: dict[str, Any] = {}
        if round_ is not None:
            known = {
                "title": round_.title,
                "day": str(round_.day_id or ""),
                "item": str(round_.agenda_item_id or ""),
                "mode": round_.mode or "",
                "shows_members": round_.shows_members,
            }
        super().__init__(data=known, **values)
        self.days = list(days)
        self.day.choices = [SelectChoice("", gettext("no day yet")), *map(_day_choice, self.days)]
        self.item.choices = _item_choices(self.days)
        self.mode.choices = _mode_choices(round_.mode if round_ else None)
        for field in (self.day, self.item, self.mode):
            field.flags.quiet = True

    def validate_item(self, field: SelectField) -> None:
        """Refuse an item of another day."""
        item = self._item()
        if item is not None and self.day.data and item.day_id != row_number(self.day.data):
            raise ValidationError(
                gettext(
                    "“%(item)s” is on day %(number)s. Choose that day, or another item.",
                    item=item.title,
                    number=item.day.number,
                )
            )

    def _item(self) -> AgendaItem | None:
        items = {str(item.id): item for day in self.days for item in day.agenda}
        return items.get(self.item.data)

    @property
    def facts(self) -> RoundFacts:
        """What was typed; the day of the agenda item where none was chosen."""
        item = self._item()
        day_id = row_number(self.day.data or "") or (item.day_id if item else None)
        return RoundFacts(
            day_id=day_id or None,
            agenda_item_id=item.id if item else None,
            title=self.title.data or None,
            mode=self.mode.data or None,
            shows_members=self.shows_members.data,
        )


def _day_choice(day: MeetingDay) -> SelectChoice:
    number, date = day.number, say_day(day.on_date, "short")
    return SelectChoice(str(day.id), gettext("Day %(number)s, %(date)s", number=number, date=date))


def _item_choices(days: Sequence[MeetingDay]) -> dict[str, list[SelectChoice]]:
    """Return the items of the agenda by day, those for break-out rooms first."""
    found = {"": [SelectChoice("", gettext("none"))]}
    for day in days:
        items = sorted(day.agenda, key=lambda item: (item.kind != BREAKOUT, item.position))
        if items:
            title = gettext("Day %(number)s", number=day.number)
            found[title] = [SelectChoice(str(item.id), item.title) for item in items]
    return found


def _mode_choices(kept: str | None) -> list[SelectChoice]:
    known = {
        "": gettext("as the meeting"),
        "in person": gettext("in person"),
        "online": gettext("online: nobody is placed at night"),
        "hybrid": gettext("online and in person"),
    }
    if kept and kept not in known:
        known[kept] = kept
    return [SelectChoice(value, label) for value, label in known.items()]


class RoomsForm(VersionedForm):
    """Rooms to be made: how many, or one a line."""

    titles = TextAreaField(
        _("Rooms, one a line"),
        validators=[Length(max=20_000, message=_("Use at most 20,000 characters."))],
        filters=[_stripped],
    )
    count = IntegerField(
        _("or how many rooms"),
        validators=[
            Optional(),
            NumberRange(0, MOST_ROOMS, _("Enter a number from 0 to 100.")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    style = SelectField(
        _("Named by"),
        choices=[SelectChoice(NUMBERS, _("numbers")), SelectChoice(LETTERS, _("letters"))],
    )
    least = IntegerField(
        _("Smallest size"),
        validators=[Optional(), NumberRange(0, LARGEST_ROOM, _("Enter a number up to 1,000."))],
        render_kw={"inputmode": "numeric"},
    )
    most = IntegerField(
        _("Largest size"),
        validators=[Optional(), NumberRange(1, LARGEST_ROOM, _("Enter a number up to 1,000."))],
        render_kw={"inputmode": "numeric"},
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.style.flags.quiet = True

    def validate_titles(self, field: TextAreaField) -> None:
        """Refuse more rooms than a round has, and titles that are too long."""
        lines = self._lines()
        if len(lines) > MOST_ROOMS:
            raise ValidationError(gettext("A round has at most 100 rooms."))
        if any(len(line) > 200 for line in lines):
            raise ValidationError(gettext("Use at most 200 characters for each room."))

    def validate_most(self, field: IntegerField) -> None:
        """Refuse sizes that are the wrong way round."""
        if field.data and self.least.data and field.data < self.least.data:
            raise ValidationError(gettext("The largest size is below the smallest."))

    def _lines(self) -> list[str]:
        return [line.strip() for line in (self.titles.data or "").splitlines() if line.strip()]

    @property
    def rooms(self) -> list[NewRoom]:
        """The rooms, as many as lines or as the number says, whichever is more."""
        lines: list[str | None] = [*self._lines()]
        lines += [None] * ((self.count.data or 0) - len(lines))
        return [NewRoom(line, self.least.data, self.most.data) for line in lines]


class NewRoundForm(RoundForm, RoomsForm):
    """A round with its first rooms."""


class CopyForm(RoundForm):
    """A round like another one."""

    roster = RadioField(
        _("Who is copied"),
        choices=[
            SelectChoice(ALL, _("Everybody, to be changed on the board")),
            SelectChoice(LEADERS, _("Moderators, deputies and note-takers only")),
            SelectChoice(NOBODY, _("Nobody: only the rooms")),
        ],
        default=LEADERS,
    )
