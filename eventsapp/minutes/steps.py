"""From the rows that are wanted, and those of the last import, to the steps of saving."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from eventsapp.minutes.aligning import aligned
from eventsapp.minutes.row_tree import ORDERED, Wanted

Rows = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Step:
    """One row to write: `known` is what the last import wrote there, None for a new row.

    `path` is its name from one import to the next, `above` that of its parent.
    """

    row: Wanted
    path: str
    above: str | None
    known: Mapping[str, Any] | None


def steps_of(wanted: Wanted, base: Rows) -> list[Step]:
    """Return a step for every wanted row, parents before their children.

    `base` are the rows of the last import by their paths: kind, id, label, parent, columns. A thing
    that was there keeps its path and row, also when its wording was corrected.
    """
    return list(_steps(wanted, "meeting", None, base, set()))


def _steps(
    wanted: Wanted, path: str, above: str | None, base: Rows, taken: set[str]
) -> Iterator[Step]:
    taken.add(path)
    yield Step(wanted, path, above, base.get(path))
    paths = _paths(wanted, path, base, taken)
    for child, child_path in zip(wanted.children, paths, strict=True):
        yield from _steps(child, child_path, path, base, taken)


def _paths(wanted: Wanted, path: str, base: Rows, taken: set[str]) -> list[str]:
    paths: dict[int, str] = {}
    for kind in dict.fromkeys(child.kind for child in wanted.children):
        new = [index for index, child in enumerate(wanted.children) if child.kind == kind]
        old = [p for p, row in base.items() if (row["parent"], row["kind"]) == (path, kind)]
        partners = aligned(
            [base[old_path]["label"] for old_path in old],
            [wanted.children[index].label for index in new],
            is_ordered=kind in ORDERED,
        )
        for index, partner in zip(new, partners, strict=True):
            child = wanted.children[index]
            if partner is None or _is_anothers(child, base[old[partner]]):
                paths[index] = _free_path(child, path, base, taken)
            else:
                paths[index] = old[partner]
            taken.add(paths[index])
    return [paths[index] for index in range(len(wanted.children))]


def _is_anothers(child: Wanted, row: Mapping[str, Any]) -> bool:
    """Tell whether a row that staff entered is named otherwise: then it is left as it is."""
    return not row["is_ours"] and row["label"] != child.label


def _free_path(child: Wanted, above: str, base: Rows, taken: set[str]) -> str:
    label = child.label
    if len(label) > 40:
        label = sha256(label.encode()).hexdigest()[:16]
    natural = path = f"{above}/{child.kind}:{label}"
    count = 1
    while path in base or path in taken:
        count += 1
        path = f"{natural}~{count}"
    return path


def is_still_named(gone: Mapping[str, Any], written: Iterable[Mapping[str, Any]]) -> bool:
    """Tell whether a record names a row under another path, as one person under two names."""
    row = gone["kind"], gone["id"]
    return any((entry["kind"], entry["id"]) == row for entry in written)


def gone_paths(steps: list[Step], base: Rows) -> list[str]:
    """Return the rows of the last import that the record no longer names, children first.

    Rows that no import wrote, and people, are never gone: they outlive a record.
    """
    wanted = {step.path for step in steps}
    return [
        path
        for path, row in reversed(list(base.items()))
        if path not in wanted and row["is_ours"] and row["kind"] != "person"
    ]
