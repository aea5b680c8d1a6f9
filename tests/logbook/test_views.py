"""The page of the log, and the file of it."""

import pytest
from sqlalchemy import select

from eventsapp.accounts.models import SECRETARIAT
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.history.services import record
from eventsapp.people.services import set_needs
from tests.factories import NOW, make_letter_request, make_person, make_user


@pytest.fixture
def officer(app):
    return make_user(make_person("Karen Laßmann"), SECRETARIAT, arranges_needs=True)


# Every view of access needs and of letter data is in the log.
def test_who_looked_at_needs_and_at_letter_data_stands_in_the_log_in_a_sentence(
    officer, signed_in_as
):
    person = make_person("Huiwen")
    set_needs(person, {"access": "a ramp"}, purpose="EGM 2", delete_on=None, now=NOW)
    request = make_letter_request(person, details={"passport_name": "HUIWEN"})
    browser = signed_in_as(officer)
    browser.post(f"/people/{person.id}/needs")
    browser.post(f"/letters/{request.id}/passport")
    browser.post(f"/people/{person.id}/data/locked")

    page = " ".join(browser.get("/log?act=saw").text.split())

    for did in ("looked at the needs", "looked at passport data", "looked at all data held"):
        assert f"<bdi>Karen Laßmann</bdi> {did}: <a" in page
    assert page.count("<bdi>Huiwen</bdi>") == 3
    assert "a ramp" not in page


def test_the_filter_stands_in_the_address_and_each_part_can_be_taken_away(officer, signed_in_as):
    record("changed", officer.person, now=NOW, user_id=officer.id, fields=["phone"])
    address = f"/log?q=karen&by={officer.id}&act=changed&since=2024-09-28&until=2024-09-28"

    page = signed_in_as(officer).get(address).text

    assert "One act." in page
    assert "corrected" in page
    for chip in ("About: <bdi>karen", "By: <bdi>Karen Laßmann", "From: <bdi>2024-09-28"):
        assert chip in page
    assert 'href="/log?q=karen&amp;act=changed&amp;since=2024-09-28&amp;until=2024-09-28"' in page
    assert "Nothing fits" in signed_in_as(officer).get("/log?by=999").text


def test_taking_the_log_as_a_file_stands_in_the_log(officer, signed_in_as):
    record("changed", officer.person, now=NOW, user_id=officer.id, fields=["=1+1"])
    browser = signed_in_as(officer)

    csv = browser.get("/log.csv?act=changed")
    xlsx = browser.get("/log.xlsx")

    assert "Karen Laßmann" in csv.text
    assert "corrected" in csv.text
    assert csv.headers["Content-Disposition"].startswith("attachment; filename=log-filtered-")
    assert xlsx.data[:2] == b"PK"
    last = db.session.scalars(select(Entry).order_by(Entry.id)).all()[-2:]
    assert [(one.verb, one.subject_table, one.detail["format"]) for one in last] == [
        ("exported", "entry", "csv"),
        ("exported", "entry", "xlsx"),
    ]
    assert last[0].detail["filter"] == {"act": "changed"}
