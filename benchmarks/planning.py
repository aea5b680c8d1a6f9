"""A plan of five years: the timeline, the search for clashes, calendars; and how the search grows.

500 meetings in 20 processes with 5,000 agenda items that have hours, 500 consultations, 500
deadlines and 250 releases; 30 people take part in each meeting, of 3,000.
"""

import gc
import math
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall
from pathlib import Path

from flask import Flask
from sqlalchemy import insert, text

from benchmarks.instance import Instance, Reader, Served, cookie_of, cpu_milliseconds, migrate
from benchmarks.meeting import invented_name, make_feed
from benchmarks.pages import EMPTY, empty_view
from benchmarks.rows import Row
from eventsapp.accounts.models import SECRETARIAT, User
from eventsapp.clashes.finding import clashes
from eventsapp.clashes.sittings import Plan, Sitting
from eventsapp.columns import new_uid
from eventsapp.consultations.models import Consultation
from eventsapp.documents.models import Release
from eventsapp.extensions import db
from eventsapp.meetings.models import AgendaItem, Meeting, MeetingDay, Participation, Process
from eventsapp.people.models import Person
from eventsapp.planning.planned import CONSULTATION, DEADLINE, MEETING, Bar
from eventsapp.reminders.models import Deadline
from tests.factories import NOW, make_person, make_user

FIRST_DAY = date(2024, 1, 8)
DAYS = 5 * 365
MEETINGS, ITEMS, PROCESSES, PEOPLE, SEATS = 500, 10, 20, 3_000, 30
PLACES = ("Nairobi", "Baku", "Cairo", "Quito, Room 3", None)
PAGES = {
    "timeline, as it opens": "/timeline",
    "timeline, eight weeks": "/timeline?zoom=weeks",
    "timeline, two years counted": "/timeline?zoom=quarters&from=2025-01-01",
    "timeline, five years counted": "/timeline?zoom=years&from=2024-01-01",
    "timeline, five years of deadlines": "/timeline?zoom=years&from=2024-01-01&kind=deadline",
    "clashes of a year": "/clashes?from=2025-01-01&to=2025-12-31",
    "clashes of all five years": "/clashes?from=2024-01-01&to=2028-12-31",
}
AIMS = {"timeline, as it opens": "≤ 15 ms", "timeline, eight weeks": "≤ 15 ms"}
SIZES = (1_000, 10_000, 100_000)
ROUNDS = 5


def planning(folder: Path, database_url: str, engine: str) -> Iterator[Row]:
    """Measure the pages on that plan, and once, without any database, how the search grows."""
    if engine == "sqlite":
        yield from growth()
    empty = empty_view(folder)
    instance = Instance(folder, database_url)
    app = instance.app()
    migrate(app)
    with app.app_context():
        officer, expert = make_plan()
        cookies = {"staff": cookie_of(app, officer), "an expert": cookie_of(app, expert)}
        feeds = {"staff": make_feed(officer), "an expert": make_feed(expert)}
        db.session.commit()
    with instance.running("web") as server:
        for work, path in PAGES.items():
            reader = Reader(server.base, cookies["staff"])
            value = cpu_milliseconds(server, lambda path=path, one=reader: one.get(path), 50)
            aim = AIMS.get(work, "")
            yield Row(f"{engine}: {work}", value, "ms CPU", aim, empty, EMPTY)
            yield Row(f"{engine}: its weight, compressed", reader.length / 1000, "kB", "≤ 25 kB")
        reader = Reader(server.base, cookies["an expert"])
        value = cpu_milliseconds(server, lambda: reader.get("/timeline"), 50)
        yield Row(f"{engine}: timeline of an expert", value, "ms CPU", "≤ 15 ms", empty, EMPTY)
        yield from _feeds(engine, server, feeds, app, empty)


def _feeds(
    engine: str, server: Served, feeds: dict[str, str], app: Flask, empty: float
) -> Iterator[Row]:
    program = Reader(server.base)
    for whose, feed in feeds.items():
        # A clock that ticks a hundred times a second needs many of the fast ones.
        times, fast = (5, 20) if whose == "staff" else (60, 400)

        def changed(feed: str = feed, whose: str = whose) -> None:
            _change_an_item(app, whose)
            program.get(feed)

        value = cpu_milliseconds(server, changed, times)
        aim, aim_unchanged = ("", "") if whose == "staff" else ("≤ 6 ms", "≤ 1.5 ms")
        yield Row(f"{engine}: calendar of {whose}, changed", value, "ms CPU", aim, empty, EMPTY)
        yield Row(f"{engine}: its length", program.length / 1000, "kB", "")
        tag = program.get(feed).headers["ETag"]
        value = cpu_milliseconds(
            server,
            lambda feed=feed, tag=tag: program.get(feed, expect=304, If_None_Match=tag),
            fast,
        )
        work = f"{engine}: the same, unchanged: 304"
        yield Row(work, value, "ms CPU", aim_unchanged, empty, EMPTY)


