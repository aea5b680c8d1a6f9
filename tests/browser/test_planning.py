"""The plan of the real record, typed by hand; its clashes, and one of them accepted."""

import json
from datetime import date, timedelta

import pytest

from eventsapp.clashes.models import AcceptedClash
from eventsapp.consultations.models import Consultation
from eventsapp.documents.models import Release
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.minutes.services import read_minutes, save_import, undo_import
from eventsapp.reminders.models import Deadline
from tests.browser.checks import check_first_visit, check_page, follow
from tests.factories import NOW, make_meeting, make_person, make_user
from tests.reading.understood_text import DATA

GOLDEN = json.loads((DATA / "egm2-golden.json").read_text(encoding="utf-8"))
PROMISES = [item for item in GOLDEN["dated_items"] if item["must_find"]]
MONTHLY, UNTIL = "experts-october", "2025-02-28"
# A careful typist with two fingers, and how long it takes to open a list and choose.
LETTERS_A_MINUTE, SECONDS_A_CHOICE = 120, 4

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def officer(app):
    return make_user(make_person("Siosaia Tupou", tz="Africa/Nairobi"), role="secretariat")


def planned():
    """Everything with a day but the meeting of the record: what the issue compares."""
    rows = set()
    for one in db.session.scalars(db.select(Consultation).where(Consultation.starts_on != None)):  # noqa: E711
        rows.add(("consultation", one.title, one.starts_on, one.ends_on, one.audience, one.mode,
                  one.place, one.certainty, one.rrule))  # fmt: skip
    for one in db.session.scalars(db.select(Release).where(Release.kind == "release")):
        rows.add(("release", one.title, one.starts_on, one.ends_on, one.audience, one.mode,
                  None, one.certainty, None))  # fmt: skip
    for one in db.session.scalars(db.select(Deadline)):
        rows.add(("deadline", one.title, one.due_on, one.due_on, one.audience, one.mode, None,
                  one.certainty, None))  # fmt: skip
    for one in db.session.scalars(db.select(Meeting).where(Meeting.announced_by_id != None)):  # noqa: E711
        rows.add((f"meeting {one.short_name}", one.title, one.starts_on, one.ends_on, one.audience,
                  one.mode, one.place, one.certainty, None))  # fmt: skip
    return rows


def imported_plan(officer):
    """What the import makes of the minutes when its offer of a series is taken; then undo it."""
    minutes = (DATA / "egm2-minutes.txt").read_bytes()
    read = read_minutes(minutes, "egm2-minutes.txt", now=NOW, by=officer)
    [key] = [one["key"] for one in read.understood["dated_items"] if one["start"] == "2024-10-31"]
    chosen = {"dated": {key: {"repeat": True, "until": UNTIL}}}
    save_import(read, chosen, now=NOW, by=officer)
    db.session.commit()
    rows = planned()
    undo_import(read, now=NOW + timedelta(minutes=1), by=officer)
    db.session.commit()
    return rows


def type_promise(page, number, promise, title):
    """Fill one row of the form; return how many letters were typed and lists opened."""
    typed = {"What": title, "First day": promise["start"], "For whom": promise["audience"],
             "Where": promise["place"]}  # fmt: skip
    if promise["end"] != promise["start"]:
        typed["Last day"] = promise["end"]
    if promise["id"] == MONTHLY:
        typed["Monthly until"] = UNTIL
    chosen = {"Kind": promise["kind"], "How": promise["mode"],
              "Certainty": promise["certainty"].capitalize()}  # fmt: skip
    usual = {"Kind": "consultation", "How": None, "Certainty": "Firm"}
    for label, text in typed.items():
        if text:
            page.get_by_label(f"{label}, row {number}", exact=True).fill(text)
    for label, choice in chosen.items():
        if choice != usual[label]:
            page.get_by_label(f"{label}, row {number}", exact=True).select_option(label=choice)
    letters = sum(len(text) for text in typed.values() if text)
    return letters, sum(chosen[label] != usual[label] for label in chosen)


@on_one_engine
def test_the_plan_of_the_record_typed_by_hand_is_what_the_import_makes_of_it(
    live, open_page, officer
):
    imported = imported_plan(officer)
    # The golden file leaves the wording of titles free.
    worded = {(kind.split()[0], first): title for kind, title, first, *_ in imported}
    titles = {one["id"]: worded[one["kind"], date.fromisoformat(one["start"])] for one in PROMISES}
    make_meeting(title="UN-H EGM 2 | IG-PCSC")
    page = open_page(user=officer)
    page.goto(live.url("/timeline"))
    follow(page, page.get_by_role("link", name="Enter dates").first)
    check_page(page)

    efforts = [
        type_promise(page, number, promise, titles[promise["id"]])
        for number, promise in enumerate(PROMISES, start=1)
    ]
    follow(page, page.get_by_role("button", name="Enter the dates"))

    assert "9 dates are entered." in page.get_by_role("status").inner_text()
    live.settle()
    assert planned() == imported
    assert len(imported) == 9
    assert [said(one) for one in page.locator(".note.warn ol li").all()] == [
        f"Clash 1: “{titles['feedback-deadline']}” is due on Tue 1 Oct 2024, the first day of "
        f"“{titles['private-sector']}”.",
        f"Clash 2: The repetition of “{titles[MONTHLY]}” falls on Thu 28 Nov 2024, the last day "
        f"of “{titles['regional-online']}”.",
        f"Clash 3: The repetition of “{titles[MONTHLY]}” falls on Thu 26 Dec 2024, in the "
        "year-end holidays.",
    ]
    letters, choices = (sum(each) for each in zip(*efforts, strict=True))
    assert letters / LETTERS_A_MINUTE + choices * SECONDS_A_CHOICE / 60 < 10
    check_page(page)
    check_first_visit(page)

    follow(page, page.get_by_role("link", name="Accept clash 3"))
    check_page(page)
    page.get_by_label("Why it can stay").fill("The experts agreed to meet in the first week.")
    follow(page, page.get_by_role("button", name="Accept the clash"))
    assert page.locator(".note.warn ol li").count() == 2
    page.get_by_text("One accepted clash").click()
    check_page(page, keyboard=False)
    live.settle()
    assert db.session.scalar(db.select(AcceptedClash.kind)) == "quiet"


def said(place):
    text = " ".join(place.inner_text().replace("\u2068", "").replace("\u2069", "").split())
    return text.partition(" Accept")[0]
