"""What staff type about a poll."""

from datetime import date, datetime, time
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import UUID, DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.validators import ValidationError as Wrong

from eventsapp.formats import YEARS, city_of
from eventsapp.meetings.facts import KEEP_CLOCK, KEEP_INSTANT
from eventsapp.meetings.forms import ClockField, MinutesField, is_believable
from eventsapp.meetings.models import Meeting
from eventsapp.numbers import row_number
from eventsapp.people.forms import zone_choices
from eventsapp.polls.models import Poll
from eventsapp.polls.saving import NewMeeting
from eventsapp.polls.services import Facts
from eventsapp.polls.slots import Clock, Wall, clock_of, read_times, walls
from eventsapp.reminders.planning import known_zone
from eventsapp.versioned import VersionedForm

LONGEST_MINUTES = 24 * 60
# More slots than a page offers: what is past that nobody ticked.
MOST_WANTED = 1_000


def _trimmed(text: str | None) -> str | None:
    return text.strip() if text else None


class PollForm(VersionedForm):
    """The facts of a poll."""

    title = StringField(
        _("What the time is sought for"),
        validators=[
            DataRequired(_("Enter what it is for, as people know it.")),
            Length(max=300, message=_("Use at most 300 characters.")),
        ],
        filters=[_trimmed],
    )
    description = TextAreaField(
        _("A sentence for those who are asked"),
        validators=[Length(max=2000, message=_("Use at most 2,000 characters."))],
        filters=[_trimmed],
    )
    meeting = SelectField(_("For the meeting"), validate_choice=True)
    tz = SelectField(_("Time zone of the slots"), validate_choice=True)
    keep = RadioField(
        _("The zone changes. What becomes of the slots?"),
        choices=[
            SelectChoice(KEEP_CLOCK, _("They keep the time on the clock: 09:00 stays 09:00")),
            SelectChoice(
                KEEP_INSTANT, _("They keep the instant: clocks in the new zone show another time")
            ),
        ],
        validate_choice=False,
    )
    duration_minutes = MinutesField(
        _("Length in minutes"),
        validators=[
            InputRequired(_("Enter how long it takes, in minutes.")),
            NumberRange(5, LONGEST_MINUTES, _("Enter a length from 5 to 1440 minutes.")),
        ],
    )
    closes_on = DateField(
        _("Answers until"),
        validators=[DataRequired(_("Enter the last day for answers.")), is_believable],
    )
    closes_at_time = ClockField(
        _("Until what time"), validators=[InputRequired(_("Enter until what time, such as 18:00."))]
    )
    shows_counts = BooleanField(_("Those who are asked see how many can come at each slot"))

    def __init__(self, meetings: list[Meeting], poll: Poll | None = None, **values: Any) -> None:
        known = _values_of(poll) if poll else {}
        fixed = {"formdata": values.pop("formdata")} if "formdata" in values else {}
        super().__init__(data={**known, **values}, **fixed)
        self.poll = poll
        none = gettext("none yet: it is made of the slot that is chosen")
        found = [SelectChoice(str(one.id), _named(one)) for one in meetings]
        self.meeting.choices = [SelectChoice("", none), *found]
        self.tz.choices = zone_choices(known_zone(self.tz.data))
        self.meeting.flags.quiet = self.tz.flags.quiet = True

    def validate_closes_at_time(self, field: ClockField) -> None:
        """Refuse a closing moment that does not exist."""
        if field.data and self.closes_on.data and not self.tz.errors:
            wall = Wall(self.closes_on.data, field.data)
            if clock_of(wall, self.tz.data) is Clock.NEVER:
                raise Wrong(
                    gettext(
                        "%(time)s does not exist on that day in %(city)s: clocks go forward over "
                        "it. Choose an hour later.",
                        time=f"{field.data:%H:%M}",
                        city=city_of(self.tz.data),
                    )
                )

    def validate_keep(self, field: RadioField) -> None:
        """Ask what stays where the zone of existing slots changes."""
        changes = self.poll is not None and self.poll.slots and self.poll.tz != self.tz.data
        if changes and field.data not in {KEEP_CLOCK, KEEP_INSTANT}:
            raise Wrong(gettext("Say what stays: the time on the clock, or the instant."))

    @property
    def facts(self) -> Facts:
        """What was typed."""
        return Facts(
            title=self.title.data or "",
            description=self.description.data,
            meeting_id=int(self.meeting.data) if self.meeting.data else None,
            tz=self.tz.data,
            duration_minutes=self.duration_minutes.data or 0,
            closes_on=self.closes_on.data,
            closes_at_time=self.closes_at_time.data,
            shows_counts=self.shows_counts.data,
        )


def _named(meeting: Meeting) -> str:
    return f"{meeting.short_name}, {meeting.starts_on:%d-%m-%Y}"


