"""What is held about one person, read from all packages; the queries do not grow with the rows."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload, undefer

from eventsapp.accounts.models import User
from eventsapp.agendas.queries import spoken_by
from eventsapp.attendance.models import Attendance
from eventsapp.breakouts.models import BreakoutRoom, Placement, Round
from eventsapp.calendars.models import Feed
from eventsapp.consultations.queries import hearings_held_of
from eventsapp.extensions import db
from eventsapp.held.words import LATER_DAYS, LETTER_DAYS, Group, Row, stated
from eventsapp.history.models import Entry
from eventsapp.imports.models import SheetImport
from eventsapp.imports.queries import imports_with
from eventsapp.invitations.queries import invitations_held_of
from eventsapp.letters.models import Letter, LetterRequest
from eventsapp.mail.models import BOUNCED, FAILED, SENT, UNKNOWN, Message
from eventsapp.mail.queries import goes_to
from eventsapp.meetings.models import DRAFT, Meeting, MeetingDay, Participation, Process
from eventsapp.merging.models import Merge
from eventsapp.people.models import Consent, Nomination, Person, PersonNeeds
from eventsapp.people.names import fold_name
from eventsapp.people.queries import address_keys, folded_names
from eventsapp.polls.queries import asked_in_polls
from eventsapp.registrations.models import Correction, Registration, RegistrationForm
from eventsapp.reminders.models import Obligation
from eventsapp.reminders.queries import IS_DRAFT

# A mail that has not left is a draft of the secretariat.
LEFT = (SENT, UNKNOWN, FAILED, BOUNCED)
# What somebody sees of a registration from their address that bears another name.
OF_ANYBODY = ("meeting", "state", "email", "received_at", "deleted_on")


def held_about(
    person: Person, *, is_own: bool, shows_locked: bool = False, shows_needs: bool = False
) -> list[Group]:
    """Return all that is held about a person, in groups; what is empty is not there.

    Passport data and answers stand in it with `shows_locked`, access and meals with `shows_needs`.
    `is_own`: the person reads it, so what is still a draft of the secretariat is left out, such as
    a room that is not published.
    """
    groups = [
        Group("identity", (_identity(person),)),
        Group("addresses", tuple(_addresses(person))),
        Group("account", tuple(_account(person))),
        Group("needs", tuple(_needs(person, shows_needs)), is_locked=not shows_needs),
        Group("consents", tuple(_consents(person))),
        Group("meetings", tuple(_meetings(person, is_own))),
        Group("rooms", tuple(_rooms(person, is_own))),
        Group("agendas", tuple(spoken_by(person.id))),
        Group("attendance", tuple(_attendance(person, is_own))),
        Group("invitations", tuple(invitations_held_of(person.id))),
        Group("hearings", tuple(hearings_held_of(person.id))),
        Group("polls", tuple(asked_in_polls(person.id))),
        Group("nominations", tuple(_nominations(person))),
        Group("owed", tuple(_owed(person, is_own))),
        Group(
            "registrations",
            tuple(_registrations(person, is_own, shows_locked, shows_needs)),
            is_locked=not shows_locked,
        ),
        Group("letters", tuple(_letters(person, shows_locked)), is_locked=not shows_locked),
        Group("mails", tuple(_mails(person, is_own))),
        Group("calendar", tuple(_calendar(person))),
        Group("sources", tuple(_sources(person))),
    ]
    return [
        Group(one.name, tuple(map(stated, one.rows)), one.is_locked) for one in groups if one.rows
    ]


def _identity(person: Person) -> Row:
    names = ("printed_name", "family_name", "given_name", "latin_name", "script_name")
    facts = ("function", "category", "country", "country_as_stated", "nationality", "gender",
             "gender_words", "languages", "themes", "tz", "phone", "created_at",
             "left_at")  # fmt: skip
    written = [one.text for one in person.spellings if one.text != person.printed_name]
    return {
        **{name: getattr(person, name) for name in names},
        "also_written": written,
        "salutation": person.salutation,
        "organization": person.organization.name if person.organization else None,
        **{name: getattr(person, name) for name in facts},
    }


def _addresses(person: Person) -> list[Row]:
    return [
        {"address": one.address, "is_preferred": one.is_preferred, "bounced_at": one.bounced_at}
        for one in person.addresses
    ]


def _account(person: Person) -> list[Row]:
    return [
        {
            "signs_in": one.role,
            "created_at": one.created_at,
            "is_closed": one.is_closed or None,
            "arranges_needs": one.arranges_needs or None,
        }
        for one in _all(User, User.person_id == person.id)
    ]


def _needs(person: Person, shows_needs: bool) -> list[Row]:
    return [
        {
            "purpose": one.purpose,
            "changed_at": one.changed_at,
            "deleted_on": one.delete_on,
            **(one.details if shows_needs else {}),
        }
        for one in _all(PersonNeeds, PersonNeeds.person_id == person.id)
    ]


def _consents(person: Person) -> list[Row]:
    asked = select(Consent, Meeting).outerjoin(Meeting, Meeting.id == Consent.meeting_id)
    rows = db.session.execute(asked.where(Consent.person_id == person.id).order_by(Consent.id))
    return [
        {
            "purpose": one.purpose,
            "meeting": meeting.short_name if meeting else None,
            "wording": one.wording,
            "language": one.language,
            "source": one.source,
            "given_at": one.given_at,
            "withdrawn_at": one.withdrawn_at,
        }
        for one, meeting in rows
    ]


def _meetings(person: Person, is_own: bool) -> list[Row]:
    own = Participation.person_id == person.id
    found = _all(Participation, own, load=(joinedload(Participation.meeting),))
    return [
        {
            "meeting": one.meeting.short_name,
            "starts_on": one.meeting.starts_on,
            "ends_on": one.meeting.ends_on,
            "role": one.role,
            "is_expert": one.is_expert or None,
            "is_observer": one.is_observer or None,
            "country": one.country,
            "category": one.category,
            "route": one.route,
            "left_at": one.left_at,
        }
        for one in found
        if not (is_own and one.meeting.state == DRAFT)
    ]


def _rooms(person: Person, is_own: bool) -> list[Row]:
    asked = (
        select(Placement, BreakoutRoom, Round, Meeting)
        .join(BreakoutRoom, BreakoutRoom.id == Placement.room_id)
        .join(Round, Round.id == BreakoutRoom.round_id)
        .join(Meeting, Meeting.id == Round.meeting_id)
        .where(Placement.person_id == person.id)
        .order_by(Meeting.starts_on, Round.number, Placement.id)
    )
    if is_own:
        asked = asked.where(Round.published_at.is_not(None))
    return [
        {
            "meeting": meeting.short_name,
            "round": round_.number,
            "room": room.label,
            "title": room.title,
            "role": placement.role,
        }
        for placement, room, round_, meeting in db.session.execute(asked)
    ]


def _attendance(person: Person, is_own: bool) -> list[Row]:
    asked = (
        select(Attendance, Meeting, MeetingDay.number, BreakoutRoom.label, Round.published_at)
        .join(Participation, Participation.id == Attendance.participation_id)
        .join(Meeting, Meeting.id == Participation.meeting_id)
        .outerjoin(MeetingDay, MeetingDay.id == Attendance.day_id)
        .outerjoin(BreakoutRoom, BreakoutRoom.id == Attendance.room_id)
        .outerjoin(Round, Round.id == BreakoutRoom.round_id)
        .where(Participation.person_id == person.id)
        .order_by(Meeting.starts_on, Attendance.id)
    )
    return [
        {
            "meeting": meeting.short_name,
            "place": f"day {day}" if day is not None else f"room {label}",
            "state": one.state,
            "noted_at": one.noted_at,
        }
        for one, meeting, day, label, published_at in db.session.execute(asked)
        if not is_own or day is not None or published_at is not None
    ]


def _nominations(person: Person) -> list[Row]:
    asked = select(Nomination, Process.code).join(Process, Process.id == Nomination.process_id)
    rows = db.session.execute(asked.where(Nomination.person_id == person.id))
    return [
        {
            "process": code,
            "country": one.country,
            "nominated_on": one.nominated_on,
            "letter": one.letter_name,
            "note": one.note,
            "withdrawn_at": one.withdrawn_at,
        }
        for one, code in rows
    ]


def _owed(person: Person, is_own: bool) -> list[Row]:
    known = Obligation.deadline.has(~IS_DRAFT) if is_own else true()
    owed = and_(Obligation.person_id == person.id, known)
    found = _all(Obligation, owed, load=(joinedload(Obligation.deadline),))
    return [
        {
            "title": one.deadline.title,
            "due_on": one.deadline.due_on,
            "done_at": one.done_at,
            "released_at": one.released_at,
        }
        for one in sorted(found, key=lambda one: (one.deadline.due_on, one.id))
    ]


def _registrations(
    person: Person, is_own: bool, shows_locked: bool, shows_needs: bool
) -> list[Row]:
    """Return what the person sent, and what came from their address and is nobody's so far."""
    whole = joinedload(Registration.form).options(
        joinedload(RegistrationForm.meeting), selectinload(RegistrationForm.questions)
    )
    locked = (Registration.facts, Registration.answers, Registration.later)
    found = _all(
        Registration,
        _sent_by(person),
        load=(whole, selectinload(Registration.files), *map(undefer, locked)),
    )
    asked: dict[int, list[Row]] = {}
    for one in _all(
        Correction,
        Correction.registration_id.in_([registration.id for registration in found]),
        load=(undefer(Correction.wanted),),
    ):
        row = {"state": one.state, "asked_at": one.asked_at, "reason": one.reason}
        asked.setdefault(one.registration_id, []).append(
            {**row, "wanted": one.wanted} if shows_locked else row
        )
    names = ("state", "email", "printed_name", "country", "category", "received_at", "decided_at",
             "reason")  # fmt: skip
    rows = [
        {
            "meeting": one.form.meeting.short_name,
            **{name: getattr(one, name) for name in names},
            "deleted_on": one.delete_on,
            "later_deleted_on": one.form.meeting.ends_on + timedelta(days=LATER_DAYS)
            if one.later or one.files
            else None,
            "files": [file.file_name for file in one.files],
            "corrections": list(map(stated, asked.get(one.id, []))),
            **(_answered(one, shows_needs) if shows_locked else {}),
        }
        for one in found
    ]
    known = folded_names(person)
    return [
        {name: row[name] for name in OF_ANYBODY} if is_own and _is_of_another(one, known) else row
        for one, row in zip(found, rows, strict=True)
    ]


