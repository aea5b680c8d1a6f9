"""What staff choose when two entries become one, and the words for what moves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectChoice
from wtforms.validators import InputRequired

from eventsapp.formats import language, say_language
from eventsapp.merging.combining import TOGETHER
from eventsapp.merging.restoring import CHANGED, HOMELESS, REMOVED, RENUMBERED, Left
from eventsapp.merging.services import ADDRESS, facts_to_choose
from eventsapp.people.models import Person
from eventsapp.people.queries import category_names, country_names
from eventsapp.people.reasons import Reason

PREFIX = "keep-"


def isolate(words: str) -> str:
    """Return a name that keeps its own reading direction and disturbs no other."""
    return f"\u2068{words}\u2069"


def say_reason(reason: Reason) -> str:
    """Return a reason as a sentence in the reader's language."""
    return reason.worded(gettext, isolate)


def fact_names() -> dict[str, str]:
    """Return what the columns of a person are called."""
    return {
        "printed_name": gettext("Name, as printed"),
        "family_name": gettext("Family name"),
        "given_name": gettext("Given name"),
        "latin_name": gettext("Name in Latin letters"),
        "script_name": gettext("Name in its own script"),
        "salutation": gettext("Salutation"),
        "organization_id": gettext("Organisation"),
        "function": gettext("Function"),
        "country": gettext("Country"),
        "nationality": gettext("Nationality"),
        "gender": gettext("Gender"),
        "category": gettext("Category"),
        "tz": gettext("Time zone"),
        "languages": gettext("Languages"),
        "themes": gettext("Themes"),
        "phone": gettext("Telephone"),
        ADDRESS: gettext("Address that is used"),
    }


@dataclass(frozen=True)
class Fact:
    """One line of the comparison: what each person's entry says, empty where it says nothing.

    `field` is the choice between them, where they say different things.
    """

    name: str
    label: str
    says: tuple[str, ...]
    field: RadioField | None


class MergeForm(FlaskForm):
    """Which entry stays, and for each thing that they say differently, whose word is kept."""

    kept = RadioField(
        _("The entry that stays"),
        coerce=int,
        validators=[InputRequired(_("Choose which entry stays."))],
    )
    versions = HiddenField()

    @property
    def choices(self) -> dict[str, int]:
        """Whose value is kept, by the column of the person."""
        fields = (one for one in self if one.short_name.startswith(PREFIX))
        return {one.short_name.removeprefix(PREFIX): one.data for one in fields if one.data}


def merge_form(people: Sequence[Person], stays: int) -> tuple[MergeForm, list[Fact]]:
    """Return the form that asks what differs between these people, and the lines around it."""
    saying = _saying()
    said = {
        name: _said(saying.get(name) or attrgetter(name), people) for name in (*_columns(), ADDRESS)
    }
    numbers = [person.id for person in people]
    asked = {name: says for name, says in said.items() if len(set(says) - {""}) > 1}
    made: type[MergeForm] = type("MergeFormOfThese", (MergeForm,), {
        f"{PREFIX}{name}": _choice(fact_names().get(name, name), says, numbers)
        for name, says in asked.items()
    })  # fmt: skip
    proposed = {f"{PREFIX}{name}": _first(says, numbers, stays) for name, says in asked.items()}
    form = made(data={"kept": stays, "versions": versions_of(people), **proposed})
    form.kept.choices = [SelectChoice(one.id, one.printed_name) for one in people]
    facts = [
        Fact(name, label, said[name], form[f"{PREFIX}{name}"] if name in asked else None)
        for name, label in fact_names().items()
        if any(said.get(name, ()))
    ]
    return form, facts


def versions_of(people: Sequence[Person]) -> str:
    """Return what tells whether one of these people was changed since a page was made."""
    return ",".join(f"{person.id}:{person.version}" for person in people)


def _columns() -> list[str]:
    followers = {name for names in TOGETHER.values() for name in names}
    return [name for name in facts_to_choose() if name not in followers]


def _choice(label: str, says: Sequence[str], numbers: Sequence[int]) -> RadioField:
    choices = [
        SelectChoice(number, words) for number, words in zip(numbers, says, strict=True) if words
    ]
    return RadioField(label, coerce=int, choices=choices)


def _first(says: Sequence[str], numbers: Sequence[int], stays: int) -> int:
    """Return whose word is proposed: that of the entry that stays, else the first that has one."""
    stated = {number: words for number, words in zip(numbers, says, strict=True) if words}
    return stays if stays in stated else next(iter(stated))


