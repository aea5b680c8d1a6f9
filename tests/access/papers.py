"""Papers of meetings, states, series and the next of a series."""

from tests.access.rows import EVERYBODY, SIGNED_IN, STAFF, Row, both, ids, post
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
    """Return the rows of this area, what destroys coming last."""
    known = ids(scene)
    papers = "/meetings/egm-2/papers"
    paper, file = f"{papers}/{known['paper']}", f"{papers}/files/{known['paper file']}"
    public = f"{papers}/files/{known['public file']}"
    return [
        Row("papers.index", papers, EVERYBODY),
        Row("papers.index", "/meetings/egm-5/papers", STAFF | {"expert"}),
        Row("papers.index", "/meetings/egm-9/papers", STAFF),
        Row("papers.download", public, EVERYBODY),
        Row("papers.download", file, SIGNED_IN),
        *both("papers.new", f"{papers}/new", STAFF),
        *both("papers.edit", f"{paper}/edit", STAFF),
        *both("papers.put", f"{paper}/file", STAFF),
        post("papers.change", f"{paper}/up", STAFF),
        post("papers.change_file", f"{file}/restore", STAFF),
        Row("following.index", "/series", SIGNED_IN),
        *both("following.next_one", "/meetings/egm-2/next", STAFF),
        *both("announcing.show", "/meetings/egm-2/state", STAFF),
        post("announcing.undo", "/meetings/egm-2/state/undo/1", STAFF),
    ]
