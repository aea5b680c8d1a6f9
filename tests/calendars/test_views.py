"""The page of one's own calendar, and the feeds as programs fetch them."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import event

from eventsapp.accounts.models import SECRETARIAT
from eventsapp.agendas.services import change_item
from eventsapp.calendars.services import create_feed
from eventsapp.extensions import db
from tests.factories import (
    commit,
    make_consultation,
    make_day,
    make_deadline,
    make_item,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
    take_part,
)


@pytest.fixture
def reader(app, NOW):
    """An expert with a room, a timed item, a consultation and a deadline, and their address."""
    person = make_person("Wangari Otieno")
    meeting = make_meeting(is_public=True, place="Nairobi", title="Water and people")
    take_part(meeting, person)
    day = make_day(meeting, starts_at_time=time(9), ends_at_time=time(17, 30))
    make_day(meeting, 2, date(2024, 9, 27))
    opening = make_item(day, "Opening", 1, time(9), 30)
    ends = datetime(2024, 9, 26, 14, 30, tzinfo=UTC)
    make_item(day, "Closing", 2, time(17), 30, start_at=ends - timedelta(minutes=30), end_at=ends)
    placement = place(person, make_room(make_round(meeting, day), "1", "Rivers"), "moderator")
    placement.changed_at = NOW
    make_consultation(meeting, audience="experts", certainty="proposed")
    make_deadline(owed_by=[person])
    user = make_user(person)
    __, token = create_feed(by=user, now=NOW)
    commit()
    return {
        "user": user,
        "meeting": meeting,
        "opening": opening,
        "day": day,
        "token": token,
        "path": f"/calendars/{token}.ics",
    }


def address_on(page):
    return re.search(r'value="(http://localhost/calendars/[\w-]+\.ics)"', page.text)[1]


def move(reader, now, starts=time(10)):
    change_item(
        reader["opening"],
        title="Opening",
        starts=starts,
        minutes=45,
        day=reader["day"],
        by=make_user(role=SECRETARIAT),
        now=now,
    )
    commit()


def test_a_new_address_is_shown_once_and_works(signed_in_as):
    person = make_person("ليلى حداد")
    day = make_day(make_meeting())
    take_part(day.meeting, person)
    visitor = signed_in_as(make_user(person))

    shown = visitor.post("/calendars", headers={"Accept-Encoding": "gzip, br"})

    address = address_on(shown)
    assert shown.status_code == 200
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["Content-Encoding"] == "identity"
    # Over HTTPS a form must say which page it was sent from, and this page has Sign out.
    assert shown.headers["Referrer-Policy"] == "same-origin"
    assert f'href="{address.replace("http:", "webcal:")}"' in shown.text
    assert address not in visitor.get("/calendars").text
    feed = visitor.get(address)
    assert [str(e["SUMMARY"]) for e in Calendar.from_ical(feed.data).walk("VEVENT")] == [
        "EGM 2, day 1"
    ]


def test_a_second_address_is_refused_with_the_next_step(signed_in_as, reader):
    answer = signed_in_as(reader["user"]).post("/calendars")

    assert answer.status_code == 409
    assert "replace it if you need it anew" in answer.text


def test_a_replaced_address_stops_and_the_new_one_works(signed_in_as, client, reader):
    visitor = signed_in_as(reader["user"])
    link = re.search(r"/calendars/\d+/renew", visitor.get("/calendars").text)[0]
    assert "stops at once" in visitor.get(link).text

    shown = visitor.post(link)

    assert client.get(reader["path"]).status_code == 404
    assert client.get(address_on(shown)).status_code == 200
    assert visitor.post(link).status_code == 409


def test_a_stopped_address_stops(signed_in_as, client, reader):
    visitor = signed_in_as(reader["user"])
    link = re.search(r"/calendars/\d+/revoke", visitor.get("/calendars").text)[0]
    assert "no longer get your meetings" in visitor.get(link).text

    page = visitor.post(link, follow_redirects=True)

    assert "The address no longer works" in page.text
    assert "Make my calendar address" in page.text
    assert client.get(reader["path"]).status_code == 404


@pytest.mark.parametrize("act", ["renew", "revoke"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_reaches_the_address_of_another_not_even_staff(
    signed_in_as, client, reader, act, method
):
    visitor = signed_in_as(reader["user"])
    link = re.search(rf"/calendars/\d+/{act}", visitor.get("/calendars").text)[0]

    for role in ("expert", SECRETARIAT):
        other = signed_in_as(make_user(make_person(role), role))
        assert getattr(other, method)(link).status_code == 404
    assert client.get(reader["path"]).status_code == 200


def test_the_page_says_when_and_by_what_the_address_was_fetched(signed_in_as, client, reader):
    visitor = signed_in_as(reader["user"])
    assert "not yet: add the address" in visitor.get("/calendars").text

    client.get(reader["path"], headers={"User-Agent": "Google-Calendar-Importer"})

    page = visitor.get("/calendars").text
    assert "<bdi>Google Calendar</bdi>" in page
    assert "not yet: add the address" not in page


def test_a_feed_needs_no_sign_in_no_cookie_and_no_accept_header(client, reader):
    answer = client.get(reader["path"], headers={"Accept-Encoding": "gzip, br"})

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers.get("Content-Encoding") is None
    assert answer.headers.get("Set-Cookie") is None
    assert answer.headers["ETag"].startswith('"')


def test_a_personal_feed_tells_what_is_the_readers(client, reader):
    found = Calendar.from_ical(client.get(reader["path"]).data)

    assert str(found["X-WR-CALNAME"]) == "My meetings and deadlines"
    assert sorted(str(entry["SUMMARY"]) for entry in found.walk("VEVENT")) == [
        "Deadline: Feedback on the draft",
        "EGM 2, day 1",
        "EGM 2, day 2",
        "EGM 2, room 1: Rivers",
        "EGM 2: Closing",
        "EGM 2: Opening",
        "Regional consultation",
    ]


def test_links_in_a_feed_lead_to_the_pages_of_this_instance(client, reader):
    octets = client.get(reader["path"]).data

    links = {str(e["URL"]) for e in Calendar.from_ical(octets).walk("VEVENT") if "URL" in e}
    assert links >= {"http://localhost/consultations/1"}
    assert {link[:17] for link in links} == {"http://localhost/"}


def test_a_feed_that_did_not_change_is_the_same_to_the_byte_and_then_not_sent(client, reader):
    first, second = client.get(reader["path"]), client.get(reader["path"])

    unchanged = client.get(reader["path"], headers={"If-None-Match": first.headers["ETag"]})

    assert first.data == second.data
    assert dict(first.headers) == dict(second.headers)
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert unchanged.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": '"another"'}, 200),
        ({"If-None-Match": "*"}, 304),
        ({"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}, 200),
        ({"If-Modified-Since": "not a date"}, 200),
        ({"Accept": "text/html"}, 200),
        ({"Accept-Language": "fr"}, 200),
    ],
)
def test_conditions_that_do_not_hold_get_the_whole_feed(client, reader, headers, status):
    client.get(reader["path"])

    assert client.get(reader["path"], headers=headers).status_code == status


def test_an_etag_decides_over_a_date(client, reader):
    seen = client.get(reader["path"]).headers

    answer = client.get(
        reader["path"],
        headers={"If-None-Match": '"another"', "If-Modified-Since": seen["Last-Modified"]},
    )

    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["own", "/meetings/egm-2/public.ics"])
def test_a_program_that_only_knows_dates_learns_of_what_was_taken_away(client, reader, path):
    path = reader["path"] if path == "own" else path
    since = client.get(path).headers["Last-Modified"]
    assert client.get(path, headers={"If-Modified-Since": since}).status_code == 304

    db.session.delete(reader["opening"])
    changed = client.get(path, headers={"If-Modified-Since": since})

    assert changed.status_code == 200
    assert b"Opening" not in changed.data
    assert changed.headers["Last-Modified"] != since


@pytest.mark.parametrize("path", ["own", "/meetings/egm-2/public.ics"])
def test_head_says_what_get_would(client, reader, path):
    path = reader["path"] if path == "own" else path
    got = client.get(path)

    head = client.head(path)

    assert (head.status_code, head.data) == (200, b"")
    assert dict(head.headers) == dict(got.headers)


@pytest.mark.parametrize("path", ["own", "/meetings/egm-2/public.ics"])
def test_moving_an_item_changes_the_lines_of_its_time_and_version_and_nothing_else(
    client, reader, path, NOW
):
    path = reader["path"] if path == "own" else path
    before = client.get(path).data.decode().split("\r\n")

    move(reader, NOW + timedelta(hours=3))

    after = client.get(path).data.decode().split("\r\n")
    start = after.index(f"UID:{reader['opening'].uid}")
    changed = [n for n, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    assert changed == [start + offset for offset in (1, 2, 3, 4, 5)]
    assert after[start + 1 : start + 6] == [
        "DTSTAMP:20240928T090000Z",
        "LAST-MODIFIED:20240928T090000Z",
        "SEQUENCE:1",
        "DTSTART:20240926T070000Z",
        "DTEND:20240926T074500Z",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/calendars/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ics",
        "/calendars/x.ics",
        "/meetings/egm-3/public.ics",
        "/meetings/egm-9/public.ics",
    ],
)
def test_an_address_that_leads_nowhere_says_only_that(client, reader, path):
    make_meeting("egm-3", number=3)

    assert client.get(path).status_code == 404


def test_a_public_feed_names_no_person_no_room_and_no_address(client, reader):
    answer = client.get("/meetings/egm-2/public.ics")

    found = Calendar.from_ical(answer.data)
    assert found["NAME"] == "Water and people"
    assert sorted(str(entry["SUMMARY"]) for entry in found.walk("VEVENT")) == [
        "EGM 2, day 1",
        "EGM 2, day 2",
        "EGM 2: Closing",
        "EGM 2: Opening",
    ]
    told = answer.text.lower()
    assert [
        word for word in ("wangari", "room", "rivers", "mailto", "attendee") if word in told
    ] == []
    assert answer.headers["Cache-Control"] == "public, no-cache"


def test_a_meeting_that_is_public_no_more_has_no_public_feed(client, reader):
    assert client.get("/meetings/egm-2/public.ics").status_code == 200

    reader["meeting"].is_public = False

    assert client.get("/meetings/egm-2/public.ics").status_code == 404


def test_an_unchanged_feed_costs_two_queries_and_a_changed_one_no_more_for_more_items(
    client, reader, NOW
):
    def queries(**headers):
        seen = []
        app = client.application
        with app.app_context():
            engine = db.engine

        def count(connection, cursor, statement, *rest):
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", count)
        client.get(reader["path"], headers=headers)
        event.remove(engine, "before_cursor_execute", count)
        return len([s for s in seen if s.startswith(("SELECT", "WITH", "UPDATE", "INSERT"))])

    etag = client.get(reader["path"]).headers["ETag"]
    few = queries()
    assert queries(**{"If-None-Match": etag}) == 2

    for number in range(3, 40):
        make_item(reader["day"], f"Item {number}", number, time(9), 10)
    commit()
    client.get(reader["path"])

    assert queries() == few == 7


def test_the_language_of_a_feed_is_in_its_address_and_not_asked_of_the_program(make_app, NOW):
    app = make_app(LANGUAGES=("en", "fr"))
    with app.app_context():
        __, token = create_feed(by=make_user(), now=NOW)
        commit()
        client = app.test_client()
        plain = client.get(f"/calendars/{token}.ics").headers["ETag"]
        asked = client.get(f"/calendars/{token}.ics", headers={"Accept-Language": "fr"})
        chosen = client.get(f"/calendars/{token}.ics?lang=fr")

    assert asked.headers["ETag"] == plain
    assert chosen.headers["ETag"] != plain
