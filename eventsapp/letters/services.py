"""The verbs of a letter request, from the first word to the numbered letter and its end."""

import hashlib
import secrets
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError

from eventsapp.accounts.models import User
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.letters import emails, queries
from eventsapp.letters.checks import holds_number, missing_details
from eventsapp.letters.codes import new_code
from eventsapp.letters.models import Letter, LetterRegister, LetterRequest
from eventsapp.letters.pdf import render_pdf, unprintable_letters
from eventsapp.letters.states import (
    EDITABLE,
    LetterState,
    RequestState,
    can_letter_move,
    can_move,
    where_it_stands,
)
from eventsapp.letters.wording import (
    WHO_PAYS,
    Sender,
    day_in_words,
    invitation_text,
    letter_facts,
    numbered_facts,
)
from eventsapp.meetings.models import Meeting
from eventsapp.people.models import Person
from eventsapp.reminders.services import discharge, reopen


class OlderThanRecord(RuleBroken):
    """The form that was saved is older than the record: somebody has saved another text since."""


def start_request(
    meeting: Meeting,
    person: Person,
    details: dict[str, Any],
    *,
    by: User,
    now: datetime,
    kind: str = "invitation",
) -> LetterRequest:
    """Start the one open request of a person for a meeting; return the one that is there already.

    Flushes. Raises RuleBroken if the meeting takes no requests, was cancelled or is over.
    """
    _check_meeting(meeting, now)
    found = queries.open_request(meeting.id, person.id, kind)
    if found is not None:
        return found
    request = LetterRequest(
        meeting_id=meeting.id,
        person_id=person.id,
        kind=kind,
        details=details,
        asked_by_id=by.person_id,
        prepared_by_id=by.person_id,
        created_at=now,
    )
    try:
        with db.session.begin_nested():
            db.session.add(request)
    except IntegrityError:  # the same form was sent twice at the same time
        return queries.open_request(meeting.id, person.id, kind) or _raise_gone()
    record("started", request, now=now, user_id=by.id)
    return request


def save_draft(
    request: LetterRequest, details: dict[str, Any], *, version: int, by: User, now: datetime
) -> None:
    """Keep what was typed for a request that was not sent yet or came back.

    Raises OlderThanRecord if the request was changed since `version`; nothing is overwritten.
    """
    if request.state not in EDITABLE:
        raise RuleBroken(f"{_where_it_stands(request)} It cannot be changed any more.")
    values = {"details": details, "prepared_by_id": by.person_id}
    if not _compare_and_set(request, request.state, version, values):
        raise OlderThanRecord(
            "Somebody saved another text while this page was open. "
            "Compare the two, then save again."
        )
    record("saved", request, now=now, user_id=by.id)


def submit_request(request: LetterRequest, *, version: int, by: User, now: datetime) -> None:
    """Send a request to the secretariat; whoever was to ask by a deadline has done it."""
    _check_meeting(request.meeting, now)
    if missing_details(request.details):
        raise RuleBroken("The request is not complete. Fill in what is missing, then send it.")
    _move(request, RequestState.SUBMITTED, version, {"submitted_at": now, "reason": None})
    record("submitted", request, now=now, user_id=by.id)
    for deadline in queries.deadlines_to_ask(request):
        discharge(deadline, request.person_id, now, by=by)


def return_request(
    request: LetterRequest, reason: str, *, version: int, by: User, now: datetime
) -> None:
    """Give a request back to the person, who corrects what `reason` says: they owe it again."""
    _check_reason(request, reason)
    values = {"reason": reason, "decided_at": now, "approved_by_id": None}
    _move(request, RequestState.RETURNED, version, values)
    record("returned", request, now=now, user_id=by.id, reason=reason)
    for deadline in queries.deadlines_to_ask(request):
        reopen(deadline, request.person_id, now, by=by)
    emails.send_returned(request, now=now)


def refuse_request(
    request: LetterRequest, reason: str, *, version: int, by: User, now: datetime
) -> None:
    """Refuse a request for good."""
    _check_reason(request, reason)
    _move(request, RequestState.REFUSED, version, {"reason": reason, "decided_at": now})
    record("refused", request, now=now, user_id=by.id, reason=reason)
    emails.send_refused(request, now=now)


def withdraw_request(request: LetterRequest, *, version: int, by: User, now: datetime) -> None:
    """Take a request back before a letter was made of it."""
    _move(request, RequestState.WITHDRAWN, version, {"decided_at": now})
    record("withdrawn", request, now=now, user_id=by.id)


