from datetime import date, timedelta

import pytest

from eventsapp.consultations.window import Window
from eventsapp.windows.telling import Told, is_news, window_told
from tests.factories import NOW

DAYS = (8, 17, 24)
A, B, C = (Window(date(2024, 10, 7), date(2024, 11, day), "Africa/Nairobi") for day in DAYS)
DAY = timedelta(days=1)
MOVES = [Told(1, NOW, A, B), Told(2, NOW + DAY, B, C)]


@pytest.mark.parametrize(
    ("reached_by", "asked_at", "window"),
    [
        (None, NOW - DAY, A),
        (None, NOW + DAY / 2, B),
        (None, NOW + DAY * 2, C),
        (None, None, A),
        (1, NOW - DAY, B),
        (2, None, C),
    ],
)
def test_people_know_the_window_of_the_last_mail_that_left_to_them(reached_by, asked_at, window):
    assert window_told(MOVES, reached_by, asked_at) == window


def test_only_another_window_is_news():
    assert [is_news(A, B), is_news(B, B)] == [True, False]
