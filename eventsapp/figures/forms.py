"""The words of the figures: who counts, what a table is called, what its rows are."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from eventsapp.figures.asked import (
    ATTENDED,
    CHAIRS,
    EVERYBODY,
    EXPECTED,
    LISTED,
    MEMBERS,
    MODERATORS,
    NOTE_TAKERS,
    OBSERVERS,
    SPEAKERS,
    STAFF,
    Asked,
)
from eventsapp.figures.counts import CATEGORY, COUNTRY, NOT_STATED, OTHERWISE, REGION, ROLE, Counts
from eventsapp.figures.counts import OBSERVERS as OBSERVER_STATES
from eventsapp.people.countries import REGION_SYSTEMS, regions

Names = dict[str, str]


def gender_names() -> tuple[str, ...]:
    """Return the columns of every table, in the order of `Counts.parts`."""
    return _("Women"), _("Men"), _("In own words"), _("Not stated")


def role_names() -> Names:
    """Return among whom can be counted."""
    return {
        EVERYBODY: _("Everybody"),
        MEMBERS: _("Members"),
        MODERATORS: _("Moderators of rooms"),
        NOTE_TAKERS: _("Note-takers of rooms"),
        CHAIRS: _("Chairs and rapporteurs"),
        SPEAKERS: _("Speakers"),
        OBSERVERS: _("Observers"),
        STAFF: _("Secretariat and interpreters"),
    }


def who_names(days: list[int]) -> Names:
    """Return who can be counted: those expected, those who came."""
    return {
        EXPECTED: _("Expected: who takes part or accepted"),
        ATTENDED: _("Attended on any day"),
        **{str(day): _("Attended on day %(number)s", number=day) for day in days},
        LISTED: _("Listed, answered or not"),
    }


def system_names() -> Names:
    """Return the systems of regions."""
    named = (_("Regional groups"), _("Regions by M49"), _("UN-Habitat regions"))
    return dict(zip(REGION_SYSTEMS, named, strict=True))


def row_head(by: str, system: str) -> str:
    """Return what the rows of a table are, as the head of their column."""
    if by == REGION:
        named = (_("Regional group"), _("Region by M49"), _("UN-Habitat region"))
        return dict(zip(REGION_SYSTEMS, named, strict=True))[system]
    return {COUNTRY: _("Country"), CATEGORY: _("Category"), ROLE: _("Role")}[by]


def table_title(by: str, system: str) -> str:
    """Return what a chart and its table are called."""
    if by == REGION:
        named = (
            _("By regional group and gender"),
            _("By region of M49 and gender"),
            _("By UN-Habitat region and gender"),
        )
        return dict(zip(REGION_SYSTEMS, named, strict=True))[system]
    return {
        COUNTRY: _("By country and gender"),
        CATEGORY: _("By category and gender"),
        ROLE: _("By role and gender"),
    }[by]


def row_names(by: str, known: Mapping[str, str]) -> Names:
    """Return the rows of a table in words; `known` are the names of countries or categories."""
    if by == ROLE:
        return role_names()
    names = dict(known)
    if by == REGION:
        names = {one: _(one) for system in REGION_SYSTEMS for one in regions(system)}
        names[OBSERVER_STATES] = _("Observer States")
    names[OTHERWISE] = _("Stated, no State of the UN list")
    names[NOT_STATED] = _("Not stated")
    return names


def said_who(asked: Asked, everybody: int) -> str:
    """Return in a sentence who is counted."""
    if asked.day is not None:
        counted = ngettext(
            "%(num)s person who was there on day %(day)s",
            "%(num)s people who were there on day %(day)s",
            everybody,
            day=asked.day,
        )
    elif asked.who == ATTENDED:
        counted = ngettext(
            "%(num)s person who was there on a day",
            "%(num)s people who were there on one day or more",
            everybody,
        )
    elif asked.who == LISTED:
        counted = ngettext(
            "%(num)s person listed, answered or not",
            "%(num)s people listed, answered or not",
            everybody,
        )
    else:
        counted = ngettext(
            "%(num)s person who is expected", "%(num)s people who are expected", everybody
        )
    if asked.among == EVERYBODY:
        return f"{counted}."
    return _("%(counted)s, among: %(role)s.", counted=counted, role=role_names()[asked.among])


def said_women(counts: Counts) -> str:
    """Return how many of those who stated their gender are women."""
    if not counts.stated:
        return _("nobody stated it")
    return _("%(women)s of %(stated)s", women=counts.women, stated=counts.stated)


def said_in_words(names: list[str], totals: list[int]) -> str:
    """Return a chart as a sentence, for whoever does not see it."""
    return ", ".join(f"{name} {total}" for name, total in zip(names, totals, strict=True))
