"""Reads of an import: what is held already, what was handed over before, what was built on it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Column, func, or_, select
from sqlalchemy.orm import undefer

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.imports.comparing import Compared, Held, Registry, compare
from eventsapp.imports.deciding import Plan, plan_of
from eventsapp.imports.finding import stands_in
from eventsapp.imports.likeness import Likeness
from eventsapp.imports.lines import Line, read_lines
from eventsapp.imports.models import READ, READING, SAVED, SAVING, SheetImport
from eventsapp.imports.reading import (
    columns_of_needs,
    how_of,
    marking_needs,
    proposed,
    table_of,
)
from eventsapp.imports.stored import all_from_stored
from eventsapp.imports.taking import EXPORTED, exported_row
from eventsapp.meetings.models import Meeting, Participation
from eventsapp.people.models import (
    EmailAddress,
    Nomination,
    Organization,
    OrganizationName,
    Person,
    Spelling,
)
from eventsapp.people.names import fold_name, name_words
from eventsapp.people.queries import address_keys, category_choices, folded_names
from eventsapp.sheets.table import SheetRefused, Table

# Up to so many people are compared with every row; of more, those with a word in common.
MOST_IN_MEMORY = 20_000
# How many values one question to the database holds.
CHUNK = 1_000
COLUMNS = (
    "printed_name", "family_name", "given_name", "latin_name", "script_name", "salutation",
    "function", "country", "country_as_stated", "nationality", "gender", "gender_words",
    "category", "languages", "themes", "tz", "phone",
)  # fmt: skip
# Rows that belong to a person and go with them.
OWNED = frozenset(
    {
        "email_address",
        "spelling",
        "name_word",
        "person_tag",
        "organization_name",
        "organization_word",
    }
)
Value = TypeVar("Value")


def imports_by_time(number: int) -> Any:
    """Return one page of the imports, the newest first."""
    query = select(SheetImport).order_by(SheetImport.id.desc())
    return db.paginate(query, page=number, per_page=50, error_out=False)


def same_file(sha256: str) -> SheetImport | None:
    """Return the last import of this very file that waits or was saved."""
    return db.session.scalar(
        select(SheetImport)
        .where(SheetImport.sha256 == sha256)
        .where(SheetImport.state.in_((READING, READ, SAVING, SAVED)))
        .order_by(SheetImport.id.desc())
        .limit(1)
    )


def imports_in(state: str) -> list[int]:
    """Return the numbers of the imports in one state, the oldest first."""
    query = select(SheetImport.id).where(SheetImport.state == state).order_by(SheetImport.id)
    return list(db.session.scalars(query))


def due_to_forget(day: date) -> list[SheetImport]:
    """Return the imports whose files were to be kept until a day before this one."""
    query = select(SheetImport).where(SheetImport.delete_on < day).order_by(SheetImport.id)
    return list(db.session.scalars(query))


def imports_with(person: Person) -> list[SheetImport]:
    """Return the kept files in which a person was read, or which wrote them, the oldest first."""
    names, addresses = folded_names(person), address_keys(person)
    kept = or_(SheetImport.content.is_not(None), SheetImport.journal.is_not(None))
    wanted = select(SheetImport).options(undefer(SheetImport.journal), undefer(SheetImport.read))
    return [
        one
        for one in db.session.scalars(wanted.where(kept).order_by(SheetImport.id))
        if stands_in(one.journal, one.read, person_id=person.id, names=names, addresses=addresses)
    ]


def meetings_to_choose() -> list[Meeting]:
    """Return the meetings whose participants a file may hold, the latest first."""
    query = select(Meeting).where(Meeting.cancelled_at.is_(None))
    return list(db.session.scalars(query.order_by(Meeting.starts_on.desc()).limit(200)))


def category_codes() -> dict[str, str]:
    """Return the codes of stakeholder categories by their folded labels and by themselves."""
    codes: dict[str, str] = {}
    for code, label in category_choices("en"):
        codes |= {fold_name(code): code, fold_name(str(label)): code}
    return codes


def table_in(import_: SheetImport) -> Table:
    """Return the table of the kept file. Raises RuleBroken with a sentence where there is none."""
    if import_.content is None:
        raise RuleBroken(f"The file {import_.file_name} is no longer kept. Hand it over again.")
    try:
        return table_of(import_.content, import_.file_name, import_.choices or {})
    except SheetRefused as refusal:
        raise RuleBroken(str(refusal)) from refusal


def needs_elsewhere(import_: SheetImport, read: Table) -> dict[str, list[int]]:
    """Return the columns of needs on the sheets of a workbook that were not read."""
    found = {}
    for sheet in read.sheets:
        if sheet == read.sheet:
            continue
        with suppress(SheetRefused):
            other = table_of(import_.content or b"", import_.file_name, {"sheet": sheet})
            found[sheet] = sorted(columns_of_needs(marking_needs(proposed(other))))
    return found


def lines_and_registry(import_: SheetImport) -> tuple[Table, list[Line], Registry]:
    """Return what the file says, row by row, and the people with whom it is compared."""
    table, choices = table_in(import_), import_.choices or {}
    how = how_of(choices, category_codes(), has_meeting=import_.meeting_id is not None)
    lines = list(read_lines(table, how)) if how.columns else []
    return table, lines, registry_for(lines, import_.meeting_id)


@dataclass(frozen=True)
class Prepared:
    """All that the comparing of an import needs, read at one moment; `mark` is the registry's."""

    choices: Mapping[str, Any]
    lines: list[Line]
    registry: Registry
    mark: tuple[int, ...]


