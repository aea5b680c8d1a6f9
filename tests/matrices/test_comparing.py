"""What was edited in a matrix, apart from what programs and colleagues changed meanwhile."""

from dataclasses import replace

import pytest

from eventsapp.matrices.columns import (
    HEADINGS,
    NOBODY,
    Line,
    cells_of,
    columns_for,
    decision_in,
    number_of,
)
from eventsapp.matrices.comparing import compare
from eventsapp.matrices.reading import FileRow, read_matrix
from eventsapp.sheets.table import SheetRefused
from eventsapp.sheets.writing import write_xlsx
from tests.matrices.sample import EDITED, LINES, original

KNOWN = {line.number: line for line in LINES}
TWO = [Line(1, "1", "General", "Shorten it."), Line(2, "2", "General", "Say people.")]


def rows_of(lines, **edits):
    """The rows of the file of these lines; `r2_response="…"` edits the row below the heading."""
    heads = [one.heading for one in columns_for(NOBODY)]
    names = {heading: name for name, heading in HEADINGS.items()}
    rows = []
    for number, cells in enumerate(cells_of(lines, NOBODY), start=2):
        said = {names[head]: str(cell or "") for head, cell in zip(heads, cells, strict=True)}
        own = {key.partition("_")[2]: value for key, value in edits.items()
               if key.startswith(f"r{number}_")}  # fmt: skip
        rows.append(FileRow(number, {**said, **own}))
    return rows


def compared(rows, now=TWO, gone=()):
    found = compare(rows, {line.number: line for line in now}, dict(gone))
    edits = [(one.row, one.number, one.name, one.after, one.is_met) for one in found.edits]
    return edits, [one.text for one in found.remarks]


def test_a_matrix_that_comes_back_as_it_went_out_holds_no_edit():
    found = compare(read_matrix(original(), "m.xlsx"), KNOWN, {})

    assert (found.edits, found.remarks, found.refused, found.rows) == ([], [], [], 9)


def test_of_a_matrix_edited_in_libreoffice_only_the_edits_are_found():
    found = compare(read_matrix(EDITED.read_bytes(), "m.xlsx"), KNOWN, {})

    assert [(one.row, one.number, one.name, one.before, one.after) for one in found.edits] == [
        (2, 9001, "response", "Noted.", "Agreed: it “loses” a third."),
        (2, 9001, "decision", "", "accepted"),
        (3, 9002, "decision", "", "not accepted"),  # a formula: what the file holds for it
        (4, 9003, "response", "", "2025-01-01"),  # a day
        (5, 9004, "response", "", "We say people."),
        (8, 9006, "response", "See C9003.", ""),
        (8, 9006, "decision", "accepted", ""),
        (10, 9008, "response", "", "42"),
        (10, 9008, "group", "", "Definitions"),
    ]
    assert [one.text for one in found.remarks] == [
        "C9009 is not in the file; nothing happens to it.",
        "Row 9: “maybe” is no decision. Use “Accepted”, “Partly accepted”, “Noted”, “Not "
        "accepted” or “Out of scope”.",
    ]
    assert [(one.row, one.name, one.before, one.after) for one in found.refused] == [
        (9, "text", "007", "The comment itself, rewritten")
    ]


@pytest.mark.parametrize(
    "same",
    ["Say people.", "Say people.  ", "\nSay people.\r\n", "Say people._x000D_", "Say\u00a0people."],
)
def test_what_programs_change_by_themselves_is_no_edit(same):
    lines = [replace(TWO[0], response="Say people.")]

    assert compared(rows_of(lines, r2_response=same), lines) == ([], [])


def test_smart_quotes_and_dashes_are_no_edit():
    lines = [replace(TWO[0], response="It's “so” – isn't it...", text="don't")]
    rows = rows_of(lines, r2_response='It’s "so" - isn’t it…', r2_text="don’t")

    assert compared(rows, lines) == ([], [])


def test_what_changed_on_both_sides_is_asked_and_what_changed_here_only_stays():
    rows = rows_of(TWO, r2_response="Ours")
    now = [replace(TWO[0], response="Theirs"), replace(TWO[1], response="New")]

    assert compared(rows, now) == ([(2, 1, "response", "Ours", True)], [])


