"""What stands on a board: its lanes and their cards, from plain values. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eventsapp.boards.places import MEMBER, MODERATOR, NOTE_TAKER, OBSERVER, ROLES, Board, Place
from eventsapp.boards.posing import PersonFacts
from eventsapp.placing.scoring import Violation

NEEDED = (MODERATOR, NOTE_TAKER)


@dataclass(frozen=True)
class RoomLine:
    """One room as the board shows it."""

    id: int
    label: str
    title: str | None = None
    theme: str | None = None
    languages: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    is_closed: bool = False


def line_of(room: Any) -> RoomLine:
    """Return a room as the board shows it, from its row."""
    return RoomLine(
        room.id,
        room.label,
        room.title,
        room.theme,
        tuple(room.languages or ()),
        room.least,
        room.most,
        room.closed_at is not None,
    )


@dataclass(frozen=True)
class Card:
    """One person on the board. `choice` is the rank of the room's theme among their wishes, `met`
    how many of the room they met in another round. `is_gone`: they take part no more."""

    id: int
    name: str
    role: str = MEMBER
    is_locked: bool = False
    is_away: bool = False
    is_gone: bool = False
    facts: PersonFacts | None = None
    choice: int | None = None
    met: int = 0


@dataclass(frozen=True)
class Lane:
    """One room, or those who wait for one (no `room`), with what is wrong there."""

    room: RoomLine | None
    cards: tuple[Card, ...]
    faults: tuple[Violation, ...] = ()
    lacks: tuple[str, ...] = ()

    @property
    def key(self) -> int:
        """The number of the room's row, 0 for those who wait."""
        return self.room.id if self.room else 0


@dataclass(frozen=True)
class Names:
    """Everybody who can stand on the board: how they write their name, and who only observes."""

    written: Mapping[int, str]
    observers: frozenset[int] = frozenset()
    present: frozenset[int] = frozenset()
    facts: Mapping[int, PersonFacts] = field(default_factory=dict)


def lanes(
    rooms: Sequence[RoomLine],
    board: Board,
    names: Names,
    others: Iterable[Board],
    faults: Sequence[Violation],
) -> list[Lane]:
    """Return the lanes of a board: first who waits, then the rooms in order.

    `others` are the boards of the other rounds, by which people have met. Faults stand at the room
    they concern; one of a person without a room at those who wait.
    """
    met = times_met(board, others)
    by_room: dict[int, list[tuple[int, int, Card]]] = {room.id: [] for room in rooms}
    waiting = []
    themes = {room.id: room.theme for room in rooms}
    for person_id in [*names.written, *(one for one in board if one not in names.written)]:
        place = board.get(person_id)
        if place is None or place.room_id not in by_room:
            if place is not None or person_id in names.present:
                waiting.append(_card(person_id, place, names, None, 0))
            continue
        card = _card(person_id, place, names, themes[place.room_id], met.get(person_id, 0))
        by_room[place.room_id].append((ROLES.index(place.role), place.position, card))
    found = [Lane(None, tuple(waiting), tuple(one for one in faults if one.room is None))]
    for room in rooms:
        cards = [one[2] for one in sorted(by_room[room.id], key=lambda one: one[:2])]
        lacks = tuple(role for role in NEEDED if all(one.role != role for one in cards))
        found.append(
            Lane(
                room,
                tuple(cards),
                tuple(one for one in faults if one.room == str(room.id)),
                () if room.is_closed or not cards else lacks,
            )
        )
    return found


def _card(person_id: int, place: Place | None, names: Names, theme: str | None, met: int) -> Card:
    facts = names.facts.get(person_id)
    place = place or Place(None, OBSERVER if person_id in names.observers else MEMBER)
    return Card(
        id=person_id,
        name=names.written.get(person_id, "?"),
        role=place.role,
        is_locked=place.is_locked and not place.is_away,
        is_away=place.is_away,
        is_gone=person_id not in names.present,
        facts=facts,
        choice=facts.wishes.get(theme) if facts and theme else None,
        met=met,
    )


def times_met(board: Board, others: Iterable[Board]) -> dict[int, int]:
    """Return of how many in their room somebody was in a room of another round too."""
    rounds = [{one: place.room_id for one, place in other.items()} for other in others]
    together: dict[int, list[int]] = {}
    for person_id, place in board.items():
        if place.room_id is not None:
            together.setdefault(place.room_id, []).append(person_id)
    return {
        person_id: count
        for people in together.values()
        for person_id, count in _met_in(people, rounds).items()
    }


def _met_in(people: Sequence[int], rounds: Sequence[Mapping[int, int | None]]) -> dict[int, int]:
    keys = {
        one: {(index, at[one]) for index, at in enumerate(rounds) if at.get(one) is not None}
        for one in people
    }
    return {
        one: sum(bool(keys[one] & keys[other]) for other in people if other != one)
        for one in people
    }


def touched_lanes(
    before: Mapping[int, Place | None], after: Mapping[int, Place | None]
) -> set[int]:
    """Return the lanes that a step touches; those who wait always, since they are few."""
    places = [*before.values(), *after.values()]
    return {0} | {place.room_id for place in places if place and place.room_id is not None}


def shared_languages(languages: Iterable[tuple[str, ...]]) -> list[str]:
    """Return the languages that everybody speaks of whom any is known, in order of the alphabet."""
    known = [set(one) for one in languages if one]
    return sorted(set.intersection(*known)) if known else []


def choices_counted(found: Iterable[Lane]) -> Counter[int]:
    """Return how many people are in a theme of their first choice (0), second (1), …"""
    return Counter(card.choice for lane in found for card in lane.cards if card.choice is not None)
