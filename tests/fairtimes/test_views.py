"""The page that ranks times for a meeting."""

from datetime import UTC, date, datetime, time

import pytest

from tests.factories import make_day, make_meeting, make_person, make_user, take_part

DAYS = "first=2097-10-24&last=2097-10-31&tz=Africa/Nairobi&duration=60"

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def desk(app, signed_in_as):
    return signed_in_as(make_user(make_person("Grace Wanjiru"), "secretariat"))


@pytest.fixture
def people(app):
    zones = {"Karen Laßmann": "Europe/Berlin", "山田 花子": "Asia/Tokyo", "Nia Johnson": None}
    zones["Mere Tāmati"] = "Pacific/Auckland"
    return {name: make_person(name, tz=tz) for name, tz in zones.items()}


def meet(number, people, on_date, hour=None, **changes):
    meeting = make_meeting(
        f"egm-{number}", number=number, starts_on=on_date, ends_on=on_date, **changes
    )
    hours = {"starts_at_time": time(hour), "ends_at_time": time(hour + 1)} if hour else {}
    moments = {
        f"{end}_at": datetime(on_date.year, on_date.month, on_date.day, hour - 3 + n, tzinfo=UTC)
        for n, end in enumerate(("start", "end"))
        if hour
    }
    make_day(meeting, 1, on_date, **hours, **moments)
    for person in people.values():
        take_part(meeting, person)
    return meeting


def words(answer):
    return " ".join(answer.text.split())


def first_row(page):
    return page.text[page.text.index('name="slot"') :].split('value="')[1].split('"')[0]


def test_hours_are_ranked_and_who_has_no_zone_is_named_and_not_guessed(desk, people):
    meet(3, people, date(2097, 12, 1))

    page = desk.get(f"/meetings/egm-3/fair-time?{DAYS}")

    assert page.status_code == 200
    assert first_row(page) == "2097-10-24T08:00"  # 07:00 in Berlin, 18:00 in Auckland
    assert "Of 1 person the time zone is not stated" in words(page)
    assert "No meeting of the series counts so far." in words(page)
    assert "Clocks change within the days that were asked for" in words(page)
    assert page.text.count('<svg viewBox="0 0 914') == 2


def test_what_was_carried_in_the_series_turns_the_order(desk, people):
    # Twice it was 22:00 in Tokyo; on site nobody got up, and without hours nobody knows.
    for number in (1, 2):
        meet(number, people, date(2024, 6, number), 16, mode="online")
    meet(4, people, date(2024, 7, 1), 16, mode="in person")
    meet(5, people, date(2024, 8, 1))
    meet(3, people, date(2097, 12, 1))

    page = desk.get(f"/meetings/egm-3/fair-time?{DAYS}")
    alone = desk.get(f"/meetings/egm-3/fair-time?{DAYS}&alone=y")

    assert first_row(alone) == "2097-10-24T08:00"
    assert first_row(page) == "2097-10-24T03:00"  # 02:00 in Berlin
    assert "2 meetings of the series count so far" in words(page)
    assert "1 is left out, as its hours or its mode are not stated." in words(page)
    assert "Tokyo 8 · Auckland 8 · Berlin 4" in words(page)  # a Saturday and a Sunday in June
    assert '8 <span class="sub quiet">3 people' in words(page)


@on_one_engine
@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("first=2097-10-31&last=2097-10-24&tz=UTC&duration=60", "The last day is before the first"),
        ("first=2097-10-01&last=2097-12-24&tz=UTC&duration=60", "Choose at most 31 days"),
        ("first=1097-10-01&last=1097-10-02&tz=UTC&duration=60", "1097 is no year"),
        ("first=2097-10-01&last=2097-10-02&tz=Mars/A&duration=60", "Not a valid choice"),
        ("first=2097-10-01&last=2097-10-02&tz=UTC&duration=", "Enter how long it takes"),
        ("first=&last=&tz=UTC&duration=60", "Enter the first day."),
    ],
)
def test_what_is_wrong_is_said_at_the_field(desk, people, asked, sentence):
    meet(3, people, date(2097, 12, 1))

    page = desk.get(f"/meetings/egm-3/fair-time?{asked}")

    assert page.status_code == 422
    assert sentence in words(page)


def test_a_meeting_without_people_says_what_is_missing(desk):
    meet(3, {}, date(2097, 12, 1))

    assert "Nobody takes part yet" in desk.get("/meetings/egm-3/fair-time").text
