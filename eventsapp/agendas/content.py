"""An agenda as it is read, announced and printed: days, items, who speaks. Pure.

The live agenda and one that was announced are the same values, so that pages and files are written
once. People stand by their number: what was announced forgets a name when the registry does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, time
from typing import Any

BREAK = "break"
SPEAKER, MODERATOR, PANELLIST, CHAIR, RAPPORTEUR = (
    "speaker",
    "moderator",
    "panellist",
    "chair",
    "rapporteur",
)
SPEAKER_ROLES = (SPEAKER, MODERATOR, PANELLIST, CHAIR, RAPPORTEUR)


@dataclass(frozen=True)
class Speaker:
    """Who speaks, and as what: a person of the registry, or a name as it was typed."""

    role: str
    person_id: int | None = None
    name: str | None = None


@dataclass(frozen=True)
class Item:
    """One item; `key` is its number in the database. What nobody stated is empty.

    `starts` and `ends` are on the clock of the meeting; `is_pinned`: the start was stated.
    """

    key: int
    title: str
    kind: str | None = None
    starts: time | None = None
    minutes: int | None = None
    ends: time | None = None
    is_pinned: bool = False
    track: str | None = None
    annotation: str | None = None
    speakers: tuple[Speaker, ...] = ()
    position: int = field(default=0, compare=False)
    version: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Day:
    """One day of an agenda."""

    number: int
    on_date: date
    starts: time | None = None
    ends: time | None = None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Agenda:
    """All days of an agenda, on the clocks of `tz`."""

    tz: str
    days: tuple[Day, ...] = ()

    @property
    def items(self) -> list[Item]:
        """Every item, in order."""
        return [item for day in self.days for item in day.items]

    @property
    def person_ids(self) -> set[int]:
        """The numbers of everybody who speaks."""
        speakers = (one for item in self.items for one in item.speakers)
        return {one.person_id for one in speakers if one.person_id is not None}


def numbers(agenda: Agenda) -> dict[int, int]:
    """Return the number of each item, counted through all days. A break is no item of business and
    has none."""
    counted = (item for item in agenda.items if item.kind != BREAK)
    return {item.key: number for number, item in enumerate(counted, start=1)}


def tracks(items: Iterable[Item]) -> list[str]:
    """Return the rooms or strands in which items run, each once, in order of appearance."""
    return list(dict.fromkeys(item.track for item in items if item.track))


def to_plain(agenda: Agenda) -> dict[str, Any]:
    """Return an agenda as it is kept (JSON)."""
    days = [
        {
            "number": day.number,
            "on_date": day.on_date.isoformat(),
            "starts": _said(day.starts),
            "ends": _said(day.ends),
            "items": [_plain_item(item) for item in day.items],
        }
        for day in agenda.days
    ]
    return {"tz": agenda.tz, "days": days}


def from_plain(kept: dict[str, Any]) -> Agenda:
    """Return an agenda that was kept."""
    return Agenda(tz=kept["tz"], days=tuple(_days(kept["days"])))


def _plain_item(item: Item) -> dict[str, Any]:
    values = asdict(item)
    del values["position"], values["version"]
    return {**values, "starts": _said(item.starts), "ends": _said(item.ends)}


def _days(kept: list[dict[str, Any]]) -> Iterator[Day]:
    for day in kept:
        items = []
        for values in day["items"]:
            given = {**values, "starts": _time(values["starts"]), "ends": _time(values["ends"])}
            given["speakers"] = tuple(Speaker(**one) for one in values["speakers"])
            items.append(Item(**given))
        yield Day(
            number=day["number"],
            on_date=date.fromisoformat(day["on_date"]),
            starts=_time(day["starts"]),
            ends=_time(day["ends"]),
            items=tuple(items),
        )


def _said(at: time | None) -> str | None:
    return None if at is None else f"{at:%H:%M}"


def _time(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)
