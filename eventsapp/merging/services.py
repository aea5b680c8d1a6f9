"""The verbs of merging: make two entries one, take it back, say that two people are not one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from eventsapp.accounts.models import User
from eventsapp.accounts.queries import account_of
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.merging.combining import NO_FACTS, Raw, Row, chosen_facts
from eventsapp.merging.journal import to_json
from eventsapp.merging.models import Merge, NotSame
from eventsapp.merging.moving import Moving
from eventsapp.merging.queries import (
    account_refusal,
    latest_on_top,
    main_account,
)
from eventsapp.merging.restoring import Left, Restoring
from eventsapp.merging.rows import (
    RawRow,
    counted,
    no,
    read_in_utc,
    row_with,
    rows_that_say,
    rows_where,
    table_named,
)
from eventsapp.people.models import LANGUAGE, THEME, Person
from eventsapp.people.names import given_key, sort_key

# A form that was opened while two entries were one must not fit a version that comes later.
VERSION_JUMP = 1000
ADDRESS = "email"


def facts_to_choose() -> tuple[str, ...]:
    """Return the columns of a person of which two entries may say different things."""
    columns = table_named("person").columns
    return tuple(column.name for column in columns if column.name not in NO_FACTS)


def merge(
    kept: Person, gone: Person, choices: Mapping[str, int], *, by: User, now: datetime
) -> Merge:
    """Make two entries of one person one: everything of `gone` moves to `kept`. Flushes.

    `choices` says per column of the person, and for `email` (the address that mail goes to), whose
    value is kept, by the person's number. Rows of which there may be only one are combined. All
    that is changed or deleted stands in the journal of the merge. Raises RuleBroken where the two
    are one row, one was merged meanwhile, one is invented, or both sign in as staff.
    """
    kept_id, gone_id = kept.id, gone.id
    db.session.flush()
    read_in_utc()
    kept_row, gone_row = _locked(kept_id, gone_id)
    refusal = account_refusal(kept_id, gone_id)
    if refusal:
        raise RuleBroken(refusal)
    moved, kept_name = counted(table_named("person"), gone_id), str(kept_row["printed_name"])
    moving = Moving(now)
    moving.settle_apart(kept_id, gone_id)
    _settle_addresses(moving, kept_id, gone_id, choices.get(ADDRESS))
    _settle_accounts(moving, kept_id, gone_id, by.id)
    facts = _chosen(kept_row, gone_row, choices)
    _settle_tags(moving, kept_id, gone_id, facts)
    moving.repoint(table_named("person"), gone_id, kept_id)
    moving.change(table_named("person"), kept_row, facts)
    moving.remove(table_named("person"), gone_row)
    made = Merge(
        kept_id=kept_id,
        gone_id=gone_id,
        moved=moved,
        names={"kept": kept_name, "gone": str(gone_row["printed_name"])},
        journal={"steps": to_json(moving.steps)},
        merged_at=now,
        by_id=by.id,
    )
    db.session.add(made)
    db.session.flush()
    _forget(gone)
    record("merged", kept, now=now, user_id=by.id, gone=gone_id, merge=made.id)
    return made


def merge_all(
    kept: Person, others: Sequence[Person], choices: Mapping[str, int], *, by: User, now: datetime
) -> list[Merge]:
    """Make several entries one, one after the other; each can be taken back, the last one first."""
    if not others:
        raise RuleBroken("Choose at least two people to merge.")
    return [merge(kept, gone, choices, by=by, now=now) for gone in others]


def _locked(kept_id: int, gone_id: int) -> tuple[RawRow, RawRow]:
    """Return both rows, locked in the order of their numbers so that two merges do not block."""
    if kept_id == gone_id:
        raise RuleBroken("This is one entry, not two. Choose another person to merge it with.")
    table = table_named("person")
    rows = {one: row_with(table, {"id": one}, is_locked=True) for one in sorted((kept_id, gone_id))}
    kept, gone = rows[kept_id], rows[gone_id]
    if kept is None or gone is None:
        raise RuleBroken(
            "One of these entries was merged meanwhile. Look at the list of possible duplicates "
            "again."
        )
    if kept["is_invented"] != gone["is_invented"]:
        invented, real = (kept, gone) if gone["is_invented"] == no() else (gone, kept)
        raise RuleBroken(
            f"{_text(invented['printed_name'])} is invented for the demonstration and "
            f"{_text(real['printed_name'])} is not. An invented person stays apart from the record."
        )
    return kept, gone


def _settle_addresses(moving: Moving, kept_id: int, gone_id: int, chosen: int | None) -> None:
    """Let one address be the preferred one: the kept person's, unless the other was chosen."""
    table = table_named("email_address")
    own, other = (rows_that_say(table.c.person_id, one) for one in (kept_id, gone_id))
    losing = own if own and other and chosen == gone_id else other if own else []
    for row in losing:
        if row["is_preferred"] != no():
            moving.change(table, row, {"is_preferred": no()})


