from types import SimpleNamespace

from eventsapp.documents.found import FoundBlock
from eventsapp.documents.shown import direction_of, headings_of, page_of, page_with, parts_of


def block(position, kind="paragraph", level=None):
    return FoundBlock(position, kind, f"text {position}", level)


def test_headings_skip_no_level_and_rows_and_items_stand_together():
    parts = parts_of([
        block(1, "heading", 0), block(2, "heading", 3), block(3, "list item"),
        block(4, "list item", 1), block(5, "cell"), block(6, "cell"), block(7),
        block(8, "heading", 1), block(9, "heading", 1),
    ])  # fmt: skip

    assert [(part.kind, len(part.blocks), part.depth) for part in parts] == [
        ("heading", 1, 2),
        ("heading", 1, 3),
        ("list", 2, 0),
        ("table", 2, 0),
        ("paragraph", 1, 0),
        ("heading", 1, 3),
        ("heading", 1, 3),
    ]
    assert len(headings_of(parts)) == 4


def test_a_long_text_has_pages_and_a_passage_is_found_on_its_own():
    blocks = [SimpleNamespace(passage_id=number * 10) for number in range(1, 6)]

    last = page_of(blocks, 9, 2)

    assert (last.number, last.pages, last.first, last.last, last.total) == (3, 3, 5, 5, 5)
    assert (last.has_prev, last.has_next, last.prev_num) == (True, False, 2)
    assert [page_with(blocks, passage, 2) for passage in (10, 30, 50, 99)] == [1, 2, 3, 1]
    assert page_of([], 1, 2).blocks == ()


def test_arabic_runs_from_right_to_left():
    assert [direction_of(tag) for tag in ("ar", "ar-SA", "zh", "en")] == [
        "rtl",
        "rtl",
        "ltr",
        "ltr",
    ]
