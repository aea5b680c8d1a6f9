"""Delivery into a real mail server on loopback that may misbehave, and into a folder."""

from email import policy
from email.parser import BytesParser

import pytest

from eventsapp.mail import smtp
from eventsapp.mail.composing import Envelope
from eventsapp.mail.smtp import (
    AWAY,
    LATER,
    REFUSED,
    TAKEN,
    UNKNOWN,
    FolderDelivery,
    SmtpDelivery,
    open_delivery,
)
from tests.mail.server import free_port, mail_server


@pytest.fixture
def server():
    with mail_server() as server:
        yield server


@pytest.fixture
def delivery(server):
    delivery = SmtpDelivery(server.url, own_host="eventsapp.test")
    yield delivery
    delivery.close()


def letter_to(recipient, text=b"Subject: Hello\r\n\r\nHello\r\n"):
    return Envelope("secretariat@eventsapp.test", recipient, text)


def deliver(delivery, recipient, **changes):
    return delivery.deliver(letter_to(recipient, **changes), "1.eml", lambda: None)


def test_many_mails_leave_over_one_connection(server, delivery):
    results = [deliver(delivery, f"person{number}@example.test").result for number in range(20)]

    assert results == [TAKEN] * 20
    assert server.recipients == [f"person{number}@example.test" for number in range(20)]
    assert server.connections == 1


def test_a_line_with_a_single_dot_does_not_end_the_mail(server, delivery):
    text = b"Subject: Dots\r\n\r\n.\r\n..two\r\nend without a line break"

    deliver(delivery, "amina@example.test", text=text)

    assert server.taken == [("amina@example.test", text + b"\r\n")]


@pytest.mark.parametrize(
    ("code", "result"), [(450, LATER), (451, LATER), (550, REFUSED), (554, REFUSED), (421, AWAY)]
)
def test_what_the_server_says_to_an_address_decides(server, delivery, code, result):
    server.answers["amina@example.test"] = [code] * 2

    outcome = deliver(delivery, "amina@example.test")

    assert (outcome.result, outcome.code) == (result, code)
    assert server.taken == []


def test_after_a_refusal_the_next_mail_goes_out_on_the_same_connection(server, delivery):
    server.answers["gone@example.test"] = [550]

    results = [deliver(delivery, name).result for name in ("gone@example.test", "a@example.test")]

    assert results == [REFUSED, TAKEN]
    assert server.connections == 1


def test_a_connection_that_breaks_after_the_text_leaves_open_whether_it_arrived(server, delivery):
    server.answers["amina@example.test"] = ["close"]

    outcome = deliver(delivery, "amina@example.test")

    assert outcome.result == UNKNOWN
    assert server.recipients == ["amina@example.test"]


def test_a_server_that_says_nothing_after_the_text_is_not_waited_for_forever(
    server, delivery, monkeypatch
):
    monkeypatch.setattr(smtp, "TIMEOUT_SECONDS", 0.5)
    server.answers["amina@example.test"] = ["stall"]

    assert deliver(delivery, "amina@example.test").result == UNKNOWN


def test_a_connection_that_the_server_closed_meanwhile_is_opened_again(server, delivery):
    deliver(delivery, "first@example.test")
    delivery.server.sock.shutdown(2)

    outcome = deliver(delivery, "second@example.test")

    assert outcome.result == TAKEN
    assert server.recipients == ["first@example.test", "second@example.test"]


def test_no_server_at_all_is_said_so():
    delivery = SmtpDelivery(f"smtp://127.0.0.1:{free_port()}", own_host="eventsapp.test")

    outcome = deliver(delivery, "amina@example.test")

    assert (outcome.result, outcome.answer) == (AWAY, "[Errno 111] Connection refused")


def test_the_next_mail_is_prepared_while_the_server_reads(server, delivery):
    seen = []

    delivery.deliver(letter_to("amina@example.test"), "1.eml", lambda: seen.append("prepared"))

    assert seen == ["prepared"]


def test_a_folder_keeps_each_mail_as_a_file_and_nothing_else(tmp_path):
    delivery = open_delivery(f"file:{tmp_path / 'outbox'}", own_host="eventsapp.test")

    outcome = delivery.deliver(letter_to("amina@example.test"), "000001-a.eml", lambda: None)

    [path] = (tmp_path / "outbox").iterdir()
    mail = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    assert (outcome.result, path.name, mail["Subject"]) == (TAKEN, "000001-a.eml", "Hello")


def test_a_folder_that_cannot_be_written_holds_mail_back(tmp_path):
    (tmp_path / "outbox").write_text("a file where the folder should be")
    delivery = FolderDelivery(tmp_path / "outbox")

    outcome = delivery.deliver(letter_to("amina@example.test"), "1.eml", lambda: None)

    assert outcome.result == AWAY
    assert outcome.answer == "The folder for mail cannot be written: File exists"
