"""Who is written nearly like somebody of a row: in the registry, and among the rows themselves."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from eventsapp.imports.comparing import Held, Near, Registry
from eventsapp.imports.lines import Line
from eventsapp.people.matching import Index, Known, Match, build_index

# Reasons that speak of the name, not of what stands beside it.
BESIDE_THE_NAME = frozenset({"same-address", "same-phone", "same-organisation", "same-country"})


class Likeness:
    """Two indexes, made when the first row asks: one of the people held, one of the rows."""

    def __init__(self, registry: Registry, lines: Sequence[Line]) -> None:
        self._registry = registry
        self._lines = lines

    def people(self, line: Line) -> list[Near]:
        """Return the people of the registry who may be meant by a row."""
        return [_near(match) for match in self._of_people.like(known_of_line(line))]

    def rows(self, line: Line) -> list[Near]:
        """Return the other rows whose name is nearly the same, by their numbers.

        What is weak is not asked here: colleagues of one office often have a name in common.
        """
        found = self._of_rows.like(_name_of(line))
        return [_near(match) for match in found if match.person_id != line.number]

    @cached_property
    def _of_people(self) -> Index:
        return build_index(known_of_held(one) for one in self._registry.people.values())

    @cached_property
    def _of_rows(self) -> Index:
        return build_index(_name_of(line) for line in self._lines if line.said)


def _name_of(line: Line) -> Known:
    said = line.said
    names = (said.get(name) for name in ("printed_name", "latin_name", "script_name"))
    return Known(id=line.number, names=tuple(name for name in names if name))


def _near(match: Match) -> Near:
    is_by_name = any(reason.kind not in BESIDE_THE_NAME for reason in match.reasons)
    return Near(match.person_id, tuple(reason.text for reason in match.reasons), is_by_name)


def known_of_held(held: Held) -> Known:
    """Return a person of the registry as likeness is judged."""
    organization = held.facts.get("organization")
    return Known(
        id=held.id,
        names=held.names,
        addresses=tuple(held.address_keys),
        organization_ids=(held.organization_id,) if held.organization_id else (),
        organization_names=(organization,) if organization else (),
        country=held.facts.get("country"),
        phone=held.facts.get("phone"),
    )


def known_of_line(line: Line) -> Known:
    """Return the person of a row as likeness is judged; its number is the number of the row."""
    said, named = line.said, _name_of(line)
    organization = said.get("organization")
    return replace(
        named,
        addresses=tuple(said.get("addresses", ())),
        organization_names=(organization,) if organization else (),
        country=said.get("country"),
        phone=said.get("phone"),
    )
