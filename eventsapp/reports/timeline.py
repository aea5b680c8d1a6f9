"""A timeline: what happens when, and where each thing stands in the drawing. Pure.

A `Bar` is one thing with its days; `layout` gives every coordinate of the drawing in user units of
the SVG, so that a template only writes them down. Sides are worked out for the reading direction:
from right to left, time runs to the left.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from eventsapp.planning.planned import Bar
from eventsapp.reports.svg import shorten, text_width

WIDTH = 917
EDGE = 12
HEAD = 32
BAR_HEIGHT = 18
NARROWEST_BAR = 11
GAP = 8
MARK_WIDTH, MARK_REACH = 20, 9
TEXT_DROP = 14
ROW, DENSE_ROW, LABEL_LINE = 33, 26, 20
MANY_ROWS = 25
FOOT = 26
LEAST_DAYS = 56
FEW_DAYS = 56
AROUND = timedelta(days=7)
TODAY_IS_NEAR = timedelta(days=92)
LEAST_WEEK_WIDTH = 6
MONTH_STEPS = (1, 2, 3, 6, 12)
READABLE_SHARE = 0.45

Clashes = tuple[tuple[int, ...], bool]


@dataclass(frozen=True)
class Words:
    """How a drawing says months, bars, clash marks and today; the caller's language is put in here.

    `month(day, has_year)`, `label(bar, title)` with a title that may be shortened, `mark(numbers,
    is_certain)`, `today(day)`, `week(monday)`.
    """

    month: Callable[[date, bool], str]
    label: Callable[[Bar, str], str]
    mark: Callable[[tuple[int, ...], bool], str]
    today: Callable[[date], str]
    week: Callable[[date], str]


@dataclass(frozen=True)
class Label:
    """A text at a point; `is_end` when the point is where reading ends (class `end`)."""

    text: str
    x: float
    y: float
    is_end: bool = False


@dataclass(frozen=True)
class Mark:
    """The triangle beside the label of a clash; an uncertain one is only outlined."""

    path: str
    is_certain: bool


@dataclass(frozen=True)
class Row:
    """One bar with its label, which is shortened where it would leave the box."""

    bar: Bar
    x: float
    y: float
    width: float
    height: float
    label: Label
    mark: Mark | None

    @property
    def middle(self) -> float:
        """Where a cancelled bar is struck through."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Month:
    """A line at the first day of a month, labelled where there is room."""

    x: float
    label: Label | None


@dataclass(frozen=True)
class Drawing:
    """What a template writes down; `today` is None when it is far from all dates."""

    width: float
    height: float
    head: float
    bottom: float
    months: tuple[Month, ...]
    weeks: tuple[float, ...]
    rows: tuple[Row, ...]
    today_x: float | None
    today: Label | None
    first_day: date
    last_day: date
    is_rtl: bool

    @property
    def foot_labels(self) -> tuple[Label, ...]:
        """The months once more under a long list, where their heads are out of sight."""
        labels = [month.label for month in self.months if month.label]
        if len(self.rows) <= MANY_ROWS:
            return ()
        return tuple(Label(one.text, one.x, self.height - 8, one.is_end) for one in labels)


class _Scale:
    """Turns days into places: the whole width belongs to the days from `first` to `last`."""

    def __init__(self, first: date, last: date, is_rtl: bool) -> None:
        self.first, self.last, self.is_rtl = first, last, is_rtl
        self.day_width = (WIDTH - 2 * EDGE) / ((last - first).days + 1)

    def along(self, day: date) -> float:
        """Return how far into the drawing a day begins, in reading direction."""
        return EDGE + (day - self.first).days * self.day_width

    def x(self, along: float) -> float:
        """Return the coordinate of a place given in reading direction."""
        return round(WIDTH - along if self.is_rtl else along, 1)


