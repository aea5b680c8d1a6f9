"""Signs, name plates and the whole set of rosters as PDF, set with typst in the fonts of the
product. Pure.

The facts reach the templates as JSON and are never pasted into their source. The same facts give
the same bytes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from eventsapp.letters.pdf import typeset, unprintable_letters
from eventsapp.lists.scripts import isolated
from eventsapp.rosters.people import MEMBER, Member


@dataclass(frozen=True)
class Sheet:
    """One room on paper: its label, title and people, and where and when it meets."""

    label: str
    name: str
    title: str | None
    place: str | None
    when: str
    members: tuple[Member, ...] = ()


@dataclass(frozen=True)
class Print:
    """What all sheets of a print share. `draft` is the word across it, empty where it was told."""

    title: str
    meeting: str
    printed: str
    language: str
    day: date
    draft: str = ""


def signs_pdf(sheets: Iterable[Sheet], about: Print) -> bytes:
    """Return a sign for the door of each room, a page each."""
    rooms = [
        {
            "label": one.label,
            "name": _set(one.name, about),
            "title": _set(one.title, about),
            "place": _set(one.place, about),
            "when": one.when,
        }
        for one in sheets
    ]
    return _typeset("signs", about, {"rooms": rooms})


def plates_pdf(sheets: Iterable[Sheet], about: Print) -> bytes:
    """Return name plates to fold, two a page: the name in the script its owner uses."""
    plates = [
        {
            "name": _set(name, about),
            "other": _set(other, about),
            "organization": _set(one.organization, about),
            "room": _set(sheet.name, about),
        }
        for sheet in sheets
        for one in sheet.members
        for name, other in [on_plate(one)]
    ]
    return _typeset("plates", about, {"plates": plates})


def room_pdf_of(
    sheet: Sheet, about: Print, *, roles: dict[str, str], heard: dict[int, list[str]]
) -> bytes:
    """Return the roster of one room in big type, with a box to tick for each: twelve people with
    what is known of them stand on one page. `heard` are lines about each person."""
    people = []
    for one in sheet.members:
        name, other = printable_names(one.name, one.other_name)
        below = [_set(text, about) for text in (other, *heard.get(one.person_id, ())) if text]
        role = "" if one.role == MEMBER else roles[one.role]
        people.append({"name": _set(name, about), "role": role, "below": below})
    room = {"name": _set(sheet.name, about), "when": sheet.when, "place": _set(sheet.place, about)}
    return _typeset("room", about, {"room": room, "people": people})


def rosters_pdf(rounds: Sequence[tuple[str, Sequence[Sheet]]], about: Print, **words: Any) -> bytes:
    """Return all rounds with their rooms; `words` has roles by their key, the sentence for an empty
    room, and by person where they sat before."""
    found = [
        {"title": title, "rooms": [_room(sheet, about, **words) for sheet in sheets]}
        for title, sheets in rounds
    ]
    return _typeset("rosters", about, {"rounds": found, "nobody": words["nobody"]})


def _room(
    sheet: Sheet, about: Print, *, roles: dict[str, str], before: dict[int, str], nobody: str
) -> dict[str, Any]:
    people = []
    for one in sheet.members:
        name, other = printable_names(one.name, one.other_name)
        facts = [one.function, one.organization, before.get(one.person_id)]
        below = [_set(text, about) for text in (other, *facts) if text]
        people.append({"name": _set(name, about), "role": roles[one.role], "below": below})
    return {
        "name": _set(sheet.name, about),
        "place": _set(sheet.place, about),
        "when": sheet.when,
        "people": people,
    }


def on_plate(one: Member) -> tuple[str, str | None]:
    """Return the name that stands large on a plate, and the other form below it."""
    own = one.own_script
    others = (one.name, one.latin_name, one.script_name)
    return printable_names(own, next((name for name in others if name and name != own), None))


def printable_names(name: str, other: str | None) -> tuple[str, str | None]:
    """Return a name and its other form as far as our fonts hold them; the other one alone where
    they lack letters of the first."""
    shown = [one for one in (name, other) if one and not unprintable_letters(one)]
    if not shown:
        return name, None
    return shown[0], shown[1] if len(shown) > 1 else None


def not_printable(sheets: Iterable[Sheet]) -> list[str]:
    """Return whose names hold letters that none of our fonts has, in any form."""
    people = (one for sheet in sheets for one in sheet.members)
    return [one.name for one in people if unprintable_letters(on_plate(one)[0])]


def _set(text: str | None, about: Print) -> str | None:
    if not text:
        return None
    direction = "rtl" if about.language == "ar" else "ltr"
    return isolated(" ".join(text.split()), direction=direction)[0]


def _typeset(template: str, about: Print, facts: dict[str, Any]) -> bytes:
    shared = {
        "language": about.language,
        "title": about.title,
        "meeting": _set(about.meeting, about),
        "printed": about.printed,
        "draft": about.draft,
        "day": [about.day.year, about.day.month, about.day.day],
    }
    return typeset(f"rosters/pdf/{template}", {**shared, **facts}, day=about.day)
