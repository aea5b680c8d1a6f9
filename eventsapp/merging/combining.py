"""What becomes of two rows where there may be only one: pure rules over what the database holds.

Tables and columns are named as the database names them, since the packages that hold them are above
this one. What is not named here follows the rule: what stays keeps its value, unless it is empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Raw = str | int | float | bytes | None
Row = Mapping[str, Raw]

EMPTY: frozenset[Raw] = frozenset({None, "", "[]", "{}", "null"})
YES: frozenset[Raw] = frozenset({1, "true"})
NO: frozenset[Raw] = frozenset({0, "false"})

# Whoever has not left with one entry has not left; what is still in use is in use.
EMPTY_WINS = {
    "person.left_at", "participation.left_at", "obligation.released_at",
    "nomination.withdrawn_at", "invitation.withdrawn_at", "user.is_closed",
    "commenter.withdrawn_at",
}  # fmt: skip
YES_WINS = {"participation.is_expert", "commenter.is_sender"}
LATEST_WINS = {"obligation.reminded_on", "feed.last_fetched_at"}
# Of two of these the first that is named is the right one.
FIRST_WINS: dict[str, tuple[str, ...]] = {
    "placement.role": ("moderator", "note_taker", "member", "observer"),
    "attendance.state": ("present", "excused", "absent"),
}
# What both say is kept, one after the other: nobody's need may be lost.
BOTH_STAY = {"person_needs.details", "submission.words"}
# A number that grows with each change is no fact about a person.
NEVER_FILLED = {"id", "version", "uid", "sequence", "changed_at", "created_at", "session_key"}

# Rows worked out from another row go with it.
WORKED_OUT = {"name_word", "person_tag"}


@dataclass(frozen=True)
class Ending:
    """How the one of two rows ends of which only one may be open: `column` becomes `value`, or
    the moment of the merge, and `reason` is written where the row has one. The row whose `column`
    says what comes first in `order` stays open."""

    column: str
    value: str | None = None
    order: tuple[str, ...] = ()
    reason: str = "Two entries of one person were merged; the other one goes on."


# A row that has a life of its own is not deleted, but ended.
ENDINGS = {
    "feed": Ending("revoked_at"),
    "registration": Ending(
        "state", "withdrawn", ("accepted", "pending", "received", "waiting")
    ),
    "letter_request": Ending(
        "state", "withdrawn", ("approved", "submitted", "returned", "draft")
    ),
}  # fmt: skip

# Facts that belong together, so that a choice of the first is one of both.
TOGETHER = {"gender": ("gender_words",), "country": ("country_as_stated",)}
# Columns of a person that are no facts to choose between.
NO_FACTS = {
    "id",
    "folded",
    "sort_key",
    "given_key",
    "is_invented",
    "left_at",
    "created_at",
    "version",
}


def combined(table: str, column: str, stays: Raw, goes: Raw) -> Raw:
    """Return what a column says when two rows become one."""
    name = f"{table}.{column}"
    if column in NEVER_FILLED:
        return stays
    if name in EMPTY_WINS:
        return goes if goes in EMPTY | NO and stays not in EMPTY | NO else stays
    if name in YES_WINS:
        return goes if goes in YES else stays
    if name in FIRST_WINS:
        order = FIRST_WINS[name]
        return min((stays, goes), key=lambda one: _place(one, order))
    if stays in EMPTY:
        return goes
    if name in LATEST_WINS and goes not in EMPTY:
        return max(str(stays), str(goes))
    return stays


def _place(value: Raw, order: tuple[str, ...]) -> int:
    return order.index(str(value)) if value in order else len(order)


def stays_open(table: str, row: Row, rival: Row) -> Row:
    """Return the row that stays open of two of which only one may; of equals, the rival."""
    ending = ENDINGS[table]
    places = [_place(one[ending.column], ending.order) for one in (rival, row)]
    return rival if places[0] <= places[1] else row


def both_said(stays: Mapping[str, object], goes: Mapping[str, object]) -> dict[str, object]:
    """Return what two people's words say together: each fact once, both where they differ."""
    said = dict(stays)
    for name, words in goes.items():
        own = said.get(name)
        if not own:
            said[name] = words
        elif words and own != words:
            said[name] = f"{own}; {words}"
    return said


def chosen_facts(
    kept: Row, gone: Row, choices: Mapping[str, int], *, columns: tuple[str, ...]
) -> dict[str, Raw]:
    """Return what the kept person's columns say after a merge, where that is not what they say.

    `choices` says per column whose value to keep, by the person's number; what was not chosen is
    kept unless it is empty.
    """
    followers = {name: leader for leader, names in TOGETHER.items() for name in names}
    result: dict[str, Raw] = {}
    for column in columns:
        leader = followers.get(column, column)
        names = (leader, *TOGETHER.get(leader, ()))
        is_empty = all(kept[name] in EMPTY for name in names)
        source = choices.get(leader, gone["id"] if is_empty else kept["id"])
        value = gone[column] if source == gone["id"] else kept[column]
        if value != kept[column]:
            result[column] = value
    return result
