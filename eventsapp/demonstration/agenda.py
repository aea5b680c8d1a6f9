"""The time plan of the second dialogue: two days with strands side by side, and who speaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from eventsapp.accounts.models import User
from eventsapp.agendas.content import CHAIR, MODERATOR, RAPPORTEUR, SPEAKER, Speaker
from eventsapp.agendas.services import More, add_item, announce, change_item, state_hours
from eventsapp.meetings.models import (
    BREAK,
    BREAKOUT,
    CLOSING,
    PLENARY,
    PRESENTATION,
    QUESTIONS,
    Meeting,
    MeetingDay,
)
from eventsapp.people.models import Person

_DATA, _STREETS = "Room A: data and people", "Room B: streets for everybody"
_AFTER_LUNCH = time(14, 30)


@dataclass(frozen=True)
class Planned:
    """One item; `said` are roles and names of people of the dialogue."""

    title: str
    kind: str
    minutes: int
    said: tuple[tuple[str, str], ...] = ()
    pinned: time | None = None
    track: str | None = None
    annotation: str | None = None


_FIRST = (
    Planned("Opening", PLENARY, 20, ((CHAIR, "Nadia Rahimi"),)),
    Planned(
        "What the regions said so far", PRESENTATION, 40,
        ((SPEAKER, "Omar Farouk Idris"), (SPEAKER, "Siti Rahmawati")),
        annotation="The speakers sum up the consultation and name what is still open.",
    ),
    Planned("Questions and answers", QUESTIONS, 30, ((MODERATOR, "Wambui Njeri"),)),
    Planned("Coffee", BREAK, 20),
    Planned(
        "Who is counted, and who may look", BREAKOUT, 75,
        ((MODERATOR, "Karen Groß"), (RAPPORTEUR, "李明")), track=_DATA,
        annotation="The room works on the paragraphs about data of the second draft.",
    ),
    Planned(
        "A test drive for a crossing", BREAKOUT, 45,
        ((MODERATOR, "Thandiwe Mokoena"), (SPEAKER, "Inés Etxeberria")), track=_STREETS,
    ),
    Planned("A door for those who are offline", BREAKOUT, 40, track=_STREETS),
    Planned("Lunch", BREAK, 75),
    Planned(
        "What the rooms found", PLENARY, 60,
        ((CHAIR, "Nadia Rahimi"), (RAPPORTEUR, "Camila Restrepo")), pinned=_AFTER_LUNCH,
    ),
    Planned("Close of the day", CLOSING, 15),
)  # fmt: skip
_SECOND = (
    Planned("The draft, paragraph by paragraph", PLENARY, 90, ((CHAIR, "Nadia Rahimi"),)),
    Planned("Coffee", BREAK, 20),
    Planned("Money for what must be kept up", PRESENTATION, 30, ((SPEAKER, "Sam O’Connell"),)),
    Planned("Questions and answers", QUESTIONS, 30),
    Planned("Next steps and closing", CLOSING, 40, ((CHAIR, "Omar Farouk Idris"),)),
)


def plan_agenda(meeting: Meeting, people: Mapping[str, Person], *, now: datetime, by: User) -> None:
    """Enter the agenda, announce it, and change it once since: so there is a difference to see."""
    entered, announced = now - timedelta(days=9), now - timedelta(days=5)
    for day, items in zip(meeting.days, (_FIRST, _SECOND), strict=True):
        state_hours(day, time(9, 30), time(17, 0), by=by, now=entered)
        for item in items:
            more = More(item.kind, item.track, item.annotation, _speakers(item, people))
            add_item(day, item.title, by=by, now=entered, starts=item.pinned,
                     minutes=item.minutes, more=more)  # fmt: skip
    announce(meeting, by=by, now=announced)
    _give_more_time(meeting.days[0], by=by, now=now - timedelta(days=1))


def _speakers(item: Planned, people: Mapping[str, Person]) -> tuple[Speaker, ...]:
    return tuple(Speaker(role, people[name].id) for role, name in item.said)


def _give_more_time(day: MeetingDay, *, by: User, now: datetime) -> None:
    """Give questions ten minutes more than was announced; what follows begins later."""
    asked = next(one for one in day.agenda if one.kind == QUESTIONS)
    change_item(asked, title=asked.title, starts=None, minutes=40, day=day, by=by, now=now)
