"""Find one person in what an import has read and written. Pure."""

from collections.abc import Collection
from typing import Any

from eventsapp.people.names import fold_name

Stored = dict[str, Any]


def stands_in(
    journal: Stored | None,
    read: Stored | None,
    *,
    person_id: int,
    names: Collection[str],
    addresses: Collection[str],
) -> bool:
    """Return whether what an import wrote or read is about this person.

    `names` are folded, `addresses` in lower case. A row is about them with one of their names or
    addresses, or where it was found to be like them.
    """
    journal, rows = journal or {}, (read or {}).get("rows", ())
    if str(person_id) in journal.get("versions", {}):
        return True
    return any(_is_about(row, person_id, names, addresses) for row in rows)


def _is_about(
    row: Stored, person_id: int, names: Collection[str], addresses: Collection[str]
) -> bool:
    said = row.get("said") or {}
    if fold_name(said.get("printed_name") or "") in names:
        return True
    if any(address.casefold() in addresses for address in said.get("addresses") or ()):
        return True
    return any(one.get("id") == person_id for one in row.get("candidates") or ())
