"""Comments on a draft, as somebody writes them on a phone: saved as typed, kept without a line."""

import pytest
from sqlalchemy import select

from eventsapp.comments.models import Comment
from eventsapp.comments.queries import commenters_of
from eventsapp.comments.services import give_token
from eventsapp.extensions import db
from tests.browser.checks import check_page
from tests.factories import make_comment_round, make_draft, make_person

TEXTS = (("heading", 1, "1. Water"), "Water is a right.", "المياه حق للجميع.")


@pytest.fixture
def engine():
    """What a browser shows is the same on both engines."""
    return "sqlite"


def said(live):
    live.settle()
    rows = db.session.scalars(select(Comment).order_by(Comment.id))
    return [(one.text, one.state) for one in rows]


def test_a_comment_is_saved_while_it_is_typed_kept_offline_and_sent(app, live, open_page):
    app.config["LANGUAGES"] = ("en", "ar")
    draft = make_draft(texts=TEXTS)
    round_ = make_comment_round(draft, people=[make_person("ليلى حداد")])
    link = live.url(f"/comment/{give_token(commenters_of(round_)[0], 'a key only for tests')}")
    phone = open_page(width=360, language="ar")
    phone.goto(link)
    check_page(phone)

    phone.get_by_role("link", name="Comment on para. 2").click()
    state = phone.locator("[data-state]")
    box = phone.get_by_role("textbox", name="Your comment")
    check_page(phone, keyboard=False)
    box.press_sequentially("Say human")
    phone.locator("[data-state]", has_text="Saved").wait_for()
    assert said(live) == [("Say human", "draft")]

    phone.context.set_offline(True)
    box.press_sequentially(" right.")
    phone.locator("[data-state]", has_text="kept").wait_for()
    assert state.inner_text() == "No connection: what you typed is kept on this device."
    assert said(live) == [("Say human", "draft")]

    phone.context.set_offline(False)
    phone.locator("[data-state]", has_text="Saved").wait_for()
    assert said(live) == [("Say human right.", "draft")]

    phone.get_by_role("button", name="Send this comment").focus()
    phone.keyboard.press("Enter")
    phone.get_by_text("1 comment is sent. Thank you.").wait_for()
    assert said(live) == [("Say human right.", "sent")]


def test_what_was_typed_without_a_line_is_back_after_the_page_was_closed(live, open_page):
    round_ = make_comment_round(make_draft(texts=TEXTS), people=[make_person("Huiwen")])
    link = live.url(f"/comment/{give_token(commenters_of(round_)[0], 'a key only for tests')}")
    page = open_page(width=360)
    page.goto(f"{link}?at=whole")

    page.context.set_offline(True)
    page.get_by_role("textbox", name="Your comment").fill("Shorten it.")
    page.locator("[data-state]", has_text="kept").wait_for()
    device = page.context
    page.close()
    device.set_offline(False)
    page = device.new_page()
    page.goto(f"{link}?at=whole")

    assert page.get_by_role("textbox", name="Your comment").input_value() == "Shorten it."
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("The comment is saved and not sent yet.").wait_for()
    assert said(live) == [("Shorten it.", "draft")]
