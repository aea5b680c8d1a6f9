"""Reads of merges: who may be entered twice, who was merged, who is who now."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from eventsapp.accounts.models import EXPERT, SignInLink, User
from eventsapp.accounts.queries import account_of
from eventsapp.extensions import db
from eventsapp.merging.models import Merge, NotSame
from eventsapp.merging.rows import counted, table_named
from eventsapp.people.matching import (
    Group,
    Known,
    Match,
    Pair,
    build_index,
    candidates,
    groups,
    reasons,
)
from eventsapp.people.models import (
    ERASED,
    EmailAddress,
    Organization,
    OrganizationName,
    Person,
    Spelling,
)
from eventsapp.people.queries import found_by, ids_near

PER_PAGE = 25
# SQLite takes 32,766 values in one statement, PostgreSQL twice as many.
_MOST_AT_ONCE = 10_000


def now_known_as(person_id: int) -> int | None:
    """Return the number of the entry into which the one of this number was merged, if it was.

    Ask only where there is no such person: a number may have been given anew.
    """
    last = merge_of(person_id)
    return last.kept_id if last else None


def merge_of(gone_id: int) -> Merge | None:
    """Return the merge in which the entry of this number went, while it holds."""
    wanted = select(Merge).where(Merge.gone_id == gone_id, Merge.undone_at.is_(None))
    return db.session.scalar(wanted.order_by(Merge.id.desc()).limit(1))


def latest_on_top(merge: Merge) -> Merge | None:
    """Return the last merge into the same person that came after this one and still holds."""
    later = select(Merge).where(
        Merge.kept_id == merge.kept_id, Merge.id > merge.id, Merge.undone_at.is_(None)
    )
    return db.session.scalar(later.order_by(Merge.id.desc()).limit(1))


def merges_by_time(page: int) -> Pagination:
    """Return the merges, the last one first."""
    wanted = select(Merge).options(joinedload(Merge.kept), joinedload(Merge.by))
    return db.paginate(
        wanted.order_by(Merge.id.desc()), page=page, per_page=PER_PAGE, error_out=False
    )


def names_of(merge: Merge) -> tuple[str, str]:
    """Return the names of the kept entry and of the one that went; empty where it is not known."""
    names = merge.names or {}
    back = db.session.get(Person, merge.gone_id) if merge.undone_at else None
    gone = back.printed_name if back else ""
    return names.get("kept", merge.kept.printed_name), names.get("gone", gone)


def said_apart() -> list[NotSame]:
    """Return the pairs of whom somebody said that they are not one, the last one first."""
    wanted = select(NotSame).options(
        joinedload(NotSame.a), joinedload(NotSame.b), joinedload(NotSame.by)
    )
    return list(db.session.scalars(wanted.order_by(NotSame.id.desc())).unique())


def said_of(ids: list[int]) -> list[NotSame]:
    """Return who of these people were said not to be one."""
    wanted = select(NotSame).where(NotSame.a_id.in_(ids), NotSame.b_id.in_(ids))
    return list(db.session.scalars(wanted.order_by(NotSame.id)))


def who_else(typed: str, without: set[int]) -> list[Person]:
    """Return the first people found by what was typed, without those chosen already."""
    wanted = select(Person).where(*found_by(typed), Person.id.not_in(without))
    return list(db.session.scalars(wanted.order_by(Person.sort_key, Person.id).limit(PER_PAGE)))


def is_used(account: User) -> bool:
    """Return whether anybody has signed in with an account, or it has done anything, as far as is
    known: links are forgotten after a day."""
    has_signed_in = select(SignInLink.id).where(
        SignInLink.user_id == account.id, SignInLink.used_at.is_not(None)
    )
    if account.password_hash or db.session.scalar(has_signed_in.limit(1)) is not None:
        return True
    return bool(counted(table_named("user"), account.id).keys() - {"sign_in_link"})


def main_account(first: User, second: User, user_id: int) -> User:
    """Return which of two accounts stays: the reader's own, an open one, one of staff, one that
    was used; of equals the first."""

    def worth(account: User) -> tuple[bool, ...]:
        return (
            account.id == user_id,
            not account.is_closed,
            account.is_staff,
            is_used(account),
        )

    return second if worth(second) > worth(first) else first


def account_refusal(kept_id: int, gone_id: int) -> str | None:
    """Return why two people cannot be merged for their accounts: a role must not be lost."""
    both = [one for one in (account_of(kept_id), account_of(gone_id)) if one is not None]
    if len(both) < 2 or not all(one.is_staff and not one.is_closed for one in both):
        return None
    if not all(is_used(one) for one in both):
        return None
    kept, gone = both
    return (
        f"{kept.person.printed_name} and {gone.person.printed_name} both sign in as staff, as "
        f"{kept.role} and as {gone.role}. An administrator makes the account of "
        f"{gone.person.printed_name} one of an {EXPERT} first; then merge."
    )


@dataclass(frozen=True)
class Found:
    """The groups of possible duplicates, and of which state of the registry that is."""

    state: tuple[Any, ...]
    groups: tuple[Group, ...]


class _Remembered:
    """The last search of each database: it takes seconds with 100,000 people."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: dict[str, Found] = {}

    def get(
        self, name: str, state: tuple[Any, ...], search: Callable[[], Iterable[Group]]
    ) -> Found:
        with self._lock:
            found = self._found.get(name)
            if found is None or found.state != state:
                found = self._found[name] = Found(state, tuple(search()))
            return found


