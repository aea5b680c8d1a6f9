from eventsapp.figures.comparing import Row, rows_of, side_by_side
from eventsapp.figures.counts import CATEGORY, Counts, Line, Table

WOMAN, MAN, UNKNOWN = Counts(women=1), Counts(men=1), Counts(not_stated=1)


def table(**rows):
    lines = tuple(Line(key, counts) for key, counts in rows.items())
    return Table(CATEGORY, lines, sum(rows.values(), Counts()))


def test_a_row_that_one_meeting_lacks_keeps_its_place():
    first, second = table(states=MAN, cities=WOMAN, none=UNKNOWN), table(states=MAN, media=MAN)

    rows = side_by_side([first, second])

    assert [(row.key, row.totals) for row in rows] == [
        ("states", (1, 1)),
        ("media", (0, 1)),
        ("cities", (1, 0)),
        ("none", (1, 0)),
    ]


def test_the_last_meeting_is_compared_with_the_one_before():
    row = Row("members", (Counts(women=9), Counts(men=5), Counts(women=2, men=1)))

    assert (row.totals, row.difference) == ((9, 5, 3), -2)
    assert Row("members", (WOMAN,)).difference == 0


def test_shares_are_compared_only_where_both_meetings_know_some():
    known, other = Counts(women=2, men=6), Counts(women=4, men=4)

    assert Row("moderators", (known, other)).has_other_share
    assert not Row("moderators", (known, Counts(women=2, men=6, not_stated=3))).has_other_share
    assert not Row("moderators", (known, UNKNOWN)).has_other_share
    assert not Row("moderators", (known,)).has_other_share


def test_nobody_in_a_role_is_nought():
    rows = rows_of(["moderators", "speakers"], [{"moderators": WOMAN}, {"speakers": MAN}])

    assert [row.totals for row in rows] == [(1, 0), (0, 1)]
