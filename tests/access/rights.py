"""Who may open what about data held: one's own for everybody, the rest for staff."""

from tests.access.rows import NOBODY, OTHER_MEMBER, SIGNED_IN, STAFF, Row, both, ids, post
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
    """Return the addresses about data held, requests, the log and deletions."""
    person = f"/people/{scene.users[OTHER_MEMBER].person_id}"
    asked = f"/data-requests/{ids(scene)['data request']}"
    return [
        Row("rights.own", "/my-data", SIGNED_IN),
        post("rights.own_locked", "/my-data/locked", SIGNED_IN),
        post("rights.own_file", "/my-data.json", SIGNED_IN),
        *both("rights.details", "/my-data/details", SIGNED_IN),
        post("rights.own_needs", "/my-data/needs", SIGNED_IN, dietary="vegetarian"),
        post("rights.consent", "/my-data/consents/give", SIGNED_IN, purpose="listed"),
        post("rights.consent", "/my-data/consents/give", NOBODY, purpose="sold"),
        *both("rights.ask", "/my-data/ask/erasure", SIGNED_IN),
        Row("rights.person", f"{person}/data", STAFF),
        post("rights.person_locked", f"{person}/data/locked", STAFF),
        post("rights.person_file", f"{person}/data.html", STAFF),
        *both("rights.erase", f"{person}/erase", STAFF),
        Row("rights.requests", "/people/data-requests", STAFF),
        post("rights.answer", f"{asked}/done", STAFF),
        Row("rights.retention", "/retention", STAFF),
        Row("logbook.index", "/log?act=saw", STAFF),
        Row("logbook.export", "/log.csv?act=saw", STAFF),
    ]
