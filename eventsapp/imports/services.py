"""The verbs of an import: take a file, read it as told, save what was decided, put it aside."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from eventsapp.accounts.models import User
from eventsapp.accounts.queries import colleagues_of
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.imports.asking import organizations_to_ask, words_to_ask
from eventsapp.imports.comparing import Registry
from eventsapp.imports.deciding import SKIP, Plan, plan_of, waiting_said
from eventsapp.imports.models import (
    DISCARDED,
    READ,
    READING,
    REFUSED,
    SAVED,
    SAVING,
    UNDONE,
    SheetImport,
)
from eventsapp.imports.queries import (
    Prepared,
    compared_rows,
    lines_and_registry,
    needs_elsewhere,
    plan_for,
    same_file,
    table_in,
)
from eventsapp.imports.reading import (
    asks_day_order,
    columns_of_needs,
    has_its_needs,
    keeping_needs,
    notes_on_needs,
    proposed,
    samples,
    without_needs,
)
from eventsapp.imports.stored import to_stored
from eventsapp.people.models import Person
from eventsapp.people.services import facts_of

# A larger file is compared and saved by the worker.
MOST_AT_ONCE = 1_000
# How often the reading of a large file says how far it is.
STEP = 250
KEPT_FOR = timedelta(days=30)
CHANGED_MEANWHILE = (
    "Nothing was imported yet: the registry has changed since these rows were compared with it. "
    "They were compared anew; look at the numbers and import again."
)


class ReadAnew(RuleBroken):
    """The registry is no longer what the rows were compared with."""


def hand_over(
    content: bytes,
    file_name: str,
    *,
    now: datetime,
    by: User | None,
    meeting_id: int | None = None,
    is_pasted: bool = False,
) -> SheetImport:
    """Take a file of people or a pasted text and propose how it is read. Flushes.

    The same file that still waits is the same import, unless its needs were left out there and
    whoever hands it over now arranges needs. A file of at most 1,000 rows is compared at
    once, a larger one by the worker. Raises RuleBroken with a sentence for what cannot be read.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    takes_needs = by is not None and by.arranges_needs
    known = same_file(sha256)
    if known is not None and known.state in (READING, READ):
        if not takes_needs or has_its_needs(known.choices or {}):
            return known
        known = None
    import_ = SheetImport(
        file_name=file_name[-200:],
        content=content,
        sha256=sha256,
        choices={"is_pasted": is_pasted, "same_as": known.id if known else None, "rows": {}},
        counts={},
        meeting_id=meeting_id,
        imported_by_id=by.id if by else None,
        read_at=now,
        delete_on=(now + KEPT_FOR).date(),
    )
    table = table_in(import_)
    choices = {**(import_.choices or {}), "takes_needs": takes_needs, **proposed(table)}
    import_.choices = without_needs({**choices, "needs": needs_elsewhere(import_, table)})
    db.session.add(import_)
    _begin_reading(import_, len(table.rows))
    return import_


def read_again(
    import_: SheetImport,
    changes: Mapping[str, Any],
    *,
    meeting_id: int | None,
    by: User | None = None,
) -> None:
    """Read a file as staff corrected it: other columns, another sheet, words explained. Flushes.

    What was decided about rows stays where it still can be chosen. Columns of needs stay as they
    are unless somebody corrects them who arranges needs: read as anything else they would be seen.
    """
    _check_waits(import_)
    before: dict[str, Any] = import_.choices or {}
    choices = {**before, **changes}
    import_.meeting_id, import_.choices = meeting_id, choices
    table = table_in(import_)
    if choices.get("sheet") != before.get("sheet"):
        choices = {**choices, **proposed(table), "sheet": table.sheet, "rows": {}}
    if by is None or not by.arranges_needs:
        choices = keeping_needs(choices, before)
    import_.choices = without_needs(choices)
    _begin_reading(import_, len(table.rows))


def _begin_reading(import_: SheetImport, rows: int) -> None:
    """Compare a small file now; leave a large one to the worker. Flushes."""
    import_.rows_done, import_.rows_total, import_.state = 0, rows, READING
    if rows <= MOST_AT_ONCE:
        for _done in understand(import_):
            pass
    db.session.flush()


def understand(import_: SheetImport) -> Iterator[int]:
    """Compare the rows of a file with the registry; give from time to time how many are done.

    Nothing is asked of the database between two numbers, so that a caller may commit there.
    """
    choices = import_.choices or {}
    table, lines, registry = lines_and_registry(import_)
    yield 0
    asked = organizations_to_ask(lines, registry)
    rows = []
    for row in compared_rows(lines, registry, choices, asked):
        rows.append(to_stored(row))
        if len(rows) % STEP == 0:
            yield len(rows)
    if import_.state != READING:
        # Put aside, or forgotten, while it was compared: nothing of it may come back.
        return
    import_.read = {
        "header": list(table.header),
        "samples": samples(table, columns_of_needs(choices)),
        "header_row": table.header_row,
        "sheets": list(table.sheets),
        "notes": [*table.notes, *notes_on_needs(choices)],
        "takes_needs": choices.get("takes_needs", False),
        "asks_day_order": asks_day_order(table, choices),
        "words": words_to_ask(lines),
        "organizations": asked,
        "rows": rows,
    }
    import_.counts = dict(plan_for(import_).kinds)
    import_.rows_done, import_.state = import_.rows_total, READ
    yield len(rows)


