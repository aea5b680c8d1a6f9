"""Reads of drafts."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eventsapp.documents.models import Release
from eventsapp.extensions import db


def releases_by_day() -> list[Release]:
    """Return every release and editing window, earliest first."""
    return list(
        db.session.scalars(
            select(Release)
            .options(joinedload(Release.meeting))
            .order_by(Release.starts_on, Release.ends_on, Release.title, Release.id)
        )
    )
