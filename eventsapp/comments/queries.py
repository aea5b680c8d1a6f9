"""Reads of rounds: who is asked, what they have said, whether a mail is still wanted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from eventsapp.accounts.services import hash_of
from eventsapp.comments.models import (
    DRAFT,
    SENT,
    Comment,
    Commenter,
    CommentGroup,
    CommentRound,
)
from eventsapp.documents.models import UNSURE, Block, Document, Draft
from eventsapp.documents.queries import last_draft
from eventsapp.extensions import db
from eventsapp.mail.models import Message
from eventsapp.meetings.models import Participation
from eventsapp.people.models import Person
from eventsapp.people.queries import why_not_reached

MOST_CANDIDATES = 500
_WHOLE = select(Commenter).options(
    joinedload(Commenter.round).joinedload(CommentRound.document),
    joinedload(Commenter.round).joinedload(CommentRound.draft),
    joinedload(Commenter.person),
    joinedload(Commenter.organization),
)


@dataclass(frozen=True)
class RoundCounts:
    """How far a round is: people asked, people done, comments sent, and those without decision."""

    asked: int = 0
    done: int = 0
    comments: int = 0
    undecided: int = 0


def rounds_of(document: Document) -> list[CommentRound]:
    """Return the rounds of a document, the last first."""
    rows = select(CommentRound).where(CommentRound.document_id == document.id)
    return list(db.session.scalars(rows.order_by(CommentRound.close_at.desc(), CommentRound.id)))


def counts_of(round_ids: Collection[int]) -> dict[int, RoundCounts]:
    """Return how far these rounds are, in two queries."""
    is_done = or_(Commenter.sent_at.is_not(None), Commenter.nothing_at.is_not(None))
    people = {
        round_id: (asked, done)
        for round_id, asked, done in db.session.execute(
            select(Commenter.round_id, func.count(), func.count().filter(is_done))
            .where(Commenter.round_id.in_(round_ids), *HOLDS)
            .group_by(Commenter.round_id)
        )
    }
    said = {
        round_id: (comments, undecided)
        for round_id, comments, undecided in db.session.execute(
            select(
                Comment.round_id,
                func.count(),
                func.count().filter(CommentGroup.decision.is_(None)),
            )
            .outerjoin(CommentGroup, CommentGroup.id == Comment.group_id)
            .where(Comment.round_id.in_(round_ids), Comment.state == SENT)
            .group_by(Comment.round_id)
        )
    }
    return {
        number: RoundCounts(*people.get(number, (0, 0)), *said.get(number, (0, 0)))
        for number in round_ids
    }


# Who is asked: neither taken out again nor known from a file only.
HOLDS = (Commenter.invited_at.is_not(None), Commenter.withdrawn_at.is_(None))


def commenters_of(round_: CommentRound) -> list[Commenter]:
    """Return everybody who is asked in a round, by name."""
    rows = _WHOLE.join(Person, Person.id == Commenter.person_id)
    rows = rows.where(Commenter.round_id == round_.id, *HOLDS)
    return list(db.session.scalars(rows.order_by(Person.sort_key, Commenter.id)))


def drafts_counted(round_: CommentRound) -> dict[int, int]:
    """Return how many comments each person of a round has begun and not sent."""
    rows = (
        select(Comment.commenter_id, func.count())
        .where(Comment.round_id == round_.id, Comment.state == DRAFT)
        .group_by(Comment.commenter_id)
    )
    return {number: count for number, count in db.session.execute(rows) if number is not None}


def commenter_with(token: str) -> Commenter | None:
    """Return who holds this link, while it is theirs."""
    # Who is known from a file only gets a link with the answers.
    rows = _WHOLE.where(Commenter.token_hash == hash_of(token), Commenter.withdrawn_at.is_(None))
    found = db.session.scalar(rows)
    return found if found is not None and found.person.left_at is None else None


def commenter_of(round_id: int, person_id: int) -> Commenter | None:
    """Return a person of a round, if they are asked there."""
    rows = _WHOLE.where(Commenter.round_id == round_id, Commenter.person_id == person_id, *HOLDS)
    return db.session.scalar(rows)


def colleagues_of(commenter: Commenter) -> list[Commenter]:
    """Return who shares the comments of this person, with them, by number: alone, unless the round
    is per organization and they speak for one."""
    if not commenter.round.is_per_organization or commenter.organization_id is None:
        return [commenter]
    rows = _WHOLE.where(
        Commenter.round_id == commenter.round_id,
        Commenter.organization_id == commenter.organization_id,
        *HOLDS,
    )
    return list(db.session.scalars(rows.order_by(Commenter.id)))


def is_of_set(commenter: Commenter) -> ColumnElement[bool]:
    """Return the condition for the comments that this person sees and changes: theirs, or in a
    round per organization those of theirs."""
    of_round = Comment.round_id == commenter.round_id
    if commenter.round.is_per_organization and commenter.organization_id is not None:
        return and_(of_round, Comment.organization_id == commenter.organization_id)
    return and_(of_round, Comment.commenter_id == commenter.id)


def comments_of(commenter: Commenter) -> list[Comment]:
    """Return the comments of this person, or of their organization, the oldest first."""
    rows = select(Comment).where(is_of_set(commenter)).options(joinedload(Comment.group))
    rows = rows.options(joinedload(Comment.commenter).joinedload(Commenter.person))
    return list(db.session.scalars(rows.order_by(Comment.id)))


def comment_of(commenter: Commenter, comment_id: int | None) -> Comment | None:
    """Return one of their comments, or None where it is none of theirs."""
    if comment_id is None:
        return None
    return db.session.scalar(select(Comment).where(Comment.id == comment_id, is_of_set(commenter)))


def is_there(comment_id: int) -> bool:
    """Return whether there is such a comment, whosever it is."""
    return db.session.scalar(select(Comment.id).where(Comment.id == comment_id)) is not None


def comment_with_key(commenter: Commenter, key: str) -> Comment | None:
    """Return the comment that a form with this key made before."""
    return db.session.scalar(select(Comment).where(Comment.client_key == key, is_of_set(commenter)))


def blocks_of(draft: Draft) -> list[Block]:
    """Return the passages of a draft in the order of its text."""
    rows = select(Block).where(Block.draft_id == draft.id).order_by(Block.position)
    return list(db.session.scalars(rows))


def last_words(passage_ids: Collection[int]) -> dict[int, tuple[str, str, int]]:
    """Return of each of these passages label, words and number of the last draft that had it."""
    rows = (
        select(Block.passage_id, Block.label, Block.text, Draft.number)
        .join(Draft, Draft.id == Block.draft_id)
        .where(Block.passage_id.in_(list(passage_ids)))
        .order_by(Draft.number)
    )
    return {
        passage_id: (label, text, number)
        for passage_id, label, text, number in db.session.execute(rows)
    }


def doubtful_passages(draft: Draft) -> set[int]:
    """Return the passages of which a draft does not say yet whether it still has them."""
    rows = select(Block.candidates).where(Block.draft_id == draft.id, Block.match == UNSURE)
    return {number for candidates in db.session.scalars(rows) for number in candidates or ()}


def newest_draft(round_: CommentRound) -> Draft:
    """Return the last draft of the document in the language of the round."""
    return last_draft(round_.document, round_.draft.language) or round_.draft


def drafts_of(document_id: int) -> list[Draft]:
    """Return the drafts of a document, the last first."""
    rows = select(Draft).where(Draft.document_id == document_id).order_by(Draft.number.desc())
    return list(db.session.scalars(rows))


def candidates(round_: CommentRound, condition: ColumnElement[bool]) -> Sequence[Person]:
    """Return people of the registry who are not asked in a round yet, by name."""
    asked = select(Commenter.person_id).where(Commenter.round_id == round_.id, *HOLDS)
    rows = select(Person).where(condition, Person.left_at.is_(None), Person.id.not_in(asked))
    rows = rows.options(joinedload(Person.organization))
    return db.session.scalars(
        rows.order_by(Person.sort_key, Person.id).limit(MOST_CANDIDATES)
    ).all()


def experts_of(meeting_id: int) -> ColumnElement[bool]:
    """Return the condition for the experts of a meeting who have not left it."""
    return Person.id.in_(
        select(Participation.person_id).where(
            Participation.meeting_id == meeting_id,
            Participation.is_expert,
            Participation.left_at.is_(None),
        )
    )


def still_wanted(message: Message, now: datetime) -> str | None:
    """Return why a mail about a round must not go out any more, or None while it is wanted."""
    number = int((message.refers_to or "").partition(":")[2])
    found = db.session.scalar(_WHOLE.where(Commenter.id == number))
    if found is None:
        return "The round of comments is not there any more."
    name, person = message.dedupe_key.split(":")[2], found.person
    is_done = found.sent_at is not None or found.nothing_at is not None
    reasons = (
        (found.withdrawn_at is not None, f"{person.printed_name} is not asked any more."),
        (name == "reminder" and is_done, f"{person.printed_name} has answered."),
        (name != "answers" and now >= found.round.close_at, "The round of comments is closed."),
    )
    why = next((reason for holds, reason in reasons if holds), None)
    return why or why_not_reached(person, message.recipient)
