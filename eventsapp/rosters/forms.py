"""What is typed in a room, and the words of its roster on paper and in files."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import time
from uuid import uuid4

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp

from eventsapp.breakouts.models import (
    DEPUTY,
    MEMBER,
    MODERATOR,
    NOTE_TAKER,
    OBSERVER,
    BreakoutRoom,
    Round,
)
from eventsapp.breakouts.roster import EarlierSeat
from eventsapp.formats import say_day, say_language, say_time, say_zone
from eventsapp.rosters.models import RoomNotes
from eventsapp.rosters.papers import Sheet
from eventsapp.rosters.people import Member
from eventsapp.rosters.queries import Told
from eventsapp.versioned import VersionedForm
from eventsapp.walltime import moment_at

LONGEST_NOTES, LONGEST_MAIL = 100_000, 5_000


class NotesForm(VersionedForm):
    """What the note-taker types."""

    text = TextAreaField(
        _("Notes of this room"),
        [Length(max=LONGEST_NOTES, message=_("The notes are too long: keep to 100,000 letters."))],
    )

    def __init__(self, notes: RoomNotes | None, **given: object) -> None:
        super().__init__(data={"text": notes.text if notes else ""}, **given)
        self.text.flags.quiet = True


class RoomMailForm(FlaskForm):
    """A note to the members of a room. `client_key` makes that one form is sent once."""

    subject = StringField(
        _("Subject"),
        [
            DataRequired(_("Write what the note is about: it stands in the list of their mail.")),
            Length(max=150, message=_("Keep the subject to 150 letters.")),
        ],
        filters=[lambda text: " ".join((text or "").split())],
    )
    text = TextAreaField(
        _("What you want to say"),
        [
            DataRequired(_("Write what the members should read.")),
            Length(max=LONGEST_MAIL, message=_("Keep the note to 5,000 letters.")),
        ],
        filters=[lambda text: (text or "").replace("\r\n", "\n").strip()],
    )
    replies_to_writer = BooleanField(_("Answers come to me: who answers sees my address"))
    client_key = HiddenField(
        validators=[
            Regexp(r"[\w-]{20,64}\Z", message=_("Load this page again, then send your note."))
        ]
    )

    def begin(self) -> None:
        """Give a form that is opened a key of its own."""
        self.client_key.data = uuid4().hex


def role_names() -> dict[str, str]:
    """Return the word for each role."""
    return {
        MODERATOR: gettext("Moderator"),
        DEPUTY: gettext("Deputy moderator"),
        NOTE_TAKER: gettext("Note-taker"),
        MEMBER: gettext("Member"),
        OBSERVER: gettext("Observer"),
    }


def say_round(round_: Round) -> str:
    """Return what a round is called on paper."""
    name = gettext("Round %(number)s", number=round_.number)
    if round_.day is not None:
        name = gettext("%(round)s, day %(day)s", round=name, day=round_.day.number)
    return f"{name}: {round_.title}" if round_.title else name


def say_when(round_: Round, starts: time | None, ends: time | None) -> str:
    """Return when a round meets, in the zone of its meeting; empty where no day is known."""
    if round_.day is None:
        return ""
    day, tz = round_.day.on_date, round_.meeting.tz
    if starts is None:
        return f"{say_day(day, 'short')}, {say_zone(tz, day)}"
    hours = f"{say_time(starts)}–{say_time(ends)}" if ends else say_time(starts)
    return f"{say_day(day, 'short')}, {hours} {say_zone(tz, moment_at(day, starts, tz))}"


def sheets_of(
    round_: Round,
    members: Mapping[int, tuple[Member, ...]],
    when: str,
    only: BreakoutRoom | None = None,
) -> list[Sheet]:
    """Return the rooms of a round on paper, without those that are closed; or `only` one."""
    return [
        Sheet(
            label=one.label,
            name=say_room(one),
            title=one.title,
            place=one.place,
            when=when,
            members=members.get(one.id, ()),
        )
        for one in ([only] if only else round_.rooms)
        if only or one.closed_at is None
    ]


def say_room(room: BreakoutRoom) -> str:
    """Return what a room is called."""
    name = gettext("Room %(label)s", label=room.label)
    return f"{name}: {room.title}" if room.title else name


def say_earlier(places: Iterable[EarlierSeat]) -> str:
    """Return in which rooms somebody was before, in words."""
    return gettext("Was in %(rooms)s", rooms=", ".join(map(_say_place, places)))


def _say_place(one: EarlierSeat) -> str:
    room = gettext("room %(label)s", label=one.label)
    if one.day_number:
        day = gettext("day %(number)s", number=one.day_number)
        return gettext(
            "%(room)s on %(day)s of %(meeting)s", room=room, day=day, meeting=one.meeting
        )
    return gettext("%(room)s of %(meeting)s", room=room, meeting=one.meeting)


def heard(told: Told) -> dict[int, list[str]]:
    """Return for each person of a room, in lines for paper, what is known of them and what they
    said."""
    wishes = {0: gettext("Wanted this theme most"), 1: gettext("Wanted it as a second choice")}
    lines: dict[int, list[str]] = {}
    for one in told.members:
        facts = [one.function, one.organization, ", ".join(map(say_language, one.languages))]
        rank = told.wishes.get(one.person_id)
        said = [f"{each.question} {each.answer}" for each in told.said.get(one.person_id, ())]
        if rank is not None:
            said.insert(0, wishes.get(rank, gettext("Would take this theme")))
        before = told.before.get(one.person_id, ())
        lines[one.person_id] = [
            *filter(None, facts),
            *([say_earlier(before)] if before else []),
            *said,
        ]
    return lines


def set_header() -> list[str]:
    """Return the headings of the whole set as a table."""
    return [
        gettext("Round"),
        gettext("Date"),
        gettext("Room"),
        gettext("Title"),
        gettext("Place"),
        gettext("Role"),
        gettext("Name"),
        gettext("Name in another script"),
        gettext("Organisation"),
        gettext("Function"),
        gettext("Languages"),
        gettext("Earlier rooms"),
    ]


def set_rows(
    round_: Round, sheets: Iterable[Sheet], earlier: Mapping[int, str]
) -> Iterator[list[object]]:
    """Return a row of that table for each person of a round; a room with nobody has one too."""
    roles, on_date = role_names(), round_.day.on_date if round_.day else None
    for sheet in sheets:
        of_room = [round_.number, on_date, sheet.label, sheet.title, sheet.place]
        if not sheet.members:
            yield [*of_room, *([None] * 7)]
        for one in sheet.members:
            names = (one.name, one.other_name, one.organization, one.function)
            languages = ", ".join(say_language(tag) for tag in one.languages)
            yield [*of_room, roles[one.role], *names, languages, earlier.get(one.person_id)]
