"""People and lists that the tests of this folder share."""

from eventsapp.lists.content import Heading, Listed, Words, content_of
from eventsapp.lists.options import Options
from eventsapp.people.categories import CATEGORIES
from eventsapp.people.countries import countries, country_label
from eventsapp.people.names import sort_key

HEADING = Heading(
    "List of participants", "EGM 3: Water", "Baku, 22–24 January 2025", "As at 20 January 2025"
)


def listed(number, name, family_name=None, **facts):
    key = sort_key(name, family_name, None)
    return Listed(number, name, key, family_name=family_name, **facts)


def words(lang="en"):
    return Words(
        {code: country_label(code, lang) for code in countries()},
        {one.code: one.name for one in CATEGORIES},
    )


def list_of(*people, others=0, **options):
    chosen = Options(**options)
    return content_of(
        people, others=others, heading=HEADING, options=chosen, words=words(chosen.language)
    )


def outline(content):
    """The list as headings and names, in order."""
    found = []
    for section in content.sections:
        found.append(section.title)
        for group in section.groups:
            found += [one for one in (group.part, group.title) if one]
            found += [line.name for line in group.lines]
    return found
