"""Reads before a person is erased: what stays, and in which files they stand."""

from collections.abc import Collection
from typing import Any

from markupsafe import escape
from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import undefer

from eventsapp.accounts.models import User
from eventsapp.comments.models import DRAFT, Comment, Commenter
from eventsapp.erasing import words
from eventsapp.erasing.finding import any_line_names, names_anyone, without_people
from eventsapp.erasing.words import LAST_MAIL, Stay
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.imports.models import READING, SAVING, SheetImport
from eventsapp.imports.queries import imports_with, table_in
from eventsapp.imports.reading import columns_of
from eventsapp.letters.models import Letter, LetterRequest
from eventsapp.lists.models import PublishedList
from eventsapp.logbook.queries import about
from eventsapp.mail.models import DatabaseNow, Message
from eventsapp.mail.queries import goes_to
from eventsapp.meetings.models import Participation
from eventsapp.merging.models import Merge
from eventsapp.minutes.models import Import
from eventsapp.people.models import Consent, Nomination, Person
from eventsapp.people.queries import address_keys
from eventsapp.rosters.models import RoomMail, RoomNotes
from eventsapp.sheets.reading import words_of
from eventsapp.sheets.table import SheetRefused

AN_HOUR = 3600
# Columns that say who a row is about.
NAMED = frozenset(
    {"printed_name", "family_name", "given_name", "latin_name", "script_name", "email", "email_2"}
)


def what_stays(person: Person) -> list[Stay]:
    """Return what stays once a person is erased, and how many of each; what is none is left out."""
    number = person.id
    letters = Letter.request_id.in_(
        select(LetterRequest.id).where(LetterRequest.person_id == number)
    )
    meetings = select(Participation.meeting_id).where(Participation.person_id == number)
    comments = Comment.commenter_id.in_(select(Commenter.id).where(Commenter.person_id == number))
    counts = {
        words.LETTERS: _count(Letter, letters),
        words.SIGNED: _count(LetterRequest, LetterRequest.approved_by_id == number),
        words.ATTENDANCE: _count(Participation, Participation.person_id == number),
        words.MINUTES: _count(Import, Import.meeting_id.in_(meetings)),
        words.NOMINATIONS: _count(Nomination, Nomination.person_id == number),
        words.COMMENTS: _count(Comment, and_(Comment.state != DRAFT, comments)),
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
    return and_(goes_to(person.id, address_keys(person)), Message.kind != LAST_MAIL)


def names_written(person: Person) -> set[str]:
    """Return the names of a person as they were written anywhere, without single letters."""
    stated = (person.printed_name, person.latin_name, person.script_name)
    both = " ".join(part for part in (person.given_name, person.family_name) if part)
    spelled = (one.text for one in person.spellings)
    return {name for name in (*stated, both, *spelled) if name and len(name) > 1}


def imports_naming(person: Person) -> list[SheetImport]:
    """Return the kept files that name this person in any of their cells, the oldest first."""
    found = {one.id: one for one in imports_with(person)}
    wanted = select(SheetImport).where(SheetImport.content.is_not(None))
    opened = (undefer(SheetImport.content), undefer(SheetImport.choices))
    for one in db.session.scalars(wanted.options(*opened)):
        if one.id not in found and _is_named_in(one, person):
            found[one.id] = one
    return [found[number] for number in sorted(found)]


def _is_named_in(import_: SheetImport, person: Person) -> bool:
    """Return whether a kept file names a person, by family name alone outside of names too."""
    if import_.content is None:
        return False
    try:
        lines = words_of(import_.content, import_.file_name)
        notes = _beside_names(import_)
    except (RuleBroken, SheetRefused):
        # What cannot be read may name them: it goes.
        return True
    if any_line_names(lines, names_written(person), address_keys(person)):
        return True
    return bool(person.family_name) and any_line_names(notes, [str(person.family_name)], ())


def _beside_names(import_: SheetImport) -> list[str]:
    """Return what stands in the rows of a file besides names and addresses of its people.

    Another person of the same family has a row of their own, which does not name this one.
    """
    whose = {index for index, field in columns_of(import_.choices or {}).items() if field in NAMED}
    return [
        " ".join(str(cell) for index, cell in enumerate(row.cells) if cell and index not in whose)
        for row in table_in(import_).rows
    ]


def files_called_after(person: Person) -> list[SheetImport]:
    """Return the files of people whose own name names this person."""
    names = [*names_written(person), *filter(None, [person.family_name])]
    return [
        one
        for one in db.session.scalars(select(SheetImport).order_by(SheetImport.id))
        if names_anyone(one.file_name, names, address_keys(person))
    ]


def mails_naming(person: Person) -> list[Message]:
    """Return the mails in which a name of several words or an address of this person stands."""
    columns = (Message.subject, Message.text, Message.html, Message.reason)
    said = [column.contains(one, autoescape=True) for one in said_of(person) for column in columns]
    wanted = select(Message).where(or_(false(), *said), Message.kind != LAST_MAIL)
    return list(db.session.scalars(wanted.order_by(Message.id)))


def room_texts_naming(person: Person) -> list[RoomNotes | RoomMail]:
    """Return what was typed in rooms, and written to their members, with the words that mean this
    person."""
    names = said_of(person)

    def names_them(*columns: Any) -> ColumnElement[bool]:
        said = [one.contains(word, autoescape=True) for word in names for one in columns]
        return or_(false(), *said)

    notes = select(RoomNotes).where(names_them(RoomNotes.text))
    mails = select(RoomMail).where(names_them(RoomMail.subject, RoomMail.text))
    return [*db.session.scalars(notes), *db.session.scalars(mails)]


def said_of(person: Person) -> set[str]:
    """Return the words that mean nobody else: names of several words, and addresses."""
    names = {name for name in names_written(person) if len(name.split()) > 1}
    escaped = {str(escape(name)) for name in names}
    addresses = {one.address for one in person.addresses}
    return names | escaped | addresses | address_keys(person)


def imports_at_work() -> int:
    """Return how many files of people are being read or saved at this moment.

    What nothing was written to for an hour waits for a worker that is not there.
    """
    at_work = SheetImport.state.in_((READING, SAVING))
    return _count(SheetImport, and_(at_work, SheetImport.touched_at > DatabaseNow(-AN_HOUR)))


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
