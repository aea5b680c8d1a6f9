from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsapp.letters.typed_dates import to_date

FOURTH_OF_MARCH = date(1980, 3, 4)


@pytest.mark.parametrize(
    "typed",
    [
        "04/03/1980",
        "4/3/1980",
        "4.3.1980",
        "04-03-1980",
        "4 3 1980",
        "1980-03-04",
        "4 March 1980",
        "4th March, 1980",
        "04 MAR 1980",
        "04-Mar-1980",
        "  4   march 1980 ",
        "4 mars 1980",
        "4 de marzo de 1980",
        "4 марта 1980",
        "4 مارس 1980",
        "٤/٣/١٩٨٠",
        "４／３／１９８０",
        "1980年3月4日",
    ],
)
def test_a_date_is_read_as_people_of_many_countries_type_it(typed):
    assert to_date(typed) == FOURTH_OF_MARCH


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "32/13/1990",
        "31/02/2024",
        "29 February 2023",
        "04/03/80",
        "4 Smarch 1980",
        "March 1980",
        "tomorrow",
        "4/3/1980 or so",
        "0/0/0000",
    ],
)
def test_what_is_no_date_or_could_be_two_is_not_guessed(typed):
    assert to_date(typed) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_the_day_comes_first_whatever_the_date(day):
    assert to_date(f"{day.day}/{day.month}/{day.year}") == day


@given(st.text(max_size=30))
def test_nothing_that_people_type_breaks_it(typed):
    read = to_date(typed)

    assert read is None or timedelta(0) <= read - date.min
