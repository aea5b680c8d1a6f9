"""Why two people may be one, in words. A score never decides: people do.

The same address, or names alike after folding, in another order or but for a slip of one letter
make two people candidates; so does a weaker likeness of names within one organisation. What speaks
against it is heard: two people of one name who belong to different organisations are asked about
only where something else agrees too.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from eventsapp.people.likeness import (
    FOLDED,
    INITIALS,
    LEFT_OUT,
    LETTERS,
    ORDER,
    OTHER_SCRIPT,
    ROMANIZED,
    Shape,
    is_telling,
    likeness,
    shapes_of,
)
from eventsapp.people.names import fold_name
from eventsapp.translation import N_

SAME_ADDRESS, SAME_PHONE = "same-address", "same-phone"
SAME_ORGANIZATION, SAME_COUNTRY = "same-organisation", "same-country"
NAME_KINDS = (FOLDED, ORDER, LETTERS, OTHER_SCRIPT, INITIALS, LEFT_OUT, ROMANIZED)

_SHORTEST_PHONE = 7

Translate = Callable[..., str]


_SENTENCES = {
    SAME_ADDRESS: N_("Both have the address %(first)s."),
    SAME_PHONE: N_("Both have the telephone number %(first)s."),
    FOLDED: N_("“%(first)s” and “%(second)s” differ only in marks, capital letters or signs."),
    ORDER: N_("“%(first)s” and “%(second)s” are the same names in another order."),
    INITIALS: N_("“%(first)s” and “%(second)s” fit, with initials for names."),
    LEFT_OUT: N_("“%(first)s” and “%(second)s” are the same, with a name left out."),
    OTHER_SCRIPT: N_("“%(first)s” may be “%(second)s” in another script."),
    ROMANIZED: N_("“%(first)s” and “%(second)s” may be one name, heard and written in two ways."),
    SAME_ORGANIZATION: N_("Both belong to %(first)s."),
    SAME_COUNTRY: N_("Both stand for the same country."),
}
_SAME_WRITING = N_("Both are written “%(first)s”.")
_ONE_MORE = N_("“%(first)s” has one letter more than “%(second)s”.")
_SWAPPED = N_("Two letters changed places between “%(first)s” and “%(second)s”.")
_ONE_OTHER = N_("One letter differs between “%(first)s” and “%(second)s”.")


@dataclass(frozen=True)
class Known:
    """A person as they are compared: every spelling of the name, and what else is known."""

    id: int
    names: tuple[str, ...]
    addresses: tuple[str, ...] = ()
    organization_ids: tuple[int, ...] = ()
    organization_names: tuple[str, ...] = ()
    country: str | None = None
    phone: str | None = None

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """The ways in which the name is compared."""
        return tuple(
            dict.fromkeys(s for name in dict.fromkeys(self.names) for s in shapes_of(name))
        )

    @cached_property
    def organizations(self) -> frozenset[str]:
        """What the organisations are compared by: their numbers and their folded names."""
        numbers = {f"#{number}" for number in self.organization_ids}
        return frozenset(numbers | {fold_name(name) for name in self.organization_names if name})

    @cached_property
    def mailboxes(self) -> dict[str, str]:
        """Each address by the mailbox it reaches: `amina+egm@dakar.test` reaches Amina's."""
        return {_mailbox(address): address for address in self.addresses if "@" in address}

    @cached_property
    def phone_key(self) -> str | None:
        """The last digits of the number, however it is written; None for an extension."""
        digits = "".join(letter for letter in self.phone or "" if letter.isdecimal())
        return digits[-9:] if len(digits) >= _SHORTEST_PHONE else None


def _mailbox(address: str) -> str:
    user, _, host = address.strip().casefold().rpartition("@")
    return f"{user.partition('+')[0] or user}@{host}"


