"""Registering as experts live it: one name, a telephone, a line that breaks, nothing but keys."""

import pytest

from eventsapp.extensions import db
from eventsapp.registrations.models import Registration
from tests.browser.checks import check_page, records, watch
from tests.factories import make_person, make_user
from tests.registrations.forms import ask, make_form, page_of, register

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
WAYS = {"languages": "may", "gender": "may", "category": "may", "needs": "may"}


def press_until(page, wanted, *, key="Tab", most=60):
    """Press a key until the focus is on what is wanted, as somebody without a mouse does."""
    for _ in range(most):
        page.keyboard.press(key)
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{most} times {key} do not lead to {wanted}")


def kept_on(page):
    return page.evaluate("JSON.stringify(Object.values(localStorage))")


def test_an_expert_with_one_name_registers_in_two_visits_with_a_lost_line_between(live, open_page):
    # Cases 16 and 51, and the fourth line of what must be seen to hold.
    form = make_form(ways=WAYS)
    page = open_page(width=360)
    page.goto(live.url(f"/register/{form.token}"))
    check_page(page)
    press_until(page, page.get_by_label("Your name"))
    page.keyboard.type("Huiwen")
    press_until(page, page.get_by_label("E-mail address", exact=True))
    page.keyboard.type("huiwen@example.test")
    press_until(page, page.get_by_label("Organisation (optional)"))
    page.keyboard.type("Tsinghua University")
    press_until(page, page.get_by_label("Access (optional)"))
    page.keyboard.type("A ramp")
    page.context.set_offline(True)
    page.keyboard.press("Tab")
    press_until(page, page.get_by_role("button", name="Send the registration"))
    page.keyboard.press("Enter")
    page.get_by_text("Not sent: no connection.").wait_for()
    again = page.get_by_role("button", name="Try again")
    assert again.evaluate("one => one === document.activeElement")
    check_page(page, keyboard=False)
    assert "Tsinghua" in kept_on(page)
    assert "A ramp" not in kept_on(page)
    page.close()

    page.context.set_offline(False)
    page = watch(page.context.new_page())
    page.goto(live.url(f"/register/{form.token}"))
    page.get_by_text("What you typed on this device is back.").wait_for()
    assert page.get_by_label("Your name").input_value() == "Huiwen"
    check_page(page)
    page.get_by_label("Your name").focus()
    press_until(page, page.get_by_role("button", name="Send the registration"))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="One step is left: confirm your address").wait_for()
    check_page(page)
    assert kept_on(page) == "[]"
    live.settle()
    [sent] = db.session.scalars(db.select(Registration))
    assert (sent.printed_name, sent.facts["organization"]) == ("Huiwen", "Tsinghua University")

    page.goto(live.url(page_of(sent)))
    check_page(page)
    press_until(page, page.get_by_role("button", name="Confirm my address"))
    page.keyboard.press("Enter")
    page.get_by_text("Next: the secretariat decides").wait_for()
    check_page(page)


@on_one_engine
def test_what_was_typed_is_forgotten_when_somebody_asks_for_it(live, open_page):
    form = make_form()
    page = open_page(width=360)
    page.goto(live.url(f"/register/{form.token}"))
    page.get_by_label("Your name").fill("Huiwen")
    forget = page.get_by_role("button", name="Forget what I typed")
    forget.wait_for()

    forget.click()

    page.get_by_text("Nothing of what you typed is kept on this device any more.").wait_for()
    assert (kept_on(page), page.get_by_label("Your name").input_value()) == ("[]", "")
    page.reload()
    assert page.get_by_label("Your name").input_value() == ""


@on_one_engine
def test_mistakes_lead_from_the_summary_to_the_field(live, open_page):
    form = make_form()
    page = open_page(width=360)
    page.goto(live.url(f"/register/{form.token}"))
    page.get_by_label("Your name").fill("Huiwen")
    page.get_by_label("E-mail address", exact=True).fill("huiwen.example.org")

    page.get_by_role("button", name="Send the registration").click()

    page.get_by_role("link", name="is no address that mail can reach").wait_for()
    assert "422" in records[page].complaints.pop()
    assert page.get_by_label("Your name").input_value() == "Huiwen"
    check_page(page)


@on_one_engine
def test_a_question_appears_when_its_condition_holds(live, open_page):
    form = make_form()
    letter = ask(form, "Do you need a letter?", "yes_no")
    ask(form, "Which embassy?", shown_if_id=letter.id, shown_if_value="yes")
    page = open_page()
    page.goto(live.url(f"/register/{form.token}"))
    embassy = page.get_by_label("Which embassy?")
    assert embassy.is_hidden()

    page.get_by_label("Yes", exact=True).check()

    assert embassy.is_visible()
    check_page(page, keyboard=False)


@on_one_engine
@pytest.mark.parametrize("script", [True, False])
def test_the_form_reads_from_right_to_left_and_works_without_script(live, open_page, script):
    live.app.config["LANGUAGES"] = ("en", "ar")
    form = make_form(ways=WAYS)
    page = open_page(width=360, scheme="dark", language="ar", script=script)
    page.goto(live.url(f"/register/{form.token}"))

    assert page.locator("html").get_attribute("dir") == "rtl"
    check_page(page)


@on_one_engine
@pytest.mark.parametrize("device", [{"width": 360}, {"scheme": "dark"}])
def test_the_secretariat_sees_registrations_on_any_screen(live, open_page, device):
    form = make_form(ways=WAYS)
    ask(form, "Your photo", "photo")
    make_person("Karen Laßmann", email="karen@example.test")
    one = register(form, "Karin Lassmann", "karen@example.test", gender="woman")
    register(form, "ليلى حداد", "layla@example.test", country="LB")
    officer = make_user(make_person("Grace Wanjiru", tz="Africa/Nairobi"), "secretariat")
    page = open_page(user=officer, **device)

    for path in ("/meetings/egm-5/registration", "/meetings/egm-5/registrations?state=pending",
                 "/meetings/egm-5/registration/preview", f"/registrations/{one.id}",
                 "/meetings/egm-5/registration/questions/new"):  # fmt: skip
        page.goto(live.url(path))
        check_page(page)


@on_one_engine
def test_on_a_phone_the_bar_of_decisions_comes_with_the_first_tick(live, open_page):
    register(make_form(ways=WAYS), "ليلى حداد", "layla@example.test", country="LB")
    officer = make_user(make_person("Grace Wanjiru", tz="Africa/Nairobi"), "secretariat")
    page = open_page(user=officer, width=360)
    page.goto(live.url("/meetings/egm-5/registrations"))
    decline = page.get_by_role("button", name="Decline")
    bar = page.get_by_role("group", name="With those who are ticked")
    before = (bar.inner_text().split(), decline.is_visible())

    page.get_by_role("checkbox", name="ليلى حداد").check()

    assert before == (["0", "chosen"], False)
    assert bar.get_by_text("1 chosen").is_visible()
    assert decline.is_enabled()
