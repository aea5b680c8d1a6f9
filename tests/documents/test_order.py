import pytest

from eventsapp.documents.order import in_order


@pytest.mark.parametrize(
    ("places", "weights", "kept"),
    [
        ([], [], set()),
        ([0, 1, 2], [1, 1, 1], {0, 1, 2}),
        ([0, 2, 3, 1], [1, 1, 1, 1], {0, 1, 2}),
        ([2, 0, 1], [1, 1, 1], {1, 2}),
        ([1, 0], [1, 5], {1}),
        ([1, 0], [5, 1], {0}),
    ],
)
def test_what_weighs_less_was_moved(places, weights, kept):
    assert in_order(places, weights) == kept
