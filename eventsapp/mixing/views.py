"""How fair the break-out rooms are: mixes, who met whom, first choices, languages, coverage."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from flask_login import current_user

from eventsapp import access
from eventsapp.breakouts.coverage import covered, covered_themes, gaps
from eventsapp.clock import utcnow
from eventsapp.figures.counts import NOT_STATED
from eventsapp.figures.drawing import Bar, layout
from eventsapp.formats import in_zone, language, say_language, say_moment, text_direction
from eventsapp.history.services import record_view
from eventsapp.meetings.models import Meeting
from eventsapp.mixing import forms
from eventsapp.mixing.asked import BY_REGION, asked_from
from eventsapp.mixing.choices import Luck, luck
from eventsapp.mixing.encounters import between_groups
from eventsapp.mixing.grids import Line, grid
from eventsapp.mixing.mixes import ATTRIBUTES, REGION, Mix, RoundMix
from eventsapp.mixing.queries import (
    Sittings,
    rounds_with_rooms,
    sitters_of,
    sittings_of,
    wishes_of,
)
from eventsapp.mixing.rooms import (
    MOST_COLUMNS,
    Rooms,
    everybody,
    mix_of,
    never_met,
    one_person,
    rooms_of,
    spreads_of,
    tongues_of,
)
from eventsapp.mixing.shown import ShownMeetings, ShownMix
from eventsapp.mixing.sittings import Round, changes
from eventsapp.mixing.tongues import Tongues
from eventsapp.mixing.triangle import MOST_PEOPLE, Triangle, triangle
from eventsapp.outgoing import as_file
from eventsapp.people.queries import category_names

bp = Blueprint("mixing", __name__)
# Longer lists say how many they leave out.
MOST_PAIRS, MOST_NAMES = 30, 8


@bp.get("/meetings/<code>/breakouts/mix")
def show(code: str) -> Any:
    """Show how fair the rooms are, on the boards or as people were told; the address chooses."""
    meeting, every_round, both, rooms = _asked(code)
    lucks = _lucks(meeting, rooms)
    spoken, covering = tongues_of(rooms), rooms.covering
    return render_template(
        "mixing/show.html",
        meeting=meeting,
        asked=rooms.asked,
        rounds=rooms.rounds,
        drawn=rooms.drawn,
        people_count=len(rooms.people),
        names={number: one.name for number, one in rooms.sitters.items()},
        choices=forms.choices(every_round, {one: rooms.name(one) for one in rooms.people}),
        changes=_changes(every_round, both, rooms),
        covered=covered(covering),
        themes=covered_themes(covering, [name for one in lucks.values() for name in one.wanted]),
        unnamed=[room for room in covering if not room.principles],
        gaps=gaps(covering),
        spreads=spreads_of(rooms),
        attributes=[forms.attribute_name(one, rooms.asked.system) for one in ATTRIBUTES],
        mixes=[*_mixes(rooms), _languages(rooms, spoken)],
        lacking=[(one, each) for one, its in spoken for each in its if each.lacks],
        unknown_tongues=sum(each.unknown for _one, its in spoken for each in its),
        met=rooms.met,
        meetings=_meetings(rooms),
        most=rooms.met.most(),
        most_pairs=MOST_PAIRS,
        most_names=MOST_NAMES,
        never=never_met(rooms),
        person=one_person(rooms),
        listed=everybody(rooms, lucks),
        lucks=lucks,
        never_lucky=sum(one.is_unlucky for one in lucks.values()),
        said_rounds=[forms.said_round(one) for one in rooms.rounds],
        said_round=forms.said_round,
        said_times=forms.said_times,
        said_picture=forms.said_picture,
        say_language=say_language,
    )


@bp.get("/meetings/<code>/breakouts/mix/<any(region, gender, sector, language, met):chart>.svg")
def chart(code: str, chart: str) -> Response:
    """Give one chart as a picture for the secretariat, and write down that it was taken."""
    meeting, _rounds, _both, rooms = _asked(code)
    shown = {one.key: one for one in [*_mixes(rooms), _languages(rooms, tongues_of(rooms))]}
    meetings = _meetings(rooms)
    drawing = meetings.triangle if chart == "met" else shown[chart].drawing
    if drawing is None:
        abort(404)
    now, title, said = utcnow(), forms.met_title(), forms.said_pairs(meetings.counted)
    if chart != "met":
        title, said = shown[chart].title, shown[chart].hint
    content = render_template(
        "mixing/chart_file.svg",
        chart=chart,
        drawing=drawing,
        title=f"{meeting.short_name}: {title}",
        lede=[forms.said_copy(rooms.asked.copy), said],
        description=shown[chart].sentence if chart in shown else said,
        foot=forms.said_foot(say_moment(now, meeting.tz)),
        is_rtl=_is_rtl(),
    )
    filters = rooms.asked.arguments
    record_view(
        "exported",
        meeting,
        now=now,
        user_id=current_user.id,
        format="svg",
        rows=len(rooms.people),
        columns=[chart],
        filter=filters,
    )
    words = "-".join((f"mix-{meeting.code.lower()}", chart, *filters.values()))
    name = f"{words}-{in_zone(now, meeting.tz):%Y%m%d-%H%M}.svg"
    return as_file(content.encode(), name, "image/svg+xml")


def _asked(code: str) -> tuple[Meeting, list[Round], Sittings, Rooms]:
    """Return the meeting, all its rounds with both copies, and the rooms that are asked for."""
    access.require_staff(current_user)
    meeting: Meeting = access.find(Meeting, code, current_user) or abort(404)
    rounds = rounds_with_rooms(meeting.id)
    asked = asked_from(request.args, [one.number for one in rounds])
    both = sittings_of(meeting.id)
    people = {one.person_id for one in (*both.seats, *both.told)}
    sitters = sitters_of(meeting.id, people) if people else {}
    return meeting, rounds, both, rooms_of(rounds, both.seats, both.told, sitters, asked)


def _changes(
    rounds: Sequence[Round], both: Sittings, rooms: Rooms
) -> list[tuple[Round, list[tuple[str, str, str]]]]:
    """Return who of each published round is not where they were told: name, room then and now."""
    labels = {room.room_id: room.label for one in rounds for room in one.rooms}
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for one in changes(rounds, both.seats, both.told):
        then, now = (
            forms.said_place(labels[each.room_id], each.role) if each and each.room_id else ""
            for each in (one.told, one.now)
        )
        found[one.round_id].append((rooms.name(one.person_id), then, now))
    return [(one, found[one.round_id]) for one in rounds if one.round_id in found]


def _lucks(meeting: Meeting, rooms: Rooms) -> dict[int, Luck]:
    offered = [room for one in rooms.rounds for room in one.rooms]
    return {one.person_id: one for one in luck(wishes_of(meeting.id), offered, rooms.sittings)}


# --- charts of mixes ------------------------------------------------------------------------------


def _mixes(rooms: Rooms) -> list[ShownMix]:
    categories = category_names(language())
    found = []
    for attribute in ATTRIBUTES:
        names = forms.value_names(attribute, categories)
        whole = mix_of(rooms, attribute, rooms.drawn, list(names))
        title = forms.mix_title(attribute, rooms.asked.system)
        found.append(_shown_mix(whole, title, names))
    return found


def _shown_mix(found: Mix, title: str, names: Mapping[str, str]) -> ShownMix:
    heads = [names.get(key, key) for key in found.keys]
    is_headed = len(found.rounds) > 1
    lines = [line for one in found.rounds for line in _lines(one, is_headed=is_headed)]
    unknown = len(heads) - 1 if NOT_STATED in found.keys else None
    return _shown(found.attribute, title, heads, lines, unknown)


def _lines(one: RoundMix, *, is_headed: bool) -> list[Line]:
    heading = [Line(forms.said_round(one.round))] if is_headed else []
    return heading + [
        Line(forms.said_line(room.room.label, room.total), room.counts, room.even)
        for room in one.rooms
    ]


def _shown(
    key: str, title: str, heads: list[str], lines: list[Line], unknown: int | None
) -> ShownMix:
    is_known = len(heads) > (unknown is not None)
    drawing = grid(heads, lines, unknown=unknown, is_rtl=_is_rtl()) if is_known else None
    sentence = forms.said_lines(heads, lines)
    return ShownMix(key, title, forms.mix_hint(key), heads, lines, drawing, sentence)


def _languages(rooms: Rooms, spoken: Sequence[tuple[Round, list[Tongues]]]) -> ShownMix:
    drawn = {one.round_id for one in rooms.drawn}
    its = [(one, each) for one, each in spoken if one.round_id in drawn]
    counted: Counter[str] = Counter()
    for each in (each for _one, rooms_ in its for each in rooms_):
        counted.update(each.speakers)
    tags = [tag for tag, _count in counted.most_common(MOST_COLUMNS)]
    has_unknown = any(each.unknown for _one, rooms_ in its for each in rooms_)
    heads = [say_language(tag) for tag in tags] + [forms.not_stated()] * has_unknown
    lines = []
    for one, in_round in its:
        lines += [Line(forms.said_round(one))] * (len(its) > 1)
        for each in in_round:
            speakers = [each.speakers.get(tag, 0) for tag in tags]
            counts = (*speakers, *[each.unknown] * has_unknown)
            people = each.known + each.unknown
            lines.append(Line(forms.said_line(each.room.label, people), counts))
    unknown = len(tags) if has_unknown else None
    return _shown(forms.LANGUAGE, forms.mix_title(forms.LANGUAGE, ""), heads, lines, unknown)


# --- who met whom ---------------------------------------------------------------------------------


def _meetings(rooms: Rooms) -> ShownMeetings:
    histogram = enumerate(rooms.met.histogram)
    counted = [(forms.said_times(number), count) for number, count in histogram]
    bars = layout([Bar(name, (count,)) for name, count in counted], is_rtl=_is_rtl())
    names = forms.value_names(REGION, {})
    regions = {person: rooms.value(person, REGION) for person in rooms.people}
    order = [key for key in names if key in set(regions.values())]
    between = between_groups(rooms.met, regions, order)
    groups = [
        (names[one], [forms.said_between(between.get((one, other))) for other in order])
        for one in order
    ]
    is_small = 1 < len(rooms.people) <= MOST_PEOPLE
    return ShownMeetings(
        _picture(rooms, order, names) if is_small else None,
        bars if len(counted) > 1 else None,
        counted,
        [names[key] for key in order],
        groups if order != [NOT_STATED] else [],
    )


def _picture(rooms: Rooms, order: Sequence[str], names: Mapping[str, str]) -> Triangle:
    people, groups = rooms.people, []
    if rooms.asked.order == BY_REGION and order != [NOT_STATED]:
        people = sorted(people, key=lambda number: order.index(rooms.value(number, REGION)))
        groups = [names[rooms.value(number, REGION)] for number in people]
    return triangle(
        [rooms.name(number) for number in people],
        lambda one, other: rooms.met.between(people[one], people[other]),
        groups,
        is_rtl=_is_rtl(),
    )


def _is_rtl() -> bool:
    return text_direction() == "rtl"
