"""Notes of who was there, as a form or a phone sends them: read, put right, and weighed. Pure.

A phone may have been without a line for hours, and its clock may be wrong. Of two notes about one
person at one place the later one holds, so the moment of a note is first put right.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

PRESENT, ABSENT, EXCUSED, NOT_NOTED = "present", "absent", "excused", "not noted"
ATTENDANCE_STATES = (PRESENT, ABSENT, EXCUSED)
STATES = (*ATTENDANCE_STATES, NOT_NOTED)
SCREEN, PHONE, PAPER = "screen", "phone", "paper"

# A clock may differ by this much before it is taken for wrong.
MOST_DIFFERENCE = timedelta(minutes=5)
MOST_NOTES = 2000
_KEY = re.compile(r"[\w-]{1,40}")


@dataclass(frozen=True)
class Note:
    """Somebody noted a state for one participation; `seen` is what their page said before."""

    participation_id: int
    state: str
    noted_at: datetime
    seen: str = NOT_NOTED
    key: str | None = None


@dataclass(frozen=True)
class Sent:
    """What a phone sent: the notes that can be read, oldest first, and the keys of the others.

    `owner` is the account for which its page was made. `off` is how far its clock is behind ours
    (ahead of it, if negative), nothing where that is within five minutes.
    """

    notes: tuple[Note, ...]
    unreadable: tuple[str, ...] = ()
    owner: int | None = None
    off: timedelta = timedelta()

    @property
    def keys(self) -> list[str]:
        """The names of all these notes, which the phone need not send again."""
        return [note.key for note in self.notes if note.key] + list(self.unreadable)


def read_sent(message: Any, *, now: datetime) -> Sent | None:
    """Return the notes of a phone's message, or None for what is no such message.

    `message` is `{"owner": …, "sent_at": …, "notes": [{"key", "participation", "state", "seen",
    "noted_at", "served_at"}]}`. `noted_at` and `sent_at` are moments of the phone's clock,
    `served_at` is the moment of ours at which it got the page.
    """
    if not isinstance(message, dict) or not isinstance(message.get("notes"), list):
        return None
    sent_at = moment(message.get("sent_at"))
    if sent_at is None or len(message["notes"]) > MOST_NOTES:
        return None
    notes, unreadable = [], []
    for one in message["notes"]:
        note = _read_note(one, sent_at, now) if isinstance(one, dict) else None
        if note is not None:
            notes.append(note)
        elif isinstance(one, dict) and _is_key(one.get("key")):
            unreadable.append(one["key"])
    owner = message.get("owner")
    return Sent(
        tuple(sorted(notes, key=lambda note: note.noted_at)),
        tuple(unreadable),
        owner if type(owner) is int else None,
        now - sent_at if abs(now - sent_at) > MOST_DIFFERENCE else timedelta(),
    )


def _read_note(one: dict[str, Any], sent_at: datetime, now: datetime) -> Note | None:
    noted_at, participation, state = moment(one.get("noted_at")), one.get("participation"), ""
    if isinstance(one.get("state"), str):
        state = one["state"]
    if noted_at is None or type(participation) is not int or state not in STATES:
        return None
    if not _is_key(one.get("key")):
        return None
    seen = one.get("seen") if one.get("seen") in STATES else NOT_NOTED
    at = put_right(noted_at, sent_at, now, served_at=moment(one.get("served_at")))
    return Note(participation, state, at, str(seen), one["key"])


def _is_key(value: Any) -> bool:
    return isinstance(value, str) and _KEY.fullmatch(value) is not None


def moment(value: Any) -> datetime | None:
    """Return the moment that an ISO 8601 text with an offset names, in UTC, or None."""
    try:
        at = datetime.fromisoformat(value)
        return at.astimezone(UTC) if at.tzinfo else None
    except (TypeError, ValueError, OverflowError):
        return None


def put_right(
    noted_at: datetime, sent_at: datetime, now: datetime, *, served_at: datetime | None = None
) -> datetime:
    """Return when a note was made, by our clock.

    `noted_at` and `sent_at` are moments of a phone's clock, `now` is ours when the note arrived. A
    clock that is more than five minutes off is corrected by the difference. A note is never later
    than now, nor earlier than the page it was made on (`served_at`, by our clock).
    """
    off = now - sent_at
    try:
        at = noted_at + off if abs(off) > MOST_DIFFERENCE else noted_at
    except OverflowError:
        at = now
    if served_at is not None:
        at = max(at, served_at)
    return min(at, now)


def changed_notes(
    answers: Mapping[int, str], opened: Mapping[int, str], *, now: datetime
) -> list[Note]:
    """Return the notes of a form: only the rows that were changed since the page was opened.

    `answers` and `opened` hold states by participation; who is not in `opened` was not noted.
    """
    return [
        Note(key, state, now, opened.get(key, NOT_NOTED))
        for key, state in answers.items()
        if state in STATES and state != opened.get(key, NOT_NOTED)
    ]


def paper_notes(
    signed: Collection[int],
    listed: Collection[int],
    opened: Mapping[int, str],
    *,
    others_absent: bool,
    now: datetime,
) -> list[Note]:
    """Return the notes of a sheet that came back: who signed was present.

    Of the others who are listed, nobody is noted, or those as absent of whom nothing was noted. A
    tick that was there when the page was opened and is gone takes that note back.
    """
    answers = {key: PRESENT for key in listed if key in signed}
    for key in listed:
        was = opened.get(key, NOT_NOTED)
        if key in signed:
            continue
        if was == PRESENT:
            answers[key] = ABSENT if others_absent else NOT_NOTED
        elif was == NOT_NOTED and others_absent:
            answers[key] = ABSENT
    return changed_notes(answers, opened, now=now)


def write_states(states: Mapping[int, str]) -> str:
    """Return states as one short text, for a hidden field: `3:present,7:excused`."""
    return ",".join(f"{key}:{state}" for key, state in states.items() if state != NOT_NOTED)


def read_states(text: str) -> dict[int, str]:
    """Return the states of `write_states`; what does not fit is left out."""
    found = re.findall(r"(?:^|,)(\d{1,10}):([a-z]+)(?=,|$)", text)
    return {int(key): state for key, state in found if state in ATTENDANCE_STATES}


@dataclass(frozen=True)
class Counts:
    """How many people were noted how, of all who were expected."""

    present: int = 0
    absent: int = 0
    excused: int = 0
    expected: int = 0

    @property
    def not_noted(self) -> int:
        """How many are still to be noted."""
        return max(0, self.expected - self.present - self.absent - self.excused)


def count(states: Sequence[str]) -> Counts:
    """Count the states of everybody who is expected at one place."""
    return Counts(
        present=states.count(PRESENT),
        absent=states.count(ABSENT),
        excused=states.count(EXCUSED),
        expected=len(states),
    )
