"""Erase one person. It cannot be undone; what must stay, stays without their name."""

import secrets
from datetime import datetime
from pathlib import PurePath
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, or_, select, update

from eventsapp.accounts.models import ADMINISTRATOR, SignInLink, User
from eventsapp.accounts.queries import account_of
from eventsapp.agendas.models import AgendaSpeaker
from eventsapp.breakouts.models import BreakoutRoom, Placement, Round, Seat, ThemeWish
from eventsapp.calendars.models import Feed
from eventsapp.comments.models import DRAFT, Comment, Commenter
from eventsapp.consultations.models import Hearing, Submission
from eventsapp.erasing import queries
from eventsapp.erasing.finding import replaced, without_people
from eventsapp.erasing.words import Stay
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.history.services import record
from eventsapp.imports.services import forget_files
from eventsapp.invitations.models import Invitation
from eventsapp.letters.models import Letter, LetterRequest
from eventsapp.letters.states import OPEN as UNFINISHED
from eventsapp.letters.states import RequestState
from eventsapp.lists.terms import others_words
from eventsapp.logbook.queries import about
from eventsapp.mail.models import HELD, PENDING, SKIPPED, Message
from eventsapp.meetings.models import AgendaItem, Meeting, MeetingDay, Participation
from eventsapp.merging.models import NotSame
from eventsapp.people.models import ERASED, Consent, Nomination, Person, PersonNeeds
from eventsapp.people.queries import address_keys
from eventsapp.polls.models import PollInvitee
from eventsapp.registrations.models import (
    WITHDRAWN,
    Correction,
    Registration,
    RegistrationFile,
)
from eventsapp.registrations.states import OPEN
from eventsapp.reminders.models import Obligation
from eventsapp.rosters.models import RoomMail

EMPTIED = (
    "family_name", "given_name", "latin_name", "script_name", "salutation", "organization_id",
    "function", "country", "country_as_stated", "nationality", "gender", "gender_words", "category",
    "tz", "phone",
)  # fmt: skip
GONE = "The person was erased."
# What may stay in the particulars of the history: it tells nothing of the person.
PARTICULARS = frozenset(
    {"act", "answer", "back", "before", "columns", "days", "fields", "format", "gone", "import_id",
     "kind", "merge", "number", "place", "process", "purpose", "registration", "route", "rows",
     "state"}
)  # fmt: skip


def why_not_erase(person: Person, by: User) -> str | None:
    """Return why this user may not erase this person now, in a sentence, or None."""
    account = account_of(person.id)
    if person.printed_name == ERASED:
        return "This person was erased already. There is nothing left to erase."
    if by.person_id == person.id:
        return "You cannot erase yourself while you sign in. A colleague does it."
    if account is not None and account.is_staff and by.role != ADMINISTRATOR:
        return (
            f"{person.printed_name} signs in as staff. An administrator erases a colleague, since "
            "the account ends with it."
        )
    if queries.imports_at_work():
        return "A file of people is being read just now. Wait until it is done, then erase."
    return None


def erase_person(person: Person, *, by: User, now: datetime) -> list[Stay]:
    """Take a person out of everything, and return what stays without their name. Flushes.

    Imports and merges that hold the person can no longer be undone: what would bring them back is
    deleted too. Raises RuleBroken with the sentence of `why_not_erase`.
    """
    refusal = why_not_erase(person, by)
    if refusal:
        raise RuleBroken(refusal)
    stays = queries.what_stays(person)
    _forget_copies(person, now)
    _empty_registrations(person, now)
    _empty_hearings(person, now)
    _empty_letters(person, now)
    _empty_mails(person)
    _leave_meetings(person, now)
    _close_account(person, now)
    _empty_history(person)
    _empty_person(person, now)
    record("erased", person, now=now, user_id=by.id)
    db.session.flush()
    db.session.expire_all()
    return stays


def _write(model: type[db.Model], condition: ColumnElement[bool], **values: object) -> None:
    change = update(model).where(condition).values(**values)
    db.session.execute(change.execution_options(synchronize_session=False))


def _remove(model: type[db.Model], condition: ColumnElement[bool]) -> None:
    gone = delete(model).where(condition)
    db.session.execute(gone.execution_options(synchronize_session=False))


