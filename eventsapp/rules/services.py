"""The verbs of rules and wishes: add, change, switch, delete and bring back a rule; keep wishes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from eventsapp.accounts.models import User
from eventsapp.breakouts.models import PlacingRule, PlacingWishes
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.history.services import record
from eventsapp.meetings.models import Meeting
from eventsapp.rounds.rules import APART, TOGETHER

MOST_RULES = 1_000
DELETED, RESTORED = "deleted", "restored"


def add_rule(
    meeting: Meeting, kind: str, facts: dict[str, Any], *, by: User, now: datetime
) -> PlacingRule:
    """Add a rule; one that is there already is added once. Flushes.

    Raises RuleBroken for two people who are one, and for a rule that is there and switched off.
    """
    there = _same(meeting.id, kind, facts)
    if there is not None:
        return there
    count = select(func.count()).select_from(PlacingRule)
    if (db.session.scalar(count.where(PlacingRule.meeting_id == meeting.id)) or 0) >= MOST_RULES:
        raise RuleBroken(f"A meeting has at most {MOST_RULES} rules. Delete some first.")
    rule = PlacingRule(
        meeting_id=meeting.id, kind=kind, facts=facts, created_at=now, created_by_id=by.id
    )
    db.session.add(rule)
    db.session.flush()
    record("added", rule, now=now, user_id=by.id, kind=kind)
    return rule


def change_rule(
    rule: PlacingRule, kind: str, facts: dict[str, Any], *, by: User, now: datetime
) -> None:
    """Change what a rule says. Raises RuleBroken where another rule says it already. Flushes."""
    there = _same(rule.meeting_id, kind, facts)
    if there is not None and there is not rule:
        raise RuleBroken("Another rule of this meeting says the same. Delete this one instead.")
    if (rule.kind, rule.facts) != (kind, facts):
        rule.kind, rule.facts = kind, facts
        db.session.flush()
        record("changed", rule, now=now, user_id=by.id, kind=kind)


def _same(meeting_id: int, kind: str, facts: dict[str, Any]) -> PlacingRule | None:
    _check(kind, facts)
    rules = select(PlacingRule).where(
        PlacingRule.meeting_id == meeting_id, PlacingRule.kind == kind
    )
    return next((one for one in db.session.scalars(rules) if _key(one.facts) == _key(facts)), None)


def _check(kind: str, facts: dict[str, Any]) -> None:
    if kind in (APART, TOGETHER) and len(set(facts["people"])) != 2:
        raise RuleBroken("Name two different people.")


def _key(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a rule says, whichever of two people is named first."""
    return {**facts, "people": sorted(facts.get("people", ()))}


def switch_rule(rule: PlacingRule, is_on: bool, *, by: User, now: datetime) -> None:
    """Switch a rule off or on; twice is once. Flushes."""
    if rule.is_on == is_on:
        return
    rule.is_on = is_on
    db.session.flush()
    record("switched on" if is_on else "switched off", rule, now=now, user_id=by.id)


def delete_rule(rule: PlacingRule, *, by: User, now: datetime) -> Entry:
    """Delete a rule; the history keeps what it said, so that it can be brought back. Flushes."""
    entry = record(
        DELETED,
        rule,
        now=now,
        user_id=by.id,
        meeting=rule.meeting_id,
        kind=rule.kind,
        facts=rule.facts,
        is_on=rule.is_on,
    )
    db.session.delete(rule)
    db.session.flush()
    return entry


def bring_rule_back(
    meeting: Meeting, entry: Entry, *, by: User, now: datetime
) -> PlacingRule | None:
    """Add a rule again that was deleted, as it was; None where that entry deleted no rule of this
    meeting. Flushes."""
    said = entry.detail
    is_of_rule = (entry.verb, entry.subject_table) == (DELETED, PlacingRule.__tablename__)
    if not is_of_rule or said.get("meeting") != meeting.id:
        return None
    rule = add_rule(meeting, said["kind"], said["facts"], by=by, now=now)
    rule.is_on = said["is_on"]
    db.session.flush()
    return rule


def keep_wishes(
    meeting: Meeting,
    weights: dict[str, int],
    attributes: Sequence[str],
    *,
    by: User,
    now: datetime,
) -> None:
    """Keep what the rooms of a meeting should be like. Flushes."""
    kept = db.session.get(PlacingWishes, meeting.id)
    if kept is None:
        kept = PlacingWishes(meeting_id=meeting.id, weights={}, attributes=[])
        db.session.add(kept)
    if (kept.weights, kept.attributes) == (weights, list(attributes)):
        return
    kept.weights, kept.attributes = weights, list(attributes)
    db.session.flush()
    record("changed", meeting, now=now, user_id=by.id, fields=["wishes for rooms"])
