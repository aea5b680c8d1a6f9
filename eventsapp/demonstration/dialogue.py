"""The invented regional dialogue: thirty-eight people who do not exist, and what they did."""

import csv
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from anyascii import anyascii

# Who of the dialogue is asked most: for whom there is a link at the start.
ASKED = "Camila Restrepo"
_FACTS = (
    "family_name", "given_name", "latin_name", "salutation", "function", "organization", "country",
    "gender", "category", "tz",
)  # fmt: skip


@dataclass(frozen=True)
class Guest:
    """Somebody invented for the dialogue.

    `facts` are those of a person. `role` and `days` are what they were at the first meeting and on
    which of its days they were there. `stands` is where they are on the way to the second:
    accepted, waiting, declined, invited (who said yes and has not registered) or no answer.
    """

    name: str
    address: str
    facts: dict[str, Any]
    role: str | None
    days: frozenset[int]
    stands: str


def guests() -> list[Guest]:
    """Return everybody of the dialogue, in the order of the file."""
    lines = files("eventsapp.demonstration").joinpath("dialogue.csv").read_text("utf-8")
    return [_guest(row) for row in csv.DictReader(lines.splitlines(), delimiter=";")]


def _guest(row: dict[str, str]) -> Guest:
    role, days = row["first"].split(",")
    facts: dict[str, Any] = {name: row[name] or None for name in _FACTS}
    facts["languages"] = row["languages"].split(",")
    if facts["gender"] == "own":
        facts["gender_words"] = "non-binary"
    latin = anyascii(row["latin_name"] or row["printed_name"]).casefold()
    words = "".join(sign if sign.isalnum() else " " for sign in latin).split()
    address = f"{'.'.join(words)}@dialogue.test"
    return Guest(
        row["printed_name"],
        address,
        facts,
        role or None,
        frozenset(int(day) for day in days),
        row["second"],
    )
