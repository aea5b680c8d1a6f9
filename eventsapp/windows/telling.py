"""What people were last told about a window, and whether a move is news to them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from eventsapp.consultations.window import Window


@dataclass(frozen=True)
class Told:
    """One move, as it is told."""

    move_id: int
    moved_at: datetime
    before: Window
    after: Window


def window_told(moves: Sequence[Told], reached_by: int | None, asked_at: datetime | None) -> Window:
    """Return the window that somebody knows, of the moves so far, the earliest first.

    `reached_by` is the last move of which a mail left to them; without one they know the window as
    it was when they were asked; never asked, as it was before the first move.

    Raises IndexError where nothing was moved.
    """
    if reached_by is not None:
        return next(one.after for one in reversed(moves) if one.move_id == reached_by)
    if asked_at is None:
        return moves[0].before
    later = [one for one in moves if one.moved_at > asked_at]
    return later[0].before if later else moves[-1].after


def is_news(told: Window, now: Window) -> bool:
    """Return whether a window is another than the one that somebody was told."""
    return told != now
