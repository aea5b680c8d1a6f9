"""The timeline of a long plan: zooms, days, filters that combine, counts and pages."""

import re
from datetime import date, timedelta
from html import unescape

import pytest

from tests.factories import (
    make_consultation,
    make_deadline,
    make_meeting,
    make_person,
    make_user,
)


@pytest.fixture
def officer(signed_in_as):
    return signed_in_as(make_user(make_person("Łucja Żółkiewska"), role="secretariat"))


def said(markup):
    text = unescape(re.sub(r"<[^>]+>", " ", markup))
    return " ".join(text.replace("\u2068", "").replace("\u2069", "").split())


def names(page):
    """What stands in the table of dates, by its first line."""
    table = page.text[page.text.rindex("<table") :]
    return [
        said(one) for one in re.findall(r'<th scope="row" role="rowheader">(.*?)</a>', table, re.S)
    ]


def links(page, text):
    return [
        unescape(one) for one in re.findall(rf'<a[^>]*href="([^"]+)"[^>]*>{text}</a>', page.text)
    ]


def a_long_plan():
    """Ninety deadlines, one each ten days from 2 January 2023 on, every third of them proposed."""
    make_meeting()
    for number in range(90):
        make_deadline(
            f"Comments {number}",
            date(2023, 1, 2) + timedelta(days=10 * number),
            audience="experts" if number % 2 else "regional",
            certainty="firm" if number % 3 else "proposed",
        )


def test_each_zoom_stands_in_the_address_and_earlier_and_later_keep_it(officer):
    a_long_plan()

    page = officer.get("/timeline?zoom=weeks&from=2023-03-01&kind=deadline")

    assert names(page) == [f"Comments {number}" for number in range(6, 12)]
    assert links(page, "Later") == ["/timeline?zoom=weeks&from=2023-04-24&kind=deadline"]
    assert links(page, "Earlier") == ["/timeline?zoom=weeks&from=2023-01-02&kind=deadline"]
    assert links(page, "Months") == ["/timeline?zoom=months&from=2023-02-27&kind=deadline"]
    assert 'aria-current="page">Weeks</a>' in page.text


def test_filters_combine_and_each_can_be_taken_away(officer):
    a_long_plan()
    make_consultation(None, "Regions", starts_on=date(2023, 1, 9), ends_on=date(2023, 1, 10))

    page = officer.get(
        "/timeline?from=1+January+2023&to=31/03/2023&audience=regional&kind=deadline"
        "&certainty=proposed"
    )

    assert names(page) == ["Comments 0", "Comments 6"]
    assert "2 of 10 shown" in said(page.text)
    days = "from=2023-01-01&to=2023-03-31"
    assert re.findall(r'class="chip" href="([^"]+)"', page.text.replace("&amp;", "&")) == [
        f"/timeline?{days}&kind=deadline&certainty=proposed",
        f"/timeline?{days}&audience=regional&certainty=proposed",
        f"/timeline?{days}&audience=regional&kind=deadline",
    ]


def test_a_plan_too_long_to_draw_is_counted_and_listed_in_pages(officer):
    a_long_plan()

    page = officer.get("/timeline?from=2023-01-01&to=2025-12-31&kind=deadline")
    second = officer.get(links(page, "Next")[0])

    assert names(page) == [f"Comments {number}" for number in range(60)]
    assert names(second) == [f"Comments {number}" for number in range(60, 90)]
    counts = re.search(r"<details.*?</details>", page.text, re.S)[0]
    rows = [said(one) for one in re.findall(r"<tr role=\"row\"><th scope=\"row\".*?</tr>", counts)]
    assert rows[:2] == ["Jan 2023 3", "Feb 2023 3"]
    assert sum(int(row.split()[-1]) for row in rows) == 90
    narrowed = unescape(re.search(r'<a href="([^"]+)">Feb 2023', counts)[1])
    assert names(officer.get(narrowed)) == ["Comments 3", "Comments 4", "Comments 5"]


def test_a_long_plan_opens_with_half_a_year_and_says_when_there_is_nothing(officer):
    a_long_plan()

    page = officer.get("/timeline")
    empty = officer.get("/timeline?zoom=weeks&from=2050-01-01")

    assert 'aria-current="page">Months</a>' in page.text
    assert names(page)[0] == "Comments 0"
    assert "Nothing is planned on these days" in said(empty.text)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("from=31+April", "“31 April” is no day that is shown here. Write it like 18 November"),
        ("to=1+May+1066", "“1 May 1066” is no day that is shown here."),
        ("from=2024-05-02&to=2024-05-01", "The last day is before the first. Correct one"),
    ],
)
def test_days_that_are_none_are_said_at_their_field_and_kept(officer, asked, sentence):
    make_meeting()

    page = officer.get(f"/timeline?{asked}")

    assert page.status_code == 422
    assert sentence in said(page.text)
    typed = asked.split("=")[-1].replace("+", " ")
    assert f'value="{typed}"' in page.text


def test_hours_and_the_days_of_a_longer_plan_are_clipped_to_the_window(officer):
    make_meeting()
    long = {"starts_on": date(2024, 1, 1), "ends_on": date(2025, 12, 31)}
    make_consultation(None, "All the time", audience="open online", **long)

    page = officer.get("/timeline?zoom=weeks&from=2024-09-23")

    x, width = re.search(
        r'<rect class="firm" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', page.text
    ).groups()
    assert (float(x), float(width)) == (12.0, 893.0)
