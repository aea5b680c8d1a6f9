"""Rows of repeated consultations."""

from tests.access.rows import STAFF, Row, both, ids, post
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
    series = f"/consultations/{ids(scene)['series']}"
    date = f"{series}/dates/2031-02-27"
    return [
        post("series.accept", f"{series}/repeat", STAFF),
        *both("series.choose", f"{series}/series", STAFF),
        *both("series.add", f"{series}/dates/new", STAFF),
        *both("series.move", date, STAFF),
        *both("series.cancel", f"{date}/cancel", STAFF),
        post("series.restore", f"{date}/take-back", STAFF),
        *both("series.tell", f"{series}/tell", STAFF),
        post("series.take_rule_back", f"{series}/rules/2031-03-27/take-back", STAFF),
        post("series.decline", f"{series}/decline-series", STAFF),
        post("series.stop", f"{series}/stop-repeating", STAFF),
    ]
