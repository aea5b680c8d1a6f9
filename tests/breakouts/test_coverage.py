import pytest

from eventsapp.breakouts.coverage import CoveringRoom, Gaps, covered, covered_themes, gaps


def room(number=1, label="1", people=5, principles=(), **changes):
    return CoveringRoom(number, label, None, tuple(principles), people, **changes)


def test_a_principle_is_covered_by_all_rooms_that_name_it_however_it_is_written():
    first = room(principles=["Community engagement", "Equity"])
    again = room(2, people=4, principles=["community  Engagement", "Transparency & Accountability"])
    third = room(2, "2", people=2, principles=["Transparency and accountability."])

    found = covered([first, again, third])

    assert [(one.name, one.rooms, one.people) for one in found] == [
        ("Community engagement", (first, again), 9),
        ("Equity", (first,), 5),
        ("Transparency & Accountability", (again, third), 6),
    ]
    assert (found[0].of_round(2), found[1].of_round(2)) == ((again,), ())


def test_a_room_that_names_a_principle_twice_covers_it_once():
    assert [one.people for one in covered([room(principles=["Equity", "equity"])])] == [5]


def test_an_empty_room_and_its_principle_are_seen_while_others_sit():
    # As in the record of EGM 2: room 3 has a title and nobody, and was missed at the closing.
    empty = room(label="3", people=0, principles=["Digital rights", "Equity"])
    rooms = [room(principles=["Equity"]), empty, room(2, people=0, principles=["Resilience"])]

    assert gaps(rooms) == Gaps(("Digital rights", "Resilience"), (empty,), (2,))


@pytest.mark.parametrize(
    ("rooms", "expected"),
    [
        ([], Gaps()),
        ([room(people=0, principles=["Equity"])], Gaps(rounds=(1,))),
        ([room(principles=["Equity"])], Gaps()),
        # A room that was closed is empty on purpose; what only it names is covered by nobody.
        (
            [room(), room(label="2", people=0, principles=["Equity"], is_closed=True)],
            Gaps(("Equity",)),
        ),
        # The next round has people for what the closed room named.
        (
            [
                room(),
                room(label="2", people=0, principles=["Equity"], is_closed=True),
                room(2, principles=["Equity"]),
            ],
            Gaps(),
        ),
    ],
)
def test_what_nobody_works_on(rooms, expected):
    assert gaps(rooms) == expected
    assert bool(expected) == bool(expected.principles or expected.rooms)


def test_a_theme_that_somebody_wants_and_no_room_has_is_named_last():
    water = room(theme="Water")

    found = covered_themes([water, room(label="2")], ["Energy", "water", "energy"])

    assert [(one.name, one.rooms) for one in found] == [("Water", (water,)), ("Energy", ())]
