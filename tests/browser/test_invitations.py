"""The way of an invitation: three are invited, one answers on a phone, the others are reminded."""

from datetime import date

import pytest

from eventsapp.extensions import db
from eventsapp.invitations.models import Invitation
from eventsapp.mail.models import Message
from eventsapp.worker import deliver_mail
from tests.browser.checks import check_page
from tests.factories import NOW, make_meeting, make_person, make_user, take_part

NAMES = ("Huiwen", "فاطمة الزهراء بناني", "Łucja Żółkiewska")


@pytest.fixture
def engine():
    """What a browser shows is the same on both engines."""
    return "sqlite"


def press(page, name):
    """Reach a button by keyboard and press it."""
    page.get_by_role("button", name=name, exact=False).first.focus()
    page.keyboard.press("Enter")


def link_to(outbox, name):
    """The link in the mail that this person got."""
    mail = next(mail for mail in outbox.delivered if name in mail["To"])
    words = mail.get_body(("plain",)).get_content().split()
    return next(word for word in words if "/invitations/" in word)


def test_three_are_invited_one_answers_on_a_phone_and_the_rest_are_reminded(
    app, live, open_page, outbox
):
    app.config["LANGUAGES"] = ("en", "ar")
    officer = make_user(make_person("Grace Wanjiru", tz="Africa/Nairobi"), role="secretariat")
    meeting = make_meeting(
        "egm-3",
        number=3,
        place="Baku",
        tz="Asia/Baku",
        starts_on=date(2097, 1, 22),
        ends_on=date(2097, 1, 24),
    )
    for name in NAMES:
        take_part(meeting, make_person(name, country="PL"))
    desk = open_page(user=officer)
    desk.goto(live.url("/meetings/egm-3/participants"))
    assert desk.get_by_role("button", name="Remind to answer").is_disabled()
    check_page(desk)
    for box in desk.locator("input[name=p]").all():
        box.focus()
        desk.keyboard.press("Space")
    assert desk.locator("[data-count]").inner_text() == "3 chosen"
    check_page(desk, keyboard=False)
    press(desk, "Invite")
    desk.wait_for_url("**/act?**")
    check_page(desk)
    press(desk, "Invite 3 people")
    desk.get_by_text("3 people are invited.").wait_for()
    check_page(desk)
    live.settle()
    deliver_mail(NOW)

    phone = open_page(width=360, language="ar")
    phone.goto(link_to(outbox, "Huiwen"))
    check_page(phone)
    phone.get_by_label("Yes, I take part").focus()
    phone.keyboard.press("Space")
    press(phone, "Send my answer")
    phone.get_by_text("You answered yes.").wait_for()
    check_page(phone)

    live.settle()
    for invitation in db.session.scalars(db.select(Invitation)):
        invitation.invited_at = NOW  # long before: nobody is reminded within a day
    desk.goto(live.url("/meetings/egm-3/participants"))
    desk.get_by_label("all 3 that fit").focus()
    desk.keyboard.press("Space")
    press(desk, "Remind to answer")
    desk.get_by_text("Huiwen").wait_for()
    assert "has answered yes" in desk.locator("main").inner_text()
    press(desk, "Remind 2 people")
    desk.get_by_text("2 people are reminded.").wait_for()
    live.settle()
    reminders = db.select(Message.recipient_name).where(Message.subject.startswith("Do you"))
    assert sorted(db.session.scalars(reminders)) == sorted(NAMES[1:])
