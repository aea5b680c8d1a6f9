"""Which person of the registry a row of a sheet is about, and in what the two differ."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eventsapp.imports.lines import Line
from eventsapp.people.names import fold_name

NEW, SAME, DIFFERS, LOOKS_LIKE = "new", "same", "differs", "looks like"
# In which order differences are shown.
FIELDS = (
    "printed_name", "family_name", "given_name", "latin_name", "script_name", "salutation",
    "function", "organization", "country", "country_as_stated", "nationality", "gender",
    "gender_words", "category", "languages", "themes", "tz", "phone", "addresses", "role",
    "nominated_by",
)  # fmt: skip
SAME_ORGANIZATION, NEW_ORGANIZATION, NO_ORGANIZATION = "same:", "new", "leave"


@dataclass(frozen=True)
class Near:
    """Somebody who may be meant, with the reasons in words; `is_by_name` if the names are alike."""

    id: int
    why: tuple[str, ...]
    is_by_name: bool


@dataclass(frozen=True)
class Held:
    """One person as the registry holds them; `facts` by the names that `Line.said` uses.

    `names` are all spellings, `folded` the same as they are compared.
    """

    id: int
    facts: Mapping[str, Any]
    folded: frozenset[str]
    names: tuple[str, ...] = ()
    organization_id: int | None = None
    address_keys: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Difference:
    """One thing that the file says otherwise than the registry, which may hold nothing of it."""

    field: str
    held: Any
    file: Any


@dataclass(frozen=True)
class Candidate:
    """Somebody of the registry whom a row may be about; `beside` is a spelling to be kept."""

    id: int
    name: str
    about: str | None
    why: tuple[str, ...]
    differences: tuple[Difference, ...]
    beside: str | None = None


@dataclass(frozen=True)
class Twin:
    """An earlier row of the same file that is about the same person; exact: and says all of it."""

    number: int
    why: str
    is_exact: bool


@dataclass(frozen=True)
class Compared:
    """One row with what was found: how it stands, whom it may be about, whether it is there twice.

    `asks` is the name of an organization of which somebody must first say what it is.
    """

    line: Line
    kind: str
    candidates: tuple[Candidate, ...] = ()
    twin: Twin | None = None
    asks: str | None = None


@dataclass
class Registry:
    """What is held, as rows are compared with it."""

    people: Mapping[int, Held]
    organizations: Mapping[str, tuple[int, str]]
    by_address: dict[str, int] = field(init=False)
    by_name: dict[str, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.by_address, self.by_name = {}, {}
        for one in self.people.values():
            self.by_address.update(dict.fromkeys(one.address_keys, one.id))
            for folded in one.folded:
                self.by_name.setdefault(folded, []).append(one.id)


def compare(
    lines: Sequence[Line],
    registry: Registry,
    near: Callable[[Line], list[Near]],
    *,
    near_rows: Callable[[Line], list[Near]],
    decided: Mapping[str, str],
    asked: Collection[str],
) -> Iterable[Compared]:
    """Compare each row with the registry and with the rows before it.

    `near` finds people who may be meant though nothing is quite the same, `near_rows` the same
    among the rows, by their numbers. `decided` says what unknown organizations are; those in
    `asked` wait for it. Nobody is taken for somebody else by likeness alone: what is not the same
    to the letter after folding, or has the same address and a like name, is asked.
    """
    rows = _Rows(near_rows)
    for line in lines:
        organization = organization_of(line, registry, decided)
        is_asked = _is_asked(line, organization, decided, asked)
        found, is_certain = _who(line, registry, near, None if is_asked else organization)
        said = dict(line.said)
        if decided.get(said.get("organization", "")) == NO_ORGANIZATION:
            del said["organization"]
        elif organization and organization[1]:
            said["organization"] = organization[1]
        candidates = tuple(
            _candidate(said, registry.people[one.id], one.why, organization, is_asked)
            for one in found
        )
        twin = rows.earlier(line, candidates[0].id if is_certain else None)
        kind = _kind(candidates, is_certain, twin)
        asks = line.said["organization"] if is_asked else None
        yield Compared(line, kind, candidates, twin, asks)


def _kind(candidates: tuple[Candidate, ...], is_certain: bool, twin: Twin | None) -> str:
    if twin is not None:
        return SAME if twin.is_exact else LOOKS_LIKE
    if not candidates:
        return NEW
    if not is_certain:
        return LOOKS_LIKE
    return DIFFERS if candidates[0].differences else SAME


def organization_of(
    line: Line, registry: Registry, decided: Mapping[str, str]
) -> tuple[int | None, str] | None:
    """Return the organization that a row names: its id where it is held, and its printed name."""
    name = line.said.get("organization")
    if not name or decided.get(name) == NO_ORGANIZATION:
        return None
    known = registry.organizations.get(fold_name(name))
    if known:
        return known
    choice = decided.get(name, "")
    if choice.startswith(SAME_ORGANIZATION):
        number = int(choice.removeprefix(SAME_ORGANIZATION))
        names = (text for key, text in registry.organizations.values() if key == number)
        return number, next(names, name)
    return None, name


def _is_asked(
    line: Line,
    organization: tuple[int | None, str] | None,
    decided: Mapping[str, str],
    asked: Collection[str],
) -> bool:
    name = line.said.get("organization")
    is_known = organization is None or organization[0] is not None
    return bool(name) and not is_known and name not in decided and name in asked


def _who(
    line: Line,
    registry: Registry,
    near: Callable[[Line], list[Near]],
    organization: tuple[int | None, str] | None,
) -> tuple[list[Near], bool]:
    """Return who may be meant, and whether the first of them is, without a doubt."""
    people = registry.people
    folded = fold_name(line.said.get("printed_name", ""))
    owners = _owners(line, registry)
    alike = registry.by_name.get(folded, []) if folded else []
    fitting = [one for one in alike if not _contradicts(line, people[one], organization)]
    if len(owners) == 1 and owners[0] in alike:
        return [Near(owners[0], ("The same address, and the same name.",), True)], True
    if not owners and len(fitting) > 1 and organization and organization[0]:
        same = [one for one in fitting if people[one].organization_id == organization[0]]
        fitting = same if len(same) == 1 else fitting
    if not owners and len(fitting) == 1 and (len(alike) == 1 or _is_there(line, people, fitting)):
        return [Near(fitting[0], ("The same name.",), True)], True
    found = _with_reasons(line, registry, near(line), owners, alike)
    is_certain = len(owners) == 1 and len(found) >= 1 and found[0].is_by_name
    is_certain = is_certain and found[0].id == owners[0]
    return (found[:1] if is_certain else found[:5]), is_certain


def _is_there(line: Line, people: Mapping[int, Held], fitting: list[int]) -> bool:
    """Return whether the organization, and not the name alone, tells namesakes apart."""
    return "organization" in line.said and people[fitting[0]].organization_id is not None


def _owners(line: Line, registry: Registry) -> list[int]:
    keys = [address.casefold() for address in line.said.get("addresses", ())]
    found = (registry.by_address[key] for key in keys if key in registry.by_address)
    return list(dict.fromkeys(found))


def _contradicts(line: Line, held: Held, organization: tuple[int | None, str] | None) -> bool:
    """Return whether something beside the name speaks against this person."""
    if organization and held.organization_id and organization[0] != held.organization_id:
        return True
    if organization and held.organization_id:
        return False
    country = line.said.get("country")
    if country and held.facts.get("country") and country != held.facts["country"]:
        return True
    return bool(line.said.get("addresses") and held.address_keys)


def _with_reasons(
    line: Line, registry: Registry, near: list[Near], owners: list[int], alike: list[int]
) -> list[Near]:
    """Return who may be meant: owners of the addresses first, then namesakes, then the rest."""
    by_id = {one.id: one for one in near if one.id in registry.people}
    found: dict[int, Near] = {}
    for owner in owners:
        known = by_id.get(owner)
        held = registry.people[owner]
        shared = next(a for a in line.said["addresses"] if a.casefold() in held.address_keys)
        why = f"{shared} belongs to {held.facts['printed_name']} already."
        is_by_name = owner in alike or bool(known and known.is_by_name)
        more = tuple(reason for reason in (known.why if known else ()) if "address" not in reason)
        found[owner] = Near(owner, (why, *more), is_by_name)
    for one in alike:
        about = registry.people[one].facts.get("organization")
        why = f"The same name, held with {about}." if about else "The same name."
        found.setdefault(one, Near(one, (why,), True))
    for other in near:
        if other.id in registry.people:
            found.setdefault(other.id, other)
    return list(found.values())


def _candidate(
    said: Mapping[str, Any],
    held: Held,
    why: tuple[str, ...],
    organization: tuple[int | None, str] | None,
    is_asked: bool,
) -> Candidate:
    name = held.facts["printed_name"]
    number = organization[0] if organization else None
    is_same_place = number is not None and number == held.organization_id
    left_out = {"organization"} if is_asked or is_same_place else set()
    found = [
        Difference(one, held.facts.get(one), said[one])
        for one in FIELDS
        if one in said and one not in left_out and _differs(one, said[one], held)
    ]
    is_other_spelling = said.get("printed_name", name) != name
    is_alike = fold_name(said.get("printed_name", "")) == fold_name(name)
    beside = name if is_other_spelling and is_alike else None
    return Candidate(held.id, name, held.facts.get("organization"), why, tuple(found), beside)


def _differs(one: str, file: Any, held: Held) -> bool:
    before = held.facts.get(one)
    if one == "printed_name":
        return fold_name(file) != fold_name(before or "")
    if one == "addresses":
        return any(address.casefold() not in held.address_keys for address in file)
    if isinstance(file, list):
        return sorted(file) != sorted(before or ())
    return bool(file != before)


class _Rows:
    """The rows before this one, by what tells people apart."""

    def __init__(self, near_rows: Callable[[Line], list[Near]]) -> None:
        self.near_rows = near_rows
        self.by_address: dict[str, Line] = {}
        self.by_name: dict[str, Line] = {}
        self.by_person: dict[int, Line] = {}
        self.by_number: dict[int, Line] = {}
        self.person_of: dict[int, int] = {}

    def earlier(self, line: Line, person: int | None) -> Twin | None:
        """Return the earlier row that is about the same person, and remember this one."""
        folded = fold_name(line.said.get("printed_name", ""))
        keys = [address.casefold() for address in line.said.get("addresses", ())]
        twin = self._same(line, folded, keys, person)
        if twin is None and person is None:
            twin = self._near(line)
        for key in keys:
            self.by_address.setdefault(key, line)
        if folded:
            self.by_name.setdefault(folded, line)
        if person is not None:
            self.by_person.setdefault(person, line)
            self.person_of[line.number] = person
        self.by_number[line.number] = line
        # Two rows that are two people of the registry are no riddle.
        is_other = twin is not None and self.person_of.get(twin.number, person) != person
        return None if is_other and person is not None else twin

    def _same(self, line: Line, folded: str, keys: list[str], person: int | None) -> Twin | None:
        shared = next((key for key in keys if key in self.by_address), None)
        if shared:
            first = self.by_address[shared]
            return _twin(line, first, f"Row {first.number} has the address {shared} too.")
        if folded in self.by_name:
            first = self.by_name[folded]
            return _twin(line, first, f"Row {first.number} has the same name.")
        if person is not None and person in self.by_person:
            first = self.by_person[person]
            return _twin(line, first, f"Row {first.number} is about the same person.")
        return None

    def _near(self, line: Line) -> Twin | None:
        for one in self.near_rows(line):
            first = self.by_number.get(one.id)
            if first is not None and one.is_by_name:
                return _twin(line, first, f"Looks like row {first.number}: {one.why[0]}")
        return None


def _twin(line: Line, first: Line, why: str) -> Twin:
    return Twin(first.number, why, _says_no_more(line, first))


def _says_no_more(line: Line, first: Line) -> bool:
    """Return whether a row says nothing that an earlier one does not say as well."""
    return all(
        _as_compared(name, value) <= _as_compared(name, first.said.get(name))
        for name, value in line.said.items()
    )


def _as_compared(name: str, value: Any) -> set[str]:
    if value is None:
        return set()
    values = value if isinstance(value, list) else [value]
    return {fold_name(one) if name == "printed_name" else one.casefold() for one in values}