def prepared(import_: SheetImport) -> Prepared:
    """Return what the file says and what is held, so that the two can be compared."""
    mark = registry_mark()
    _table, lines, registry = lines_and_registry(import_)
    return Prepared(dict(import_.choices or {}), lines, registry, mark)


def compared_rows(
    lines: list[Line],
    registry: Registry,
    choices: Mapping[str, Any],
    asked: Iterable[Mapping[str, Any]],
) -> Iterable[Compared]:
    """Return each row with the people it may be about; nothing is asked of the database."""
    likeness = Likeness(registry, lines)
    return compare(
        lines,
        registry,
        likeness.people,
        near_rows=likeness.rows,
        decided=choices.get("organizations", {}),
        asked={one["name"] for one in asked},
    )


def plan_for(import_: SheetImport) -> Plan:
    """Return the import as it was compared and decided so far."""
    rows = all_from_stored((import_.read or {}).get("rows", ()))
    return plan_of(rows, (import_.choices or {}).get("rows", {}))


def registry_for(lines: Sequence[Line], meeting_id: int | None) -> Registry:
    """Return the people with whom these rows are compared, in a fixed number of questions."""
    only = _who_may_be_meant(lines)
    organizations = _organizations()
    names = dict(organizations.values())
    addresses, spellings = _addresses(only), _spellings(only)
    roles, nominated = _parts_in(meeting_id)
    held = {}
    columns = [Person.id, Person.organization_id, *(getattr(Person, one) for one in COLUMNS)]
    for row in _all_of(select(*columns), Person.id, only):
        facts = {one: getattr(row, one) for one in COLUMNS if getattr(row, one)}
        facts["addresses"] = [address for address, _key in addresses[row.id]]
        if row.organization_id:
            facts["organization"] = names.get(row.organization_id)
        facts |= {"role": roles[row.id]} if row.id in roles else {}
        facts |= {"nominated_by": nominated[row.id]} if row.id in nominated else {}
        keys = frozenset(key for _address, key in addresses[row.id])
        written = {row.printed_name: fold_name(row.printed_name), **spellings[row.id]}
        more = [name for name in (row.latin_name, row.script_name) if name]
        held[row.id] = Held(
            row.id,
            facts,
            frozenset(written.values()) | {fold_name(name) for name in more},
            (*written, *more),
            row.organization_id,
            keys,
        )
    return Registry(held, organizations)


def _who_may_be_meant(lines: Sequence[Line]) -> set[int] | None:
    """Return who shares a word of a name or an address with a row; None for everybody.

    A file of thousands of rows is compared with everybody, since it asks for most of them anyway.
    """
    known = db.session.scalar(select(func.count(Person.id))) or 0
    if known <= MOST_IN_MEMORY or len(lines) > CHUNK:
        return None
    words = {word for line in lines for word in name_words(line.said.get("printed_name", ""))}
    keys = {address.casefold() for line in lines for address in line.said.get("addresses", ())}
    by_key = select(EmailAddress.person_id)
    by_word = select(Spelling.person_id).join(Spelling.words)
    word = Spelling.words.property.mapper.class_.word
    return {
        *(row[0] for row in _all_of(by_key, EmailAddress.address_key, keys)),
        *(row[0] for row in _all_of(by_word, word, words)),
    }


def _all_of(query: Any, column: Any, only: Iterable[Any] | None) -> Iterator[Any]:
    """Return the rows of a query, all or those with one of these values."""
    if only is None:
        yield from db.session.execute(query)
        return
    for some in in_chunks(sorted(only)):
        yield from db.session.execute(query.where(column.in_(some)))


