"""Rows against an invented registry, without a database."""

import pytest

from eventsapp.imports.comparing import DIFFERS, LOOKS_LIKE, NEW, SAME, Held, Registry, compare
from eventsapp.imports.likeness import Likeness
from eventsapp.imports.lines import Line
from eventsapp.people.names import fold_name

ORGANIZATIONS = {"city of cologne": (1, "City of Cologne"), "stadt koln": (1, "City of Cologne"),
                 "universidade nova": (2, "Universidade Nova")}  # fmt: skip


def held(number, name, organization=None, addresses=(), **facts):
    names = dict(ORGANIZATIONS.values())
    if organization:
        facts["organization"] = names[organization]
    facts |= {"printed_name": name, "addresses": list(addresses)}
    keys = frozenset(address.casefold() for address in addresses)
    return Held(number, facts, frozenset({fold_name(name)}), (name,), organization, keys)


def line(name, number=2, **said):
    return Line(number, {"printed_name": name, **said})


def compared(lines, people=(), decided=None, asked=()):
    registry = Registry({one.id: one for one in people}, ORGANIZATIONS)
    likeness = Likeness(registry, lines)
    return list(
        compare(
            lines,
            registry,
            likeness.people,
            near_rows=likeness.rows,
            decided=decided or {},
            asked=asked,
        )
    )


def standing(row):
    return row.kind, [one.id for one in row.candidates]


def test_somebody_unknown_is_new():
    assert standing(compared([line("Bo Li")], [held(1, "Karen Laßmann")])[0]) == (NEW, [])


def test_the_same_name_folded_alike_is_the_same_person_and_its_spelling_is_kept_beside():
    row = compared([line("Biyu WAN")], [held(1, "Biyu Wan")])[0]

    assert standing(row) == (SAME, [1])
    assert (row.candidates[0].differences, row.candidates[0].beside) == ((), "Biyu Wan")


def test_an_empty_cell_erases_nothing():
    row = compared([line("Bo Li")], [held(1, "Bo Li", 1, ["bo@example.test"], country="CN")])[0]

    assert standing(row) == (SAME, [1])


def test_what_the_file_says_otherwise_is_a_difference_also_where_nothing_is_held():
    person = held(1, "Bo Li", function="Planner")
    row = compared([line("Bo Li", function="Mayor", addresses=["bo@example.test"])], [person])[0]

    assert row.kind == DIFFERS
    assert [(d.field, d.held, d.file) for d in row.candidates[0].differences] == [
        ("function", "Planner", "Mayor"),
        ("addresses", [], ["bo@example.test"]),
    ]


def test_an_organisation_under_a_name_that_is_known_is_the_same_one():
    row = compared([line("Karen", organization="Stadt Köln")], [held(1, "Karen", 1)])[0]

    assert standing(row) == (SAME, [1])


def test_an_organisation_that_is_asked_is_no_difference_yet():
    lines = [line("Karen", organization="Köln, Stadt")]
    person = held(1, "Karen", 1)

    waiting = compared(lines, [person], asked={"Köln, Stadt"})[0]
    another_name = compared(lines, [person], {"Köln, Stadt": "same:1"}, {"Köln, Stadt"})[0]
    another = compared(lines, [person], {"Köln, Stadt": "new"}, {"Köln, Stadt"})[0]

    assert (waiting.kind, waiting.asks) == (SAME, "Köln, Stadt")
    assert (another_name.kind, another_name.asks) == (SAME, None)
    assert (another.kind, another.asks) == (LOOKS_LIKE, None)


def test_namesakes_at_two_organisations_are_told_apart():
    people = [held(1, "Ana Silva", 1), held(2, "Ana Silva", 2)]

    known = compared([line("Ana Silva", organization="Universidade Nova")], people)[0]
    unclear = compared([line("Ana Silva")], people)[0]

    assert standing(known) == (SAME, [2])
    assert standing(unclear) == (LOOKS_LIKE, [1, 2])


def test_one_name_at_another_organisation_is_asked():
    person = held(1, "Ana Silva", 1)
    row = compared([line("Ana Silva", organization="Universidade Nova")], [person])[0]

    assert standing(row) == (LOOKS_LIKE, [1])
    assert row.candidates[0].why == ("The same name, held with City of Cologne.",)


def test_an_address_of_somebody_else_is_said():
    person = held(1, "Karen Laßmann", 1, ["karen@example.test"])
    row = compared([line("王芳", addresses=["Karen@example.test"])], [person])[0]

    assert standing(row) == (LOOKS_LIKE, [1])
    assert row.candidates[0].why[0] == "Karen@example.test belongs to Karen Laßmann already."


def test_two_letters_that_changed_places_are_asked_and_never_merged():
    row = compared([line("Abdelkhalek Ibrahim")], [held(1, "Adbelkhalek Ibrahim")])[0]

    assert standing(row) == (LOOKS_LIKE, [1])
    assert len(row.candidates[0].why) >= 1


def test_the_same_address_and_a_like_name_is_one_person_whose_name_differs():
    person = held(1, "Brigitte Mariol-Mathais", addresses=["b@example.test"])
    row = compared([line("Brigitte Mariol-Mathias", addresses=["b@example.test"])], [person])[0]

    assert standing(row) == (DIFFERS, [1])
    assert [d.field for d in row.candidates[0].differences] == ["printed_name"]


@pytest.mark.parametrize(
    ("second", "kind"),
    [
        ({}, SAME),
        ({"function": "Mayor"}, LOOKS_LIKE),
    ],
)
def test_two_rows_that_are_one_person_are_said(second, kind):
    rows = compared([line("Bo Li"), line("BO LI", number=9, **second)])

    assert [row.kind for row in rows] == [NEW, kind]
    assert (rows[1].twin.number, rows[1].twin.why) == (2, "Row 2 has the same name.")


def test_two_rows_with_one_address_are_said():
    rows = compared(
        [line("Bo Li", addresses=["a@b.test"]), line("Li Bo", number=3, addresses=["A@b.test"])]
    )

    assert rows[1].twin.why == "Row 2 has the address a@b.test too."


def test_two_rows_that_are_two_people_of_the_registry_are_no_riddle():
    people = [held(1, "Ana Silva", 1), held(2, "Ana Silva", 2)]
    rows = compared(
        [
            line("Ana Silva", organization="Universidade Nova"),
            line("Ana Silva", number=3, organization="City of Cologne"),
        ],
        people,
    )

    assert [standing(row) for row in rows] == [(SAME, [2]), (SAME, [1])]
