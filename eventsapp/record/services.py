"""What staff do to the record of a meeting while they read it."""

from datetime import datetime

from eventsapp.accounts.models import User
from eventsapp.history.services import record
from eventsapp.minutes.models import OpenQuestion


def answer_question(question: OpenQuestion, *, by: User, now: datetime) -> None:
    """Note that a warning about the record is answered. Twice is once."""
    if question.resolved_at is not None:
        return
    question.resolved_at, question.resolved_by_id = now, by.id
    record("answered", question, now=now, user_id=by.id)


def reopen_question(question: OpenQuestion, *, by: User, now: datetime) -> None:
    """Put a warning about the record back among the open ones. Twice is once."""
    if question.resolved_at is None:
        return
    question.resolved_at = question.resolved_by_id = None
    record("reopened", question, now=now, user_id=by.id)