def test_a_comment_that_its_author_changed_meanwhile_is_said():
    rows = rows_of(TWO, r2_response="Ours")

    assert compared(rows, [replace(TWO[0], text="Shorten all of it."), TWO[1]]) == (
        [(2, 1, "response", "Ours", False)],
        [
            "Row 2: the author changed C1 after the matrix was made. See whether the response "
            "still fits."
        ],
    )


def test_an_id_twice_an_unknown_one_a_withdrawn_one_and_none_are_left_out_with_their_rows():
    rows = rows_of(
        [*TWO, replace(TWO[0], number=3), replace(TWO[0], number=4)], r2_response="Ours", r3_id="C1"
    )
    rows += [FileRow(9, {**rows[0].cells, "id": "", "text": "A new one"})]

    assert compared(rows, TWO, {4: "was withdrawn by its author"}) == (
        [],
        [
            "C2 is not in the file; nothing happens to it.",
            "C1 stands in rows 2 and 3, so none of them was taken. Delete those that are too many.",
            "Row 4 was left out: there is no comment C3 in this round.",
            "Row 5 was left out: C4 was withdrawn by its author.",
            "Row 9 was left out: it has no id. A new comment is written on the page, not in the "
            "matrix.",
        ],
    )


def test_a_row_whose_hidden_cell_was_changed_is_left_out():
    rows = rows_of(TWO, r2_version="", r2_response="Ours", r3_response="And ours")

    assert compared(rows) == (
        [(3, 2, "response", "And ours", False)],
        [
            "Row 2 was left out: its hidden cell “Version” was changed or is empty. Export the "
            "matrix again for this row."
        ],
    )


def test_one_group_cannot_get_two_answers():
    grouped = [replace(one, group="People") for one in TWO]
    several = rows_of(grouped, r2_response="One", r3_response="Two")
    joining = rows_of(TWO, r2_group="People", r3_group="people", r2_response="One",
                      r3_response="Two")  # fmt: skip
    alike = rows_of(TWO, r2_group="People", r3_group="people", r2_response="One")

    clash = (
        "Rows 2 and 3: the group “People” would get more than one secretariat's response. Make "
        "them the same, or give these rows another group; nothing of that was taken."
    )
    assert compared(several, grouped) == ([], [clash])
    assert compared(joining) == ([], [clash])
    assert compared(alike) == (
        [
            (2, 1, "response", "One", False),
            (2, 1, "group", "People", False),
            (3, 2, "group", "people", False),
        ],
        [],
    )


@pytest.mark.parametrize("gone", ["Comment", "Secretariat's response", "Id", "Version"])
def test_a_column_that_is_missing_refuses_the_file_and_names_it(gone):
    heads = [one.heading for one in columns_for(NOBODY) if one.heading != gone]

    with pytest.raises(SheetRefused, match=f"lacks the column “{gone}”"):
        read_matrix(write_xlsx(heads, [["1"] * len(heads)], title="m"), "m.xlsx")


def test_a_column_twice_and_another_table_are_refused():
    heads = [*(one.heading for one in columns_for(NOBODY)), "DECISION"]

    with pytest.raises(SheetRefused, match="The column “Decision” stands twice"):
        read_matrix(write_xlsx(heads, [["1"] * len(heads)], title="m"), "m.xlsx")
    with pytest.raises(SheetRefused, match="has no row with the headings of the matrix"):
        read_matrix(write_xlsx(["Name", "E-mail"], [["Huiwen", ""]], title="m"), "m.xlsx")
    with pytest.raises(SheetRefused, match="is no workbook"):
        read_matrix(b"No.,Comment,Id", "m.csv")


def test_decisions_and_ids_are_read_as_people_write_them():
    words = ["ACCEPTED ", "Partially accepted", "not  accepted.", "", "perhaps", "Out of scope"]

    assert [decision_in(word) for word in words] == [
        "accepted", "partly", "not accepted", "", None, "out of scope",
    ]  # fmt: skip
    assert [number_of(code) for code in ("C12", "c 12", "12", "C-12", "")] == [
        12,
        12,
        12,
        None,
        None,
    ]
