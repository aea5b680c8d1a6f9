from eventsapp.figures.drawing import WIDTH, Bar
from eventsapp.figures.picture import Frame, picture
from eventsapp.reports.svg import text_width

BARS = [Bar("African States", (4, 5, 0, 1)), Bar("Asia-Pacific States", (4, 3, 0, 1))]
KINDS = [(0, "Women"), (1, "Men"), (3, "In own words, or not stated")]
LONG = "So that no number tells the gender of one person, small rows are not split. " * 4


def frame(**changes):
    facts = {"title": "EGM 2: By region", "lede": "18 people.", "kinds": KINDS, "notes": [LONG]}
    return Frame(**{**facts, **changes})


def test_title_legend_chart_and_notes_follow_one_another_downwards():
    found = picture(BARS, frame())

    heights = [
        found.title[0].y,
        found.lede[0].y,
        found.legend[0].y,
        found.drawing.top,
        found.drawing.bottom,
        found.notes[0].y,
        found.notes[-1].y,
        found.height - found.margin,
    ]
    assert heights == sorted(heights)
    assert len(found.notes) == 3
    assert " ".join(line.text for line in found.notes) == LONG.strip()


def test_a_legend_that_is_too_wide_goes_on_in_the_next_line():
    names = [(0, "A very long name of a kind of people"), (1, "Another"), (2, "A third " * 9)]
    found = picture(BARS, frame(kinds=names)).legend

    assert found[1].y == found[0].y < found[2].y
    assert all(one.name.x + text_width(one.name.text) <= WIDTH for one in found[:2])


def test_from_right_to_left_it_begins_at_the_right():
    found = picture(BARS, frame(), is_rtl=True)

    assert (found.title[0].x, found.notes[0].x) == (WIDTH, WIDTH)
    assert [one.x for one in found.legend] == sorted((one.x for one in found.legend), reverse=True)
    assert found.legend[0].x + 20 == WIDTH
