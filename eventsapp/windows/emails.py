"""The e-mail that tells a window was extended or moved."""

from collections.abc import Collection, Mapping
from datetime import datetime

from eventsapp.consultations.models import Consultation, WindowMove
from eventsapp.consultations.window import Window, change_between
from eventsapp.formats import link_to
from eventsapp.hearings.emails import Addressee, row_of, texts_of
from eventsapp.hearings.queries import refers_to
from eventsapp.mail.emails import Texts
from eventsapp.mail.services import queue_messages
from eventsapp.windows.queries import MAIL


def queue_moved_mails(
    consultation: Consultation,
    move: WindowMove,
    to: Collection[Addressee],
    told: Mapping[str, Window],
    *,
    now: datetime,
    leave_at: datetime | None,
) -> int:
    """Queue one mail for each, which says what they were told before and what holds now; return
    how many."""
    rows = [
        row_of(
            consultation,
            one,
            moved_texts(consultation, move.reason, one, told[one.who]),
            kind=MAIL,
            key=f"{MAIL}:{consultation.id}:moved:{move.id}:{one.who}",
            secret=refers_to(one.hearing) if one.hearing else None,
            now=now,
            leave_at=leave_at,
        )
        for one in to
    ]
    queue_messages(rows)
    return len(rows)


def moved_texts(consultation: Consultation, reason: str, to: Addressee, told: Window) -> Texts:
    """Return what a mail about a move says to somebody who knew the window `told`."""
    window = consultation.window
    assert window is not None  # noqa: S101 - what has no window is not moved
    submission = to.hearing.submission if to.hearing else None
    return texts_of(
        consultation,
        "moved",
        to,
        folder="windows",
        told=told,
        reason=reason,
        change=change_between(told, window).value,
        has_sent=submission is not None and submission.sent_at is not None,
        page=link_to("consultations.show", consultation_id=consultation.id),
    )
