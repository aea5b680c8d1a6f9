"""Delete what is due by the rules of retention; the records of it say how many, never whose."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import joinedload, undefer

from eventsapp.erasing.words import LAST_MAIL
from eventsapp.extensions import db
from eventsapp.held.words import NEEDS_DAYS
from eventsapp.history.services import record
from eventsapp.imports.models import SheetImport
from eventsapp.imports.queries import due_to_forget
from eventsapp.imports.services import forget_files
from eventsapp.letters.models import Letter, LetterRequest
from eventsapp.lists.models import PublishedList
from eventsapp.mail.models import BOUNCED, FAILED, SENT, SKIPPED, UNKNOWN, Message
from eventsapp.meetings.models import Meeting
from eventsapp.merging.models import Merge
from eventsapp.people.models import Nomination, PersonNeeds
from eventsapp.registrations.models import (
    RECEIVED,
    Correction,
    Registration,
    RegistrationFile,
    RegistrationForm,
)
from eventsapp.registrations.saving import delete_on, forget_registrations, keep_until
from eventsapp.rights.journals import without_cells, without_names, without_needs
from eventsapp.rights.models import DataRequest, Purge
from eventsapp.rights.rules import RULES, Rule

# Rows that are due, and what deletes them.
Step = tuple[list[int], Callable[[list[int], datetime], None]]
AT_ONCE = 500
ENDED = (SENT, UNKNOWN, FAILED, BOUNCED, SKIPPED)
# An empty object, or one of a few letters, is no longer than this once it is encrypted.
LENGTH_OF_NOTHING = 100
# Rules whose day stands with the row and was worked out from a meeting.
FOLLOWING = {"needs", "registration answers"}
WITHOUT_DAY = timedelta(days=365)


def due(rule: Rule, day: date) -> list[Step]:
    """Return what is due by a rule on a day."""
    return _DUE[rule.name](rule, day)


def count_due(day: date) -> dict[str, int]:
    """Return how many things are due on a day, by the names of the rules."""
    return {rule.name: _count(due(rule, day)) for rule in RULES}


def purge(rule: Rule, *, now: datetime, by_id: int | None = None) -> int:
    """Delete what is due by a rule and keep a record of how many; return that. Flushes."""
    if rule.name in FOLLOWING:
        follow_meetings()
    steps = due(rule, now.date())
    count = _count(steps)
    for ids, forget in steps:
        for some in _chunks(ids):
            forget(some, now)
    if count:
        kept = Purge(at=now, what=rule.name, rule=rule.after[:200], count=count, by_id=by_id)
        db.session.add(kept)
    db.session.flush()
    db.session.expire_all()
    return count


def follow_meetings() -> None:
    """Let the day on which a thing is deleted follow its meeting, which may have been postponed,
    and its form. Flushes."""
    forms = select(RegistrationForm).options(joinedload(RegistrationForm.meeting))
    days = {}
    for form in db.session.scalars(forms):
        day = delete_on(form)
        days[form.meeting_id] = day
        keep_until(form, day)
    held = select(PersonNeeds, Meeting).join(Meeting, Meeting.id == PersonNeeds.meeting_id)
    for needs, meeting in db.session.execute(held):
        until = meeting.ends_on + timedelta(days=NEEDS_DAYS)
        needs.delete_on = min(until, days.get(meeting.id, until))
    db.session.flush()


def _count(steps: list[Step]) -> int:
    return sum(len(ids) for ids, _forget in steps)


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def _ids(model: type[Any], *conditions: ColumnElement[bool], joined: Any = ()) -> list[int]:
    wanted = select(model.id).where(*conditions).order_by(model.id)
    for one in joined:
        wanted = wanted.join(one)
    return list(db.session.scalars(wanted))


def _empty(model: type[Any], **values: Any) -> Callable[[list[int], datetime], None]:
    """Return what writes these values into rows in place of what they held."""

    def write(ids: list[int], now: datetime) -> None:
        change = update(model).where(model.id.in_(ids)).values(**values)
        db.session.execute(change.execution_options(synchronize_session=False))

    return write


def _delete(model: type[Any]) -> Callable[[list[int], datetime], None]:
    def remove(ids: list[int], now: datetime) -> None:
        gone = delete(model).where(model.id.in_(ids))
        db.session.execute(gone.execution_options(synchronize_session=False))

    return remove


def _before(day: date) -> datetime:
    """Return the end of a day."""
    return datetime.combine(day + timedelta(days=1), time(0), UTC)


OF_MEETING = (Registration.form, RegistrationForm.meeting)


def _needs(rule: Rule, day: date) -> list[Step]:
    over = or_(
        PersonNeeds.delete_on < day,
        and_(PersonNeeds.delete_on.is_(None), PersonNeeds.changed_at < _before(day - WITHOUT_DAY)),
    )
    rows = _ids(PersonNeeds, over)
    kept = set(_ids(PersonNeeds)) - set(rows)
    return [
        (rows, _delete(PersonNeeds)),
        (_sent_needs(rule.last_day(day)), _forget_sent_needs),
        _merged_steps(lambda steps: without_needs(steps, day=day, kept=kept)),
    ]


def _sent_needs(last: date) -> list[int]:
    wanted = select(Registration.id, Registration.facts, Registration.later)
    wanted = wanted.join(Registration.form).join(RegistrationForm.meeting)
    wanted = wanted.where(Meeting.ends_on <= last, Registration.facts.is_not(None))
    found = db.session.execute(wanted)
    return [number for number, facts, later in found if _states_needs(facts or {}, later or {})]


def _states_needs(facts: dict[str, Any], later: dict[str, Any]) -> bool:
    return bool(facts.get("needs") or (later.get("facts") or {}).get("needs"))


def _opened(model: type[Any], ids: list[int], *columns: Any) -> list[Any]:
    """Return rows with columns that would else be read row by row."""
    wanted = select(model).where(model.id.in_(ids))
    return list(db.session.scalars(wanted.options(*map(undefer, columns))))


def _forget_sent_needs(ids: list[int], now: datetime) -> None:
    for one in _opened(Registration, ids, Registration.facts, Registration.later):
        one.facts = _without(one.facts)
        if one.later:
            one.later = {**one.later, "facts": _without(one.later.get("facts")) or {}}
    db.session.flush()


def _without(facts: dict[str, Any] | None) -> dict[str, Any] | None:
    return facts and {name: value for name, value in facts.items() if name != "needs"}


def _merged_steps(change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> Step:
    """Return the merges that could bring back what a change of their steps takes out, and what
    takes it out."""

    def left(journal: dict[str, Any] | None) -> dict[str, Any] | None:
        steps = (journal or {}).get("steps", [])
        changed = change(steps)
        return None if changed == steps else {**(journal or {}), "steps": changed}

    def forget(ids: list[int], now: datetime) -> None:
        for one in _opened(Merge, ids, Merge.journal):
            one.journal = left(one.journal) or one.journal
        db.session.flush()

    found = db.session.execute(select(Merge.id, Merge.journal).where(Merge.journal.is_not(None)))
    return [number for number, journal in found if left(journal)], forget


def _merged_cells(
    table: str, columns: tuple[str, ...], is_over: Callable[[dict[str, Any]], bool]
) -> Step:
    """Return the merges that could bring back what these columns said, and what forgets it."""
    return _merged_steps(lambda steps: without_cells(steps, table, columns, is_over))


def _is_one_of(ids: list[int]) -> Callable[[dict[str, Any]], bool]:
    known = set(ids)
    return lambda row: row["id"] in known


def _answers(rule: Rule, day: date) -> list[Step]:
    over = and_(Registration.delete_on < day, Registration.email != "")
    old = _ids(Registration, Registration.delete_on < day)
    of_nobody = _ids(Registration, over, Registration.person_id.is_(None))
    return [
        (of_nobody, _forget_registrations),
        (_ids(Registration, over, Registration.person_id.is_not(None)), forget_answers),
        _merged_cells("registration", ("reason",), _is_one_of(old)),
    ]


def forget_answers(ids: list[int], now: datetime) -> None:
    """Delete what was sent with registrations; that somebody registered stays."""
    for model in (RegistrationFile, Correction):
        db.session.execute(delete(model).where(model.registration_id.in_(ids)))
    nothing = {"facts": None, "answers": None, "later": None, "conflicts": None}
    _empty(Registration, email="", reason=None, token_hash=None, **nothing)(ids, now)


def _later(rule: Rule, day: date) -> list[Step]:
    over = (Meeting.ends_on <= rule.last_day(day), Registration.later.is_not(None))
    return [(_ids(Registration, *over, joined=OF_MEETING), _empty(Registration, later=None))]


def _files(rule: Rule, day: date) -> list[Step]:
    joined = (RegistrationFile.registration, *OF_MEETING)
    over = _ids(RegistrationFile, Meeting.ends_on <= rule.last_day(day), joined=joined)
    return [(over, _delete(RegistrationFile))]


def _unconfirmed_files(rule: Rule, day: date) -> list[Step]:
    over = (Registration.state == RECEIVED, Registration.received_at < _before(rule.last_day(day)))
    joined = (RegistrationFile.registration,)
    return [(_ids(RegistrationFile, *over, joined=joined), _forget_unconfirmed_files)]


def _forget_unconfirmed_files(ids: list[int], now: datetime) -> None:
    of_these = select(Registration).join(Registration.files).where(RegistrationFile.id.in_(ids))
    for one in db.session.scalars(of_these.distinct().order_by(Registration.id)):
        record("files deleted", one, now=now)  # who confirms late is asked for them
    _delete(RegistrationFile)(ids, now)


def _unconfirmed(rule: Rule, day: date) -> list[Step]:
    waiting = (Registration.confirmed_at.is_(None), Registration.state == RECEIVED)
    over = Registration.received_at < _before(rule.last_day(day))
    return [(_ids(Registration, *waiting, over), _forget_registrations)]


def _forget_registrations(ids: list[int], now: datetime) -> None:
    forget_registrations(ids)


def _letters(rule: Rule, day: date) -> list[Step]:
    over = Meeting.ends_on <= rule.last_day(day)
    details = func.length(LetterRequest.details) > LENGTH_OF_NOTHING
    typed = or_(details, LetterRequest.reason.is_not(None))
    kept = or_(Letter.facts.is_not(None), Letter.pdf.is_not(None))
    old = _ids(LetterRequest, over, joined=(LetterRequest.meeting,))
    return [
        (
            _ids(LetterRequest, over, typed, joined=(LetterRequest.meeting,)),
            _empty(LetterRequest, details={}, reason=None),
        ),
        (
            _ids(Letter, over, kept, joined=(Letter.meeting,)),
            _empty(Letter, facts=None, pdf=None),
        ),
        _merged_cells("letter_request", ("reason",), _is_one_of(old)),
    ]


def _nominations(rule: Rule, day: date) -> list[Step]:
    columns = ("letter", "letter_name")
    old = _ids(Nomination, _is_old(rule, day))
    kept = set(_ids(Nomination)) - set(old)
    ended, going_on = _processes(rule, day)
    created = rule.last_day(day) - WITHOUT_DAY

    def is_over(row: dict[str, Any]) -> bool:
        if "process_id" not in row:
            return row["id"] not in kept
        if row["process_id"] in ended | going_on:
            return row["process_id"] in ended
        return date.fromisoformat(str(row["created_at"])[:10]) <= created

    return [
        (
            _ids(Nomination, Nomination.letter.is_not(None), _is_old(rule, day)),
            _empty(Nomination, **dict.fromkeys(columns)),
        ),
        _merged_cells("nomination", columns, is_over),
    ]


def _is_old(rule: Rule, day: date) -> ColumnElement[bool]:
    last_meeting = (
        select(func.max(Meeting.ends_on))
        .where(Meeting.process_id == Nomination.process_id)
        .scalar_subquery()
    )
    return or_(
        last_meeting <= rule.last_day(day),
        and_(
            last_meeting.is_(None),
            Nomination.created_at < _before(rule.last_day(day) - WITHOUT_DAY),
        ),
    )


def _processes(rule: Rule, day: date) -> tuple[set[int], set[int]]:
    """Return the processes whose last meeting is over for so long, and the others with one."""
    last = select(Meeting.process_id, func.max(Meeting.ends_on)).group_by(Meeting.process_id)
    days = {row[0]: row[1] for row in db.session.execute(last)}
    ended = {number for number, ends_on in days.items() if ends_on <= rule.last_day(day)}
    return ended, days.keys() - ended


def _imports(rule: Rule, day: date) -> list[Step]:
    return [([one.id for one in due_to_forget(day)], _forget_imports)]


def _forget_imports(ids: list[int], now: datetime) -> None:
    forget_files(db.session.scalars(select(SheetImport).where(SheetImport.id.in_(ids))), now=now)


def _merged(rule: Rule, day: date) -> list[Step]:
    over = Merge.merged_at < _before(rule.last_day(day))
    ids = _ids(Merge, Merge.journal.is_not(None), over)
    return [(ids, _empty(Merge, journal=None, names=None))]


def _lists(rule: Rule, day: date) -> list[Step]:
    over = PublishedList.withdrawn_at < _before(rule.last_day(day))
    wanted = select(PublishedList.id, PublishedList.content)
    found = db.session.execute(wanted.where(over, PublishedList.content.is_not(None)))
    return [([number for number, said in found if without_names(said or {})], _forget_lists)]


def _forget_lists(ids: list[int], now: datetime) -> None:
    for one in _opened(PublishedList, ids, PublishedList.content):
        one.content = without_names(one.content or {})
    db.session.flush()


def _mails(rule: Rule, day: date) -> list[Step]:
    over = Message.created_at < _before(rule.last_day(day))
    ids = _ids(Message, Message.state.in_(ENDED), Message.text != "", over)
    return [(ids, _empty(Message, text="", html=None))]


def _requests(rule: Rule, day: date) -> list[Step]:
    over = DataRequest.decided_at < _before(rule.last_day(day))
    said = or_(DataRequest.words.is_not(None), DataRequest.answer.is_not(None))
    return [(_ids(DataRequest, over, said), _empty(DataRequest, words=None, answer=None))]


def _last_mails(rule: Rule, day: date) -> list[Step]:
    over = or_(Message.state.in_(ENDED), Message.created_at < _before(rule.last_day(day)))
    ids = _ids(Message, Message.kind == LAST_MAIL, Message.recipient != "", over)
    nothing = _empty(Message, text="", html=None, recipient="", recipient_name=None)
    return [(ids, nothing)]


_DUE: dict[str, Callable[[Rule, date], list[Step]]] = {
    "needs": _needs,
    "registration answers": _answers,
    "answers after acceptance": _later,
    "registration files": _files,
    "unconfirmed files": _unconfirmed_files,
    "unconfirmed registrations": _unconfirmed,
    "letter data": _letters,
    "nomination letters": _nominations,
    "imported files": _imports,
    "merged entries": _merged,
    "withdrawn lists": _lists,
    "mail texts": _mails,
    "answered requests": _requests,
    "last mails": _last_mails,
}
