"""Reads of imports: what is known already, and what has been built on an import since."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from sqlalchemy import Column, Table, TypeDecorator, select

from eventsapp.breakouts.models import BreakoutRoom, Placement, Round
from eventsapp.consultations.models import Consultation
from eventsapp.documents.models import Release
from eventsapp.extensions import db
from eventsapp.meetings.models import AgendaItem, Meeting, MeetingDay, Participation
from eventsapp.meetings.queries import same_meeting
from eventsapp.minutes.choices import NEW, SAME
from eventsapp.minutes.models import READ, SAVED, ActionPoint, Import, Note, OpenQuestion, Section
from eventsapp.minutes.plainly import plain, typed
from eventsapp.minutes.row_tree import Wanted
from eventsapp.numbers import row_number
from eventsapp.people.models import Person, Spelling
from eventsapp.reading.labels import comparable
from eventsapp.reading.people import folded_words, same_key
from eventsapp.reminders.models import Deadline, Obligation

MODELS: dict[str, type[db.Model]] = {
    "meeting": Meeting,
    "announced": Meeting,
    "day": MeetingDay,
    "item": AgendaItem,
    "round": Round,
    "room": BreakoutRoom,
    "placement": Placement,
    "section": Section,
    "note": Note,
    "participation": Participation,
    "consultation": Consultation,
    "release": Release,
    "deadline": Deadline,
    "obligation": Obligation,
    "action": ActionPoint,
    "question": OpenQuestion,
    "person": Person,
    "spelling": Spelling,
}
# Rows that another row brings with it and that go with it.
OWNED = frozenset({"reminder", "spelling", "name_word", "person_tag", "public_feed"})
# What others use by now is no hindrance to an undoing: it stays.
KEPT = ("person", "process")
# A person is there once in each of these places, whether a record or somebody here says so.
_ONCE_A_PERSON = {
    "participation": "meeting_id",
    "placement": "room_id",
    "obligation": "deadline_id",
}
# A kept file points at its meeting and stays when that goes.
_NO_DEPENDENTS = frozenset({"import"})


@dataclass(frozen=True)
class Registered:
    """Who in the registry a name of the record may be: `same` by its very letters, `alike` not."""

    same: tuple[Person, ...] = ()
    alike: tuple[Person, ...] = ()


def default_tz() -> str:
    """Return the zone that an instance takes where none is stated."""
    return str(current_app.config["DEFAULT_TZ"])


def imports_by_time() -> list[Import]:
    """Return the imports, the newest first."""
    return list(db.session.scalars(select(Import).order_by(Import.id.desc())))


def same_file(sha256: str) -> Import | None:
    """Return the import of this very file, if it waits or its meeting was last saved from it."""
    found = db.session.scalars(
        select(Import)
        .where(Import.sha256 == sha256, Import.state.in_((READ, SAVED)))
        .order_by(Import.id.desc())
    )
    for import_ in found:
        if import_.state == READ:
            return import_
        last = last_import(import_.meeting_id) if import_.meeting_id else None
        if last is not None and last.id == import_.id:
            return import_
    return None


def last_import(meeting_id: int) -> Import | None:
    """Return the import from which the record of a meeting was last saved."""
    return db.session.scalar(
        select(Import)
        .where(Import.meeting_id == meeting_id, Import.state == SAVED)
        .order_by(Import.saved_at.desc(), Import.id.desc())
        .limit(1)
    )


def base_rows(meeting: Meeting | None) -> dict[str, dict[str, Any]]:
    """Return the rows that the last import of a meeting wrote, by their paths.

    A meeting that no import wrote gives itself, its days and agenda, marked as not ours: a record
    fills them and takes nothing of them away.
    """
    if meeting is None:
        return {}
    last = last_import(meeting.id)
    if last is not None and last.journal:
        return dict(last.journal["rows"])
    rows = {"meeting": _not_ours("meeting", meeting.id, "", None)}
    for day in meeting.days:
        path = f"meeting/day:{day.number}"
        rows[path] = _not_ours("day", day.id, str(day.number), "meeting")
        for item in day.agenda:
            label = comparable(item.title) or item.title
            rows[f"{path}/item:{item.id}"] = _not_ours("item", item.id, label, path)
    return rows


def _not_ours(kind: str, row_id: int, label: str, parent: str | None) -> dict[str, Any]:
    return {"kind": kind, "id": row_id, "label": label, "parent": parent, "is_ours": False}


def registered(names: Iterable[str]) -> dict[str, Registered]:
    """Return for each name of a record, by its key, who in the registry it may be.

    `same`: a spelling that differs in nothing but letter case and white space. `alike`: the same
    words in plain letters, in any order; nobody is merged for that.
    """
    by_key: dict[str, list[Person]] = defaultdict(list)
    by_words: dict[tuple[str, ...], list[Person]] = defaultdict(list)
    rows = db.session.execute(select(Person, Spelling.text).join(Spelling))
    for person, spelling in rows:
        _add(by_key, same_key(spelling), person)
        _add(by_words, _words(spelling), person)
    found = {}
    for name in names:
        same = by_key.get(same_key(name), [])
        alike = [person for person in by_words.get(_words(name), []) if person not in same]
        found[same_key(name)] = Registered(tuple(same), tuple(alike))
    return found


def _add(places: dict[Any, list[Person]], key: Any, person: Person) -> None:
    if person not in places[key]:
        places[key].append(person)


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(folded_words(name)))


def dependents(rows: Mapping[str, set[int]]) -> list[tuple[str, int, str, int]]:
    """Return rows outside a set that point into it: (table, id, table pointed at, its id).

    `rows` are ids by the name of their table. Rows that go with what they belong to do not count.
    """
    found = []
    for table in db.metadata.tables.values():
        if table.name in OWNED | _NO_DEPENDENTS:
            continue
        for column in table.columns:
            for key in column.foreign_keys:
                target = key.column.table.name
                ids = rows.get(target, set())
                own = rows.get(table.name, set())
                found += [
                    (table.name, row_id, target, pointed)
                    for row_id, pointed in _pointing(table, column.name, ids)
                    if row_id not in own
                ]
    return found


def _pointing(table: Table, column: str, ids: set[int]) -> list[tuple[int, int]]:
    if not ids or "id" not in table.c:
        return []
    query = select(table.c.id, table.c[column]).where(table.c[column].in_(ids))
    return [(row_id, pointed) for row_id, pointed in db.session.execute(query)]


def owned_rows(table_name: str, row_id: int) -> list[tuple[Table, int]]:
    """Return the rows that go with a row, such as the reminders of a deadline."""
    found: list[tuple[Table, int]] = []
    for table in db.metadata.sorted_tables:
        for column in table.columns if table.name in OWNED else ():
            if any(key.column.table.name == table_name for key in column.foreign_keys):
                found += [
                    (table, owned) for owned, _pointed in _pointing(table, column.name, {row_id})
                ]
    return found


def saved_after(import_: Import) -> Import | None:
    """Return the import that was saved last into the same meeting, if it is not this one."""
    last = last_import(import_.meeting_id) if import_.meeting_id else None
    return last if last is not None and last.id != import_.id else None


TOLD_ALREADY = (
    "The import cannot be undone: mails about it were written, and what was said to people stays "
    "on record. Cancel the meeting or close its deadlines instead."
)


def used_since(journal: Mapping[str, Any]) -> tuple[dict[str, set[int]], list[str]]:
    """Return the people and processes that stay, since they are used now, and what else is."""
    ids: dict[str, set[int]] = {}
    for entry in journal["created"]:
        ids.setdefault(entry["table"], set()).add(entry["id"])
    kept: dict[str, set[int]] = {name: set() for name in KEPT}
    used: list[str] = []
    for table, _row_id, target, pointed in dependents(ids):
        if target in kept:
            kept[target].add(pointed)
        else:
            used.append(f"{_noun(target)} “{_title_of(target, pointed)}” (by {_noun(table)})")
    return kept, used


def changed_since(journal: Mapping[str, Any]) -> list[str]:
    """Return what people changed after an import: its new rows, and the rows it changed."""
    changed = []
    for entry in [*journal["created"], *journal["changed"]]:
        table = db.metadata.tables[entry["table"]]
        found = (
            db.session.execute(select(table).where(table.c.id == entry["id"])).mappings().first()
        )
        wanted = entry.get("values") or entry.get("new", {})
        if entry["table"] in KEPT or found is None:
            continue
        if any(plain(_aware(found[name])) != value for name, value in wanted.items()):
            changed.append(f"{_noun(table.name)} “{_title_of(table.name, entry['id'])}”")
    return changed


def _aware(value: Any) -> Any:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _noun(table: str) -> str:
    return table.replace("_", " ")


def _title_of(table_name: str, row_id: int) -> str:
    table = db.metadata.tables[table_name]
    row = db.session.execute(select(table).where(table.c.id == row_id)).mappings().one()
    names = ("printed_name", "title", "heading", "text", "label", "number", "id")
    return str(next(row[name] for name in names if row.get(name)))[:80]


def fitting(model: type[db.Model], name: str, value: Any) -> Any:
    """Cut a text to what its column holds; the file is kept whole with the import."""
    length = getattr(model.__table__.c[name].type, "length", None)
    return value[:length] if isinstance(value, str) and length else value


def typed_values(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the journal holds of a row as the columns of its table take it."""
    return {name: typed(value, _python_type(table.c[name])) for name, value in values.items()}


