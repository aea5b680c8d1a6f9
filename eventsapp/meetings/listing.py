"""Which meetings a list shows and in which order: what is asked for in the address. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from eventsapp.meetings.schedule import standing
from eventsapp.paging import Paged, nearest

PER_PAGE = 50
CANCELLED, HELD, DRAFT = "cancelled", "held", "draft"


class Line(NamedTuple):
    """What a list needs to know of a meeting before it is read whole."""

    id: int
    process: str
    series: str
    kind: str
    state: str
    starts_on: date
    ends_on: date
    tz: str
    is_cancelled: bool


@dataclass(frozen=True)
class Wanted:
    """What is asked for; empty is everything. `state` is one of a meeting's, or held or
    cancelled."""

    process: str = ""
    series: str = ""
    kind: str = ""
    state: str = ""

    @property
    def arguments(self) -> dict[str, str]:
        """What stands in the address."""
        return {name: value for name, value in asdict(self).items() if value}

    def without(self, name: str) -> dict[str, str]:
        """Return the arguments without one of them; a series belongs to its process."""
        rest = replace(self, **{name: ""})
        return (replace(rest, series="") if name == "process" else rest).arguments


@dataclass(frozen=True, kw_only=True)
class Page(Paged):
    """One page of the list: the meetings to come first, then those that were held."""

    coming: list[int]
    held: list[int]
    per_page: int = PER_PAGE


def wanted_in(arguments: Mapping[str, str]) -> Wanted:
    """Return what an address asks for."""
    names = ("process", "series", "kind", "state")
    return Wanted(**{name: arguments.get(name, "")[:60].strip() for name in names})


def page_of(lines: Iterable[Line], wanted: Wanted, now: datetime, number: int) -> Page:
    """Return one page of the meetings that are asked for; a number beyond the last is the last."""
    shown = [line for line in lines if _fits(line, wanted, now)]
    shown.sort(key=lambda line: (line.starts_on, line.id))
    coming = [line.id for line in shown if line.ends_on >= _today(line, now)]
    held = [line.id for line in reversed(shown) if line.ends_on < _today(line, now)]
    number = nearest(number, len(shown), PER_PAGE)
    some = set((coming + held)[(number - 1) * PER_PAGE : number * PER_PAGE])
    return Page(
        number=number,
        total=len(shown),
        coming=[one for one in coming if one in some],
        held=[one for one in held if one in some],
    )


def _fits(line: Line, wanted: Wanted, now: datetime) -> bool:
    is_asked = (
        wanted.process in {"", line.process}
        and wanted.series.casefold() in {"", line.series.casefold()}
        and wanted.kind in {"", line.kind}
    )
    return is_asked and wanted.state in {"", _state(line, now)}


def _state(line: Line, now: datetime) -> str:
    where = standing(
        line.starts_on, line.ends_on, _today(line, now), is_cancelled=line.is_cancelled
    )
    if where == CANCELLED:
        return CANCELLED
    return HELD if where == HELD and line.state != DRAFT else line.state


def _today(line: Line, now: datetime) -> date:
    return now.astimezone(ZoneInfo(line.tz)).date()
