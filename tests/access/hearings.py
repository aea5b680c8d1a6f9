"""The addresses of being heard in a consultation."""

from tests.access.rows import EVERYBODY, HOLDER, NOBODY, STAFF, Row, both, ids, post
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
    known = ids(scene)
    one = f"/consultations/{known['consultation']}"
    for_all = f"/consultations/{known['open consultation']}"
    sent = f"{one}/submissions/{known['submission']}"
    return [
        *both("windows.move", f"{one}/move", STAFF),
        *both("consultations.findings", f"{one}/findings", STAFF),
        post("consultations.change_announcement", f"{for_all}/announce", STAFF),
        Row("hearings.index", f"{one}/people", STAFF),
        *both("hearings.ask", f"{one}/people/ask", STAFF),
        *both("hearings.public_page", f"{for_all}/public", EVERYBODY),
        Row("hearings.public_page", f"{one}/public", NOBODY),
        *both("submissions.by_link", f"/hear/{scene.hearing_token}", EVERYBODY),
        Row("submissions.by_link", "/hear/no-such-token", NOBODY),
        *both("submissions.own", f"{one}/submission", HOLDER),
        Row("submissions.index", f"{one}/submissions", STAFF),
        Row("submissions.show", sent, STAFF),
        Row("submissions.take_file", f"{sent}/file", STAFF),
        Row("submissions.export", f"{one}/submissions.xlsx", STAFF),
        post("submissions.decide", f"{sent}/join", STAFF),
        post("hearings.stop", f"{one}/people/{known['hearing']}/stop", STAFF),
    ]
