"""A consultation as people live through it: extended by the secretariat, written on a phone."""

from datetime import date, time

import pytest

from eventsapp.extensions import db
from eventsapp.hearings.services import give_token
from eventsapp.mail.models import Message
from tests.browser.checks import check_page
from tests.factories import make_consultation, make_hearing, make_person, make_user


@pytest.fixture
def engine():
    """What a browser shows is the same on both engines."""
    return "sqlite"


def test_an_extended_consultation_is_told_once_and_a_draft_survives_the_closed_browser(
    app, live, open_page
):
    consultation = make_consultation(
        title="Online consultation",
        audience="open online",
        starts_on=date(2020, 10, 7),
        ends_on=date(2090, 11, 8),
        ends_at_time=time(23, 59),
        takes_submissions=True,
    )
    hearing = make_hearing(consultation, make_person("魏明", tz="Asia/Shanghai"))
    token, address = give_token(hearing, app.config["SECRET_KEY"]), "/consultations/1"
    officer = make_user(make_person("Łucja Żółkiewska"), role="secretariat")
    db.session.commit()

    staff = open_page(user=officer)
    staff.goto(live.url(f"{address}/move"))
    check_page(staff)
    staff.get_by_label("Last day").fill("17 November 2090")
    staff.get_by_label("Why, in one sentence").fill("More time was asked for.")
    staff.get_by_role("button", name="See what follows").click()
    staff.get_by_text("1 person gets one mail").wait_for()
    check_page(staff)
    staff.get_by_role("button", name="Extend it and tell them").click()
    staff.get_by_text("One person gets one mail, which leaves in a minute.").wait_for()
    check_page(staff)

    phone = open_page(width=360)
    phone.goto(live.url(f"/hear/{token}"))
    phone.get_by_text("Was to close on 8 November 2090").wait_for()
    check_page(phone)
    phone.get_by_label("What you want to say").press_sequentially("Rivers know no borders.")
    phone.get_by_text("not sent yet").wait_for()
    phone.context.close()
    again = open_page(width=360)
    again.goto(live.url(f"/hear/{token}"))
    kept = again.get_by_label("What you want to say").input_value()
    again.get_by_role("button", name="Send my submission").click()
    again.get_by_text("Your submission has arrived.").wait_for()
    check_page(again)

    db.session.rollback()
    kinds = [one.dedupe_key.split(":")[2] for one in db.session.scalars(db.select(Message))]
    assert kept == "Rivers know no borders."
    assert kinds == ["moved", "sent"]
