"""The small chart of a search: the best total and the proven bound over the seconds. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, EDGE = 600, 120, 4


@dataclass(frozen=True)
class Chart:
    """Two lines as the points of a polyline, and the numbers at their ends."""

    best: str
    bound: str
    highest: float
    lowest: float
    seconds: float
    width: int = WIDTH
    height: int = HEIGHT


def chart_of(points: Sequence[Sequence[float | None]]) -> Chart | None:
    """Return the chart of a course (seconds, total, bound); None where there is nothing to see."""
    values = [value for point in points for value in point[1:] if value is not None]
    seconds = max((point[0] or 0 for point in points), default=0)
    if len(points) < 2 or not values or seconds <= 0:
        return None
    low, high = min(values), max(values)
    span = (high - low) or 1

    def line(column: int) -> str:
        return " ".join(
            f"{(point[0] or 0) / seconds * WIDTH:.1f},"
            f"{EDGE + (high - value) / span * (HEIGHT - 2 * EDGE):.1f}"
            for point in points
            if (value := point[column]) is not None
        )

    return Chart(line(1), line(2), high, low, seconds)
