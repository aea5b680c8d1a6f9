"""What a process that works on one search must remember between two reports. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# The chart of the progress has no more points than this; more are thinned out.
MOST_POINTS = 120
Point = tuple[float, int | None, float | None]


@dataclass
class Course:
    """How a search went so far: the best total and the proven bound at each second."""

    points: list[Point] = field(default_factory=list)
    told_at: float | None = None

    def note(self, seconds: float, total: int | None, bound: float | None) -> None:
        """Remember where the search stands after so many seconds."""
        self.points.append((round(seconds, 1), total, bound))
        if len(self.points) > MOST_POINTS:
            self.points = [*self.points[:-1:2], self.points[-1]]

    def is_due(self, seconds: float, *, every: float = 1.0) -> bool:
        """Whether it is time to tell the others, which is noted."""
        if self.told_at is not None and seconds - self.told_at < every:
            return False
        self.told_at = seconds
        return True


def gap_between(total: float | None, bound: float | None) -> float | None:
    """Return how far a total may be above the best possible, as a share of it; None: not known."""
    if total is None or bound is None:
        return None
    return (total - bound) / total if total > bound else 0.0


def progress_of(course: Course, found: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of the progress of a search."""
    return {**found, "gap": gap_between(found.get("total"), found.get("bound")),
            "points": course.points}  # fmt: skip
