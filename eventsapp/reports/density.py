"""How much is planned when, where there is too much to draw each thing: columns of counts. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from eventsapp.planning.planned import KINDS, Bar
from eventsapp.reports.svg import text_width
from eventsapp.reports.timeline import EDGE, HEAD, WIDTH, Label
from eventsapp.reports.windows import Window, months_later

MOST_WEEKS, MOST_MONTHS = timedelta(weeks=30), timedelta(days=366 * 3)
LANE, TALLEST, TITLE = 84, 44, 20
NARROWEST_NUMBER = 22
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Step:
    """One week, month or quarter."""

    first: date
    last: date


@dataclass(frozen=True)
class Lane:
    """One kind of thing: its name above its columns, which stand on `base`.

    `path` draws all columns; `numbers` are their counts, where there is room to write them.
    """

    kind: str
    label: Label
    base: float
    path: str
    numbers: tuple[Label, ...]


@dataclass(frozen=True)
class Density:
    """What a template writes down, and the counts for its table: one row for each step."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    labels: tuple[Label, ...]
    rows: tuple[tuple[Step, tuple[int, ...]], ...]


def steps_of(window: Window) -> list[Step]:
    """Return the weeks of a short window, the months of a longer one, the quarters of a long."""
    length = window.last - window.first
    steps: list[Step] = []
    first = window.first
    while first <= window.last:
        following = _next(first, length)
        steps.append(Step(first, min(following - ONE_DAY, window.last)))
        first = following
    return steps


def _next(first: date, length: timedelta) -> date:
    if length <= MOST_WEEKS:
        return first + timedelta(days=7 - first.weekday())
    months = 1 if length <= MOST_MONTHS else 3
    start = first.replace(day=1, month=(first.month - 1) // months * months + 1)
    return months_later(start, months)


def density(
    bars: Iterable[Bar],
    window: Window,
    *,
    name: Callable[[str], str],
    say_step: Callable[[Step], str],
    is_rtl: bool = False,
) -> Density:
    """Return the counts of some bars by kind and step; a bar counts in every step it touches."""
    steps = steps_of(window)
    counts = _counts(bars, steps)
    kinds = [kind for kind in KINDS if any(counts[kind, index] for index in range(len(steps)))]
    most = max(counts.values(), default=1)
    pitch = (WIDTH - 2 * EDGE) / len(steps)

    def x(along: float) -> float:
        return round(WIDTH - along if is_rtl else along, 1)

    lanes = []
    for number, kind in enumerate(kinds):
        base = HEAD + LANE * (number + 1) - 8
        own = [(index, counts[kind, index]) for index in range(len(steps)) if counts[kind, index]]
        columns = [_Column(index, count, count / most * TALLEST, base) for index, count in own]
        path = "".join(_drawn(one, pitch, x, is_rtl) for one in columns)
        numbers = [_number(one, pitch, x) for one in columns] if pitch >= NARROWEST_NUMBER else []
        label = Label(name(kind), x(EDGE), base - TALLEST - TITLE)
        lanes.append(Lane(kind, label, base, path, tuple(numbers)))
    labels = _labels([say_step(step) for step in steps], pitch, x)
    rows = [
        (step, tuple(counts[kind, index] for kind in kinds)) for index, step in enumerate(steps)
    ]
    return Density(WIDTH, HEAD + LANE * len(kinds), tuple(lanes), labels, tuple(rows))


def _labels(texts: list[str], pitch: float, x: Callable[[float], float]) -> tuple[Label, ...]:
    """Return the labels of as many steps as can be read beside each other."""
    widest = max(text_width(text) for text in texts) + 8
    every = max(1, -(-int(widest) // max(1, int(pitch))))
    shown = range(0, len(texts) - int(widest / pitch), every)
    return tuple(Label(texts[index], x(EDGE + index * pitch), 16) for index in shown)


def _counts(bars: Iterable[Bar], steps: list[Step]) -> Counter[tuple[str, int]]:
    number_of = {
        step.first + timedelta(days=day): index
        for index, step in enumerate(steps)
        for day in range((step.last - step.first).days + 1)
    }
    first, last = steps[0].first, steps[-1].last
    counts: Counter[tuple[str, int]] = Counter()
    for bar in bars:
        begins, ends = max(bar.starts_on, first), min(bar.ends_on, last)
        if begins <= ends:
            for index in range(number_of[begins], number_of[ends] + 1):
                counts[bar.kind, index] += 1
    return counts


@dataclass(frozen=True)
class _Column:
    """How many things of one kind touch one step."""

    index: int
    count: int
    height: float
    base: float


def _drawn(one: _Column, pitch: float, x: Callable[[float], float], is_rtl: bool) -> str:
    height, width = round(max(2, one.height), 1), round(pitch - 2, 1)
    at = x(EDGE + one.index * pitch + (pitch - 1 if is_rtl else 1))
    return f"M{at} {one.base}v-{height}h{width}v{height}z"


def _number(one: _Column, pitch: float, x: Callable[[float], float]) -> Label:
    return Label(
        str(one.count), x(EDGE + (one.index + 0.5) * pitch), round(one.base - one.height - 4, 1)
    )
