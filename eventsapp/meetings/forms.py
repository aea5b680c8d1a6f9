"""What staff type about a meeting, its days and its agenda."""

from datetime import date
from typing import Any
from zoneinfo import available_timezones

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from eventsapp import versioned
from eventsapp.formats import (
    YEARS,
    language,
    once_a_language,
    say_language,
)
from eventsapp.meetings.facts import (
    KEEP_CLOCK,
    KEEP_INSTANT,
    PLAIN,
    Facts,
    TakingPart,
    to_web_address,
)
from eventsapp.meetings.models import (
    ANNOUNCED,
    CHAIR,
    CO_CHAIR,
    CONFIRMED,
    CONSULTATION,
    DRAFT,
    EGM,
    FORUM,
    HEAD_OF_DELEGATION,
    INTERPRETER,
    RAPPORTEUR,
    SECRETARIAT,
    SPEAKER,
    WORKING_SESSION,
    Meeting,
    Participation,
)
from eventsapp.people.countries import countries_like, country_named, telling_label
from eventsapp.people.languages import language_named, languages_in
from eventsapp.people.queries import category_choices, country_name, country_names


def is_believable(form: FlaskForm, field: DateField) -> None:
    """Refuse a year in which nobody alive holds meetings."""
    if field.data and field.data.year not in YEARS:
        raise ValidationError(
            gettext(
                "%(year)s is no year from %(first)s to %(last)s. Look at the year again.",
                year=field.data.year,
                first=YEARS[0],
                last=YEARS[-1],
            )
        )


def _stripped(text: str | None) -> str | None:
    return " ".join(text.split()) if text else text


class ClockField(TimeField):
    """A time on the clock, such as 09:00."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the time; say how to write it where that fails."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write the time as hours and minutes, like 09:00.")) from None


class ZoneField(SelectField):
    """A zone of the time zone database."""

    def pre_validate(self, form: FlaskForm) -> None:
        """Refuse another, and name it."""
        if self.data not in {choice.value for choice in self.choices}:
            raise ValidationError(
                gettext(
                    "There is no time zone “%(typed)s”. Choose one such as Africa/Nairobi.",
                    typed=(self.data or "")[:60],
                )
            )


def is_web_address(form: FlaskForm, field: StringField) -> None:
    """Refuse what no browser opens as a page."""
    if field.data and not to_web_address(field.data):
        raise ValidationError(
            gettext("This is no web address. Write it like https://meet.example.org/egm-3.")
        )


def are_languages(form: FlaskForm, field: StringField) -> None:
    """Refuse words that are no languages."""
    for word in languages_in(field.data or "")[1]:
        raise ValidationError(
            gettext("“%(word)s” is no language. Write it like French, or fr.", word=word[:60])
        )


class MinutesField(IntegerField):
    """A length in minutes."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number; say how to write it where that fails."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write the length in minutes, as a number like 45.")) from None


