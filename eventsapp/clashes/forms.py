"""What staff type about a clash, and how a reader hears of one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from eventsapp.clashes.models import AcceptedClash
from eventsapp.clashes.sittings import Sitting
from eventsapp.clashes.wording import IN_YOUR_NIGHT, Clash, Say
from eventsapp.formats import city_of, in_zone, say_day, say_time, say_zone

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
MOST_NAMES = 3


def _trimmed(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


class AcceptForm(FlaskForm):
    """Why the secretariat lives with a clash; `seen` is the fingerprint of what was read."""

    reason = StringField(
        _("Why it can stay"),
        validators=[
            DataRequired(_("Write why it can stay, so that others need not ask again.")),
            Length(max=500, message=_("Use at most 500 characters.")),
        ],
        filters=[_trimmed],
    )
    seen = HiddenField()
    back = HiddenField()


@dataclass(frozen=True)
class Told:
    """A clash with its sentence, and how it was accepted: now, or once with other facts."""

    clash: Clash
    sentence: str
    accepted: AcceptedClash | None = None


def is_accepted(clash: Clash, accepted: Mapping[str, AcceptedClash]) -> bool:
    """Return whether a clash was accepted with the facts that it has now."""
    found = accepted.get(clash.key)
    return found is not None and found.fingerprint == clash.fingerprint


def sorted_out(
    found: Iterable[Clash], accepted: Mapping[str, AcceptedClash]
) -> tuple[list[Clash], list[Clash]]:
    """Return the clashes that are open, and those with which the secretariat lives."""
    every = list(found)
    quiet = [one for one in every if is_accepted(one, accepted)]
    return [one for one in every if not is_accepted(one, accepted)], quiet


def isolate(title: str) -> str:
    """Return a title that keeps its own reading direction and disturbs no other; `bdi` for text."""
    return f"{FIRST_STRONG_ISOLATE}{title}{POP_ISOLATE}"


def told(
    found: Iterable[Clash],
    names: Mapping[int, str],
    accepted: Mapping[str, AcceptedClash],
    *,
    own: int | None = None,
) -> list[Told]:
    """Return clashes with their sentences; `own` is the person who reads and knows of no other."""
    say = Say(
        translate=gettext,
        day=lambda day: say_day(day, "short"),
        people=lambda people: _say_people(people, names, own),
        night=_say_night if own is None else lambda tz, sitting, count: _say_own_night(tz, sitting),
        zone=say_zone,
        title=isolate,
    )
    return [
        Told(one, _yours(one, own).worded(say), accepted.get(one.key)) for one in found
    ]  # fmt: skip


def kind_names() -> dict[str, str]:
    """Return the kinds of clashes in the reader's language."""
    return {
        "day": gettext("on one day"),
        "audience": gettext("for the same people"),
        "quiet": gettext("in the holidays"),
        "holiday": gettext("on a public holiday"),
        "document": gettext("before its document is out"),
        "person": gettext("a person in two meetings"),
        "moderator": gettext("a moderator in two rooms"),
        "room": gettext("a person in two rooms"),
        "place": gettext("a place needed twice"),
        "journey": gettext("a journey that cannot be made"),
        "night": gettext("in somebody's night"),
    }


def _yours(clash: Clash, own: int | None) -> Clash:
    return replace(clash, pattern=IN_YOUR_NIGHT) if clash.zones and own is not None else clash


def _say_people(people: frozenset[int], names: Mapping[int, str], own: int | None) -> str:
    if own is not None:
        return gettext("you")
    known = sorted(names[one] for one in people if one in names)
    shown = [isolate(name) for name in known[:MOST_NAMES]]
    more = len(people) - len(shown)
    if more:
        shown.append(ngettext("one more", "%(num)s more", more))
    if len(shown) < 2:
        return "".join(shown)
    return gettext("%(some)s and %(last)s", some=", ".join(shown[:-1]), last=shown[-1])


def _say_night(tz: str, sitting: Sitting, count: int) -> str:
    hours = _say_hours(tz, sitting)
    return ngettext(
        "%(hours)s for one person in %(city)s",
        "%(hours)s for %(num)s people in %(city)s",
        count,
        hours=hours,
        city=city_of(tz),
    )


def _say_own_night(tz: str, sitting: Sitting) -> str:
    return gettext("%(hours)s in %(city)s", hours=_say_hours(tz, sitting), city=city_of(tz))


def _say_hours(tz: str, sitting: Sitting) -> str:
    first, last = in_zone(sitting.start_at, tz), in_zone(sitting.end_at, tz)
    return isolate(f"{say_time(first)}–{say_time(last)}")
