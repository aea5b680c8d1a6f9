"""Reads of the history: who did what to whom, filtered, a page at a time."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, Table, and_, false, or_, select

from eventsapp.accounts.models import EXPERT, User
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.logbook.filters import PER_PAGE, Filters, day_in, number_in
from eventsapp.logbook.words import CHANGED, COPIES, DELETED, DELETIONS, EXPORTED, LOOKS, SAW
from eventsapp.people.models import Person
from eventsapp.people.queries import found_by
from eventsapp.walltime import moment_at

# Rows that say whose they are through another row: by which column, of which table.
THROUGH = {
    "comment": ("commenter_id", "commenter"),
    "correction": ("registration_id", "registration"),
    "invitation": ("participation_id", "participation"),
    "submission": ("hearing_id", "hearing"),
    "letter": ("request_id", "letter_request"),
    "merge": ("kept_id", "person"),
}
# How rows that belong to nobody are called.
CALLED = {
    "agenda_item": "title",
    "comment_group": "name",
    "comment_round": "title",
    "consultation": "title",
    "deadline": "title",
    "document": "title",
    "import": "file_name",
    "label": "text",
    "marked_copy": "file_name",
    "matrix_upload": "file_name",
    "meeting": "code",
    "organization": "name",
    "process": "code",
    "release": "title",
    "sheet_import": "file_name",
}
# Tables that are taken as a whole: everybody may stand in the copy.
WHOLE = ("person", "nomination")
# What is taken of one meeting.
OF_MEETINGS = ("meeting", "published_list", "registration_form")
AT_ONCE = 1000
# A row of a table, by the name of the table and its number.
Thing = tuple[str, int | None]


@dataclass(frozen=True)
class Act:
    """One act: who (None for the program and for strangers), what, to which thing, whose, when.

    `about` is the person it concerns, `called` the name of a thing that concerns nobody.
    """

    at: datetime
    by: str | None
    by_person_id: int | None
    is_by_staff: bool
    verb: str
    thing: str
    thing_id: int | None
    detail: dict[str, Any]
    about: str | None = None
    about_id: int | None = None
    called: str | None = None


def acts(filters: Filters, number: int, tz: str) -> Pagination:
    """Return one page of the log, the latest first; its items are `Act`s."""
    wanted = select(Entry.id).where(*_conditions(filters, tz)).order_by(Entry.id.desc())
    page = db.paginate(wanted, page=number, per_page=PER_PAGE, error_out=False)
    page.items = acts_with(page.items)
    return page


def exported_acts(filters: Filters, tz: str) -> Iterator[Act]:
    """Yield all acts that pass, the latest first, a thousand at a time."""
    conditions, known, last = _conditions(filters, tz), Known(), None
    while True:
        wanted = _rows().where(*conditions).order_by(Entry.id.desc()).limit(AT_ONCE)
        rows = db.session.execute(wanted if last is None else wanted.where(Entry.id < last)).all()
        if not rows:
            return
        known.learn(rows)
        yield from (_act(row, known) for row in rows)
        last = rows[-1].id


def acts_about(person_id: int, most: int | None = None) -> list[Act]:
    """Return who did what to one person and to what is theirs, the latest first."""
    wanted = select(Entry.id).where(about([person_id])).order_by(Entry.id.desc()).limit(most)
    return acts_with(list(db.session.scalars(wanted)))


def copies_that_may_hold(person: Person, most: int) -> list[Act]:
    """Return who took a copy of the registry, or of a meeting in which this person takes part,
    since they were entered; whether they stood in it depends on what was asked."""
    own = select(_table("participation").c.meeting_id).where(
        _table("participation").c.person_id == person.id
    )
    of_meetings = [
        and_(Entry.subject_table == name, Entry.subject_id.in_(_of(_table(name), own)))
        for name in OF_MEETINGS
    ]
    whole = and_(Entry.subject_table.in_(WHOLE), Entry.subject_id.is_(None))
    wanted = select(Entry.id).where(
        Entry.verb.in_(COPIES), Entry.at >= person.created_at, or_(whole, *of_meetings)
    )
    return acts_with(list(db.session.scalars(wanted.order_by(Entry.id.desc()).limit(most))))


def _of(table: Table, meetings: Select[int]) -> Select[int]:
    if table.name == "meeting":
        return meetings
    return select(table.c.id).where(table.c.meeting_id.in_(meetings))


def about(people: Collection[int] | Select[int]) -> ColumnElement[bool]:
    """Return the condition that an act concerns one of these people, or a thing of theirs."""
    conditions = [
        and_(
            Entry.subject_table == name,
            Entry.subject_id.in_(_owned(name).where(_owner(name).in_(people))),
        )
        for name in owned_tables()
    ]
    return or_(*conditions)


def owned_tables() -> list[str]:
    """Return the tables whose rows belong to one person."""
    own = {
        table.name
        for table in db.metadata.tables.values()
        if "person_id" in table.c and "id" in table.c
    }
    return sorted(own | {"person"} | (THROUGH.keys() & db.metadata.tables.keys()))


def _table(name: str) -> Table:
    return db.metadata.tables[name]


def _owner(name: str) -> ColumnElement[int]:
    """Return the column that says whose a row is, of the query of `_owned`."""
    if name == "person":
        return _table(name).c.id
    if name in THROUGH:
        column, other = THROUGH[name]
        return _table(name).c[column] if other == "person" else _table(other).c.person_id
    return _table(name).c.person_id


def _owned(name: str) -> Select[int]:
    table = _table(name)
    wanted = select(table.c.id)
    if name in THROUGH and THROUGH[name][1] != "person":
        column, other = THROUGH[name]
        wanted = wanted.join(_table(other), _table(other).c.id == table.c[column])
    return wanted


def _conditions(filters: Filters, tz: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    person, by = number_in(filters.person), number_in(filters.by)
    if person is not None:
        found.append(about([person]))
    if filters.q:
        found.append(about(select(Person.id).where(*(found_by(filters.q) or [false()]))))
    if by is not None:
        found.append(Entry.user_id == by)
    if filters.act:
        found.append(_of_kind(filters.act))
    if filters.thing:
        found.append(Entry.subject_table == filters.thing)
    return found + _between(day_in(filters.since), day_in(filters.until), tz)


def _of_kind(kind: str) -> ColumnElement[bool]:
    conditions: dict[str, ColumnElement[bool]] = {
        SAW: Entry.verb.in_(LOOKS),
        EXPORTED: Entry.verb.in_(COPIES),
        DELETED: Entry.verb.in_(DELETIONS),
        CHANGED: Entry.verb.not_in((*LOOKS, *COPIES, *DELETIONS)),
    }
    return conditions.get(kind, false())


def _between(first: date | None, last: date | None, tz: str) -> list[ColumnElement[bool]]:
    """Return the conditions of a period, both days included, by the clock on the wall in `tz`."""
    found: list[ColumnElement[bool]] = []
    if first is not None:
        found.append(Entry.at >= moment_at(first, time(0), tz))
    if last is not None and last < date.max:
        found.append(Entry.at < moment_at(last + timedelta(days=1), time(0), tz))
    return found


def acts_with(ids: Sequence[int]) -> list[Act]:
    """Return these acts in the order of their numbers here; the queries do not grow with them."""
    rows = {row.id: row for row in db.session.execute(_rows().where(Entry.id.in_(ids)))}
    known = Known()
    known.learn(rows.values())
    return [_act(rows[number], known) for number in ids if number in rows]


def _rows() -> Select[Any]:
    return (
        select(
            Entry.id,
            Entry.at,
            Entry.verb,
            Entry.subject_table,
            Entry.subject_id,
            Entry.detail,
            User.role,
            User.person_id,
            Person.printed_name,
        )
        .select_from(Entry)
        .outerjoin(User, User.id == Entry.user_id)
        .outerjoin(Person, Person.id == User.person_id)
    )


@dataclass
class Known:
    """Whose the things are and how they are called, as far as it was asked; by table and number."""

    asked: set[Thing] = field(default_factory=set)
    owners: dict[Thing, tuple[int, str]] = field(default_factory=dict)
    called: dict[Thing, str] = field(default_factory=dict)

    def learn(self, rows: Iterable[Any]) -> None:
        """Ask about the things of these rows that are not known yet, two questions a table."""
        new: dict[str, set[int]] = {}
        for row in rows:
            thing = (row.subject_table, row.subject_id)
            if row.subject_id is not None and thing not in self.asked:
                new.setdefault(row.subject_table, set()).add(row.subject_id)
                self.asked.add(thing)
        for name, ids in new.items():
            self.owners |= {(name, one): owner for one, owner in _owners(name, ids).items()}
            self.called |= {(name, one): text for one, text in _called(name, ids).items()}


def _act(row: Any, known: Known) -> Act:
    thing = (row.subject_table, row.subject_id)
    owner_id, owner = known.owners.get(thing, (None, None))
    return Act(
        at=row.at,
        by=row.printed_name,
        by_person_id=row.person_id,
        is_by_staff=row.role is not None and row.role != EXPERT,
        verb=row.verb,
        thing=row.subject_table,
        thing_id=row.subject_id,
        detail=row.detail or {},
        about=owner,
        about_id=owner_id,
        called=known.called.get(thing),
    )


def _owners(name: str, ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """Return whose these rows of a table are: number and name by the row."""
    if name not in owned_tables():
        return {}
    asked = _owned(name).where(_table(name).c.id.in_(ids))
    if name != "person":
        asked = asked.join(Person, Person.id == _owner(name))
    asked = asked.add_columns(Person.id.label("owner"), Person.printed_name)
    return {row.id: (row.owner, row.printed_name) for row in db.session.execute(asked)}


def _called(name: str, ids: Collection[int]) -> dict[int, str]:
    if name not in CALLED:
        return {}
    table = _table(name)
    asked = select(table.c.id, table.c[CALLED[name]]).where(table.c.id.in_(ids))
    return {row[0]: str(row[1]) for row in db.session.execute(asked)}


def staff_accounts() -> list[tuple[int, str]]:
    """Return the accounts of staff, present and past, by name: number and name."""
    asked = (
        select(User.id, Person.printed_name)
        .join(Person)
        .where(User.role != EXPERT)
        .order_by(Person.sort_key, User.id)
    )
    return [(row.id, row.printed_name) for row in db.session.execute(asked)]


def name_of(person_id: int | None) -> str | None:
    """Return the name of a person by their number."""
    if not person_id:
        return None
    return db.session.scalar(select(Person.printed_name).where(Person.id == person_id))
