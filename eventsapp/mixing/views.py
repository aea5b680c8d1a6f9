"""How fair the break-out rooms are: mixes, who met whom, first choices, languages, coverage."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_login import current_user

from eventsapp import access
from eventsapp.breakouts.coverage import CoveringRoom, covered, gaps
from eventsapp.figures.counts import NOT_STATED
from eventsapp.figures.drawing import Bar, layout
from eventsapp.formats import language, say_language, text_direction
from eventsapp.meetings.models import Meeting
from eventsapp.mixing import forms
from eventsapp.mixing.asked import BY_REGION, TOLD, Asked, asked_from
from eventsapp.mixing.choices import Luck, luck
from eventsapp.mixing.encounters import Encounters, between_groups, encounters
from eventsapp.mixing.grids import Line, grid
from eventsapp.mixing.mixes import (
    ATTRIBUTES,
    GENDER,
    REGION,
    Mix,
    RoundMix,
    mix,
    spread,
    value_of,
    with_others,
)
from eventsapp.mixing.queries import (
    Sittings,
    rounds_with_rooms,
    sitters_of,
    sittings_of,
    wishes_of,
)
from eventsapp.mixing.shown import Placed, ShownMeetings, ShownMix
from eventsapp.mixing.sittings import (
    Round,
    Sitter,
    Sitting,
    changes,
    counting,
    on_the_board,
    published,
)
from eventsapp.mixing.tongues import Tongues, tongues
from eventsapp.mixing.triangle import MOST_PEOPLE, triangle
from eventsapp.people.queries import category_names

bp = Blueprint("mixing", __name__)
# With more rooms than these, the charts show one round at a time.
MOST_ROOMS = 24
MOST_COLUMNS = 8
# Longer lists say how many they leave out; one person's whole list is a choice away.
MOST_PAIRS, MOST_NEVER, MOST_LISTED = 30, 400, 100


@dataclass(frozen=True)
class _Rooms:
    """The rounds of the copy that is shown, who counts in them, and what is known of everybody."""

    rounds: list[Round]
    sittings: list[Sitting]
    sitters: Mapping[int, Sitter]
    asked: Asked

    def region(self, person_id: int) -> str:
        return value_of(self.sitters[person_id], REGION, self.asked.system)

    def name(self, person_id: int) -> str:
        return self.sitters[person_id].name


@bp.get("/meetings/<code>/breakouts/mix")
def show(code: str) -> Any:
    """Show how fair the rooms are, on the boards or as people were told; the address chooses."""
    access.require_staff(current_user)
    meeting: Meeting = access.find(Meeting, code, current_user) or abort(404)
    rounds = rounds_with_rooms(meeting.id)
    asked = asked_from(request.args, [one.number for one in rounds])
    both = sittings_of(meeting.id)
    people = {one.person_id for one in (*both.seats, *both.told)}
    sitters = sitters_of(meeting.id, people) if people else {}
    rooms = _copy(rounds, both, sitters, asked)
    found, lucks = encounters(rooms.sittings), _lucks(meeting, rooms)
    drawn = _drawn(rooms)
    spoken = [_tongues(one, rooms) for one in rooms.rounds]
    return render_template(
        "mixing/show.html",
        meeting=meeting,
        asked=asked,
        rounds=rooms.rounds,
        drawn=drawn,
        names={number: one.name for number, one in sitters.items()},
        choices=forms.choices(rounds, _named(found.people, sitters)),
        changes=_changes(rounds, both),
        covered=covered(_covering(rooms)),
        unnamed=[room for room in _covering(rooms) if not room.principles],
        gaps=gaps(_covering(rooms)),
        spreads=_spreads(rooms),
        attributes=[forms.attribute_name(one, asked.system) for one in ATTRIBUTES],
        mixes=[*_mixes(rooms, drawn), _languages(spoken, drawn)],
        lacking=[(one, each) for one, its in zip(rooms.rounds, spoken, strict=True)
                 for each in its if each.lacks],
        unknown_tongues=sum(each.unknown for its in spoken for each in its),
        found=found,
        meetings=_meetings(found, rooms),
        most=found.most(),
        most_pairs=MOST_PAIRS,
        never=_never(found, rooms),
        person=_one_person(found, rooms),
        listed=_listed(found, lucks, rooms),
        most_listed=MOST_LISTED,
        lucks=lucks,
        said_round=forms.said_round,
        said_times=forms.said_times,
        say_language=say_language,
    )


# --- which copy -----------------------------------------------------------------------------------


def _copy(
    rounds: Sequence[Round], both: Sittings, sitters: Mapping[int, Sitter], asked: Asked
) -> _Rooms:
    if asked.copy == TOLD:
        told = [one for one in rounds if one.is_published]
        return _Rooms(told, counting(published(rounds, both.told)), sitters, asked)
    return _Rooms(list(rounds), counting(on_the_board(both.seats, both.told)), sitters, asked)


def _changes(rounds: Sequence[Round], both: Sittings) -> list[tuple[Round, int]]:
    """Return how many people of each published round are not where they were told."""
    counted = Counter(one.round_id for one in changes(rounds, both.seats, both.told))
    return [(one, counted[one.round_id]) for one in rounds if counted[one.round_id]]


def _drawn(rooms: _Rooms) -> list[Round]:
    """Return the rounds of which charts are drawn: the one that is asked for, else all, or the
    first where they are too many for one picture."""
    wanted = [one for one in rooms.rounds if one.number == rooms.asked.round_number]
    if wanted:
        return wanted
    is_much = sum(len(one.rooms) for one in rooms.rounds) > MOST_ROOMS
    return rooms.rounds[:1] if is_much else rooms.rounds


def _named(people: Sequence[int], sitters: Mapping[int, Sitter]) -> dict[int, str]:
    known = set(people)
    return {number: one.name for number, one in sitters.items() if number in known}


# --- coverage and mixes ---------------------------------------------------------------------------


def _covering(rooms: _Rooms) -> list[CoveringRoom]:
    people = Counter(one.room_id for one in rooms.sittings)
    return [
        CoveringRoom(
            one.number,
            room.label,
            room.title,
            room.principles,
            people[room.room_id],
            room.is_closed,
        )
        for one in rooms.rounds
        for room in one.rooms
    ]


def _mix(attribute: str, rooms: _Rooms, drawn: Sequence[Round]) -> tuple[Mix, dict[str, str]]:
    """Return one attribute of these rounds, and its values in words."""
    names = forms.value_names(attribute, category_names(language()))
    shown = {one.round_id for one in drawn}
    sittings = [one for one in rooms.sittings if one.round_id in shown]
    values = {
        number: value_of(one, attribute, rooms.asked.system) for number, one in rooms.sitters.items()
    }
    known = with_others([values[one.person_id] for one in sittings], MOST_COLUMNS)
    value = {number: known.get(one, one) for number, one in values.items()}
    return mix(attribute, drawn, sittings, value.__getitem__, list(names)), names


def _mixes(rooms: _Rooms, drawn: Sequence[Round]) -> list[ShownMix]:
    return [_shown_mix(*_mix(attribute, rooms, drawn), rooms.asked) for attribute in ATTRIBUTES]


def _shown_mix(found: Mix, names: Mapping[str, str], asked: Asked) -> ShownMix:
    heads = [names.get(key, key) for key in found.keys]
    lines = [
        line for one in found.rounds for line in _lines(one, is_headed=len(found.rounds) > 1)
    ]
    unknown = len(heads) - 1 if NOT_STATED in found.keys else None
    return _shown(
        found.attribute, forms.mix_title(found.attribute, asked.system), heads, lines, unknown,
        is_known=found.is_known,
    )


def _shown(
    key: str,
    title: str,
    heads: list[str],
    lines: list[Line],
    unknown: int | None,
    *,
    is_known: bool,
) -> ShownMix:
    drawing = grid(heads, lines, unknown=unknown, is_rtl=_is_rtl()) if is_known else None
    return ShownMix(
        key, title, forms.mix_hint(key), heads, lines, drawing, forms.said_lines(heads, lines)
    )


def _lines(one: RoundMix, *, is_headed: bool) -> list[Line]:
    heading = [Line(forms.said_round(one.round))] if is_headed else []
    return heading + [
        Line(forms.said_room(room.room.label), room.counts, room.even) for room in one.rooms
    ]


def _spreads(rooms: _Rooms) -> list[tuple[Round, list[Any]]]:
    """Return for each round with people how many values of each attribute its rooms have."""
    found: dict[int, list[Any]] = {one.round_id: [] for one in rooms.rounds}
    for attribute in ATTRIBUTES:
        whole, _names = _mix(attribute, rooms, rooms.rounds)
        for one in whole.rounds:
            found[one.round.round_id].append(spread(one, whole.keys))
    seated = {one.round_id for one in rooms.sittings}
    return [(one, found[one.round_id]) for one in rooms.rounds if one.round_id in seated]


def _tongues(one: Round, rooms: _Rooms) -> list[Tongues]:
    its = [each for each in rooms.sittings if each.round_id == one.round_id]
    return [tongues(room, its, rooms.sitters) for room in one.rooms]


def _languages(spoken: Sequence[list[Tongues]], drawn: Sequence[Round]) -> ShownMix:
    shown = {room.room_id for one in drawn for room in one.rooms}
    its = [[each for each in one if each.room.room_id in shown] for one in spoken]
    counted: Counter[str] = Counter()
    for each in (each for one in its for each in one):
        counted.update(each.speakers)
    tags = [tag for tag, _count in counted.most_common(MOST_COLUMNS)]
    has_unknown = any(each.unknown for one in its for each in one)
    heads = [say_language(tag) for tag in tags]
    heads += [forms.value_names(GENDER, {})[NOT_STATED]] * has_unknown
    lines = []
    for one, each_round in zip(drawn, filter(None, its), strict=False):
        lines += [Line(forms.said_round(one))] * (len(drawn) > 1)
        lines += [
            Line(
                forms.said_room(each.room.label),
                (*(each.speakers.get(tag, 0) for tag in tags), *[each.unknown] * has_unknown),
            )
            for each in each_round
        ]
    return _shown(
        forms.LANGUAGE,
        forms.mix_title(forms.LANGUAGE, ""),
        heads,
        lines,
        len(tags) if has_unknown else None,
        is_known=bool(tags),
    )


# --- who met whom ---------------------------------------------------------------------------------


def _meetings(found: Encounters, rooms: _Rooms) -> ShownMeetings:
    counted = [(forms.said_times(number), count) for number, count in enumerate(found.histogram)]
    bars = layout([Bar(name, (count,)) for name, count in counted], is_rtl=_is_rtl())
    names = forms.value_names(REGION, {})
    regions = {person: rooms.region(person) for person in found.people}
    order = [key for key in names if key in set(regions.values())]
    between = between_groups(found, regions, order)
    groups = [
        (
            names[one],
            [
                forms.said_between(between[one, other]) if (one, other) in between else ""
                for other in order
            ],
        )
        for one in order
    ]
    is_small = 1 < len(found.people) <= MOST_PEOPLE
    return ShownMeetings(
        _picture(found, rooms, order, names) if is_small else None,
        bars if len(counted) > 1 else None,
        counted,
        [names[key] for key in order],
        groups if order != [NOT_STATED] else [],
    )


def _picture(
    found: Encounters, rooms: _Rooms, order: Sequence[str], names: Mapping[str, str]
) -> Any:
    known = set(found.people)
    people = [number for number in rooms.sitters if number in known]
    groups: list[str] = []
    if rooms.asked.order == BY_REGION and order != [NOT_STATED]:
        people.sort(key=lambda number: order.index(rooms.region(number)))
        groups = [names[rooms.region(number)] for number in people]
    return triangle(
        [rooms.name(number) for number in people],
        lambda one, other: found.between(people[one], people[other]),
        groups,
        is_rtl=_is_rtl(),
    )


def _never(found: Encounters, rooms: _Rooms) -> list[tuple[str, list[str]]]:
    """Return who never met whom, each pair once, by the first in the order of lists; nothing where
    they are too many to be read."""
    if found.histogram[0] > MOST_NEVER:
        return []
    known = set(found.people)
    place = {number: at for at, number in enumerate(rooms.sitters) if number in known}
    lists = [
        (rooms.name(one), [rooms.name(other) for other in _in_order(found.never(one), place, one)])
        for one in place
    ]
    return [(name, others) for name, others in lists if others]


def _in_order(people: Sequence[int], place: Mapping[int, int], after: int) -> list[int]:
    later = [one for one in people if place[one] > place[after]]
    return sorted(later, key=place.__getitem__)


def _one_person(found: Encounters, rooms: _Rooms) -> Any:
    """Return the person who is asked for, and whom they met how often, the rarest first."""
    chosen = rooms.asked.person_id
    if chosen not in found.people:
        return None
    met = found.partners[chosen]
    known = set(found.people) - {chosen}
    others = [number for number in rooms.sitters if number in known]
    by_times = {
        times: [rooms.name(one) for one in others if met.get(one, 0) == times]
        for times in sorted({met.get(one, 0) for one in others})
    }
    return rooms.name(chosen), by_times


# --- everybody ------------------------------------------------------------------------------------


def _lucks(meeting: Meeting, rooms: _Rooms) -> dict[int, Luck]:
    offered = [room for one in rooms.rounds for room in one.rooms]
    return {one.person_id: one for one in luck(wishes_of(meeting.id), offered, rooms.sittings)}


def _listed(found: Encounters, lucks: Mapping[int, Luck], rooms: _Rooms) -> list[Placed]:
    """Return everybody who sits anywhere, in the order of lists; of many those who never got their
    first choice and those who met the same people most."""
    rounds = Counter(one.person_id for one in rooms.sittings)
    known = [number for number in rooms.sitters if rounds[number]]
    listed = [_placed(number, rounds[number], found, lucks.get(number), rooms) for number in known]
    if len(listed) <= MOST_LISTED:
        return listed
    return sorted(listed, key=lambda one: (not one.is_unlucky, -one.again, one.met))[:MOST_LISTED]


def _placed(
    number: int, rounds: int, found: Encounters, its: Luck | None, rooms: _Rooms
) -> Placed:
    own = (its.got, its.of, its.wanted, its.is_offered) if its else (None, 0, (), True)
    met = len(found.partners[number])
    return Placed(number, rooms.name(number), rounds, met, found.again(number), *own)


def _is_rtl() -> bool:
    return text_direction() == "rtl"