def _sent_by(person: Person) -> ColumnElement[bool]:
    from_them = func.lower(Registration.email).in_(address_keys(person))
    return or_(
        Registration.person_id == person.id, and_(Registration.person_id.is_(None), from_them)
    )


def _is_of_another(one: Registration, names: set[str]) -> bool:
    """Return whether a colleague with whom the person shares a mailbox may have sent it."""
    return one.person_id is None and fold_name(one.printed_name) not in names


def _answered(one: Registration, shows_needs: bool) -> Row:
    labels = {str(question.id): question.label for question in one.form.questions}

    def by_label(answers: Row | None) -> Row:
        return {labels.get(key, key): value for key, value in (answers or {}).items()}

    def without_needs(facts: Row | None) -> Row:
        return {k: v for k, v in (facts or {}).items() if k != "needs" or shows_needs}

    later = one.later or {}
    return {
        "facts": without_needs(one.facts),
        "answers": by_label(one.answers),
        "later": {**without_needs(later.get("facts")), **by_label(later.get("answers"))},
    }


def _letters(person: Person, shows_locked: bool) -> list[Row]:
    found = _all(
        LetterRequest,
        LetterRequest.person_id == person.id,
        load=(
            selectinload(LetterRequest.letter).undefer(Letter.facts),
            undefer(LetterRequest.details),
        ),
    )
    names = ("kind", "state", "created_at", "submitted_at", "decided_at", "reason")
    rows = []
    for one in found:
        letter = one.letter
        row = {"meeting": one.meeting.short_name, **{name: getattr(one, name) for name in names}}
        if one.details or (letter is not None and letter.facts is not None):
            row["deleted_on"] = one.meeting.ends_on + timedelta(days=LETTER_DAYS)
        if letter is not None:
            row |= {"number": letter.number, "issued_on": letter.issued_on, "code": letter.code}
            row["letter_state"] = letter.state
        rows.append({**row, "details": one.details} if shows_locked else row)
    return rows