def why_not_approve(request: LetterRequest, by: User) -> str | None:
    """Return why this user may not approve a request, in a sentence, or None if they may.

    Persons are compared and not accounts. Who ever wrote in the request counts as its maker.
    """
    if by.person_id == request.person_id:
        return "This letter is for you. Somebody else approves it."
    if by.person_id in queries.preparers(request):
        return "You asked for this letter or prepared it. Somebody else approves it."
    return None


def approve_request(
    request: LetterRequest, paid_by: str, *, version: int, by: User, now: datetime
) -> None:
    """Approve a request and say who pays for the journey; the approver signs the letter.

    Raises RuleBroken for whoever prepared it, asked for it or is named in it.
    """
    refusal = why_not_approve(request, by)
    if refusal:
        raise RuleBroken(refusal)
    if paid_by not in WHO_PAYS:
        raise RuleBroken("Say who pays for the journey, because the letter says so.")
    values = {
        "details": {**request.details, "paid_by": paid_by},
        "approved_by_id": by.person_id,
        "decided_at": now,
        "reason": None,
    }
    _move(request, RequestState.APPROVED, version, values)
    record("approved", request, now=now, user_id=by.id)


def issue_letter(
    request: LetterRequest, sender: Sender, *, version: int, by: User, now: datetime
) -> Letter:
    """Number, set and keep the letter of an approved request, and queue the mail with a link to it.

    All is written in the caller's transaction, so a letter that fails takes no number. Flushes.
    """
    if request.state == RequestState.APPROVED and request.meeting.cancelled_at is not None:
        raise RuleBroken("The meeting was cancelled. Withdraw the request instead.")
    today, process = now.astimezone(ZoneInfo(sender.tz)).date(), request.meeting.process
    facts, code = _facts_of(request, sender, today), _unused_code()
    expected = queries.last_serial(process.id, today.year) + 1
    numbered = numbered_facts(facts, process.code, expected, code, sender)
    pdf = render_pdf(request.kind, numbered)
    _move(request, RequestState.ISSUED, version, {})
    serial = _take_serial(process.id, today.year)
    if serial != expected:  # another letter was numbered while this one was set
        numbered = numbered_facts(facts, process.code, serial, code, sender)
        pdf = render_pdf(request.kind, numbered)
    letter = _keep_letter(request, numbered, pdf, serial, now)
    _replace_earlier(letter, request, now)
    record("issued", request, now=now, user_id=by.id, number=letter.number)
    db.session.refresh(request)
    emails.send_issued(letter, request.person, now=now)
    return letter


def revoke_letter(letter: Letter, reason: str, *, by: User, now: datetime) -> None:
    """Take an issued letter back; the public check says so from this moment on."""
    if letter.request is not None:
        _check_reason(letter.request, reason)
    if not _end_letter(letter, LetterState.REVOKED, now, reason):
        raise RuleBroken(
            f"Letter {letter.number} is {letter.state} since "
            f"{day_in_words((letter.ended_at or now).date())}. Nothing was changed."
        )
    record("revoked", letter.request or letter, now=now, user_id=by.id, reason=reason)
    if letter.request is not None:
        emails.send_revoked(letter, letter.request.person, now=now)


def _facts_of(request: LetterRequest, sender: Sender, today: date) -> dict[str, Any]:
    """Return what the letter says, but for number and code.

    Raises RuleBroken if nobody approved it, or if a name holds a letter that no font of ours has.
    """
    signatory = request.approved_by
    if signatory is None:
        raise RuleBroken("Nobody has approved this request yet. Approve it first.")
    facts = letter_facts(
        invitation_text(queries.invitation_of(request, sender.contact)),
        sender,
        signatory=(signatory.printed_name, signatory.function or ""),
        issued_on=today,
    )
    _check_fonts(facts)
    return facts


def _keep_letter(
    request: LetterRequest, facts: dict[str, Any], pdf: bytes, serial: int, now: datetime
) -> Letter:
    """Keep the facts and the file, encrypted, and in clear what the public check needs."""
    issued_on = date.fromisoformat(facts["issued_on"])
    letter = Letter(
        request_id=request.id,
        meeting_id=request.meeting_id,
        process_id=request.meeting.process_id,
        year=issued_on.year,
        serial=serial,
        number=facts["number"],
        code=facts["code"],
        kind=request.kind,
        issued_on=issued_on,
        issued_at=now,
        facts=facts,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
    )
    db.session.add(letter)
    db.session.flush()
    return letter


