import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsapp.figures.counts import COUNTRY, DAY, REGION, Counts, Line, Table
from eventsapp.figures.small import FEWEST, for_others


def table(*rows, by=REGION):
    lines = tuple(Line(str(number), counts) for number, counts in enumerate(rows))
    return Table(by, lines, sum(rows, Counts()))


def is_split(given):
    return [line.is_split for line in given.lines]


def test_rows_of_three_people_and_more_are_split():
    given = for_others([table(Counts(women=2, men=1), Counts(men=5), Counts())])

    assert is_split(given.tables[0]) == [True, True, True]
    assert not given.is_joined


def test_a_small_row_is_not_split_nor_the_next_smallest_or_it_could_be_worked_out():
    given = for_others([table(Counts(women=9), Counts(women=1), Counts(men=4), Counts(men=5))])

    assert is_split(given.tables[0]) == [True, False, False, True]


def test_two_small_rows_cover_one_another_if_they_are_three_people_together():
    pairs = table(Counts(women=9), Counts(women=1), Counts(men=2))
    singles = table(Counts(women=9), Counts(women=1), Counts(men=1), Counts(men=4))

    assert is_split(for_others([pairs]).tables[0]) == [True, False, False]
    assert is_split(for_others([singles]).tables[0]) == [True, False, False, False]


@pytest.mark.parametrize("by", [COUNTRY, DAY])
def test_countries_and_days_are_counted_without_gender_or_what_differs_would_tell(by):
    given = for_others([table(Counts(women=9), Counts(men=8), by=by)]).tables[0]

    assert is_split(given) == [False, False]
    assert [line.counts.total for line in given.lines] == [9, 8]


def test_two_people_in_all_are_not_split():
    assert is_split(for_others([table(Counts(women=1, men=1))]).tables[0]) == [False]


@pytest.mark.parametrize(("own", "is_joined"), [(0, False), (1, True), (2, True), (3, False)])
def test_few_people_who_used_own_words_stand_with_those_who_did_not_state_it(own, is_joined):
    given = for_others([table(Counts(women=9, own=own, not_stated=2), Counts(men=5))])

    assert given.is_joined is is_joined
    counted = given.tables[0].lines[0].counts
    together = Counts(women=9, not_stated=own + 2)
    assert counted == (together if is_joined else Counts(women=9, own=own, not_stated=2))


def test_a_row_in_which_everybody_used_own_words_does_not_say_so():
    given = for_others([table(Counts(women=9, not_stated=2), Counts(own=3))])

    assert [line.counts for line in given.tables[0].lines] == [
        Counts(women=9, not_stated=2),
        Counts(not_stated=3),
    ]


def test_what_is_joined_in_one_table_is_joined_in_all_that_are_passed_on_together():
    plain = table(Counts(women=9, own=4), Counts(men=5))
    telling = table(Counts(women=9, own=1), Counts(women=1, men=5, own=3))

    assert for_others([plain, telling]).tables[0].everybody == Counts(9, 5, 0, 4)


counts = st.builds(Counts, *[st.integers(0, 9)] * 4)


@given(st.lists(counts, min_size=1, max_size=8))
def test_no_small_row_can_be_worked_out_from_the_sum(rows):
    before = table(*rows)
    after = for_others([before]).tables[0]
    hidden = [line.counts.total for line in after.lines if not line.is_split and line.counts.total]
    shown = [line.counts for line in after.lines if line.is_split and line.counts.total]

    assert all(one.total >= FEWEST for one in shown)
    assert not hidden or before.everybody.total < FEWEST or len(hidden) > 1
    assert not hidden or before.everybody.total < FEWEST or sum(hidden) >= FEWEST
    totals = [line.counts.total for line in after.lines]
    assert totals == [one.total for one in rows]
    assert after.everybody.total == before.everybody.total
