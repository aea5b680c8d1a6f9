"""From the outbox to the reader: what leaves, what waits, what is given up, what may be twice."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from eventsapp.accounts.jobs import sign_in_address
from eventsapp.accounts.services import ask_for_link, find_link
from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from eventsapp.mail import jobs, services, smtp
from eventsapp.mail.backoff import DELAYS
from eventsapp.mail.jobs import beat, deliver_mail
from eventsapp.mail.models import Message, WorkerBeat
from tests.factories import NOW, make_person
from tests.mail.server import free_port, mail_server


@pytest.fixture
def server(app):
    with mail_server() as server:
        app.config["MAIL_URL"] = server.url
        yield server


def queue(name="Amina Wanjiru", *, kind="reminder", **changes):
    word = name.split()[0].casefold()
    values = {
        "kind": kind,
        "dedupe_key": f"{kind}:{word}",
        "recipient": f"{word}@example.test",
        "recipient_name": name,
        "subject": "Due today",
        "text": f"Dear {name}\n",
        "now": NOW,
    }
    message = services.queue_message(**{**values, **changes})
    db.session.commit()
    return message


def deliver(still_wanted=lambda message: None, secret_link=lambda message: None):
    deliver_mail(NOW, still_wanted, secret_link)


def make_due():
    """Let the time pass for which messages wait."""
    db.session.execute(update(Message).values(next_attempt_at=real_utcnow() - timedelta(hours=1)))
    db.session.commit()


def let_leases_run_out():
    db.session.execute(update(Message).values(lease_until=real_utcnow() - timedelta(hours=1)))
    db.session.commit()


def states(outbox):
    return [(message.recipient, message.state, message.attempts) for message in outbox]


def test_what_is_due_leaves_once_and_is_written_down(server, outbox):
    for name in ("Amina Wanjiru", "Karen Laßmann", "Suharto"):
        queue(name)

    deliver()
    deliver()

    assert server.recipients == [message.recipient for message in outbox]
    assert {(message.state, message.attempts, message.reason) for message in outbox} == {
        ("sent", 1, None)
    }
    assert all(message.sent_at >= NOW for message in outbox)


def test_the_same_key_is_queued_once(app, outbox):
    queue()

    assert queue() is None
    services.queue_messages(
        [
            {
                "kind": "reminder",
                "dedupe_key": "reminder:amina",
                "recipient": "amina@example.test",
                "subject": "Due today",
                "text": "A second time",
            }
        ]
    )
    assert [message.text for message in outbox] == ["Dear Amina Wanjiru\n"]


def test_a_message_keeps_its_message_id_at_every_try(server, outbox):
    message = queue()
    server.answers[message.recipient] = ["close"]

    deliver()
    make_due()
    deliver()

    assert [mail["Message-ID"] for mail in server.mails] == [
        f"<{outbox[0].message_id}@eventsapp.test>"
    ] * 2


def test_what_is_no_longer_wanted_does_not_leave_and_the_outbox_says_why(server, outbox):
    queue("Amina Wanjiru")
    queue("Karen Laßmann")

    def still_wanted(message):
        return "Karen has done it." if message.recipient_name.startswith("Karen") else None

    deliver(still_wanted)

    assert server.recipients == ["amina@example.test"]
    assert [(message.state, message.reason) for message in outbox] == [
        ("sent", None),
        ("skipped", "Karen has done it."),
    ]


def test_a_server_that_is_busy_gets_it_later(server, outbox):
    message = queue()
    server.answers[message.recipient] = [451]

    deliver()

    [message] = outbox
    assert (message.state, message.attempts, message.is_deferred) == ("pending", 1, True)
    assert message.reason == "Not taken yet: 451 not now."
    assert message.next_attempt_at > real_utcnow() + timedelta(seconds=30)

    deliver()
    assert server.taken == []

    make_due()
    deliver()
    [message] = outbox
    assert (message.state, message.attempts, message.reason) == ("sent", 2, None)


def test_a_mailbox_that_does_not_exist_is_bounced_and_not_tried_again(server, outbox):
    queue("Amina Wanjiru")
    queue("Karen Laßmann")
    server.answers["amina@example.test"] = [550]

    deliver()
    make_due()
    deliver()

    assert states(outbox) == [
        ("amina@example.test", "bounced", 1),
        ("karen@example.test", "sent", 1),
    ]
    assert outbox[0].reason == "Refused: 550 no such mailbox."


def test_an_address_that_cannot_be_written_to_fails_and_holds_nobody_back(server, outbox):
    queue("Łucja Żółkiewska", recipient="łucja@example.test")
    queue("Karen Laßmann")

    deliver()

    assert [(message.state, message.reason) for message in outbox] == [
        ("failed", "Mail cannot be delivered to “łucja@example.test”. Ask for another address."),
        ("sent", None),
    ]


def test_without_a_server_everything_waits_and_only_one_try_is_counted(app, outbox):
    app.config["MAIL_URL"] = f"smtp://127.0.0.1:{free_port()}"
    for name in ("Amina Wanjiru", "Karen Laßmann", "Suharto"):
        queue(name)

    deliver()

    assert [(message.state, message.attempts) for message in outbox] == [
        ("pending", 1),
        ("pending", 0),
        ("pending", 0),
    ]
    assert all("Connection refused" in message.reason for message in outbox)


def test_a_server_that_stalls_is_given_up_and_the_rest_waits(server, outbox, monkeypatch):
    monkeypatch.setattr(smtp, "TIMEOUT_SECONDS", 0.5)
    queue("Amina Wanjiru")
    queue("Karen Laßmann")
    server.answers["amina@example.test"] = ["stall"]

    deliver()

    assert states(outbox) == [
        ("amina@example.test", "pending", 1),
        ("karen@example.test", "sent", 1),
    ]
    assert outbox[0].unknown_at is not None


def test_mail_that_nobody_takes_is_given_up_in_the_end(server, outbox):
    message = queue()
    server.answers[message.recipient] = [451] * 20

    for _ in range(20):
        make_due()
        deliver()
    [message] = outbox
    assert (message.state, message.attempts) == ("failed", len(DELAYS) + 1)
    assert message.reason == "Given up after 17 tries; the last answer: 451 not now."


@pytest.mark.parametrize(
    ("kind", "state", "times"),
    [("reminder", "sent", 2), ("sign-in", "sent", 2), ("letter", "unknown", 1)],
)
def test_after_a_broken_connection_the_kind_decides(server, outbox, kind, state, times):
    message = queue(kind=kind)
    server.answers[message.recipient] = ["close"]

    deliver()
    make_due()
    deliver()

    [message] = outbox
    assert (message.state, server.recipients) == (state, [message.recipient] * times)
    assert message.unknown_at is not None
    assert message.may_have_arrived_twice is (state == "sent")
    assert "The connection broke after the text had left" in message.reason


@pytest.mark.parametrize(
    ("kind", "left_in", "state", "was_unknown"),
    [
        ("reminder", "claimed", "sent", False),
        ("reminder", "sending", "sent", True),
        ("letter", "claimed", "sent", False),
        ("letter", "sending", "unknown", True),
    ],
)
def test_what_a_dead_worker_left_behind(server, outbox, kind, left_in, state, was_unknown):
    queue(kind=kind)
    [message] = services.claim_messages("dead worker", 10)
    if left_in == "sending":
        services.begin_sending(message, "dead worker")
    db.session.commit()

    deliver()
    assert server.taken == []

    let_leases_run_out()
    deliver()

    [message] = outbox
    assert message.state == state
    assert (message.unknown_at is not None) is was_unknown


def test_a_message_that_was_in_hand_when_several_workers_died_waits_for_staff(server, outbox):
    message = queue()
    for number in range(4):
        services.claim_messages(f"worker {number}", 10)
        services.begin_sending(message, f"worker {number}")
        db.session.commit()
        let_leases_run_out()
        services.return_expired(NOW)
        db.session.commit()

    deliver()

    assert states(outbox) == [("amina@example.test", "unknown", 4)]
    assert server.taken == []


def test_a_slow_worker_that_was_taken_for_dead_still_writes_down_what_it_sent(app, outbox):
    queue()
    [message] = services.claim_messages("slow", 10)
    services.begin_sending(message, "slow")
    db.session.commit()
    let_leases_run_out()
    services.return_expired(NOW)
    db.session.commit()

    services.settle_sent(message, "slow", NOW)
    db.session.commit()

    assert [message.state for message in outbox] == ["sent"]


def test_nobody_gets_what_another_worker_has_claimed(app, outbox):
    for name in ("Amina Wanjiru", "Karen Laßmann", "Suharto"):
        queue(name)

    first = services.claim_messages("first", 2)
    second = services.claim_messages("second", 10)

    assert [message.recipient for message in first] == ["amina@example.test", "karen@example.test"]
    assert [message.recipient for message in second] == ["suharto@example.test"]
    assert services.begin_sending(first[0], "second") is False


def test_a_secret_link_is_made_when_the_mail_leaves_and_kept_nowhere(server, outbox):
    person = make_person("Karen Laßmann")
    link = ask_for_link(person.email, next_page=None, real_now=real_utcnow())
    queue(kind="sign-in", text="Open [link]\n", secret=f"sign-in:{link.id}")

    deliver(secret_link=lambda message: sign_in_address(int(message.secret.partition(":")[2])))

    [mail] = server.mails
    address = mail.get_content().split()[1]
    token = address.removeprefix("http://localhost/sign-in/")
    assert find_link(token, real_now=real_utcnow()).id == link.id
    assert outbox[0].text == "Open [link]\n"
    rows = db.session.execute(text("SELECT * FROM message")).all()
    assert token not in str(rows)


def test_a_message_whose_link_cannot_be_made_holds_nobody_back(server, outbox):
    queue("Amina Wanjiru", secret="sign-in:404")
    queue("Karen Laßmann")

    deliver(secret_link=lambda message: sign_in_address(404) if message.secret else None)

    assert states(outbox) == [
        ("amina@example.test", "pending", 1),
        ("karen@example.test", "sent", 1),
    ]


def test_a_sign_in_link_leaves_before_a_thousand_reminders(server, outbox):
    queue("Amina Wanjiru")
    queue("Karen Laßmann", kind="sign-in")

    deliver()

    assert server.recipients == ["karen@example.test", "amina@example.test"]


def test_a_run_that_lasts_too_long_leaves_the_rest_for_the_next(server, outbox, monkeypatch):
    monkeypatch.setattr(jobs, "LONGEST_RUN", timedelta(seconds=0.3))
    server.when_taken = lambda address: time.sleep(0.4)
    queue("Amina Wanjiru")
    queue("Karen Laßmann")

    deliver()

    assert states(outbox) == [
        ("amina@example.test", "sent", 1),
        ("karen@example.test", "pending", 0),
    ]
    assert outbox[1].is_deferred is False


def test_a_held_message_waits_until_somebody_sends_it(server, outbox):
    message = queue()
    services.hold_message(message, "Waits for the signatory.")
    db.session.commit()

    deliver()
    assert server.taken == []

    services.send_now(message)
    db.session.commit()
    deliver()
    assert server.recipients == [message.recipient]


def test_a_worker_shows_that_it_is_alive(app):
    beat("a machine:1")
    beat("a machine:1")
    beat("a machine:2")

    names = db.session.scalars(db.select(WorkerBeat.name).order_by(WorkerBeat.id)).all()
    assert names == ["a machine:1", "a machine:2"]
