"""An agenda as a paper: numbered items, annotations, organization of work. Pure.

Words come from whoever asks for the paper, in one language; hours are those of the meeting.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from eventsapp.agendas.content import Agenda, Day, Item, numbers


@dataclass(frozen=True)
class Words:
    """What stands in a paper beside the agenda itself, in its language."""

    language: str
    title: str
    annotated_title: str
    meeting: str
    facts: str
    state: str
    items: str
    annotations: str
    work: str
    time: str
    item: str
    room: str
    who: str
    no_time: str
    days: Mapping[int, str]
    names: Mapping[int, str]
    roles: Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """One item: its number (none for a break), when, what, where, who, and its annotation."""

    number: int | None
    hours: str
    title: str
    track: str
    named: tuple[tuple[str, str], ...]
    annotation: tuple[str, ...]

    @property
    def speakers(self) -> str:
        """`Siosaia Tupou (Speaker), 王芳 (Moderator)`."""
        return ", ".join(f"{name} ({role})" for name, role in self.named)

    @property
    def numbered(self) -> str:
        """`3. Draft of the guidelines`, a break without its number."""
        return f"{self.number}. {self.title}" if self.number else self.title


@dataclass(frozen=True)
class DayPart:
    """The organization of work of one day."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Paper:
    """The whole paper; it is annotated where an item has an annotation or a speaker."""

    words: Words
    days: tuple[DayPart, ...]

    @property
    def items(self) -> list[Line]:
        """The numbered items."""
        return [line for day in self.days for line in day.lines if line.number]

    @property
    def annotated(self) -> list[Line]:
        """The items about which there is something to say."""
        return [line for line in self.items if line.annotation or line.speakers]

    @property
    def title(self) -> str:
        """What the paper is called."""
        return self.words.annotated_title if self.annotated else self.words.title

    @property
    def has_rooms(self) -> bool:
        """Whether anything runs in a room or strand of its own."""
        return any(line.track for day in self.days for line in day.lines)

    @property
    def has_speakers(self) -> bool:
        """Whether anybody is named."""
        return any(line.speakers for day in self.days for line in day.lines)

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`."""
        return "rtl" if self.words.language == "ar" else "ltr"


def paper_of(agenda: Agenda, words: Words) -> Paper:
    """Return the paper of an agenda."""
    count = numbers(agenda)
    return Paper(words, tuple(_day(day, count, words) for day in agenda.days if day.items))


def _day(day: Day, count: Mapping[int, int], words: Words) -> DayPart:
    lines = tuple(_line(item, count.get(item.key), words) for item in day.items)
    return DayPart(words.days[day.number], lines)


def _line(item: Item, number: int | None, words: Words) -> Line:
    named = tuple(
        (one.name or words.names.get(one.person_id or 0, ""), words.roles[one.role])
        for one in item.speakers
    )
    text = (item.annotation or "").splitlines()
    return Line(
        number=number,
        hours=_hours(item, words),
        title=item.title,
        track=item.track or "",
        named=named,
        annotation=tuple(part.strip() for part in text if part.strip()),
    )


def _hours(item: Item, words: Words) -> str:
    if item.starts is None:
        return words.no_time
    return f"{item.starts:%H:%M}" + (f"–{item.ends:%H:%M}" if item.ends else "")