class VersionedForm(FlaskForm):
    """A form that knows which version of the row it was opened with."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def renew(self, version: int) -> None:
        """Go on from the newer version, with everything that was typed."""
        self.version.raw_data = None
        self.version.data = version


class MeetingForm(VersionedForm):
    """The facts of a meeting."""

    title = StringField(
        _("Title"),
        validators=[DataRequired(_("Enter the title of the meeting.")), Length(max=300)],
        filters=[_stripped],
    )
    starts_on = DateField(
        _("First day"), validators=[DataRequired(_("Enter the first day.")), is_believable]
    )
    ends_on = DateField(
        _("Last day"), validators=[DataRequired(_("Enter the last day.")), is_believable]
    )
    kind = SelectField(_("Kind"), default=EGM)
    tz = ZoneField(_("Time zone"))
    keep = RadioField(
        _("If the zone changes"),
        choices=[
            SelectChoice(KEEP_CLOCK, _("Keep the times on the clock: 09:00 stays 09:00")),
            SelectChoice(
                KEEP_INSTANT, _("Keep the instants: clocks in the new zone show another time")
            ),
        ],
        default=KEEP_CLOCK,
    )
    place = StringField(_("Place"), validators=[Length(max=300)], filters=[_stripped])
    mode = SelectField(
        _("Mode"),
        choices=[
            SelectChoice("", _("not stated")),
            SelectChoice("in person", _("in person")),
            SelectChoice("online", _("online")),
            SelectChoice("hybrid", _("online and in person")),
        ],
    )
    venue = StringField(_("Venue"), validators=[Length(max=300)], filters=[_stripped])
    rooms = TextAreaField(_("Rooms"), validators=[Length(max=3000)])
    join_url = StringField(
        _("Join link"), validators=[Length(max=1000), is_web_address], filters=[_stripped]
    )
    languages = StringField(_("Languages"), validators=[Length(max=300), are_languages])
    agenda_url = StringField(
        _("Where its agenda is kept"),
        validators=[Length(max=1000), is_web_address],
        filters=[_stripped],
    )
    description = TextAreaField(_("What it is for"), validators=[Length(max=5000)])
    is_public = BooleanField(_("Public: everybody may see days and agenda, without names"))
    takes_letter_requests = BooleanField(_("Experts may ask for an invitation letter to it"))

    def __init__(self, meeting: Meeting | None = None, **values: Any) -> None:
        super().__init__(**{**_known(meeting), **values})
        self.tz.choices, self.kind.choices = zone_choices(), list(kind_names().items())
        if meeting is not None:  # what a record says stays a choice, or saving would change it
            _keep_choice(self.tz, meeting.tz)
            _keep_choice(self.mode, meeting.mode or "")
        # A choice that is always made is not said to be optional.
        self.tz.flags.quiet = self.mode.flags.quiet = self.kind.flags.quiet = True

    def validate_ends_on(self, field: DateField) -> None:
        """Refuse a last day before the first."""
        if (
            isinstance(field.data, date)
            and self.starts_on.data
            and field.data < self.starts_on.data
        ):
            raise ValidationError(_("The last day is before the first. Correct one of the two."))

    def facts(self) -> Facts:
        """Return what was typed."""
        sure = ("title", "starts_on", "ends_on", "tz", "is_public", "takes_letter_requests", "kind")
        may_miss = ("place", "mode", "description", "venue", "join_url", "agenda_url")
        rooms = (" ".join(line.split()) for line in (self.rooms.data or "").splitlines())
        stated: dict[str, Any] = {name: self[name].data or None for name in may_miss}
        return Facts(
            **{name: self[name].data for name in sure},
            **stated,
            rooms=tuple(dict.fromkeys(filter(None, rooms))),
            languages=tuple(languages_in(self.languages.data or "")[0]),
            keep=self.keep.data or KEEP_CLOCK,
        )


class NewMeetingForm(MeetingForm):
    """The facts of a meeting, and what its name is made of."""

    series = StringField(
        _("Series"),
        default="EGM",
        validators=[DataRequired(_("Enter the series, such as EGM.")), Length(max=40)],
        filters=[_stripped],
    )
    number = IntegerField(
        _("Number"),
        validators=[Optional(), NumberRange(1, 9999, _("Enter a number from 1 to 9999."))],
    )
    process_code = StringField(
        _("Code of the process"),
        validators=[
            DataRequired(_("Enter the code of the process; it numbers the letters.")),
            Length(max=40),
        ],
        filters=[_stripped],
    )
    state = SelectField(_("Begin it as"), default=DRAFT)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.state.choices, self.state.flags.quiet = list(state_names().items()), True


class ParticipationForm(versioned.VersionedForm):
    """As what somebody takes part in a meeting; empty country and category are as the registry
    says."""

    role = SelectField(_("Role in the meeting"))
    country = StringField(
        _("Country they stand for at this meeting"),
        validators=[Length(max=100, message=_("Use at most 100 characters."))],
        filters=[_stripped],
    )
    category = SelectField(_("Category at this meeting"))
    is_expert = BooleanField(_("Counts as an expert: owes what experts owe"))
    is_observer = BooleanField(_("Observer: may see the meeting, sits in no room"))
    has_left = BooleanField(_("Has left the meeting"))

    def __init__(self, part: Participation, **values: Any) -> None:
        known = {
            "role": part.role or "",
            "country": country_name(part.country, language()) if part.country else "",
            "category": part.category or "",
            "is_expert": part.is_expert,
            "is_observer": part.is_observer,
            "has_left": part.left_at is not None,
        }
        super().__init__(**{"data": known, **values})
        self.role.choices = [("", gettext("no role")), *role_names().items()]
        as_known = gettext("as the registry says")
        self.category.choices = [("", as_known), *category_choices(language())]
        self.role.flags.quiet = self.category.flags.quiet = True

    @property
    def facts(self) -> TakingPart:
        """What was typed."""
        return TakingPart(
            is_expert=self.is_expert.data,
            is_observer=self.is_observer.data,
            has_left=self.has_left.data,
            role=self.role.data or None,
            country=_code_of(self.country.data),
            category=self.category.data or None,
        )

    def validate_country(self, field: StringField) -> None:
        """Ask where a name means no country of the UN list, or more than one."""
        if not field.data or _code_of(field.data):
            return
        meant = [telling_label(one.code, language()) for one in countries_like(field.data)]
        if meant:
            raise ValidationError(
                gettext(
                    "“%(typed)s” may mean %(names)s. Write the one that is meant.",
                    typed=field.data,
                    names=", ".join(meant),
                )
            )
        raise ValidationError(
            gettext(
                "“%(typed)s” is no country of the UN list. Correct it, or leave it empty.",
                typed=field.data,
            )
        )


@once_a_language
def role_names() -> dict[str, str]:
    """Return the roles that somebody may have in a meeting, in words."""
    return {
        CHAIR: gettext("Chair"),
        CO_CHAIR: gettext("Co-chair"),
        RAPPORTEUR: gettext("Rapporteur"),
        SPEAKER: gettext("Speaker"),
        HEAD_OF_DELEGATION: gettext("Head of delegation"),
        SECRETARIAT: gettext("Secretariat"),
        INTERPRETER: gettext("Interpreter"),
    }


def _code_of(typed: str | None) -> str | None:
    """Return the country that a text means: by any of its names, or by the words of staff where
    that is nobody else's name (`Congo` is asked about)."""
    named = country_named(typed or "")
    if named:
        return named.code
    by_staff = [code for code, name in country_names(language()).items() if name == typed]
    return by_staff[0] if by_staff and len(countries_like(typed or "")) < 2 else None


