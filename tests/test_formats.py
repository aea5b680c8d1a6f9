"""How dates, times and zones are said."""

from datetime import UTC, date, datetime, time

import pytest

from eventsapp import formats
from eventsapp.walltime import moment_at


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2025, 1, 22), None, "Wed 22 Jan 2025"),
        (date(2025, 1, 22), date(2025, 1, 22), "Wed 22 Jan 2025"),
        (date(2024, 9, 26), date(2024, 9, 27), "Thu 26 – Fri 27 Sep 2024"),
        (date(2024, 10, 7), date(2024, 11, 8), "Mon 7 Oct – Fri 8 Nov 2024"),
        (date(2024, 12, 30), date(2025, 1, 2), "Mon 30 Dec 2024 – Thu 2 Jan 2025"),
    ],
)
def test_what_both_days_share_is_said_once(app, first, last, said):
    assert formats.say_days(first, last) == said


@pytest.mark.parametrize(
    ("tz", "said"),
    [
        ("Asia/Baku", "Baku (UTC+4)"),
        ("Asia/Kolkata", "Kolkata (UTC+5:30)"),
        ("America/New_York", "New York (UTC−5)"),
        ("Africa/Dakar", "Dakar (UTC)"),
        ("Pacific/Chatham", "Chatham (UTC+13:45)"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_its_city_and_its_offset_on_that_day(tz, said):
    assert formats.say_zone(tz, date(2025, 1, 22)) == said


def test_a_moment_is_said_in_the_zone_asked_for(app):
    moment = datetime(2025, 1, 22, 5, 0, tzinfo=UTC)

    assert formats.say_moment(moment, "Asia/Baku") == "22 January 2025, 09:00 Baku (UTC+4)"
    assert formats.say_moment(moment) == "22 January 2025, 08:00 Nairobi (UTC+3)"


@pytest.mark.parametrize(
    ("day", "at", "tz", "hour_utc"),
    [
        (date(2024, 10, 26), time(9), "Europe/Berlin", 7),
        (date(2024, 10, 28), time(9), "Europe/Berlin", 8),
        # 02:30 comes twice on this night (the first is taken) and never on the next one.
        (date(2024, 10, 27), time(2, 30), "Europe/Berlin", 0),
        (date(2025, 3, 30), time(2, 30), "Europe/Berlin", 1),
    ],
)
def test_wall_time_across_a_change_of_clocks(day, at, tz, hour_utc):
    moment = moment_at(day, at, tz)

    assert (moment.hour, moment.minute) == (hour_utc, at.minute)


def test_links_in_mails_begin_with_the_base_url(make_app):
    app = make_app(BASE_URL="https://egm.example.org/events")
    with app.app_context():
        assert (
            formats.link_to("accounts.sign_in", next="/letters")
            == "https://egm.example.org/events/sign-in?next=/letters"
        )


@pytest.mark.parametrize(
    ("asked", "accepts", "direction"),
    [("", "ar-EG,ar;q=0.9", "rtl"), ("?lang=en", "ar", "ltr"), ("?lang=xx", "fr", "ltr")],
)
def test_the_page_follows_the_language_of_its_reader(make_app, asked, accepts, direction):
    app = make_app(LANGUAGES=("en", "ar"))

    page = app.test_client().get(f"/sign-in{asked}", headers={"Accept-Language": accepts}).text

    assert f'dir="{direction}"' in page.split(">", 2)[1]
