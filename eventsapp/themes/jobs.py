"""What the worker does for themes: nobody is reminded of what can no longer be chosen."""

from datetime import datetime

from eventsapp.extensions import db
from eventsapp.themes.queries import deadlines_without_choice
from eventsapp.themes.services import close_told


def close_what_is_told(now: datetime) -> None:
    """Close the question for themes where the rooms were told; safe to run twice."""
    for deadline in deadlines_without_choice():
        close_told(deadline, now=now)
        db.session.commit()
    db.session.rollback()
