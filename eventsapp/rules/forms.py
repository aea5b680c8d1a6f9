"""What staff say about rules and wishes, and the words in which rules are read."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from zlib import crc32

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from eventsapp.breakouts.models import PlacingRule
from eventsapp.formats import language, once_a_language, say_language
from eventsapp.numbers import row_number
from eventsapp.people.countries import regions
from eventsapp.people.queries import category_names, country_names
from eventsapp.rounds.attributes import (
    COUNTRY,
    GENDER,
    LANGUAGE,
    ORGANIZATION,
    REGION,
    REGIONS_BY,
    SECTOR,
    Facts,
    count_known,
    values_there,
)
from eventsapp.rounds.naming import person_named
from eventsapp.rounds.queries import RoundLine
from eventsapp.rounds.rules import APART, AT_LEAST, TOGETHER, Rule, Standing, Why
from eventsapp.rounds.wishes import (
    MIXED_BY,
    STEP_NAMES,
    STEPS,
    WISHES,
    step_of,
    weights_of_steps,
)
from eventsapp.versioned import VersionedForm

MOST_PEOPLE = 50
Words = Mapping[str, Mapping[str, str]]


class WishesForm(VersionedForm):
    """One choice of five steps for each wish, and by what people are mixed."""

    region = BooleanField(_("Region (of the country they stand for)"))
    gender = BooleanField(_("Gender, as stated"))
    sector = BooleanField(_("Sector (kind of stakeholder)"))

    def __init__(
        self, weights: Mapping[str, int], mixed_by: Collection[str], **values: Any
    ) -> None:
        steps = {wish.name: str(step_of(wish.name, weights[wish.name])) for wish in WISHES}
        super().__init__(data={**steps, **{name: name in mixed_by for name in MIXED_BY}}, **values)

    @property
    def weights(self) -> dict[str, int]:
        """The weights that were chosen."""
        return weights_of_steps({wish.name: int(self[wish.name].data) for wish in WISHES})

    @property
    def mixed_by(self) -> list[str]:
        """By what people are mixed."""
        return [name for name in MIXED_BY if self[name].data]


for _wish in WISHES:
    _steps = [SelectChoice(str(step), _(STEP_NAMES[step])) for step in STEPS]
    setattr(WishesForm, _wish.name, RadioField(_(_wish.title), choices=_steps))


class PersonField(StringField):
    """One person who takes part, by name; `person_id` is who it is, or None."""

    labels: Mapping[int, str] = {}

    @property
    def person_id(self) -> int | None:
        """Who was typed."""
        return person_named(self.data or "", self.labels)


class PairForm(VersionedForm):
    """Two people who are kept apart, or together."""

    kind = RadioField(
        _("These two"),
        choices=[
            SelectChoice(APART, _("are never in one room")),
            SelectChoice(TOGETHER, _("are always in one room")),
        ],
        default=APART,
    )
    first = PersonField(_("Who"), render_kw={"list": "people", "autocomplete": "off"})
    second = PersonField(_("and who"), render_kw={"list": "people", "autocomplete": "off"})

    def __init__(self, labels: Mapping[int, str], rule: Rule | None = None, **values: Any) -> None:
        known: dict[str, Any] = {}
        if rule is not None:
            names = [labels.get(one, "") for one in rule.people]
            known = {"kind": rule.kind, "first": names[0], "second": names[1]}
        super().__init__(data=known, **values)
        for field in (self.first, self.second):
            field.labels = labels
            field.flags.quiet = True

    def validate_first(self, field: PersonField) -> None:
        """Ask for somebody who takes part."""
        _check_person(field)

    def validate_second(self, field: PersonField) -> None:
        """Ask for somebody else who takes part."""
        _check_person(field)
        if field.person_id == self.first.person_id:
            raise ValidationError(gettext("Name two different people."))

    @property
    def facts(self) -> dict[str, Any]:
        """What the rule says."""
        return {"people": [self.first.person_id, self.second.person_id]}


def _check_person(field: PersonField) -> None:
    typed = (field.data or "").strip()
    if not typed:
        raise ValidationError(gettext("Name somebody who takes part."))
    if field.person_id is None:
        raise ValidationError(
            gettext(
                "“%(typed)s” is nobody, or more than one, of those who take part. Choose a name "
                "from the list.",
                typed=typed[:60],
            )
        )


class LeastForm(VersionedForm):
    """At least so many people of a kind in each room, in all rounds or in some."""

    least = IntegerField(
        _("At least"),
        default=1,
        validators=[
            InputRequired(_("Enter a number, such as 1.")),
            NumberRange(1, MOST_PEOPLE, _("Enter a number from 1 to 50.")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    choice = SelectField(_("of whom"))
    rounds = SelectMultipleField(
        _("in each room of"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(
        self,
        people: Sequence[Facts],
        rounds: Sequence[RoundLine],
        rule: Rule | None = None,
        **values: Any,
    ) -> None:
        known: dict[str, Any] = {}
        if rule is not None:
            numbers = [str(one) for one in rule.rounds or ()]
            chosen = f"{rule.attribute}:{rule.value}"
            known = {"least": rule.least, "choice": chosen, "rounds": numbers}
        super().__init__(data=known, **values)
        self.choice.choices = choices_of(people, rule)
        self.rounds.choices = [
            (str(one.number), gettext("round %(number)s", number=one.number)) for one in rounds
        ]
        self.choice.flags.quiet = self.least.flags.quiet = self.rounds.flags.quiet = True

    @property
    def facts(self) -> dict[str, Any]:
        """What the rule says; no round ticked is all of them."""
        attribute, _colon, value = self.choice.data.partition(":")
        rounds = [row_number(one) for one in self.rounds.data or ()]
        found = {"attribute": attribute, "value": value, "least": self.least.data}
        return {**found, "rounds": rounds or None}


def version_of(rule: PlacingRule) -> int:
    """Return a number that changes with what a rule says: it has no version of its own."""
    said = json.dumps([rule.kind, rule.facts, rule.is_on], sort_keys=True)
    return crc32(said.encode()) & 0x7FFFFFFF


def choices_of(people: Sequence[Facts], rule: Rule | None) -> dict[str, list[SelectChoice]]:
    """Return what a rule may ask for: the values that people have, with how many have them."""
    found, words = {}, value_words(people)
    for attribute, title in attribute_names().items():
        values = list(_values_to_offer(people, attribute, words))
        if rule is not None and rule.attribute == attribute and rule.value not in values:
            values.append(rule.value)
        counts = {one: count_known(people, attribute, one).having for one in values}
        named = {one: value_name(attribute, one, words) for one in values}
        if attribute in (COUNTRY, ORGANIZATION, LANGUAGE):
            values.sort(key=lambda one: named[one].casefold())
        found[title] = [
            SelectChoice(f"{attribute}:{one}", f"{named[one]} ({counts[one]})") for one in values
        ]
    return {title: choices for title, choices in found.items() if choices}


def _values_to_offer(people: Sequence[Facts], attribute: str, words: Words) -> Sequence[str]:
    """Return all genders and regions, and of the rest what at least one expert has."""
    if attribute == GENDER:
        return ("woman", "man", "own")
    if attribute == REGION:
        return regions(REGIONS_BY)
    there = values_there([one for one in people if one.is_expert], attribute)
    if attribute == SECTOR:
        return [code for code in words[SECTOR] if code in there]
    if attribute == ORGANIZATION:
        return [one for one in there if count_known(people, attribute, one).having > 1]
    return sorted(there)


@once_a_language
def attribute_names() -> dict[str, str]:
    """Return the attributes by which people are told apart, in words."""
    return {
        GENDER: gettext("Gender"),
        REGION: gettext("Region"),
        SECTOR: gettext("Sector"),
        LANGUAGE: gettext("Language"),
        COUNTRY: gettext("Country"),
        ORGANIZATION: gettext("Organisation"),
    }


def value_words(people: Sequence[Facts]) -> Words:
    """Return the words for values, by attribute; what has no words here stands for itself."""
    offices = {str(one.organization_id): one.organization or "" for one in people}
    return {
        GENDER: {
            "woman": gettext("women"),
            "man": gettext("men"),
            "own": gettext("people who state their gender in own words"),
        },
        REGION: {one: gettext(one) for one in regions(REGIONS_BY)},
        COUNTRY: country_names(language()),
        SECTOR: category_names(language()),
        ORGANIZATION: offices,
    }


def value_name(attribute: str, value: str, words: Words) -> str:
    """Return one value of an attribute, in words."""
    if attribute == LANGUAGE:
        return say_language(value)
    return words.get(attribute, {}).get(value, value)


def say_rule(rule: Rule, names: Mapping[int, str], numbers: Collection[int], words: Words) -> str:
    """Return a rule as an organiser says it; `numbers` are those of the rounds."""
    if rule.kind in (APART, TOGETHER):
        nobody = gettext("somebody who is no longer in the registry")
        first, second = (_apart_in_writing(names.get(one, nobody)) for one in rule.people)
        if rule.kind == APART:
            return gettext("%(a)s and %(b)s are never in one room", a=first, b=second)
        return gettext("%(a)s and %(b)s are always in one room", a=first, b=second)
    who = _say_who(rule, value_name(rule.attribute, rule.value, words))
    said = gettext("At least %(who)s in each room", who=who)
    if rule.rounds is None:
        return said
    held = sorted(one for one in rule.rounds if one in numbers)
    listed = ", ".join(map(str, held)) or gettext("that are gone")
    of_rounds = ngettext("of round %(rounds)s", "of rounds %(rounds)s", len(held), rounds=listed)
    return f"{said} {of_rounds}"


def _say_who(rule: Rule, value: str) -> str:
    """Return how many people of a kind a rule asks for, in words."""
    if (rule.attribute, rule.value) == (GENDER, "woman"):
        return ngettext("%(num)s woman", "%(num)s women", rule.least)
    if (rule.attribute, rule.value) == (GENDER, "man"):
        return ngettext("%(num)s man", "%(num)s men", rule.least)
    what = {
        GENDER: gettext("who say their gender in own words"),
        LANGUAGE: gettext("with %(language)s", language=value),
        SECTOR: gettext("of the sector “%(sector)s”", sector=value),
    }.get(rule.attribute, gettext("from %(where)s", where=_apart_in_writing(value)))
    return ngettext("%(num)s person %(what)s", "%(num)s people %(what)s", rule.least, what=what)


def _apart_in_writing(name: str) -> str:
    """Return a name that keeps its own direction within a sentence."""
    return f"\u2068{name}\u2069"


def say_standing(standing: Standing, names: Mapping[int, str]) -> str:
    """Return why a rule does not count, or what it counts; empty where there is nothing to say."""
    if standing.why is Why.SWITCHED_OFF:
        return gettext("Switched off by hand.")
    if standing.why is Why.GONE:
        nobody = gettext("Somebody who is no longer in the registry")
        who = ", ".join(_apart_in_writing(names.get(one, nobody)) for one in standing.gone)
        return gettext("Is off: %(who)s does not take part any more.", who=who)
    if standing.why is Why.NO_ROUND:
        return gettext("Is off: none of its rounds is there any more.")
    if standing.rule.kind == AT_LEAST:
        return _say_known(standing)
    return ""


def _say_known(standing: Standing) -> str:
    known, rule = standing.known, standing.rule
    if known is None:
        return ""
    what = attribute_names()[rule.attribute]
    facts = {"what": what, "known": known.known, "people": known.people}
    if standing.why is Why.UNKNOWN:
        return gettext(
            "Is off: %(what)s is known of none of %(people)s people. Enter it with the people, "
            "and the rule counts.",
            **facts,
        )
    if standing.why is Why.TOO_FEW:
        return gettext(
            "Is off: %(what)s is known of %(known)s of %(people)s people, and %(having)s of them "
            "fit where the rooms need %(needed)s. Enter more, or ask for fewer.",
            having=known.having,
            needed=standing.needed,
            **facts,
        )
    if known.having < standing.needed:
        return gettext(
            "Cannot be kept: %(having)s people fit and the rooms need %(needed)s. Ask for fewer, "
            "or have fewer rooms.",
            having=known.having,
            needed=standing.needed,
        )
    if known.unknown:
        return gettext(
            "%(what)s is known of %(known)s of %(people)s people: this rule counts only them.",
            **facts,
        )
    return ""
