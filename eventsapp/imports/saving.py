"""Write an import as it was decided, all of it or nothing, and take it back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete

from eventsapp.accounts.models import User
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.imports.comparing import SAME_ORGANIZATION, Registry
from eventsapp.imports.deciding import ADDED, CHANGED, LEFT, SAID_TWICE, Decision, Plan
from eventsapp.imports.lines import NEEDS
from eventsapp.imports.models import READ, SAVED, SAVING, UNDONE, SheetImport
from eventsapp.imports.queries import (
    built_since,
    in_chunks,
    nominations_of,
    organizations_used,
    parts_of,
    people_by_id,
    prepared,
    registry_mark,
    rows_by_id,
)
from eventsapp.imports.services import (
    KEPT_FOR,
    Checked,
    check,
    check_addresses,
    check_addresses_back,
)
from eventsapp.imports.taking import as_facts, as_json, facts_filled, facts_of_new, facts_taken
from eventsapp.imports.words import NO_ROLE, OBSERVER
from eventsapp.meetings.models import INTERPRETER, SECRETARIAT, Meeting, Participation
from eventsapp.people.models import (
    EmailAddress,
    Nomination,
    Organization,
    OrganizationName,
    Person,
)
from eventsapp.people.names import fold_name
from eventsapp.people.services import (
    PersonFacts,
    add_spelling,
    add_spellings,
    change_person,
    facts_of,
    key_of,
    set_needs,
)

Facts = Mapping[str, Any]
# So many reasons against an undoing are named; of more, how many.
MOST_NAMED = 20
_MODELS: dict[str, type[Participation | Nomination]] = {
    "participation": Participation,
    "nomination": Nomination,
}


class _Saving:
    """One import being written: who each row became, and what is new since."""

    def __init__(
        self, import_: SheetImport, registry: Registry, now: datetime, by: User | None
    ) -> None:
        self.import_, self.registry, self.now = import_, registry, now
        self.user_id = by.id if by else None
        self.created: list[db.Model] = []
        self.changed: list[dict[str, Any]] = []
        self.people: dict[int, Person] = {}
        self.new: dict[int, dict[str, Any]] = {}
        self.keys = set(registry.by_address)
        self.held: dict[int, Person] = {}
        self.organizations: dict[str, Organization] = {}
        self.values_set: list[dict[str, Any]] = []

    def set(self, row: Participation | Nomination, name: str, value: Any) -> None:
        """Change one column of a row, and note what it held."""
        old = getattr(row, name)
        self.values_set.append(
            {"table": row.__tablename__, "id": row.id, "name": name, "old": old, "new": value}
        )
        setattr(row, name, value)

    def organization(self, name: str, kind: str | None) -> Organization:
        """Return the organization of this name, entered if it is new."""
        folded = fold_name(name)
        if folded not in self.organizations:
            known = self.registry.organizations.get(folded)
            found = db.session.get(Organization, known[0]) if known else None
            if found is None:
                found = Organization(name=name, kind=kind, names=[OrganizationName(text=name)])
                db.session.add(found)
                self.created.append(found)
            self.organizations[folded] = found
        return self.organizations[folded]

    def add(self, decision: Decision) -> None:
        """Enter somebody new."""
        said = decision.row.line.said
        facts = facts_of_new(said, self.keys)
        organization, addresses = facts.pop("organization", None), facts.pop("addresses")
        columns = {name: list(v) if isinstance(v, tuple) else v for name, v in facts.items()}
        person = Person(created_at=self.now, **columns)
        if organization:
            person.organization = self.organization(organization, said.get("organization_kind"))
        for address in addresses:
            self._give(person, address)
        db.session.add(person)
        add_spellings(person)
        self.created.append(person)
        self.people[decision.number] = person
        self.new[decision.number] = facts

    def _give(self, person: Person, address: str) -> EmailAddress | None:
        key = key_of(address)
        if key in self.keys:
            return None
        self.keys.add(key)
        is_first = not person.addresses
        added = EmailAddress(address=address, address_key=key, is_preferred=is_first)
        person.addresses.append(added)
        return added

    def change(self, decision: Decision) -> None:
        """Take over from the file what was decided; an older spelling stays beside."""
        person, said = self.held[decision.person_id or 0], decision.row.line.said
        before = facts_of(person)
        facts = facts_taken(vars(before), decision.differences, decision.taken)
        if facts.get("organization"):
            self.organization(facts["organization"], said.get("organization_kind"))
            db.session.flush()
        if facts:
            change_person(person, replace(before, **facts), now=self.now, user_id=self.user_id)
            self.changed.append({"id": person.id, "before": as_json(vars(before))})
        self.leave(decision)

    def leave(self, decision: Decision) -> None:
        """Change nothing of somebody held, but keep how the file writes the name."""
        person = self.held[decision.person_id or 0]
        self.people[decision.number] = person
        self._keep_spelling(person, decision)

    def _keep_spelling(self, person: Person, decision: Decision) -> None:
        spelling = decision.row.line.said["printed_name"]
        if spelling not in {one.text for one in person.spellings}:
            add_spelling(person, spelling)
            self.created.append(person.spellings[-1])

    def add_to(self, decision: Decision) -> None:
        """Add to somebody whom this import enters what a second row says beyond the first."""
        first = int(decision.do.partition(":")[2])
        person = self.people[decision.number] = self.people[first]
        if first in self.new:
            said = decision.row.line.said
            facts = facts_filled(self.new[first], said)
            organization, _ = facts.pop("organization", None), facts.pop("addresses", None)
            if organization and person.organization is None:
                person.organization = self.organization(organization, None)
            for name, value in facts.items():
                setattr(person, name, list(value) if isinstance(value, tuple) else value)
            for address in said.get("addresses", ()):
                self._give(person, address)
        self._keep_spelling(person, decision)


def save_import(
    import_: SheetImport,
    seal: str,
    *,
    now: datetime,
    by: User | None,
    checked: Checked | None = None,
) -> None:
    """Write what was decided, all of it or nothing. Flushes.

    `seal` is that of the plan that was looked at; `checked` spares a caller who has compared it a
    moment ago the comparing. Saving twice saves once. Raises RuleBroken where a row waits, and
    ReadAnew where the registry has changed so that anything would come otherwise.
    """
    if import_.state == SAVED:
        return
    if import_.state not in (READ, SAVING):
        raise RuleBroken(f"{import_.file_name} was put aside. Hand it over again to import it.")
    if checked is None or checked.mark != registry_mark():
        checked = check(prepared(import_), seal)
    plan = checked.plan
    saving = _Saving(import_, checked.registry, now, by)
    saving.held = people_by_id(d.person_id for d in plan.decisions if d.person_id)
    check_addresses(plan, saving.held, by)
    _name_organizations(saving)
    write = {ADDED: saving.add, CHANGED: saving.change, LEFT: saving.leave}
    write[SAID_TWICE] = saving.add_to
    for decision in plan.decisions:
        if decision.action in write:
            write[decision.action](decision)
    db.session.flush()
    _keep_needs(saving, plan)
    if import_.meeting_id is not None:
        _let_take_part(saving, plan)
    _finish(saving, plan)


def _name_organizations(saving: _Saving) -> None:
    """Remember by which other names organizations are known, as staff said."""
    decided = (saving.import_.choices or {}).get("organizations", {})
    for text, choice in decided.items():
        if choice.startswith(SAME_ORGANIZATION):
            number = int(choice.removeprefix(SAME_ORGANIZATION))
            held = db.session.get(Organization, number)
            if held is not None and text not in {name.text for name in held.names}:
                held.names.append(OrganizationName(text=text))
                saving.created.append(held.names[-1])


def _keep_needs(saving: _Saving, plan: Plan) -> None:
    """Keep what new people need to take part; of people held already, nothing is touched."""
    import_ = saving.import_
    meeting = db.session.get(Meeting, import_.meeting_id) if import_.meeting_id else None
    until = (meeting.ends_on if meeting else saving.now.date()) + KEPT_FOR
    for decision in plan.decisions:
        said = decision.row.line.said
        details = {name.partition("_")[0]: said[name] for name in sorted(NEEDS) if name in said}
        if decision.action == ADDED and details:
            kept = set_needs(
                saving.people[decision.number],
                details,
                purpose=f"To arrange access and meals ({import_.file_name})"[:200],
                delete_on=until,
                meeting_id=import_.meeting_id,
                now=saving.now,
            )
            saving.created += [kept] if kept else []


def _let_take_part(saving: _Saving, plan: Plan) -> None:
    """Let everybody of the file take part in the meeting, in the role that it states."""
    meeting = db.session.get_one(Meeting, saving.import_.meeting_id)
    parts, nominations = parts_of(meeting.id), nominations_of(meeting.process_id)
    for decision in plan.decisions:
        person = saving.people.get(decision.number)
        if person is None or decision.action == SAID_TWICE:
            continue
        said = decision.row.line.said
        if person.id not in parts:
            saving.created.append(_part(meeting, person, said.get("role")))
        elif "role" in decision.taken:
            saving.set(parts[person.id], "role", _role(said["role"]))
        if said.get("nominated_by") and person.id not in nominations:
            saving.created.append(_nomination(meeting, person, said, saving.now))
        elif "nominated_by" in decision.taken:
            saving.set(nominations[person.id], "country", said["nominated_by"])
    db.session.add_all(saving.created)
    db.session.flush()


def _role(word: str | None) -> str | None:
    return None if word in (OBSERVER, NO_ROLE) else word


def _part(meeting: Meeting, person: Person, word: str | None) -> Participation:
    return Participation(
        meeting_id=meeting.id,
        person_id=person.id,
        is_expert=word not in (OBSERVER, SECRETARIAT, INTERPRETER),
        is_observer=word == OBSERVER,
        role=_role(word),
        route="import",
    )


def _nomination(meeting: Meeting, person: Person, said: Facts, now: datetime) -> Nomination:
    day = said.get("nominated_on")
    return Nomination(
        process_id=meeting.process_id,
        person_id=person.id,
        country=said["nominated_by"],
        nominated_on=date.fromisoformat(day) if day else None,
        created_at=now,
    )


def _finish(saving: _Saving, plan: Plan) -> None:
    """Note what was written, so that it can be taken back, and who did it."""
    import_, now = saving.import_, saving.now
    created: dict[str, list[int]] = defaultdict(list)
    for row in saving.created:
        created[row.__tablename__].append(row.id)
    touched = {row.id: row.version for row in saving.created if isinstance(row, Person)}
    touched |= {one["id"]: saving.held[one["id"]].version for one in saving.changed}
    import_.journal = {
        "created": created,
        "changed": saving.changed,
        "set": saving.values_set,
        "versions": {str(number): version for number, version in touched.items()},
        "parts": {str(p.id): p.version for p in saving.created if isinstance(p, Participation)},
    }
    import_.counts = {**plan.kinds, **plan.actions}
    import_.state, import_.saved_at = SAVED, now
    import_.delete_on = (now + KEPT_FOR).date()
    acts = {name.replace(" ", "_"): count for name, count in plan.actions.items()}
    record("imported", import_, now=now, user_id=saving.user_id, file=import_.file_name, **acts)
    for row in saving.created:
        if isinstance(row, Person):
            record("imported", row, now=now, user_id=saving.user_id, import_id=import_.id)
    db.session.flush()


def undo_import(import_: SheetImport, *, now: datetime, by: User | None) -> None:
    """Take back everything that an import wrote. Twice is once. Flushes.

    Raises RuleBroken, with the list, where somebody has changed or used any of it since.
    """
    if import_.state == UNDONE:
        return
    if import_.state != SAVED:
        raise RuleBroken(f"{import_.file_name} was not imported, so there is nothing to undo.")
    if import_.journal is None:
        raise RuleBroken(
            f"The file {import_.file_name} and what it wrote are no longer kept, so it cannot be "
            "undone as a whole. Correct the people one by one."
        )
    journal = import_.journal
    people = people_by_id(int(number) for number in journal["versions"])
    blocked = _used_or_changed(journal, people)
    if blocked:
        shown = "; ".join(blocked[:MOST_NAMED])
        more = f"; and {len(blocked) - MOST_NAMED} more" if len(blocked) > MOST_NAMED else ""
        raise RuleBroken(
            f"The import cannot be undone, since this was changed or used after it: {shown}{more}. "
            "Take that back first."
        )
    check_addresses_back(journal, people, by)
    _take_back(journal, people, now, by)
    import_.state, import_.undone_at = UNDONE, now
    record("undone", import_, now=now, user_id=by.id if by else None, file=import_.file_name)
    db.session.flush()


def _used_or_changed(journal: Facts, people: dict[int, Person]) -> list[str]:
    """Return in words what stands against an undoing."""
    blocked = []
    for number, version in journal["versions"].items():
        person = people.get(int(number))
        if person is None:
            blocked.append(f"person {number} was merged or deleted")
        elif person.version != version:
            blocked.append(f"{person.printed_name} was changed")
    for part in rows_by_id(Participation, journal["parts"]):
        if part.version != journal["parts"][str(part.id)]:
            blocked.append(f"the participation of {part.person.printed_name} was changed")
    created = {table: set(ids) for table, ids in journal["created"].items()}
    for person_id, tables in built_since(created).items():
        if person_id in people:
            uses = ", ".join(sorted(set(tables)))
            blocked.append(f"{people[person_id].printed_name} is used by: {uses}")
    return blocked


def _take_back(journal: Facts, people: dict[int, Person], now: datetime, by: User | None) -> None:
    for one in journal["set"]:
        row = db.session.get(_MODELS[one["table"]], one["id"])
        if row is not None and getattr(row, one["name"]) == one["new"]:
            setattr(row, one["name"], one["old"])
    for one in journal["changed"]:
        person = people[one["id"]]
        before = PersonFacts(**as_facts(one["before"]))
        change_person(person, before, now=now, user_id=by.id if by else None)
    db.session.flush()
    for table in ("person_needs", "participation", "nomination", "spelling", "person"):
        _delete(table, journal["created"].get(table, ()))
    used = organizations_used(journal["created"].get("organization", ()))
    for table in ("organization_name", "organization"):
        ids = journal["created"].get(table, ())
        _delete(table, [one for one in ids if table != "organization" or one not in used])
    db.session.expire_all()


def _delete(table: str, ids: Iterable[int]) -> None:
    for some in in_chunks(sorted(ids)):
        rows = db.metadata.tables[table]
        db.session.execute(delete(rows).where(rows.c.id.in_(some)))
