"""Reminders to 5,000 people: how fast they are queued, and how fast one worker delivers them."""

import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from aiosmtpd.controller import Controller

from benchmarks.instance import Instance, free_port, migrate
from benchmarks.meeting import invented_name
from benchmarks.rows import Row
from eventsapp import worker
from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from eventsapp.mail.models import SENT, Message
from eventsapp.reminders.jobs import queue_due_reminders
from tests.factories import make_deadline, make_meeting, make_person, take_part

PEOPLE = 5_000
BARE = 1_000


class Sink:
    """Takes every mail and keeps none; counts them."""

    def __init__(self) -> None:
        self.count = 0
        self.last = b""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name aiosmtpd calls
        """Take one mail."""
        self.count += 1
        self.last = envelope.content
        return "250 OK"


@contextmanager
def listening(sink: Sink) -> Iterator[int]:
    """Give the port of an SMTP server on this machine."""
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def reminders(folder: Path, database_url: str, engine: str) -> Iterator[Row]:
    """Measure queueing for everybody who owes, and delivery into a real SMTP server."""
    sink = Sink()
    with listening(sink) as port:
        app = Instance(folder, database_url, MAIL_URL=f"smtp://127.0.0.1:{port}").app()
        migrate(app)
        now = real_utcnow()
        with app.app_context():
            _owing(now.date())
            begun = time.perf_counter()
            queue_due_reminders(now)
            db.session.commit()
            seconds = time.perf_counter() - begun
            queued = db.session.scalar(db.select(db.func.count(Message.id)))
            yield Row(f"{engine}: {queued:,} reminders queued", seconds, "s", "≤ 2 s")
            rate = _delivered_a_second(now)
            sent = db.select(db.func.count(Message.id)).where(Message.state == SENT)
            if (count := db.session.scalar(sent)) != queued or sink.count != queued:
                raise RuntimeError(f"{queued} queued, {count} sent, {sink.count} received")
        bare = _bare_rate(port, sink.last)
    aim = "≥ 400/s, ratio ≥ 0.7"
    yield Row(f"{engine}: delivered by one worker", rate, "/s", aim, bare, "bare smtplib loop")


def _owing(today: date) -> None:
    """Everybody owes by tomorrow and is reminded today, at a time that has come everywhere."""
    meeting = make_meeting(starts_on=today, ends_on=today + timedelta(days=9))
    people = [make_person(invented_name(number), tz="UTC") for number in range(PEOPLE)]
    for person in people:
        take_part(meeting, person)
    deadline = make_deadline(
        "Feedback on the draft",
        today + timedelta(days=1),
        owed_by=people,
        days_before=[2],
        meeting_id=meeting.id,
        tz="UTC",
    )
    deadline.reminders[0].remind_on = today - timedelta(days=1)
    db.session.commit()


def _delivered_a_second(now: object) -> float:
    begun = time.perf_counter()
    pending = db.select(db.func.count(Message.id)).where(Message.state == "pending")
    while db.session.scalar(pending):
        db.session.rollback()
        worker.deliver_mail(now)
        db.session.rollback()
    return PEOPLE / (time.perf_counter() - begun)


def _bare_rate(port: int, content: bytes) -> float:
    """Return how many mails a second a bare loop over one connection sends into the same sink."""
    begun = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(BARE):
            server.sendmail("office@example.test", [f"person{number}@example.test"], content)
    return BARE / (time.perf_counter() - begun)
