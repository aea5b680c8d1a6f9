"""The e-mail that confirms a submission."""

from datetime import datetime

from eventsapp.consultations.models import Submission
from eventsapp.hearings.emails import addressee_of, row_of, texts_of
from eventsapp.hearings.queries import MAIL, refers_to
from eventsapp.mail.services import queue_messages


def queue_confirmation(submission: Submission, *, now: datetime) -> None:
    """Confirm what was sent to whoever sent it; who has no address sees it on the page only."""
    hearing = submission.hearing
    to = addressee_of(hearing)
    if to is None:
        return
    texts = texts_of(hearing.consultation, "sent", to, folder="submissions", submission=submission)
    row = row_of(
        hearing.consultation,
        to,
        texts,
        kind=MAIL,
        key=f"{refers_to(hearing)}:sent:{now:%Y%m%dT%H%M%S}",
        secret=refers_to(hearing),
        now=now,
    )
    queue_messages([row])
