"""The e-mails of a poll: the question, the reminder, and what was chosen."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from eventsapp.formats import link_to
from eventsapp.mail.emails import Texts, language_of, rendered
from eventsapp.mail.services import queue_messages
from eventsapp.polls.models import Poll, PollInvitee
from eventsapp.reminders.planning import known_zone


def refers_to(invitee: PollInvitee) -> str:
    """Return what the mails to somebody about a poll refer to."""
    return f"poll:{invitee.id}"


def zone_of(invitee: PollInvitee) -> str | None:
    """Return the zone in which somebody reads the poll: the one they chose there, else theirs."""
    return known_zone(invitee.tz) or known_zone(invitee.person.tz)


def queue_poll_mails(
    poll: Poll, invitees: Collection[PollInvitee], *, name: str, now: datetime
) -> int:
    """Queue one mail each, in the reader's language and zone: `asked`, `reminder` or `chosen`;
    return how many. Who has no address gets none."""
    texts: dict[tuple[str, str | None], Texts] = {}
    rows = []
    for invitee in invitees:
        if invitee.address is None:
            continue
        key = language_of(invitee.person.languages), zone_of(invitee)
        if key not in texts:
            texts[key] = _texts(poll, name, *key)
        rows.append(_row(poll, invitee, name, texts[key], now))
    queue_messages(rows)
    return len(rows)


def _row(
    poll: Poll, invitee: PollInvitee, name: str, texts: Texts, now: datetime
) -> dict[str, Any]:
    moment = invitee.invited_at if name == "asked" else now
    return texts.row_to(
        invitee.person.printed_name,
        invitee.address,
        now=now,
        kind="poll",
        dedupe_key=f"{refers_to(invitee)}:{name}:{moment:%Y%m%dT%H%M%S}",
        refers_to=refers_to(invitee),
        secret=refers_to(invitee) if name != "chosen" else None,
        person_id=invitee.person_id,
        meeting_id=poll.meeting_id,
    )


def _texts(poll: Poll, name: str, language: str, tz: str | None) -> Texts:
    facts = {
        "poll": poll,
        "slot": poll.chosen,
        "own_tz": tz if tz != poll.tz else None,
        "meeting_page": poll.meeting and link_to("record.meeting", code=poll.meeting.code),
    }
    return rendered(f"polls/email/{name}", language, facts)
