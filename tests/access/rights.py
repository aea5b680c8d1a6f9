"""Who may open what about data held: one's own for everybody, the rest for staff."""

from tests.access.rows import SIGNED_IN, Row, both, post
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
    """Return the addresses about data held, requests, the log and deletions."""
    return [
        Row("rights.own", "/my-data", SIGNED_IN),
        post("rights.own_locked", "/my-data/locked", SIGNED_IN),
        post("rights.own_file", "/my-data.json", SIGNED_IN),
        *both("rights.details", "/my-data/details", SIGNED_IN),
        post("rights.own_needs", "/my-data/needs", SIGNED_IN, dietary="vegetarian"),
        post("rights.consent", "/my-data/consents/give", SIGNED_IN, purpose="listed"),
        *both("rights.ask", "/my-data/ask/erasure", SIGNED_IN),
    ]
