"""The words of the page: choices, what a chart is called, what its columns are."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext

from eventsapp.figures.counts import CATEGORY, NOT_STATED
from eventsapp.figures.counts import REGION as BY_REGION_OF_FIGURES
from eventsapp.figures.forms import row_head, row_names, system_names
from eventsapp.mixing.asked import BOARD, BY_NAME, BY_REGION, TOLD
from eventsapp.mixing.encounters import Between
from eventsapp.mixing.grids import Line
from eventsapp.mixing.mixes import GENDER, OTHERS, REGION, SECTOR
from eventsapp.mixing.sittings import Round

Names = dict[str, str]
LANGUAGE = "language"


def choices(rounds: Sequence[Round], people: Mapping[int, str]) -> dict[str, Names]:
    """Return what the filters offer."""
    return {
        "copy": {one: said_copy(one) for one in (BOARD, TOLD)},
        "round": {"": _("All rounds"), **{str(one.number): said_round(one) for one in rounds}},
        "system": system_names(),
        "order": {BY_REGION: _("By region"), BY_NAME: _("By name")},
        "person": {"": _("Nobody"), **{str(number): name for number, name in people.items()}},
    }


def said_copy(copy: str) -> str:
    """Return which rooms are shown."""
    return _("What people were told") if copy == TOLD else _("The board, as it is now")


def said_round(one: Round) -> str:
    """Return what a round is called."""
    if one.day_number is None:
        return _("Round %(number)s", number=one.number)
    return _("Round %(number)s, day %(day)s", number=one.number, day=one.day_number)


def said_room(label: str) -> str:
    """Return what a room is called in a chart."""
    return _("Room %(label)s", label=label)


def said_line(label: str, people: int) -> str:
    """Return what the line of a room is called in a chart."""
    return said_room(label) if people else _("Room %(label)s: nobody", label=label)


def said_place(label: str, role: str) -> str:
    """Return a room, and the role in it where that is not that of a member."""
    room, word = said_room(label), role_names().get(role)
    return _("%(room)s, %(role)s", room=room, role=word) if word else room


def role_names() -> Names:
    """Return the roles in rooms that are more than a member."""
    return {
        "moderator": _("moderator"),
        "deputy": _("deputy"),
        "note_taker": _("note-taker"),
        "observer": _("observer"),
    }


def mix_title(attribute: str, system: str) -> str:
    """Return what a chart and its table are called."""
    if attribute == REGION:
        return _("%(regions)s by room", regions=system_names()[system])
    return {
        GENDER: _("Genders by room"),
        SECTOR: _("Sectors by room"),
        LANGUAGE: _("Languages by room"),
    }[attribute]


def mix_hint(attribute: str) -> str:
    """Return in a sentence how the chart is read."""
    if attribute == LANGUAGE:
        return _(
            "People who speak each language, as the registry holds it; one person may speak "
            "several."
        )
    return _(
        "People; the mark is where the bar would end if those who stated it were spread evenly "
        "over the rooms of the round."
    )


def attribute_name(attribute: str, system: str) -> str:
    """Return the head of the column of one attribute."""
    if attribute == REGION:
        return row_head(BY_REGION_OF_FIGURES, system)
    return {GENDER: _("Gender"), SECTOR: _("Sector")}[attribute]


def value_names(attribute: str, categories: Mapping[str, str]) -> Names:
    """Return the values of an attribute in words."""
    if attribute == REGION:
        return row_names(BY_REGION_OF_FIGURES, {})
    if attribute == SECTOR:
        names = row_names(CATEGORY, categories)
        return {**names, OTHERS: _("Others"), NOT_STATED: names[NOT_STATED]}
    return {
        "woman": _("Women"),
        "man": _("Men"),
        "own": _("In own words"),
        NOT_STATED: not_stated(),
    }


def said_lines(heads: Sequence[str], lines: Sequence[Line]) -> str:
    """Return a chart as a sentence, for whoever does not see it."""
    said, round_name = [], ""
    for line in lines:
        if not line.counts:
            round_name = f"{line.name}, "
        counts = [
            f"{head} {count}" for head, count in zip(heads, line.counts, strict=False) if count
        ]
        if line.counts:
            said.append(f"{round_name}{line.name}: {', '.join(counts) or _('nobody')}")
    return "; ".join(said)


def said_times(number: int) -> str:
    """Return how often a pair met."""
    if not number:
        return _("Never met")
    return ngettext("Met once", "Met %(num)s times", number)


def said_picture(people: int, counted: Sequence[tuple[str, int]]) -> str:
    """Return the picture of who met whom as a sentence."""
    whole = ngettext("%(num)s person", "%(num)s people", people)
    return _("%(people)s: %(pairs)s", people=whole, pairs=said_pairs(counted))


def said_pairs(counted: Sequence[tuple[str, int]]) -> str:
    """Return how many pairs met how often."""
    said = (
        ngettext("%(times)s: %(num)s pair", "%(times)s: %(num)s pairs", count, times=times)
        for times, count in counted
    )
    return ", ".join(said)


def said_between(found: Between | None) -> str:
    """Return how many pairs of two groups met; nothing where it stands elsewhere in the table."""
    if found is None:
        return ""
    if not found.pairs:
        return _("no pair")
    return _("%(met)s of %(pairs)s", met=found.met, pairs=found.pairs)


def not_stated() -> str:
    """Return the column of those who are not known."""
    return _("Not stated")


def met_title() -> str:
    """Return what the picture of who met whom is called."""
    return _("How often each pair shared a room")


def said_foot(moment: str) -> str:
    """Return what stands below a chart that is taken away."""
    return _(
        "Counted on %(moment)s. For the secretariat: small numbers tell about single people.",
        moment=moment,
    )
