"""A letter as people live through it: asked for, checked, issued, carried away and verified."""

import pytest

from tests.browser.checks import check_page, follow, records
from tests.factories import make_person, make_user
from tests.letters.requests import TODAY, make_coming_forum, make_expert, make_officer
from tests.letters.test_pdf import codes_on, words_of


@pytest.fixture
def people(app):
    """An expert who asks and an officer who answers."""
    make_coming_forum()
    return make_expert(), make_officer()


def test_a_letter_goes_from_the_request_to_a_code_that_verifies(live, open_page, people):
    expert, officer = people
    asking = open_page(user=expert, width=360)
    asking.goto(live.url("/letters"))
    check_page(asking)
    follow(asking, asking.get_by_role("link", name="World Urban Forum"))
    check_page(asking)
    write_request(asking, birth_on="32/13/1990")
    asking.get_by_text("32/13/1990 is not a date").first.wait_for()
    check_refused_page(asking)
    write_request(asking, birth_on="4 March 1980")
    asking.get_by_text("The request is sent.").wait_for()
    check_page(asking)

    checking = open_page(user=officer)
    checking.goto(live.url("/letters"))
    check_page(checking)
    follow(checking, checking.get_by_role("link", name="Check the first"))
    check_page(checking)
    checking.get_by_role("button", name="Show the passport data").click()
    checking.get_by_text("XK4471902").wait_for()
    check_page(checking)
    checking.get_by_role("link", name="Back to the request").click()
    checking.get_by_label("Approve").check()
    checking.get_by_label("Who pays").select_option("The secretariat")
    checking.get_by_role("button", name="Send the decision").click()
    checking.get_by_role("button", name="Issue the letter").click()
    checking.get_by_text(f"Letter IG-PCSC/{TODAY.year}/0001 is issued.").wait_for()
    check_page(checking)

    asking.reload()
    check_page(asking)
    with asking.expect_download() as waiting:
        asking.get_by_role("link", name="Download the letter").click()
    letter = waiting.value.path().read_bytes()
    assert "ŁUCJA ŻÓŁKIEWSKA" in words_of(letter)
    [address] = codes_on(letter)

    stranger = open_page(width=360)
    stranger.goto(address)
    stranger.get_by_role("heading", name="This letter is valid").wait_for()
    check_page(stranger)
    assert "ŻÓŁKIEWSKA" not in stranger.content().upper()
    stranger.get_by_label("Check another letter").fill("k7qm 3xpd")
    stranger.get_by_role("button", name="Check the code").click()
    stranger.get_by_role("heading", name="We do not know this code").wait_for()
    check_page(stranger)


def check_refused_page(page):
    """The browser itself notes that a page says 422; beyond that the page is like any other."""
    assert "422" in records[page].complaints.pop()
    check_page(page)


def write_request(page, birth_on):
    page.get_by_label("Name", exact=True).fill("ŁUCJA ŻÓŁKIEWSKA")
    page.get_by_label("Nationality").fill("POL")
    page.get_by_label("Passport number").fill("XK 447 1902")
    page.get_by_label("Passport valid until").fill(f"4/9/{TODAY.year + 4}")
    page.get_by_label("Date of birth").fill(birth_on)
    page.get_by_role("button", name="Send the request").click()


def test_the_pages_of_letters_work_without_script_and_in_the_dark(live, open_page, people):
    page = open_page(user=people[0], width=360, scheme="dark", script=False)
    page.goto(live.url("/letters/new?meeting=wuf-12"))

    write_request(page, birth_on="4 March 1980")

    page.get_by_text("The request is sent.").wait_for()
    check_page(page)


def test_the_queue_reads_from_right_to_left(live, open_page, people):
    live.app.config["LANGUAGES"] = ("en", "ar")
    asking = open_page(user=make_user(make_person("فاطمة الزهراء بناني")), width=360)
    asking.goto(live.url("/letters/new?meeting=wuf-12&lang=ar"))
    write_request(asking, birth_on="4 March 1980")
    page = open_page(user=people[1])

    page.goto(live.url("/letters?lang=ar"))

    assert page.locator("html").get_attribute("dir") == "rtl"
    page.get_by_role("link", name="فاطمة الزهراء بناني").wait_for()
    check_page(page)
