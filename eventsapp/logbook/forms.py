"""How acts are said to people, and the words of the filters."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext

from eventsapp.logbook.filters import Filters
from eventsapp.logbook.queries import Act
from eventsapp.logbook.words import KINDS, THINGS, VERBS, kind_of

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


def say_act(act: Act) -> Said:
    """Return an act in words, for staff."""
    return _said(act, act.by or gettext("The program"))


def say_own_act(act: Act, person_id: int) -> Said:
    """Return an act in words for the person whom it concerns: of others, only staff are named."""
    who = act.by or gettext("The program")
    if act.by_person_id == person_id:
        who = gettext("You")
    elif act.by is not None and not act.is_by_staff:
        who = gettext("Somebody who leads your room")
    return _said(act, who)


def _said(act: Act, who: str) -> Said:
    did = gettext(VERBS[act.verb]) if act.verb in VERBS else act.verb
    thing = gettext(THINGS[act.thing]) if act.thing in THINGS else act.thing.replace("_", " ")
    return Said(
        act.at,
        who,
        did,
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
