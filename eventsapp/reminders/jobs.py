"""What the worker does for deadlines: queue the reminders that are due."""

import logging
from datetime import datetime

from sqlalchemy.exc import OperationalError

from eventsapp.extensions import db
from eventsapp.reminders.queries import due_reminders
from eventsapp.reminders.services import queue_due

log = logging.getLogger(__name__)


def queue_due_reminders(now: datetime) -> None:
    """Queue one mail for each person whose own 09:00 has come and who still owes something.

    One transaction per deadline, so that one that fails holds nothing back; safe to run twice and
    in several workers at once.
    """
    for deadline_id in due_reminders(now):
        try:
            queue_due(deadline_id, now)
            db.session.commit()
        except OperationalError:
            db.session.rollback()
            raise
        except Exception:
            db.session.rollback()
            log.exception("The reminders of deadline %s could not be queued", deadline_id)
    db.session.rollback()
