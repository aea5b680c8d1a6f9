"""A room's roster as a moderator takes it along: on the phone and on one sheet of paper."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.browser.checks import check_page, follow
from tests.factories import make_day, make_meeting, make_person, make_room, make_round, make_user
from tests.factories import place as seat

ORGANIZATION = "Ministry of housing, land and urban development"
NAMES = (
    "Łucja Żółkiewska", "Amina Diallo", "Nguyễn Thị Hồng Nhung", "José Ángel Núñez de la Vega",
    "Олександра Шевченко", "Adaeze Okonkwo", "Huiwen", "Zoë Brontë", "ليلى حداد", "Siosaia Tupou",
    "Sigríður Jónsdóttir", "Nkosinathi Maphumulo",
)  # fmt: skip
on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def moderator(app):
    """The moderator of a room of twelve, of whom everything is known that can be."""
    meeting = make_meeting("egm-3", number=3, place="Baku", tz="Asia/Baku")
    earlier = make_meeting("egm-1", number=1, starts_on=meeting.starts_on.replace(year=2023))
    past = make_room(make_round(earlier, make_day(earlier)), "2")
    room = make_room(
        make_round(meeting, make_day(meeting)),
        "4",
        "Environmental Sustainability and Economic Development of Cities",
        principles=["Environmental sustainability", "Economic development and shared prosperity"],
    )
    leading = make_person("Yukinari Tanaka", tz="Asia/Tokyo")
    seat(leading, room, "moderator")
    seat(make_person("Rini Rachmawati"), room, "note_taker")
    for name in NAMES:
        person = make_person(name, organization=ORGANIZATION, languages=["ar", "fr"])
        seat(person, past)
        seat(person, room)
    return make_user(leading)


@on_one_engine
def test_the_roster_of_twelve_is_one_sheet_with_everybody_on_it(live, open_page, moderator):
    page = open_page(user=moderator)
    page.goto(live.url("/meetings/egm-3/breakouts/1/rooms/4"))

    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, format="A4"))).pages

    text = " ".join(sheets[0].extract_text().split())
    assert len(sheets) == 1
    assert [name for name in NAMES[:8] if name not in text] == []
    assert "Printed " in text
    assert "Baku (UTC+4)" in text
    assert "Sign out" not in text


@on_one_engine
def test_names_on_the_sheet_can_be_read_across_a_table(live, open_page, moderator):
    page = open_page(user=moderator)
    page.goto(live.url("/meetings/egm-3/breakouts/1/rooms/4"))
    page.emulate_media(media="print")

    size = page.locator(".roll .name").first.evaluate("e => getComputedStyle(e).fontSize")
    box = page.locator(".roll .box").first.bounding_box()

    assert float(size.removesuffix("px")) >= 21  # 16 pt
    assert box["width"] >= 30  # 8 mm


@on_one_engine
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_moderator_reaches_the_roster_from_the_first_page_on_a_phone(
    live, open_page, moderator, scheme
):
    page = open_page(user=moderator, width=360, scheme=scheme)
    page.goto(live.url("/"))

    follow(page, page.get_by_role("link", name="Room 4"))

    assert page.get_by_role("heading", level=1).inner_text().startswith("Room 4: Environmental")
    assert page.locator(".roll > li").count() == 12
    check_page(page)
