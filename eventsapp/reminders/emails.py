"""The e-mail that reminds somebody of a deadline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from werkzeug.routing import BuildError

from eventsapp.formats import in_zone, link_to
from eventsapp.mail.emails import Texts, language_of, rendered
from eventsapp.mail.models import PENDING, SKIPPED
from eventsapp.mail.services import queue_messages
from eventsapp.reminders.models import Deadline
from eventsapp.reminders.planning import Reader, Round, due_in_zone
from eventsapp.reminders.queries import reminder_key

MISSED = "A later reminder of the same deadline was due as well, so this one was left out."
TOO_LATE = "The deadline had passed when this one was due."


@dataclass(frozen=True)
class Mailing:
    """One reader and the reminder they get; with a `reason` it is only noted as left out."""

    reader: Reader
    round: Round
    reason: str | None = None


def queue_reminder_mails(deadline: Deadline, mailings: Iterable[Mailing], *, now: datetime) -> None:
    """Queue one mail per reader, in the reader's language, with times in their zone."""
    texts: dict[tuple[int, str | None, str], Texts] = {}
    rows = []
    for mailing in mailings:
        reader, language = mailing.reader, language_of(mailing.reader.languages)
        key = mailing.round.reminder_id, reader.tz, language
        if key not in texts:
            texts[key] = _texts(deadline, reader.tz, language, now)
        rows.append(_row(deadline, mailing, texts[key], now))
    queue_messages(rows)


def _row(deadline: Deadline, mailing: Mailing, texts: Texts, now: datetime) -> dict[str, Any]:
    reader, round_ = mailing.reader, mailing.round
    return texts.row_to(
        reader.name,
        reader.address,
        now=now,
        kind="reminder",
        dedupe_key=reminder_key(round_.reminder_id, reader.person_id, round_.remind_on),
        refers_to=f"obligation:{reader.obligation_id}",
        person_id=reader.person_id,
        meeting_id=deadline.meeting_id,
        state=SKIPPED if mailing.reason else PENDING,
        reason=mailing.reason,
    )


def _texts(deadline: Deadline, tz: str | None, language: str, now: datetime) -> Texts:
    today = in_zone(now, tz or deadline.tz).date()
    facts = {
        "deadline": deadline,
        "days_left": max((deadline.due_on - today).days, 0),
        "reader_due": due_in_zone(deadline.due_on, deadline.tz, tz, deadline.due_at_time),
        "page": _page(deadline),
        "own_page": link_to("reminders.show", deadline_id=deadline.id),
    }
    return rendered("reminders/email/reminder", language, facts)


def _page(deadline: Deadline) -> str | None:
    """Return where the thing is done, or None: then only the page of the deadline is named."""
    if deadline.page_endpoint is None:
        return None
    try:
        return link_to(deadline.page_endpoint, **deadline.page_arguments)
    except BuildError:
        return None
