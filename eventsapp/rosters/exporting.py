"""Rosters as Zoom and Teams take them: who can be in the file, who cannot, and why. Pure.

Zoom. Source: its article KB0061353, "Pre-assigning meeting participants to breakout rooms": a CSV
file whose columns are `Pre-assign Room Name` and `Email Address`, a line a person, for at most 100
rooms and 1,000 people. Until 2023 the article said 50 rooms and 200 people, and accounts without a
licence for large meetings still stop there, so that is said above it. Only one set of rooms can be
kept for a meeting, so a file holds one round. People are matched by the address of their account.

Teams. Source: Microsoft's page "Assign people to breakout rooms in Microsoft Teams": people are
assigned by hand or at random, before a meeting or in it; no file is taken in. At most 300 people
and 50 rooms. So its file is a list in the order in which Teams shows people, to assign from.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eventsapp.rosters.people import OBSERVER, Member
from eventsapp.translation import N_

ZOOM_HEADER = ("Pre-assign Room Name", "Email Address")
TEAMS_HEADER = ("Name", "Room", "E-mail")
MOST_ROOMS, MOST_PEOPLE = 100, 1000
USUAL_ROOMS, USUAL_PEOPLE = 50, 200
TEAMS_ROOMS, TEAMS_PEOPLE = 50, 300
# No longest name is published. The number stands first, so that a name that a program cuts still
# says which room it is, and the whole is short.
LONGEST_NAME = 32

NO_ADDRESS = N_("no address that mail reaches")
AN_OBSERVER = N_("observes, and is moved by hand")
HAS_LEFT = N_("has left the meeting")
TWICE = N_("stands in two rooms of this round")
SHARED = N_("shares an address with somebody else in the file")
ODD = N_("has an address that a spreadsheet would calculate")


@dataclass(frozen=True)
class Line:
    """One person in the file."""

    room: str
    name: str
    address: str


@dataclass(frozen=True)
class LeftOut:
    """One person who cannot be in the file, and why."""

    room: str
    name: str
    why: str


@dataclass(frozen=True)
class Export:
    """Who is in a file and who is not."""

    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def room_count(self) -> int:
        """How many rooms the file names."""
        return len({line.room for line in self.lines})

    @property
    def is_too_large(self) -> bool:
        """Whether Zoom takes it from nobody."""
        return self.room_count > MOST_ROOMS or len(self.lines) > MOST_PEOPLE

    @property
    def is_large(self) -> bool:
        """Whether Zoom takes it only from an account for large meetings."""
        return self.room_count > USUAL_ROOMS or len(self.lines) > USUAL_PEOPLE


def short_name(label: str, title: str | None) -> str:
    """Return the name of a room on one line: its number, then as much of its title as fits."""
    name = " ".join(f"Room {label}: {title}".split() if title else f"Room {label}".split())
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip(" :,") + "…"


def export_of(
    rooms: Iterable[tuple[str, Sequence[Member]]], addresses: Mapping[int, str]
) -> Export:
    """Return who of these rooms, pairs of a name and its people, can be in a file.

    An address decides which account is meant, so of two people with one address, or of one in two
    rooms, only the first can be: the others are named with the reason.
    """
    seated = [(name, one) for name, members in rooms for one in members]
    times = Counter(one.person_id for _name, one in seated)
    lines: list[Line] = []
    left_out: list[LeftOut] = []
    used: set[str] = set()
    placed: set[int] = set()
    for name, one in seated:
        address = addresses.get(one.person_id, "")
        why = _why_not(one, address, used)
        if why is None or (times[one.person_id] > 1 and one.person_id in placed):
            why = TWICE if one.person_id in placed else why
        if why is not None:
            left_out.append(LeftOut(name, one.name, why))
            continue
        used.add(address.casefold())
        placed.add(one.person_id)
        lines.append(Line(name, one.name, address))
    return Export(tuple(lines), tuple(left_out))


def _why_not(one: Member, address: str, used: set[str]) -> str | None:
    if one.has_left:
        return HAS_LEFT
    if one.role == OBSERVER:
        return AN_OBSERVER
    if not address:
        return NO_ADDRESS
    # An apostrophe before it, as other files have, would make it another address.
    if address[0] in "=+-@＝＋－＠":
        return ODD
    return SHARED if address.casefold() in used else None


def zoom_csv(lines: Iterable[Line]) -> bytes:
    """Return the file for Zoom: UTF-8 without a mark, which would become part of the first heading,
    commas, CRLF, and quotes where a room's name asks for them."""
    return _csv(ZOOM_HEADER, ((line.room, line.address) for line in lines))


def teams_rows(lines: Iterable[Line]) -> list[tuple[str, str, str]]:
    """Return the rows of the list for Teams, by name as Teams shows people."""
    ordered = sorted(lines, key=lambda line: (line.name.casefold(), line.address))
    return [(line.name, line.room, line.address) for line in ordered]


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    memory = io.StringIO()
    writer = csv.writer(memory, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return memory.getvalue().encode("utf-8", "replace")
