"""Rounds of comments: the people asked, what they say, and what the secretariat answers."""

from tests.access.rows import EVERYBODY, HOLDER, STAFF, Row, both, ids, post
from tests.scenes import Scene


def table(scene: Scene) -> list[Row]:
    """Return the rows of this area, what destroys coming last."""
    known = ids(scene)
    of_document = f"/documents/{known['commented document']}/comments"
    of_round = f"{of_document}/{known['comment round']}"
    comment = {"c": str(known["comment"])}
    return [
        Row("commenting.write", f"/comment/{scene.comment_token}", EVERYBODY),
        post("commenting.write", f"/comment/{scene.comment_token}", EVERYBODY, act="send all"),
        Row("commenting.own", f"{of_round}/mine", HOLDER),
        post("commenting.own", f"{of_round}/mine", HOLDER, act="send all"),
        Row("comments.index", of_document, STAFF),
        *both("comments.new", f"{of_document}/new", STAFF),
        *both("comments.edit", f"{of_round}/edit", STAFF),
        *both("comments.ask", f"{of_round}/ask", STAFF),
        Row("comments.people", f"{of_round}/people", STAFF),
        post("comments.people", f"{of_round}/people", STAFF, act="remind"),
        Row("answers.index", of_round, STAFF),
        *both("answers.answer", f"{of_round}/answers/{known['comment group']}", STAFF),
        Row("answers.act", f"{of_round}/act?act=answer&c={comment['c']}", STAFF),
        post("answers.act", f"{of_round}/act", STAFF, act="answer", decision="noted", **comment),
        *both("answers.publish", f"{of_round}/publish", STAFF),
        Row("matrices.index", f"{of_round}/matrix", STAFF),
        post("matrices.index", f"{of_round}/matrix", STAFF),
        Row("matrices.export", f"{of_round}/matrix.xlsx", STAFF),
        Row("matrices.export", f"{of_round}/matrix.docx?attribution=names", STAFF),
        *both("markup.index", f"{of_round}/word", STAFF),
        *both("matrices.look", f"{of_round}/matrix/{known['matrix']}", STAFF),
    ]
