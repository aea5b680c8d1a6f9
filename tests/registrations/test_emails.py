"""The mails of a registration, and what becomes of them while they wait."""

import pytest

from eventsapp.extensions import db
from eventsapp.registrations.emails import send as mail
from eventsapp.registrations.services import withdraw
from eventsapp.worker import secret_link, still_wanted
from tests.factories import NOW
from tests.registrations.forms import make_form, page_of, register, send

NAMES = ["confirm", "link", "pending", "accepted", "waiting", "moved_up", "declined", "withdrawn",
         "corrected"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_each_mail_names_meeting_days_and_place_and_leads_to_the_page(app, name):
    # Case 44: subject and place in each mail.
    registration = send(make_form())

    message = mail(name, registration, now=NOW, number=3)
    message = message or mail("link", registration, now=NOW)

    assert message.subject.endswith(": EGM 5, Tue 22 – Wed 23 Jan 2097, Baku")
    assert message.text.count("[link]") == message.html.count("[link]") == 1
    assert "Baku" in message.text
    assert "Dear Huiwen," in message.text


def test_the_mail_to_confirm_an_address_reads_like_this(app, outbox):
    send(make_form())

    assert outbox[0].text == (
        "Dear Huiwen,\n"
        "\n"
        "you registered for EGM 5. One step is left: confirm that this is your address.\n"
        "\n"
        "What: Expert Group Meeting on water\n"
        "When: Tue 22 – Wed 23 Jan 2097\n"
        "Where: Baku\n"
        "\n"
        "Confirm my address:\n"
        "[link]\n"
        "\n"
        "If you did not register, do nothing: without the button it counts for nothing.\n"
        "\n"
        "The secretariat\n"
        "The link is yours alone: whoever has it sees your registration.\n"
    )


def test_the_link_is_made_when_the_mail_leaves_and_is_the_same_each_time(app, outbox):
    registration = register(make_form())

    links = {secret_link(message) for message in outbox}

    assert links == {f"http://localhost{page_of(registration)}"}


def test_a_mail_about_what_is_no_longer_so_does_not_leave(app, outbox):
    registration = register(make_form())
    confirm, pending = outbox[0], outbox[1]
    assert still_wanted(confirm, NOW) == "The registration of Huiwen is pending by now."
    assert still_wanted(pending, NOW) is None

    withdraw(registration, now=NOW)
    assert still_wanted(pending, NOW) == "The registration of Huiwen is withdrawn by now."


def test_a_name_that_wants_to_be_a_page_is_text_in_the_mail(app, outbox):
    send(make_form(), "<script>alert(1)</script>")

    assert "<script>" not in outbox[0].html
    assert "&lt;script&gt;" in outbox[0].html


def test_nobody_is_written_to_about_a_registration_of_a_cancelled_meeting(app, outbox):
    registration = register(make_form())
    registration.form.meeting.cancelled_at = NOW
    db.session.flush()

    assert still_wanted(outbox[1], NOW) == "EGM 5 is cancelled."
