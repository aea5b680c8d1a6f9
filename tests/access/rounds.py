"""Rounds of break-out rooms as the secretariat makes them."""

from tests.access.rows import STAFF, Row
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
    """Return the rows of this area, what destroys coming last."""
    breakouts = "/meetings/egm-2/breakouts"
    return [
        Row("rounds.index", breakouts, STAFF),
    ]
