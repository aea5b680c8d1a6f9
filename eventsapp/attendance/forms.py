"""What a page of attendance was answered, and the words in which it speaks."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from eventsapp.attendance.notes import ABSENT, EXCUSED, NOT_NOTED, PRESENT, STATES
from eventsapp.attendance.services import Difference, Noting, Outcome
from eventsapp.formats import in_zone, say_day, say_time, say_zone
from eventsapp.numbers import row_number


def state_names() -> dict[str, str]:
    """Return the word for each state, in the order of the buttons."""
    return {
        PRESENT: _("Present"),
        ABSENT: _("Absent"),
        EXCUSED: _("Excused"),
        NOT_NOTED: _("Not noted"),
    }


def offered_states(*, is_coming: bool) -> dict[str, str]:
    """Return the states that can be noted now: who is there shows only on the day itself."""
    names = state_names()
    return {state: names[state] for state in (EXCUSED, NOT_NOTED)} if is_coming else names


def sheet_words() -> dict[str, str]:
    """Return the words of a sheet to sign; on each page `{number}` and `{total}` are filled in."""
    return {
        "name": _("Name"),
        "organization": _("Organisation"),
        "signature": _("Signature"),
        "page": _("Page %(number)s of %(total)s", number="{number}", total="{total}"),
    }


def answers_in(form: MultiDict[str, str]) -> dict[int, str]:
    """Return what was chosen, by participation: each row is a field such as `p12`."""
    found = {}
    for name, value in form.items():
        number = name.removeprefix("p")
        if number != name and row_number(number) and value in STATES:
            found[row_number(number)] = value
    return found


def ticked_in(form: MultiDict[str, str]) -> set[int]:
    """Return who is ticked on a sheet that came back, by participation."""
    return {number for one in form.getlist("p") if (number := row_number(one))}


def listed_in(form: MultiDict[str, str]) -> list[int]:
    """Return whom the page of a sheet listed, so that who came later is not noted as absent."""
    return [number for one in form.get("listed", "").split() if (number := row_number(one))]


def said_saved(outcome: Outcome) -> str:
    """Return what became of a form, in words."""
    if not outcome.written:
        return _("Nothing was changed, so nothing was saved.")
    return ngettext("Saved for %(num)s person.", "Saved for %(num)s people.", outcome.written)


def said_differences(
    outcome: Outcome, names: Mapping[int | None, str], tz: str, now: datetime
) -> list[str]:
    """Return a sentence for each person of whom two people noted different things."""
    return [_said_difference(one, names, tz, now) for one in outcome.differing]


def _said_difference(
    one: Difference, names: Mapping[int | None, str], tz: str, now: datetime
) -> str:
    return _(
        "%(name)s: %(later)s, and %(earlier)s. The later note holds.",
        name=one.name,
        later=_said_noting(one.held, names, tz, now),
        earlier=_said_noting(one.other, names, tz, now),
    )


def _said_noting(one: Noting, names: Mapping[int | None, str], tz: str, now: datetime) -> str:
    at = in_zone(one.at, tz)
    clock = f"{say_time(at)} {say_zone(tz, one.at)}"
    if at.date() != in_zone(now, tz).date():
        clock = f"{say_day(at.date(), 'brief')}, {clock}"
    return _(
        "%(who)s noted “%(state)s” at %(clock)s",
        who=names.get(one.by_id) or _("somebody"),
        state=state_names()[one.state].lower(),
        clock=clock,
    )


def said_clock(off: timedelta) -> list[str]:
    """Return a sentence about a clock that is far off, where it is."""
    minutes = round(abs(off).total_seconds() / 60)
    if not minutes:
        return []
    if off > timedelta():
        said = ngettext(
            "The clock of this device is %(num)s minute slow.",
            "The clock of this device is %(num)s minutes slow.",
            minutes,
        )
    else:
        said = ngettext(
            "The clock of this device is %(num)s minute fast.",
            "The clock of this device is %(num)s minutes fast.",
            minutes,
        )
    return [said + " " + _("The times of its notes were put right; set the clock.")]


def said_strangers(outcome: Outcome) -> list[str]:
    """Return a sentence about notes of people who are not listed here, where there are any."""
    if not outcome.strangers:
        return []
    people = len({note.participation_id for note in outcome.strangers})
    return [
        ngettext(
            "%(num)s person is no longer listed here, so nothing was noted of them.",
            "%(num)s people are no longer listed here, so nothing was noted of them.",
            people,
        )
    ]
