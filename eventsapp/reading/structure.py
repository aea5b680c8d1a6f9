"""What a record of a meeting consists of: plain values that the modules here hand each other."""

from dataclasses import dataclass, field
from datetime import date, time

PLAIN, ITEM, HEADING, ROW = "plain", "item", "heading", "row"


class UnreadableFile(Exception):  # noqa: N818 -- named like RuleBroken
    """A file that cannot be read as minutes; the message is a sentence for people."""


@dataclass(frozen=True)
class Line:
    """One line of the source that is not blank; `number` counts from 1, blank lines included.

    `kind` is plain, item (of a list), heading (marked as such by the word processor) or row (of a
    table, whose `cells` are then given). `level` is the depth of a heading. `is_numbered`: the
    bullet was a number.
    """

    number: int
    text: str
    kind: str = PLAIN
    level: int = 0
    cells: tuple[str, ...] = ()
    is_numbered: bool = False
    after_blank: bool = False
    is_indented: bool = False


@dataclass(frozen=True)
class Doubt:
    """Something a person has to look at: a code of the interface, a sentence, its line."""

    code: str
    text: str
    line: int | None = None


@dataclass(frozen=True)
class Source:
    """The lines of one file or paste, how its letters were coded, and what reading it left open."""

    lines: tuple[Line, ...]
    encoding: str
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Note:
    """One note, exactly as written; `lines` are the lines of the source it was made from."""

    text: str
    lines: tuple[int, ...]
    is_item: bool = True
    is_cut_off: bool = False

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.lines[0]


@dataclass(frozen=True)
class Named:
    """A person where the record names them, as written; `remark` stood in brackets."""

    name: str
    line: int
    role: str
    title: str | None = None
    remark: str | None = None


@dataclass(frozen=True)
class AgendaLine:
    """One item of an agenda: `title` without final stop or colon, wall times where stated."""

    title: str
    raw: str
    line: int
    starts_at: time | None = None
    ends_at: time | None = None


@dataclass(frozen=True)
class Group:
    """Notes of a room under one sub-heading; the heading is None for notes that have none."""

    heading: str | None
    raw: str | None
    line: int | None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Room:
    """One break-out room of one round. `label` is its number (an int when in digits) or letter."""

    label: int | str
    title: str | None
    raw: str | None
    line: int
    round: int
    people: tuple[Named, ...] = ()
    principles: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()

    def named(self, role: str) -> list[str]:
        """Return the names that have one role here, in the order of the record."""
        return [person.name for person in self.people if person.role == role]

    @property
    def note_count(self) -> int:
        """How many notes were taken in the room."""
        return sum(len(group.notes) for group in self.groups)

    @property
    def is_empty(self) -> bool:
        """Whether nothing but its heading is on record."""
        return not (self.people or self.principles or self.groups)


@dataclass(frozen=True)
class Section:
    """One plenary heading as written, with its notes and, under break-outs, the rooms.

    `agenda_order` is the item it belongs to, counted from 1; `is_link_inferred` when only its place
    says so.
    """

    heading: str | None
    line: int | None
    notes: tuple[Note, ...] = ()
    rooms: tuple[Room, ...] = ()
    agenda_order: int | None = None
    is_link_inferred: bool = False
    is_breakouts: bool = False


@dataclass(frozen=True)
class Day:
    """One day of the meeting. `on_date` is None where the record does not say."""

    number: int
    on_date: date | None
    raw: str | None
    line: int | None
    agenda: tuple[AgendaLine, ...] = ()
    sections: tuple[Section, ...] = ()
    people: tuple[Named, ...] = ()
    notes_title: str | None = None

    @property
    def rooms(self) -> list[Room]:
        """All rooms of the day, in order."""
        return [room for section in self.sections for room in section.rooms]


@dataclass(frozen=True)
class MeetingFacts:
    """What the heading lines say about the meeting as a whole; None where they are silent."""

    organisation: str | None = None
    series: str | None = None
    number: int | None = None
    code: str | None = None
    title: str | None = None
    place: str | None = None
    mode: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    people: tuple[Named, ...] = ()
    preamble: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class DatedItem:
    """A dated promise in the words of the interface; None where unstated, never guessed."""

    kind: str | None
    title: str
    start: date
    end: date
    audience: str | None
    mode: str | None
    place: str | None
    certainty: str
    certainty_words: str | None
    as_written: str
    line: int
    day: int | None
    sentence: str
    is_year_inferred: bool = False
    is_audience_shared: bool = False
    repeats: str | None = None
    series: str | None = None


@dataclass(frozen=True)
class Commitment:
    """A promise without a date."""

    kind: str
    title: str
    audience: str | None
    line: int
    day: int | None
    sentence: str


@dataclass(frozen=True)
class HeldConsultation:
    """A consultation that the record reports as held, without its dates."""

    audience: str
    line: int


@dataclass(frozen=True)
class Record:
    """Everything understood from one source."""

    meeting: MeetingFacts
    days: tuple[Day, ...]
    dated: tuple[DatedItem, ...] = ()
    undated: tuple[Commitment, ...] = ()
    held: tuple[HeldConsultation, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    encoding: str = "utf-8"
    lines: tuple[Line, ...] = field(default=(), repr=False)
