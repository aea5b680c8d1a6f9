"""What staff type about series."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from babel.dates import format_date, get_day_names
from flask_babel import get_locale, gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from eventsapp.consultations.forms import DayField
from eventsapp.formats import say_days
from eventsapp.meetings.forms import ClockField
from eventsapp.numbers import number_in
from eventsapp.sessions.dates import Stretch
from eventsapp.sessions.recurrence import (
    DAILY,
    LAST,
    MONTHLY,
    MOST_APART,
    WEEKLY,
    Rule,
    monthly_rule,
    read_rule,
)
from eventsapp.sessions.services import Hours
from eventsapp.translation import N_
from eventsapp.versioned import VersionedForm

BY_WEEKDAY, BY_DAY = "weekday", "day"
UNTIL, TIMES = "until", "times"
MOST_TIMES = 160
ENDLESS = N_("A series needs an end. Enter its last day, or how many times it takes place.")


class RepeatForm(FlaskForm):
    """Whether the series that a record suggests is taken; never ticked beforehand."""

    is_repeated = BooleanField(
        _("Repeat it"),
        validators=[DataRequired(_("Tick the box to repeat it. Left empty, nothing is repeated."))],
    )
    until = DayField(
        _("Until"), validators=[InputRequired(_("Enter the last day it may fall on."))]
    )


class Weekdays(SelectMultipleField):
    """Days of the week as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class NumberField(IntegerField):
    """A whole number; what is none counts as none, and is said so where a number is needed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        self.data = number_in(valuelist[0].strip()) if valuelist else None


class RuleForm(VersionedForm):
    """A rule in words: every how many days, weeks or months, on which days, until when."""

    frequency = SelectField(_("Repeat it by"))
    interval = NumberField(_("Every how many of them"), default=1)
    weekdays = Weekdays(_("By weeks: on which days"))
    month_by = RadioField(_("By months"), default=BY_WEEKDAY)
    place = SelectField(_("Which one in the month"), coerce=int)
    weekday = SelectField(_("Day of the week"), coerce=int)
    month_day = SelectField(_("Day of the month"), coerce=int)
    end = RadioField(_("Until when"), default=UNTIL)
    until = DayField(_("Last day it may fall on"))
    count = NumberField(_("How many times in all"))
    starts_at_time = ClockField(_("Begins at"), validators=[Optional()])
    ends_at_time = ClockField(_("Ends at"), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted(get_day_names("wide", locale=get_locale() or "en").items())
        self.frequency.choices = [
            (MONTHLY, gettext("months")),
            (WEEKLY, gettext("weeks")),
            (DAILY, gettext("days")),
        ]
        self.weekdays.choices = [(str(number), name) for number, name in names]
        self.month_by.choices = [
            (BY_WEEKDAY, gettext("on a day of the week")),
            (BY_DAY, gettext("on a day of the month")),
        ]
        self.place.choices = list(place_names().items())
        self.weekday.choices = names
        last = (LAST, gettext("the last day"))
        self.month_day.choices = [*((day, str(day)) for day in range(1, 32)), last]
        self.end.choices = [(UNTIL, gettext("until a day")), (TIMES, gettext("a number of times"))]
        for field in self:
            field.flags.quiet = True

    def validate_weekdays(self, field: Weekdays) -> None:
        """By weeks, a day is ticked at least."""
        if self.frequency.data == WEEKLY and not field.data:
            raise ValidationError(gettext("Tick the days of the week on which it takes place."))

    def validate_interval(self, field: "NumberField") -> None:
        """Every second one is far apart enough; every hundredth is a slip."""
        if field.data is None or not 1 <= field.data <= MOST_APART:
            raise ValidationError(gettext("Enter a number from 1 to 24: 2 is every second one."))

    def validate_until(self, field: DayField) -> None:
        """Refuse a rule without end."""
        if self.end.data != TIMES and field.data is None and not field.errors:
            raise ValidationError(gettext(ENDLESS))

    def validate_count(self, field: "NumberField") -> None:
        """Refuse a rule without end, and one that would go on for years."""
        if self.end.data != TIMES:
            return
        if field.data is None:
            raise ValidationError(gettext(ENDLESS))
        if not 2 <= field.data <= MOST_TIMES:
            raise ValidationError(gettext("Enter a number from 2 to 160."))

    def validate_ends_at_time(self, field: ClockField) -> None:
        """An end alone says little."""
        _needs_start(field, self.starts_at_time)

    @property
    def hours(self) -> Hours:
        """The hours on the wall."""
        return Hours(self.starts_at_time.data, self.ends_at_time.data)

    @property
    def rule(self) -> Rule:
        """The rule that was chosen."""
        is_counted = self.end.data == TIMES
        ends = {"count": self.count.data} if is_counted else {"until": self.until.data}
        return Rule(self.frequency.data, self.interval.data or 1, **self._days(), **ends)

    def _days(self) -> dict[str, Any]:
        if self.frequency.data == WEEKLY:
            return {"weekdays": tuple((None, int(day)) for day in sorted(self.weekdays.data or ()))}
        if self.frequency.data == DAILY:
            return {}
        if self.month_by.data == BY_DAY:
            return {"month_days": (self.month_day.data,)}
        return {"weekdays": ((self.place.data, self.weekday.data),)}


def filled_from(parts: Sequence[Stretch], offered: str | None, start: date) -> dict[str, Any]:
    """Return what the form of a rule shows: the rule that holds on a day, else the one that is
    offered or usual; for what the rule leaves open, what its first day suggests."""
    part = [part for part in parts if part.starts_on <= start][-1]
    rule, usual = read_rule(part.rrule or offered or monthly_rule(start)), monthly_rule(start)
    is_monthly = rule.frequency == MONTHLY and rule.weekdays
    place, weekday = rule.weekdays[0] if is_monthly else read_rule(usual).weekdays[0]
    weekly = [day for _place, day in rule.weekdays] if rule.frequency == WEEKLY else []
    return {
        "frequency": rule.frequency,
        "interval": rule.interval,
        "weekdays": [str(day) for day in weekly or [start.weekday()]],
        "month_by": BY_DAY if rule.month_days else BY_WEEKDAY,
        "place": place,
        "weekday": weekday,
        "month_day": rule.month_days[0] if rule.month_days else start.day,
        "end": TIMES if rule.count else UNTIL,
        "until": rule.until,
        "count": rule.count,
        "starts_at_time": part.starts_at_time,
        "ends_at_time": part.ends_at_time,
    }


def say_month(first: date) -> str:
    """Return `February 2025`."""
    return str(format_date(first, "LLLL y", locale=get_locale() or "en"))


def say_repeated(title: str, days: Sequence[date]) -> str:
    """Return the sentence that a series is saved."""
    return gettext(
        "“%(title)s” is repeated: %(count)s days, %(days)s.",
        title=title,
        count=len(days),
        days=say_days(days[0], days[-1]),
    )


def say_told(count: int) -> str:
    """Return the sentence that people are told, and how many."""
    if not count:
        return gettext("Nobody was written to.")
    return ngettext("One person is told by mail.", "%(num)s people are told by mail.", count)


def place_names() -> dict[int, str]:
    """Return which of the weekdays of a month may be meant, in the reader's language."""
    return {
        1: gettext("the first"),
        2: gettext("the second"),
        3: gettext("the third"),
        4: gettext("the fourth"),
        5: gettext("the fifth, where there is one"),
        LAST: gettext("the last"),
    }


