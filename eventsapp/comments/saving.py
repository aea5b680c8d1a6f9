"""What people do with their comments: save, send, withdraw, delete them, or say they have none.

Until the round closes; what comes later raises `RoundClosed`, and the view shows it back.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from eventsapp.comments.models import (
    KINDS,
    SENT,
    WITHDRAWN,
    Comment,
    Commenter,
    CommentGroup,
    CommentRound,
)
from eventsapp.comments.queries import (
    colleagues_of,
    comment_with_key,
    comments_of,
    is_of_set,
)
from eventsapp.documents.models import Block
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import say_day, say_moment, say_zone
from eventsapp.history.services import record
from eventsapp.reminders.services import discharge, owe, reopen

LONGEST = 10_000
# More than anybody writes, and less than fills a database.
MOST_OF_ONE_SET = 2_000


class RoundClosed(RuleBroken):
    """The round was closed when something was sent."""


@dataclass(frozen=True)
class Said:
    """What somebody typed: about a passage, or the whole (`passage_id` empty)."""

    text: str
    kind: str
    suggested: str | None = None
    passage_id: int | None = None


def check_open(commenter: Commenter, now: datetime) -> None:
    """Raise RoundClosed unless comments of this round can be changed now."""
    round_ = commenter.round
    if now < round_.open_at:
        raise RoundClosed(
            f"“{round_.title}” opens on {say_moment(round_.open_at, round_.tz)}. Nothing was saved."
        )
    if now >= round_.close_at:
        raise RoundClosed(
            f"“{round_.title}” closed on {_closing(round_)}, so nothing more can be "
            "sent. What you typed stands below: copy it, and write to the secretariat."
        )


def _closing(round_: CommentRound) -> str:
    """Return when a round closed: at its hour, or with its last day."""
    if round_.closes_at_time is not None:
        return say_moment(round_.close_at, round_.tz)
    zone = say_zone(round_.tz, round_.close_at)
    return f"{say_day(round_.closes_on, 'plain')} at the end of the day, {zone}"


def save_comment(
    commenter: Commenter,
    said: Said,
    *,
    now: datetime,
    comment: Comment | None = None,
    key: str | None = None,
) -> Comment:
    """Keep a comment as typed: a new one as a draft, or the one given. Flushes.

    `key` is that of the form, so that one form makes one comment. One that was sent stays sent and
    says the new words at once. Raises RoundClosed, or RuleBroken for a passage of another draft
    and for too many.
    """
    check_open(commenter, now)
    if said.kind not in KINDS:
        raise RuleBroken("Choose general, substantive or editorial.")
    if comment is None and key is not None:
        comment = comment_with_key(commenter, key)
    if comment is None:
        comment = _new(commenter, said, key, now)
    words = (said.text, said.suggested or None, said.kind)
    if words != (comment.text, comment.suggested, comment.kind):
        comment.text, comment.suggested, comment.kind = words
        comment.changed_at = now
    db.session.flush()
    return comment


def _new(commenter: Commenter, said: Said, key: str | None, now: datetime) -> Comment:
    count = db.session.scalar(select(func.count()).where(is_of_set(commenter))) or 0
    if count >= MOST_OF_ONE_SET:
        raise RuleBroken(
            f"There are {count:,} comments already. Put several into one, or send the secretariat "
            "a file."
        )
    comment = Comment(
        round_id=commenter.round_id,
        draft_id=commenter.round.draft_id,
        passage_id=said.passage_id,
        commenter_id=commenter.id,
        organization_id=commenter.organization_id,
        quoted=_words_of(commenter.round.draft_id, said.passage_id),
        client_key=key,
        created_at=now,
        changed_at=now,
        text="",
    )
    db.session.add(comment)
    return comment


def _words_of(draft_id: int, passage_id: int | None) -> str | None:
    if passage_id is None:
        return None
    wanted = select(Block.text).where(Block.draft_id == draft_id, Block.passage_id == passage_id)
    words = db.session.scalar(wanted.limit(1))
    if words is None:
        raise RuleBroken(
            "This paragraph is not in the draft any more. Comment on another, or on the whole text."
        )
    return words


def send_comments(
    commenter: Commenter,
    comments: Collection[Comment],
    *,
    now: datetime,
    user_id: int | None = None,
) -> list[Comment]:
    """Send these drafts to the secretariat; return those sent now. Flushes.

    Their authors owe nothing any more. Empty drafts stay drafts. Raises RoundClosed, or RuleBroken
    where a colleague sends for the organization.
    """
    check_open(commenter, now)
    _check_sender(commenter)
    sent = [one for one in comments if one.state != SENT and _says_something(one)]
    for one in sent:
        if one.group_id is None:
            one.group = CommentGroup(round_id=one.round_id)
        one.state, one.sent_at, one.withdrawn_at = SENT, now, None
    db.session.flush()
    for one in sent:
        record("sent", one, now=now, user_id=user_id)
    if sent:
        _discharge(commenter, now)
    return sent


def _says_something(comment: Comment) -> bool:
    return bool(comment.text.strip() or (comment.suggested or "").strip())


def _check_sender(commenter: Commenter) -> None:
    if commenter.is_sender:
        return
    colleagues = colleagues_of(commenter)
    sender = next((one for one in colleagues if one.is_sender), None)
    if len(colleagues) == 1 or sender is None:
        commenter.is_sender = True
        return
    name = sender.person.printed_name
    raise RuleBroken(f"{name} sends for your organisation. What you wrote is saved; tell {name}.")


def _discharge(commenter: Commenter, now: datetime) -> None:
    for one in colleagues_of(commenter):
        one.sent_at, one.nothing_at = one.sent_at or now, None
        _settle(one, now)
    db.session.flush()


def _settle(one: Commenter, now: datetime) -> None:
    if one.round.deadline is not None:
        owe(one.round.deadline, one.person_id, now=now)
        discharge(one.round.deadline, one.person_id, now)


def say_nothing(commenter: Commenter, *, now: datetime, user_id: int | None = None) -> None:
    """Write down that somebody, or their organization, has no comment. Twice is once.

    Raises RoundClosed, or RuleBroken where they have sent some.
    """
    check_open(commenter, now)
    _check_sender(commenter)
    if any(one.state == SENT for one in comments_of(commenter)):
        raise RuleBroken("You have sent comments. Withdraw them first if you have none.")
    for one in colleagues_of(commenter):
        if one.nothing_at is None:
            one.nothing_at = now
            _settle(one, now)
    db.session.flush()
    record("has no comment", commenter, now=now, user_id=user_id)


def withdraw_comment(
    commenter: Commenter, comment: Comment, *, now: datetime, user_id: int | None = None
) -> None:
    """Withdraw a comment that was sent: the secretariat sees it no more. Twice is once.

    After the last one they owe again. Raises RoundClosed, or RuleBroken where a colleague sends.
    """
    check_open(commenter, now)
    _check_sender(commenter)
    if comment.state != SENT:
        return
    comment.state, comment.withdrawn_at = WITHDRAWN, now
    db.session.flush()
    record("withdrawn", comment, now=now, user_id=user_id)
    if any(one.state == SENT for one in comments_of(commenter)):
        return
    for one in colleagues_of(commenter):
        one.sent_at = None
        if one.round.deadline is not None:
            reopen(one.round.deadline, one.person_id, now)
    db.session.flush()


def delete_draft(commenter: Commenter, comment: Comment, *, now: datetime) -> None:
    """Delete a comment that nobody but its authors has seen. Raises RoundClosed, or RuleBroken
    for one that was sent."""
    check_open(commenter, now)
    if comment.state == SENT or comment.group_id is not None:
        raise RuleBroken("This comment was sent. Withdraw it instead of deleting it.")
    db.session.delete(comment)
    db.session.flush()
