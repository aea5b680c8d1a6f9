"""The last Thursday, chosen in words on a phone, looked at, saved, and one date of it moved."""

from datetime import date

import pytest

from eventsapp.extensions import db
from tests.browser.checks import check_page, follow
from tests.factories import (
    make_consultation,
    make_meeting,
    make_person,
    make_user,
    take_part,
)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_the_last_thursday_is_repeated_and_one_date_moved(app, live, open_page):
    officer = make_user(make_person("Siosaia Tupou", tz="Pacific/Auckland"), role="secretariat")
    meeting = make_meeting()
    take_part(meeting, make_person("Lwazi Dlamini", email="lwazi@example.test"))
    first = date(2024, 10, 31)
    call = make_consultation(
        meeting, "Call of the experts", audience="experts", starts_on=first, ends_on=first
    )
    db.session.commit()
    page = open_page(user=officer, width=360)
    page.goto(live.url(f"/consultations/{call.id}"))

    follow(page, page.get_by_role("link", name="Repeat it"))
    page.get_by_label("Last day it may fall on").fill("26 March 2026")
    page.get_by_label("Begins at").fill("15:00")
    assert not page.get_by_label("How many times in all").is_visible()
    follow(page, page.get_by_role("button", name="Show the dates"))
    check_page(page)
    follow(page, page.get_by_role("button", name="Save these 18 dates"))
    follow(page, page.get_by_role("link", name="Thu 26 Dec 2024"))
    check_page(page)
    page.get_by_label("Day", exact=True).fill("19 December 2024")
    follow(page, page.get_by_role("button", name="Save this date"))
    check_page(page)

    rows = [row.replace("\n", " ") for row in page.locator("#dates tbody th").all_inner_texts()]
    assert len(rows) == 18
    assert rows[1:4] == [
        "Thu 28 Nov 2024 15:00 Nairobi (UTC+3) · you: Fri 29 Nov 2024 01:00 Auckland (UTC+13)",
        "Thu 19 Dec 2024 15:00 Nairobi (UTC+3) · you: Fri 20 Dec 2024 01:00 Auckland (UTC+13) "
        "instead of Thu 26 Dec 2024",
        "Thu 30 Jan 2025 15:00 Nairobi (UTC+3) · you: Fri 31 Jan 2025 01:00 Auckland (UTC+13)",
    ]
    assert "One person is told by mail." in page.get_by_role("status").inner_text()
