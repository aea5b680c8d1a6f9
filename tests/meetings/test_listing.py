from datetime import UTC, date, datetime

import pytest

from eventsapp.meetings.listing import Line, Wanted, page_of, wanted_in

NOW = datetime(2024, 9, 28, 6, 0, tzinfo=UTC)


def line(number, starts_on, ends_on=None, **changes):
    values = {
        "process": "IG-PCSC",
        "series": "EGM",
        "kind": "egm",
        "state": "confirmed",
        "starts_on": starts_on,
        "ends_on": ends_on or starts_on,
        "tz": "Africa/Nairobi",
        "is_cancelled": False,
    }
    return Line(id=number, **{**values, **changes})


LINES = [
    line(1, date(2024, 4, 17)),
    line(2, date(2024, 9, 26), date(2024, 9, 27)),
    line(3, date(2025, 1, 22), state="announced"),
    line(4, date(2024, 11, 4), series="WUF", kind="forum"),
    line(5, date(2025, 6, 1), state="draft", process="AB-CD"),
    line(6, date(2025, 7, 1), is_cancelled=True),
]


def test_the_next_stands_first_and_the_latest_held_below():
    page = page_of(LINES, Wanted(), NOW, 1)

    assert (page.coming, page.held, page.total) == ([4, 3, 5, 6], [2, 1], 6)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"state": "draft"}, [5]),
        ({"state": "announced"}, [3]),
        ({"state": "confirmed"}, [4]),
        ({"state": "held"}, [2, 1]),
        ({"state": "cancelled"}, [6]),
        ({"kind": "forum"}, [4]),
        ({"process": "AB-CD"}, [5]),
        ({"process": "IG-PCSC", "series": "egm", "kind": "egm", "state": "held"}, [2, 1]),
        ({"series": "nothing of ours"}, []),
    ],
)
def test_a_list_shows_what_its_address_asks_for(asked, found):
    page = page_of(LINES, wanted_in(asked), NOW, 1)

    assert page.coming + page.held == found


def test_what_is_held_is_read_in_the_zone_of_the_meeting():
    evening = datetime(2024, 9, 27, 23, 0, tzinfo=UTC)
    lines = [
        line(1, date(2024, 9, 27), tz="Pacific/Auckland"),
        line(2, date(2024, 9, 27), tz="America/New_York"),
    ]

    page = page_of(lines, Wanted(), evening, 1)

    assert (page.coming, page.held) == ([2], [1])


def test_a_long_list_comes_in_pages_and_a_page_too_far_is_the_last():
    lines = [line(number, date.fromordinal(738_000 + number)) for number in range(1, 121)]

    pages = [page_of(lines, Wanted(), NOW, number) for number in (0, 1, 3, 9)]

    assert [page.number for page in pages] == [1, 1, 3, 3]
    assert [len(page.coming) + len(page.held) for page in pages] == [50, 50, 20, 20]
    assert (pages[2].first, pages[2].last, pages[2].pages) == (101, 120, 3)


def test_without_its_process_a_series_is_no_filter():
    wanted = wanted_in({"process": "IG-PCSC", "series": "EGM", "kind": "egm"})

    assert wanted.without("process") == {"kind": "egm"}
    assert wanted.without("kind") == {"process": "IG-PCSC", "series": "EGM"}
