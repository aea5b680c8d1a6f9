"""What pages and calendars cost the server, in CPU time for each request."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from icalendar import Calendar, Event

from benchmarks.instance import (
    Instance,
    Reader,
    Served,
    cookie_of,
    cpu_milliseconds,
    migrate,
    served,
)
from benchmarks.meeting import ITEMS_A_DAY, make_feed, make_full_meeting, move_an_item
from benchmarks.rows import Row
from eventsapp.extensions import db

PEOPLE = 500
MANY_PEOPLE = 5_000
EMPTY = "an empty view"


def pages(folder: Path, database_url: str, engine: str) -> Iterator[Row]:
    """Measure the meeting's page and its calendar, with 60 items and 500 people."""
    empty = empty_view(folder)
    instance = Instance(folder, database_url)
    app = instance.app()
    migrate(app)
    with app.app_context():
        officer = make_full_meeting(PEOPLE)
        feed = make_feed(officer)
        cookie = cookie_of(app, officer)
        db.session.commit()
        with instance.running("web") as server:
            reader = Reader(server.base, cookie)
            value = cpu_milliseconds(server, lambda: reader.get("/meetings/egm-2"))
            yield Row(f"{engine}: meeting page, 60 items", value, "ms CPU", "≤ 8 ms", empty, EMPTY)
            yield Row(f"{engine}: its weight, compressed", reader.length / 1000, "kB", "≤ 25 kB")
            value = cpu_milliseconds(server, lambda: reader.get("/meetings/egm-2/agenda"))
            work = f"{engine}: its agenda, with what changes it"
            yield Row(work, value, "ms CPU", "", empty, EMPTY)
            yield from _feed(engine, server, feed, app, empty)


def _feed(engine: str, server: Served, feed: str, app: object, empty: float) -> Iterator[Row]:
    program = Reader(server.base)

    def changed() -> None:
        move_an_item(app)
        program.get(feed)

    value = cpu_milliseconds(server, changed)
    bare, bare_is = serialising_alone(), "icalendar alone, same events"
    yield Row(f"{engine}: calendar of 60 items, changed", value, "ms CPU", "≤ 6 ms", bare, bare_is)
    tag = program.get(feed).headers["ETag"]
    value = cpu_milliseconds(server, lambda: program.get(feed, expect=304, If_None_Match=tag))
    work = f"{engine}: the same, unchanged: 304"
    yield Row(work, value, "ms CPU", "≤ 1.5 ms", empty, EMPTY)


def people(folder: Path, database_url: str, engine: str) -> Iterator[Row]:
    """Measure the secretariat's page of 5,000 participants."""
    empty = empty_view(folder)
    instance = Instance(folder, database_url)
    app = instance.app()
    migrate(app)
    with app.app_context():
        cookie = cookie_of(app, make_full_meeting(MANY_PEOPLE))
        db.session.commit()
    with instance.running("web") as server:
        reader = Reader(server.base, cookie)
        path = "/meetings/egm-2/participants"
        value = cpu_milliseconds(server, lambda: reader.get(path), 100)
        work = f"{engine}: participants page, 5,000 people"
        yield Row(work, value, "ms CPU", "≤ 15 ms", empty, EMPTY)


def empty_view(folder: Path) -> float:
    """Return the CPU milliseconds of an empty Flask view under the same server."""
    instance = Instance(folder)
    command = [sys.executable, "-m", "benchmarks.empty"]
    with served(command, instance.environment, instance.base, "/") as server:
        reader = Reader(server.base)
        return cpu_milliseconds(server, lambda: reader.get("/"), 1000)


def serialising_alone() -> float:
    """Return the CPU milliseconds that icalendar takes for as many events, and nothing else."""
    import time

    def write() -> bytes:
        calendar = Calendar()
        for number in range(ITEMS_A_DAY * 3):
            event = Event()
            event.add("uid", f"{number}@example.test")
            event.add("summary", f"Item {number}: water for people")
            for name in ("dtstart", "dtend", "dtstamp", "last-modified"):
                event.add(name, datetime(2024, 9, 26, 9, tzinfo=UTC))
            event.add("sequence", 0)
            calendar.add_component(event)
        return calendar.to_ical()

    write()
    before = time.process_time()
    for _ in range(20):
        write()
    return (time.process_time() - before) / 20 * 1000