def in_chunks(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """Give the values in parts that one question to the database may hold."""
    for begin in range(0, len(values), CHUNK):
        yield values[begin : begin + CHUNK]


def _organizations() -> dict[str, tuple[int, str]]:
    """Return every organization by its folded names."""
    found: dict[str, tuple[int, str]] = {}
    names = select(OrganizationName.folded, Organization.id, Organization.name)
    for folded, number, name in db.session.execute(names.join(Organization)):
        found.setdefault(folded, (number, name))
    for number, name in db.session.execute(select(Organization.id, Organization.name)):
        found[fold_name(name)] = (number, name)
    return found


def _addresses(only: set[int] | None) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    query = select(EmailAddress.person_id, EmailAddress.address, EmailAddress.address_key)
    query = query.order_by(EmailAddress.is_preferred.desc(), EmailAddress.id)
    for person_id, address, key in _all_of(query, EmailAddress.person_id, only):
        found[person_id].append((address, key))
    return found


def _spellings(only: set[int] | None) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    query = select(Spelling.person_id, Spelling.text, Spelling.folded)
    for person_id, text, folded in _all_of(query, Spelling.person_id, only):
        found[person_id][text] = folded
    return found


def _parts_in(meeting_id: int | None) -> tuple[dict[int, str], dict[int, str]]:
    """Return the roles of a meeting and the nominations of its process, by person."""
    if meeting_id is None:
        return {}, {}
    roles = select(Participation.person_id, Participation.role).where(
        Participation.meeting_id == meeting_id, Participation.role.is_not(None)
    )
    nominated = (
        select(Nomination.person_id, Nomination.country)
        .join(Meeting, Meeting.process_id == Nomination.process_id)
        .where(Meeting.id == meeting_id, Nomination.withdrawn_at.is_(None))
    )
    return (
        {person: role for person, role in db.session.execute(roles) if role},
        {person: country for person, country in db.session.execute(nominated) if country},
    )


def registry_mark() -> tuple[int, ...]:
    """Return what changes whenever somebody changes the registry, at the cost of few numbers."""
    counted = (
        select(func.count(Person.id), func.max(Person.id), func.sum(Person.version)),
        select(func.count(EmailAddress.id), func.max(EmailAddress.id)),
        select(func.count(Spelling.id), func.max(Spelling.id)),
        select(func.count(OrganizationName.id), func.max(OrganizationName.id)),
        select(func.count(Organization.id), func.sum(Organization.version)),
        select(func.count(Participation.id), func.sum(Participation.version)),
        select(func.count(Nomination.id), func.sum(Nomination.version)),
    )
    rows = (db.session.execute(query).one() for query in counted)
    return tuple(int(number or 0) for row in rows for number in row)


def sheet_of_people() -> tuple[list[str], list[list[Any]]]:
    """Return everybody of the registry as a header and rows that an import can read again."""
    registry = registry_for((), None)
    order = select(Person.id).order_by(Person.sort_key, Person.id)
    return list(EXPORTED.values()), [
        exported_row(registry.people[number].facts) for number in db.session.scalars(order)
    ]


def parts_of(meeting_id: int) -> dict[int, Participation]:
    """Return the participations of a meeting by person."""
    query = select(Participation).where(Participation.meeting_id == meeting_id)
    return {part.person_id: part for part in db.session.scalars(query)}


def nominations_of(process_id: int) -> dict[int, Nomination]:
    """Return the nominations of a process by person."""
    query = select(Nomination).where(Nomination.process_id == process_id)
    return {one.person_id: one for one in db.session.scalars(query)}


def people_by_id(ids: Iterable[int]) -> dict[int, Person]:
    """Return these people."""
    return {one.id: one for one in rows_by_id(Person, ids)}


def rows_by_id(model: type[Value], ids: Iterable[int | str]) -> Iterator[Value]:
    """Return the rows of a table that are still there."""
    key = model.__table__.c.id  # type: ignore[attr-defined]
    for some in in_chunks(sorted({int(one) for one in ids})):
        yield from db.session.scalars(select(model).where(key.in_(some)))


def built_since(created: Mapping[str, set[int]]) -> dict[int, list[str]]:
    """Return, for each new person of an import, what points at them and is not of the import."""
    found: dict[int, list[str]] = defaultdict(list)
    people = sorted(created.get("person", ()))
    for table in db.metadata.sorted_tables:
        if table.name in OWNED or "id" not in table.c:
            continue
        for column in table.columns:
            if any(key.column.table.name == "person" for key in column.foreign_keys):
                for row_id, person_id in _pointing(column, people):
                    if row_id not in created.get(table.name, ()):
                        found[person_id].append(table.name.replace("_", " "))
    return found


def _pointing(column: Column[Any], ids: Sequence[int]) -> Iterator[tuple[int, int]]:
    table = column.table
    for some in in_chunks(ids):
        query = select(table.c.id, column).where(column.in_(some))
        yield from db.session.execute(query)


def organizations_used(ids: Iterable[int]) -> set[int]:
    """Return which of these organizations somebody belongs to."""
    query = select(Person.organization_id).where(Person.organization_id.in_(sorted(ids)))
    return {number for number in db.session.scalars(query.distinct()) if number}