def _take_serial(process_id: int, year: int) -> int:
    """Return the next running number of a process and year; the row stays locked until the commit.

    A number is taken by the same transaction that writes its letter, so there are no gaps.
    """
    row = _locked_register(process_id, year)
    if row is None:
        try:
            with db.session.begin_nested():
                db.session.add(LetterRegister(process_id=process_id, year=year))
        except IntegrityError:  # the first two letters of a year, at the same time
            pass
        row = _locked_register(process_id, year) or _raise_gone()
    row.last_serial += 1
    db.session.flush()
    return row.last_serial


def _locked_register(process_id: int, year: int) -> LetterRegister | None:
    return db.session.scalar(
        select(LetterRegister)
        .where(LetterRegister.process_id == process_id, LetterRegister.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _unused_code() -> str:
    code = new_code(secrets.choice)
    while queries.letter_with_code(code) is not None:
        code = new_code(secrets.choice)
    return code


def _replace_earlier(letter: Letter, request: LetterRequest, now: datetime) -> None:
    """Let the new letter replace the person's earlier ones to the same meeting."""
    for earlier in queries.valid_letters(request.person_id, request.meeting_id, letter.kind):
        if earlier.id != letter.id:
            earlier.replaced_by_id = letter.id
            _end_letter(earlier, LetterState.REPLACED, now, None)


def _end_letter(letter: Letter, state: LetterState, now: datetime, reason: str | None) -> bool:
    """Move a letter to its end unless somebody did so a moment ago."""
    seen = letter.state
    if not can_letter_move(seen, state):
        return False
    done = _rows_changed(
        update(Letter)
        .where(Letter.id == letter.id, Letter.state == seen)
        .values(state=state.value, ended_at=now, ended_reason=reason)
    )
    db.session.refresh(letter, ["state", "ended_at", "ended_reason"])
    return done


def _move(request: LetterRequest, new: RequestState, version: int, values: dict[str, Any]) -> None:
    """Move a request from the state and version that were seen, or say where it stands by now."""
    seen = request.state
    if can_move(seen, new) and _compare_and_set(
        request, seen, version, {**values, "state": new.value}
    ):
        return
    db.session.refresh(request)
    if request.state == seen and can_move(seen, new):
        raise RuleBroken("Somebody changed this request while you read it. Look at it again.")
    raise RuleBroken(f"{_where_it_stands(request)} Nothing was changed.")


def _compare_and_set(
    request: LetterRequest, state: str, version: int, values: dict[str, Any]
) -> bool:
    done = _rows_changed(
        update(LetterRequest)
        .where(
            LetterRequest.id == request.id,
            LetterRequest.state == state,
            LetterRequest.version == version,
        )
        .values(**values, version=version + 1)
    )
    db.session.refresh(request)
    return done


def _rows_changed(statement: Any) -> bool:
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    return isinstance(result, CursorResult) and result.rowcount == 1


def _where_it_stands(request: LetterRequest) -> str:
    moments = {
        RequestState.SUBMITTED: request.submitted_at,
        RequestState.ISSUED: request.letter and request.letter.issued_at,
    }
    moment = moments.get(RequestState(request.state), request.decided_at)
    approver = request.approved_by.printed_name if request.approved_by else ""
    return where_it_stands(request.state, moment and moment.date(), approver)


def _check_meeting(meeting: Meeting, now: datetime) -> None:
    if meeting.cancelled_at is not None:
        raise RuleBroken("The meeting was cancelled, so no letter is needed any more.")
    if not meeting.takes_letter_requests:
        raise RuleBroken(
            f"No letters are asked for here to {meeting.title}. Write to the secretariat."
        )
    if now.astimezone(ZoneInfo(meeting.tz)).date() > meeting.ends_on:
        raise RuleBroken(f"{meeting.title} ended on {day_in_words(meeting.ends_on)}.")


def _check_reason(request: LetterRequest, reason: str) -> None:
    """The reason is kept in clear and mailed, so it must not carry the number of the passport."""
    if not reason.strip():
        raise RuleBroken("Say why in a sentence, so that the person knows what to do.")
    if holds_number(reason, request.details.get("passport_number", "")):
        raise RuleBroken("The reason holds the passport number. Write it without the number.")


def _check_fonts(facts: dict[str, Any]) -> None:
    lines = [*facts["recipient"], *facts["signatory"], facts["organization"], facts["subject"]]
    missing = unprintable_letters(" ".join(lines))
    if missing:
        raise RuleBroken(
            f"The letter cannot show “{missing}”: no font here has it. Return the request and ask "
            "for the name in the letters that the passport also prints."
        )


def _raise_gone() -> Any:
    raise RuleBroken("The record changed in between. Load the page again.")
