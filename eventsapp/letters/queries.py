"""Reads of letters and of the requests for them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from eventsapp.accounts.models import User
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.letters.models import Letter, LetterRegister, LetterRequest
from eventsapp.letters.states import EDITABLE, OPEN, LetterState, RequestState
from eventsapp.letters.wording import Invitation
from eventsapp.mail.models import Message
from eventsapp.meetings.models import DRAFT, Meeting, Participation
from eventsapp.people.models import Person
from eventsapp.reminders.models import Deadline, Obligation

PREPARING = ("started", "saved", "submitted")
QUEUE_ORDER = (RequestState.SUBMITTED, RequestState.APPROVED, RequestState.RETURNED)


def requests_in_queue(states: Sequence[str] = QUEUE_ORDER) -> list[LetterRequest]:
    """Return the requests in these states, the journey that begins first on top."""
    place = case({state.value: number for number, state in enumerate(QUEUE_ORDER)},
                 value=LetterRequest.state, else_=len(QUEUE_ORDER))  # fmt: skip
    rows = (
        select(LetterRequest)
        .join(LetterRequest.meeting)
        .where(LetterRequest.state.in_(states))
        .order_by(place, Meeting.starts_on, LetterRequest.submitted_at, LetterRequest.id)
    )
    return list(db.session.scalars(rows))


def requests_of(person_id: int) -> list[LetterRequest]:
    """Return a person's own requests and those they asked for, the newest first."""
    rows = select(LetterRequest).where(is_theirs(person_id)).order_by(LetterRequest.id.desc())
    return list(db.session.scalars(rows.options(selectinload(LetterRequest.letter))))


def is_theirs(person_id: int) -> ColumnElement[bool]:
    """Return the condition that a request names this person or was asked for by them."""
    return (LetterRequest.person_id == person_id) | (LetterRequest.asked_by_id == person_id)


def unfinished_requests_of(person_id: int) -> list[LetterRequest]:
    """Return the requests that wait for this person: drafts, and what came back to be corrected."""
    return [row for row in requests_of(person_id) if row.state in EDITABLE]


def count_by_state() -> dict[str, int]:
    """Return how many requests there are in each state; 0 is left out."""
    rows = db.session.execute(
        select(LetterRequest.state, func.count()).group_by(LetterRequest.state)
    )
    return {state: count for state, count in rows}  # noqa: C416


def open_request(meeting_id: int, person_id: int, kind: str = "invitation") -> LetterRequest | None:
    """Return the one request of this person for this meeting that is still open."""
    return db.session.scalar(
        select(LetterRequest).where(
            LetterRequest.meeting_id == meeting_id,
            LetterRequest.person_id == person_id,
            LetterRequest.kind == kind,
            LetterRequest.state.in_(OPEN),
        )
    )


def meetings_with_letters(today: date) -> list[Meeting]:
    """Return the meetings to which people may ask for a letter, the first journey on top."""
    rows = select(Meeting).where(
        Meeting.takes_letter_requests,
        Meeting.cancelled_at.is_(None),
        Meeting.state != DRAFT,
        Meeting.ends_on >= today,
    )
    return list(db.session.scalars(rows.order_by(Meeting.starts_on, Meeting.id)))


def last_serial(process_id: int, year: int) -> int:
    """Return the last number given in a process and year, 0 before the first; it may move on."""
    return (
        db.session.scalar(
            select(LetterRegister.last_serial).where(
                LetterRegister.process_id == process_id, LetterRegister.year == year
            )
        )
        or 0
    )


def deadlines_to_ask(request: LetterRequest) -> list[Deadline]:
    """Return the deadlines by which this person is to ask for a letter to the meeting."""
    rows = (
        select(Deadline)
        .join(Deadline.obligations)
        .where(
            Deadline.meeting_id == request.meeting_id,
            Deadline.page_endpoint == "letters.new",
            Obligation.person_id == request.person_id,
        )
        .order_by(Deadline.id)
    )
    return list(db.session.scalars(rows))


