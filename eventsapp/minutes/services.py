"""The verbs of an import: read a file, save it with its corrections, put it aside, undo it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from eventsapp.accounts.models import User
from eventsapp.breakouts.models import Round
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.meetings.models import AgendaItem, Meeting, MeetingDay, Process
from eventsapp.meetings.schedule import days_of
from eventsapp.meetings.services import free_code, place_item, process_named
from eventsapp.minutes.choices import SKIP, blockers, carried_over, corrected, person_choice
from eventsapp.minutes.models import DISCARDED, READ, SAVED, UNDONE, Import, OpenQuestion
from eventsapp.minutes.plainly import created_entry, plain, plain_values, written_entry
from eventsapp.minutes.queries import (
    MODELS,
    TOLD_ALREADY,
    already_there,
    base_rows,
    changed_since,
    default_tz,
    dependents,
    fitting,
    known_meeting,
    known_person,
    last_import,
    owned_rows,
    same_file,
    saved_after,
    two_before,
    typed_values,
    used_since,
)
from eventsapp.minutes.row_tree import MOVING, SILENT
from eventsapp.minutes.steps import Step, gone_paths, is_still_named, steps_of
from eventsapp.minutes.wanted import wanted_rows
from eventsapp.people.models import Person, Spelling
from eventsapp.people.services import add_person, add_spelling
from eventsapp.reading.files import read_file
from eventsapp.reading.parsing import parse
from eventsapp.reading.people import same_key
from eventsapp.reading.structure import UnreadableFile
from eventsapp.reading.understood import to_understood
from eventsapp.reminders.models import Deadline
from eventsapp.reminders.services import move_deadline, owe, set_deadline


@dataclass(frozen=True)
class _Saving:
    """One import being written: what the last one wrote, and what this one has done so far."""

    import_: Import
    record: Mapping[str, Any]
    choices: Mapping[str, Any]
    now: datetime
    by: User | None
    base: Mapping[str, dict[str, Any]]
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    created: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    deleted: list[dict[str, Any]] = field(default_factory=list)
    shifted: list[dict[str, Any]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)


def read_minutes(content: bytes, file_name: str, *, now: datetime, by: User | None) -> Import:
    """Read a file and keep what was understood, so that it can be looked at and saved. Flushes.

    The same file again gives the import there is. Raises RuleBroken with a sentence for a file that
    cannot be read.
    """
    try:
        source = read_file(content, file_name)
    except UnreadableFile as refusal:
        raise RuleBroken(str(refusal)) from refusal
    understood = to_understood(parse(source))
    sha256 = hashlib.sha256(content).hexdigest()
    known = same_file(sha256)
    if known is not None:
        return known
    import_ = Import(
        file_name=file_name[-300:],
        sha256=sha256,
        content=content,
        understood=understood,
        choices={},
        state=READ,
        read_by_id=_id(by),
        created_at=now,
    )
    db.session.add(import_)
    db.session.flush()
    return import_


def save_import(
    import_: Import, choices: dict[str, Any], *, now: datetime, by: User | None
) -> Meeting:
    """Write what was understood, as corrected by `choices`, and return the meeting. Flushes.

    Without choices, what was decided when the meeting was last saved from a file counts. Saving
    twice changes nothing. Raises RuleBroken for a record that cannot be saved, or was put aside.
    """
    if import_.state == SAVED and import_.meeting_id is not None:
        return db.session.get_one(Meeting, import_.meeting_id)
    if import_.state != READ:
        raise RuleBroken(f"{import_.file_name} was put aside. Hand the file over again to save it.")
    facts = corrected(import_.understood, choices)
    known = known_meeting(facts)
    last = last_import(known.id) if known else None
    if not choices and last is not None:
        choices = carried_over(last.choices)
        facts = corrected(import_.understood, choices)
    found = blockers(facts)
    if found:
        raise RuleBroken(" ".join(found))
    saving = _Saving(import_, facts, choices, now, by, base_rows(known))
    for person in facts["people"]["list"]:
        _save_person(saving, person)
    tz = choices.get("tz") or (known.tz if known else default_tz())
    steps = steps_of(wanted_rows(facts, choices, tz), saving.base)
    for step in steps:
        _save_row(saving, step)
    for path in gone_paths(steps, saving.base):
        _take_away(saving, path)
    return _saved(saving)


def _saved(saving: _Saving) -> Meeting:
    import_, meeting = saving.import_, db.session.get_one(Meeting, saving.ids["meeting"])
    for sentence in saving.kept:
        question = OpenQuestion(meeting_id=meeting.id, code="changed-here", text=sentence)
        db.session.add(question)
        db.session.flush()
        saving.created.append(created_entry(question))
    import_.choices = dict(saving.choices)
    dropped = {path: row for path, row in saving.base.items() if path in saving.dropped}
    import_.journal = {
        "rows": {**saving.rows, **dropped},
        "created": saving.created,
        "changed": saving.changed,
        "deleted": saving.deleted,
        "shifted": saving.shifted,
    }
    import_.state, import_.saved_at, import_.meeting_id = SAVED, saving.now, meeting.id
    db.session.flush()
    record("imported", import_, now=saving.now, user_id=_id(saving.by), file=import_.file_name)
    db.session.expire_all()
    return meeting


def _save_person(saving: _Saving, person: Mapping[str, Any]) -> None:
    name = person["canonical"]
    choice = person_choice(saving.choices, name)
    if choice.get("do") == SKIP:
        return
    path = f"person:{same_key(name)}"
    row = known_person(name, choice, saving.base.get(path))
    is_new = row is None
    if row is None:
        row = add_person(
            fitting(Person, "printed_name", choice.get("name") or name), now=saving.now
        )
        saving.created.append(created_entry(row))
    before = {spelling.text for spelling in row.spellings}
    for spelling in [*person["spellings"], *([choice["name"]] if choice.get("name") else [])]:
        add_spelling(row, fitting(Spelling, "text", spelling))
    db.session.flush()
    if not is_new:
        added = [spelling for spelling in row.spellings if spelling.text not in before]
        saving.created.extend(created_entry(spelling) for spelling in added)
    saving.ids[path] = row.id
    saving.rows[path] = written_entry("person", row.id, name)


def _save_row(saving: _Saving, step: Step) -> None:
    """Write one row; what is there already is only corrected."""
    wanted, known, model = step.row, step.known, MODELS[step.row.kind]
    values = {**wanted.fields, **{c: saving.ids.get(name) for c, name in wanted.refs.items()}}
    if step.above in saving.dropped:
        saving.dropped.add(step.path)
        return
    if wanted.parent and step.above:
        values[wanted.parent] = saving.rows[step.above]["id"]
    values = {name: fitting(model, name, value) for name, value in values.items()}
    there = already_there(saving.record, wanted, values)
    row = db.session.get(model, known["id"]) if known else there
    if row and there and there is not row and "person_id" in values:
        raise RuleBroken(two_before(there.person.printed_name))
    is_ours = known["is_ours"] if known else row is None
    if known and row is None and known.get("fields") == plain_values(values):
        # Staff took it away here, and the file says nothing new about it.
        saving.dropped.add(step.path)
        return
    if row is None:
        row = _create(saving, wanted.kind, values)
        saving.created.append(created_entry(row))
        if wanted.kind == "announced":
            saving.created.extend(created_entry(day) for day in row.days)
    elif known:
        _correct(saving, step, row, values)
    saving.rows[step.path] = written_entry(
        wanted.kind, row.id, wanted.label, above=step.above, values=values, is_ours=is_ours
    )
    if wanted.name:
        saving.ids[wanted.name] = row.id


def _create(saving: _Saving, kind: str, values: dict[str, Any]) -> Any:
    if kind == "deadline":
        code = db.session.get_one(Meeting, saving.ids["meeting"]).code
        return set_deadline(now=saving.now, page=("record.meeting", {"code": code}), **values)
    if kind == "obligation":
        deadline = db.session.get_one(Deadline, values["deadline_id"])
        return owe(deadline, values["person_id"], now=saving.now)
    if kind in ("meeting", "announced"):
        return _create_meeting(saving, values)
    model = MODELS[kind]
    moments = {n: saving.now for n in ("created_at", "changed_at") if n in model.__table__.c}
    row = model(**{**moments, **values})
    if isinstance(row, Round):
        row.published_at = saving.now
    db.session.add(row)
    db.session.flush()
    if isinstance(row, AgendaItem) and row.starts_at_time:
        place_item(row, row.day.meeting.tz, now=saving.now)
    return row


def _create_meeting(saving: _Saving, values: dict[str, Any]) -> Meeting:
    about = saving.record["meeting"]
    named = {"series": about["series"], "number": about["number"], **values}
    named["series"] = fitting(Meeting, "series", named["series"])
    process = process_named(fitting(Process, "code", about["code"]))
    if process.id is None:
        db.session.flush()
        saving.created.append(created_entry(process))
    meeting = Meeting(
        code=free_code(named["series"], named["number"], about["code"]),
        process=process,
        created_at=saving.now,
        changed_at=saving.now,
        **named,
    )
    if "announced_by_id" in values:
        for number, on_date in enumerate(days_of(meeting.starts_on, meeting.ends_on), start=1):
            meeting.days.append(MeetingDay(number=number, on_date=on_date, changed_at=saving.now))
    db.session.add(meeting)
    db.session.flush()
    return meeting


def _correct(saving: _Saving, step: Step, row: Any, values: Mapping[str, Any]) -> None:
    """Change what the file says otherwise than the last one did; what staff changed since stays."""
    new = plain_values(values)
    now_there = {name: plain(getattr(row, name)) for name in new}
    before = (step.known or {}).get("fields", now_there)
    differing = [name for name in new if before.get(name) != new[name] != now_there[name]]
    silent = {name: values[name] for name in differing if name in SILENT}
    if silent:
        table = row.__table__
        db.session.execute(update(table).where(table.c.id == row.id).values(**silent))
        old = {name: now_there[name] for name in silent}
        saving.shifted.append({"table": table.name, "id": row.id, "old": old})
    content = [name for name in differing if name not in SILENT]
    if any(now_there[name] != before.get(name) for name in content):
        saving.kept.append(
            f"The file corrects “{step.row.label or row.title}”, but it was changed here since. "
            "It was kept as it is here; compare the two."
        )
        return
    if not content:
        return
    _set(row, {name: values[name] for name in content}, saving.now, saving.by)
    saving.changed.append(
        {
            "table": row.__tablename__,
            "id": row.id,
            "kind": step.row.kind,
            "old": {name: now_there[name] for name in content},
            "new": {name: new[name] for name in content},
        }
    )


def _set(row: Any, values: Mapping[str, Any], now: datetime, by: User | None) -> None:
    """Give a row other values; calendars and reminders see what follows from them. Flushes."""
    if isinstance(row, Deadline) and {"due_on", "tz", "days_before"} & set(values):
        planned = {name: values.get(name, getattr(row, name)) for name in ("tz", "days_before")}
        move_deadline(row, values.get("due_on", row.due_on), now=now, by=by, **planned)
    for name, value in values.items():
        setattr(row, name, value)
    if hasattr(row, "touch"):
        row.touch(now, moved=not isinstance(row, AgendaItem) and bool(MOVING & set(values)))
    if isinstance(row, AgendaItem):
        row.is_pinned |= "starts_at_time" in values
        place_item(row, row.day.meeting.tz, now=now)
    db.session.flush()


def _take_away(saving: _Saving, path: str) -> None:
    """Delete what the record no longer names, unless somebody has built on it here."""
    entry = saving.base[path]
    row = db.session.get(MODELS[entry["kind"]], entry["id"])
    if row is None or is_still_named(entry, saving.rows.values()):
        return
    table = row.__table__
    fields = entry["fields"]
    is_changed = any(plain(getattr(row, n)) != fields[n] for n in fields if n not in SILENT)
    if is_changed or dependents({table.name: {row.id}}):
        what = entry["label"].partition("/")[2] or entry["label"]
        saving.kept.append(
            f"The file no longer names “{what}”, but it was changed or used here since. It was "
            "kept."
        )
        return
    db.session.expunge(row)
    for owned, owned_id in [*owned_rows(table.name, entry["id"]), (table, entry["id"])]:
        found = db.session.execute(select(owned).where(owned.c.id == owned_id)).mappings().one()
        saving.deleted.append({"table": owned.name, "values": plain_values(dict(found))})
        db.session.execute(delete(owned).where(owned.c.id == owned_id))


def discard_import(import_: Import, *, now: datetime, by: User | None) -> None:
    """Put an import aside that was not saved; the file is kept. Twice is once."""
    if import_.state not in (READ, DISCARDED):
        raise RuleBroken(f"{import_.file_name} was saved. Undo the import instead.")
    import_.state = DISCARDED
    record("put aside", import_, now=now, user_id=_id(by))
    db.session.flush()


def undo_import(import_: Import, *, now: datetime, by: User | None) -> list[str]:
    """Take back everything that saving an import wrote; return the names of people who stay.

    People on whom something else depends by now, such as an address or an account, stay in the
    registry. Raises RuleBroken, with the list, where anything else was changed or used since.
    """
    if import_.state == UNDONE:
        return []
    if import_.state != SAVED or not import_.journal:
        raise RuleBroken(f"{import_.file_name} was not saved, so there is nothing to undo.")
    later = saved_after(import_)
    if later is not None:
        raise RuleBroken(f"{later.file_name} was saved after it. Undo that one first.")
    journal = import_.journal
    kept, used = used_since(journal)
    blocked = changed_since(journal) + used
    if any("(by message)" in reason for reason in blocked):
        raise RuleBroken(TOLD_ALREADY)
    if blocked:
        raise RuleBroken(
            "The import cannot be undone, since this was changed or used after it: "
            + "; ".join(sorted(set(blocked)))
            + ". Take that back first."
        )
    names = [db.session.get_one(Person, one).printed_name for one in sorted(kept["person"])]
    _restore(journal, kept, now, by)
    import_.state, import_.undone_at = UNDONE, now
    if import_.meeting_id and db.session.get(Meeting, import_.meeting_id) is None:
        import_.meeting_id = None
    record("undone", import_, now=now, user_id=_id(by), file=import_.file_name)
    db.session.flush()
    return names


def _restore(
    journal: Mapping[str, Any], kept: Mapping[str, set[int]], now: datetime, by: User | None
) -> None:
    db.session.flush()
    for entry in reversed(journal["created"]):
        table = db.metadata.tables[entry["table"]]
        if entry["id"] in kept.get(entry["table"], ()):
            continue
        for owned, owned_id in [*owned_rows(table.name, entry["id"]), (table, entry["id"])]:
            db.session.execute(delete(owned).where(owned.c.id == owned_id))
    for entry in reversed(journal["deleted"]):
        table = db.metadata.tables[entry["table"]]
        db.session.execute(insert(table).values(typed_values(table, entry["values"])))
    for entry in journal["shifted"]:
        table = db.metadata.tables[entry["table"]]
        db.session.execute(update(table).where(table.c.id == entry["id"]).values(entry["old"]))
    db.session.expire_all()
    for entry in reversed(journal["changed"]):
        model = MODELS[entry["kind"]]
        old = typed_values(model.__table__, entry["old"])
        _set(db.session.get_one(model, entry["id"]), old, now, by)


def _id(by: User | None) -> int | None:
    return by.id if by else None
