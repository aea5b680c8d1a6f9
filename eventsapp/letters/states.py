"""The states of a letter request and of a letter, and the moves between them that are allowed.

A request is what a person asks for; a letter is what was numbered and sent. A request that was
issued is done: a correction is a new request whose letter replaces the old one.
"""

from datetime import date
from enum import StrEnum

from eventsapp.letters.wording import day_in_words


class RequestState(StrEnum):
    """Where a request for a letter stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ISSUED = "issued"


class LetterState(StrEnum):
    """What the public check says of a letter."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"
    VOID = "void"


REQUEST_MOVES: dict[RequestState, frozenset[RequestState]] = {
    RequestState.DRAFT: frozenset({RequestState.SUBMITTED, RequestState.WITHDRAWN}),
    RequestState.SUBMITTED: frozenset(
        {
            RequestState.RETURNED,
            RequestState.APPROVED,
            RequestState.REFUSED,
            RequestState.WITHDRAWN,
        }
    ),
    RequestState.RETURNED: frozenset({RequestState.SUBMITTED, RequestState.WITHDRAWN}),
    RequestState.APPROVED: frozenset(
        {RequestState.ISSUED, RequestState.RETURNED, RequestState.WITHDRAWN}
    ),
    RequestState.REFUSED: frozenset(),
    RequestState.WITHDRAWN: frozenset(),
    RequestState.ISSUED: frozenset(),
}

LETTER_MOVES: dict[LetterState, frozenset[LetterState]] = {
    LetterState.VALID: frozenset({LetterState.REPLACED, LetterState.REVOKED, LetterState.VOID}),
    LetterState.REPLACED: frozenset({LetterState.REVOKED}),
    LetterState.REVOKED: frozenset(),
    LetterState.VOID: frozenset(),
}

STATE_WORDS: dict[RequestState, str] = {
    RequestState.DRAFT: "was not sent yet",
    RequestState.SUBMITTED: "was sent and waits for an answer",
    RequestState.RETURNED: "was returned to the person",
    RequestState.APPROVED: "was approved",
    RequestState.REFUSED: "was refused",
    RequestState.WITHDRAWN: "was withdrawn",
    RequestState.ISSUED: "became a letter",
}

EDITABLE = frozenset({RequestState.DRAFT, RequestState.RETURNED})
OPEN = frozenset(state for state, moves in REQUEST_MOVES.items() if moves)


def can_move(old: str, new: str) -> bool:
    """Return whether a request may go from `old` to `new`; unknown names are a mistake of ours."""
    return RequestState(new) in REQUEST_MOVES[RequestState(old)]


def can_letter_move(old: str, new: str) -> bool:
    """Return whether a letter may go from `old` to `new`."""
    return LetterState(new) in LETTER_MOVES[LetterState(old)]


def where_it_stands(state: str, on: date | None, approver: str = "") -> str:
    """Return a sentence for somebody whose act came too late: `This request was approved by …`.

    `on` is the day of the last act, or None; `approver` is named while the request is approved.
    """
    sentence = f"This request {STATE_WORDS[RequestState(state)]}"
    if state == RequestState.APPROVED and approver:
        sentence += f" by {approver}"
    if state == RequestState.DRAFT or on is None:
        return f"{sentence}."
    return f"{sentence} on {day_in_words(on)}."
