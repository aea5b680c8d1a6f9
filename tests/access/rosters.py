"""The addresses of rosters: one's own published room, and the papers of the secretariat."""

from tests.access.rows import ROOM_1, STAFF, Row, both
from tests.scenes import Scene

ALL = "/meetings/egm-2/breakouts"
ROUND, DRAFT = f"{ALL}/1", f"{ALL}/2"
ROOM, OF_DRAFT = f"{ROUND}/rooms/1", f"{DRAFT}/rooms/1"


def table(scene: Scene) -> list[Row]:
    return [
        Row("rosters.room", ROOM, ROOM_1),
        Row("rosters.room", f"{ROOM}?kept=1", ROOM_1),
        Row("rosters.room", OF_DRAFT, STAFF),
        Row("rosters.room", "/meetings/egm-9/breakouts/1/rooms/1", STAFF),
        Row("rosters.room_pdf", f"{ROOM}/roster.pdf", ROOM_1),
        Row("rosters.room_pdf", f"{OF_DRAFT}/roster.pdf", STAFF),
        *both("rosters.notes", f"{ROOM}/notes", ROOM_1),
        *both("rosters.notes", f"{OF_DRAFT}/notes", STAFF),
        *both("rosters.write", f"{ROOM}/mail", ROOM_1),
        *both("rosters.write", f"{OF_DRAFT}/mail", STAFF),
        Row("rosters.index", f"{ALL}/rosters", STAFF),
        Row("rosters.whole_set", f"{ALL}/rosters.pdf", STAFF),
        Row("rosters.whole_set", f"{ALL}/rosters.xlsx", STAFF),
        Row("rosters.papers", f"{ROUND}/signs.pdf", STAFF),
        Row("rosters.papers", f"{ROUND}/plates.pdf?draft=1", STAFF),
        Row("rosters.papers", f"{DRAFT}/signs.pdf", STAFF),
        Row("rosters.online", f"{ROUND}/online", STAFF),
        Row("rosters.online", f"{DRAFT}/online", STAFF),
        Row("rosters.online_file", f"{ROUND}/zoom.csv", STAFF),
        Row("rosters.online_file", f"{ROUND}/teams.csv", STAFF),
        Row("rosters.online_file", f"{DRAFT}/zoom.csv", STAFF),
    ]