def _forget_copies(person: Person, now: datetime) -> None:
    """Delete what would bring the person back: files of people, journals, lines of lists."""
    forget_files(queries.imports_naming(person), now=now)
    for file in queries.files_called_after(person):
        file.file_name = ERASED + PurePath(file.file_name).suffix[:10]
    for merge in queries.merges_into(person.id):
        merge.journal = merge.names = None
    ids = queries.numbers_of(person.id)
    for published in queries.lists_naming(ids):
        published.content = _counted_among_others(*without_people(published.content or {}, ids))
    _remove(NotSame, or_(NotSame.a_id == person.id, NotSame.b_id == person.id))
    db.session.flush()


def _counted_among_others(content: dict[str, Any], gone: int) -> dict[str, Any]:
    """Return a published list in which those who went are among the others that it counts."""
    said = content["list"]
    count = said["others"] + gone
    words = others_words(count, said["language"])
    return {**content, "list": {**said, "others": count, "others_words": words}}


def _empty_registrations(person: Person, now: datetime) -> None:
    """Keep that somebody registered; what came from their address and is nobody's goes whole."""
    keys = address_keys(person)
    rows = db.session.scalars(
        select(Registration).where(
            or_(
                Registration.person_id == person.id,
                and_(Registration.person_id.is_(None), db.func.lower(Registration.email).in_(keys)),
            )
        )
    )
    for row in list(rows):
        _remove(RegistrationFile, RegistrationFile.registration_id == row.id)
        _remove(Correction, Correction.registration_id == row.id)
        if row.person_id is None:
            _remove(Registration, Registration.id == row.id)
            continue
        row.facts = row.answers = row.later = row.conflicts = None
        row.email, row.printed_name, row.country, row.category = "", ERASED, None, None
        row.token_hash, row.client_key, row.reason = None, secrets.token_urlsafe(24), None
        row.delete_on = None
        if row.state in OPEN:
            row.state, row.decided_at = WITHDRAWN, now
    db.session.flush()
    db.session.expire_all()


def _empty_hearings(person: Person, now: datetime) -> None:
    """Keep what an organisation said in a consultation; what they said for themselves goes, and so
    do drafts and what came from their address and is nobody's."""
    unnamed = and_(Hearing.person_id.is_(None), Hearing.address_key.in_(address_keys(person)))
    own = or_(Hearing.person_id == person.id, unnamed)
    theirs = Submission.hearing_id.in_(select(Hearing.id).where(own))
    said = and_(Submission.sent_at.is_not(None), Submission.is_for_organization)
    nothing = {"words": None, "content": None, "content_type": None, "file_name": None}
    _write(Submission, and_(theirs, ~said), **nothing)
    words = queries.said_of(person)
    for one in db.session.scalars(select(Submission).where(theirs, said)):
        one.words = {"text": replaced(one.text, words, ERASED)}
    db.session.flush()
    still_asked = and_(own, Hearing.withdrawn_at.is_(None))
    _write(Hearing, still_asked, withdrawn_at=now)
    gone = {"address": None, "address_key": None, "token_hash": None, "tz": None}
    _write(Hearing, and_(own, Hearing.name.is_not(None)), name=ERASED)
    _write(Hearing, own, **gone)


def _empty_letters(person: Person, now: datetime) -> None:
    own = LetterRequest.person_id == person.id
    letters = Letter.request_id.in_(select(LetterRequest.id).where(own))
    _write(Letter, letters, facts=None, pdf=None, ended_reason=None)
    _write(
        LetterRequest,
        and_(own, LetterRequest.state.in_(UNFINISHED)),
        state=RequestState.WITHDRAWN.value,
        decided_at=now,
    )
    _write(LetterRequest, own, details={}, reason=None)


def _empty_mails(person: Person) -> None:
    mails = queries.mails_to(person)
    waiting = Message.state.in_((HELD, PENDING))
    _write(Message, and_(mails, waiting), state=SKIPPED)
    _write(Message, mails, reason=case((Message.state == SKIPPED, GONE), else_=None))
    _write(Message, mails, recipient="", recipient_name=None, subject=ERASED, text="", html=None)
    db.session.expire_all()
    words = queries.said_of(person)
    for mail in queries.mails_naming(person):
        mail.subject = replaced(mail.subject, words, ERASED)
        mail.text = replaced(mail.text, words, ERASED)
        mail.html = mail.html and replaced(mail.html, words, ERASED)
        mail.reason = mail.reason and replaced(mail.reason, words, ERASED)
    for one in queries.room_texts_naming(person):
        one.text = replaced(one.text, words, ERASED)
        if isinstance(one, RoomMail):
            one.subject = replaced(one.subject, words, ERASED)
    db.session.flush()