@dataclass(frozen=True)
class Reason:
    """One reason why two people may be one; `first` and `second` are what is alike in them."""

    kind: str
    first: str
    second: str
    pattern: str
    is_strong: bool = False

    def worded(self, translate: Translate, isolate: Callable[[str], str] = str) -> str:
        """Return the sentence; `isolate` keeps names that run the other way from disturbing it."""
        return translate(self.pattern, first=isolate(self.first), second=isolate(self.second))

    @property
    def text(self) -> str:
        """The sentence in English."""
        return self.worded(lambda pattern, **facts: pattern % facts)


def reasons(a: Known, b: Known) -> list[Reason]:
    """Return everything that speaks for two people being one; what is weak alone too."""
    found: list[Reason] = []
    for mailbox in sorted(a.mailboxes.keys() & b.mailboxes.keys()):
        found.append(_reason(SAME_ADDRESS, a.mailboxes[mailbox], b.mailboxes[mailbox]))
    by_name = _name_reason(a, b)
    found += [by_name] if by_name else []
    if a.phone_key and a.phone_key == b.phone_key:
        found.append(_reason(SAME_PHONE, a.phone or "", b.phone or ""))
    if a.organizations & b.organizations:
        shared = _shared_organization(a, b)
        found.append(_reason(SAME_ORGANIZATION, shared, shared))
    if a.country and a.country == b.country:
        found.append(_reason(SAME_COUNTRY, a.country, a.country))
    return found


def _reason(kind: str, first: str, second: str) -> Reason:
    return Reason(kind, first, second, _SENTENCES[kind], is_strong=kind == SAME_ADDRESS)


def _shared_organization(a: Known, b: Known) -> str:
    keys = {fold_name(name) for name in b.organization_names}
    shared = (name for name in a.organization_names if fold_name(name) in keys)
    return next(shared, next(iter(a.organization_names), "…"))


def _name_reason(a: Known, b: Known) -> Reason | None:
    """Return the strongest way in which a spelling of one is like a spelling of the other."""
    best: Reason | None = None
    for first, second in product(a.shapes, b.shapes):
        kind = likeness(first, second)
        if kind is None:
            continue
        found = _named(kind, first, second)
        if best is None or _strength(found) < _strength(best):
            best = found
    return best


def _strength(reason: Reason) -> tuple[bool, int]:
    return not reason.is_strong, NAME_KINDS.index(reason.kind)


def _named(kind: str, first: Shape, second: Shape) -> Reason:
    pattern, is_strong = _SENTENCES.get(kind, ""), kind in {FOLDED, ORDER}
    if kind == FOLDED and first.text.split() == second.text.split():
        pattern = _SAME_WRITING
    if kind == LETTERS:
        first, second = sorted((first, second), key=lambda shape: -len(shape.joined))
        pattern, is_strong = _slip(first, second), is_telling(first, second)
    return Reason(kind, first.text, second.text, pattern, is_strong)


def _slip(first: Shape, second: Shape) -> str:
    if len(first.joined) != len(second.joined):
        return _ONE_MORE
    return _SWAPPED if sorted(first.joined) == sorted(second.joined) else _ONE_OTHER


def are_candidates(a: Known, b: Known, found: Collection[Reason]) -> bool:
    """Return whether two people are worth asking about, given the reasons found.

    The same address always is. A strong likeness of names is, unless both belong to organisations
    and to none in common (then the country must be the same) or, without organisations, stand for
    different countries. A weak likeness needs the same organisation or telephone.
    """
    kinds = {reason.kind for reason in found}
    if SAME_ADDRESS in kinds:
        return True
    by_name = next((reason for reason in found if reason.kind in NAME_KINDS), None)
    if by_name is None:
        return False
    if kinds & {SAME_PHONE, SAME_ORGANIZATION}:
        return True
    if not by_name.is_strong:
        return False
    if a.organizations and b.organizations:
        return SAME_COUNTRY in kinds
    return not (a.country and b.country) or a.country == b.country
