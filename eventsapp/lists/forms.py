"""The words of the choices that somebody makes for a list, in the language of the page."""

from babel import Locale
from flask_babel import gettext, ngettext

from eventsapp.lists.comparing import Changes
from eventsapp.lists.content import Listed
from eventsapp.lists.options import COLUMNS, NAMES, WHO
from eventsapp.meetings.forms import role_names as meeting_roles
from eventsapp.people.categories import MEMBER_STATE
from eventsapp.people.countries import UN_LANGUAGES, countries

MOST_NAMED = 5


def language_choices() -> dict[str, str]:
    """Return the languages of lists in their own names: `fr` → Français."""
    return {tag: (Locale(tag).get_display_name(tag) or tag).capitalize() for tag in UN_LANGUAGES}


def name_choices() -> dict[str, str]:
    """Return how family names may stand."""
    return {value: gettext(text) for value, text in NAMES.items()}


def who_choices() -> dict[str, str]:
    """Return who may stand in a list."""
    return {value: gettext(text) for value, text in WHO.items()}


def column_choices() -> dict[str, str]:
    """Return what may stand beside a name."""
    return {value: gettext(text) for value, text in COLUMNS.items()}


def role_choices(people: list[Listed]) -> dict[str, str]:
    """Return the roles that these people have, in words, with everybody first."""
    names = {**meeting_roles(), "expert": gettext("Expert"), "observer": gettext("Observer")}
    held = {one.role for one in people}
    return {"": gettext("Everybody"), **{one: text for one, text in names.items() if one in held}}


def doubts(people: list[Listed], interpreters: int) -> list[str]:
    """Return what staff should put right before they publish, in sentences."""
    unsorted = [one.name for one in people if one.category is None]
    homeless = [
        one.name
        for one in people
        if one.category == MEMBER_STATE and one.country not in countries()
    ]
    found = []
    if homeless:
        found.append(
            ngettext(
                "%(names)s is a delegate without a country of the United Nations list, so stands "
                "at the end. Say in the record which country they represent.",
                "%(num)s people are delegates without a country of the United Nations list, so "
                "stand at the end: %(names)s. Say in their records which country they represent.",
                len(homeless),
                names=_some(homeless),
            )
        )
    if unsorted and len(unsorted) < len(people):
        found.append(
            ngettext(
                "%(names)s has no category and stands at the end. Give them one in their record.",
                "%(num)s people have no category and stand at the end: %(names)s. Give them one "
                "in their records.",
                len(unsorted),
                names=_some(unsorted),
            )
        )
    if interpreters:
        found.append(
            ngettext(
                "One interpreter is left out.", "%(num)s interpreters are left out.", interpreters
            )
        )
    return found


def say_changes(changes: Changes) -> str:
    """Return what changed since a list was published: `2 new, 1 no longer agrees`."""
    parts = [
        (changes.new, "%(num)s new", "%(num)s new"),
        (changes.refused, "%(num)s no longer agrees", "%(num)s no longer agree"),
        (changes.gone, "%(num)s no longer belongs in it", "%(num)s no longer belong in it"),
        (changes.changed, "%(num)s with other words", "%(num)s with other words"),
    ]
    said = [ngettext(one, many, len(names)) for names, one, many in parts if names]
    return ", ".join(said) or gettext("nothing")


def names_changed(changes: Changes) -> list[tuple[str, list[str]]]:
    """Return whom the changes concern, kind by kind, in words."""
    kinds = [
        (gettext("New"), changes.new),
        (gettext("No longer agree to be named"), changes.refused),
        (gettext("No longer belong in it"), changes.gone),
        (gettext("With other words"), changes.changed),
    ]
    return [(kind, list(names)) for kind, names in kinds if names]


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:MOST_NAMED])
    return f"{shown} …" if len(names) > MOST_NAMED else shown
