"""A worker that is told to stop finishes the mail in hand and begins no other."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from eventsapp.extensions import db
from eventsapp.mail.models import Message
from eventsapp.mail.services import queue_message
from tests.factories import NOW
from tests.mail.server import mail_server

SOON = 20
NAMES = ("amina", "karen", "suharto")


@pytest.fixture
def three_waiting(app):
    for name in NAMES:
        queue_message(
            kind="sign-in",
            dedupe_key=name,
            recipient=f"{name}@example.test",
            subject="Due today",
            text="Dear reader\n",
            now=NOW,
        )
    db.session.commit()


def start_worker(database, folder, mail_url):
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.getcwd(),
        "DATABASE_URL": database.address,
        "INSTANCE_DIR": str(folder / "worker"),
        "MAIL_URL": mail_url,
    }
    return subprocess.Popen([sys.executable, "-m", "eventsapp", "worker"], env=environment)


def test_a_worker_told_to_stop_finishes_the_mail_in_hand_and_gives_back_the_rest(
    three_waiting, database, tmp_path
):
    is_in_hand, may_go_on = threading.Event(), threading.Event()

    def take_long(address):
        is_in_hand.set()
        may_go_on.wait(SOON)

    with mail_server() as server:
        server.when_taken = take_long
        worker = start_worker(database, tmp_path, server.url)
        try:
            assert is_in_hand.wait(SOON)
            worker.send_signal(signal.SIGTERM)
            with pytest.raises(subprocess.TimeoutExpired):
                worker.wait(timeout=1)
            may_go_on.set()
            assert worker.wait(timeout=SOON) == 0
        finally:
            may_go_on.set()
            worker.kill()
            worker.wait()

    db.session.rollback()
    states = [
        message.state for message in db.session.scalars(db.select(Message).order_by(Message.id))
    ]
    assert states == ["sent", "pending", "pending"]