def _said(say: Callable[[Person], Any], people: Sequence[Person]) -> tuple[str, ...]:
    """Return what each entry says of one thing, as people read it."""
    return tuple(str(say(person) or "") for person in people)


def _gender(person: Person) -> str | None:
    names = {"woman": gettext("woman"), "man": gettext("man")}
    return names.get(person.gender or "") or person.gender_words or person.gender


def _saying() -> Mapping[str, Callable[[Person], Any]]:
    """Return what says each thing of a person; countries and categories are read once, where one
    is said."""
    countries = cache(lambda: country_names(language()))
    categories = cache(lambda: category_names(language()))

    def say_country(code: str | None, stated: str | None) -> str | None:
        return countries().get(code, code) if code else stated

    def say_category(code: str | None) -> str:
        return categories().get(code, code) if code else ""

    return {
        "organization_id": lambda person: person.organization and person.organization.name,
        "country": lambda person: say_country(person.country, person.country_as_stated),
        "nationality": lambda person: say_country(person.nationality, None),
        "gender": _gender,
        "category": lambda person: say_category(person.category),
        "languages": lambda person: ", ".join(say_language(tag) for tag in person.languages),
        "themes": lambda person: ", ".join(person.themes),
        ADDRESS: lambda person: person.email,
    }


def counted_words(counts: Mapping[str, int]) -> list[str]:
    """Return what belongs to somebody, counted: “2 rooms”, “1 letter”, “4 mails”."""
    return [_counted(table, count) for table, count in counts.items() if table != "not_same"]


def _counted(table: str, num: int) -> str:
    words = {
        "participation": lambda: ngettext("%(num)s meeting", "%(num)s meetings", num),
        "placement": lambda: ngettext("%(num)s room", "%(num)s rooms", num),
        "letter_request": lambda: ngettext("%(num)s letter", "%(num)s letters", num),
        "message": lambda: ngettext("%(num)s mail", "%(num)s mails", num),
        "feed": lambda: ngettext("%(num)s calendar address", "%(num)s calendar addresses", num),
        "obligation": lambda: ngettext("%(num)s deadline", "%(num)s deadlines", num),
        "poll_invitee": lambda: ngettext("%(num)s poll", "%(num)s polls", num),
        "registration": lambda: ngettext("%(num)s registration", "%(num)s registrations", num),
        "nomination": lambda: ngettext("%(num)s nomination", "%(num)s nominations", num),
        "consent": lambda: ngettext("%(num)s consent", "%(num)s consents", num),
        "person_needs": lambda: ngettext("%(num)s note of needs", "%(num)s notes of needs", num),
        "email_address": lambda: ngettext("%(num)s address", "%(num)s addresses", num),
        "spelling": lambda: ngettext("%(num)s spelling", "%(num)s spellings", num),
        "user": lambda: ngettext("%(num)s account", "%(num)s accounts", num),
        "merge": lambda: ngettext("%(num)s earlier merge", "%(num)s earlier merges", num),
        "data_request": lambda: ngettext(
            "%(num)s request about their data", "%(num)s requests about their data", num
        ),
    }
    return words[table]() if table in words else f"{num} × {table.replace('_', ' ')}"


def left_words(left: Sequence[Left]) -> list[str]:
    """Return as sentences what an undoing could not bring back as it was."""
    names = fact_names()
    sentences = [
        gettext("“%(fact)s” was changed since the merge and stays as it is now.", fact=names[name])
        for name in dict.fromkeys(one.column for one in left if one.table == "person")
        if name in names
    ]
    others = [one for one in left if one.table != "person" or one.why == RENUMBERED]
    for why, say in _LEFT.items():
        counts: dict[str, int] = {}
        for one in others:
            if one.why == why:
                counts[one.table] = counts.get(one.table, 0) + 1
        sentences += [say(_counted(table, count)) for table, count in counts.items()]
    return sentences


_LEFT: Mapping[str, Callable[[str], str]] = {
    CHANGED: lambda what: gettext(
        "%(what)s: changed since the merge; what was changed stays as it is now.", what=what
    ),
    REMOVED: lambda what: gettext(
        "%(what)s: deleted since the merge, which stays so.", what=what
    ),
    HOMELESS: lambda what: gettext(
        "%(what)s: does not come back, since what it belonged to is gone.", what=what
    ),
    RENUMBERED: lambda what: gettext(
        "%(what)s: came back under a new number, since the old one was given anew.", what=what
    ),
}  # fmt: skip
