"""What staff hand over, and what they decide in the preview of an import."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from eventsapp.consultations.forms import DayField, mode_names
from eventsapp.minutes.choices import (
    DAYS_BEFORE,
    KEEP,
    NEW,
    SAME,
    SKIP,
    counts_as_expert,
    warning_key,
)
from eventsapp.people.forms import zone_choices
from eventsapp.reading.people import same_key

MOST_DAYS_BEFORE = 365
LONGEST_NUMBER = 3


def _trimmed(text: str | None) -> str | None:
    return " ".join(text.split()) if text else None


class UploadForm(FlaskForm):
    """A file of minutes, or their text."""

    file = FileField(_("File (.docx, .txt or .md)"))
    text = TextAreaField(_("Or paste the text"))

    def validate_text(self, field: TextAreaField) -> None:
        """Ask for one of the two, and for not more."""
        has_file = bool(self.file.data and self.file.data.filename)
        if not has_file and not (field.data or "").strip():
            raise ValidationError(gettext("Choose a file, or paste the text of the minutes."))
        if has_file and (field.data or "").strip():
            raise ValidationError(
                gettext("There is a file and a text. Empty one of them, so that it is clear.")
            )


def _is_days_before(word: str) -> bool:
    # Not isdigit(): it takes ² for a digit, and int() does not.
    return word.isdecimal() and len(word) <= LONGEST_NUMBER and int(word) <= MOST_DAYS_BEFORE


class PlainForm(FlaskForm):
    """Nothing to type: one click that was asked for."""


class NumberField(IntegerField):
    """A number of the series; says how to write it where that fails."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; nothing is none."""
        if valuelist and not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Write the number in digits, like 2.")) from None


