"""Reads of series: their rules, their single dates, and what both give."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Select, false, select

from eventsapp.columns import numbers_named, one_of
from eventsapp.extensions import db
from eventsapp.formats import in_zone, language
from eventsapp.meetings.models import Participation
from eventsapp.people.countries import countries, country_label, country_named
from eventsapp.people.models import Person
from eventsapp.sessions.dates import Occurrence, Part, Stretch, cut_before, last_day, occurrences
from eventsapp.sessions.models import SessionDate, SessionRule
from eventsapp.sessions.public_holidays import Holiday, country_of_zone, holidays_on, is_known

EXPERTS, OPEN_ONLINE = "experts", "open online"
# How far a series without end is shown.
SHOWN_AHEAD = timedelta(days=366)


class Series(Protocol):
    """What may be repeated: a consultation, which this package ranks below."""

    id: Any
    starts_on: Any
    tz: Any
    rrule: Any
    starts_at_time: Any
    ends_at_time: Any
    meeting_id: Any
    audience: Any
    place: Any
    title: Any


@dataclass(frozen=True)
class Plan:
    """By what rules a thing is repeated, and which of its dates are otherwise."""

    parts: tuple[Stretch, ...]
    singles: tuple[SessionDate, ...] = ()
    rules: tuple[SessionRule, ...] = field(default=(), compare=False)

    @property
    def ends_on(self) -> date | None:
        """The last day on which a date may fall, also one that was added or moved behind the last
        of the rules; None where there is no end or no day at all."""
        last = last_day(self.parts) if self.parts else None
        if last is None:
            return None
        held = [one for one in self.singles if one.cancelled_at is None]
        days = [one.on_date for one in held if one.is_added or one.original_on <= last]
        return max([last, *days])

    @property
    def rules_as_held(self) -> list[tuple[date, str]]:
        """The first day of each stretch with its rule, which ends before the next one begins."""
        following = [*(part.starts_on for part in self.parts[1:]), None]
        return [
            (part.starts_on, cut_before(part.rrule, part.starts_on, day) if day else part.rrule)
            for part, day in zip(self.parts, following, strict=True)
            if part.rrule is not None
        ]

    def dates(self, tz: str, until: date) -> list[Occurrence]:
        """Return the dates up to a day; see `dates.occurrences`."""
        return occurrences(self.parts, self.singles, tz, until) if self.parts else []


def plans_of(series: Iterable[Series]) -> dict[int, Plan]:
    """Return the plan of each thing by its number, in two queries however many there are."""
    series = list(series)
    numbers = [one.id for one in series if one.rrule]
    rules: defaultdict[int, list[SessionRule]] = defaultdict(list)
    singles: defaultdict[int, list[SessionDate]] = defaultdict(list)
    if numbers:
        for rule in db.session.scalars(_RULES, {"numbers": numbers}):
            rules[rule.consultation_id].append(rule)
        for single in db.session.scalars(_SINGLES, {"numbers": numbers}):
            singles[single.consultation_id].append(single)
    return {one.id: _plan(one, rules[one.id], singles[one.id]) for one in series}


def plan_of(series: Series) -> Plan:
    """Return the plan of one thing."""
    return plans_of([series])[series.id]


def single_of(series: Series, original_on: date) -> SessionDate | None:
    """Return what is otherwise about one date of a series, or None."""
    return db.session.scalar(
        select(SessionDate).where(
            SessionDate.consultation_id == series.id, SessionDate.original_on == original_on
        )
    )


def occurrences_of(series: Iterable[Series], until: date) -> dict[int, list[Occurrence]]:
    """Return the dates of each thing up to a day, by its number, in two queries in all.

    What is not repeated has its first day only; what has no day at all, none. Called-off dates are
    among them, marked. A thing that is called off as a whole keeps its dates.
    """
    series = list(series)
    plans = plans_of(series)
    return {one.id: plans[one.id].dates(one.tz, until) for one in series}


def _plan(one: Series, rules: Sequence[SessionRule], singles: Sequence[SessionDate]) -> Plan:
    if one.starts_on is None:
        return Plan(())
    first = Part(one.starts_on, one.rrule, one.starts_at_time, one.ends_at_time)
    later = tuple(rule for rule in rules if rule.starts_on > one.starts_on)
    return Plan((first, *later), tuple(singles), tuple(rules))


@dataclass(frozen=True)
class ShownDate:
    """One date as pages show it, with the public holidays of the places concerned; beside each
    holiday how many of the people concerned represent that country, 0 where that is not told."""

    date: Occurrence
    holidays: tuple[tuple[Holiday, int], ...]


@dataclass(frozen=True)
class ShownSeries:
    """A series as pages show it; `known` are the countries whose holidays stand beside the dates,
    `unknown` those of which none are known, `names` all of them by code."""

    plan: Plan
    dates: tuple[ShownDate, ...]
    known: Sequence[str]
    unknown: Sequence[str]
    names: Mapping[str, str]
    today: date

    @property
    def waiting(self) -> list[SessionDate]:
        """Single dates that the rules give no more: they wait, unseen, until a rule does again."""
        given = {shown.date.original_on for shown in self.dates}
        missing = [one for one in self.plan.singles if one.original_on not in given]
        # Of a series without end the dates of one year are shown.
        has_end = self.plan.ends_on is not None
        return missing if has_end else [one for one in missing if one.original_on < max(given)]


def shown_series(series: Series, *, now: datetime, with_people: bool) -> ShownSeries | None:
    """Return the dates of a series with their holidays, or None if nothing is repeated.

    The countries are those of the place and the zone; `with_people`, also those that the people
    concerned represent, counted and not named.
    """
    if series.rrule is None or series.starts_on is None:
        return None
    plan = plan_of(series)
    today = in_zone(now, series.tz).date()
    until = plan.ends_on or max(series.starts_on, today) + SHOWN_AHEAD
    return shown_dates(series, plan, until, countries_of_people(series) if with_people else {}, now)


def shown_dates(
    series: Series, plan: Plan, until: date, people: Mapping[str, int], now: datetime
) -> ShownSeries:
    """Return the dates of a plan up to a day with the holidays of the countries concerned."""
    concerned = countries_concerned(series, people)
    known = [country for country in concerned if is_known(country)]
    names = {country: country_label(country, language()) for country in concerned}
    dates = tuple(
        ShownDate(
            one,
            tuple(
                (holiday, people.get(holiday.country, 0))
                for holiday in holidays_on(one.on_date, known, language())
            ),
        )
        for one in plan.dates(series.tz, until)
    )
    unknown = [country for country in concerned if country not in known]
    known_names, unknown_names = ([names[one] for one in some] for some in (known, unknown))
    return ShownSeries(
        plan, dates, known_names, unknown_names, names, in_zone(now, series.tz).date()
    )


def countries_concerned(series: Series, people: Mapping[str, int]) -> list[str]:
    """Return the countries whose holidays matter: that of the zone, that which the place names,
    then those of people, most people first. Nothing is guessed: unknown places count for none."""
    named = country_named((series.place or "").rsplit(",", 1)[-1].strip())
    places = [country_of_zone(series.tz), named.code if named else None]
    of_people = sorted(people, key=lambda code: (-people[code], code))
    codes = dict.fromkeys(code for code in (*places, *of_people) if code in countries())
    return [code for code in codes if code]


def countries_of_people(series: Series) -> Counter[str]:
    """Return how many of the people concerned represent which country."""
    rows = db.session.scalars(
        select(Person.country).where(
            Person.id.in_(people_of_meeting(series)), Person.country.is_not(None)
        )
    )
    return Counter(country for country in rows if country)


def people_of_meeting(series: Series) -> Select[int]:
    """Return the query of the people of its meeting whom a consultation concerns.

    Its experts, where it is for experts or open to everybody; all who take part, where it names
    nobody; nobody of them, where it is for others. Who has left is not concerned.
    """
    wanted = select(Participation.person_id).where(
        Participation.meeting_id == series.meeting_id, Participation.left_at.is_(None)
    )
    if series.audience is None:
        return wanted
    if series.audience in {EXPERTS, OPEN_ONLINE}:
        return wanted.where(Participation.is_expert)
    return wanted.where(false())


_RULES = (
    select(SessionRule)
    .where(one_of(SessionRule.consultation_id, numbers_named("numbers")))
    .order_by(SessionRule.starts_on)
)
_SINGLES = (
    select(SessionDate)
    .where(one_of(SessionDate.consultation_id, numbers_named("numbers")))
    .order_by(SessionDate.original_on)
)
