"""A record that meets what staff entered by hand, or one person under two names."""

from datetime import date

import pytest

from eventsapp.accounts.models import SECRETARIAT
from eventsapp.agendas.services import add_item
from eventsapp.breakouts.models import Placement
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.meetings.facts import Facts
from eventsapp.meetings.models import Participation
from eventsapp.meetings.services import add_participant, create_meeting
from eventsapp.minutes.services import undo_import
from eventsapp.people.models import Person
from eventsapp.reminders.models import Deadline, Obligation
from eventsapp.reminders.services import owe
from tests.factories import NOW, make_person, make_user
from tests.minutes.saved_records import SMALL, all_of, imported, last_read


@pytest.fixture
def officer(app):
    return make_user(role=SECRETARIAT)


@pytest.fixture
def meeting(officer):
    """The meeting of `SMALL`, as staff enter it before it takes place."""
    facts = Facts(
        title="EGM 7",
        starts_on=date(2025, 5, 14),
        ends_on=date(2025, 5, 14),
        tz="Africa/Nairobi",
        place=None,
        mode=None,
    )
    return create_meeting(facts, series="EGM", number=7, process="AB-CD", by=officer, now=NOW)


def people_of(model):
    return sorted(row.person_id for row in all_of(model))


def test_a_participant_whom_staff_entered_before_the_record_came_stays_one_participant(
    meeting, officer
):
    known = make_person("Bo Li")
    part = add_participant(meeting, known, is_expert=False, by=officer, now=NOW)

    imported(SMALL)

    assert people_of(Participation).count(known.id) == 1
    assert part.is_expert is False
    undo_import(last_read(), now=NOW, by=officer)
    assert people_of(Participation) == [known.id]


def test_items_that_staff_entered_are_not_doubled_and_stay_when_the_import_is_undone(
    meeting, officer
):
    [day] = meeting.days
    opening = add_item(day, "Opening", by=officer, now=NOW)
    add_item(day, "Coffee", by=officer, now=NOW)

    imported(SMALL)

    titles = [item.title for item in meeting.days[0].agenda]
    assert sorted(titles) == ["Break-out rooms", "Closing", "Coffee", "Opening"]
    assert opening in meeting.days[0].agenda
    undo_import(last_read(), now=NOW, by=officer)
    assert [item.title for item in meeting.days[0].agenda] == ["Opening", "Coffee"]


def test_somebody_whom_staff_added_is_named_by_a_corrected_file_and_stays_one(app, officer):
    meeting = imported(SMALL)
    known = make_person("Eva Oss")
    add_participant(meeting, known, is_expert=True, by=officer, now=NOW)
    [deadline] = all_of(Deadline)
    owe(deadline, known, now=NOW)

    imported(SMALL.replace("Chi Wu", "Chi Wu, Eva Oss"))

    assert people_of(Participation).count(known.id) == 1
    assert people_of(Obligation).count(known.id) == 1
    assert people_of(Placement).count(known.id) == 1


def test_two_names_of_a_record_that_are_one_person_take_part_and_owe_once(app):
    known = make_person("Bo Li")
    same = {"do": f"same:{known.id}"}

    imported(SMALL, {"people": {"bo li": same, "chi wu": same}})

    for model in (Participation, Placement, Obligation):
        assert people_of(model).count(known.id) == 1
    assert len(all_of(Person)) == 3


def test_a_second_name_of_one_person_that_a_corrected_file_drops_takes_nothing_away(app):
    known = make_person("Bo Li")
    same = {"do": f"same:{known.id}"}
    imported(SMALL, {"people": {"bo li": same, "chi wu": same}})

    imported(SMALL.replace("Bo Li, Chi Wu", "Chi Wu"))

    for model in (Participation, Placement, Obligation):
        assert people_of(model).count(known.id) == 1
    db.session.rollback()


def test_two_who_were_saved_as_two_people_do_not_become_one_without_a_word(app):
    imported(SMALL)
    known = db.session.scalar(db.select(Person).where(Person.printed_name == "Bo Li"))
    same = {"people": {"chi wu": {"do": f"same:{known.id}"}}}

    with pytest.raises(RuleBroken, match="Two names are given to Bo Li that were two people"):
        imported(SMALL + "- Agreed on more.\n", same)
