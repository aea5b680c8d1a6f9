"""The words of the figures: who counts, what a table is called, what its rows are."""

from collections.abc import Mapping, Sequence

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
from eventsapp.figures.columns import Words
from eventsapp.figures.comparing import Row
from eventsapp.figures.counts import (
    CATEGORY,
    COUNTRY,
    DAY,
    MEETING,
    NOT_STATED,
    OTHERWISE,
    REGION,
    ROLE,
    Counts,
)
from eventsapp.figures.counts import OBSERVERS as OBSERVER_STATES
from eventsapp.figures.drawing import Bar
from eventsapp.figures.picture import Frame
from eventsapp.figures.shown import Shown
from eventsapp.figures.small import FEWEST
from eventsapp.meetings.facts import MOST_DAYS
from eventsapp.meetings.models import Meeting
from eventsapp.people.countries import DISCLAIMER, REGION_SYSTEMS, regions

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
        EXPECTED: _("Expected"),
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
    return {
        COUNTRY: _("Country"),
        CATEGORY: _("Category"),
        ROLE: _("Role"),
        DAY: _("Day"),
        MEETING: _("Meeting"),
    }[by]


def table_title(by: str, system: str, *, is_split: bool = True) -> str:
    """Return what a chart and its table are called; `is_split` where it counts by gender too."""
    of_regions = (_("By regional group"), _("By region of M49"), _("By UN-Habitat region"))
    title = {
        REGION: dict(zip(REGION_SYSTEMS, of_regions, strict=True))[system],
        COUNTRY: _("By country"),
        CATEGORY: _("By category"),
        ROLE: _("By role"),
        DAY: _("Who was there, by day"),
        MEETING: _("By meeting"),
    }[by]
    return _("%(title)s and gender", title=title) if is_split else title


def row_names(by: str, known: Mapping[str, str]) -> Names:
    """Return the rows of a table in words; `known` are the names of countries or categories."""
    if by == ROLE:
        return role_names()
    if by == DAY:
        return {str(day): _("Day %(number)s", number=day) for day in range(1, MOST_DAYS + 1)}
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
            "%(num)s person who takes part or accepted",
            "%(num)s people who take part or accepted",
            everybody,
        )
    if asked.among == EVERYBODY:
        return f"{counted}."
    return _("%(counted)s, among: %(role)s.", counted=counted, role=role_names()[asked.among])


def said_women(counts: Counts) -> str:
    """Return how many of those who stated their gender are women."""
    if not counts.stated:
        return _("nobody stated it")
    return _("%(women)s of %(stated)s", women=counts.women, stated=counts.stated)


def said_bars(bars: list[Bar]) -> str:
    """Return a chart as a sentence, for whoever does not see it."""
    return ", ".join(f"{bar.name} {bar.total}" for bar in bars)


def said_difference(number: int) -> str:
    """Return in words how many more or fewer people there are than at the meeting before."""
    if not number:
        return _("the same")
    more = ngettext("%(num)s more", "%(num)s more", number)
    return more if number > 0 else ngettext("%(num)s fewer", "%(num)s fewer", -number)


def said_change(row: Row, first: str, second: str) -> str:
    """Return in a sentence how the share of women changed between two meetings."""
    before, after = row.counts[-2:]
    who = {
        EVERYBODY: _("Women among everybody"),
        MEMBERS: _("Women among members"),
        MODERATORS: _("Women among moderators"),
        NOTE_TAKERS: _("Women among note-takers"),
        CHAIRS: _("Women among chairs and rapporteurs"),
        SPEAKERS: _("Women among speakers"),
        OBSERVERS: _("Women among observers"),
        STAFF: _("Women among secretariat and interpreters"),
    }[row.key]
    return _(
        "%(who)s: %(before)s in %(first)s, %(after)s in %(second)s.",
        who=who,
        before=said_women(before),
        first=first,
        after=said_women(after),
        second=second,
    )


def choices(days: list[int]) -> dict[str, Names]:
    """Return what the filters offer."""
    return {"who": who_names(days), "among": role_names(), "system": system_names()}


# --- files ----------------------------------------------------------------------------------------


def file_words() -> Words:
    """Return what stands in a file beside the numbers."""
    return Words(
        meeting=_("Meeting"),
        table=_("Table"),
        row=_("Row"),
        genders=gender_names(),
        joined=_("In own words, or not stated"),
        together=_("Together"),
        everybody=_("Everybody"),
        not_shown=_("not shown"),
        about=_("About these figures"),
    )


def said_meetings(
    meetings: Sequence[Meeting], roles: Sequence[Mapping[str, Counts]], asked: Asked
) -> list[str]:
    """Return in a sentence for each meeting who is counted of it."""
    return [
        _(
            "%(meeting)s: %(sentence)s",
            meeting=meeting.short_name,
            sentence=said_who(asked, by_role[asked.among].total),
        )
        for meeting, by_role in zip(meetings, roles, strict=True)
    ]


def about_file(moment: str) -> list[str]:
    """Return what a file says about itself: when it was made, what is left out so that it tells
    nothing of one person, and that the names of countries are no opinion."""
    return [
        _("Counted on %(moment)s.", moment=moment),
        _("Gender as each person stated it; “not stated” is counted, never guessed."),
        _(
            "So that no number singles one person out, countries and days are counted without "
            "gender, and rows of fewer than %(count)s people are not split, nor the next "
            "smallest. Small numbers of “in own words” stand together with “not stated”.",
            count=FEWEST,
        ),
        _(DISCLAIMER),
    ]


def frame(name: str, shown: Shown, sentence: str, is_joined: bool, moment: str) -> Frame:
    """Return what stands around a chart that is passed on."""
    last = file_words().joined if is_joined else gender_names()[3]
    named = [*enumerate(gender_names()[:3]), (3, last)]
    split = [line for _name, line in shown.rows if line.is_split]
    kinds: list[tuple[int | None, str]] = [
        (place, text) for place, text in named if any(line.counts.parts[place] for line in split)
    ]
    if any(not line.is_split and line.counts.total for _name, line in shown.rows):
        kinds.append((None, _("Not split by gender")))
    title = f"{name}: {shown.title}"
    return Frame(title, sentence, kinds, about_file(moment))
