"""The e-mails of a round: that somebody is asked, the reminder, and what became of the comments."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from eventsapp.comments.models import Commenter, CommentRound
from eventsapp.mail.emails import Texts, language_of, rendered
from eventsapp.mail.services import queue_messages
from eventsapp.reminders.planning import known_zone


def refers_to(commenter: Commenter) -> str:
    """Return what the mails to somebody asked refer to."""
    return f"commenter:{commenter.id}"


def queue_comment_mails(
    round_: CommentRound, commenters: Collection[Commenter], *, name: str, now: datetime
) -> int:
    """Queue one mail each, in the reader's language with the hour in their zone: `invitation`,
    `reminder`, `moved` or `answers`; return how many. Who has no address gets none."""
    texts: dict[tuple[str, str | None], Texts] = {}
    rows = []
    for one in commenters:
        reader = language_of(one.person.languages), known_zone(one.person.tz)
        if reader not in texts:
            texts[reader] = _texts(round_, name, *reader)
        if one.address is not None:
            rows.append(_row(one, name, texts[reader], now))
    queue_messages(rows)
    return len(rows)


def _row(one: Commenter, name: str, texts: Texts, now: datetime) -> dict[str, Any]:
    # Asked anew after they were taken out, it is another mail.
    moment = one.invited_at if name == "invitation" and one.invited_at else now
    return texts.row_to(
        one.person.printed_name,
        one.address,
        now=now,
        kind="comments",
        dedupe_key=f"{refers_to(one)}:{name}:{moment:%Y%m%dT%H%M%S}",
        refers_to=refers_to(one),
        secret=refers_to(one),
        person_id=one.person_id,
        meeting_id=one.round.document.meeting_id,
    )


def _texts(round_: CommentRound, name: str, language: str, tz: str | None) -> Texts:
    facts = {
        "round": round_,
        "document": round_.document,
        "draft": round_.draft,
        "tz": tz or round_.tz,
    }
    return rendered(f"comments/email/{name}", language, facts)
