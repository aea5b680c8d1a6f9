"""What staff type about the rooms of a round, all of them at once."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from eventsapp.breakouts.models import BreakoutRoom
from eventsapp.formats import say_language
from eventsapp.meetings.forms import are_languages, is_web_address
from eventsapp.people.languages import languages_in
from eventsapp.people.names import fold_name
from eventsapp.rooms.leading import Leaders, named_twice
from eventsapp.rooms.services import RoomFacts
from eventsapp.rounds.naming import person_named
from eventsapp.versioned import Difference, VersionedForm

_BETWEEN = re.compile(r"[;\n]")
_SIZE = {"inputmode": "numeric", "maxlength": "4"}
_PERSON = {"list": "people", "autocomplete": "off"}
# A version of a room and of who leads it, as one number.
_SPREAD = 1_000_000


def _stripped(text: str | None) -> str | None:
    return text.strip() if text else None


def _one_line(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


def _most(number: int) -> Length:
    return Length(max=number, message=_("Use at most %(number)s characters.", number=number))


class RoomForm(VersionedForm):
    """One room with who leads it, within the form of all."""

    label = StringField(
        _("Number or letter"),
        validators=[DataRequired(_("Enter the number or letter of the room.")), _most(20)],
        filters=[_one_line],
    )
    title = StringField(_("Title"), validators=[_most(500)], filters=[_stripped])
    theme = StringField(_("Theme"), validators=[_most(200)], filters=[_stripped])
    least = IntegerField(
        _("Smallest"),
        validators=[Optional(), NumberRange(0, 1000, _("Enter a number up to 1,000."))],
        render_kw=_SIZE,
    )
    most = IntegerField(
        _("Largest"),
        validators=[Optional(), NumberRange(1, 1000, _("Enter a number up to 1,000."))],
        render_kw=_SIZE,
    )
    moderator = StringField(_("Moderator"), filters=[_stripped], render_kw=_PERSON)
    deputy = StringField(_("Deputy"), filters=[_stripped], render_kw=_PERSON)
    second_deputy = StringField(_("Second deputy"), filters=[_stripped], render_kw=_PERSON)
    note_taker = StringField(_("Note-taker"), filters=[_stripped], render_kw=_PERSON)
    languages = StringField(_("Languages"), validators=[are_languages], filters=[_stripped])
    place = StringField(_("Place"), validators=[_most(300)], filters=[_stripped])
    join_url = StringField(
        _("Link to join"), validators=[is_web_address, _most(1000)], filters=[_stripped]
    )
    principles = TextAreaField(
        _("Principles covered, one a line"), validators=[_most(2000)], filters=[_stripped]
    )
    prepare = TextAreaField(_("What to prepare"), validators=[_most(5000)], filters=[_stripped])

    def __init__(
        self,
        room: BreakoutRoom,
        leaders: Leaders,
        names: Mapping[int, str],
        labels: Mapping[int, str],
        **values: Any,
    ) -> None:
        self.room, self.kept, self.labels, self.names = room, leaders, labels, names
        super().__init__(
            data=_values_of(room, leaders, {**names, **labels}),
            prefix=f"r{room.id}-",
            meta={"csrf": False},
            **values,
        )
        for field in self:
            field.flags.quiet = True
        if not self.is_submitted() or values.get("formdata", True) is None:
            self.open_at(self.now_at)

    @property
    def now_at(self) -> int:
        """The version of the room and of who leads it."""
        return self.room.version * _SPREAD + crc32(repr(self.kept).encode()) % _SPREAD

    def validate_label(self, field: StringField) -> None:
        """Refuse what cannot stand in the address of the room."""
        if "/" in (field.data or "") or field.data in {".", ".."}:
            raise ValidationError(gettext("Use letters and numbers: it stands in an address."))

    def validate_most(self, field: IntegerField) -> None:
        """Refuse sizes that are the wrong way round."""
        if field.data and self.least.data and field.data < self.least.data:
            raise ValidationError(gettext("The largest size is below the smallest."))

    def _check_person(self, field: StringField) -> None:
        if not field.data or self._person(field) is not None:
            return
        gone = {fold_name(name) for one, name in self.names.items() if one not in self.labels}
        if fold_name(field.data) in gone:
            raise ValidationError(
                gettext(
                    "%(name)s does not take part any more. Name somebody else, or nobody.",
                    name=field.data[:60],
                )
            )
        raise ValidationError(
            gettext(
                "“%(typed)s” is nobody, or more than one, of those who take part.",
                typed=field.data[:60],
            )
        )

    validate_moderator = validate_deputy = validate_second_deputy = _check_person
    validate_note_taker = _check_person

    def _person(self, field: StringField) -> int | None:
        return person_named(field.data or "", self.labels)

    @property
    def people_fields(self) -> tuple[StringField, ...]:
        """The fields in which somebody is named."""
        return (self.moderator, self.deputy, self.second_deputy, self.note_taker)

    @property
    def leaders(self) -> Leaders:
        """Who leads the room."""
        moderator, first, second, note_taker = map(self._person, self.people_fields)
        deputies = tuple(one for one in (first, second) if one is not None)
        return Leaders(moderator, deputies, note_taker)

    @property
    def facts(self) -> RoomFacts:
        """What the room is."""
        lines = (line.strip() for line in _BETWEEN.split(self.principles.data or ""))
        return RoomFacts(
            label=self.label.data or "",
            title=self.title.data or None,
            theme=self.theme.data or None,
            principles=tuple(line for line in lines if line),
            place=self.place.data or None,
            join_url=self.join_url.data or None,
            languages=tuple(languages_in(self.languages.data or "")[0]),
            least=self.least.data,
            most=self.most.data,
            prepare=(self.prepare.data or "").replace("\r\n", "\n") or None,
        )

    @property
    def has_more(self) -> bool:
        """Whether anything is wrong in the part of the form that is folded away."""
        return any(field.errors for field in (self.place, self.join_url, self.principles))


def _values_of(
    room: BreakoutRoom, leaders: Leaders, names: Mapping[int, str]
) -> dict[str, str | int | None]:
    deputies = [names.get(one, "") for one in leaders.deputies]
    return {
        "label": room.label,
        "title": room.title,
        "theme": room.theme,
        "least": room.least,
        "most": room.most,
        "moderator": names.get(leaders.moderator or 0, ""),
        "deputy": deputies[0] if deputies else "",
        "second_deputy": deputies[1] if len(deputies) > 1 else "",
        "note_taker": names.get(leaders.note_taker or 0, ""),
        "languages": ", ".join(map(say_language, room.languages)),
        "place": room.place,
        "join_url": room.join_url,
        "principles": "\n".join(room.principles),
        "prepare": room.prepare,
    }


class RoomsForm:
    """The forms of all rooms of a round."""

    def __init__(self, forms: Sequence[RoomForm]) -> None:
        self.forms = list(forms)

    def validate(self) -> bool:
        """Check each room, then labels and people over all of them."""
        are_right = [form.validate() for form in self.forms]
        return all(are_right) and self._labels_differ() and self._people_differ()

    def _labels_differ(self) -> bool:
        seen: dict[str, str] = {}
        for form in self.forms:
            key = (form.label.data or "").casefold()
            if key in seen:
                said = gettext("Another room has this label. Choose another one.")
                form.label.errors = [said]
                return False
            seen[key] = key
        return True

    def _people_differ(self) -> bool:
        twice = named_twice({form.room.id: form.leaders for form in self.forms})
        seen: dict[int, str] = {}
        for form in self.forms:
            for field in form.people_fields:
                one = person_named(field.data or "", form.labels)
                if one in twice and one is not None:
                    if one in seen:
                        field.errors = [_say_twice(field.data or "", seen[one])]
                        return False
                    seen[one] = form.label.data or ""
        return True

    def stale(self, fresh: "RoomsForm") -> list[tuple[str, list[Difference]]]:
        """Return the rooms that somebody else changed meanwhile, taking over what is new."""
        found = []
        for form, now in zip(self.forms, fresh.forms, strict=True):
            if form.is_older_than(form.now_at):
                found.append((form.room.label, form.meet(now, form.now_at)))
        return found

    @property
    def wrong(self) -> list[RoomForm]:
        """The rooms with something to correct."""
        return [form for form in self.forms if form.errors]


def _say_twice(name: str, label: str) -> str:
    return gettext(
        "%(name)s is named in room %(label)s already. A person has one room in a round.",
        name=name,
        label=label,
    )