def _python_type(column: Column[Any]) -> type:
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return kind.python_type


def known_person(
    name: str, choice: Mapping[str, Any], before: Mapping[str, Any] | None
) -> Person | None:
    """Return whom a name of a record means, or None for somebody new.

    As decided in the preview; else as in the last import, which wrote `before`; else the one person
    of the registry who is written with these very letters.
    """
    do, _sign, person_id = (choice.get("do") or "").partition(":")
    if do == SAME and person_id.isdigit():
        return db.session.get(Person, row_number(person_id))
    if do == NEW:
        return None
    if before is not None:
        return db.session.get(Person, before["id"])
    same = registered([name])[same_key(name)].same
    return same[0] if len(same) == 1 else None


def already_there(
    record: Mapping[str, Any], wanted: Wanted, values: Mapping[str, Any]
) -> db.Model | None:
    """Return the row that a record asks for, if it is there though no import wrote it here: the
    meeting it announces, or the one row that a person may have in a place."""
    if wanted.kind == "announced":
        code, fields = record["meeting"]["code"], wanted.fields
        return same_meeting(code, fields["series"], fields["number"], fields["title"])
    if wanted.kind not in _ONCE_A_PERSON:
        return None
    model, place = MODELS[wanted.kind], _ONCE_A_PERSON[wanted.kind]
    row = {"person_id": values["person_id"], place: values[place]}
    return db.session.scalar(select(model).filter_by(**row))


def two_before(name: str) -> str:
    """Return the sentence for two names that are now to be one person, and were two in a room."""
    return (
        f"Two names are given to {name} that were two people when this record was last saved. "
        "Undo that import first, or leave them two people."
    )


def known_meeting(record: Mapping[str, Any]) -> Meeting | None:
    """Return the meeting that a record is of, if it is known."""
    about = record["meeting"]
    if not about["code"] or not about["series"]:
        return None
    return same_meeting(about["code"], about["series"], about["number"], about["title"] or "")
