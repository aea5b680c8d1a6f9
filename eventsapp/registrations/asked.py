"""What a registration form asks of a person, and which own questions are shown. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

# The fields of a person that can be asked, in the order in which they stand in the form. Name and
# address are always asked; `needs` are access and meals.
FIELDS = (
    "salutation",
    "family_name",
    "given_name",
    "latin_name",
    "script_name",
    "organization",
    "function",
    "category",
    "country",
    "nationality",
    "gender",
    "languages",
    "themes",
    "tz",
    "phone",
    "needs",
)
NOT_ASKED, MAY, MUST, LATER_MAY, LATER_MUST = "no", "may", "must", "later may", "later must"
DEFAULT = {
    "organization": MAY,
    "function": MAY,
    "country": MUST,
    "category": MAY,
    "languages": MAY,
    "needs": LATER_MAY,
}
# What is on nobody's device and on no list: it is shown to those who arrange it.
PRIVATE = frozenset({"needs", "nationality", "gender", "gender_words", "phone"})


@dataclass(frozen=True)
class AskedField:
    """One field of the person that a form asks."""

    name: str
    is_required: bool = False
    after_acceptance: bool = False


class AskedQuestion(Protocol):
    """What decides whether an own question is shown."""

    id: int
    shown_if_id: int | None
    shown_if_value: str | None


def to_fields(ways: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what is stored of how each field is asked, in the order of the form."""
    return [
        {
            "name": name,
            "is_required": ways[name] in {MUST, LATER_MUST},
            "after_acceptance": ways[name] in {LATER_MAY, LATER_MUST},
        }
        for name in FIELDS
        if ways.get(name, NOT_ASKED) != NOT_ASKED
    ]


def to_ways(fields: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return how each field is asked, by its name, from what is stored."""
    ways = dict.fromkeys(FIELDS, NOT_ASKED)
    for one in asked_fields(fields):
        if one.after_acceptance:
            ways[one.name] = LATER_MUST if one.is_required else LATER_MAY
        else:
            ways[one.name] = MUST if one.is_required else MAY
    return ways


def asked_fields(
    fields: Iterable[Mapping[str, Any]], *, after_acceptance: bool | None = None
) -> list[AskedField]:
    """Return the fields that are asked, only before or only after acceptance where that is said."""
    known = {
        one["name"]: AskedField(
            one["name"], bool(one.get("is_required")), bool(one.get("after_acceptance"))
        )
        for one in fields
    }
    found = [known[name] for name in FIELDS if name in known]
    return [one for one in found if after_acceptance in {None, one.after_acceptance}]


def shown(questions: Iterable[AskedQuestion], answers: Mapping[int, Any]) -> set[int]:
    """Return the questions that are shown, given what is answered so far.

    A question with a condition is shown where the earlier one is shown and its answer is, or holds,
    the value; so a chain of questions hides together.
    """
    seen: set[int] = set()
    for one in questions:
        if one.shown_if_id is None:
            seen.add(one.id)
            continue
        given = answers.get(one.shown_if_id)
        chosen = given if isinstance(given, list) else [given]
        if one.shown_if_id in seen and one.shown_if_value in chosen:
            seen.add(one.id)
    return seen