def decide_rows(import_: SheetImport, decided: Mapping[int, Mapping[str, Any]]) -> None:
    """Keep what staff decided about some rows, by their numbers."""
    _check_waits(import_)
    choices = import_.choices or {}
    rows = {**choices["rows"], **{str(number): dict(one) for number, one in decided.items()}}
    if rows != choices["rows"]:
        import_.choices = {**choices, "rows": rows}


def decide_all(import_: SheetImport, kind: str, word: str) -> int:
    """Decide all rows of one kind that wait in one way: keep, take or skip; return how many."""
    waiting = [one for one in plan_for(import_).waiting if one.kind == kind]
    decided = {}
    for one in waiting:
        do = next((option for option in one.options if option.partition(":")[0] == word), None)
        if do is not None and (word == SKIP or len(one.row.candidates) == 1):
            decided[one.number] = {"do": do}
    decide_rows(import_, decided)
    return len(decided)


def begin_saving(import_: SheetImport, seal: str, *, by: User | None) -> None:
    """Leave the saving of a large import to the worker, exactly as it was looked at."""
    _check_waits(import_)
    plan = plan_for(import_)
    check_decided(plan)
    if plan.seal != seal:
        raise ReadAnew(CHANGED_MEANWHILE)
    saving = {"seal": seal, "saved_by_id": by.id if by else None}
    import_.choices = {**(import_.choices or {}), **saving}
    import_.state = SAVING
    db.session.flush()


@dataclass(frozen=True)
class Checked:
    """What is to be saved, and the registry it was compared with, with its mark."""

    plan: Plan
    registry: Registry
    mark: tuple[int, ...]


def check(prepared: Prepared, seal: str) -> Checked:
    """Compare anew what was looked at; the database is not asked.

    Raises RuleBroken where a row waits, and ReadAnew where anything is not as it was looked at.
    """
    choices, lines, registry = prepared.choices, prepared.lines, prepared.registry
    asked = organizations_to_ask(lines, registry)
    plan = plan_of(compared_rows(lines, registry, choices, asked), choices["rows"])
    check_decided(plan)
    if plan.seal != seal:
        raise ReadAnew(CHANGED_MEANWHILE)
    return Checked(plan, registry, prepared.mark)


def check_decided(plan: Plan) -> None:
    """Refuse a plan in which a row waits, or which does nothing."""
    if plan.waiting:
        raise RuleBroken(waiting_said(plan))
    if not plan.importing:
        raise RuleBroken("Every row is skipped, so there is nothing to import.")


def check_addresses(plan: Plan, held: Mapping[int, Person], by: User | None) -> None:
    """Raise RuleBroken, with the rows, where a colleague would get an address to sign in with.

    Only an administrator gives them one. Who imports by command administers the machine itself.
    """
    colleagues = colleagues_of(by) if by else set()
    rows = [
        f"row {one.number} ({held[one.person_id].printed_name})"
        for one in plan.decisions
        if "addresses" in one.taken and one.person_id in colleagues
    ]
    if rows:
        raise RuleBroken(
            "The secretariat signs in with its addresses, and only an administrator changes those "
            f"of a colleague. Keep the e-mail address that is held in {'; '.join(rows)}."
        )


def check_addresses_back(
    journal: Mapping[str, Any], people: Mapping[int, Person], by: User | None
) -> None:
    """Raise RuleBroken where the undoing would change the addresses of a colleague."""
    colleagues = colleagues_of(by) if by else set()
    names = [
        people[one["id"]].printed_name
        for one in journal["changed"]
        if one["id"] in colleagues
        and tuple(one["before"]["addresses"]) != facts_of(people[one["id"]]).addresses
    ]
    if names:
        raise RuleBroken(
            "Undoing this import would change the addresses with which colleagues sign in: "
            f"{'; '.join(names)}. An administrator undoes it."
        )


def _check_waits(import_: SheetImport) -> None:
    if import_.state not in (READ, READING):
        raise RuleBroken(f"{import_.file_name} is {import_.state} already. Hand it over again.")


def discard_import(import_: SheetImport, *, now: datetime, by: User | None) -> None:
    """Put an import aside that was not saved. Twice is once."""
    if import_.state == DISCARDED:
        return
    if import_.state not in (READ, READING, REFUSED):
        raise RuleBroken(f"{import_.file_name} was imported. Undo the import instead.")
    import_.state = DISCARDED
    record("put aside", import_, now=now, user_id=by.id if by else None)
    db.session.flush()


def forget_files(due: Iterable[SheetImport], *, now: datetime) -> int:
    """Delete the files whose time is over, with all that was read from them; return how many.

    The people they brought stay, and so does the note of who imported them and when.
    """
    count = 0
    for import_ in due:
        import_.content = import_.read = import_.choices = import_.journal = None
        import_.delete_on = None
        import_.state = import_.state if import_.state in (SAVED, UNDONE) else DISCARDED
        record("purged", import_, now=now)
        count += 1
    db.session.flush()
    return count
