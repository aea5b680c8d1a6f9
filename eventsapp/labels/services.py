"""The verbs of labels: print a country or a category in other words, add a category."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.labels.queries import label_of
from eventsapp.people.categories import BY_CODE
from eventsapp.people.models import Label, Person
from eventsapp.people.names import fold_name

COUNTRY, CATEGORY = "country", "category"


@dataclass(frozen=True)
class NewCategory:
    """A category of the staff's own: its name, and the consultation audience it belongs to."""

    name: str
    language: str
    audience: str | None = None


def set_label(
    kind: str, code: str, language: str, text: str, *, now: datetime, user_id: int
) -> None:
    """Print these words for a country or a category from now on. Twice is once. Flushes."""
    held = label_of(kind, code, language)
    if held is not None and held.text == text:
        return
    label = held or Label(kind=kind, code=code, language=language)
    label.text = text
    db.session.add(label)
    db.session.flush()
    record("set a label", label, now=now, user_id=user_id, code=code, language=language)


def add_category(new: NewCategory, *, now: datetime, user_id: int) -> Label:
    """Add a category of the staff's own. Flushes. The same one twice is one.

    Raises RuleBroken where the name says nothing in Latin letters to make a code from, or where
    the category is one of ours.
    """
    code = re.sub(r"[^a-z0-9]+", "-", fold_name(new.name))[:40].strip("-")
    if not code:
        raise RuleBroken(f"“{new.name}” has no letters. Write a name for the category.")
    if code in BY_CODE:
        raise RuleBroken(f"There is a category called {new.name} already. Change its words above.")
    held = label_of(CATEGORY, code, new.language)
    if held is not None:
        return held
    label = Label(
        kind=CATEGORY,
        code=code,
        language=new.language,
        text=new.name,
        audience=new.audience,
    )
    db.session.add(label)
    db.session.flush()
    record("added a category", label, now=now, user_id=user_id, code=code)
    return label


def remove_label(label: Label, *, now: datetime, user_id: int) -> None:
    """Print the usual words again, or take a category of the staff's own away. Flushes.

    Raises RuleBroken where people still have the category and it would have no name any more.
    """
    is_own = label.kind == CATEGORY and label.code not in BY_CODE
    if is_own and not _other_names(label):
        having = select(func.count()).where(Person.category == label.code)
        used = db.session.scalar(having) or 0
        if used:
            who = "One person has" if used == 1 else f"{used} people have"
            raise RuleBroken(
                f"{who} the category {label.text}. Give another one to all of them first."
            )
    code, language = label.code, label.language
    record("removed a label", label, now=now, user_id=user_id, code=code, language=language)
    db.session.delete(label)
    db.session.flush()


def _other_names(label: Label) -> int:
    others = select(func.count()).where(
        Label.kind == label.kind, Label.code == label.code, Label.id != label.id
    )
    return db.session.scalar(others) or 0
