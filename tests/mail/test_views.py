"""The outbox in the browser: what is planned, what left, what staff may do about it."""

from datetime import timedelta
from html import unescape

import pytest

from eventsapp.clock import real_utcnow, utcnow
from eventsapp.extensions import db
from eventsapp.mail import services
from eventsapp.mail.jobs import deliver_mail
from eventsapp.mail.models import FAILED, HELD, PENDING, SENT, SKIPPED, UNKNOWN, Message
from eventsapp.reminders.services import owe, set_deadline
from tests.factories import NOW, make_person, make_user


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru", tz="Africa/Nairobi"), "secretariat")


@pytest.fixture
def browser(signed_in_as, officer):
    return signed_in_as(officer)


def make_message(name="Amina Wanjiru", **changes):
    values = {
        "kind": "reminder",
        "dedupe_key": f"reminder:{name}",
        "recipient": f"{name.split()[0].casefold()}@example.test",
        "recipient_name": name,
        "subject": f"Due today: feedback of {name}",
        "text": f"Dear {name}\n",
        "html": f"<p>Dear {name}</p>",
        "now": NOW,
    }
    states = {key: changes.pop(key) for key in ("state", "reason", "unknown_at") if key in changes}
    message = services.queue_message(**{**values, **changes})
    for key, value in states.items():
        setattr(message, key, value)
    db.session.commit()
    return message


def text_of(answer):
    return " ".join(unescape(answer.text).split())


def state_of(message):
    db.session.rollback()
    return db.session.scalar(db.select(Message.state).where(Message.id == message.id))


def set_feedback(*people):
    due_on = utcnow().date() + timedelta(days=10)
    deadline = set_deadline(
        "Feedback on the draft", due_on, "Africa/Nairobi", now=utcnow(), days_before=[7, 0]
    )
    for person in people:
        owe(deadline, person)
    return deadline


def test_an_empty_outbox_says_what_would_be_here(browser):
    page = text_of(browser.get("/mail"))

    assert "Nothing leaves yet" in page
    assert "No worker has run yet, so nothing leaves. Start one with “eventsapp worker”." in page


def test_a_worker_that_is_alive_is_not_worried_about(browser):
    services.beat("a machine:1", real_utcnow())
    assert "No worker" not in text_of(browser.get("/mail"))

    services.beat("a machine:1", real_utcnow() - timedelta(minutes=4))
    assert "No worker has given a sign of life since" in text_of(browser.get("/mail"))


def test_what_is_planned_says_whom_it_reaches_and_whom_not(browser):
    set_feedback(
        make_person("Karen Laßmann", tz="Europe/Berlin"),
        make_person("Rini Rachmawati", tz="Asia/Jakarta"),
        make_person("Aylin Demir", email=None),
    )

    page = text_of(browser.get("/mail"))

    assert "Reminder 7 days before: Feedback on the draft" in page
    assert '2 people, 2 zones <span class="sub">1 cannot be reached: no address</span>' in page
    assert "the first in Jakarta, 09:00 there; only to those who still owe it" in page


def test_a_planned_reminder_is_skipped_or_sent_from_the_outbox(browser, outbox):
    deadline = set_feedback(make_person("Karen Laßmann"))
    first, second = deadline.reminders

    browser.post(f"/reminders/{first.id}/skip", data={"from": "mail"})
    answer = browser.post(
        f"/reminders/{second.id}/send", data={"from": "mail"}, follow_redirects=True
    )

    assert "The reminder leaves now, to one person." in text_of(answer)
    assert [message.recipient_name for message in outbox] == ["Karen Laßmann"]
    db.session.expire_all()
    assert first.skipped_at is not None


def test_people_and_subjects_are_found_in_any_state(browser):
    make_message("Karen Laßmann", state=SENT)
    make_message("Suharto", state=FAILED, reason="Refused: 550 no such mailbox.")

    by_name = text_of(browser.get("/mail?q=SUHAR"))
    by_state = text_of(browser.get("/mail?state=failed"))
    nothing = text_of(browser.get("/mail?q=100%25&state=sent"))

    assert "feedback of Suharto" in by_name
    assert "feedback of Karen" not in by_name
    assert "Refused: 550 no such mailbox." in by_state
    assert "feedback of Karen" not in by_state
    assert "Nothing fits this filter" in nothing


def test_a_long_outbox_comes_in_pages(browser):
    for number in range(51):
        make_message(f"Reader{number} of many")

    first, second = browser.get("/mail").text, browser.get("/mail?page=2").text

    assert first.count("Due today") - first.count('class="vh"> Due today') == 50
    assert "feedback of Reader0 " in second
    assert "feedback of Reader0 " not in first


def test_a_message_shows_to_whom_why_and_what_it_says(browser):
    message = make_message(state=FAILED, reason="Refused: 554 no <b>spam</b>.", html=None)

    page = browser.get(f"/mail/{message.id}").text

    assert "Refused: 554 no &lt;b&gt;spam&lt;/b&gt;." in page
    assert "amina@example.test" in page
    assert '<p class="m0">Dear Amina Wanjiru</p>' in page
    assert "<iframe" not in page


