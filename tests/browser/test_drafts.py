"""Draft 2 through the browser: handed over, looked at, kept, its doubtful passage settled by a key,
taken back, and read by an expert on a phone once it is released."""

from datetime import date

import pytest

from eventsapp.documents.reading_text import read_pasted
from eventsapp.documents.saving import add_draft
from tests.documents.wordfiles import about, comment, p, put_in, run, taken_out, word_file
from tests.factories import NOW, commit, make_document, make_meeting, make_person, make_user
from tests.factories import take_part as takes_part

DATA = "Data that are collected about people belong to these people and are deleted after use."
COST = "Cities publish what their systems cost, who built them, and whom to ask when they fail."
DOUBTFUL = "People own data about them, and these are deleted by whoever collected it."


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_draft_is_handed_over_settled_by_keyboard_and_read_by_an_expert(
    app, live, open_page, tmp_path
):
    meeting, expert = make_meeting(), make_person("Łucja Żółkiewska")
    takes_part(meeting, expert)
    document = make_document(meeting, "Guidelines")
    add_draft(document, read_pasted(f"{COST}\n{DATA}\n"), now=NOW)
    officer, reader = make_user(role="secretariat"), make_user(expert)
    commit()
    file = tmp_path / "draft 2.docx"
    file.write_bytes(
        word_file(
            p(COST.replace("publish", "always publish")),
            p(about(1, run(DOUBTFUL))),
            p("Water is ", taken_out("a good"), put_in("a right"), " of everybody who is thirsty."),
            comments=[comment(1, "Who collects it?")],
            pages=46,
        )
    )

    page = open_page(user=officer)
    page.goto(live.url(f"/documents/{document.id}"))
    page.get_by_role("link", name="Add a draft").click()
    page.get_by_label("File (.docx, .txt or .md)").set_input_files(file)
    page.get_by_role("button", name="Read the draft").click()
    assert "1 reworded, 1 new, 1 doubtful" in page.locator("main").inner_text()
    assert "Who collects it?" in page.locator("main").inner_text()
    page.get_by_role("button", name="Keep this draft").click()
    page.wait_for_load_state("load")
    page.keyboard.press("1")
    page.get_by_text("para. 2 is settled.").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("para. 2 is asked again.").wait_for()
    page.get_by_role("button", name="It is this one").click()
    page.get_by_text("Nothing is doubtful in this draft.").wait_for()
    page.get_by_role("link", name="Changes since draft 1").click()
    assert page.locator("ins").first.inner_text().strip() == "always"
    page.goto(live.url(f"/documents/{document.id}/drafts/2/release"))
    assert "1 comment and 2 tracked changes, with their authors" in page.inner_text("main")
    page.get_by_label("Day", exact=True).fill(date(2024, 10, 7).isoformat())
    page.get_by_role("button", name="Enter the release").click()
    page.get_by_text("The release is entered.").wait_for()

    phone = open_page(user=reader, width=360)
    phone.goto(live.url("/documents"))
    phone.get_by_role("link", name="Guidelines", exact=True).click()
    phone.get_by_role("rowheader", name="Draft 2").get_by_role("link").click()
    phone.get_by_role("link", name="para. 3").click()
    assert phone.url.endswith(f"#{phone.locator(':target').get_attribute('id')}")
    assert (
        phone.locator(":target p").inner_text() == "Water is a right of everybody who is thirsty."
    )
