"""Reads of labels."""

from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.people.models import Label


def labels_set() -> list[Label]:
    """Return everything that staff print in their own words, by kind, code and language."""
    asked = select(Label).order_by(Label.kind.desc(), Label.code, Label.language)
    return list(db.session.scalars(asked))


def label_of(kind: str, code: str, language: str) -> Label | None:
    """Return what staff print for a code in a language, if they said so."""
    asked = select(Label).where(Label.kind == kind, Label.code == code, Label.language == language)
    return db.session.scalar(asked)
