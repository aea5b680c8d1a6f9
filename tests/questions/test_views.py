"""The own questions of a form, as the secretariat writes them."""

import re
from html import unescape

import pytest

from eventsapp.extensions import db
from tests.factories import make_person, make_user
from tests.registrations.forms import ask, make_form, page_of, register, said, sealed, typed


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
    page = browser.get("/meetings/egm-5/registration").text
    assert page.count('name="position" value="2"') == 1
    for _click in range(2):
        browser.post(f"/registration-questions/{embassy.id}/up", data={"position": 2})
    db.session.rollback()
    assert [one.label for one in form.questions] == ["Which embassy?", "Do you need a letter?"]
    # What stands before the question it depends on is always shown.
    assert form.questions[0].shown_if_id is None
    version = form.version
    browser.post(f"/registration-questions/{letter.id}/remove", data={"version": version})
    db.session.rollback()
    assert [one.label for one in form.questions] == ["Which embassy?"]


def hidden(page):
    """What the hidden fields of the form to change a question hold."""
    names = ("version", "opened_with")
    inputs = {n: re.search(rf'<input id="{n}"[^>]* value="([^"]*)"', page.text) for n in names}
    return {name: unescape(found[1]) for name, found in inputs.items()}


def test_what_was_answered_as_sensitive_stays_sensitive(app, client, signed_in_as, officer):
    form = make_form()
    passport = ask(form, "Number of your passport", is_sensitive=True)
    browser, address = signed_in_as(officer), f"/registration-questions/{passport.id}"
    opened = {"label": "Number of your passport", "kind": "text"}
    browser.post(address, data={**opened, "is_sensitive": "y", "hint": "As printed."})
    registration = register(form, answers={str(passport.id): "XK4471902"})
    db.session.commit()

    refused = browser.post(address, data=opened)

    assert refused.status_code == 422
    assert "were told that this answer is sensitive, so it stays so" in said(refused)
    assert "XK4471902" not in browser.get(f"/registrations/{registration.id}").text
    db.session.rollback()
    assert (passport.is_sensitive, passport.hint) == (True, "As printed.")
    assert browser.post(address, data={**opened, "is_sensitive": "y"}).status_code == 302


def test_before_anybody_registered_a_question_may_become_less_sensitive(app, signed_in_as, officer):
    question = ask(make_form(), "Which theme first?", is_sensitive=True)
    data = {"label": "Which theme first?", "kind": "text"}

    signed_in_as(officer).post(f"/registration-questions/{question.id}", data=data)

    db.session.rollback()
    assert not question.is_sensitive


def test_two_who_change_one_question_do_not_write_over_each_other(app, signed_in_as, officer):
    form = make_form()
    question, other = ask(form, "Which day?"), ask(form, "Which hotel?")
    browser, address = signed_in_as(officer), f"/registration-questions/{question.id}"
    opened = hidden(browser.get(address))
    data = {"label": "Which day?", "kind": "text", **opened}
    elsewhere = f"/registration-questions/{other.id}"
    other_data = {"label": "Which inn?", "kind": "text", **hidden(browser.get(elsewhere))}
    assert browser.post(elsewhere, data=other_data).status_code == 302

    # Another question that changed holds nobody up; this one does.
    assert browser.post(address, data={**data, "hint": "Day 1 or 2."}).status_code == 302
    late = browser.post(address, data={**data, "label": "Which days?", "hint": "Any."})

    assert late.status_code == 409
    assert "Day 1 or 2." in said(late)
    db.session.rollback()
    assert (question.label, question.hint) == ("Which day?", "Day 1 or 2.")
    again = {"label": "Which days?", "kind": "text", "hint": "Any.", **hidden(late)}
    assert browser.post(address, data=again).status_code == 302
    db.session.rollback()
    assert (question.label, question.hint) == ("Which days?", "Any.")


def test_a_question_that_changed_meanwhile_is_not_taken_out_unread(app, signed_in_as, officer):
    form = make_form()
    question = ask(form, "Which day?")
    browser, address = signed_in_as(officer), f"/registration-questions/{question.id}"
    read = hidden(browser.get(address))["version"]
    browser.post(
        address, data={"label": "Which days?", "kind": "text", **hidden(browser.get(address))}
    )

    refused = browser.post(f"{address}/remove", data={"version": read})

    assert refused.status_code == 409
    assert "The questions were changed meanwhile." in said(refused)
    db.session.rollback()
    assert [one.label for one in form.questions] == ["Which days?"]


def test_a_correction_of_an_answer_whose_question_was_taken_out_is_not_shown_openly(
    app, client, signed_in_as, officer
):
    form = make_form()
    passport = ask(form, "Number of your passport", is_sensitive=True)
    registration = register(form, answers={str(passport.id): "XK4471902"})
    key = f"q{passport.id}"
    wanted = typed(form, **{key: "XK4471903"})
    client.post(f"{page_of(registration)}/correction", data=sealed(registration, **wanted))
    browser = signed_in_as(officer)
    db.session.rollback()
    browser.post(f"/registration-questions/{passport.id}/remove", data={"version": form.version})

    page = browser.get(f"/registrations/{registration.id}").text

    assert "A correction is asked for" in page
    assert "XK447190" not in page


def test_who_leads_a_room_reads_what_people_were_told_of_and_nothing_else(
    app, signed_in_as, officer
):
    form = make_form()
    topic, hotel = ask(form, "What should the room discuss?"), ask(form, "Which hotel?")
    browser = signed_in_as(officer)
    wanted = {"label": topic.label, "kind": "text", "is_for_moderators": "y"}

    address = f"/registration-questions/{topic.id}"

    both = browser.post(
        address, data={**wanted, **hidden(browser.get(address)), "is_sensitive": "y"}
    )
    browser.post(address, data={**wanted, **hidden(browser.get(address))})
    register(form)
    address = f"/registration-questions/{hotel.id}"
    late = {**wanted, **hidden(browser.get(address)), "label": hotel.label}
    refused = browser.post(address, data=late)

    assert "A sensitive answer is shown to staff only." in both.text
    assert (refused.status_code, "were not told" in refused.text) == (422, True)
    db.session.rollback()
    assert (topic.is_for_moderators, hotel.is_for_moderators) == (True, False)
    public = app.test_client().get(f"/register/{form.token}").text
    assert public.count("Who leads your break-out room reads your answer.") == 1
