"""What the worker does for the outbox: deliver what is due, and show that it is alive."""

import logging
import os
import random
import secrets as tokens
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from flask import current_app
from sqlalchemy.exc import OperationalError

from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from eventsapp.mail import services
from eventsapp.mail.backoff import SERVER_AWAY, delay_after, is_bad_address
from eventsapp.mail.composing import Draft, Envelope, Letterhead, compose
from eventsapp.mail.models import BOUNCED, FAILED, SKIPPED, Message
from eventsapp.mail.smtp import (
    AWAY,
    LATER,
    REFUSED,
    TAKEN,
    UNKNOWN,
    Delivery,
    Outcome,
    file_name,
    open_delivery,
)

log = logging.getLogger(__name__)
Written = TypeVar("Written")
StillWanted = Callable[[Message], str | None]
SecretLink = Callable[[Message], str | None]
BATCH = 50
# Then the other jobs of this worker have their turn; what is left goes out in the next run.
LONGEST_RUN = timedelta(seconds=45)
BEAT_EVERY = timedelta(seconds=30)
# When the database is locked or away for a moment: what was sent must be written down.
PAUSES = (0.1, 0.5, 2.0, 5.0)


@dataclass
class Desk:
    """What one run of `deliver_mail` works with. Its clock runs on from the run's `now`."""

    worker: str
    still_wanted: StillWanted
    secret_link: SecretLink
    reply_to: SecretLink
    is_stopping: Callable[[], bool]
    head: Letterhead
    delivery: Delivery
    now: datetime
    begun: datetime
    last_beat: datetime

    def moment(self) -> datetime:
        """Return the product's now."""
        return self.now + (real_utcnow() - self.begun)

    def is_time_up(self) -> bool:
        """Return whether other jobs of this worker should have their turn, or it should stop."""
        return self.is_stopping() or real_utcnow() - self.begun > LONGEST_RUN


def beat(name: str) -> None:
    """Write down that this worker is alive, in real time."""
    services.beat(name, real_utcnow())
    db.session.commit()


def deliver_mail(
    now: datetime,
    still_wanted: StillWanted,
    secret_link: SecretLink,
    *,
    reply_to: SecretLink = lambda message: None,
    is_stopping: Callable[[], bool] = lambda: False,
) -> None:
    """Deliver what is due, asking before each message whether it is still wanted.

    `still_wanted` gives None, or the reason in a sentence why it must not go out any more;
    `secret_link` makes the link that the outbox does not hold; `reply_to` gives the address to
    which answers go, where it is not the sender's; once `is_stopping()`, the mail in
    hand is finished and what was claimed beside it given back. Safe to run twice and in many
    workers at once: each message has one worker, and each change of its state is committed.
    """
    begun = real_utcnow()
    desk = Desk(
        worker=_name_of_run(),
        still_wanted=still_wanted,
        secret_link=secret_link,
        reply_to=reply_to,
        is_stopping=is_stopping,
        head=_letterhead(),
        delivery=open_delivery(
            current_app.config["MAIL_URL"], own_host=current_app.config["CALENDAR_DOMAIN"]
        ),
        now=now,
        begun=begun,
        last_beat=begun,
    )
    _write(lambda: services.return_expired(now))
    try:
        while batch := _write(lambda: services.claim_messages(desk.worker, BATCH)):
            if not _deliver(batch, desk) or desk.is_time_up():
                break
    finally:
        desk.delivery.close()