def _mails(person: Person, is_own: bool) -> list[Row]:
    wanted = goes_to(person.id, address_keys(person))
    found = _all(Message, wanted & Message.state.in_(LEFT) if is_own else wanted)
    names = ("subject", "state", "recipient", "created_at", "sent_at")
    return [{name: getattr(one, name) for name in names} for one in found]


def _calendar(person: Person) -> list[Row]:
    return [
        {
            "created_at": one.created_at,
            "revoked_at": one.revoked_at,
            "fetched_at": one.last_fetched_at,
            "fetched_with": one.last_fetched_with,
        }
        for one in _all(Feed, Feed.person_id == person.id)
    ]


def _sources(person: Person) -> list[Row]:
    """Return the files that brought, changed or hold this person, and the entries that became one
    with them."""
    entered = select(Entry.detail).where(
        Entry.subject_table == "person", Entry.subject_id == person.id, Entry.verb == "imported"
    )
    numbers = [detail.get("import_id") for detail in db.session.scalars(entered)]
    numbers += [one.id for one in imports_with(person)]
    files = [
        {"file": one.file_name, "created_at": one.read_at, "deleted_on": one.delete_on}
        for one in _all(SheetImport, SheetImport.id.in_([n for n in numbers if n]))
    ]
    merges = [
        {"merged_at": one.merged_at, "names": sorted(set((one.names or {}).values()))}
        for one in _all(Merge, Merge.kept_id == person.id)
        if one.undone_at is None
    ]
    return files + merges


def _all(model: type[Any], condition: ColumnElement[bool], load: tuple[Any, ...] = ()) -> list[Any]:
    wanted = select(model).where(condition).options(*load).order_by(model.id)
    return list(db.session.scalars(wanted).unique())
