"""What somebody edited in a matrix, apart from what others changed meanwhile. Pure.

For each cell there are three texts: what stood there when the matrix was made (its digits), what
stands in the file, and what holds now. Only where the file differs from the first it was edited.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from eventsapp.matrices.columns import (
    DECISION,
    DECISION_WORDS,
    EDITABLE,
    FIXED,
    GROUP,
    HEADINGS,
    RESPONSE,
    Line,
    code_of,
    decision_in,
    digits_in,
    digits_of,
    group_in,
    normalised,
    number_of,
)
from eventsapp.matrices.reading import FileRow


@dataclass(frozen=True)
class Edit:
    """One cell that was edited: what holds now, and what the file says.

    `is_met`: somebody else changed the same cell meanwhile, so that a person has to choose.
    """

    row: int
    number: int
    name: str
    before: str
    after: str
    is_met: bool = False

    @property
    def key(self) -> str:
        """What this edit is called in a form."""
        return f"{self.number}-{self.name}"


@dataclass(frozen=True)
class Remark:
    """One sentence about the file, with the row it is about, or about all of it."""

    row: int | None
    text: str


@dataclass(frozen=True)
class Refused:
    """A comment whose words were changed in the file; they stay as their author wrote them."""

    row: int
    number: int
    name: str
    before: str
    after: str


@dataclass
class Comparison:
    """What differs between a file and what holds now."""

    edits: list[Edit] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    rows: int = 0

    @property
    def mark(self) -> str:
        """The same for the same edits: what was seen before they were taken."""
        said = [(one.key, one.before, one.after) for one in self.edits]
        return sha256(repr(said).encode()).hexdigest()[:16]


def compare(
    rows: Sequence[FileRow], known: Mapping[int, Line], gone: Mapping[int, str]
) -> Comparison:
    """Return what was edited in these rows.

    `known` are the comments as they are now, by number; `gone` says of those that were once sent
    what became of them.
    """
    found = Comparison(rows=len(rows))
    for number, row in _plain_rows(rows, known, gone, found).items():
        _compare_row(row, known[number], found)
    _leave_out_clashes(found, known)
    _say_missing(rows, known, found)
    found.edits.sort(key=lambda one: (one.row, EDITABLE.index(one.name)))
    found.remarks.sort(key=lambda one: (one.row or 0, one.text))
    return found


def _plain_rows(
    rows: Sequence[FileRow], known: Mapping[int, Line], gone: Mapping[int, str], found: Comparison
) -> dict[int, FileRow]:
    """Return the rows that belong to exactly one comment; of the others say why not."""
    by_number: dict[int, list[FileRow]] = {}
    for row in rows:
        number = number_of(row.cells["id"])
        if number is None:
            what = f"“{row.cells['id']}” is no id" if row.cells["id"] else "it has no id"
            found.remarks.append(
                Remark(row.number, f"Row {row.number} was left out: {what}. A new comment is "
                                   "written on the page, not in the matrix.")
            )  # fmt: skip
        else:
            by_number.setdefault(number, []).append(row)
    plain = {}
    for number, several in by_number.items():
        why = _why_not(number, several, known, gone)
        if why is None:
            plain[number] = several[0]
        else:
            found.remarks.append(Remark(several[0].number, why))
    return plain


def _why_not(
    number: int, rows: list[FileRow], known: Mapping[int, Line], gone: Mapping[int, str]
) -> str | None:
    first, code = rows[0].number, code_of(number)
    if len(rows) > 1:
        where = _listed([str(row.number) for row in rows])
        return (
            f"{code} stands in rows {where}, so none of them was taken. Delete those that are too "
            "many."
        )
    if number in known:
        return None
    if number in gone:
        return f"Row {first} was left out: {code} {gone[number]}."
    return f"Row {first} was left out: there is no comment {code} in this round."


def _compare_row(row: FileRow, line: Line, found: Comparison) -> None:
    was = digits_in(row.cells["version"])
    if was is None:
        found.remarks.append(
            Remark(row.number, f"Row {row.number} was left out: its hidden cell “Version” was "
                               "changed or is empty. Export the matrix again for this row.")
        )  # fmt: skip
        return
    for name in FIXED:
        if digits_of(row.cells[name]) != was[name]:
            found.refused.append(
                Refused(row.number, line.number, name, line.says(name), row.cells[name])
            )
    if any(digits_of(line.says(name)) != was[name] for name in FIXED):
        found.remarks.append(
            Remark(row.number, f"Row {row.number}: the author changed {code_of(line.number)} after "
                               "the matrix was made. See whether the response still fits.")
        )  # fmt: skip
    for name in EDITABLE:
        _compare_cell(name, row, line, was[name], found)


def _compare_cell(name: str, row: FileRow, line: Line, was: str, found: Comparison) -> None:
    typed, now = row.cells[name], line.says(name)
    if digits_of(typed) == was or normalised(typed) == normalised(now):
        return
    after = _meant(name, typed)
    if after is None:
        words = _listed([f"“{one}”" for one in DECISION_WORDS.values()], "or")
        found.remarks.append(
            Remark(row.number, f"Row {row.number}: “{typed}” is no decision. Use {words}.")
        )
    elif after != getattr(line, name):
        is_met = digits_of(now) != was
        before = getattr(line, name)
        found.edits.append(Edit(row.number, line.number, name, before, after, is_met))


def _meant(name: str, typed: str) -> str | None:
    if name == DECISION:
        return decision_in(typed)
    return group_in(typed) if name == GROUP else typed


def _say_missing(rows: Iterable[FileRow], known: Mapping[int, Line], found: Comparison) -> None:
    there = {number_of(row.cells["id"]) for row in rows}
    missing = [code_of(number) for number in known if number not in there]
    if not missing:
        return
    what = "is not in the file; nothing happens to it" if len(missing) == 1 else (
        "are not in the file; nothing happens to them"
    )  # fmt: skip
    found.remarks.append(Remark(None, f"{_listed(missing)} {what}."))


def _leave_out_clashes(found: Comparison, known: Mapping[int, Line]) -> None:
    """Take out edits that would give one group two answers, and say so."""
    edits = {one.key: one for one in found.edits}
    taken_out: set[str] = set()
    for name, numbers in _final_groups(known, edits).items():
        joined = [edits[key] for number in numbers if (key := f"{number}-{GROUP}") in edits]
        for column in (RESPONSE, DECISION):
            edited = [edits[key] for number in numbers if (key := f"{number}-{column}") in edits]
            words = {normalised(one.after) for one in edited}
            if joined and len(words) < 2:
                words = _final_words(column, numbers, known, edits)
            if len(words) > 1:
                concerned = sorted((*edited, *joined), key=_row_of)
                taken_out |= {one.key for one in concerned}
                found.remarks.append(_clash(name, column, concerned))
    found.edits = [one for one in found.edits if one.key not in taken_out]


def _final_groups(known: Mapping[int, Line], edits: Mapping[str, Edit]) -> dict[str, list[int]]:
    """Return the comments of each named group as it will be."""
    groups: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    for number, line in known.items():
        edit = edits.get(f"{number}-{GROUP}")
        name = edit.after if edit else line.group
        if name:
            shown = names.setdefault(name.casefold(), name)
            groups.setdefault(shown, []).append(number)
    return groups


def _final_words(
    column: str, numbers: Sequence[int], known: Mapping[int, Line], edits: Mapping[str, Edit]
) -> set[str]:
    """Return what these comments will have been answered; an edit of one comment holds for its
    whole present group."""
    of_group = {
        known[one.number].group: one.after
        for one in edits.values()
        if one.name == column and known[one.number].group and f"{one.number}-{GROUP}" not in edits
    }
    said = set()
    for number in numbers:
        line, own = known[number], edits.get(f"{number}-{column}")
        stays = bool(line.group) and f"{number}-{GROUP}" not in edits
        shared = of_group.get(line.group) if stays else None
        now: str = getattr(line, column)
        said.add(normalised(own.after if own else now if shared is None else shared))
    return said - {""}


def _row_of(edit: Edit) -> int:
    return edit.row


def _clash(name: str, column: str, edits: Sequence[Edit]) -> Remark:
    rows = list(dict.fromkeys(str(one.row) for one in edits))
    where = f"Rows {_listed(rows)}" if len(rows) > 1 else f"Row {rows[0]}"
    return Remark(
        edits[0].row,
        f"{where}: the group “{name}” would get more than one {HEADINGS[column].lower()}. Make "
        "them the same, or give these rows another group; nothing of that was taken.",
    )


def _listed(words: Sequence[str], last: str = "and") -> str:
    shown = list(words[:20])
    if len(words) > 20:
        return ", ".join(shown) + f" and {len(words) - 20} more"
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}"
