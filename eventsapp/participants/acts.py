"""What staff do with many people of a meeting at once, and whom each act leaves out. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from eventsapp.invitations.choosing import (
    Standing,
    Why,
    why_not_invite,
    why_not_remind,
    why_not_withdraw,
)

INVITE, REMIND, WITHDRAW = "invite", "remind", "withdraw"
ROLE, COUNTS, LEFT = "role", "counts", "left"
ACTS = (INVITE, REMIND, WITHDRAW, ROLE, COUNTS, LEFT)
WRITES_MAIL = (INVITE, REMIND)


@dataclass(frozen=True)
class Plan:
    """Whom an act reaches, and whom it leaves out and why, both in the order of the list."""

    able: tuple[Standing, ...]
    left_out: tuple[tuple[Standing, Why], ...]


def sort_out(act: str, people: Iterable[Standing], now: datetime) -> Plan:
    """Return whom an act reaches and whom it does not."""
    able, left_out = [], []
    for one in people:
        why = _why_not(act, one, now)
        if why is None:
            able.append(one)
        else:
            left_out.append((one, why))
    return Plan(tuple(able), tuple(left_out))


def _why_not(act: str, one: Standing, now: datetime) -> Why | None:
    if act == INVITE:
        return why_not_invite(one)
    if act == REMIND:
        return why_not_remind(one, now)
    if act == WITHDRAW:
        return why_not_withdraw(one)
    return Why.LEFT if act == LEFT and one.has_left else None
