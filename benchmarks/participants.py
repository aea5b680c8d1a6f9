"""The people of one meeting, from a thousand to a hundred thousand: the page, filters, exports."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import insert, text

from benchmarks.instance import Instance, Reader, cookie_of, cpu_milliseconds, migrate
from benchmarks.pages import EMPTY, empty_view
from benchmarks.registry import fill_registry
from benchmarks.rows import Row
from eventsapp.accounts.models import SECRETARIAT
from eventsapp.extensions import db
from eventsapp.invitations.models import Invitation
from eventsapp.meetings.models import Participation
from eventsapp.people.models import Person
from tests.factories import NOW, make_meeting, make_person, make_user

CODE = "egm-9"
PAGES = {
    "first page": "",
    "a far page": "?page=9",
    "invited, no answer, Eastern Europe": "?answer=none&region=group:Eastern European States",
    "one name": "?q=marbane+perwan",
    "by country": "?sort=country",
    "reachable experts": "?mail=reachable&role=expert",
}
# What is opened every day; other filters look at everybody of the meeting.
MUST_NOT_GROW = {"first page", "a far page", "one name"}


def participants(folder: Path, database_url: str, engine: str) -> Iterator[Row]:
    """Measure a meeting of 1,000 people, then of 5,000, then of 100,000."""
    empty = empty_view(folder)
    instance = Instance(folder, database_url)
    app = instance.app()
    migrate(app)
    with app.app_context():
        cookie = cookie_of(app, make_user(make_person("Grace Wanjiru"), SECRETARIAT))
        meeting_id, other_id = make_meeting(CODE, number=9).id, make_meeting().id
        db.session.commit()
        _fill(0, 1_000, meeting_id, other_id)
    few = dict(_pages(instance, cookie))
    with app.app_context():
        _fill(1_000, 5_000, meeting_id, other_id)
    for work, value in _pages(instance, cookie):
        yield Row(f"{engine}: 5,000 participants, {work}", value, "ms CPU", "≤ 15", empty, EMPTY)
    yield from _exports(engine, instance, cookie)
    with app.app_context():
        _fill(5_000, 100_000, meeting_id, other_id)
    for work, value in _pages(instance, cookie):
        yield Row(f"{engine}: 100,000 participants, {work}", value, "ms CPU", "", empty, EMPTY)
        growth, aim = value / few[work], "≤ 1.5" if work in MUST_NOT_GROW else ""
        yield Row(f"{engine}: its growth from 1,000 people", growth, "times", aim)


def _pages(instance: Instance, cookie: str) -> Iterator[tuple[str, float]]:
    with instance.running("web") as server:
        reader = Reader(server.base, cookie)
        for work, said in PAGES.items():
            path = f"/meetings/{CODE}/participants{said}".replace(" ", "%20")
            yield work, cpu_milliseconds(server, lambda path=path: reader.get(path), 40)


def _exports(engine: str, instance: Instance, cookie: str) -> Iterator[Row]:
    with instance.running("web") as server:
        reader = Reader(server.base, cookie)
        for kind, aim in (("csv", "≤ 0.15 s"), ("xlsx", "≤ 0.6 s")):
            # What a process does for its first file only is no part of it.
            reader.get(f"/meetings/{CODE}/participants.{kind}?q=nobody")
            before = server.cpu_seconds()
            reader.get(f"/meetings/{CODE}/participants.{kind}")
            spent = server.cpu_seconds() - before
            yield Row(f"{engine}: {kind.upper()} of 5,000 participants", spent, "s CPU", aim)


def _fill(first: int, last: int, meeting_id: int, other_id: int) -> None:
    """Enter people of these numbers and invite them; of ten, six have answered."""
    before = db.session.scalar(db.select(db.func.max(Person.id))) or 0
    fill_registry(first, last, other_id)
    new = db.session.scalars(db.select(Person.id).where(Person.id > before)).all()
    part = {"meeting_id": meeting_id, "is_expert": True, "route": "invitation"}
    db.session.execute(insert(Participation), [{**part, "person_id": one} for one in new])
    parts = db.select(Participation.id, Participation.person_id).where(
        Participation.meeting_id == meeting_id, Participation.person_id > before
    )
    held = [
        {
            "participation_id": number,
            "meeting_id": meeting_id,
            "invited_at": NOW,
            "answer": ("yes", "no", None, "perhaps", "yes", None, "yes", "yes", None, None)[
                person % 10
            ],
        }
        for number, person in db.session.execute(parts)
    ]
    db.session.execute(insert(Invitation), held)
    db.session.execute(text("ANALYZE"))
    db.session.commit()
