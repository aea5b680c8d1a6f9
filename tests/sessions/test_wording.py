from datetime import date

import pytest

from eventsapp.sessions.recurrence import read_rule
from eventsapp.sessions.wording import worded_rule

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=MONTHLY;BYDAY=-1TH", "on the last Thursday of each month"),
        (
            "FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20260326",
            "on the last Thursday of each month until 2026-03-26",
        ),
        (
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU,3TU;COUNT=5",
            "on the first Tuesday and the third Tuesday of every second month, 5 times",
        ),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=31", "on day 31 of every 3 months"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "on the last day of each month"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "each week on Monday, Wednesday and Friday"),
        ("FREQ=WEEKLY;INTERVAL=2", "every second week"),
        ("FREQ=DAILY;INTERVAL=4;COUNT=2", "every 4 days, 2 times"),
    ],
)
def test_a_rule_is_said_as_people_say_it(rule, words):
    said = worded_rule(
        read_rule(rule), lambda text, **values: text % values, NAMES.__getitem__, date.isoformat
    )

    assert said == words
