"""The log: who did what to whom, filtered, and as quick with many acts as with few."""

from datetime import timedelta

import pytest

from eventsapp.accounts.models import SECRETARIAT
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.history.services import record
from eventsapp.logbook.filters import Filters
from eventsapp.logbook.queries import acts, acts_about, exported_acts
from eventsapp.meetings.models import Participation
from eventsapp.people.models import Person
from tests.factories import (
    NOW,
    make_invitation,
    make_letter_request,
    make_meeting,
    make_person,
    make_user,
)

TZ = "Africa/Nairobi"


@pytest.fixture
def officer(app):
    return make_user(make_person("Karen Laßmann"), SECRETARIAT)


def said(filters):
    return [(one.verb, one.about) for one in acts(filters, 1, TZ).items]


@pytest.fixture
def huiwen(officer):
    """Acts about Huiwen's entry, letter and invitation, about somebody else, and exports."""
    person, other = make_person("Huiwen"), make_person("Łucja Żółkiewska")
    invitation = make_invitation(make_meeting(), person)
    by = {"user_id": officer.id}
    record("changed", person, now=NOW - timedelta(days=9), fields=["phone"], **by)
    record("saw passport data", make_letter_request(person), now=NOW - timedelta(days=2), **by)
    record("invited", invitation, now=NOW - timedelta(days=1), **by)
    record("saw needs", other, now=NOW, **by)
    record("exported", Person, now=NOW, rows=2, **by)
    record("purged", other, now=NOW)
    return person


def test_what_concerns_a_person_is_found_also_where_it_concerns_a_thing_of_theirs(huiwen):
    expected = [("invited", "Huiwen"), ("saw passport data", "Huiwen"), ("changed", "Huiwen")]

    assert said(Filters(person=str(huiwen.id))) == expected
    assert said(Filters(q="hui")) == expected
    assert [(one.verb, one.about) for one in acts_about(huiwen.id)] == expected
    assert said(Filters(q="nobody of this name")) == []
    assert said(Filters(person="x")) == []


def test_the_log_is_filtered_by_act_kind_account_and_days_together(huiwen, officer):
    by = str(officer.id)

    assert said(Filters(act="saw")) == [
        ("saw needs", "Łucja Żółkiewska"), ("saw passport data", "Huiwen"),
    ]  # fmt: skip
    assert said(Filters(act="exported")) == [("exported", None)]
    assert said(Filters(act="deleted")) == [("purged", "Łucja Żółkiewska")]
    assert said(Filters(act="changed")) == [("invited", "Huiwen"), ("changed", "Huiwen")]
    assert said(Filters(act="changed", thing="person", by=by)) == [("changed", "Huiwen")]
    assert said(Filters(by=str(officer.id + 1))) == []
    assert said(Filters(since="2024-09-26", until="2024-09-26")) == [
        ("saw passport data", "Huiwen")
    ]
    assert said(Filters(since="no day")) == said(Filters())


def test_a_day_is_that_of_the_clock_on_the_wall(officer):
    late = NOW.replace(hour=21, minute=30)
    record("changed", officer.person, now=late, user_id=officer.id)

    assert acts(Filters(since="2024-09-29"), 1, "Africa/Nairobi").total == 1
    assert acts(Filters(since="2024-09-29"), 1, "Europe/London").total == 0


def test_the_file_holds_all_pages(officer):
    for number in range(150):
        record("changed", officer.person, now=NOW, user_id=officer.id, fields=[str(number)])

    assert len(acts(Filters(), 1, TZ).items) == 100
    fields = [one.detail["fields"][0] for one in exported_acts(Filters(), TZ)]
    assert fields == [str(number) for number in range(149, -1, -1)]


def test_the_questions_to_the_database_do_not_grow_with_the_acts(officer, questions):
    def some(count):
        for number in range(count):
            person = make_person(f"Person {number}")
            record("changed", person, now=NOW, user_id=officer.id)
            part = Participation(meeting_id=meeting.id, person_id=person.id)
            db.session.add(part)
            db.session.flush()
            record("added", part, now=NOW, user_id=officer.id)

    meeting = make_meeting()
    some(3)
    few = questions(lambda: acts(Filters(), 1, TZ))
    some(40)
    many = questions(lambda: acts(Filters(), 1, TZ))

    assert few == many
    assert db.session.query(Entry).count() == 86
