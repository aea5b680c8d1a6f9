"""What changed between a list that was published and the list as it would be today. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from eventsapp.lists.content import Content, Line


@dataclass(frozen=True)
class Changes:
    """Names that changed since a list was published, each in the order of its list.

    `refused` are people who no longer agree to be named, `gone` who no longer belongs in the list,
    `changed` whose line would say something else.
    """

    new: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def changes_since(
    published: Content, today: Content, *, agreed: Collection[int], numbers: Mapping[int, int]
) -> Changes:
    """Return what changed.

    `agreed` may be named today; `numbers` say under which number a person of the published list is
    known now, since two entries may have been merged.
    """
    before = {numbers.get(line.person_id, line.person_id): line for line in published.lines}
    after = {line.person_id: line for line in today.lines}
    missing = {number: line for number, line in before.items() if number not in after}
    return Changes(
        new=tuple(line.name for number, line in after.items() if number not in before),
        refused=tuple(line.name for number, line in missing.items() if number not in agreed),
        gone=tuple(line.name for number, line in missing.items() if number in agreed),
        changed=tuple(
            line.name
            for number, line in after.items()
            if number in before and _said(line) != _said(before[number])
        ),
    )


def no_longer_agree(
    published: Content, *, agreed: Collection[int], numbers: Mapping[int, int]
) -> list[str]:
    """Return whom a published list names who may not be named today, in its order."""
    return [
        line.name
        for line in published.lines
        if numbers.get(line.person_id, line.person_id) not in agreed
    ]


def _said(line: Line) -> tuple[str | None, ...]:
    return (
        line.name,
        line.salutation,
        line.other_name,
        line.function,
        line.organization,
        line.country,
        line.role,
        line.email,
    )
