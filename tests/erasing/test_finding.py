"""One person is found in what an import keeps, and is taken out of a published list."""

import pytest

from eventsapp.erasing.finding import without_people
from eventsapp.imports.finding import stands_in

PERSON = {"person_id": 7, "names": {"lucja zolkiewska"}, "addresses": {"lucja@example.test"}}


@pytest.mark.parametrize(
    ("journal", "rows", "expected"),
    [
        ({"versions": {"7": 2}}, [], True),
        ({"versions": {"8": 2}}, [], False),
        (None, [{"said": {"printed_name": "Łucja  ŻÓŁKIEWSKA"}}], True),
        (None, [{"said": {"printed_name": "L. Z.", "addresses": ["Lucja@Example.test"]}}], True),
        (None, [{"said": {"printed_name": "L. Z."}, "candidates": [{"id": 7}]}], True),
        (None, [{"said": {"printed_name": "Huiwen"}, "candidates": [{"id": 70}]}], False),
        (None, [{"kind": "cannot be read"}], False),
    ],
)
def test_a_file_holds_somebody_by_number_name_or_address(journal, rows, expected):
    assert stands_in(journal, {"rows": rows}, **PERSON) is expected
    assert stands_in(None, None, **PERSON) is False


def test_a_list_loses_the_lines_of_one_person_and_keeps_all_others_in_order():
    lines = [{"person_id": 7, "name": "Ł"}, {"person_id": 8, "name": "H"}, {"person_id": 9}]
    content = {"who": ["all"], "list": {"sections": [{"groups": [{"lines": lines}]}]}}

    left, gone = without_people(content, {7, 9})

    assert gone == 2
    kept = [{"person_id": 8, "name": "H"}]
    assert left == {"who": ["all"], "list": {"sections": [{"groups": [{"lines": kept}]}]}}
    assert without_people(left, {7, 9}) == (left, 0)
