"""A worker process for the tests: `python -m tests.reliability.worker`, settings as JSON on stdin.

It delivers until nothing is left, as `eventsapp worker` does, without the minutes between the runs.
"""

import json
import sys
import time
from datetime import datetime
from functools import partial
from pathlib import Path

from eventsapp import create_app
from eventsapp.extensions import db
from eventsapp.mail.jobs import deliver_mail
from eventsapp.mail.models import CLAIMED, PENDING, SENDING, Message
from eventsapp.reminders.jobs import queue_due_reminders
from eventsapp.reminders.queries import still_wanted


def main() -> None:
    given = json.load(sys.stdin)
    now = datetime.fromisoformat(given.pop("now"))
    app = create_app(TESTING=True, **{**given, "INSTANCE_DIR": Path(given["INSTANCE_DIR"])})
    app.config["IS_WRITER"] = True
    with app.app_context():
        queue_due_reminders(now)
        while _something_is_left():
            deliver_mail(now, partial(still_wanted, now=now), lambda message: None)
            time.sleep(0.05)


def _something_is_left() -> bool:
    """Whether messages wait, or are about to be queued by another worker."""
    left = Message.state.in_((PENDING, CLAIMED, SENDING))
    counts = db.select(db.func.count(), db.func.count(db.case((left, 1))))
    total, waiting = db.session.execute(counts.select_from(Message)).one()
    db.session.rollback()
    return waiting > 0 or total == 0


if __name__ == "__main__":
    main()
