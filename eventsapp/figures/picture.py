"""A chart as a picture of its own: with title, legend, and what it counts. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from eventsapp.figures.drawing import WIDTH, Bar, Drawing, Text, layout
from eventsapp.reports.svg import text_width

MARGIN = 20
TITLE_SIZE, TITLE_LINE = 17, 24
LINE, SMALL, SMALL_LINE = 18, 11, 15
SAMPLE_WIDTH, SAMPLE_HEIGHT, SAMPLE_GAP, NEXT_SAMPLE = 20, 14, 6, 18


@dataclass(frozen=True)
class Sample:
    """One entry of the legend: a piece of a bar, and its name."""

    place: int | None
    x: float
    y: float
    name: Text


@dataclass(frozen=True)
class Picture:
    """What a template writes down; a margin of `MARGIN` lies around it."""

    width: float
    height: float
    margin: float
    title: tuple[Text, ...]
    lede: tuple[Text, ...]
    legend: tuple[Sample, ...]
    drawing: Drawing
    notes: tuple[Text, ...]
    is_rtl: bool


@dataclass(frozen=True)
class Frame:
    """What stands around a chart: `kinds` are the places of the parts with their names."""

    title: str
    lede: str
    kinds: Sequence[tuple[int | None, str]]
    notes: Sequence[str]


def picture(bars: Sequence[Bar], frame: Frame, *, is_rtl: bool = False) -> Picture:
    """Return where everything stands in a picture that says what it is."""
    side = WIDTH if is_rtl else 0
    title, y = _paragraph(frame.title, side, 14, TITLE_LINE, TITLE_SIZE)
    lede, y = _paragraph(frame.lede, side, y, LINE)
    legend, y = _legend(frame.kinds, y, is_rtl)
    drawing = layout(bars, top=y, is_rtl=is_rtl)
    y, notes = drawing.height + 14, []
    for sentence in frame.notes:
        paragraph, y = _paragraph(sentence, side, y, SMALL_LINE, SMALL)
        notes += paragraph
    return Picture(
        WIDTH + 2 * MARGIN,
        y + MARGIN,
        MARGIN,
        tuple(title),
        tuple(lede),
        tuple(legend),
        drawing,
        tuple(notes),
        is_rtl,
    )


def _paragraph(
    text: str, x: float, y: float, line_height: float, size: float = 13
) -> tuple[list[Text], float]:
    """Break a text into lines; return them and where the next text begins."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and text_width(longer, size) > WIDTH:
            lines.append(line)
            longer = word
        line = longer
    lines.append(line)
    found = [Text(one, x, y + number * line_height) for number, one in enumerate(lines)]
    return found, y + len(lines) * line_height


def _legend(
    kinds: Sequence[tuple[int | None, str]], y: float, is_rtl: bool
) -> tuple[list[Sample], float]:
    found, x = [], 0.0
    for place, name in kinds:
        width = SAMPLE_WIDTH + SAMPLE_GAP + text_width(name)
        if x and x + width > WIDTH:
            x, y = 0.0, y + LINE + 4
        named = x + SAMPLE_WIDTH + SAMPLE_GAP
        left = WIDTH - x - SAMPLE_WIDTH if is_rtl else x
        text = Text(name, round(WIDTH - named if is_rtl else named, 1), y + 2)
        found.append(Sample(place, round(left, 1), y - 9, text))
        x += width + NEXT_SAMPLE
    return found, y + SAMPLE_HEIGHT
