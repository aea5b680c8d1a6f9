"""The columns of the file that holds the people of a meeting. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from eventsapp.participants.rows import PersonOfMeeting

HEADER = (
    "Name",
    "Name in another script",
    "Function",
    "Organisation",
    "Country",
    "Category",
    "Role",
    "Counts as",
    "Rooms",
    "Earlier meetings",
    "Came by",
    "Invited on",
    "Invited by",
    "Answer",
    "Answered from",
    "Registration",
    "Days attended",
    "Mail",
    "Left",
)


def lines(
    people: Iterable[PersonOfMeeting], countries: Mapping[str, str], categories: Mapping[str, str]
) -> Iterable[list[Any]]:
    """Return a line for each of these people, in order. Empty is not stated, or did not happen."""
    for one in people:
        known, is_invited, category = one.known, one.is_invited, one.category
        yield [
            known.printed_name,
            one.other_name,
            known.function,
            known.organization,
            countries.get(one.country or "", known.country_as_stated),
            categories.get(category or "", category),
            known.role,
            _counts_as(known),
            ", ".join(_room(*room) for room in one.rooms),
            ", ".join(f"{name}: {role.replace('_', '-')}" for name, role in one.earlier),
            known.route,
            known.invited_at.date().isoformat() if is_invited else None,
            known.invited_by if is_invited else None,
            (known.answer or "no answer") if is_invited else None,
            known.answered_from,
            known.registration,
            ", ".join(map(str, one.days)),
            "reachable" if known.is_reachable else "no address",
            "left" if known.left_at else None,
        ]


def _counts_as(known: Any) -> str | None:
    if known.is_observer:
        return "observer"
    return "expert" if known.is_expert else None


def _room(day: int | None, label: str, role: str) -> str:
    place = f"room {label} on day {day}" if day else f"room {label}"
    return f"{role.replace('_', '-')}, {place}"
