"""Stakeholder categories, in the order in which UN lists of participants give them.

Their order and sections follow the usual list: Member States, United Nations bodies, other
organizations of states, local and regional governments, then everybody else, the secretariat last.
Staff may print other words and add categories (the table `Label`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from eventsapp.translation import N_


@dataclass(frozen=True)
class Category:
    """One kind of stakeholder; `audience` is that of its consultations, `section` its heading in a
    list of participants. All texts are English."""

    code: str
    name: str
    audience: str
    section: str


MEMBER_STATE, SECRETARIAT = "member-state", "secretariat"

STATES = N_("Member States")
UNITED_NATIONS = N_("United Nations bodies and specialized agencies")
ORGANIZATIONS = N_("Other intergovernmental organizations")
LOCAL = N_("Local and regional governments")
OTHERS = N_("Non-governmental organizations and others")
OWN_HOUSE = N_("Secretariat")
SECTIONS = (STATES, UNITED_NATIONS, ORGANIZATIONS, LOCAL, OTHERS, OWN_HOUSE)

_CIVIL, _BUSINESS = "civil society", "private sector"

CATEGORIES: tuple[Category, ...] = (
    Category(MEMBER_STATE, N_("Member State"), "national governments", STATES),
    Category("un-body", N_("United Nations body"), "international organisations", UNITED_NATIONS),
    Category(
        "other-io",
        N_("Other international organisation"),
        "international organisations",
        ORGANIZATIONS,
    ),
    Category("lrg", N_("Local or regional government"), "local and regional governments", LOCAL),
    Category("academia", N_("Research and academia"), "academia", OTHERS),
    Category("cso", N_("Civil society organisation"), _CIVIL, OTHERS),
    Category("grassroots", N_("Grass-roots organisation"), _CIVIL, OTHERS),
    Category("private-sector", N_("Private sector"), _BUSINESS, OTHERS),
    Category("sme", N_("Small or medium-sized enterprise"), _BUSINESS, OTHERS),
    Category("professionals", N_("Professional association"), "professionals", OTHERS),
    Category("finance", N_("Financial institution or development bank"), _BUSINESS, OTHERS),
    Category("parliamentarian", N_("Parliamentarian"), "parliamentarians", OTHERS),
    Category("youth", N_("Children and youth"), _CIVIL, OTHERS),
    Category("women", N_("Women’s group"), _CIVIL, OTHERS),
    Category("disabilities", N_("Organisation of persons with disabilities"), _CIVIL, OTHERS),
    Category("older-persons", N_("Organisation of older persons"), _CIVIL, OTHERS),
    Category("indigenous", N_("Indigenous peoples"), _CIVIL, OTHERS),
    Category("media", N_("Media"), "media", OTHERS),
    Category("individual", N_("Individual expert"), "experts", OTHERS),
    Category(SECRETARIAT, N_("Secretariat"), "internal", OWN_HOUSE),
)
BY_CODE: Mapping[str, Category] = MappingProxyType({one.code: one for one in CATEGORIES})


def section_of(code: str | None) -> str:
    """Return the heading under which a category stands in a list; what is not ours, with the
    others."""
    known = BY_CODE.get(code or "")
    return known.section if known else OTHERS