def _change_an_item(app: Flask, whose: str) -> None:
    with app.app_context():
        # Soon done: after a pause the server finds the caches of the processor cold.
        first = db.select(AgendaItem).order_by(AgendaItem.id).limit(1)
        item = db.session.scalar(first)
        assert item is not None
        item.duration_minutes = 15 if item.duration_minutes == 20 else 20
        item.touch(NOW + timedelta(seconds=item.sequence + 1), moved=True)
        db.session.commit()


def growth() -> Iterator[Row]:
    """Measure the pure search at three sizes, each with as many processes, people and rooms in
    proportion, and its growth beside that of n log n.

    The baseline sorts the same sessions and looks up each of their people once: what n log n steps
    take on this machine, whose caches are smaller than the largest plan.
    """
    before: tuple[int, float, float] | None = None
    for count in SIZES:
        plan = sessions(count)
        found = len(clashes(plan))
        spent = _milliseconds(lambda plan=plan: clashes(plan))
        bare = _milliseconds(lambda plan=plan: _sorted_and_looked_up(plan))
        work = f"clash search, {count:,} sessions, {found:,} clashes"
        yield Row(work, spent, "ms CPU", "the same ratio", bare, "sorting, one look-up a seat")
        if before is not None:
            fewer, less, less_bare = before
            n_log_n = count * math.log2(count) / (fewer * math.log2(fewer))
            yield Row("its growth", spent / less, "times", "ratio ≤ 1", n_log_n, "n log n")
            yield Row("growth of the baseline", bare / less_bare, "times", "", n_log_n, "n log n")
        before = (count, spent, bare)


def _milliseconds(work: Callable[[], object]) -> float:
    """Return the least CPU time of some rounds, without the collector of garbage: that takes the
    longer the more there is of everything else."""
    times = []
    for _ in range(ROUNDS):
        gc.collect()
        gc.disable()
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
        gc.enable()
    return min(times) * 1000


def _sorted_and_looked_up(plan: Plan) -> int:
    last: dict[int, Sitting] = {}
    for sitting in sorted(plan.sittings, key=lambda one: one.start_at):
        for person in sitting.people:
            if last.get(person) is not sitting:
                last[person] = sitting
    return len(last)


