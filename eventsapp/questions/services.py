"""The verbs of an own question: ask one, change it, move it, take it out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.registrations.models import Question, Registration, RegistrationForm


def add_question(
    form: RegistrationForm, facts: Mapping[str, Any], *, by_id: int, now: datetime
) -> Question:
    """Ask one more question, as the last; sent twice it is asked once. Flushes."""
    last = form.questions[-1] if form.questions else None
    if last is not None and all(getattr(last, name) == facts[name] for name in facts):
        return last
    position = max((one.position for one in form.questions), default=0) + 1
    made = Question(position=position, **facts)
    form.questions.append(made)
    _note(form, "added a question", by_id=by_id, now=now)
    return made


def change_question(
    question: Question, facts: Mapping[str, Any], *, by_id: int, now: datetime
) -> None:
    """Change a question; answers that were given stay as they are. Flushes.

    Raises RuleBroken where it would show to others what people answered for staff alone.
    """
    if (
        facts["is_for_moderators"]
        and not question.is_for_moderators
        and _has_answers(question.form)
    ):
        raise RuleBroken(
            "People have registered, and were not told that whoever leads their room reads this "
            "answer. Take the question out and ask a new one."
        )
    if question.is_sensitive and not facts["is_sensitive"] and _has_answers(question.form):
        raise RuleBroken(
            "People have registered, and were told that this answer is sensitive, so it stays so. "
            "Take the question out and ask a new one."
        )
    for name, value in facts.items():
        setattr(question, name, value)
    _note(question.form, "changed a question", by_id=by_id, now=now)


def _has_answers(form: RegistrationForm) -> bool:
    sent = select(Registration.id).where(Registration.form_id == form.id)
    return db.session.scalar(sent.limit(1)) is not None


def move_question(question: Question, steps: int, *, by_id: int, now: datetime) -> None:
    """Move a question up (-1) or down (1). Flushes.

    A question never stands before the one it depends on: then it is shown always.
    """
    order = list(question.form.questions)
    index = order.index(question)
    order.insert(min(max(index + steps, 0), len(order) - 1), order.pop(index))
    seen: set[int] = set()
    for position, one in enumerate(order, start=1):
        one.position = position
        if one.shown_if_id is not None and one.shown_if_id not in seen:
            one.shown_if_id = one.shown_if_value = None
        seen.add(one.id)
    _note(question.form, "moved a question", by_id=by_id, now=now)
    db.session.expire(question.form, ["questions"])


def remove_question(question: Question, *, by_id: int, now: datetime) -> None:
    """Ask a question no more; what depends on it is shown always. Flushes."""
    form = question.form
    for one in form.questions:
        if one.shown_if_id == question.id:
            one.shown_if_id = one.shown_if_value = None
    db.session.flush()
    form.questions.remove(question)
    _note(form, "took out a question", by_id=by_id, now=now)


def _note(form: RegistrationForm, verb: str, *, by_id: int, now: datetime) -> None:
    # Questions lie in another table; the version of the form must grow with them too.
    flag_modified(form, "purpose")
    db.session.flush()
    record(verb, form, now=now, user_id=by_id)