@once_a_language
def kind_names() -> dict[str, str]:
    """Return the kinds of meetings, in words."""
    return {
        EGM: gettext("Expert group meeting"),
        CONSULTATION: gettext("Consultation session"),
        WORKING_SESSION: gettext("Working session"),
        FORUM: gettext("Plenary or forum"),
    }


@once_a_language
def state_names() -> dict[str, str]:
    """Return what a meeting may be before it is held, in words."""
    return {
        DRAFT: gettext("Draft, seen by staff only"),
        ANNOUNCED: gettext("Announced"),
        CONFIRMED: gettext("Confirmed"),
    }


def _known(meeting: Meeting | None) -> dict[str, Any]:
    """Return the facts of a meeting, with rooms and languages as people write them."""
    if meeting is None:
        return {}
    names = (*PLAIN, "starts_on", "ends_on", "tz", "version")
    said = ((tag, say_language(tag)) for tag in meeting.languages)
    languages = [word if language_named(word) == tag else tag for tag, word in said]
    words_of = {"rooms": "\n".join(meeting.rooms), "languages": ", ".join(languages)}
    return {**{name: getattr(meeting, name) for name in names}, **words_of}


class ConfirmForm(FlaskForm):
    """Nothing to type: one more click before something that people notice."""


def _keep_choice(field: SelectField, value: str) -> None:
    if value not in {choice.value for choice in field.choices}:
        field.choices = [*field.choices, SelectChoice(value, value)]


def zone_choices() -> list[SelectChoice]:
    """Return the zones a meeting may be in, by name."""
    zones = sorted(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/")
    )
    names = [(zone, zone.replace("_", " ")) for zone in ("UTC", *zones)]
    return [SelectChoice(zone, name) for zone, name in names]