def worker_name() -> str:
    """Return what this process signs with: the machine and its number."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}"


def _name_of_run() -> str:
    return f"{worker_name()}:{tokens.token_hex(6)}"


def _letterhead() -> Letterhead:
    config = current_app.config
    return Letterhead(config["MAIL_FROM"], config["ORGANIZATION"], config["CALENDAR_DOMAIN"])


def _deliver(batch: list[Message], desk: Desk) -> bool:
    """Deliver claimed messages one after the other; False if the run should end here.

    One transaction writes down how the last message ended and that the next one is leaving. The
    next one is composed while the server reads the last one.
    """
    composed: dict[int, Envelope | str] = {}
    last: tuple[Message, Outcome] | None = None
    for index, message in enumerate(batch):
        if desk.is_time_up():
            _stop(last, batch[index:], desk)
            return False
        link, is_leaving = _begin(message, last, desk)
        last = None
        if not is_leaving:
            continue
        envelope = composed.pop(message.id, None) or _compose(message, link, desk)
        if isinstance(envelope, str):
            _end(message, FAILED, envelope, desk)
            continue
        following = batch[index + 1 : index + 2]
        last = message, _try(message, envelope, partial(_ahead, following, composed, desk), desk)
        _beat_on(desk)
        if last[1].result == AWAY:
            _step_back(last, batch[index + 1 :], desk)
            return False
    _stop(last, [], desk)
    return True


def _try(
    message: Message, envelope: Envelope, meanwhile: Callable[[], None], desk: Desk
) -> Outcome:
    """Hand one mail over. What nobody foresaw leaves open whether it arrived."""
    try:
        name = file_name(message.id, message.message_id)
        return desk.delivery.deliver(envelope, name, meanwhile)
    except Exception as error:
        log.exception("The message %s could not be delivered", message.id)
        desk.delivery.close()
        return Outcome(UNKNOWN, f"a mistake of ours, {type(error).__name__}")


def _ahead(following: list[Message], composed: dict[int, Envelope | str], desk: Desk) -> None:
    """Compose the next mail before it is its turn."""
    for message in following:
        if message.secret is None:
            composed[message.id] = _compose(message, None, desk)


def _beat_on(desk: Desk) -> None:
    """Show that this worker is alive, however long a run lasts."""
    if real_utcnow() - desk.last_beat > BEAT_EVERY:
        desk.last_beat = real_utcnow()
        _write(lambda: services.beat(worker_name(), desk.last_beat))


def _stop(last: tuple[Message, Outcome] | None, rest: list[Message], desk: Desk) -> None:
    """Write down how the last message ended, and give back what was not begun."""

    def stop() -> None:
        if last is not None:
            _settle(*last, desk)
        if rest:
            services.give_back(rest, desk.worker)

    _write(stop)


def _begin(
    message: Message, last: tuple[Message, Outcome] | None, desk: Desk
) -> tuple[str | None, bool]:
    """Settle the last message and begin this one, in one transaction: its link, and whether it
    leaves."""

    def begin() -> tuple[str | None, bool]:
        if last is not None:
            _settle(*last, desk)
        reason = desk.still_wanted(message)
        if reason is not None:
            services.settle_ended(message, desk.worker, SKIPPED, reason)
            return None, False
        if not services.begin_sending(message, desk.worker):
            return None, False
        return desk.secret_link(message), True

    try:
        return _write(begin)
    except OperationalError:
        raise
    except Exception:
        # One message that cannot be judged must not hold back the others.
        log.exception("The message %s could not be prepared", message.id)
        db.session.rollback()
        _stop(last, [], desk)
        _set_aside(message, desk)
        return None, False


def _settle(message: Message, outcome: Outcome, desk: Desk) -> None:
    """Write down how a try ended."""
    worker, now = desk.worker, desk.moment()
    if outcome.result == TAKEN:
        services.settle_sent(message, worker, now)
        return
    tries = message.attempts + 1
    delay = delay_after(tries, random.random())  # noqa: S311 - spreads the load, guards nothing
    if outcome.result == REFUSED:
        state = BOUNCED if is_bad_address(outcome.code, outcome.answer) else FAILED
        services.settle_ended(message, worker, state, f"Refused: {outcome.answer}.")
    elif outcome.result in {LATER, AWAY} and delay is None:
        reason = f"Given up after {tries} tries; the last answer: {outcome.answer}."
        services.settle_ended(message, worker, FAILED, reason)
    elif outcome.result in {LATER, AWAY}:
        what = "Not taken yet" if outcome.result == LATER else "The mail server takes nothing now"
        services.settle_later(message, worker, delay or SERVER_AWAY, f"{what}: {outcome.answer}.")
    else:
        why = f"The connection broke after the text had left ({outcome.answer})."
        services.settle_unknown(message, worker, now, delay, why)


def _step_back(last: tuple[Message, Outcome], rest: list[Message], desk: Desk) -> None:
    """Write down that there is no server to talk to, and give back what was not tried."""
    reason = f"Waits for the mail server: {last[1].answer}."

    def step_back() -> None:
        _settle(*last, desk)
        services.give_back(rest, desk.worker, delay=SERVER_AWAY, reason=reason)

    _write(step_back)
    log.warning("The mail server takes nothing now: %s", last[1].answer)


def _set_aside(message: Message, desk: Desk) -> None:
    reason = "It could not be prepared; the log says why."
    delay = delay_after(message.attempts + 1, 0.5)
    if delay is None:
        _end(message, FAILED, reason, desk)
        return
    _write(lambda: services.settle_later(message, desk.worker, delay, reason))


def _end(message: Message, state: str, reason: str, desk: Desk) -> None:
    _write(lambda: services.settle_ended(message, desk.worker, state, reason))


def _compose(message: Message, link: str | None, desk: Desk) -> Envelope | str:
    """Return the mail, or the sentence that says why it cannot be written."""
    draft = Draft(
        message_id=message.message_id,
        recipient=message.recipient,
        recipient_name=message.recipient_name,
        subject=message.subject,
        text=message.text,
        html=message.html,
        language=message.language,
        date=desk.moment(),
        link=link,
        reply_to=desk.reply_to(message),
    )
    try:
        return compose(draft, desk.head)
    except ValueError as error:
        return str(error)


def _write(change: Callable[[], Written]) -> Written:
    """Make a change in a transaction of its own, waiting a while if the database is locked."""
    for pause in PAUSES:
        try:
            written = change()
            db.session.commit()
            return written
        except OperationalError as error:
            db.session.rollback()
            log.warning("The database did not answer: %s; waiting", type(error.orig).__name__)
            time.sleep(pause)
    written = change()
    db.session.commit()
    return written
