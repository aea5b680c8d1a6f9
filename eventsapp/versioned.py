"""Forms that know which version of a record they were opened with. A leaf.

A form that is older than its record saves nothing. It comes back with what was saved meanwhile:
what only the other person changed is taken over, what both changed is shown side by side, and
what was typed stays.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, SelectField

from eventsapp.formats import say_day

Texts = dict[str, str]
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Difference:
    """One field that somebody else changed meanwhile; `is_yours_too`: the reader did as well."""

    name: str
    label: str
    before: str
    theirs: str
    yours: str
    is_yours_too: bool


def merge(before: Texts, theirs: Texts, yours: Texts) -> Texts:
    """Return what a form shows next: the reader's own where the reader changed it, else theirs."""
    return {
        name: theirs[name] if yours[name] == before.get(name, theirs[name]) else yours[name]
        for name in theirs
    }


class VersionedForm(FlaskForm):
    """A form with the version it was opened with, and what the fields said then."""

    version = HiddenField()
    opened_with = HiddenField()

    def open_at(self, version: int) -> None:
        """Remember the version of the record and what its fields say."""
        self.version.data = str(version)
        self.opened_with.data = json.dumps(self.texts(), ensure_ascii=False)

    def is_older_than(self, version: int) -> bool:
        """Return whether the record was saved by somebody since the form was opened."""
        return self.version.data != str(version)

    def meet(self, now_saved: "VersionedForm", version: int) -> list[Difference]:
        """Take over what was saved meanwhile and return it field by field.

        `now_saved` is the same form, filled from the record as it is now, at its `version`.
        """
        before, theirs, yours = self._opened_texts(), now_saved.texts(), self.texts()
        merged = merge(before, theirs, yours)
        differences = [
            Difference(
                name=field.name,
                label=str(field.label.text),
                before=_said(field, before[field.name]),
                theirs=_said(field, theirs[field.name]),
                yours=_said(field, yours[field.name]),
                is_yours_too=yours[field.name] not in {before[field.name], theirs[field.name]},
            )
            for field in self._shown()
            if before.get(field.name, theirs[field.name]) != theirs[field.name]
        ]
        for field in self._shown():
            if merged[field.name] != yours[field.name]:
                field.data = now_saved[field.short_name].data
                field.raw_data = None
        self.version.data = str(version)
        self.opened_with.data = json.dumps(theirs, ensure_ascii=False)
        return differences

    def texts(self) -> Texts:
        """Return what each field holds, as text that can be compared."""
        return {field.name: _text(field.data) for field in self._shown()}

    def _shown(self) -> Iterator[Field]:
        return (field for field in self if not isinstance(field, HiddenField) and field.name)

    def _opened_texts(self) -> Texts:
        try:
            opened = json.loads(self.opened_with.data or "{}")
        except ValueError:
            return {}
        found = opened.items() if isinstance(opened, dict) else ()
        return {name: text for name, text in found if isinstance(text, str)}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    return value.isoformat() if isinstance(value, date) else str(value)


def _said(field: Field, text: str) -> str:
    """Return a text of `texts()` as people read it."""
    if isinstance(field, BooleanField):
        return gettext("yes") if text == "True" else gettext("no")
    if isinstance(field, SelectField):
        # A choice has more than a value and a label where it is disabled or drawn otherwise.
        said = {str(value): label for value, label, *_more in field.iter_choices()}
        return str(said.get(text, text))
    try:
        return say_day(date.fromisoformat(text), "plain") if ISO_DAY.fullmatch(text) else text
    except ValueError:
        return text
