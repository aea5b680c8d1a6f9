"""Reads before a person is erased: what stays, and in which files they stand."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import undefer

from eventsapp.accounts.models import User
from eventsapp.erasing import words
from eventsapp.erasing.finding import stands_in, without_people
from eventsapp.erasing.words import LAST_MAIL, Stay
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.imports.models import READING, SAVING, SheetImport
from eventsapp.letters.models import Letter, LetterRequest
from eventsapp.lists.models import PublishedList
from eventsapp.logbook.queries import about
from eventsapp.mail.models import Message
from eventsapp.meetings.models import Participation
from eventsapp.merging.models import Merge
from eventsapp.minutes.models import Import
from eventsapp.people.models import Consent, Nomination, Person


def what_stays(person: Person) -> list[Stay]:
    """Return what stays once a person is erased, and how many of each; what is none is left out."""
    number = person.id
    letters = Letter.request_id.in_(
        select(LetterRequest.id).where(LetterRequest.person_id == number)
    )
    meetings = select(Participation.meeting_id).where(Participation.person_id == number)
    counts = {
        words.LETTERS: _count(Letter, letters),
        words.SIGNED: _count(LetterRequest, LetterRequest.approved_by_id == number),
        words.ATTENDANCE: _count(Participation, Participation.person_id == number),
        words.MINUTES: _count(Import, Import.meeting_id.in_(meetings)),
        words.NOMINATIONS: _count(Nomination, Nomination.person_id == number),
        words.CONSENTS: _count(Consent, Consent.person_id == number),
        words.MAILS: _count(Message, mails_to(person)),
        words.HISTORY: _count(Entry, or_(about([number]), Entry.user_id.in_(_accounts(number)))),
    }
    return [Stay(name, count) for name, count in counts.items() if count]


def _accounts(person_id: int) -> list[int]:
    return list(db.session.scalars(select(User.id).where(User.person_id == person_id)))


def _count(model: type[db.Model], condition: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(condition)) or 0


def mails_to(person: Person) -> ColumnElement[bool]:
    """Return the condition that a mail goes to a person, by whatever address; not the last one."""
    keys = address_keys(person)
    theirs = or_(Message.person_id == person.id, func.lower(Message.recipient).in_(keys))
    return and_(theirs, Message.kind != LAST_MAIL)


def address_keys(person: Person) -> set[str]:
    """Return the addresses of a person as they are compared."""
    return {one.address_key for one in person.addresses}


def names_of(person: Person) -> set[str]:
    """Return the names of a person as they are compared."""
    return {person.folded, *(one.folded for one in person.spellings)}


def account_of(person_id: int) -> User | None:
    """Return the account by which somebody signs in, or None."""
    return db.session.scalar(select(User).where(User.person_id == person_id))


def imports_with(person: Person) -> list[SheetImport]:
    """Return the files of people that hold this person, the oldest first."""
    names, addresses = names_of(person), address_keys(person)
    wanted = select(SheetImport).options(undefer(SheetImport.journal), undefer(SheetImport.read))
    kept = or_(SheetImport.content.is_not(None), SheetImport.journal.is_not(None))
    return [
        one
        for one in db.session.scalars(wanted.where(kept).order_by(SheetImport.id))
        if stands_in(one.journal, one.read, person_id=person.id, names=names, addresses=addresses)
    ]


def imports_at_work() -> int:
    """Return how many files of people are being read or saved at this moment."""
    return _count(SheetImport, SheetImport.state.in_((READING, SAVING)))


def merges_into(person_id: int) -> list[Merge]:
    """Return the merges that made this person of several entries and can still be undone."""
    wanted = select(Merge).where(Merge.kept_id == person_id, Merge.journal.is_not(None))
    return list(db.session.scalars(wanted.order_by(Merge.id)))


def numbers_of(person_id: int) -> set[int]:
    """Return all numbers under which a person has been known."""
    gone = select(Merge.gone_id).where(Merge.kept_id == person_id, Merge.undone_at.is_(None))
    return {person_id, *db.session.scalars(gone)}


def lists_naming(ids: Collection[int]) -> list[PublishedList]:
    """Return the published lists in which one of these people stands."""
    wanted = select(PublishedList).options(undefer(PublishedList.content))
    rows = db.session.scalars(wanted.where(PublishedList.content.is_not(None)))
    return [one for one in rows if without_people(one.content or {}, ids)[1]]
