from datetime import date

import pytest

from eventsapp.sheets.dates import NotADay, day_order, read_day


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["03/04/1990", "31/12/1985"], "dmy"),
        (["03/04/1990", "12/31/1985"], "mdy"),
        (["1990-04-03"], "ymd"),
        (["03.04.1990"], "dmy"),
        (["03/04/1990", "05/06/1991"], None),
        (["31/12/1990", "12/31/1990"], None),
        (["05/05/1990"], "dmy"),
        (["1990-04-03", "03/04/1990"], None),
        (["4 March 1990", ""], "dmy"),
    ],
)
def test_the_whole_column_decides_what_leads(values, order):
    assert day_order(values) == order


@pytest.mark.parametrize(
    ("text", "order"),
    [("04/03/1990", "dmy"), ("03/04/1990", "mdy"), ("1990-03-04", None), ("4.3.1990", None),
     ("4 March 1990", None), ("March 4, 1990", None), ("4 mars 1990", None),
     ("4 de marzo de 1990", None), ("4 марта 1990 г.", None), ("٤ مارس ١٩٩٠", None),
     ("1990年3月4日", None), ("1990-03-04 00:00:00", "ymd"), ("04-Mar-1990", "dmy")],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(text, order):
    assert read_day(text, order) == date(1990, 3, 4)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("32/13/1990", "“32/13/1990” is not a day: there is no month 13 and there is no day 32. "
                       "Write it as year-month-day, such as 1990-12-31."),
        ("30/02/1990", "“30/02/1990” is not a day: there is no day 30 in that month. Write it as "
                       "year-month-day, such as 1990-12-31."),
        ("soon", "“soon” is not a day. Write it as year-month-day, such as 1990-12-31."),
        ("03/04/90", "“03/04/90” has no year of four figures. Write it as 1990-12-31."),
    ],
)  # fmt: skip
def test_what_is_no_day_is_named(text, sentence):
    with pytest.raises(NotADay) as refused:
        read_day(text, "dmy")

    assert str(refused.value) == sentence


def test_a_day_of_two_readings_is_asked_and_not_guessed():
    with pytest.raises(NotADay) as refused:
        read_day("03/04/1990", None)

    assert str(refused.value) == (
        "“03/04/1990” can be two days. Say whether the day or the month comes first in this column."
    )
