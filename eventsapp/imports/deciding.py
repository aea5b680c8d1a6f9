"""What becomes of each row: what is proposed, what staff decided, and what still waits."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eventsapp.imports.comparing import DIFFERS, LOOKS_LIKE, NEW, SAME, Compared, Difference

UNREAD = "cannot be read"
KINDS = (NEW, SAME, DIFFERS, LOOKS_LIKE, UNREAD)
# What a decision can be; keep, take and row are followed by a colon and a number.
ADD, SKIP, KEEP, TAKE, ROW = "add", "skip", "keep", "take", "row"
# What the import does with a row.
ADDED, CHANGED, LEFT, SAID_TWICE, SKIPPED = "added", "changed", "left", "said twice", "skipped"
WRITTEN = (ADDED, CHANGED, LEFT, SAID_TWICE)
ACTIONS = (ADDED, CHANGED, LEFT, SAID_TWICE, SKIPPED)


@dataclass(frozen=True)
class Decision:
    """What becomes of one row.

    `do` is what was chosen or is proposed, empty where nobody chose; `options` is what may be
    chosen. `waits` says in a sentence what must be decided first. `taken` are the fields in which
    the file wins, `action` is what the import does with the row.
    """

    row: Compared
    kind: str
    do: str
    options: tuple[str, ...]
    waits: str | None
    action: str
    taken: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """The number of the row in the file."""
        return self.row.line.number

    @property
    def found(self) -> list[tuple[int, int]]:
        """Whom the row may be about, and in how many things it differs from each."""
        return [(one.id, len(one.differences)) for one in self.row.candidates]

    @property
    def person_id(self) -> int | None:
        """The person of the registry that the row is taken for, if any."""
        word, _sign, number = self.do.partition(":")
        return int(number) if word in (KEEP, TAKE) else None

    @property
    def differences(self) -> tuple[Difference, ...]:
        """In what the row differs from the one it is taken for, or from the only one it may be."""
        candidates = self.row.candidates
        chosen = [one for one in candidates if one.id == self.person_id]
        if not chosen and len(candidates) == 1 and self.kind != LOOKS_LIKE:
            chosen = list(candidates)
        return chosen[0].differences if chosen else ()


@dataclass(frozen=True)
class Plan:
    """The whole import as decided so far."""

    decisions: Sequence[Decision]
    kinds: Mapping[str, int] = field(default_factory=dict)
    actions: Mapping[str, int] = field(default_factory=dict)
    waiting: Sequence[Decision] = ()

    @property
    def importing(self) -> int:
        """How many rows are not left out."""
        return len(self.decisions) - self.actions.get(SKIPPED, 0)

    @property
    def seal(self) -> str:
        """What changes when anything changes that the import would do, or that it found."""
        acts = [[d.number, d.do, d.action, d.kind, d.taken, d.found] for d in self.decisions]
        return hashlib.sha256(json.dumps(acts).encode()).hexdigest()[:24]


def plan_of(rows: Iterable[Compared], choices: Mapping[str, Any]) -> Plan:
    """Return what becomes of all rows; `choices` are decisions by the number of the row."""
    made: dict[int, Decision] = {}
    for row in rows:
        decision = decide(row, choices.get(str(row.line.number), {}), made)
        made[decision.number] = decision
    decisions = list(made.values())
    waiting = [one for one in decisions if one.waits]
    kinds = Counter(one.kind for one in decisions)
    actions = Counter(one.action for one in decisions)
    return Plan(decisions, kinds, actions, waiting)


def decide(row: Compared, choice: Mapping[str, Any], before: Mapping[int, Decision]) -> Decision:
    """Return what becomes of one row; `before` are the decisions about the rows above it.

    A choice that is not offered any more, since the registry or another decision changed, counts
    as none.
    """
    kind = UNREAD if row.line.faults else row.kind
    options = options_of(row, before)
    chosen = choice.get("do")
    do = chosen if chosen in options else proposed(row, options)
    waits = _waits(row, do)
    fields = choice.get("fields", {})
    word, _sign, number = do.partition(":")
    taken: tuple[str, ...] = ()
    if word in (KEEP, TAKE):
        person = next(one for one in row.candidates if str(one.id) == number)
        taken = tuple(d.field for d in person.differences if fields.get(d.field, word) == TAKE)
    action = {ADD: ADDED, ROW: SAID_TWICE, SKIP: SKIPPED, "": SKIPPED}.get(word)
    return Decision(row, kind, do, options, waits, action or (CHANGED if taken else LEFT), taken)


def options_of(row: Compared, before: Mapping[int, Decision]) -> tuple[str, ...]:
    """Return what may be decided about a row, in the order in which it is offered."""
    if any(fault.is_fatal for fault in row.line.faults):
        return (SKIP,)
    options: list[str] = []
    first = before.get(row.twin.number) if row.twin else None
    is_twin_kept = first is not None and first.action != SKIPPED
    if is_twin_kept and row.twin:
        options.append(f"{ROW}:{row.twin.number}")
    for one in row.candidates:
        # Two rows must not write about one person.
        if first is not None and is_twin_kept and first.person_id == one.id:
            continue
        options.append(f"{KEEP}:{one.id}")
        options += [f"{TAKE}:{one.id}"] if one.differences else []
    return (*options, ADD, SKIP)


def proposed(row: Compared, options: Sequence[str]) -> str:
    """Return what is done with a row when nobody decides; empty where somebody must."""
    if row.line.faults:
        return SKIP
    if row.kind == NEW:
        return ADD
    is_first_gone = row.twin is not None and not options[0].startswith(ROW)
    return options[0] if row.kind == SAME and not is_first_gone else ""


def _waits(row: Compared, do: str) -> str | None:
    if do == SKIP:
        return None
    if row.line.unknown:
        field_, word = row.line.unknown[0]
        return f"“{word}” is not known ({field_.replace('_', ' ')}). Say what it means."
    if row.asks:
        return f"“{row.asks}”: another name of an organisation that is held, or another one?"
    if do:
        return None
    if row.kind == DIFFERS:
        return "Keep what is held, or take what the file says?"
    return "The same person, or two?"


def waiting_said(plan: Plan) -> str:
    """Return the sentence that names the rows which wait."""
    numbers = [str(one.number) for one in plan.waiting]
    if len(numbers) == 1:
        return f"Row {numbers[0]} waits for a decision: {plan.waiting[0].waits}"
    shown = ", ".join(numbers[:12]) + (", …" if len(numbers) > 12 else "")
    return f"{len(numbers)} rows wait for a decision: {shown}. Decide them first, or skip them."
