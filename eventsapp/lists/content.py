"""What a list of participants says, in its order, before it is a page or a file. Pure.

Screen, print and every file are made of one `Content`, so that all of them have one order:
categories as United Nations lists give them; Member States by country in the order of the language
of the document, the head of a delegation first; the others by organization; then by name.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from typing import Any

from eventsapp.lists.capitals import with_capitals
from eventsapp.lists.options import (
    CATEGORY,
    COUNTRY,
    EMAIL,
    FUNCTION,
    ORGANIZATION,
    OTHER_NAME,
    ROLE,
    ROUTE,
    SALUTATION,
    Options,
)
from eventsapp.lists.scripts import direction_of
from eventsapp.lists.terms import (
    ALL_SECTIONS,
    OBSERVERS,
    UNSORTED,
    category_word,
    disclaimer,
    others_words,
    role_word,
    section_word,
)
from eventsapp.people.categories import MEMBER_STATE, OTHERS, STATES, section_of
from eventsapp.people.countries import countries, sort_countries
from eventsapp.people.names import fold_name

HEAD = "head of delegation"
INDIVIDUAL = "individual"


@dataclass(frozen=True)
class Listed:
    """One person who may stand in a list, as the registry knows them. Empty is not stated."""

    person_id: int
    name: str
    sort_key: str
    family_name: str | None = None
    other_name: str | None = None
    languages: tuple[str, ...] = ()
    salutation: str | None = None
    function: str | None = None
    organization: str | None = None
    country: str | None = None
    category: str | None = None
    role: str | None = None
    route: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class Line:
    """One person of a list: what was not chosen is empty, and so is what is not stated."""

    person_id: int
    name: str
    salutation: str | None = None
    other_name: str | None = None
    function: str | None = None
    organization: str | None = None
    country: str | None = None
    role: str | None = None
    email: str | None = None
    category: str | None = None
    route: str | None = None

    @property
    def is_one_way(self) -> bool:
        """Whether title and name run in one direction, and so belong together in any line."""
        return bool(self.salutation) and direction_of(self.salutation or "") == direction_of(
            self.name
        )


@dataclass(frozen=True)
class Group:
    """People under one heading, a country or an organization; `part` begins a category."""

    title: str | None
    part: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Section:
    """One section of a list; without a title where it is the only one that nobody chose."""

    title: str | None
    groups: tuple[Group, ...]

    @property
    def has_parts(self) -> bool:
        """Whether categories have headings of their own."""
        return any(group.part for group in self.groups)


@dataclass(frozen=True)
class Content:
    """A whole list. `others` counts who is not named."""

    language: str
    title: str
    meeting: str
    facts: str
    sections: tuple[Section, ...]
    others: int
    columns: tuple[str, ...]
    as_at: str = ""
    others_words: str = field(default="")
    disclaimer: str = field(default="")

    @property
    def lines(self) -> list[Line]:
        """Everybody who is named, in order."""
        return [
            line for section in self.sections for group in section.groups for line in group.lines
        ]

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return "rtl" if self.language == "ar" else "ltr"


@dataclass(frozen=True)
class Words:
    """How countries and categories are printed, by code, categories in their order."""

    countries: Mapping[str, str]
    categories: Mapping[str, str]


@dataclass(frozen=True)
class Heading:
    """What stands over a list: whose it is, when and where."""

    title: str
    meeting: str
    facts: str
    as_at: str


def content_of(
    people: Sequence[Listed], *, others: int, heading: Heading, options: Options, words: Words
) -> Content:
    """Return the list of these people, who all may be named; `others` may not."""
    keys = _namesakes(people)
    sections = []
    for section in ALL_SECTIONS:
        of_section = [one for one in people if section_key(one) == section]
        if of_section:
            groups = _groups(section, of_section, options, words, keys)
            sections.append(Section(section_word(section, options.language), tuple(groups)))
    if len(sections) == 1 and section_key(people[0]) == UNSORTED:
        sections = [replace(sections[0], title=None)]
    return Content(
        language=options.language,
        title=heading.title,
        meeting=heading.meeting,
        facts=heading.facts,
        as_at=heading.as_at,
        sections=tuple(sections),
        others=others,
        columns=options.columns,
        others_words=others_words(others, options.language),
        disclaimer=disclaimer(options.language),
    )


def section_key(one: Listed) -> str:
    """Return the English heading under which somebody stands.

    Who speaks for a State that is not known stands with those of no category: under the heading of
    another State they would pass for its delegate.
    """
    if one.category != MEMBER_STATE:
        return section_of(one.category) if one.category else UNSORTED
    country = countries().get(one.country or "")
    if country is None:
        return UNSORTED
    return OBSERVERS if country.is_observer else section_of(one.category)


def _namesakes(people: Iterable[Listed]) -> set[str]:
    counted = Counter(fold_name(one.name) for one in people)
    return {name for name, number in counted.items() if number > 1}


def _groups(
    section: str,
    people: list[Listed],
    options: Options,
    words: Words,
    namesakes: set[str],
) -> list[Group]:
    def line(one: Listed, under: str | None) -> Line:
        return _line(one, options, words, under, fold_name(one.name) in namesakes)

    if section in (STATES, OBSERVERS):
        return _by_country(people, options, words, line)
    if section == UNSORTED:
        people = sorted(people, key=lambda one: (one.sort_key, one.person_id))
        return [Group(None, None, tuple(line(one, None) for one in people))]
    order = list(words.categories)
    people = sorted(people, key=lambda one: _place(order, one.category))
    found: list[Group] = []
    for code, of_category in groupby(people, key=lambda one: one.category):
        printed = words.categories.get(code or "")
        part = category_word(code, options.language, printed) if section == OTHERS else None
        groups = _by_organization(list(of_category), options, line)
        found.append(replace(groups[0], part=part))
        found += groups[1:]
    return found


def _place(order: list[str], code: str | None) -> int:
    return order.index(code) if code in order else len(order)


def _by_country(
    people: list[Listed], options: Options, words: Words, line: Callable[..., Line]
) -> list[Group]:
    """Return delegations, the head first."""
    groups = []
    for code in sort_countries({one.country or "" for one in people}, options.language):
        delegation = [one for one in people if one.country == code]
        delegation.sort(key=lambda one: (one.role != HEAD, one.sort_key, one.person_id))
        title = words.countries[code]
        groups.append(Group(title, None, tuple(line(one, title) for one in delegation)))
    return groups


def _by_organization(
    people: list[Listed], options: Options, line: Callable[..., Line]
) -> list[Group]:
    """Return people under their organizations, in the order of its names; experts who stand for
    nobody by name alone, and so all where organizations are not wanted."""
    is_grouped = ORGANIZATION in options.columns and people[0].category != INDIVIDUAL

    def title_of(one: Listed) -> str | None:
        return one.organization if is_grouped else None

    def key(one: Listed) -> tuple[Any, ...]:
        title = title_of(one)
        # Who has no organization comes first: below a heading they would pass for its people.
        return title is not None, fold_name(title or ""), title or "", one.sort_key, one.person_id

    return [
        Group(title, None, tuple(line(one, title) for one in members))
        for title, members in groupby(sorted(people, key=key), key=title_of)
    ]


def _line(
    one: Listed, options: Options, words: Words, under: str | None, has_namesake: bool
) -> Line:
    """Return somebody's line; two of one name are told apart by their organization."""
    wanted = {
        SALUTATION: one.salutation,
        OTHER_NAME: one.other_name,
        FUNCTION: one.function,
        ORGANIZATION: one.organization,
        COUNTRY: words.countries.get(one.country or ""),
        ROLE: role_word(one.role, options.language),
        EMAIL: one.email,
        CATEGORY: category_word(
            one.category, options.language, words.categories.get(one.category or "")
        ),
        ROUTE: one.route,
    }
    chosen = set(options.columns) | ({ORGANIZATION} if has_namesake else set())
    if under is not None and under == wanted[COUNTRY]:
        chosen.add(COUNTRY)
    shown = {name.replace("-", "_"): wanted[name] for name in wanted if name in chosen}
    name = one.name
    if options.is_in_capitals:
        name = with_capitals(one.name, one.family_name, one.languages)
    return Line(person_id=one.person_id, name=name, **shown)


def to_json(content: Content) -> dict[str, Any]:
    """Return a list as it is kept, in the plain values of JSON."""
    kept: dict[str, Any] = json.loads(json.dumps(asdict(content), ensure_ascii=False))
    return kept


def from_json(kept: Mapping[str, Any]) -> Content:
    """Return a list that was kept. Headings under which nobody is left are left out: whoever is
    erased goes from published lists too."""
    sections = tuple(
        Section(one["title"], groups) for one in kept["sections"] if (groups := _groups_kept(one))
    )
    return Content(**{**kept, "sections": sections, "columns": tuple(kept["columns"])})


def _groups_kept(section: Mapping[str, Any]) -> tuple[Group, ...]:
    groups: list[Group] = []
    part = None
    for one in section["groups"]:
        part = one["part"] or part
        if one["lines"]:
            lines = tuple(Line(**line) for line in one["lines"])
            groups.append(Group(one["title"], part, lines))
            part = None
    return tuple(groups)


def details(line: Line, under: str | None) -> list[str]:
    """Return what stands below a name, each on its own; what the heading says is not repeated."""
    beside = (
        line.other_name,
        line.role,
        line.function,
        line.organization,
        line.country,
        line.email,
    )
    return [text for text in beside if text and text != under]