def layout(
    bars: Iterable[Bar],
    today: date,
    *,
    words: Words,
    marks: dict[str, Clashes] | None = None,
    is_rtl: bool = False,
    window: tuple[date, date] | None = None,
) -> Drawing:
    """Return the drawing of some bars, earliest first, one row each. Raises ValueError for no bars.

    It shows the days of the `window`, else all days of the bars and some around them.
    `marks` gives, by key of a bar, the numbers of its clashes and whether one of them is certain.
    A label stands after its bar, else before it, else on a line above it, shortened if even that
    is too narrow; it never leaves the box and, being alone in its row, never meets another.
    """
    ordered = sorted(bars, key=lambda bar: bar.order)
    if not ordered:
        raise ValueError("There is nothing to draw; say so in a sentence instead")
    scale = _Scale(*window, is_rtl) if window else _scale(ordered, today, is_rtl)
    rows, y = [], float(HEAD)
    for bar in ordered:
        row, y = _row(bar, scale, words, (marks or {}).get(bar.key), y, _pitch(len(ordered)))
        rows.append(row)
    today_x, today_label = _today(today, scale, words, y)
    many = len(rows) > MANY_ROWS
    return Drawing(
        width=WIDTH,
        height=y + (FOOT if today_label else 6) + (FOOT if many else 0),
        head=22,
        bottom=y,
        months=_months(scale, words),
        weeks=_weeks(scale),
        rows=tuple(rows),
        today_x=today_x,
        today=today_label,
        first_day=ordered[0].starts_on,
        last_day=max(bar.ends_on for bar in ordered),
        is_rtl=is_rtl,
    )


def _pitch(count: int) -> int:
    return DENSE_ROW if count > MANY_ROWS else ROW


def _scale(bars: list[Bar], today: date, is_rtl: bool) -> _Scale:
    first = min(bar.starts_on for bar in bars)
    last = max(bar.ends_on for bar in bars)
    if first - TODAY_IS_NEAR <= today <= last + TODAY_IS_NEAR:
        first, last = min(first, today), max(last, today)
    first, last = first - AROUND, last + AROUND
    missing = LEAST_DAYS - (last - first).days - 1
    return _Scale(first, last + timedelta(days=max(0, missing)), is_rtl)


def _row(
    bar: Bar, scale: _Scale, words: Words, clashes: Clashes | None, top: float, pitch: int
) -> tuple[Row, float]:
    """Return the row of a bar that begins at `top`, and where the next one begins."""
    start, length = _extent(bar, scale)
    extra = MARK_WIDTH if clashes else 0
    whole = _text(bar, words, clashes, bar.title)
    width = text_width(whole)
    spot = _spot(width + extra, start, length)
    y = top + (LABEL_LINE if spot.is_above else 0)
    text_y = (top if spot.is_above else y) + TEXT_DROP
    room = spot.room - extra
    text = whole if width <= room else _shortened(bar, words, clashes, room)
    label_at = spot.at - extra if spot.is_before else spot.at + extra
    label = Label(text, scale.x(label_at), text_y, spot.is_before)
    mark = None
    if clashes:
        mark_at = spot.at + (-MARK_REACH if spot.is_before else MARK_REACH)
        mark = Mark(_triangle(scale.x(mark_at), text_y), clashes[1])
    x = scale.x(start + length if scale.is_rtl else start)
    return Row(bar, x, y, round(length, 1), BAR_HEIGHT, label, mark), y + pitch


def _extent(bar: Bar, scale: _Scale) -> tuple[float, float]:
    """Return where a bar begins and how long it is, in reading direction, inside the box."""
    start = max(EDGE, scale.along(bar.starts_on))
    end = min(WIDTH - EDGE, scale.along(bar.ends_on + timedelta(days=1)))
    length = max(NARROWEST_BAR, end - start)
    return min(start, WIDTH - EDGE - length), length


def _text(bar: Bar, words: Words, clashes: Clashes | None, title: str) -> str:
    label = words.label(bar, title)
    return f"{words.mark(*clashes)} · {label}" if clashes else label


def _shortened(bar: Bar, words: Words, clashes: Clashes | None, room: float) -> str:
    """Return the label of a bar in which only the title is shortened: its state is always said."""
    state = text_width(_text(bar, words, clashes, ""))
    return _text(bar, words, clashes, shorten(bar.title, room - state))


