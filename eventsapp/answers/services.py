"""The verbs of answers: decide, put comments together, take them apart, publish."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from eventsapp.accounts.models import User
from eventsapp.answers.queries import comments_in, group_named, unpublished
from eventsapp.comments.emails import queue_comment_mails
from eventsapp.comments.models import (
    DECISIONS,
    SENT,
    Comment,
    Commenter,
    CommentGroup,
    CommentRound,
)
from eventsapp.comments.queries import colleagues_of
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record

LONGEST_NAME = 200


@dataclass(frozen=True)
class Answer:
    """What the secretariat answers: a decision, or none yet, and the words."""

    decision: str | None
    reply: str | None


def check_unchanged(groups: Collection[CommentGroup], seen: Mapping[int, int]) -> None:
    """Raise StaleDataError where one of these answers is newer than what was seen of it."""
    newer = [one.id for one in groups if seen.get(one.id, one.version) != one.version]
    if newer:
        raise StaleDataError(f"The answers {newer} were changed meanwhile")


def give_answer(
    groups: Collection[CommentGroup], answer: Answer, *, by: User, now: datetime
) -> int:
    """Answer these groups alike; return how many that changed. Flushes.

    Raises RuleBroken for a decision that is none.
    """
    if answer.decision is not None and answer.decision not in DECISIONS:
        raise RuleBroken(
            f"“{answer.decision}” is no decision. Choose one of: {', '.join(DECISIONS)}."
        )
    changed = [
        one for one in groups if (one.decision, one.reply) != (answer.decision, answer.reply)
    ]
    for one in changed:
        if one.decision != answer.decision:
            record("decided", one, now=now, user_id=by.id, decision=answer.decision)
        else:
            record("reply changed", one, now=now, user_id=by.id)
        one.decision, one.reply = answer.decision, answer.reply
        one.decided_at, one.decided_by_id = (now, by.id) if answer.decision else (None, None)
    db.session.flush()
    return len(changed)


def put_together(
    round_: CommentRound, comments: Collection[Comment], name: str, *, by: User, now: datetime
) -> CommentGroup:
    """Put comments into the group of this name, which is made if there is none. Flushes.

    Where exactly one answer was given to some of them, the group has it. Raises RuleBroken without
    a name, or where they were answered differently.
    """
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("Give the group a name, such as Definitions.")
    if len(name) > LONGEST_NAME:
        raise RuleBroken(f"Use at most {LONGEST_NAME} characters for the name of a group.")
    group = group_named(round_.id, name)
    answer = _answer_of([*comments, *(comments_in([group]) if group else [])])
    if group is None:
        group = CommentGroup(round_id=round_.id, name=name)
        db.session.add(group)
        db.session.flush()
    moved = [one for one in comments if one.group_id != group.id]
    _move(moved, group)
    if (group.decision, group.reply) != (answer.decision, answer.reply):
        give_answer([group], answer, by=by, now=now)
    for one in moved:
        record("grouped", one, now=now, user_id=by.id)
    db.session.flush()
    return group


def _answer_of(comments: Collection[Comment]) -> Answer:
    given = {
        (one.group.decision, one.group.reply)
        for one in comments
        if one.group is not None and (one.group.decision or one.group.reply)
    }
    if len(given) > 1:
        raise RuleBroken(
            "These comments were answered differently. Answer them alike first, then group them."
        )
    return Answer(*next(iter(given), (None, None)))


def _move(comments: Collection[Comment], group: CommentGroup) -> None:
    left = {one.group_id for one in comments if one.group_id not in {None, group.id}}
    for one in comments:
        one.group = group
    db.session.flush()
    _drop_empty(left)


def _drop_empty(group_ids: Collection[int | None]) -> None:
    kept = set(db.session.scalars(select(Comment.group_id).where(Comment.group_id.in_(group_ids))))
    for number in group_ids:
        if number is not None and number not in kept:
            db.session.delete(db.session.get_one(CommentGroup, number))
    db.session.flush()


def take_apart(comments: Collection[Comment], *, by: User, now: datetime) -> int:
    """Take comments out of their groups; each keeps the answer. Return how many. Flushes."""
    grouped = [one for one in comments if one.group is not None and one.group.name is not None]
    for one in grouped:
        old = one.group
        if old is None:
            continue
        alone = CommentGroup(
            round_id=one.round_id,
            reply=old.reply,
            decision=old.decision,
            decided_by_id=old.decided_by_id,
            decided_at=old.decided_at,
            published_at=old.published_at,
        )
        db.session.add(alone)
        db.session.flush()
        _move([one], alone)
        record("taken out of its group", one, now=now, user_id=by.id)
    db.session.flush()
    return len(grouped)


@dataclass(frozen=True)
class Published:
    """How many comments were answered, and how many people were told."""

    comments: int
    people: int


def publish_answers(round_: CommentRound, *, by: User, now: datetime) -> Published:
    """Show what was decided to those who commented, and tell each by one mail. Flushes.

    Published already stays as it is: a second time only what is new is told. Raises RuleBroken
    where nothing new is decided.
    """
    groups = unpublished(round_.id)
    if not groups:
        raise RuleBroken("Nothing new is decided. Decide comments first, then publish the answers.")
    comments = [one for one in comments_in(groups) if one.state == SENT]
    for one in groups:
        one.published_at = now
    round_.published_at = round_.published_at or now
    told = _concerned(comments)
    for person in told:
        person.address = person.person.email
    db.session.flush()
    people = queue_comment_mails(round_, told, name="answers", now=now)
    record("answers published", round_, now=now, user_id=by.id, comments=len(comments))
    return Published(len(comments), people)


def _concerned(comments: Collection[Comment]) -> list[Commenter]:
    """Return whose comments these are: each person once, with those who share the set."""
    authors = {one.commenter_id: one.commenter for one in comments if one.commenter is not None}
    told: dict[int, Commenter] = {}
    for author in authors.values():
        for one in [author, *colleagues_of(author)]:
            if one.withdrawn_at is None and one.person.left_at is None:
                told[one.id] = one
    return [told[number] for number in sorted(told)]
