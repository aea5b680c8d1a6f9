"""The verbs of who is registered: say which name is right, answer later, ask for a correction."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from eventsapp.asking.named import is_question
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.registrations import comparing, queries
from eventsapp.registrations.emails import send
from eventsapp.registrations.models import ACCEPTED, Correction, Registration
from eventsapp.registrations.places import full
from eventsapp.registrations.saving import as_file, keep_needs, state
from eventsapp.registrations.sent import SentFile
from eventsapp.registrations.services import move_up
from eventsapp.registrations.states import OPEN

ASKED, DONE, REFUSED = "asked", "accepted", "declined"
LIMITED = {"country", "category"}


def say_name(registration: Registration, wanted: str, *, now: datetime) -> None:
    """Keep which of two names the person wants: `registry`, `typed`, or `another` where they are
    not the person whom the registry has at this address. Flushes."""
    found = dict(registration.conflicts or {})
    if "printed_name" not in found or wanted not in {"registry", "typed", "another"}:
        return
    found["printed_name"] = {**found["printed_name"], "wanted": wanted}
    registration.conflicts = found
    db.session.flush()
    record("said which name", registration, now=now)


def answer_later(
    registration: Registration,
    facts: Mapping[str, Any],
    answers: Mapping[str, Any],
    files: Collection[SentFile],
    *,
    now: datetime,
) -> None:
    """Keep what is asked after acceptance. Flushes. Raises RuleBroken before it."""
    if registration.state != ACCEPTED or registration.person is None:
        raise RuleBroken("These questions are asked once the registration is accepted.")
    person, before = registration.person, (registration.later or {}).get("facts") or {}
    registration.later = {"facts": dict(facts), "answers": dict(answers)}
    kept = {one.question_id for one in files}
    registration.files = [one for one in registration.files if one.question_id not in kept]
    db.session.flush()  # the old file goes before the new one comes
    registration.files += [as_file(one) for one in files]
    state(person, registration, facts, take=(), by_id=None, now=now)
    stated = facts.get("needs") or {}
    keep_needs(person, registration, stated, before=before.get("needs") or {}, now=now)
    db.session.flush()
    record("answered", registration, now=now)


def ask_correction(
    registration: Registration, wanted: Mapping[str, Any], note: str, *, now: datetime
) -> Correction | None:
    """Keep what somebody wants changed in what they sent; None where nothing differs.

    Asked again before staff decided, it takes the place of what was asked before. Flushes. Raises
    RuleBroken for a registration that is over.
    """
    if registration.state not in OPEN:
        raise RuleBroken(
            f"This registration is {registration.state}, so nothing in it can be corrected. "
            "Register again, or write to the secretariat."
        )
    fields = comparing.differences(queries.texts_of(registration), wanted)
    if not fields and not note:
        return None
    asked = db.session.scalar(
        select(Correction)
        .where(Correction.registration_id == registration.id, Correction.state == ASKED)
        .with_for_update()  # staff may decide about it now
    )
    if asked is None:
        asked = Correction(registration_id=registration.id)
        db.session.add(asked)
    asked.wanted, asked.asked_at = {"fields": fields, "note": note}, now
    db.session.flush()
    record("asked for a correction", registration, now=now)
    return asked


def decide_correction(
    correction: Correction, *, is_accepted: bool, reason: str, by_id: int, now: datetime
) -> None:
    """Correct what was sent, and the registry with it once the person is accepted; or say why not.

    Twice is once. Flushes. Raises RuleBroken where what is to be corrected reads otherwise by now.
    """
    if correction.state != ASKED:
        return
    registration = correction.registration
    if is_accepted:
        _correct(registration, correction.wanted.get("fields") or {}, by_id=by_id, now=now)
    correction.state = DONE if is_accepted else REFUSED
    correction.reason = reason or None
    correction.decided_at, correction.decided_by_id = now, by_id
    db.session.flush()
    record("decided a correction", registration, now=now, user_id=by_id, state=correction.state)
    send("corrected", registration, now=now)


def _correct(
    registration: Registration, fields: Mapping[str, Any], *, by_id: int, now: datetime
) -> None:
    _check_unchanged(registration, fields)
    facts, answers = dict(registration.facts or {}), dict(registration.answers or {})
    for name, both in fields.items():
        kept, key = (answers, name[1:]) if is_question(name) else (facts, name)
        if both["after"]:
            kept[key] = both["after"]
        else:
            kept.pop(key, None)
    if registration.state == ACCEPTED:
        _check_places(registration, facts)
    registration.facts, registration.answers = facts, answers
    registration.printed_name = facts.get("printed_name") or registration.printed_name
    registration.country, registration.category = facts.get("country"), facts.get("category")
    db.session.flush()
    if registration.state == ACCEPTED and registration.person is not None:
        take = [name for name in fields if not is_question(name)]
        state(registration.person, registration, facts, take=take, by_id=by_id, now=now)
        _stand_for(registration, fields)
    if LIMITED & set(fields):  # a place may have become free, or they may have one now
        move_up(registration.form, now=now)


def _check_places(registration: Registration, facts: Mapping[str, Any]) -> None:
    """Raise RuleBroken where a limit leaves no place under what the correction says."""
    form = registration.form
    db.session.refresh(form, with_for_update=True)  # wait for whoever gives out places now
    # Of a country or category that stays, this person is counted already.
    new = {one: facts.get(one) for one in LIMITED}
    new = {one: None if said == getattr(registration, one) else said for one, said in new.items()}
    taken = queries.taken_places(form.id, new["country"], new["category"])
    limits = replace(queries.limits_of(form), in_all=None)
    why = full(limits, taken, new["country"], new["category"])
    if why is not None:
        raise RuleBroken(
            f"All places for the {why} {new[why]} are taken, so {registration.printed_name} cannot "
            "be counted there. Raise the limit first, or leave it as it is."
        )


def _stand_for(registration: Registration, fields: Mapping[str, Any]) -> None:
    """Let the person take part for what was corrected, where the registry says something else."""
    part, person = registration.participation, registration.person
    for name in LIMITED & set(fields):
        said = getattr(registration, name)
        if part is not None:
            setattr(part, name, said if said != getattr(person, name) else None)


def _check_unchanged(registration: Registration, fields: Mapping[str, Any]) -> None:
    wanted = {name: both["before"] for name, both in fields.items()}
    now_sent = queries.texts_of(registration)
    if comparing.differences(wanted, {name: now_sent.get(name) for name in wanted}):
        raise RuleBroken(
            f"Another correction of what {registration.printed_name} sent was made since this one "
            "was asked for. Leave it as it is, and tell the person what stands there now."
        )