@dataclass(frozen=True)
class _Spot:
    """Where a label goes: `at` is its end nearest to the bar, or its start when it is above."""

    at: float
    room: float
    is_before: bool = False
    is_above: bool = False


def _spot(need: float, start: float, length: float) -> _Spot:
    """Return the place of a label that needs that much room: after its bar, before it, or above."""
    after = _Spot(start + length + GAP, WIDTH - EDGE - start - length - GAP)
    before = _Spot(start - GAP, start - GAP - EDGE, is_before=True)
    for spot in (after, before):
        if need <= spot.room:
            return spot
    roomier = max(after, before, key=lambda spot: spot.room)
    if roomier.room >= READABLE_SHARE * WIDTH:
        return roomier
    at = max(EDGE, min(start, WIDTH - EDGE - need))
    return _Spot(at, WIDTH - EDGE - at, is_above=True)


def _triangle(x: float, baseline: float) -> str:
    """Return the path of a clash mark, 12 wide, that stands on a line of text."""
    return f"M{x - 6:.1f} {baseline:.1f}L{x:.1f} {baseline - 11:.1f}L{x + 6:.1f} {baseline:.1f}Z"


def _today(
    today: date, scale: _Scale, words: Words, bottom: float
) -> tuple[float | None, Label | None]:
    if not scale.first <= today <= scale.last:
        return None, None
    along = scale.along(today) + scale.day_width / 2
    text = words.today(today)
    is_end = along + GAP + text_width(text) > WIDTH - EDGE
    at = along - GAP if is_end else along + GAP
    return scale.x(along), Label(text, scale.x(at), bottom + 16, is_end)


def _months(scale: _Scale, words: Words) -> tuple[Month, ...]:
    """Return the months that begin inside the drawing, labelled as densely as they can be read; of
    a few weeks, each Monday."""
    if (scale.last - scale.first).days < FEW_DAYS:
        firsts = _mondays(scale)
        shown = {monday: words.week(monday) for monday in firsts[:-1]}
    else:
        firsts = _firsts(scale.first, scale.last)
        shown = _shown(firsts, scale, words)
    return tuple(
        Month(
            scale.x(scale.along(first)),
            Label(shown[first], scale.x(scale.along(first) + 5), 16) if first in shown else None,
        )
        for first in firsts
    )


def _shown(firsts: list[date], scale: _Scale, words: Words) -> dict[date, str]:
    """Return the texts of the months that get one: all, or every 2nd, 3rd, 6th or 12th."""
    for step in MONTH_STEPS:
        chosen = [first for first in firsts if (first.month - 1) % step == 0]
        texts = _month_texts(chosen, words)
        ends = [scale.along(first) for first in chosen[1:]] + [WIDTH - EDGE]
        if all(
            scale.along(first) + 5 + text_width(texts[first]) + GAP <= end
            for first, end in zip(chosen[:-1], ends, strict=False)
        ):
            break
    last = chosen[-1] if chosen else None
    if last and scale.along(last) + 5 + text_width(texts[last]) > WIDTH - 2:
        texts.pop(last)
    return texts


def _month_texts(chosen: list[date], words: Words) -> dict[date, str]:
    """Return what stands at each month; the year only where it is new."""
    previous = [None, *chosen]
    return {
        first: words.month(first, before is None or before.year != first.year)
        for first, before in zip(chosen, previous, strict=False)
    }


def _firsts(first: date, last: date) -> list[date]:
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    days = [date(count // 12, count % 12 + 1, 1) for count in months]
    return [day for day in days if first <= day <= last]


def _weeks(scale: _Scale) -> tuple[float, ...]:
    """Return where each Monday is, or nothing when they would lie too close."""
    if scale.day_width * 7 < LEAST_WEEK_WIDTH:
        return ()
    return tuple(scale.x(scale.along(monday)) for monday in _mondays(scale))


def _mondays(scale: _Scale) -> list[date]:
    monday = scale.first + timedelta(days=-scale.first.weekday() % 7)
    count = (scale.last - monday).days // 7 + 1
    return [monday + timedelta(weeks=week) for week in range(count)]