_REMEMBERED = _Remembered()


def duplicates() -> tuple[Group, ...]:
    """Return the groups of people who may be entered twice. Searched again only after the
    registry changed."""
    name = db.engine.url.render_as_string()
    return _REMEMBERED.get(name, _state_of_registry(), _search).groups


class GroupPage(Pagination):
    """One page of the groups; the search gives them all at once."""

    def _query_items(self) -> list[Group]:
        return list(self._query_args["groups"][self._query_offset :][: self.per_page])

    def _query_count(self) -> int:
        return len(self._query_args["groups"])


def duplicates_page(page: int) -> Pagination:
    """Return one page of the groups of possible duplicates."""
    return GroupPage(page=page, per_page=PER_PAGE, error_out=False, groups=duplicates())


def _search() -> list[Group]:
    apart = {(a, b) for a, b in db.session.execute(select(NotSame.a_id, NotSame.b_id))}
    # Nobody invented for the demonstration is somebody of the record.
    invented = set(db.session.scalars(select(Person.id).where(Person.is_invented)))
    everybody = known_people()
    kinds = [
        [one for one in everybody if (one.id in invented) is is_invented]
        for is_invented in (False, True)
    ]
    return groups([pair for kind in kinds for pair in candidates(kind, apart)])


def _state_of_registry() -> tuple[Any, ...]:
    """Return numbers of which one grows or shrinks with every change that may matter here."""
    counts = [
        select(func.count(), func.max(model.id)).select_from(model)
        for model in (Spelling, EmailAddress, NotSame, Merge, OrganizationName)
    ]
    versions = select(
        func.count(),
        func.count().filter(Person.is_invented),
        func.max(Person.id),
        func.sum(Person.version),
        func.max(Person.created_at),
    )
    return tuple(tuple(db.session.execute(one).one()) for one in (*counts, versions))


