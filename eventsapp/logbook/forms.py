"""How acts are said to people, and the words of the filters."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext

from eventsapp.logbook.filters import Filters
from eventsapp.logbook.queries import Act
from eventsapp.logbook.words import KINDS, THINGS, VERBS, WHOLES, kind_of

Names = dict[str, str]
# What may be said of an act beside the act itself.
MOST_SIGNS = 300


@dataclass(frozen=True)
class Said:
    """One act as it is read: who, what they did, to what, whose, and the particulars."""

    at: datetime
    who: str
    did: str
    kind: str
    thing: str
    about: str | None
    about_id: int | None
    called: str | None
    more: str


def say_acts(acts: Iterable[Act]) -> Iterator[Said]:
    """Yield acts in words, for staff."""
    words, program = _Words(), gettext("The program")
    for act in acts:
        yield words.say(act, act.by or program)


def say_own_acts(acts: Iterable[Act], person_id: int) -> Iterator[Said]:
    """Yield acts in words for the person whom they concern: of others, only staff are named."""
    words = _Words()
    for act in acts:
        who = act.by or gettext("The program")
        if act.by_person_id == person_id:
            who = gettext("You")
        elif act.by is not None and not act.is_by_staff:
            who = gettext("Somebody who leads your room")
        yield words.say(act, who)


def say_copies(acts: Iterable[Act]) -> Iterator[Said]:
    """Yield copies of many people in words; by whom they were filtered is left out, since that may
    name another person."""
    for said in say_acts(acts):
        yield replace(said, more=gettext("may hold you too"))


class _Words:
    """The words of verbs and things in the reader's language, looked up once for all acts."""

    def __init__(self) -> None:
        self.verbs = {verb: gettext(text) for verb, text in VERBS.items()}
        self.things = {thing: gettext(text) for thing, text in THINGS.items()}
        self.wholes = {thing: gettext(text) for thing, text in WHOLES.items()}

    def say(self, act: Act, who: str) -> Said:
        """Return one act in words."""
        thing = self.things.get(act.thing, act.thing.replace("_", " "))
        if act.thing_id is None:
            thing = self.wholes.get(act.thing, thing)
        return Said(
            act.at,
            who,
            self.verbs.get(act.verb, act.verb),
            kind_of(act.verb),
            thing,
            act.about,
            act.about_id,
            act.called,
            _more(act.detail),
        )


def _more(detail: dict[str, Any]) -> str:
    """Return the particulars in a line: which fields, how many rows, by which filter."""
    said = []
    for name, value in detail.items():
        if value in (None, "", [], {}):
            continue
        if isinstance(value, dict):
            text = ", ".join(f"{key}: {one}" for key, one in value.items())
        elif isinstance(value, list):
            text = ", ".join(map(str, value))
        else:
            text = str(value)
        said.append(f"{name}: {text}".replace("_", " "))
    line = "; ".join(said)
    return line if len(line) <= MOST_SIGNS else f"{line[:MOST_SIGNS]}…"


def kind_names() -> Names:
    """Return the kinds of acts."""
    return {code: gettext(text) for code, text in KINDS.items()}


def thing_names() -> Names:
    """Return to what something may be done, in the order of the words."""
    named = {code: gettext(text) for code, text in THINGS.items()}
    return dict(sorted(named.items(), key=lambda one: one[1]))


def chips(filters: Filters, accounts: Names, person: str | None) -> list[tuple[str, str, str]]:
    """Return the filters that are on: name, what each is about, what it says."""
    words = {
        "q": gettext("About"),
        "person": gettext("About"),
        "by": gettext("By"),
        "act": gettext("Act"),
        "thing": gettext("Kind"),
        "since": gettext("From"),
        "until": gettext("Until"),
    }
    values = {"by": accounts, "act": kind_names(), "thing": thing_names()}
    said = []
    for name, value in filters.on.items():
        text = values.get(name, {}).get(value, value)
        if name == "person":
            text = person or gettext("nobody who is known here")
        said.append((name, words[name], text))
    return said
