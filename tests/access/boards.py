"""Rows of the board of a round: nobody but staff sees anything of a draft."""

from tests.access.rows import STAFF, Row, both, post
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
    """Return the rows of this area, what destroys coming last."""
    board = "/meetings/egm-2/breakouts/1/board"
    person = f"{board}/people/{scene.users['moderator 1'].person_id}"
    return [
        Row("boards.board", board, STAFF),
        Row("plans.compare", "/meetings/egm-2/breakouts/1/compare", STAFF),
        Row("boards.state", f"{board}/state?since=0", STAFF),
        Row("boards.person", person, STAFF),
        Row("boards.costs", f"{person}/costs", STAFF),
        post("boards.move", f"{board}/move", STAFF),
        *(post("boards.lock", f"{board}/{act}", STAFF) for act in ("lock", "unlock")),
        *(post("boards.step", f"{board}/{act}", STAFF) for act in ("undo", "redo", "discard")),
        *both("boards.publish", f"{board}/publish", STAFF),
        post("boards.take_back", f"{board}/take-back", STAFF),
    ]