def letter_with_code(code: str) -> Letter | None:
    """Return the letter that carries this code, written as it is printed, with its meeting.

    One query, so that a code that no letter carries takes no less time.
    """
    whole = select(Letter).options(joinedload(Letter.meeting))
    return db.session.scalar(whole.where(Letter.code == code))


def letter_with_hash(sha256: str) -> Letter | None:
    """Return the letter whose PDF has this SHA-256."""
    return db.session.scalar(select(Letter).where(Letter.sha256 == sha256))


def valid_letters(person_id: int, meeting_id: int, kind: str) -> list[Letter]:
    """Return the letters of this kind to this person and meeting that are still valid."""
    rows = select(Letter).join(LetterRequest).where(
        LetterRequest.person_id == person_id,
        Letter.meeting_id == meeting_id,
        Letter.kind == kind,
        Letter.state == LetterState.VALID,
    )  # fmt: skip
    return list(db.session.scalars(rows.order_by(Letter.id)))


def history_of(request: LetterRequest) -> list[tuple[Entry, Person | None]]:
    """Return what happened to a request, oldest first, with who did it where somebody did."""
    rows = (
        select(Entry, Person)
        .outerjoin(User, User.id == Entry.user_id)
        .outerjoin(Person, Person.id == User.person_id)
        .where(Entry.subject_table == LetterRequest.__tablename__, Entry.subject_id == request.id)
        .order_by(Entry.at, Entry.id)
    )
    return [(entry, person) for entry, person in db.session.execute(rows)]


def preparers(request: LetterRequest) -> set[int]:
    """Return the ids of all persons who started, wrote or sent this request, or asked for it."""
    rows = (
        select(User.person_id)
        .join(Entry, Entry.user_id == User.id)
        .where(
            Entry.subject_table == LetterRequest.__tablename__,
            Entry.subject_id == request.id,
            Entry.verb.in_(PREPARING),
        )
    )
    return {request.asked_by_id, request.prepared_by_id, *db.session.scalars(rows)}


def is_expert_of(process_id: int, person_id: int) -> bool:
    """Return whether this person is counted as an expert in a meeting of the process."""
    return bool(
        db.session.scalar(
            select(Participation.id)
            .join(Meeting)
            .where(
                Meeting.process_id == process_id,
                Participation.person_id == person_id,
                Participation.is_expert,
                Participation.left_at.is_(None),
            )
            .limit(1)
        )
    )


def invitation_of(request: LetterRequest, contact: str) -> Invitation:
    """Return what the invitation of a request says; of the passport it takes the name alone."""
    details, person, meeting = request.details, request.person, request.meeting
    expert = is_expert_of(meeting.process_id, person.id)
    return Invitation(
        name=details.get("passport_name") or person.printed_name,
        meeting=meeting.title,
        starts_on=meeting.starts_on,
        ends_on=meeting.ends_on,
        place=meeting.place or "",
        is_online=meeting.mode == "online",
        function=person.function or "",
        organization=person.organization.name if person.organization else "",
        address_as=details.get("address_as") or "",
        capacity="an expert" if expert else "",
        process=meeting.process.name or "",
        paid_by=details.get("paid_by") or "",
        contact=contact,
    )


def still_wanted(message: Message) -> str | None:
    """Return None if a mail about a letter should still go out, else why not, in a sentence.

    `refers_to` is `letter:5` for a letter that was issued, `letter:5:revoked` for one taken back,
    `letter_request:7:returned` for a request in a state.
    """
    table, _, rest = (message.refers_to or "").partition(":")
    key, _, state = rest.partition(":")
    if table == "letter":
        return _why_letter_is_not_wanted(int(key), state)
    request = db.session.get(LetterRequest, int(key), populate_existing=True)
    if request is None or request.state != state:
        return "The request has moved on since."
    return None


def _why_letter_is_not_wanted(letter_id: int, state: str) -> str | None:
    letter = db.session.get(Letter, letter_id, populate_existing=True)
    if letter is None or letter.state != (state or LetterState.VALID):
        return "The letter is not in that state any more."
    if letter.meeting.cancelled_at is not None and not state:
        return "The meeting was cancelled."
    return None