class Chosen(SelectField):
    """A choice that always has something chosen, so that it is not called optional."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.flags.quiet = True


class MeetingPart(Form):
    """What the heading lines say of the meeting."""

    title = StringField(_("Title"), [Length(max=300)], filters=[_trimmed])
    series = StringField(
        _("Series"),
        [DataRequired(_("Enter the series, such as EGM.")), Length(max=60)],
        filters=[_trimmed],
    )
    number = NumberField(
        _("Number"),
        [Optional(), NumberRange(0, 9999, _("Write the number in digits, at most 9999."))],
    )
    code = StringField(
        _("Code of the process"),
        [DataRequired(_("Enter the code of the process, as on its letters.")), Length(max=40)],
        filters=[_trimmed],
    )
    place = StringField(_("Place"), [Length(max=300)], filters=[_trimmed])
    mode = Chosen(_("Mode"))


class DayPart(Form):
    """The date of one day; `key` is its place among the days of the file."""

    key = HiddenField()
    date = DayField(_("Date"), [InputRequired(_("Enter the date of this day."))])


class PersonPart(Form):
    """What becomes of one name: somebody new, somebody known, nobody."""

    key = HiddenField()
    do = Chosen(_("What to do"))
    name = StringField(_("Printed as"), [Length(max=300)], filters=[_trimmed])
    is_expert = BooleanField(_("Counts as an expert"))

    def validate_name(self, field: StringField) -> None:
        """Somebody new needs a name."""
        if self.do.data == NEW and not field.data:
            raise ValidationError(gettext("Enter the name, or leave this person out."))


class DatedPart(Form):
    """What becomes of one dated promise."""

    key = HiddenField()
    do = Chosen(
        _("What to do"),
        choices=[SelectChoice(KEEP, _("Take it over")), SelectChoice(SKIP, _("Leave it out"))],
    )
    kind = Chosen(_("What it is"))
    title = StringField(
        _("Title"),
        [DataRequired(_("Enter what it is called.")), Length(max=300)],
        filters=[_trimmed],
    )
    start = DayField(_("First day"), [InputRequired(_("Enter the first day."))])
    end = DayField(_("Last day"), [InputRequired(_("Enter the last day."))])
    audience = StringField(_("For whom"), [Length(max=200)], filters=[_trimmed])
    mode = Chosen(_("Mode"))
    place = StringField(_("Place"), [Length(max=300)], filters=[_trimmed])
    certainty = Chosen(
        _("Certainty"),
        choices=[
            SelectChoice("firm", _("Firm")),
            SelectChoice("proposed", _("Proposed")),
            SelectChoice("intended", _("Intended")),
            SelectChoice("tentative", _("Tentative")),
            SelectChoice("ask", _("To be asked")),
        ],
    )
    repeat = BooleanField(_("Repeat it each month"))
    until = DayField(_("Last day it may fall on"))
    is_opening = BooleanField(_("It is the opening of the online consultation"))

    def validate_end(self, field: DayField) -> None:
        """Refuse a last day before the first."""
        if field.data and self.start.data and field.data < self.start.data:
            raise ValidationError(gettext("The last day is before the first. Correct one of them."))

    def validate_until(self, field: DayField) -> None:
        """Refuse a series without end, or one that would end before it begins."""
        if self.do.data == KEEP and self.repeat.data and not (field.data or field.errors):
            raise ValidationError(
                gettext("A series needs an end. Enter the last day it may fall on.")
            )
        if field.data and self.start.data and field.data < self.start.data:
            raise ValidationError(gettext("The series would end before it begins. Correct it."))

    def validate_kind(self, field: SelectField) -> None:
        """What is taken over has to be something."""
        if self.do.data == KEEP and not field.data:
            raise ValidationError(gettext("Choose what it is, or leave it out."))


class WarningPart(Form):
    """Whether one warning stays open in the record."""

    key = HiddenField()
    keep = BooleanField(_("Keep as an open question"))


class PreviewForm(FlaskForm):
    """All decisions about one import."""

    tz = Chosen(_("Time zone of the meeting and its dates"))
    meeting = FormField(MeetingPart)
    days = FieldList(FormField(DayPart))
    people = FieldList(FormField(PersonPart))
    dated = FieldList(FormField(DatedPart))
    warnings = FieldList(FormField(WarningPart))
    days_before = StringField(_("Remind of deadlines, days before"))

    def validate_days_before(self, field: StringField) -> None:
        """Refuse what are no numbers of days."""
        words = re.split(r"[,;\s]+", (field.data or "").strip())
        numbers = [word for word in words if word]
        if not all(_is_days_before(word) for word in numbers):
            raise ValidationError(
                gettext("Write numbers of days with commas, like 7, 2, 1, 0; each at most 365.")
            )

    def offer(
        self, known: Mapping[str, list[tuple[str, str]]], *, day_numbers: Iterable[int]
    ) -> None:
        """Give every list of choices its entries; `known` are people of the registry by name."""
        for part, number in zip(self.days, day_numbers, strict=False):
            part.form.date.label.text = gettext("Date of day %(number)s", number=number)
        modes = list(mode_names().items())
        self.tz.choices = zone_choices()
        self.meeting.form.mode.choices = modes
        for part in self.dated:
            part.form.mode.choices = modes
            kinds = {
                "consultation": gettext("consultation"),
                "deadline": gettext("deadline"),
                "release": gettext("release"),
                "editing window": gettext("editing window"),
                "meeting": gettext("meeting"),
            }
            part.form.kind.choices = [("", gettext("choose …")), *kinds.items()]
        for part in self.people:
            part.form.do.choices = [
                (NEW, gettext("Enter as somebody new")),
                *known.get(part.form.key.data or "", []),
                (SKIP, gettext("Leave out")),
            ]

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """What is wrong, in the order of the page: id of the field, its label, the sentence."""
        return list(_wrong(self))

    @property
    def choices(self) -> dict[str, Any]:
        """What was decided, as a saving takes it."""
        words = re.split(r"[,;\s]+", (self.days_before.data or "").strip())
        return {
            "tz": self.tz.data,
            "meeting": {
                key: self.meeting.form[key].data or None
                for key in ("title", "series", "number", "code", "place", "mode")
            },
            "days": {d.form.key.data: d.form.date.data.isoformat() for d in self.days},
            "people": {part.form.key.data: _person(part.form) for part in self.people},
            "dated": {part.form.key.data: _dated(part.form) for part in self.dated},
            "left_out": [p.form.key.data for p in self.warnings if not p.form.keep.data],
            "days_before": [int(word) for word in words if word],
        }


def _wrong(form: BaseForm) -> Iterator[tuple[str, str, str]]:
    for field in form:
        if isinstance(field, FormField):
            yield from _wrong(field.form)
        elif isinstance(field, FieldList):
            for part in field:
                yield from _wrong(part.form)
        elif field.errors:
            yield field.id, str(field.label.text), str(field.errors[0])


def _person(form: Form) -> dict[str, Any]:
    """Return what was decided about a person; a name that was not changed is none of it."""
    choice = {"do": form["do"].data, "is_expert": form["is_expert"].data}
    is_new = not (form["do"].data or "").startswith(SAME)
    if is_new and form["name"].data and same_key(form["name"].data) != form["key"].data:
        choice["name"] = form["name"].data
    return choice


def _dated(form: Form) -> dict[str, Any]:
    texts = ("kind", "title", "audience", "mode", "place", "certainty")
    return {
        "do": form["do"].data,
        **{key: form[key].data or None for key in texts},
        "start": form["start"].data.isoformat(),
        "end": form["end"].data.isoformat(),
        "repeat": form["repeat"].data,
        "until": form["until"].data.isoformat() if form["until"].data else None,
        "is_opening": form["is_opening"].data,
    }


def proposed(
    understood: Mapping[str, Any],
    whom: Mapping[str, str],
    *,
    tz: str,
    before: Mapping[str, Any],
) -> dict[str, Any]:
    """Return what the form holds when it is opened.

    `whom` is what is proposed for each name, `before` what was decided when the meeting was last
    saved from a file.
    """
    meeting = {**understood["meeting"], **before.get("meeting", {})}
    days = before.get("days", {})
    left_out = set(before.get("left_out", ()))
    return {
        "tz": tz,
        "meeting": {**meeting, "mode": meeting["mode"] or ""},
        "days": [
            {"key": str(n), "date": _day(days.get(str(n), day["date"]))}
            for n, day in enumerate(understood["days"], start=1)
        ],
        "people": [
            _proposed_person(person, whom, before) for person in understood["people"]["list"]
        ],
        "dated": [
            _proposed_item({**item, **before.get("dated", {}).get(item["key"], {})})
            for item in understood["dated_items"]
        ],
        "warnings": [
            {"key": key, "keep": key not in left_out}
            for key in map(warning_key, understood["warnings"])
        ],
        "days_before": ", ".join(map(str, before.get("days_before", DAYS_BEFORE))),
    }


def _proposed_person(
    person: Mapping[str, Any], whom: Mapping[str, str], before: Mapping[str, Any]
) -> dict[str, Any]:
    key = same_key(person["canonical"])
    choice = before.get("people", {}).get(key, {})
    is_out = choice.get("do") == SKIP
    return {
        "key": key,
        "do": SKIP if is_out else whom.get(key, NEW),
        "name": choice.get("name", person["canonical"]),
        "is_expert": choice.get("is_expert", counts_as_expert(person)),
    }


def _proposed_item(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{key: item[key] or "" for key in ("kind", "title", "audience", "mode", "place")},
        "key": item["key"],
        "do": item.get("do") or (KEEP if item["kind"] else SKIP),
        "certainty": item["certainty"],
        "start": _day(item["start"]),
        "end": _day(item["end"]),
        "repeat": item.get("repeat", False),
        "until": _day(item.get("until")),
        "is_opening": item.get("is_opening", True),
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
