"""What a form asks, and which questions are shown."""

from dataclasses import dataclass

import pytest

from eventsapp.registrations.asked import FIELDS, asked_fields, shown, to_fields, to_ways


@dataclass
class Question:
    id: int
    shown_if_id: int | None = None
    shown_if_value: str | None = None


LETTER, EMBASSY, CITY = Question(1), Question(2, 1, "yes"), Question(3, 2, "Nairobi")


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, {1}),
        ({1: "no", 2: "Nairobi"}, {1}),
        ({1: "yes"}, {1, 2}),
        ({1: "yes", 2: ["Baku", "Nairobi"]}, {1, 2, 3}),
    ],
)
def test_questions_that_hang_on_each_other_hide_together(answers, expected):
    assert shown([LETTER, EMBASSY, CITY], answers) == expected


def test_how_fields_are_asked_is_kept_and_read_back():
    ways = {"country": "must", "needs": "later may", "phone": "may", "nationality": "later must"}
    stored = to_fields(ways)

    assert to_ways(stored) == {name: ways.get(name, "no") for name in FIELDS}
    assert [one.name for one in asked_fields(stored, after_acceptance=False)] == [
        "country",
        "phone",
    ]
