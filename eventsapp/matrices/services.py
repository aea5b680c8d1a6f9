"""The verbs of a matrix that comes back: hand it over, compare it, keep what was edited."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.answers.services import Answer, give_answer, put_together, take_apart
from eventsapp.comments.models import Comment, CommentRound
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.matrices.columns import DECISION, GROUP, RESPONSE
from eventsapp.matrices.comparing import Comparison, Edit, compare
from eventsapp.matrices.models import MatrixUpload
from eventsapp.matrices.queries import gone_of, lines_of
from eventsapp.matrices.reading import read_matrix

MOST_AT_ONCE = 10_000


class SeenNoMore(RuleBroken):
    """What differs is no longer what was looked at."""


def hand_over_matrix(
    round_: CommentRound, content: bytes, file_name: str, *, by: User, now: datetime
) -> MatrixUpload:
    """Keep a matrix that came back, for a look before anything counts. Flushes.

    Raises SheetRefused where it cannot be read as a matrix.
    """
    read_matrix(content, file_name)
    upload = MatrixUpload(
        round_id=round_.id,
        file_name=file_name[:300],
        content=content,
        uploaded_by_id=by.id,
        uploaded_at=now,
    )
    upload.round = round_
    db.session.add(upload)
    db.session.flush()
    record("handed over", upload, now=now, user_id=by.id)
    return upload


def comparison_of(upload: MatrixUpload) -> Comparison:
    """Return what the matrix says otherwise than what holds now. Raises RuleBroken where its edits
    were taken already."""
    if upload.content is None:
        raise RuleBroken("The edits of this matrix were taken already. Export it again.")
    rows = read_matrix(upload.content, upload.file_name)
    known = {line.number: line for line in lines_of(upload.round)}
    return compare(rows, known, gone_of(upload.round))


def keep_matrix(
    upload: MatrixUpload, taken: Collection[str], *, mark: str, by: User, now: datetime
) -> int:
    """Take the edits with these keys, and nothing else; return how many. Flushes.

    Raises SeenNoMore where the edits are not those that were looked at (`mark`).
    """
    comparison = comparison_of(upload)
    if comparison.mark != mark:
        raise SeenNoMore(
            "Somebody answered comments meanwhile, so nothing was taken yet. Look at what differs "
            "now, then take it."
        )
    edits = [one for one in comparison.edits if one.key in taken]
    comments = _comments({one.number for one in edits})
    _leave_groups(edits, comments, by=by, now=now)
    _answer(edits, comments, by=by, now=now)
    _join_groups(upload.round, edits, comments, by=by, now=now)
    upload.kept_at, upload.edits, upload.content = now, len(edits), None
    db.session.flush()
    record("taken over", upload, now=now, user_id=by.id, edits=len(edits))
    return len(edits)


def _comments(numbers: Collection[int]) -> dict[int, Comment]:
    found: dict[int, Comment] = {}
    ordered = sorted(numbers)
    for start in range(0, len(ordered), MOST_AT_ONCE):
        rows = select(Comment).where(Comment.id.in_(ordered[start : start + MOST_AT_ONCE]))
        found |= {one.id: one for one in db.session.scalars(rows)}
    return found


def _leave_groups(
    edits: Collection[Edit], comments: dict[int, Comment], *, by: User, now: datetime
) -> None:
    leaving = [comments[one.number] for one in edits if one.name == GROUP and one.before]
    take_apart(leaving, by=by, now=now)


def _answer(
    edits: Collection[Edit], comments: dict[int, Comment], *, by: User, now: datetime
) -> None:
    """Give each answer that was edited; what was not edited stays as it is."""
    said: dict[int, dict[str, str]] = {}
    for one in edits:
        if one.name in {RESPONSE, DECISION}:
            said.setdefault(one.number, {})[one.name] = one.after
    for number, words in said.items():
        group = comments[number].group
        if group is not None:
            decision = words.get(DECISION, group.decision) or None
            reply = words.get(RESPONSE, group.reply) or None
            give_answer([group], Answer(decision, reply), by=by, now=now)


def _join_groups(
    round_: CommentRound,
    edits: Collection[Edit],
    comments: dict[int, Comment],
    *,
    by: User,
    now: datetime,
) -> None:
    joining: dict[str, list[Comment]] = {}
    names: dict[str, str] = {}
    for one in edits:
        if one.name == GROUP and one.after:
            name = names.setdefault(one.after.casefold(), one.after)
            joining.setdefault(name, []).append(comments[one.number])
    for name, found in joining.items():
        put_together(round_, found, name, by=by, now=now)
