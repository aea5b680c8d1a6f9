"""Which consultations a list shows: for whom, in which state, of which round. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NAMES = ("audience", "state", "round")


@dataclass(frozen=True)
class Choice:
    """One filter of a list: its name, its label, what there is to choose, and what is chosen."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: Mapping[str, str]

    @property
    def value(self) -> str:
        """What is chosen; nothing is everything."""
        return self.chosen[self.name]

    @property
    def said(self) -> str:
        """What is chosen, in words; as typed where nothing of that name occurs."""
        return dict(self.options).get(self.value, self.value)


def chosen_of(typed: Mapping[str, Any]) -> dict[str, str]:
    """Return what was chosen by each filter, empty where nothing was."""
    return {name: str(typed.get(name, "")).strip() for name in NAMES}


def fits(chosen: Mapping[str, str], row: Any, state: str) -> bool:
    """Return whether a consultation in this state is among those that were asked for."""
    facts = {"audience": row.audience or "", "state": state, "round": str(row.round_number or "")}
    return all(not wanted or facts[name] == wanted for name, wanted in chosen.items())
