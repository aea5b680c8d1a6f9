"""Reads of organisations."""

from collections.abc import Collection

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from eventsapp.extensions import db
from eventsapp.people.models import Organization, Person
from eventsapp.people.queries import organizations_found

PER_PAGE = 100
MOST_SHOWN = 100
MOST_FOUND = 20


def organizations(typed: str, page: int = 1) -> Pagination:
    """Return one page of the organisations one of whose names fits, by name."""
    found = (
        select(Organization)
        .options(selectinload(Organization.names))
        .where(*organizations_found(typed))
        .order_by(Organization.name)
    )
    return db.paginate(found, page=page, per_page=PER_PAGE, error_out=False)


def people_counted(ids: Collection[int]) -> dict[int, int]:
    """Return how many people belong to each of these organisations; 0 is left out."""
    rows = db.session.execute(
        select(Person.organization_id, func.count())
        .where(Person.organization_id.in_(ids))
        .group_by(Person.organization_id)
    )
    return {number: count for number, count in rows if number is not None}


def people_of(organization: Organization) -> list[Person]:
    """Return the first hundred people of an organisation, in the order of lists."""
    found = (
        select(Person)
        .where(Person.organization_id == organization.id)
        .order_by(Person.sort_key, Person.id)
        .limit(MOST_SHOWN)
    )
    return list(db.session.scalars(found).unique())


def others_found(organization: Organization, typed: str) -> list[Organization]:
    """Return other organisations that fit a search, by name; none for nothing."""
    if not typed.strip():
        return []
    found = (
        select(Organization)
        .where(Organization.id != organization.id, *organizations_found(typed))
        .order_by(Organization.name)
        .limit(MOST_FOUND)
    )
    return list(db.session.scalars(found))
