"""From which state a registration may move to which. Pure."""

RECEIVED, PENDING, ACCEPTED = "received", "pending", "accepted"
WAITING, DECLINED, WITHDRAWN = "waiting", "declined", "withdrawn"

# Pending is also where an undone decision leads back to.
MOVES: dict[str, frozenset[str]] = {
    RECEIVED: frozenset({PENDING, ACCEPTED, WAITING, DECLINED, WITHDRAWN}),
    PENDING: frozenset({ACCEPTED, WAITING, DECLINED, WITHDRAWN}),
    WAITING: frozenset({ACCEPTED, PENDING, DECLINED, WITHDRAWN}),
    ACCEPTED: frozenset({PENDING, DECLINED, WITHDRAWN}),
    DECLINED: frozenset({PENDING}),
    WITHDRAWN: frozenset(),
}
OPEN = (RECEIVED, PENDING, WAITING, ACCEPTED)
# What staff decide, and so may take back.
DECIDED = (ACCEPTED, WAITING, DECLINED)


def can_move(before: str, after: str) -> bool:
    """Return whether a registration may move between these states."""
    return after in MOVES.get(before, frozenset())


def staff_moves(before: str) -> list[str]:
    """Return what staff can decide about a registration in this state, in the order of buttons.

    Before the address is confirmed there is nothing to decide: nobody knows whose it is.
    """
    if before == RECEIVED:
        return []
    return [after for after in (ACCEPTED, WAITING, DECLINED) if can_move(before, after)]
