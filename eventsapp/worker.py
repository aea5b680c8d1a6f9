"""Which job runs how often. APScheduler is only the clock: all that a job must remember is in
our tables."""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask
from sqlalchemy.exc import OperationalError

from eventsapp.accounts import jobs as accounts
from eventsapp.boards.emails import still_wanted as is_room_mail_wanted
from eventsapp.clock import real_utcnow, utcnow
from eventsapp.comments import jobs as comments
from eventsapp.comments.queries import still_wanted as is_comments_mail_wanted
from eventsapp.demonstration import jobs as demonstration
from eventsapp.extensions import db
from eventsapp.hearings import jobs as hearings
from eventsapp.hearings.queries import still_wanted as is_hearing_mail_wanted
from eventsapp.imports import jobs as imports
from eventsapp.invitations import jobs as invitations
from eventsapp.invitations.queries import still_wanted as is_invitation_wanted
from eventsapp.letters.queries import still_wanted as is_letter_mail_wanted
from eventsapp.mail import jobs as mail
from eventsapp.mail.models import Message
from eventsapp.polls import jobs as polls
from eventsapp.polls.queries import still_wanted as is_poll_mail_wanted
from eventsapp.registrations import jobs as registrations
from eventsapp.registrations.queries import still_wanted as is_registration_mail_wanted
from eventsapp.reminders import jobs as reminders
from eventsapp.reminders.queries import next_due_after
from eventsapp.reminders.queries import still_wanted as is_reminder_wanted
from eventsapp.rights import jobs as rights
from eventsapp.series.queries import still_wanted as is_session_mail_wanted
from eventsapp.themes import jobs as themes
from eventsapp.windows.queries import still_wanted as is_move_wanted

log = logging.getLogger(__name__)

# Set when the process is told to stop: the mail in hand is finished and no other begun.
_is_stopping = threading.Event()
# Why a message of this kind is no longer wanted, asked when it is sent; None: it is wanted.
STILL_WANTED: dict[str, Callable[[Message, datetime], str | None]] = {
    "consultation": is_move_wanted,
    "hearing": is_hearing_mail_wanted,
    "comments": is_comments_mail_wanted,
    "invitation": is_invitation_wanted,
    "letter": lambda message, now: is_letter_mail_wanted(message),
    "poll": is_poll_mail_wanted,
    "registration": is_registration_mail_wanted,
    "reminder": is_reminder_wanted,
    "rooms": is_room_mail_wanted,
    "session": is_session_mail_wanted,
}
# What makes the secret link of a message at the moment of sending, by the word before the colon.
SECRETS: dict[str, Callable[[int], str]] = {
    "hearing": hearings.hearing_address,
    "commenter": comments.comment_address,
    "invitation": invitations.invitation_address,
    "poll": polls.poll_address,
    "registration": registrations.registration_address,
    "sign-in": accounts.sign_in_address,
}


def still_wanted(message: Message, now: datetime) -> str | None:
    """Return why this message must not go out any more, or None."""
    ask = STILL_WANTED.get(message.kind)
    return ask(message, now) if ask is not None else None


def secret_link(message: Message) -> str | None:
    """Return the secret link of this message, made now, or None if it has none."""
    if message.secret is None:
        return None
    kind, _, number = message.secret.partition(":")
    return SECRETS[kind](int(number))


def deliver_mail(now: datetime) -> None:
    """Deliver what is due, asking each time whether it is still wanted."""
    wanted = partial(still_wanted, now=now)
    mail.deliver_mail(now, wanted, secret_link, is_stopping=_is_stopping.is_set)


def jobs() -> list[tuple[Callable[[datetime], Any], timedelta]]:
    """Return every job with how often it runs, in the order in which `run-jobs` runs them."""
    return [
        (themes.close_what_is_told, timedelta(minutes=1)),
        (reminders.queue_due_reminders, timedelta(minutes=1)),
        (deliver_mail, timedelta(seconds=2)),
        (imports.work_on_imports, timedelta(seconds=3)),
        (rights.delete_what_is_due, timedelta(hours=24)),
        (accounts.forget_attempts, timedelta(hours=6)),
    ]


def run_jobs(app: Flask, now: datetime | None = None) -> list[str]:
    """Run each job once, as if it were `now`; return a sentence for each that failed."""
    failed = []
    for job, _interval in jobs():
        try:
            _run(app, job, now)
        except Exception as error:
            log.exception("The job %s failed", job.__name__)
            failed.append(f"The job {job.__name__} failed: {error}")
    return failed


def _run(app: Flask, job: Callable[[datetime], Any], now: datetime | None = None) -> None:
    with app.app_context():
        try:
            job(now or utcnow())
        finally:
            db.session.rollback()


def run(app: Flask) -> None:
    """Run the jobs until the process is told to stop; what is in hand then is finished."""
    app.config["IS_WRITER"] = True
    # A run that is skipped because the last one is still at work is no news.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    # One thread: jobs of one worker never run into each other. More work needs more workers.
    thread = ThreadPoolExecutor(1)
    scheduler = BlockingScheduler(
        executors={"default": thread},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone="UTC",
    )
    for job, interval in _scheduled(app):
        scheduler.add_job(
            _run,
            "interval",
            args=[app, job],
            seconds=interval.total_seconds(),
            next_run_time=real_utcnow(),
            id=job.__name__,
        )
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: _stop(scheduler))
    log.info("The worker %s has started", mail.worker_name())
    scheduler.start()
    thread.shutdown(wait=True)


def _stop(scheduler: BlockingScheduler) -> None:
    """Take up no more work. Told twice is told once."""
    if not _is_stopping.is_set():
        _is_stopping.set()
        scheduler.shutdown(wait=False)


def _scheduled(app: Flask) -> list[tuple[Callable[[datetime], Any], timedelta]]:
    scheduled = [(_beat, timedelta(seconds=30)), *jobs()]
    if app.config["IS_DEMONSTRATION"]:
        scheduled.insert(1, (_walk, timedelta(seconds=1)))
    return scheduled


def _beat(now: datetime) -> None:
    mail.beat(mail.worker_name())


def _walk(now: datetime) -> None:
    demonstration.walk_clock(now, next_due_after, _run_here)


def _run_here(now: datetime) -> None:
    for job, _interval in jobs():
        try:
            job(now)
        except OperationalError:
            raise
        except Exception:
            # The clock arrives even where one job always fails.
            db.session.rollback()
            log.exception("The job %s failed", job.__name__)