def test_the_html_of_a_mail_can_do_nothing(browser):
    message = make_message(html="<script>alert(1)</script><p>Dear Amina</p>")

    page, body = browser.get(f"/mail/{message.id}"), browser.get(f"/mail/{message.id}/body")

    assert f'src="/mail/{message.id}/body" sandbox=""' in page.text
    assert body.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
    )
    assert body.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("act", "before", "after"),
    [
        ("skip", PENDING, SKIPPED),
        ("skip", HELD, SKIPPED),
        ("hold", PENDING, HELD),
        ("send-now", HELD, PENDING),
        ("send-again", UNKNOWN, PENDING),
        ("send-again", FAILED, PENDING),
        ("send-again", SKIPPED, PENDING),
    ],
)
def test_what_staff_may_do_and_a_second_click_does_no_harm(browser, act, before, after):
    message = make_message(state=before)

    answers = [browser.post(f"/mail/{message.id}/{act}") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert state_of(message) == after


@pytest.mark.parametrize(
    ("act", "before", "sentence"),
    [
        ("skip", SENT, "The mail to Amina Wanjiru cannot be skipped any more: it was sent."),
        ("hold", SENT, "The mail to Amina Wanjiru cannot be held: it was sent."),
        ("send-now", FAILED, "The mail to Amina Wanjiru has ended: it was refused."),
        ("send-again", SENT, "The mail to Amina Wanjiru was sent already."),
    ],
)
def test_what_comes_too_late_is_refused_in_a_sentence(browser, act, before, sentence):
    message = make_message(state=before)

    answer = browser.post(f"/mail/{message.id}/{act}")

    assert answer.status_code == 409
    assert sentence in text_of(answer)
    assert state_of(message) == before


def test_who_skipped_a_mail_is_named(browser):
    message = make_message()

    browser.post(f"/mail/{message.id}/skip")

    assert "Skipped by Grace Wanjiru." in text_of(browser.get(f"/mail/{message.id}"))


def test_a_mail_that_may_have_arrived_twice_says_so(browser):
    message = make_message(state=SENT, unknown_at=NOW, reason="It may arrive twice.")

    assert "Sent, perhaps twice" in text_of(browser.get("/mail?state=twice"))
    assert "One try ended without an answer" in text_of(browser.get(f"/mail/{message.id}"))


def make_sign_in_mail():
    return make_message(
        kind="sign-in",
        secret="sign-in:1",
        text="Open [link]\n",
        html='<p><a href="[link]">Sign in</a></p>',
    )


def test_no_page_shows_the_link_of_a_mail_that_left(browser, app):
    message = make_sign_in_mail()
    deliver_mail(NOW, lambda message: None, lambda message: "http://localhost/sign-in/token")

    pages = browser.get(f"/mail/{message.id}").text + browser.get(f"/mail/{message.id}/body").text

    assert "Open [link]" in pages
    assert "sign-in/token" not in pages


def test_only_the_demonstration_shows_working_links(browser, app):
    message = make_sign_in_mail()
    deliver_mail(NOW, lambda message: None, lambda message: "http://localhost/sign-in/token")
    app.config["IS_DEMONSTRATION"] = True

    page, body = (
        browser.get(f"/mail/{message.id}").text,
        browser.get(f"/mail/{message.id}/body").text,
    )

    assert '<a href="http://localhost/sign-in/token"' in page
    assert '<a href="http://localhost/sign-in/token">Sign in</a>' in body


def test_a_link_in_a_mail_opens_outside_its_frame(browser):
    message = make_message(html="<html><head></head><body><a href='/x'>Open</a></body></html>")

    body = browser.get(f"/mail/{message.id}/body").text

    assert '<head><base target="_top"></head>' in body


def test_the_outbox_is_for_staff(signed_in_as):
    message = make_message()
    expert = signed_in_as(make_user(make_person("José Ñíguez")))

    answers = [
        expert.get("/mail"),
        expert.get(f"/mail/{message.id}"),
        expert.get(f"/mail/{message.id}/body"),
        *(expert.post(f"/mail/{message.id}/{act}") for act in ("skip", "hold", "send-now")),
        expert.post(f"/mail/{message.id}/send-again"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 7
    assert state_of(message) == PENDING


def test_looking_changes_nothing(browser):
    message = make_message()
    set_feedback(make_person("Karen Laßmann"))

    for address in ("/mail", f"/mail/{message.id}", f"/mail/{message.id}/body"):
        browser.get(address)

    assert (state_of(message), db.session.scalar(db.select(db.func.count(Message.id)))) == (
        PENDING,
        1,
    )


def test_a_longer_outbox_asks_no_more_of_the_database(browser, questions):
    make_message("Reader0 of many")
    set_feedback(make_person("Karen Laßmann"))
    few = questions(lambda: browser.get("/mail"))
    for number in range(1, 20):
        make_message(f"Reader{number} of many")
        set_feedback(make_person(f"Reader {number}"), make_person("Suharto", tz="Asia/Jakarta"))

    assert questions(lambda: browser.get("/mail")) == few
