"""Searches for a placement in rooms."""

from tests.access.rows import STAFF, Row, both, ids, post
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
    """Return the rows of this area, what destroys coming last."""
    search = f"/meetings/egm-2/breakouts/searches/{ids(scene)['search']}"
    return [
        *both("searches.index", "/meetings/egm-2/breakouts/search", STAFF),
        Row("searches.show", search, STAFF),
        Row("searches.progress", f"{search}/progress", STAFF),
        post("searches.stop", f"{search}/stop", STAFF),
        post("searches.accept", f"{search}/accept", STAFF),
        post("searches.change", f"{search}/change", STAFF, change="1"),
        *both("sameday.today", "/meetings/egm-2/breakouts/1/today", STAFF),
        post("sameday.publish", f"{search}/publish", STAFF),
        post("searches.drop", f"{search}/drop", STAFF),
    ]
