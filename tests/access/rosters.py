"""The addresses of rosters: one's own published room, and the papers of the secretariat."""

from tests.access.rows import ROOM_1, STAFF, Row, both
from tests.scenes import Scene

ROUND, DRAFT = "/meetings/egm-2/breakouts/1", "/meetings/egm-2/breakouts/2"
ROOM, OF_DRAFT = f"{ROUND}/rooms/1", f"{DRAFT}/rooms/1"


def table(scene: Scene) -> list[Row]:
    return [
        Row("rosters.room", ROOM, ROOM_1),
        Row("rosters.room", f"{ROOM}?kept=1", ROOM_1),
        Row("rosters.room", OF_DRAFT, STAFF),
        Row("rosters.room", "/meetings/egm-9/breakouts/1/rooms/1", STAFF),
        *both("rosters.notes", f"{ROOM}/notes", ROOM_1),
        *both("rosters.notes", f"{OF_DRAFT}/notes", STAFF),
        *both("rosters.write", f"{ROOM}/mail", ROOM_1),
        *both("rosters.write", f"{OF_DRAFT}/mail", STAFF),
    ]
