"""The verbs of a clash: accept it with a reason, and take that back."""

from datetime import datetime

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.clashes.models import AcceptedClash
from eventsapp.clashes.wording import Clash
from eventsapp.extensions import db
from eventsapp.history.services import record


def accept_clash(clash: Clash, reason: str, *, by: User, now: datetime) -> AcceptedClash:
    """Live with a clash as it is now. Flushes.

    A clash that was accepted with the same facts keeps its first reason; with others, it is
    accepted anew.
    """
    accepted = db.session.scalar(select(AcceptedClash).where(AcceptedClash.key == clash.key))
    if accepted is not None and accepted.fingerprint == clash.fingerprint:
        return accepted
    if accepted is None:
        accepted = AcceptedClash(key=clash.key, kind=clash.kind)
        db.session.add(accepted)
    accepted.fingerprint, accepted.reason = clash.fingerprint, reason
    accepted.accepted_by_id, accepted.accepted_at = by.id, now
    db.session.flush()
    record("accepted a clash", accepted, now=now, user_id=by.id, key=accepted.key)
    return accepted


def take_back(accepted: AcceptedClash, *, by: User, now: datetime) -> None:
    """Let an accepted clash be shown again. Flushes."""
    record("took back a clash", accepted, now=now, user_id=by.id, key=accepted.key)
    db.session.delete(accepted)
    db.session.flush()
