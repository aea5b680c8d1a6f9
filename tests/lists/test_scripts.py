import pytest

from eventsapp.lists.scripts import isolated, runs, steadied


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


def test_signs_between_two_directions_run_as_the_line_does():
    text = "Ms. ليلى (Layla)"

    assert runs(text) == [("latin", "Ms. "), ("arabic", "ليلى"), ("latin", " (Layla)")]
    assert runs(text, "rtl") == [("latin", "Ms"), ("arabic", ". ليلى ("), ("latin", "Layla)")]


def test_what_runs_the_other_way_is_marked_and_what_belongs_together_stays_together():
    assert isolated("Ms.", "Karen Laßmann", direction="rtl") == [
        "\u2066Ms.",
        "Karen Laßmann\u2069",
    ]
    assert isolated("Ms.", "ليلى حداد", direction="rtl") == ["\u2066Ms.\u2069", "ليلى حداد"]
    assert isolated("Ms.", "ليلى حداد", direction="ltr") == ["Ms.", "\u2067ليلى حداد\u2069"]
    assert isolated("=1+1", direction="rtl") == ["\u2066=1+1\u2069"]
    assert isolated("=1+1", direction="ltr") == ["=1+1"]


def test_signs_at_the_ends_of_a_latin_text_keep_their_places_among_arabic():
    assert steadied("Ms. ") == "Ms.\u200e "
    assert steadied("=1+1") == "\u200e=1+1"
    assert steadied("Karen Laßmann") == "Karen Laßmann"
    assert steadied("(ليلى)") == "(ليلى)"
    assert steadied("") == ""
