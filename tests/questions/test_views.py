"""The own questions of a form, as the secretariat writes them."""

import pytest

from eventsapp.extensions import db
from tests.factories import make_person, make_user
from tests.registrations.forms import (
    make_form,
)


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), "secretariat")


def test_staff_write_questions_put_them_in_order_and_take_them_out(app, signed_in_as, officer):
    form = make_form()
    browser = signed_in_as(officer)
    new = "/meetings/egm-5/registration/questions/new"

    few = browser.post(new, data={"label": "Which day?", "kind": "one", "options": "Day 1"})
    browser.post(new, data={"label": "Do you need a letter?", "kind": "yes_no"})
    db.session.rollback()
    letter = form.questions[0]
    condition = f"{letter.id}\u241fyes"
    browser.post(new, data={"label": "Which embassy?", "kind": "text", "shown_if": condition})

    assert "Write at least two choices, each in its own line." in few.text
    db.session.rollback()
    embassy = form.questions[1]
    assert (embassy.shown_if_id, embassy.shown_if_value) == (letter.id, "yes")
    browser.post(f"/registration-questions/{embassy.id}/up")
    db.session.rollback()
    assert [one.label for one in form.questions] == ["Which embassy?", "Do you need a letter?"]
    # What stands before the question it depends on is always shown.
    assert form.questions[0].shown_if_id is None
    browser.post(f"/registration-questions/{letter.id}/remove")
    db.session.rollback()
    assert [one.label for one in form.questions] == ["Which embassy?"]