def _reason() -> StringField:
    return StringField(
        _("Why"),
        validators=[Optional(), Length(max=500, message=_("Use at most 500 characters."))],
        filters=[lambda text: (text or "").strip() or None],
    )


class TellForm(FlaskForm):
    """Whether the people concerned are told."""

    is_told = BooleanField(_("Tell them by mail"))


class ReasonForm(TellForm):
    """Why one date is called off, and whether people are told."""

    reason = _reason()


class AddForm(ReasonForm):
    """One more date of a series; without hours it has those of the series."""

    on_date = DayField(_("Day"), validators=[InputRequired(_("Enter the day it takes place."))])
    starts_at_time = ClockField(_("Begins at"), validators=[Optional()])
    ends_at_time = ClockField(_("Ends at"), validators=[Optional()])

    def validate_ends_at_time(self, field: ClockField) -> None:
        """An end alone says little."""
        _needs_start(field, self.starts_at_time)

    @property
    def day(self) -> date:
        """The day, once the form is validated."""
        return self.on_date.data or date.min

    @property
    def hours(self) -> Hours:
        """The hours on the wall, empty for those of the series."""
        return Hours(self.starts_at_time.data, self.ends_at_time.data)


class DateForm(VersionedForm, AddForm):
    """Where one date of a series goes, and why."""


def _needs_start(end: ClockField, start: ClockField) -> None:
    if end.data is not None and start.data is None:
        raise ValidationError(gettext("Enter when it begins as well, or leave both empty."))
