"""Noting who was there. Of two notes the later one holds, and both stay in the history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.attendance.models import Attendance
from eventsapp.attendance.notes import ABSENT, NOT_NOTED, PRESENT, Note
from eventsapp.attendance.queries import NOTED, Place, keys_on_file, roll_of
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.formats import say_day
from eventsapp.history.services import record
from eventsapp.meetings.models import Participation


@dataclass(frozen=True)
class Noting:
    """What somebody noted, when."""

    state: str
    by_id: int | None
    at: datetime


@dataclass(frozen=True)
class Difference:
    """Two people noted different things of one person: which note holds, and which does not."""

    name: str
    held: Noting
    other: Noting


@dataclass(frozen=True)
class Outcome:
    """What became of some notes: how many were written, and where two people differed.

    `strangers` are notes of people who do not belong to the place.
    """

    written: int
    differing: tuple[Difference, ...] = ()
    strangers: tuple[Note, ...] = ()


def note_attendance(
    place: Place, notes: Sequence[Note], *, source: str, by: User, now: datetime
) -> Outcome:
    """Write down who was there, each note in the order in which it was made.

    A note that is older than the one on file changes nothing and stays in the history; one that
    was sent before counts once.

    Raises RuleBroken if somebody is to be present or absent on a day that has not come.
    """
    _check_day(place, notes, now)
    names = {line.participation_id: line.name for line in roll_of(place)}
    own = [note for note in notes if note.participation_id in names]
    subjects = _take_turns([note.participation_id for note in own])
    rows = _rows(place, [note.participation_id for note in own])
    written, differing = 0, []
    for note in _new_ones(own, rows):
        key = note.participation_id
        row = rows.get(key)
        before = Noting(row.state, row.noted_by_id, row.noted_at) if row else None
        holds = before is None or note.noted_at >= before.at
        changes = note.state != (before.state if before else NOT_NOTED)
        if holds and (row or changes):
            rows[key] = _write(row, place, note, source=source, by=by, now=now)
            written += changes
        if before and _knew_nothing_of(before, note, by):
            differing.append(_difference(names[key], before, note, by, holds=holds))
        if changes:
            _record(subjects[key], place, note, before, by=by, now=now, holds=holds)
    strangers = tuple(note for note in notes if note.participation_id not in names)
    return Outcome(written, tuple(differing), strangers)


def _new_ones(notes: Sequence[Note], rows: Mapping[int, Attendance]) -> list[Note]:
    """Return the notes that were not sent before: a line may break after a note has arrived."""
    if not any(note.key for note in notes):
        return list(notes)
    known = keys_on_file({note.participation_id for note in notes})
    known |= {row.note_key for row in rows.values() if row.note_key}
    return [note for note in notes if note.key is None or note.key not in known]


def is_coming(place: Place, now: datetime) -> bool:
    """Return whether the day of a place has not begun where the meeting is."""
    return place.on_date is not None and now.astimezone(ZoneInfo(place.tz)).date() < place.on_date


def _check_day(place: Place, notes: Sequence[Note], now: datetime) -> None:
    if is_coming(place, now) and any(note.state in {PRESENT, ABSENT} for note in notes):
        assert place.on_date is not None  # noqa: S101 - it is what is coming
        raise RuleBroken(
            f"{say_day(place.on_date)} has not come yet. Note who is there on that day; until "
            "then only who is excused can be noted."
        )


def _take_turns(participation_ids: list[int]) -> dict[int, Participation]:
    """Let two who note the same person at once come one after the other."""
    found = select(Participation).where(Participation.id.in_(participation_ids))
    rows = db.session.scalars(found.order_by(Participation.id).with_for_update(key_share=True))
    return {row.id: row for row in rows}


def _rows(place: Place, participation_ids: list[int]) -> dict[int, Attendance]:
    found = select(Attendance).where(
        Attendance.place_key == place.key, Attendance.participation_id.in_(participation_ids)
    )
    rows = db.session.scalars(found.execution_options(populate_existing=True))
    return {row.participation_id: row for row in rows}


def _knew_nothing_of(before: Noting, note: Note, by: User) -> bool:
    """Say whether somebody else had noted another thing, of which the page of this note knew
    nothing."""
    return before.by_id != by.id and before.state not in {note.state, note.seen}


def _difference(name: str, before: Noting, note: Note, by: User, *, holds: bool) -> Difference:
    this = Noting(note.state, by.id, note.noted_at)
    return Difference(name, this, before) if holds else Difference(name, before, this)


def _write(
    row: Attendance | None, place: Place, note: Note, *, source: str, by: User, now: datetime
) -> Attendance:
    if row is None:
        row = Attendance(
            participation_id=note.participation_id,
            place_key=place.key,
            day_id=place.day_id,
            room_id=place.room_id,
            state=NOT_NOTED,
        )
        db.session.add(row)
    row.noted_at, row.note_key = note.noted_at, note.key
    if row.state != note.state:
        row.state, row.source = note.state, source
        row.received_at, row.noted_by_id = now, by.id
    return row


def _record(
    subject: Participation,
    place: Place,
    note: Note,
    before: Noting | None,
    *,
    by: User,
    now: datetime,
    holds: bool,
) -> None:
    record(
        NOTED,
        subject,
        now=now,
        user_id=by.id,
        place=place.key,
        state=note.state,
        before=before.state if before else NOT_NOTED,
        noted_at=note.noted_at.isoformat(timespec="seconds"),
        holds=holds,
        **({"key": note.key} if note.key else {}),
    )
