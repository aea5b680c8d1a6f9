"""Labels of rooms that go on from those that are there."""

import pytest

from eventsapp.rounds.labels import following_labels


@pytest.mark.parametrize(
    ("there", "count", "style", "expected"),
    [
        ([], 3, None, ["1", "2", "3"]),
        ([], 2, "letters", ["A", "B"]),
        (["1", "2", "4"], 2, None, ["3", "5"]),
        (["a", "B"], 2, None, ["C", "D"]),
        ([chr(65 + number) for number in range(26)], 2, None, ["AA", "AB"]),
        (["Hall"], 1, None, ["1"]),
        (["A"], 0, None, []),
    ],
)
def test_labels_go_on_and_none_stands_twice(there, count, style, expected):
    assert following_labels(there, count, style) == expected
