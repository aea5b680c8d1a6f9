"""How the registry is filtered and exported, and its words."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from eventsapp.breakouts.models import MEMBER, MODERATOR, NOTE_TAKER, OBSERVER
from eventsapp.formats import language, once_a_language, say_language
from eventsapp.logbook.words import VERBS
from eventsapp.meetings.models import (
    CHAIR,
    CO_CHAIR,
    HEAD_OF_DELEGATION,
    INTERPRETER,
    RAPPORTEUR,
    SECRETARIAT,
    SPEAKER,
    Meeting,
)
from eventsapp.people.countries import countries, regions, subregions
from eventsapp.people.languages import language_named
from eventsapp.people.models import PersonNeeds
from eventsapp.people.queries import category_names, country_names
from eventsapp.registry.filters import (
    BOUNCED,
    BY_FAMILY_NAME,
    BY_GIVEN_NAME,
    M49,
    NEWEST,
    NOT_STATED,
    REACHABLE,
    UNREACHABLE,
    Filters,
)
from eventsapp.reminders.forms import DayField

Names = dict[str, str]


@once_a_language
def role_names() -> Names:
    """Return the roles in a room and in a meeting in the reader's language."""
    return {
        MODERATOR: gettext("moderator"),
        NOTE_TAKER: gettext("note-taker"),
        MEMBER: gettext("member"),
        OBSERVER: gettext("observer"),
        CHAIR: gettext("chair"),
        CO_CHAIR: gettext("co-chair"),
        RAPPORTEUR: gettext("rapporteur"),
        SPEAKER: gettext("speaker"),
        HEAD_OF_DELEGATION: gettext("head of delegation"),
        SECRETARIAT: gettext("secretariat"),
        INTERPRETER: gettext("interpreter"),
    }


@once_a_language
def gender_names() -> Names:
    """Return gender as it may be stated."""
    return {"woman": gettext("woman"), "man": gettext("man"), "own": gettext("in own words")}


@once_a_language
def region_names() -> dict[str, Names]:
    """Return the regions of the three systems, by the names of the systems."""
    systems = {
        "group": gettext("Regional groups of the United Nations"),
        "m49": gettext("Regions of M49"),
        "habitat": gettext("Regions of UN-Habitat"),
    }
    named = {
        system: {f"{system}:{region}": gettext(region) for region in regions(system)}
        for system in systems
    }
    named[M49] = _with_parts(named[M49])
    return {systems[system]: some for system, some in named.items()}


def _with_parts(regions_: Names) -> Names:
    """Return the regions of M49, each with its parts behind it."""
    found: Names = {}
    for region in regions(M49):
        found[f"{M49}:{region}"] = name = regions_[f"{M49}:{region}"]
        for part in subregions(region):
            found[f"{M49}:{part}"] = f"{name}: {gettext(part)}"
    return found


def regions_said(code: str | None) -> list[str]:
    """Return in which region of each system a country stands; nothing for none."""
    country = countries().get(code or "")
    if country is None:
        return []
    said = [
        gettext("M49: %(region)s", region=gettext(country.m49_subregion)),
        gettext("UN-Habitat: %(region)s", region=gettext(country.habitat_region)),
    ]
    return [gettext(country.group), *said] if country.group else said


@once_a_language
def reach_names() -> Names:
    """Return whether mail reaches somebody."""
    return {
        REACHABLE: gettext("reached by mail"),
        UNREACHABLE: gettext("reached by no mail"),
        BOUNCED: gettext("an address came back"),
    }


@once_a_language
def sort_names() -> Names:
    """Return the orders of the list."""
    return {
        BY_FAMILY_NAME: gettext("family name"),
        BY_GIVEN_NAME: gettext("given name"),
        NEWEST: gettext("entered last"),
    }


def choices(meetings: Iterable[Meeting]) -> dict[str, Names]:
    """Return what may be chosen in each filter that has a list, by the value in the address."""
    stated = {NOT_STATED: gettext("not stated")}
    regions_ = {value: name for some in region_names().values() for value, name in some.items()}
    return {
        "meeting": {meeting.code: meeting.short_name for meeting in meetings},
        "role": role_names(),
        "country": {**stated, **country_names(language())},
        "region": regions_,
        "category": {**stated, **category_names(language())},
        "gender": {**stated, **gender_names()},
        "reach": reach_names(),
    }


def understood(filters: Filters) -> Filters:
    """Return filters with a language by its tag, however it was typed."""
    typed = filters.language
    tag = language_named(typed) if typed else None
    return filters if not tag else Filters(**{**vars(filters), "language": tag.casefold()})


def chips(
    filters: Filters, choices: Mapping[str, Names], organization: str | None
) -> list[tuple[str, str, str]]:
    """Return the filters that are on: what each is about, what it says, its name."""
    labels = {
        "q": gettext("Search"),
        "meeting": gettext("Meeting"),
        "role": gettext("Role"),
        "country": gettext("Country"),
        "region": gettext("Region"),
        "category": gettext("Category"),
        "gender": gettext("Gender"),
        "language": gettext("Language"),
        "theme": gettext("Theme"),
        "organization": gettext("Organisation"),
        "reach": gettext("Mail"),
    }
    said = []
    for name, value in filters.on.items():
        text = choices.get(name, {}).get(value, value)
        if name == "language":
            text = say_language(value)
        if name == "organization":
            text = organization or value
        said.append((labels[name], text, name))
    return said


class NeedsForm(FlaskForm):
    """What somebody needs to take part, in their own words."""

    access_needs = TextAreaField(
        _("Access"), validators=[Length(max=1000, message=_("Use at most %(max)d characters."))]
    )
    dietary_needs = TextAreaField(
        _("Food"), validators=[Length(max=1000, message=_("Use at most %(max)d characters."))]
    )
    purpose = StringField(
        _("For what it is kept"),
        validators=[
            DataRequired(_("Say for what it is kept, such as “EGM 3 in Baku”.")),
            Length(max=200, message=_("Use at most %(max)d characters.")),
        ],
    )
    delete_on = DayField(_("Delete it on"), validators=[Optional()])

    @property
    def details(self) -> dict[str, str]:
        """The needs as they are kept."""
        return {"access": self.access_needs.data or "", "dietary": self.dietary_needs.data or ""}


def needs_values(kept: PersonNeeds | None) -> dict[str, object]:
    """Return what the fields of a `NeedsForm` say about what is kept."""
    if kept is None:
        return {}
    return {
        "access_needs": kept.details.get("access", ""),
        "dietary_needs": kept.details.get("dietary", ""),
        "purpose": kept.purpose,
        "delete_on": kept.delete_on,
    }


@once_a_language
def verb_names() -> Names:
    """Return how acts of the history are said; one that is not here is said as it is kept."""
    return {verb: gettext(text) for verb, text in VERBS.items()} | {
        "changed": gettext("corrected"),
        "entered": gettext("entered"),
        "imported": gettext("imported from a file"),
        "merged": gettext("made one with another entry"),
        "saw needs": gettext("looked at the needs"),
        "changed needs": gettext("changed the needs"),
        "wrote down a consent": gettext("wrote down a consent"),
        "took back a consent": gettext("took back a consent"),
        "nominated": gettext("kept a nomination"),
        "withdrew a nomination": gettext("withdrew a nomination"),
        "saw a nomination letter": gettext("looked at the nomination letter"),
        "saw passport data": gettext("looked at passport data"),
        "trusted an address again": gettext("let mail go to an address again"),
        "may see needs": gettext("was allowed to see who needs what"),
        "may see needs no more": gettext("was no longer allowed to see who needs what"),
    }
