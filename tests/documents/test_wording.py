import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventsapp.documents.wording import IN, KEPT, OUT, Piece, compared


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("Water is a right.", "Water is a right.", [(KEPT, "Water is a right.")]),
        ("", "Water.", [(IN, "Water.")]),
        ("Water.", "", [(OUT, "Water.")]),
        (
            "Water is a good.",
            "Water is a human right.",
            [(KEPT, "Water is a "), (OUT, "good"), (IN, "human right"), (KEPT, ".")],
        ),
        (
            "It opens on 7 October but closed after",
            "It opens on 9 October and remains open until the Forum",
            [
                (KEPT, "It opens on "),
                (OUT, "7"),
                (IN, "9"),
                (KEPT, " October "),
                (OUT, "but closed after"),
                (IN, "and remains open until the Forum"),
            ],
        ),
        (
            "水是每个人的权利。",
            "水是每个城市的权利。",
            [(KEPT, "水是每个"), (OUT, "人"), (IN, "城市"), (KEPT, "的权利。")],
        ),
    ],
)
def test_what_changed_is_told_word_by_word(before, after, pieces):
    assert compared(before, after) == [Piece(*piece) for piece in pieces]


texts = st.lists(st.sampled_from(["water ", "is ", "a ", "right", ". ", "水", "حق ", "'"])).map(
    "".join
)


@given(texts, texts)
def test_the_pieces_make_both_wordings(before, after):
    pieces = compared(before, after)

    assert "".join(text for kind, text in pieces if kind != IN) == before
    assert "".join(text for kind, text in pieces if kind != OUT) == after


def test_a_text_without_end_is_compared_at_its_ends():
    before, after = "a b " * 4_000, "c d " * 4_000

    pieces = compared(f"Water {before}ends", f"Water {after}ends")

    assert [piece.kind for piece in pieces] == [KEPT, OUT, IN, KEPT]
    assert pieces[1].text == before.rstrip()
