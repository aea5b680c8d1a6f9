"""Decide about one registration or many; what a decision does stands in `registrations`."""

from collections.abc import Collection
from datetime import datetime

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.registrations import services
from eventsapp.registrations.models import ACCEPTED, WAITING, Registration


def decide_one(
    registration: Registration,
    decision: str,
    reason: str,
    *,
    by_id: int,
    now: datetime,
    whose: str | None = None,
    take: Collection[str] = (),
) -> None:
    """Accept, let wait or decline a registration. Flushes. Raises RuleBroken where that cannot
    be."""
    if decision == ACCEPTED:
        services.accept(registration, by_id=by_id, now=now, whose=whose, take=take)
    elif decision == WAITING:
        services.put_on_waiting_list(registration, by_id=by_id, now=now)
    else:
        services.decline(registration, reason, by_id=by_id, now=now)


def decide_many(
    registrations: Collection[Registration],
    decision: str,
    reason: str,
    *,
    by_id: int,
    now: datetime,
) -> tuple[int, list[str]]:
    """Decide about each; return about how many it was done, and why not about the others.

    Whom the registry knows by another name waits for somebody who looks: that is never decided in
    bulk. Flushes.
    """
    done, refused = 0, []
    for one in registrations:
        if decision == ACCEPTED and "printed_name" in (one.conflicts or {}):
            refused.append(
                f"The registry has another name for {one.email} than {one.printed_name}. "
                "Open that registration and say which is right."
            )
            continue
        try:
            with db.session.begin_nested():
                decide_one(one, decision, reason, by_id=by_id, now=now)
        except RuleBroken as refusal:
            refused.append(str(refusal))
        else:
            done += 1
    return done, refused