def sessions(count: int) -> Plan:
    """Return a plan with so many sessions of an hour over five years: in each process ten a
    meeting, with a deadline and a call; twelve people a session, and a room."""
    meetings = count // 10
    bars, sittings = [], []
    for number in range(meetings):
        scope = f"process {number % max(1, meetings // 25)}"
        # Of ten meetings, one is on the days, and with some of the people, of the one before.
        like = number - (number % 10 == 9)
        day = FIRST_DAY + timedelta(days=like * 37 % DAYS)
        bar = Bar(f"meeting-{number}", MEETING, f"Meeting {number}", day, day + timedelta(days=1),
                  audience="experts", mode="hybrid", tz="Africa/Nairobi", scope=scope)  # fmt: skip
        due, called = day + timedelta(days=number % 30), day + timedelta(days=number % 45)
        bars += [
            bar,
            Bar(f"deadline-{number}", DEADLINE, f"Comments {number}", due, due, scope=scope),
            Bar(f"consultation-{number}", CONSULTATION, f"Call {number}", called, called,
                audience="experts", scope=scope),
        ]  # fmt: skip
        for item in range(10):
            begins = datetime(day.year, day.month, day.day, 6 + item % 5, tzinfo=UTC)
            begins += timedelta(days=item // 5)
            people = frozenset(
                (like * 13 + item * 7 + seat * 31 + (seat > 1) * (number - like) * 999_983)
                % (count + 12)
                for seat in range(12)
            )
            sittings.append(
                Sitting(f"item-{number}-{item}", f"Session {item}", bar, begins,
                        begins + timedelta(hours=1), "Africa/Nairobi",
                        place=f"Room {(like * 7 + item) % max(1, count // 20)}",
                        people=people, zones=(("Pacific/Auckland", 2), ("Europe/Warsaw", 3)))
            )  # fmt: skip
    return Plan(tuple(bars), tuple(sittings))


def make_plan() -> tuple[User, User]:
    """Fill the database; return an officer, and an expert who takes part in six meetings."""
    officer = make_user(make_person("Ana Paula Bruno", tz="Africa/Nairobi"), SECRETARIAT)
    expert = make_user(make_person("Huiwen", tz="Asia/Shanghai"))
    kept = {"created_at": NOW, "changed_at": NOW}
    zones = ("Africa/Nairobi", "Pacific/Auckland", "America/Lima", None)
    people = _added(Person, [
        {"printed_name": invented_name(one), "sort_key": invented_name(one), "search_key": "",
         "tz": zones[one % 4], "created_at": NOW} for one in range(PEOPLE)
    ])  # fmt: skip
    processes = _added(Process, [{"code": f"P-{one}"} for one in range(PROCESSES)])
    meetings = _added(Meeting, [
        {"code": f"egm-{one}", "process_id": processes[one % PROCESSES], "series": "EGM",
         "number": one, "title": f"Expert Group Meeting {one} on water", "tz": "Africa/Nairobi",
         "starts_on": _day(one), "ends_on": _day(one) + timedelta(days=1),
         "place": PLACES[one % 5], "mode": ("in person", "hybrid", "online")[one % 3],
         "audience": "experts", **kept} for one in range(MEETINGS)
    ])  # fmt: skip
    _fill_meetings(meetings)
    _fill_dates(meetings)
    seats = [
        {"meeting_id": meeting, "person_id": people[(index * 17 + seat * 101) % PEOPLE],
         "is_expert": True} for index, meeting in enumerate(meetings) for seat in range(SEATS)
    ]  # fmt: skip
    seats += [{"meeting_id": one, "person_id": expert.person_id, "is_expert": True}
              for one in meetings[::90]]  # fmt: skip
    db.session.execute(insert(Participation), seats)
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    return officer, expert


def _day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number * DAYS // MEETINGS)


def _added(model: type, rows: list[dict[str, object]]) -> list[int]:
    db.session.execute(insert(model), rows)
    newest = db.select(model.id).order_by(model.id.desc()).limit(len(rows))  # type: ignore[attr-defined]
    return sorted(db.session.scalars(newest))


def _in_calendars() -> dict[str, object]:
    return {"uid": new_uid(), "sequence": 0, "changed_at": NOW}


def _fill_meetings(meetings: list[int]) -> None:
    hours = {"starts_at_time": wall(9), "ends_at_time": wall(17)}
    days = _added(MeetingDay, [
        {"meeting_id": meeting, "number": number,
         "on_date": _day(index) + timedelta(days=number - 1), **hours, **_in_calendars()}
        for index, meeting in enumerate(meetings) for number in (1, 2)
    ])  # fmt: skip
    items = []
    for index, day in enumerate(days):
        on = _day(index // 2) + timedelta(days=index % 2)
        for position in range(ITEMS // 2):
            begins = datetime(on.year, on.month, on.day, 6 + position, tzinfo=UTC)
            items.append({
                "day_id": day, "position": position + 1, "title": f"Session {position}",
                "starts_at_time": wall(9 + position), "duration_minutes": 60,
                "start_at": begins, "end_at": begins + timedelta(hours=1), **_in_calendars(),
            })  # fmt: skip
    db.session.execute(insert(AgendaItem), items)


def _fill_dates(meetings: list[int]) -> None:
    audiences = ("experts", "regional", "private sector", "open online")
    calls, deadlines, releases = [], [], []
    for index, meeting in enumerate(meetings):
        first = _day(index) + timedelta(days=20)
        plain = {"meeting_id": meeting, "tz": "Africa/Nairobi", "created_at": NOW}
        calls.append({**plain, **_in_calendars(), "title": f"Consultation {index}",
                      "audience": audiences[index % 4], "starts_on": first,
                      "ends_on": first + timedelta(days=index % 6),
                      "rrule": "FREQ=MONTHLY;BYDAY=1MO" if index % 50 == 0 else None})  # fmt: skip
        deadlines.append({**plain, **_in_calendars(), "title": f"Comments {index}",
                          "due_on": first, "due_at": NOW, "audience": "experts"})  # fmt: skip
        if index % 2:
            releases.append({**plain, **_in_calendars(), "title": f"Draft {index}",
                             "kind": "release", "starts_on": first, "ends_on": first})  # fmt: skip
    for model, rows in ((Consultation, calls), (Deadline, deadlines), (Release, releases)):
        db.session.execute(insert(model), rows)
