"""The verbs of a round: open it, change it, ask people, remind them, take them out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.accounts.services import hash_of
from eventsapp.accounts.tokens import token_of
from eventsapp.comments.emails import queue_comment_mails, refers_to
from eventsapp.comments.models import Comment, Commenter, CommentRound
from eventsapp.comments.queries import colleagues_of, commenters_of
from eventsapp.comments.windows import closing_moment
from eventsapp.documents.models import Document, Draft
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.mail.models import CLAIMED, HELD, PENDING, Message
from eventsapp.mail.services import skip_message
from eventsapp.people.models import Person
from eventsapp.reminders.planning import known_zone
from eventsapp.reminders.services import carry_deadline, owe, release, set_deadline
from eventsapp.walltime import moment_at

# Nobody gets a second mail about the same round within a day.
REST = timedelta(hours=24)


@dataclass(frozen=True)
class RoundFacts:
    """What staff say of a round. Without `opens_on` it opens at once."""

    title: str
    draft: Draft
    closes_on: date
    tz: str
    closes_at_time: time | None = None
    opens_on: date | None = None
    opens_at_time: time | None = None
    audience: str | None = None
    words: str | None = None
    is_per_organization: bool = False


def open_round(
    document: Document, facts: RoundFacts, *, by: User, now: datetime, key: str | None = None
) -> CommentRound:
    """Open a round of comments on a draft; its closing day becomes a deadline. Flushes.

    `key` is that of the form: sent twice, it opens one round. Raises RuleBroken where it would
    close before it opens, or has closed already.
    """
    if key is not None:
        found = db.session.scalar(select(CommentRound).where(CommentRound.client_key == key))
        if found is not None:
            return found
    round_ = CommentRound(
        document_id=document.id, client_key=key, created_at=now, created_by_id=by.id
    )
    round_.document = document
    _take(round_, facts, now)
    if round_.close_at <= now:
        raise RuleBroken("The closing moment has passed already. Choose a later day.")
    db.session.add(round_)
    db.session.flush()
    deadline = set_deadline(
        f"Comments: {round_.title}"[:300],
        round_.closes_on,
        round_.tz,
        at_time=round_.closes_at_time,
        is_carried=True,
        now=now,
        page=("commenting.own", {"document_id": document.id, "round_id": round_.id}),
        meeting_id=document.meeting_id,
        audience=round_.audience,
    )
    round_.deadline_id = deadline.id
    db.session.flush()
    record("opened", round_, now=now, user_id=by.id, draft=facts.draft.number)
    return round_


def change_round(round_: CommentRound, facts: RoundFacts, *, by: User, now: datetime) -> int:
    """Change a round; its deadline and reminders move along. Flushes.

    Who was asked is told by one mail when the closing moment moved; return how many. Raises
    RuleBroken where it would close before it opens, or where colleagues have begun to share
    comments and would not any more.
    """
    if facts.is_per_organization != round_.is_per_organization and _has_comments(round_):
        raise RuleBroken(
            "People have begun to comment, so it can no longer be changed whether colleagues share "
            "their comments. Open another round for that."
        )
    before = round_.close_at
    _take(round_, facts, now)
    db.session.flush()
    if round_.deadline is not None:
        closing = round_.closes_on, round_.closes_at_time, round_.tz
        carry_deadline(round_.deadline, *closing, now=now, by=by)
    record("changed", round_, now=now, user_id=by.id)
    if before == round_.close_at or round_.close_at <= now:
        return 0
    return queue_comment_mails(round_, commenters_of(round_), name="moved", now=now)


def _has_comments(round_: CommentRound) -> bool:
    wanted = select(Comment.id).where(Comment.round_id == round_.id).limit(1)
    return db.session.scalar(wanted) is not None


def _take(round_: CommentRound, facts: RoundFacts, now: datetime) -> None:
    if known_zone(facts.tz) is None:
        raise RuleBroken(f"There is no time zone “{facts.tz}”. Choose one such as Africa/Nairobi.")
    close_at = closing_moment(facts.closes_on, facts.closes_at_time, facts.tz)
    open_at = min(round_.open_at or now, now)
    if facts.opens_on is not None:
        open_at = moment_at(facts.opens_on, facts.opens_at_time or time(), facts.tz)
    if facts.draft.settled_at is None:
        raise RuleBroken(
            f"Draft {facts.draft.number} has doubtful passages. Say what they are, then ask for "
            "comments on it."
        )
    if close_at <= open_at:
        raise RuleBroken("The round would close before it opens. Correct one of the two.")
    for name in ("title", "words", "audience", "is_per_organization", "tz", "opens_on",
                 "opens_at_time", "closes_on", "closes_at_time"):  # fmt: skip
        setattr(round_, name, getattr(facts, name))
    round_.draft_id, round_.draft = facts.draft.id, facts.draft
    round_.open_at, round_.close_at = open_at, close_at


def ask_people(
    round_: CommentRound, people: Iterable[Person], *, by: User, now: datetime
) -> list[Commenter]:
    """Ask people for comments, by one mail each; return those asked now. Flushes.

    Who is asked already gets no second mail. Of the colleagues of one organization the first asked
    sends. Raises RuleBroken for a round that is closed.
    """
    _check_not_closed(round_, now)
    wanted = {person.id: person for person in people if person.left_at is None}
    rows = select(Commenter).where(Commenter.round_id == round_.id)
    known = {one.person_id: one for one in db.session.scalars(rows)}
    have_sender = {one.organization_id for one in known.values() if one.is_sender and _holds(one)}
    asked = []
    for person in wanted.values():
        one = known.get(person.id)
        if one is not None and _holds(one):
            continue
        asked.append(_asked(round_, person, one, by=by, now=now))
        if asked[-1].organization_id not in have_sender or asked[-1].organization_id is None:
            asked[-1].is_sender = True
            have_sender.add(asked[-1].organization_id)
    db.session.flush()
    for one in asked:
        record("asked", one, now=now, user_id=by.id)
        if round_.deadline is not None:
            owe(round_.deadline, one.person_id, now=now)
    queue_comment_mails(round_, asked, name="invitation", now=now)
    return asked


def _holds(one: Commenter) -> bool:
    return one.invited_at is not None and one.withdrawn_at is None


def _asked(
    round_: CommentRound, person: Person, known: Commenter | None, *, by: User, now: datetime
) -> Commenter:
    one = known or Commenter(round_id=round_.id, person_id=person.id)
    one.round, one.person = round_, person
    one.organization_id = one.organization_id or person.organization_id
    one.address, one.token_hash = person.email, None
    one.invited_at, one.invited_by_id, one.withdrawn_at = now, by.id, None
    one.is_sender = False
    db.session.add(one)
    return one


def _check_not_closed(round_: CommentRound, now: datetime) -> None:
    if now >= round_.close_at:
        raise RuleBroken(
            f"“{round_.title}” is closed, so nobody can be asked or reminded. Move its closing "
            "day first."
        )


def remind_people(
    round_: CommentRound, commenters: Collection[Commenter], *, by: User, now: datetime
) -> list[Commenter]:
    """Remind those of these who have sent nothing, nobody twice within a day; return whom.
    Flushes. Raises RuleBroken for a round that is closed."""
    _check_not_closed(round_, now)
    reminded = []
    for one in commenters:
        last = max(moment for moment in (one.invited_at, one.reminded_at, now - REST) if moment)
        if is_done(one) or not _holds(one) or now - last < REST:
            continue
        one.reminded_at, one.address = now, one.person.email
        record("reminded", one, now=now, user_id=by.id)
        reminded.append(one)
    db.session.flush()
    queue_comment_mails(round_, reminded, name="reminder", now=now)
    return reminded


def is_done(one: Commenter) -> bool:
    """Return whether somebody has sent comments, or said to have none."""
    return one.sent_at is not None or one.nothing_at is not None


def take_out(commenters: Collection[Commenter], *, by: User, now: datetime) -> int:
    """Ask these people no more: their links end, mails that have not left are skipped; return how
    many. What they have sent stays. Flushes."""
    taken = [one for one in commenters if _holds(one)]
    for one in taken:
        one.withdrawn_at, one.token_hash = now, None
        if one.round.deadline is not None and not is_done(one):
            release(one.round.deadline, one.person_id, now, by=by)
        record("taken out", one, now=now, user_id=by.id)
    db.session.flush()
    for one in taken:
        if one.is_sender:
            _pass_on(one)
    _skip_mails(taken)
    db.session.flush()
    return len(taken)


def _pass_on(one: Commenter) -> None:
    """Let the next colleague send, where the one who did is gone."""
    one.is_sender = False
    colleagues = [other for other in colleagues_of(one) if other.id != one.id]
    if colleagues and not any(other.is_sender for other in colleagues):
        colleagues[0].is_sender = True


def _skip_mails(commenters: Collection[Commenter]) -> None:
    wanted = select(Message).where(
        Message.kind == "comments",
        Message.refers_to.in_([refers_to(one) for one in commenters]),
        Message.state.in_((HELD, PENDING, CLAIMED)),
    )
    for message in db.session.scalars(wanted):
        try:
            skip_message(message, "This person is not asked any more.")
        except RuleBroken:  # a worker was faster: it is leaving
            continue


def let_send(one: Commenter, *, now: datetime, by_user_id: int | None) -> None:
    """Let one of the colleagues of an organization be the one who sends. Twice is once."""
    if one.is_sender:
        return
    for other in colleagues_of(one):
        other.is_sender = other.id == one.id
    db.session.flush()
    record("sends", one, now=now, user_id=by_user_id)


def give_token(one: Commenter, key: str) -> str:
    """Return the secret of somebody asked and keep its hash. Flushes."""
    token = token_of(key, "commenter", one.id, one.invited_at or one.round.created_at)
    one.token_hash = hash_of(token)
    db.session.flush()
    return token
