"""Reads of what was sent in a round: by paragraph, by decision, with what is still open."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from eventsapp.answers.filters import NO_ORGANIZATION, OPEN, Wanted
from eventsapp.comments.models import SENT, Comment, Commenter, CommentGroup, CommentRound
from eventsapp.comments.queries import doubtful_passages, newest_draft
from eventsapp.documents.models import JOINED, Block, Draft
from eventsapp.documents.queries import Where, whereabouts
from eventsapp.extensions import db
from eventsapp.people.models import Organization, Person

PER_PAGE = 100
WHOLE, HERE, DOUBTFUL, GONE = "whole", "here", "doubtful", "gone"
MOST_AT_ONCE = 10_000


@dataclass
class Place:
    """A passage, or the whole, with what was said about it.

    `state` is whether the last draft still has it; if not, `text` are its last words, of the draft
    with the number `draft`. `joined` are its last words where it was joined to another.
    """

    state: str
    label: str = ""
    text: str = ""
    draft: int = 0
    joined: str = ""
    comments: list[Comment] = field(default_factory=list)


def sent_comments(round_: CommentRound, wanted: Wanted | None = None) -> Select[Any]:
    """Return the query of the comments that were sent, in the order of the last draft: on the
    whole, on its passages, and on what it has no more."""
    draft = newest_draft(round_)
    in_text = and_(Block.draft_id == draft.id, Block.passage_id == Comment.passage_id)
    joined = _joined_positions(draft)
    position: Any = Block.position
    if joined:
        position = func.coalesce(position, case(joined, value=Comment.passage_id))
    rows = (
        select(Comment)
        .outerjoin(Block, in_text)
        .join(CommentGroup, CommentGroup.id == Comment.group_id)
        .outerjoin(Commenter, Commenter.id == Comment.commenter_id)
        .outerjoin(Person, Person.id == Commenter.person_id)
        .outerjoin(Organization, Organization.id == Comment.organization_id)
        .options(
            contains_eager(Comment.group),
            contains_eager(Comment.commenter).contains_eager(Commenter.person),
            contains_eager(Comment.organization),
        )
        .where(Comment.round_id == round_.id, Comment.state == SENT)
        .order_by(
            case((Comment.passage_id.is_(None), 0), (position.is_(None), 2), else_=1),
            position,
            Comment.passage_id,
            Comment.id,
        )
    )
    return rows.where(*_conditions(wanted)) if wanted else rows


def _joined_positions(draft: Draft) -> dict[int, int]:
    """Return where passages stand in a draft that were joined to others there."""
    rows = select(Block.candidates, Block.position).where(
        Block.draft_id == draft.id, Block.match == JOINED
    )
    return {part: position for parts, position in db.session.execute(rows) for part in parts}


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.decision:
        is_open = CommentGroup.decision.is_(None)
        found.append(
            is_open if wanted.decision == OPEN else CommentGroup.decision == wanted.decision
        )
    if wanted.organization == NO_ORGANIZATION:
        found.append(Comment.organization_id.is_(None))
    elif wanted.organization:
        found.append(Comment.organization_id == int(wanted.organization))
    if wanted.kind:
        found.append(Comment.kind == wanted.kind)
    if wanted.source:
        found.append(Comment.source == wanted.source)
    for word in wanted.q.split():
        columns = (Comment.text, Comment.suggested, CommentGroup.name, CommentGroup.reply,
                   Person.printed_name)  # fmt: skip
        found.append(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return found


def page_of(round_: CommentRound, wanted: Wanted, number: int) -> Pagination:
    """Return one page of the comments that pass the filters."""
    rows = sent_comments(round_, wanted)
    return db.paginate(rows, page=max(number, 1), per_page=PER_PAGE, error_out=False)


def places_of(round_: CommentRound, comments: Iterable[Comment]) -> list[Place]:
    """Return these comments by the place that they are about, in the order given."""
    found: dict[int | None, Place] = {}
    comments = list(comments)
    known = _where(round_, {one.passage_id for one in comments if one.passage_id is not None})
    for one in comments:
        if one.passage_id not in found:
            lost = Place(GONE, text=one.quoted or "")
            found[one.passage_id] = (
                Place(WHOLE) if one.passage_id is None else known.get(one.passage_id, lost)
            )
        found[one.passage_id].comments.append(one)
    return list(found.values())


def _where(round_: CommentRound, passage_ids: Collection[int]) -> dict[int, Place]:
    if not passage_ids:
        return {}
    draft = newest_draft(round_)
    here = _blocks(draft, passage_ids)
    places = {number: Place(HERE, one.label, one.text) for number, one in here.items()}
    away = set(passage_ids) - here.keys()
    if away:
        doubtful, standing = doubtful_passages(draft), whereabouts(draft)
        for number in away & standing.keys():
            places[number] = _away(standing[number], number in doubtful)
    return places


def _away(where: Where, is_doubtful: bool) -> Place:
    """Return the place of a passage that is not in the draft as such: joined, or gone."""
    if where.block is not None:
        return Place(HERE, where.block.label, where.block.text, joined=where.last.text)
    state = DOUBTFUL if is_doubtful else GONE
    return Place(state, where.last.label, where.last.text, where.last.draft.number)


def _blocks(draft: Draft, passage_ids: Collection[int]) -> dict[int, Block]:
    rows = select(Block).where(Block.draft_id == draft.id, Block.passage_id.in_(list(passage_ids)))
    return {one.passage_id: one for one in db.session.scalars(rows)}


def labels_of(round_: CommentRound, comments: Iterable[Comment]) -> dict[int, Place]:
    """Return the place of each of these comments, by its number."""
    return {one.id: place for place in places_of(round_, comments) for one in place.comments}


def decisions_counted(round_id: int) -> dict[str, int]:
    """Return how many comments have which decision; `open` for those without."""
    decision = func.coalesce(CommentGroup.decision, OPEN)
    rows = (
        select(decision, func.count())
        .select_from(Comment)
        .join(CommentGroup, CommentGroup.id == Comment.group_id)
        .where(Comment.round_id == round_id, Comment.state == SENT)
        .group_by(decision)
    )
    return dict(db.session.execute(rows).all())


def organizations_of(round_id: int) -> list[Organization]:
    """Return the organizations that have sent comments, by name."""
    sent = select(Comment.organization_id).where(
        Comment.round_id == round_id, Comment.state == SENT
    )
    rows = select(Organization).where(Organization.id.in_(sent))
    return list(db.session.scalars(rows.order_by(Organization.name, Organization.id)))


def comments_with(round_: CommentRound, numbers: Collection[int]) -> list[Comment]:
    """Return those of these comments that were sent in the round, in the order of the text."""
    rows = sent_comments(round_).where(Comment.id.in_(list(numbers)[:MOST_AT_ONCE]))
    return list(db.session.scalars(rows))


def comments_in(groups: Collection[CommentGroup]) -> list[Comment]:
    """Return the comments that were sent and get one of these answers."""
    rows = select(Comment).where(
        Comment.group_id.in_([one.id for one in groups]), Comment.state == SENT
    )
    rows = rows.options(joinedload(Comment.commenter).joinedload(Commenter.person))
    return list(db.session.scalars(rows.order_by(Comment.id)))


def group_of(round_: CommentRound, group_id: int) -> CommentGroup | None:
    """Return one answer of a round."""
    wanted = select(CommentGroup).where(
        CommentGroup.id == group_id, CommentGroup.round_id == round_.id
    )
    return db.session.scalar(wanted)


def group_named(round_id: int, name: str) -> CommentGroup | None:
    """Return the group of this name, whatever its letter case."""
    rows = select(CommentGroup).where(
        CommentGroup.round_id == round_id, CommentGroup.name.is_not(None)
    )
    key = name.casefold()
    return next(
        (one for one in db.session.scalars(rows) if (one.name or "").casefold() == key), None
    )


def group_names(round_id: int) -> list[str]:
    """Return the names of the groups of a round."""
    rows = select(CommentGroup.name).where(
        CommentGroup.round_id == round_id, CommentGroup.name.is_not(None)
    )
    return sorted(name for name in db.session.scalars(rows) if name)


def unpublished(round_id: int) -> list[CommentGroup]:
    """Return the answers that are decided and not yet shown, of comments that were sent."""
    answered = select(Comment.group_id).where(Comment.round_id == round_id, Comment.state == SENT)
    rows = select(CommentGroup).where(
        CommentGroup.round_id == round_id,
        CommentGroup.decision.is_not(None),
        CommentGroup.published_at.is_(None),
        CommentGroup.id.in_(answered),
    )
    return list(db.session.scalars(rows.order_by(CommentGroup.id)))
