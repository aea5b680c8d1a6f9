"""Where a page stands among the others."""

import pytest

from eventsapp.paging import Paged, nearest


@pytest.mark.parametrize(
    ("number", "total", "pages", "first", "last", "has_prev", "has_next"),
    [
        (1, 0, 0, 0, 0, False, False),
        (1, 1, 1, 1, 1, False, False),
        (1, 50, 1, 1, 50, False, False),
        (1, 51, 2, 1, 50, False, True),
        (2, 51, 2, 51, 51, True, False),
        (2, 149, 3, 51, 100, True, True),
    ],
)
def test_a_page_says_what_stands_on_it(number, total, pages, first, last, has_prev, has_next):
    page = Paged(number=number, total=total, per_page=50)

    assert (page.pages, page.first, page.last) == (pages, first, last)
    assert (page.has_prev, page.has_next) == (has_prev, has_next)
    assert (page.prev_num, page.next_num) == (number - 1, number + 1)


@pytest.mark.parametrize(
    ("asked", "total", "meant"),
    [(0, 0, 1), (-3, 120, 1), (2, 120, 2), (3, 120, 3), (4, 120, 3), (10**20, 120, 3)],
)
def test_a_page_that_is_not_there_is_the_nearest_that_is(asked, total, meant):
    assert nearest(asked, total, 50) == meant
