import io
import re
from datetime import date, time
from html import unescape

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from eventsapp.consultations.models import Submission
from eventsapp.extensions import db
from eventsapp.hearings.services import give_token
from eventsapp.history.models import Entry
from tests.factories import (
    make_consultation,
    make_hearing,
    make_person,
    make_submission,
    make_user,
)

KEY = "a key only for tests"


@pytest.fixture
def engine():
    """A page is the same on both engines."""
    return "sqlite"


@pytest.fixture
def officer(signed_in_as):
    return signed_in_as(make_user(make_person("Łucja Żółkiewska"), role="secretariat"))


def make_open(**changes):
    values = {
        "title": "Online consultation",
        "audience": "open online",
        "starts_on": date(2020, 10, 7),
        "ends_on": date(2090, 11, 8),
        "ends_at_time": time(23, 59),
        "takes_submissions": True,
        "is_one_voice": True,
    }
    return make_consultation(**{**values, **changes})


def said(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def link_of(hearing):
    address = f"/hear/{give_token(hearing, KEY)}"
    db.session.commit()
    return address


def typed(page, **changes):
    mark = re.search(r'name="page" value="(\w+)"', page.text)[1]
    return {"page": mark, "speaks_as": "oneself", "text": "", **changes}


def test_a_draft_is_kept_as_typed_and_then_sent_by_the_private_link(client):
    hearing = make_hearing(make_open(), make_person("Amina Diallo"))
    address = link_of(hearing)
    page = client.get(address)

    kept = client.post(address, data=typed(page, text="Rivers <b>", step="kept"))
    again = client.get(address)
    sent = client.post(
        address, data=typed(page, text="Rivers <b> know", step="send"), follow_redirects=True
    )

    assert kept.status_code == 204
    assert "Rivers &lt;b&gt;</textarea>" in again.text
    assert "Your submission has arrived." in said(sent)
    [row] = db.session.scalars(select(Submission))
    assert (row.text, row.state) == ("Rivers <b> know", "sent")


def test_a_file_alone_is_enough_and_what_is_none_of_ours_is_refused_without_losing_the_text(
    client,
):
    hearing = make_hearing(make_open(), make_person("Amina Diallo"))
    address = link_of(hearing)
    page = client.get(address)
    program = {"text": "See the file.", "file": (io.BytesIO(b"MZ\x90"), "paper.pdf")}
    paper = {"file": (io.BytesIO(b"%PDF-1.7 ..."), "../paper é.pdf")}

    refused = client.post(address, data=typed(page, **program))
    after = db.session.scalar(select(Submission)).text
    sent = client.post(address, data=typed(page, **paper), follow_redirects=True)

    assert refused.status_code == 422
    assert "paper.pdf is no PDF and no Word or OpenDocument text." in said(refused)
    assert after == "See the file."
    assert "Your file: paper é.pdf" in said(sent)


def test_a_second_voice_is_asked_what_is_to_be_and_waits(client, officer):
    consultation = make_open()
    ours = {"organization": "Gdańsk Institute"}
    first = make_hearing(consultation, make_person("Amina Diallo", **ours))
    second = make_hearing(consultation, make_person("魏明", **ours))
    key = f"organization:{first.organization_id}"
    make_submission(first, "We agree.", is_for_organization=True, voice_key=key)
    address = link_of(second)
    ours = typed(client.get(address), text="We disagree.", speaks_as="organization")

    asked = client.post(address, data=ours)
    sent = client.post(address, data={**ours, "wish": "replace"}, follow_redirects=True)
    [waiting] = db.session.scalars(select(Submission).where(Submission.state == "waiting"))
    staff = f"/consultations/{consultation.id}/submissions/{waiting.id}"
    shown = said(officer.get(staff))
    officer.post(f"{staff}/replace")

    db.session.expire_all()
    assert asked.status_code == 422
    assert "Your organisation has sent a submission already. Choose what is to be." in said(asked)
    assert "We disagree.</textarea>" in asked.text
    assert "We agree." not in asked.text
    assert "Sent; it waits for agreement." in said(sent)
    assert "We disagree." in shown
    assert "We agree." in shown
    assert (first.submission.state, second.submission.state) == ("replaced", "sent")


def test_after_it_closed_what_is_typed_is_kept_and_staff_can_take_it_in(client, officer):
    consultation = make_open(starts_on=date(2020, 1, 1), ends_on=date(2020, 2, 1))
    address = link_of(make_hearing(consultation, make_person("Ana Souza")))

    late = client.post(address, data=typed(client.get(address), text="Too late?"))
    listed = said(officer.get(f"/consultations/{consultation.id}/submissions"))
    [kept] = db.session.scalars(select(Submission))
    officer.post(f"/consultations/{consultation.id}/submissions/{kept.id}/take")

    db.session.expire_all()
    assert late.status_code == 422
    assert "It closed at 1 February 2020, 23:59 Nairobi (UTC+3)." in said(late)
    assert "Kept after the closing moment Ana Souza" in listed
    assert (kept.state, kept.was_late) == ("sent", True)


def test_signed_in_people_write_on_their_own_page_and_nobody_elses(signed_in_as):
    consultation = make_open()
    ana, bo = make_person("Ana Souza"), make_person("Bo Larsson")
    make_hearing(consultation, ana)
    address = f"/consultations/{consultation.id}/submission"
    own, other = signed_in_as(make_user(ana)), signed_in_as(make_user(bo))

    sent = own.post(
        address, data={"text": "I agree.", "speaks_as": "oneself"}, follow_redirects=True
    )

    assert "Your submission has arrived." in said(sent)
    assert other.get(address).status_code == 404


def test_unknown_and_withdrawn_links_look_alike(client):
    hearing = make_hearing(make_open(), make_person("Amina Diallo"))
    address = link_of(hearing)
    hearing.withdrawn_at = hearing.asked_at
    db.session.commit()

    withdrawn, unknown = client.get(address), client.get("/hear/nothing")

    assert (withdrawn.status_code, unknown.status_code) == (404, 404)
    assert withdrawn.text == unknown.text


def test_the_table_holds_what_was_sent_and_the_log_who_took_it(officer):
    consultation = make_open()
    amina = make_person("Amina Diallo", email="amina@example.test", organization="=Rivers()")
    make_submission(make_hearing(consultation, amina), "=2+2\nRivers", is_for_organization=True)
    make_hearing(consultation, make_person("Ana Souza"))

    answer = officer.get(f"/consultations/{consultation.id}/submissions.xlsx")

    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    cells = [row for row in rows.to_python() if "Amina Diallo" in row]
    assert [row[:4] + row[6:7] for row in cells] == [
        ["Amina Diallo", "=Rivers()", "amina@example.test", "Sent", "=2+2\nRivers"]
    ]
    [taken] = db.session.scalars(select(Entry).where(Entry.verb == "exported"))
    assert (taken.subject_table, taken.detail["rows"]) == ("consultation", 1)


def test_what_is_typed_after_it_was_sent_is_shown_back_and_never_lost_in_silence(client):
    consultation = make_open()
    address = link_of(make_hearing(consultation, make_person("Ana Souza")))
    tab = typed(client.get(address), text="First.")
    client.post(address, data=tab)

    draft = client.post(address, data={**tab, "text": "Second.", "step": "draft"})
    kept = client.post(address, data={**tab, "text": "Second.", "step": "kept"})
    consultation.ends_on = date(2020, 11, 8)
    db.session.commit()
    late = client.post(address, data={**tab, "text": "Third."})

    assert (draft.status_code, kept.status_code, late.status_code) == (409, 409, 422)
    assert "You have sent this already." in said(draft)
    assert "Second.</textarea>" in draft.text
    assert "Third.</textarea>" in late.text
    assert "It closed at 8 November 2020, 23:59 Nairobi (UTC+3). What you sent" in said(late)


def test_what_somebody_still_writes_is_read_and_sent_by_nobody_else(client, officer):
    consultation = make_open()
    address = link_of(make_hearing(consultation, make_person("Ana Souza")))
    client.post(address, data=typed(client.get(address), text="Not yet.", step="draft"))
    [draft] = db.session.scalars(select(Submission))
    staff = f"/consultations/{consultation.id}/submissions/{draft.id}"

    answers = [officer.get(staff), officer.get(f"{staff}/file"), officer.post(f"{staff}/take")]

    db.session.expire_all()
    assert [one.status_code for one in answers] == [404, 404, 404]
    assert (draft.state, draft.sent_at) == ("draft", None)
