"""Calendar programs by the names they give themselves."""

import pytest

from eventsapp.calendars.programs import program_name


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Google-Calendar-Importer", "Google Calendar"),
        ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.4266)", "Outlook"),
        ("Microsoft.Exchange/15.20", "Outlook"),
        ("iOS/17.6.1 (21G93) dataaccessd/1.0", "Apple Calendar"),
        ("macOS/14.5 (23F79) CalendarAgent/985", "Apple Calendar"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Thunderbird/128.0", "Thunderbird"),
        ("vdirsyncer/0.21.0", "vdirsyncer"),
        ("SomeCalendar/1.0 (+https://example.test)", "SomeCalendar"),
        ("<script>alert(1)</script>", None),
        ("", None),
        (None, None),
    ],
)
def test_a_program_is_called_by_the_name_people_know(user_agent, name):
    assert program_name(user_agent) == name
