"""What the worker does every day: delete what is kept no longer."""

import logging
from datetime import datetime

from eventsapp.extensions import db
from eventsapp.rights.rules import RULES
from eventsapp.rights.saving import purge

log = logging.getLogger(__name__)


def delete_what_is_due(now: datetime) -> None:
    """Delete what is due by each rule, one transaction a rule. Safe to run twice.

    A rule that fails holds up no other; the worker hears of it in the end.
    """
    failed: Exception | None = None
    for rule in RULES:
        try:
            purge(rule, now=now)
            db.session.commit()
        except Exception as error:
            db.session.rollback()
            log.exception("The rule of retention for %s failed", rule.name)
            failed = error
    if failed is not None:
        raise failed
