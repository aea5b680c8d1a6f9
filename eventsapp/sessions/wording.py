"""Rules and doubts as people say them: English patterns, translated where they are shown. Pure."""

from collections.abc import Callable
from datetime import date

from eventsapp.sessions.recurrence import DAILY, LAST, MONTHLY, WEEKLY, Rule
from eventsapp.translation import N_
from eventsapp.walltime import SKIPPED, TWICE

Translate = Callable[..., str]  # a pattern and what stands in it: the sentence

_PLACES = {
    1: N_("the first %(weekday)s"),
    2: N_("the second %(weekday)s"),
    3: N_("the third %(weekday)s"),
    4: N_("the fourth %(weekday)s"),
    5: N_("the fifth %(weekday)s"),
    LAST: N_("the last %(weekday)s"),
}
# Every one, every second, every few; daily, weekly, monthly.
_PERIODS = {
    DAILY: (N_("each day"), N_("every second day"), N_("every %(count)s days")),
    WEEKLY: (N_("each week"), N_("every second week"), N_("every %(count)s weeks")),
    MONTHLY: (N_("each month"), N_("every second month"), N_("every %(count)s months")),
}
DOUBTS = {
    SKIPPED: N_(
        "Clocks in %(city)s skip %(hour)s that night. %(taken)s is taken; choose another hour if "
        "that is not meant."
    ),
    TWICE: N_(
        "Clocks in %(city)s show %(hour)s twice that night. The first is taken, at %(taken)s; "
        "choose another hour if that is not meant."
    ),
}


def worded_rule(
    rule: Rule,
    translate: Translate,
    weekday_name: Callable[[int], str],
    say_day: Callable[[date], str],
) -> str:
    """Return a rule in words: `on the last Thursday of each month until 26 March 2026`."""
    sentence = _days(rule, translate, weekday_name)
    if rule.until is not None:
        return translate(N_("%(rule)s until %(day)s"), rule=sentence, day=say_day(rule.until))
    if rule.count is not None:
        return translate(N_("%(rule)s, %(count)s times"), rule=sentence, count=rule.count)
    return sentence


def _days(rule: Rule, translate: Translate, weekday_name: Callable[[int], str]) -> str:
    period = _period(rule, translate)
    named = [_weekday(place, weekday_name(day), translate) for place, day in rule.weekdays]
    named += [_month_day(day, translate) for day in rule.month_days]
    if not named:
        return period
    days = _listed(named, translate)
    if rule.frequency == MONTHLY:
        return translate(N_("on %(days)s of %(period)s"), days=days, period=period)
    return translate(N_("%(period)s on %(days)s"), period=period, days=days)


def _period(rule: Rule, translate: Translate) -> str:
    pattern = _PERIODS[rule.frequency][min(rule.interval, 3) - 1]
    return translate(pattern, count=rule.interval)


def _weekday(place: int | None, name: str, translate: Translate) -> str:
    return name if place is None else translate(_PLACES[place], weekday=name)


def _month_day(day: int, translate: Translate) -> str:
    return translate(N_("the last day") if day == LAST else N_("day %(number)s"), number=day)


def _listed(names: list[str], translate: Translate) -> str:
    if len(names) == 1:
        return names[0]
    some = ", ".join(names[:-1])
    return translate(N_("%(some)s and %(last)s"), some=some, last=names[-1])
