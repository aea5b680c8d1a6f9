"""Reads of the matrix: the comments of a round as its lines."""

from sqlalchemy import select

from eventsapp.answers.queries import GONE, WHOLE, Place, labels_of, sent_comments
from eventsapp.comments.models import DRAFT, SENT, Comment, CommentRound
from eventsapp.extensions import db
from eventsapp.matrices.columns import NAMES, NOBODY, ORGANIZATIONS, Line
from eventsapp.matrices.models import MatrixUpload

_KINDS = {"general": "General", "substantive": "Substantive", "editorial": "Editorial"}


def lines_of(round_: CommentRound, attribution: str = NOBODY) -> list[Line]:
    """Return the comments that were sent in a round as lines, in the order of the text."""
    comments = list(db.session.scalars(sent_comments(round_)))
    places = labels_of(round_, comments)
    return [_line(one, places[one.id], attribution) for one in comments]


def _line(one: Comment, place: Place, attribution: str) -> Line:
    group = one.group
    return Line(
        number=one.id,
        paragraph=_where(place),
        kind=_KINDS.get(one.kind, one.kind),
        text=one.text,
        proposed=one.suggested or "",
        response=(group.reply if group else None) or "",
        decision=(group.decision if group else None) or "",
        group=(group.name if group else None) or "",
        who=_who(one, attribution),
    )


def _where(place: Place) -> str:
    if place.state == WHOLE:
        return "Whole text"
    if place.state == GONE:
        return f"{place.label} of draft {place.draft} (taken out)" if place.draft else "Taken out"
    return place.label


def _who(one: Comment, attribution: str) -> str:
    organization = one.organization.name if one.organization else ""
    name = one.commenter.person.printed_name if one.commenter else one.author_words or ""
    if attribution == NAMES:
        return ", ".join(part for part in (name, organization) if part)
    return organization if attribution == ORGANIZATIONS else ""


def gone_of(round_: CommentRound) -> dict[int, str]:
    """Return what became of the comments of a round that are listed no more, by number."""
    rows = select(Comment.id, Comment.state).where(
        Comment.round_id == round_.id, Comment.state.not_in((SENT, DRAFT))
    )
    return {number: "was withdrawn by its author" for number, _state in db.session.execute(rows)}


def uploads_of(round_: CommentRound) -> list[MatrixUpload]:
    """Return the matrices that were handed back, the last first."""
    rows = select(MatrixUpload).where(MatrixUpload.round_id == round_.id)
    return list(db.session.scalars(rows.order_by(MatrixUpload.id.desc()).limit(20)))


def upload_of(round_: CommentRound, upload_id: int) -> MatrixUpload | None:
    """Return one matrix that was handed back in a round."""
    return db.session.scalar(
        select(MatrixUpload).where(MatrixUpload.id == upload_id, MatrixUpload.round_id == round_.id)
    )
