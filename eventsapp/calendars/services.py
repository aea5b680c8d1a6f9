"""The verbs of calendars: make a secret address, renew it, revoke it, note that it was fetched."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from eventsapp.accounts.models import User
from eventsapp.accounts.services import hash_of
from eventsapp.calendars.models import Feed, PublicFeed
from eventsapp.calendars.queries import FoundFeed, FoundMeeting, feed_in_use
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record

TOKEN_BYTES = 32
NOTED_EVERY = timedelta(hours=1)
LONGEST_PROGRAM = 200


def create_feed(*, by: User, now: datetime) -> tuple[Feed, str]:
    """Make the secret address of one's own calendar; return it with its token, kept nowhere.

    Flushes. Raises RuleBroken if there is one already: it was shown once, and cannot be again.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = Feed(person_id=by.person_id, token_hash=hash_of(token), created_at=now)
    if feed_in_use(by.person_id) is not None:
        raise RuleBroken(_ONE_AT_A_TIME)
    try:
        with db.session.begin_nested():
            db.session.add(feed)
    except IntegrityError as error:  # made in another window at the same moment
        raise RuleBroken(_ONE_AT_A_TIME) from error
    record("calendar address made", feed, now=now, user_id=by.id)
    return feed, token


def renew_feed(feed: Feed, *, by: User, now: datetime) -> tuple[Feed, str]:
    """Replace the address; the old one stops at once. Flushes.

    Raises RuleBroken if it was replaced or revoked already, so a form sent twice changes nothing.
    """
    if not _stop(feed, now=now):
        raise RuleBroken(
            "This address was already replaced or revoked in another window. Go back to "
            "“My calendar” to see what works now."
        )
    return create_feed(by=by, now=now)


def revoke_feed(feed: Feed, *, by: User, now: datetime) -> None:
    """Stop the address for good. A second time changes nothing."""
    if _stop(feed, now=now):
        record("calendar address revoked", feed, now=now, user_id=by.id)


def note_fetch(
    feed: FoundFeed, content_hash: str, *, program: str | None, now: datetime, real_now: datetime
) -> datetime | None:
    """Note that a feed was fetched, at most once an hour while it stays the same.

    Returns since when its content is what it is now, or None if there was nothing to note.
    """
    is_recent = feed.last_fetched_at is not None and abs(now - feed.last_fetched_at) < NOTED_EVERY
    if is_recent and content_hash == feed.content_hash:
        return None
    changed_at = _changed_at(feed, content_hash, real_now)
    db.session.execute(
        update(Feed)
        .where(Feed.id == feed.id)
        .values(
            last_fetched_at=now,
            last_fetched_with=program[:LONGEST_PROGRAM] if program else None,
            content_hash=content_hash,
            content_changed_at=changed_at,
        )
    )
    return changed_at


def note_public_content(
    meeting: FoundMeeting, content_hash: str, *, real_now: datetime
) -> datetime | None:
    """Note what the public feed of a meeting gives, if that has changed; return since when."""
    if content_hash == meeting.content_hash:
        return None
    changed_at = _changed_at(meeting, content_hash, real_now)
    is_known = meeting.content_hash is not None
    noting = (
        update(PublicFeed).where(PublicFeed.meeting_id == meeting.id)
        if is_known
        else insert(PublicFeed).values(meeting_id=meeting.id)
    )
    db.session.execute(noting.values(content_hash=content_hash, content_changed_at=changed_at))
    return changed_at


def _changed_at(last: FoundFeed | FoundMeeting, content_hash: str, real_now: datetime) -> datetime:
    """Return since when the content is what it is, in whole seconds as HTTP says them.

    Two changes within a second get two moments: a program that asks "changed since?" must see both.
    """
    if last.content_changed_at is None:
        return real_now.replace(microsecond=0)
    if content_hash == last.content_hash:
        return last.content_changed_at
    return max(real_now.replace(microsecond=0), last.content_changed_at + timedelta(seconds=1))


def _stop(feed: Feed, *, now: datetime) -> bool:
    """Revoke a feed unless that is done; return whether this call did it."""
    stopped = db.session.scalar(
        update(Feed)
        .where(Feed.id == feed.id, Feed.revoked_at.is_(None))
        .values(revoked_at=now)
        .returning(Feed.id)
    )
    return stopped is not None


_ONE_AT_A_TIME = (
    "Your calendar has an address already. It was shown once and cannot be shown again: replace it "
    "if you need it anew."
)
