"""The verbs of organisations: correct one, make two one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, select, update
from sqlalchemy.orm.attributes import flag_modified

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.people.models import Organization, OrganizationName, OrganizationWord, Person

# What belongs to the names moves with them.
OF_NAMES = {"organization_name", "organization_word"}


@dataclass(frozen=True)
class OrganizationFacts:
    """What is known of an organisation; `names` are others than the printed one, each with its
    language where that is known."""

    name: str
    kind: str | None = None
    country: str | None = None
    names: tuple[tuple[str, str | None], ...] = ()


def facts_of(organization: Organization) -> OrganizationFacts:
    """Return what is known of an organisation now."""
    return OrganizationFacts(
        name=organization.name,
        kind=organization.kind,
        country=organization.country,
        names=tuple(
            (one.text, one.language) for one in organization.names if one.text != organization.name
        ),
    )


def change_organization(
    organization: Organization, facts: OrganizationFacts, *, now: datetime, user_id: int
) -> bool:
    """Correct what is known of an organisation; return whether anything changed. Flushes.

    A new printed name joins the names; the old one stays only if it is among them. Raises
    RuleBroken if another organisation is printed under the name.
    """
    before = facts_of(organization)
    changed = [name for name in vars(facts) if getattr(facts, name) != getattr(before, name)]
    if not changed:
        return False
    same = select(Organization).where(Organization.name == facts.name)
    other = db.session.scalar(same.where(Organization.id != organization.id))
    if other is not None:
        raise RuleBroken(
            f"There is another organisation called {facts.name}. Make the two one, or give this "
            "one a name that tells them apart."
        )
    organization.name, organization.kind = facts.name, facts.kind
    organization.country = facts.country
    _set_names(organization, facts)
    # Names lie in another table; the version must grow with them too.
    flag_modified(organization, "name")
    record("changed", organization, now=now, user_id=user_id, fields=changed)
    db.session.flush()
    return True


def _set_names(organization: Organization, facts: OrganizationFacts) -> None:
    held = {one.text: one for one in organization.names}
    own = held.get(facts.name)
    wanted = {facts.name: own.language if own else None, **dict(facts.names)}
    for text, language in wanted.items():
        if text in held:
            held[text].language = language
        else:
            organization.names.append(OrganizationName(text=text, language=language))
    for text in held.keys() - wanted.keys():
        organization.names.remove(held[text])


def merge_organizations(
    kept: Organization, gone: Organization, *, now: datetime, user_id: int
) -> int:
    """Make two organisations one; return how many people moved. Flushes.

    All names of both stay, and all of both are found under the one that is kept. Raises RuleBroken
    where the two are one.
    """
    if kept.id == gone.id:
        raise RuleBroken("This is one organisation, not two. Choose another one.")
    moved = db.session.scalars(select(Person.id).where(Person.organization_id == gone.id)).all()
    for column in _references():
        values = {column.name: kept.id}
        table = column.table
        if table is Person.__table__:
            # Whoever has a form of one of these people open must hear of it.
            values["version"] = table.c.version + 1
        db.session.execute(update(table).where(column == gone.id).values(**values))
    known = {one.text for one in kept.names}
    for one in list(gone.names):
        if one.text in known:
            continue
        names, words = OrganizationName.__table__, OrganizationWord.__table__
        for table, is_this in ((names, names.c.id == one.id), (words, words.c.name_id == one.id)):
            moving = update(table).where(is_this).values(organization_id=kept.id)
            db.session.execute(moving)
    kept.kind, kept.country = kept.kind or gone.kind, kept.country or gone.country
    name = gone.name
    db.session.flush()
    db.session.expire_all()
    db.session.delete(gone)
    # Its names lie in another table; the version must grow with them.
    db.session.refresh(kept)
    flag_modified(kept, "name")
    record("merged", kept, now=now, user_id=user_id, gone=name, people=len(moved))
    db.session.flush()
    db.session.expire_all()
    return len(moved)


def _references() -> Iterator[Column[int]]:
    """Yield every column that names an organisation, but those of its names."""
    target = db.metadata.tables["organization"].c.id
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if table.name not in OF_NAMES and any(
                key.column is target for key in column.foreign_keys
            ):
                yield column