def _leave_meetings(person: Person, now: datetime) -> None:
    """Keep that they took part in what has begun; take them out of what is to come."""
    parts = Participation.person_id == person.id
    coming = select(Meeting.id).where(Meeting.starts_on > now.date())
    # What a figure counts by region and category stays a number of the meeting.
    for name in ("country", "category"):
        column = getattr(Participation, name)
        _write(Participation, and_(parts, column.is_(None)), **{name: getattr(person, name)})
    leaving = and_(parts, Participation.meeting_id.in_(coming), Participation.left_at.is_(None))
    _write(Participation, leaving, left_at=now)
    rooms = (
        select(BreakoutRoom.id)
        .join(Round, Round.id == BreakoutRoom.round_id)
        .where(Round.meeting_id.in_(coming))
    )
    _remove(Placement, and_(Placement.person_id == person.id, Placement.room_id.in_(rooms)))
    rounds = select(Round.id).where(Round.meeting_id.in_(coming))
    _remove(Seat, and_(Seat.person_id == person.id, Seat.round_id.in_(rounds)))
    _remove(ThemeWish, ThemeWish.person_id == person.id)
    items = (
        select(AgendaItem.id)
        .join(MeetingDay, MeetingDay.id == AgendaItem.day_id)
        .where(MeetingDay.meeting_id.in_(coming))
    )
    _remove(
        AgendaSpeaker, and_(AgendaSpeaker.person_id == person.id, AgendaSpeaker.item_id.in_(items))
    )
    asked = Invitation.participation_id.in_(select(Participation.id).where(parts))
    unanswered = and_(asked, Invitation.answer.is_(None), Invitation.withdrawn_at.is_(None))
    _write(Invitation, unanswered, withdrawn_at=now)
    _write(Invitation, asked, address=None, answered_from=None, note=None, token_hash=None)
    polled = PollInvitee.person_id == person.id
    _write(PollInvitee, polled, address=None, comment=None, token_hash=None, tz=None, late=None)
    _leave_rounds(person, now)
    owed = and_(
        Obligation.person_id == person.id,
        Obligation.done_at.is_(None),
        Obligation.released_at.is_(None),
    )
    _write(Obligation, owed, released_at=now)
    named = Nomination.person_id == person.id
    _write(Nomination, and_(named, Nomination.withdrawn_at.is_(None)), withdrawn_at=now)
    _write(Nomination, named, letter=None, letter_name=None, note=None)
    agreed = and_(Consent.person_id == person.id, Consent.withdrawn_at.is_(None))
    _write(Consent, agreed, withdrawn_at=now)


def _leave_rounds(person: Person, now: datetime) -> None:
    """Keep what they sent in rounds of comments, without a name; drafts of theirs go."""
    asked = Commenter.person_id == person.id
    theirs = Comment.commenter_id.in_(select(Commenter.id).where(asked))
    _remove(Comment, and_(theirs, Comment.state == DRAFT))
    _write(Comment, theirs, author_words=None)
    _write(Commenter, and_(asked, Commenter.withdrawn_at.is_(None)), withdrawn_at=now)
    _write(Commenter, asked, address=None, token_hash=None)


def _close_account(person: Person, now: datetime) -> None:
    account = account_of(person.id)
    if account is not None:
        account.is_closed, account.arranges_needs, account.password_hash = True, False, None
        account.sign_out_everywhere()
        _remove(SignInLink, SignInLink.user_id == account.id)
    feeds = Feed.person_id == person.id
    _write(Feed, and_(feeds, Feed.revoked_at.is_(None)), revoked_at=now)
    _write(Feed, feeds, last_fetched_with=None)
    db.session.flush()


def _empty_history(person: Person) -> None:
    """Leave of the particulars of each act only what tells nothing of the person."""
    for entry in db.session.scalars(select(Entry).where(about([person.id]))):
        kept = {name: value for name, value in entry.detail.items() if name in PARTICULARS}
        if kept != entry.detail:
            entry.detail = kept
    db.session.flush()


def _empty_person(person: Person, now: datetime) -> None:
    _remove(PersonNeeds, PersonNeeds.person_id == person.id)
    db.session.refresh(person)
    for name in EMPTIED:
        setattr(person, name, None)
    person.languages, person.themes = [], []
    person.addresses, person.spellings = [], []
    person.printed_name = ERASED
    person.left_at = person.left_at or now
    db.session.flush()
