"""The next meeting of a series and its first paper, on a phone."""

from datetime import date, time

import pytest

from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from tests.browser.checks import check_page, follow
from tests.factories import (
    make_day,
    make_deadline,
    make_item,
    make_meeting,
    make_paper,
    make_person,
    make_user,
    take_part,
)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_the_next_meeting_is_made_on_a_phone_and_gets_its_concept_note(live, open_page, app):
    officer = make_user(make_person("Siosaia Tupou", tz="Pacific/Tongatapu"), role="secretariat")
    source = make_meeting(title="EGM 2 on rivers", languages=["en", "fr"])
    make_item(make_day(source, starts_at_time=time(9)), "Opening", 1, time(9), 30)
    people = [make_person("ليلى حداد"), make_person("Łucja Żółkiewska")]
    for person in people:
        take_part(source, person)
    make_deadline("Send the names", date(2024, 9, 12), people, [14], meeting_id=source.id)
    make_paper(source)
    db.session.commit()
    page = open_page(user=officer, width=360)

    page.goto(live.url("/meetings/egm-2"))
    follow(page, page.get_by_role("link", name="Make the next in the series"))
    page.get_by_label("First day").fill("2097-01-22")
    page.get_by_label("Last day").fill("2097-01-23")
    page.get_by_label("Time zone").select_option("Asia/Baku")
    page.get_by_label("Łucja Żółkiewska").uncheck()
    follow(page, page.get_by_role("button", name="Look at what will be made"))
    assert "14 days before the first day → 8 January 2097" in page.inner_text("main")
    assert "1 person takes part" in page.inner_text("main")
    check_page(page)
    follow(page, page.get_by_role("button", name="Make EGM 3 as a draft"))
    assert "A draft: staff see it, and nobody else." in page.inner_text("main")
    follow(page, page.get_by_role("link", name="Papers", exact=True))
    follow(page, page.get_by_role("link", name="French is missing"))
    page.get_by_label("File (PDF").set_input_files(
        {"name": "note.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 note\n%%EOF\n"}
    )
    page.get_by_label("Title in this language").fill("Note conceptuelle")
    follow(page, page.get_by_role("button", name="Put in the file"))

    assert "French: Note conceptuelle" in page.inner_text("main")
    assert "English is missing" in page.inner_text("main")
    check_page(page)
    made = db.session.query(Meeting).filter_by(code="egm-3").one()
    assert [part.person_id for part in made.participations] == [people[0].id]
