"""Lists of participants, badges and name plates."""

from tests.access.rows import STAFF, Row, ids, post
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
    """Return the rows of this area, what destroys coming last."""
    of_meeting, kept = "/meetings/egm-2/list", f"/lists/{ids(scene)['published list']}"
    return [
        Row("lists.show", of_meeting, STAFF),
        Row("lists.export", f"{of_meeting}.docx?language=ar", STAFF),
        post("lists.publish_list", f"{of_meeting}/publish", STAFF),
        Row("lists.badges", "/meetings/egm-2/badges", STAFF),
        Row("lists.cards", "/meetings/egm-2/badges.pdf", STAFF),
        Row("lists.cards", "/meetings/egm-2/plates.pdf?role=expert", STAFF),
        Row("lists.published", kept, STAFF),
        Row("lists.published_file", f"{kept}.csv", STAFF),
        post("lists.withdraw", f"{kept}/withdraw", STAFF),
    ]
