import pytest

from eventsapp.lists.scripts import isolated, runs


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Karen Laßmann", [("latin", "Karen Laßmann")]),
        ("ليلى حداد", [("arabic", "ليلى حداد")]),
        ("李明", [("east-asian", "李明")]),
        ("Анна Иванова", [("latin", "Анна Иванова")]),
        ("अनन्या शर्मा", [("complex", "अनन्या शर्मा")]),
        ("Ms. ليلى حداد", [("latin", "Ms. "), ("arabic", "ليلى حداد")]),
        ("李明 (Li Ming)", [("east-asian", "李明 ("), ("latin", "Li Ming)")]),
        ("فاطمةُ", [("arabic", "فاطمةُ")]),
        ("2030", [("latin", "2030")]),
        ("", []),
    ],
)
def test_a_text_is_cut_where_its_script_changes(text, pieces):
    assert runs(text) == pieces
    assert "".join(piece for _, piece in runs(text)) == text


def test_what_runs_the_other_way_is_marked_and_what_belongs_together_stays_together():
    assert isolated("Ms.", "Karen Laßmann", direction="rtl") == [
        "\u2066Ms.",
        "Karen Laßmann\u2069",
    ]
    assert isolated("Ms.", "ليلى حداد", direction="rtl") == ["\u2066Ms.\u2069", "ليلى حداد"]
    assert isolated("Ms.", "ليلى حداد", direction="ltr") == ["Ms.", "\u2067ليلى حداد\u2069"]
    assert isolated("=1+1", direction="rtl") == ["=1+1"]
