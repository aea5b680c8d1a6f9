"""The addresses of documents, their drafts and their releases."""

from tests.access.rows import SIGNED_IN, STAFF, Row, both, ids, post
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
    known = ids(scene)
    document = f"/documents/{known['document']}"
    one, two = f"{document}/drafts/1", f"{document}/drafts/2"
    waiting = f"{document}/drafts/waiting/{known['handed']}"
    release = f"/documents/releases/{known['release']}"
    return [
        Row("documents.index", "/documents", SIGNED_IN),
        *both("documents.new", "/documents/new", STAFF),
        Row("documents.show", document, SIGNED_IN),
        *both("documents.edit", f"{document}/edit", STAFF),
        *both("drafts.new", f"{document}/drafts/new", STAFF),
        *both("drafts.preview", waiting, STAFF),
        post("drafts.discard", f"{document}/drafts/waiting/0/discard", STAFF),
        Row("documents.draft", one, SIGNED_IN),
        Row("documents.draft", two, STAFF),
        Row("documents.changes", f"{two}/changes", STAFF),
        Row("documents.file", f"{one}/file", SIGNED_IN),
        Row("drafts.doubtful", f"{two}/doubtful", STAFF),
        post("drafts.doubtful", f"{two}/doubtful", STAFF, act="settle"),
        *both("releases.new", f"{one}/release", STAFF),
        *both("releases.move", release, STAFF),
        post("releases.change", f"{release}/reinstate", STAFF),
    ]