def _values_of(poll: Poll) -> dict[str, Any]:
    names = ("title", "description", "tz", "duration_minutes", "closes_on", "closes_at_time",
             "shows_counts")  # fmt: skip
    return {name: getattr(poll, name) for name in names} | {
        "meeting": str(poll.meeting_id or ""),
        "keep": None,
    }


class NewPollForm(PollForm):
    """The facts of a poll, sent once: a form that arrives twice begins one poll."""

    uid = HiddenField(validators=[UUID(_("This form was not filled on our page. Load it again."))])


class SlotsForm(FlaskForm):
    """Days and hours, each day with each hour."""

    other_times = StringField(
        _("Other hours"),
        validators=[Length(max=200, message=_("Use at most 200 characters."))],
        filters=[_trimmed],
    )

    def __init__(self) -> None:
        super().__init__()
        self.days = {one for text in request.form.getlist("day") if (one := _day_in(text))}
        self.hours = {int(one) for one in request.form.getlist("hour") if one in HOURS}

    def validate_other_times(self, field: StringField) -> None:
        """Refuse what is no time; say what is missing where nothing is chosen."""
        times, wrong = read_times(field.data or "")
        if wrong:
            raise Wrong(gettext("“%(word)s” is no time. Write it like 14:30.", word=wrong[0][:40]))
        if len(self.days) * (len(self.hours) + len(times)) > MOST_WANTED:
            raise Wrong(gettext("Choose fewer days or hours."))

    def wanted(self) -> list[Wall]:
        """Return every chosen day with every chosen hour."""
        times, _wrong = read_times(self.other_times.data or "")
        return walls(self.days, [*(time(hour) for hour in self.hours), *times])


HOURS = {str(hour) for hour in range(24)}


def _day_in(text: str) -> date | None:
    """Return the day, of a year in which people meet; clocks elsewhere may show the next one."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in YEARS else None


def walls_in(texts: list[str]) -> list[Wall]:
    """Return the slots that another page hands over, such as `2026-10-26T14:00`."""
    found = []
    for text in texts:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            continue
        if moment.tzinfo is None and moment.year in YEARS:
            found.append(Wall(moment.date(), moment.time().replace(second=0, microsecond=0)))
    return sorted(set(found))


class ClosingForm(FlaskForm):
    """Until when a poll is open again."""

    closes_on = DateField(
        _("Answers until"),
        validators=[DataRequired(_("Enter the last day for answers.")), is_believable],
    )
    closes_at_time = ClockField(
        _("Until what time"), validators=[InputRequired(_("Enter until what time, such as 18:00."))]
    )


class ChooseForm(FlaskForm):
    """What becomes of a chosen slot."""

    version = HiddenField()
    title = StringField(
        _("Title of the meeting"),
        validators=[Optional(), Length(max=300, message=_("Use at most 300 characters."))],
        filters=[_trimmed],
    )
    series = StringField(
        _("Series"),
        validators=[Length(max=40, message=_("Use at most 40 characters."))],
        filters=[_trimmed],
    )
    number = IntegerField(
        _("Number"),
        validators=[Optional(), NumberRange(1, 9999, _("Enter a number from 1 to 9999."))],
    )
    process_code = StringField(
        _("Code of the process"),
        validators=[Optional(), Length(max=40, message=_("Use at most 40 characters."))],
        filters=[_trimmed],
    )
    mode = SelectField(
        _("Mode"),
        choices=[
            SelectChoice("online", _("online")),
            SelectChoice("hybrid", _("online and in person")),
            SelectChoice("in person", _("in person")),
            SelectChoice("", _("not stated")),
        ],
    )
    sends = BooleanField(_("Write to everybody who was asked"), default=True)

    def __init__(self, poll: Poll, **values: Any) -> None:
        super().__init__(version=str(poll.version), title=poll.title, **values)
        self.poll = poll
        for field in (self.mode, self.title, self.series, self.process_code):
            field.flags.quiet = True

    def validate_series(self, field: StringField) -> None:
        """Ask for what a new meeting is named by."""
        if self.poll.meeting_id is None and not (field.data and self.process_code.data):
            raise Wrong(gettext("Enter the series, such as EGM, and the code of the process."))

    @property
    def new(self) -> NewMeeting | None:
        """The meeting to make, or None where there is one."""
        if self.poll.meeting_id is not None:
            return None
        return NewMeeting(
            title=self.title.data or self.poll.title,
            series=self.series.data or "",
            number=self.number.data,
            process=self.process_code.data or "",
            mode=self.mode.data or None,
        )

    @property
    def seen_version(self) -> int:
        """The version of the poll with which the page was opened."""
        return row_number(self.version.data or "")