def _settle_accounts(moving: Moving, kept_id: int, gone_id: int, user_id: int) -> None:
    """Let one account stay where both have one; each address then leads to it."""
    table = table_named("user")
    own, other = account_of(kept_id), account_of(gone_id)
    if own is None or other is None:
        return
    rows = [row_with(table, {"id": one.id}) or {} for one in (own, other)]
    stays, goes = rows if main_account(own, other, user_id) is own else reversed(rows)
    moving.combine(table, stays=stays, goes=goes, column="person_id")


def _settle_tags(moving: Moving, kept_id: int, gone_id: int, facts: Row) -> None:
    """Let the tags by which people are filtered follow the languages and themes that were kept."""
    table = table_named("person_tag")
    for kind, column in ((LANGUAGE, "languages"), (THEME, "themes")):
        loses = kept_id if column in facts else gone_id
        for row in rows_where(table, (table.c.person_id == loses) & (table.c.kind == kind)):
            moving.remove(table, row)


def _chosen(kept: RawRow, gone: RawRow, choices: Mapping[str, int]) -> RawRow:
    """Return what the kept row says after the merge: what was chosen, and what follows from it."""
    facts = chosen_facts(kept, gone, choices, columns=facts_to_choose())
    # Whoever has not left with one entry has not left.
    if kept["left_at"] is not None and gone["left_at"] is None:
        facts["left_at"] = None
    if "printed_name" in facts:
        facts["folded"] = gone["folded"]
    names = {**kept, **facts}
    parts = [_text(names[one]) for one in ("printed_name", "family_name", "given_name")]
    orders = {
        "sort_key": sort_key(parts[0] or "", *parts[1:]),
        "given_key": given_key(parts[0] or "", *parts[1:]),
    }
    facts.update({name: order for name, order in orders.items() if order != kept[name]})
    facts["version"] = int(kept["version"] or 0) + VERSION_JUMP
    return facts


def _text(value: Raw) -> str | None:
    return None if value is None else str(value)


def _forget(gone: Person) -> None:
    """Let the session read everything anew: the rows were changed behind its back."""
    db.session.expunge(gone)
    db.session.expire_all()


def undo_merge(merge: Merge, *, by: User, now: datetime) -> list[Left]:
    """Bring back the entry that went and all that was its own, byte for byte. Flushes.

    What was changed since stays as it is now; what was entered for the kept person since stays
    theirs. Returns what could not be brought back as it was. Raises RuleBroken where it was undone
    before, what it changed is kept no longer, or another merge stands on top.
    """
    if merge.undone_at is not None:
        raise RuleBroken("This merge was undone before; the two entries stand side by side.")
    if merge.journal is None:
        raise RuleBroken("What this merge changed is kept no longer, so it cannot be undone.")
    on_top = latest_on_top(merge)
    if on_top is not None:
        raise RuleBroken(
            f"Another entry was merged into {merge.kept.printed_name} after this one, on "
            f"{on_top.merged_at:%d %B %Y}. Undo that merge first (number {on_top.id})."
        )
    db.session.flush()
    read_in_utc()
    kept = merge.kept
    row_with(table_named("person"), {"id": merge.kept_id}, is_locked=True)
    restoring = Restoring()
    restoring.undo(merge.journal.get("steps", []))
    merge.undone_at, merge.undone_by_id = now, by.id
    merge.names = merge.journal = None
    merge.gone_id = restoring.numbers.get(("person", merge.gone_id), merge.gone_id)
    db.session.flush()
    db.session.expire_all()
    record("merge undone", kept, now=now, user_id=by.id, merge=merge.id, back=merge.gone_id)
    return restoring.left


def set_apart(a_id: int, b_id: int, *, by: User, now: datetime) -> NotSame:
    """Remember that two people are not one; saying it twice is saying it once. Flushes."""
    low, high = sorted((a_id, b_id))
    if low == high:
        raise RuleBroken("This is one person. Choose two who are not the same.")
    said = db.session.scalar(select(NotSame).where(NotSame.a_id == low, NotSame.b_id == high))
    if said is None:
        said = NotSame(a_id=low, b_id=high, said_at=now, by_id=by.id)
        db.session.add(said)
        db.session.flush()
        record("said not the same", said, now=now, user_id=by.id)
    return said


def take_back_apart(said: NotSame, *, by: User, now: datetime) -> None:
    """Let two people be offered as one again. Flushes."""
    record("taken back", said, now=now, user_id=by.id)
    db.session.delete(said)
    db.session.flush()
