"""Where the headings of a record stand on the agenda of its day. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time


@dataclass(frozen=True)
class NoteLine:
    """One note as written, and the line of the file it comes from."""

    text: str
    source_line: int | None


@dataclass(frozen=True)
class SectionOfDay:
    """A heading of the record and its notes; `item_id` is the item it belongs to, where known."""

    heading: str | None
    item_id: int | None
    notes: tuple[NoteLine, ...] = ()
    room_id: int | None = None


@dataclass(frozen=True)
class ItemOfDay:
    """One item of an agenda; times are empty where nobody has stated them. `track` is the room or
    strand in which it runs beside others."""

    item_id: int
    title: str
    starts: time | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None
    track: str | None = None


@dataclass
class Entry:
    """One entry of a day: an item with the sections under it, or a section that has no item."""

    item: ItemOfDay | None
    sections: list[SectionOfDay] = field(default_factory=list)

    @property
    def note_count(self) -> int:
        """How many notes stand under this entry."""
        return sum(len(section.notes) for section in self.sections)

    @property
    def headings(self) -> list[str]:
        """The headings that say something else than the agenda does."""
        title = self.item.title if self.item else None
        headings = (section.heading for section in self.sections)
        return [heading for heading in headings if heading and not _is_same(heading, title)]


@dataclass(frozen=True)
class DayOfMeeting:
    """One day as the meeting's page shows it."""

    number: int
    on_date: date
    starts: time | None
    ends: time | None
    entries: tuple[Entry, ...]

    @property
    def note_count(self) -> int:
        """How many plenary notes the record has of this day."""
        return sum(entry.note_count for entry in self.entries)


def outline(items: Iterable[ItemOfDay], sections: Iterable[SectionOfDay]) -> list[Entry]:
    """Return the entries of a day: its items in their order, each with its sections.

    Sections come in the order of the record. One that has no item, or an item of another day,
    stands after the item of the section before it; at the head of the day if there is none.
    """
    entries = [Entry(item) for item in items]
    by_item = {entry.item.item_id: entry for entry in entries if entry.item}
    after = -1
    for section in sections:
        entry = by_item.get(section.item_id) if section.item_id is not None else None
        if entry is not None:
            entry.sections.append(section)
            after = entries.index(entry)
        else:
            after += 1
            entries.insert(after, Entry(None, [section]))
    return entries


def _is_same(heading: str, title: str | None) -> bool:
    return title is not None and _bare(heading) == _bare(title)


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".: ")