def known_people(ids: Iterable[int] | None = None) -> list[Known]:
    """Return people as they are compared, all of them or these, in five queries."""
    numbers = None if ids is None else sorted(set(ids))
    wanted = select(
        Person.id,
        Person.printed_name,
        Person.latin_name,
        Person.script_name,
        Person.given_name,
        Person.family_name,
        Person.organization_id,
        Person.country,
        Person.phone,
    )
    # Who was erased has no name any more, and is nobody's duplicate.
    wanted = wanted.where(Person.printed_name != ERASED).order_by(Person.id)
    rows = list(_rows(wanted, Person.id, numbers))
    spelled = select(Spelling.person_id, Spelling.text)
    spellings = _by_owner(_rows(spelled, Spelling.person_id, numbers))
    reached = select(EmailAddress.person_id, EmailAddress.address)
    addresses = _by_owner(_rows(reached, EmailAddress.person_id, numbers))
    belonging = {row.organization_id for row in rows if row.organization_id}
    organizations = _organization_names(None if numbers is None else sorted(belonging))
    return [
        Known(
            id=row.id,
            names=tuple(name for name in _names(row) if name) + tuple(spellings.get(row.id, ())),
            addresses=tuple(addresses.get(row.id, ())),
            organization_ids=(row.organization_id,) if row.organization_id else (),
            organization_names=tuple(organizations.get(row.organization_id, ())),
            country=row.country,
            phone=row.phone,
        )
        for row in rows
    ]


def _names(row: Any) -> tuple[str | None, ...]:
    parts = [part for part in (row.given_name, row.family_name) if part]
    whole = " ".join(parts) if len(parts) == 2 else None
    return row.printed_name, row.latin_name, row.script_name, whole


def _rows(wanted: Any, owner: Any, numbers: Sequence[int] | None) -> Iterator[Any]:
    """Yield the rows of all owners, or of these: of many in several queries, none for nobody."""
    if numbers is None:
        yield from db.session.execute(wanted)
        return
    for at in range(0, len(numbers), _MOST_AT_ONCE):
        part = numbers[at : at + _MOST_AT_ONCE]
        yield from db.session.execute(wanted.where(owner.in_(part)))


def _by_owner(rows: Iterable[Any]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for number, text in rows:
        found[number].append(text)
    return found


def _organization_names(numbers: Sequence[int] | None) -> dict[int, list[str]]:
    named = select(Organization.id, Organization.name)
    found = _by_owner(_rows(named, Organization.id, numbers))
    more = select(OrganizationName.organization_id, OrganizationName.text)
    more = more.order_by(OrganizationName.id)
    for number, name in _rows(more, OrganizationName.organization_id, numbers):
        found[number].append(name)
    return found


def people_with(ids: Iterable[int]) -> dict[int, Person]:
    """Return these people by their numbers."""
    wanted = select(Person)
    found: dict[int, Person] = {}
    numbers = sorted(set(ids))
    for at in range(0, len(numbers), _MOST_AT_ONCE):
        part = wanted.where(Person.id.in_(numbers[at : at + _MOST_AT_ONCE]))
        found |= {person.id: person for person in db.session.scalars(part).unique()}
    return found


def likely_people(stated: Known) -> list[tuple[Person, Match]]:
    """Return who of the registry may be meant by what somebody states, each with the reasons;
    who left the registry is not among them."""
    return likely_for([stated])[0]


def likely_for(stated: Sequence[Known]) -> list[list[tuple[Person, Match]]]:
    """Return the same for several at once, in their order."""
    near = {number: None for one in stated for number in ids_near(one.names[0], one.addresses)}
    index = build_index(known_people(near))
    found = [index.like(one) for one in stated]
    people = people_with({match.person_id for matches in found for match in matches})
    return [
        [
            (people[match.person_id], match)
            for match in matches
            if people[match.person_id].left_at is None
        ]
        for matches in found
    ]


def reasons_between(ids: Iterable[int]) -> list[Pair]:
    """Return what speaks for each two of these people being one; nothing leaves the reasons
    empty."""
    people = known_people(ids)
    return [
        Pair(a.id, b.id, tuple(reasons(a, b)))
        for at, a in enumerate(people)
        for b in people[at + 1 :]
    ]


def counted_for(person_id: int) -> dict[str, int]:
    """Return what belongs to a person, counted by table."""
    return counted(table_named("person"), person_id)
