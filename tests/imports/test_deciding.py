from eventsapp.imports.comparing import (
    DIFFERS,
    LOOKS_LIKE,
    NEW,
    SAME,
    Candidate,
    Compared,
    Difference,
    Twin,
)
from eventsapp.imports.deciding import UNREAD, plan_of, waiting_said
from eventsapp.imports.lines import Fault, Line

DIFFERENCES = (Difference("function", "Planner", "Mayor"), Difference("phone", None, "1"))


def row(number, kind, *, differences=(), twin=None, faults=(), unknown=(), candidates=(7,)):
    found = [Candidate(one, "Bo Li", None, ("…",), tuple(differences)) for one in candidates]
    line = Line(number, {"printed_name": "Bo Li"}, (), tuple(faults), tuple(unknown))
    return Compared(line, kind, () if kind == NEW else tuple(found), twin)


def acts(plan):
    return [(one.do, one.action) for one in plan.decisions]


def test_what_is_clear_is_proposed_and_what_is_not_waits():
    plan = plan_of(
        [
            row(2, NEW),
            row(3, SAME),
            row(4, DIFFERS, differences=DIFFERENCES),
            row(5, LOOKS_LIKE),
            row(6, NEW, faults=[Fault("email", "…")]),
        ],
        {},
    )

    assert acts(plan) == [
        ("add", "added"), ("keep:7", "left"), ("", "skipped"), ("", "skipped"), ("skip", "skipped"),
    ]  # fmt: skip
    assert {one.number: one.waits for one in plan.waiting} == {
        4: "Keep what is held, or take what the file says?",
        5: "The same person, or two?",
    }
    assert (plan.importing, plan.kinds[UNREAD]) == (2, 1)
    assert waiting_said(plan) == (
        "2 rows wait for a decision: 4, 5. Decide them first, or skip them."
    )


def test_a_field_may_be_decided_against_its_row():
    different = [row(4, DIFFERS, differences=DIFFERENCES)]

    kept = plan_of(different, {"4": {"do": "keep:7", "fields": {"phone": "take"}}})
    taken = plan_of(different, {"4": {"do": "take:7", "fields": {"phone": "keep"}}})

    assert [one.decisions[0].taken for one in (kept, taken)] == [("phone",), ("function",)]
    assert kept.actions == {"changed": 1}


def test_a_row_with_a_fault_may_be_taken_without_it_but_not_without_a_name():
    fault, fatal = Fault("email", "…"), Fault("printed_name", "…", is_fatal=True)

    plan = plan_of(
        [row(2, NEW, faults=[fault]), row(3, NEW, faults=[fatal])],
        {"2": {"do": "add"}, "3": {"do": "add"}},
    )

    assert acts(plan) == [("add", "added"), ("skip", "skipped")]


def test_an_unknown_word_holds_its_row_back_until_it_is_said_or_the_row_skipped():
    unknown = [row(7, NEW, unknown=[("role", "Keynoter")])]

    assert plan_of(unknown, {}).waiting[0].waits == (
        "“Keynoter” is not known (role). Say what it means."
    )
    assert plan_of(unknown, {"7": {"do": "skip"}}).waiting == []


def test_a_second_row_about_one_person_follows_the_first_while_that_is_imported():
    rows = [row(2, NEW), row(9, SAME, twin=Twin(2, "…", is_exact=True), candidates=())]

    assert acts(plan_of(rows, {}))[1] == ("row:2", "said twice")
    skipped = plan_of(rows, {"2": {"do": "skip"}})
    assert [one.number for one in skipped.waiting] == [9]


def test_two_rows_cannot_both_write_about_one_person():
    rows = [row(2, SAME), row(9, LOOKS_LIKE, twin=Twin(2, "…", is_exact=False))]

    assert plan_of(rows, {}).decisions[1].options == ("row:2", "add", "skip")


def test_a_choice_that_is_no_longer_offered_counts_as_none():
    assert acts(plan_of([row(2, NEW)], {"2": {"do": "keep:99"}})) == [("add", "added")]


def test_the_seal_changes_with_anything_that_the_import_would_do_or_found():
    plans = [
        plan_of([row(2, NEW)], {}),
        plan_of([row(2, NEW)], {"2": {"do": "skip"}}),
        plan_of([row(2, SAME)], {"2": {"do": "add"}}),
        plan_of([row(2, DIFFERS, differences=DIFFERENCES)], {"2": {"do": "add"}}),
        plan_of([row(2, DIFFERS, differences=DIFFERENCES[:1])], {"2": {"do": "add"}}),
    ]

    assert len({plan.seal for plan in plans}) == 5
    assert plan_of([row(2, NEW)], {}).seal == plans[0].seal
