from datetime import date

import pytest

from eventsapp.attendance.models import Attendance
from eventsapp.attendance.queries import attended_days
from eventsapp.extensions import db
from eventsapp.lists.options import ATTENDED, EMAIL, EXPECTED, Options
from eventsapp.lists.queries import people_taking_part, prepared
from eventsapp.people.models import CONTACT_SHARED, LISTED, Label, OrganizationName
from eventsapp.people.services import give_consent, organization_named
from eventsapp.registrations.models import Registration, RegistrationForm
from tests.factories import NOW, make_day, make_invitation, make_meeting, make_person, take_part

TODAY = date(2024, 9, 26)


@pytest.fixture
def meeting(app):
    return make_meeting()


def agree(person, purpose=LISTED, **changes):
    return give_consent(
        person, purpose, wording="May we?", language="en", source="on paper", now=NOW, **changes
    )


def attend(part, day):
    note = Attendance(
        participation_id=part.id, place_key=f"day:{day.id}", day_id=day.id, noted_at=NOW
    )
    db.session.add(note)
    db.session.flush()


def names(meeting, who=EXPECTED, lang="en"):
    return [one.name for one in people_taking_part(meeting, who, lang)]


def make_form(meeting):
    form = RegistrationForm(
        meeting_id=meeting.id, token=f"form-{meeting.id}", tz=meeting.tz, purpose="To plan"
    )
    db.session.add(form)
    db.session.flush()
    return form


def register(form, person, state):
    db.session.add(
        Registration(
            form_id=form.id,
            person_id=person.id,
            state=state,
            client_key=f"{person.id}-{state}",
            email=person.email,
            printed_name=person.printed_name,
        )
    )
    db.session.flush()


def test_expected_is_who_takes_part_and_nobody_who_declined_withdrew_or_left(meeting):
    form = make_form(meeting)
    take_part(meeting, make_person("By Hand"))
    take_part(meeting, make_person("Left Since"), left_at=NOW)
    for answer in ("yes", "no", "perhaps", None):
        make_invitation(meeting, make_person(f"Invited {answer}"), answer=answer)
    taken_back = make_invitation(
        meeting, make_person("Invited withdrawn"), answer="yes", withdrawn_at=NOW
    )
    taken_back.participation.left_at = NOW
    make_invitation(meeting, make_person("By Hand, no more invited"), withdrawn_at=NOW)
    for state in ("accepted", "declined", "withdrawn"):
        person = make_person(f"Registered {state}")
        register(form, person, state)
        take_part(meeting, person)
    again = make_person("Withdrew and came again")
    register(form, again, "withdrawn")
    register(form, again, "accepted")
    make_invitation(meeting, again)

    assert names(meeting) == [
        "By Hand",
        "By Hand, no more invited",
        "Invited yes",
        "Registered accepted",
        "Withdrew and came again",
    ]


def test_who_attended_is_another_list_than_who_was_expected(meeting):
    day = make_day(meeting)
    come = take_part(meeting, make_person("Huiwen"))
    take_part(meeting, make_person("Karen Laßmann"))
    attend(come, day)

    assert names(meeting, ATTENDED) == ["Huiwen"]
    assert names(meeting, EXPECTED) == ["Huiwen", "Karen Laßmann"]


def test_the_list_names_who_agreed_and_counts_the_others(meeting):
    # cases.md 8: three agree, two do not, one has not answered → three names, "and 3 others".
    people = [make_person(f"Person {number}") for number in range(6)]
    for person in people:
        take_part(meeting, person)
    for person in people[:4]:
        agree(person)
    withdrawn = agree(people[3])
    withdrawn.withdrawn_at = NOW
    agree(people[4], meeting_id=make_meeting("egm-9", number=9).id)

    content = prepared(meeting, Options(), today=TODAY).content

    assert [line.name for line in content.lines] == ["Person 0", "Person 1", "Person 2"]
    assert content.others_words == "and 3 others"


def test_attendance_is_recorded_of_those_too_who_may_not_be_named(meeting):
    # cases.md 9: consent to publish and duty to record are two things.
    day = make_day(meeting)
    open_, closed = make_person("Huiwen"), make_person("Amina Diallo")
    for person in (open_, closed):
        attend(take_part(meeting, person), day)
    agree(open_)

    content = prepared(meeting, Options(who=ATTENDED), today=TODAY).content

    assert ([line.name for line in content.lines], content.others) == (["Huiwen"], 1)
    assert attended_days(meeting.id) == {open_.id: {1}, closed.id: {1}}


def test_addresses_stand_only_beside_those_who_agreed_to_share_them(meeting):
    shares = make_person("Huiwen", email="huiwen@example.test")
    keeps = make_person("Amina Diallo", email="amina@example.test")
    for person in (shares, keeps):
        take_part(meeting, person)
        agree(person)
    agree(shares, CONTACT_SHARED)

    content = prepared(meeting, Options(columns=(EMAIL,)), today=TODAY).content

    assert [(line.name, line.email) for line in content.lines] == [
        ("Amina Diallo", None),
        ("Huiwen", "huiwen@example.test"),
    ]


def test_an_organization_is_named_in_the_language_of_the_list_where_a_name_is_held(meeting):
    city = organization_named("Stadt Köln")
    city.names.append(OrganizationName(text="Ville de Cologne", language="fr"))
    city.names.append(OrganizationName(text="City of Cologne", language="en-GB"))
    take_part(meeting, make_person("Karen Laßmann", organization="Stadt Köln"))
    db.session.flush()

    named = {
        lang: people_taking_part(meeting, EXPECTED, lang)[0].organization
        for lang in ("en", "fr", "es")
    }

    assert named == {"en": "City of Cologne", "fr": "Ville de Cologne", "es": "Stadt Köln"}


def test_what_somebody_stands_for_at_this_meeting_goes_before_the_registry(meeting):
    person = make_person("Ada Obi", country="NG", category="academia")
    take_part(meeting, person, country="KE", category="member-state", role="head of delegation")
    host = make_person("Karen Laßmann", country="DE", category="academia")
    take_part(meeting, host, role="secretariat")
    take_part(meeting, make_person("Ivo Interpreter"), role="interpreter")
    for one in (person, host):
        agree(one)

    done = prepared(meeting, Options(), today=TODAY)

    assert [
        (section.title, group.title, [line.name for line in group.lines])
        for section in done.content.sections
        for group in section.groups
    ] == [("Member States", "Kenya", ["Ada Obi"]), ("Secretariat", None, ["Karen Laßmann"])]
    assert (done.content.others, done.interpreters) == (0, 1)


def test_countries_and_categories_are_called_as_staff_say(meeting):
    labels = [
        Label(kind="country", code="DE", language="fr", text="République fédérale d’Allemagne"),
        Label(kind="category", code="cso", language="fr", text="ONG"),
        Label(kind="category", code="faith", language="fr", text="Groupes religieux"),
    ]
    db.session.add_all(labels)
    for name, facts in {
        "Karen Laßmann": {"country": "DE", "category": "member-state"},
        "Huiwen": {"category": "cso"},
        "Bruno Sala": {"category": "faith"},
    }.items():
        person = make_person(name, **facts)
        take_part(meeting, person)
        agree(person)

    content = prepared(meeting, Options(language="fr"), today=TODAY).content

    assert [
        (group.part, group.title) for section in content.sections for group in section.groups
    ] == [
        (None, "République fédérale d’Allemagne"),
        ("ONG", None),
        ("Groupes religieux", None),
    ]


def test_over_the_list_stands_the_meeting_its_days_and_its_place(app):
    meeting = make_meeting(place="Nairobi")

    content = prepared(meeting, Options(language="fr"), today=TODAY).content

    assert (content.title, content.meeting, content.facts, content.as_at) == (
        "Liste des participants",
        "EGM 2: Expert Group Meeting on water",
        "Nairobi, 26–27 septembre 2024",
        "État au 26 septembre 2024",
    )


def test_the_questions_to_the_database_do_not_grow_with_the_people(meeting, questions):
    def prepare():
        prepared(meeting, Options(columns=(EMAIL,)), today=TODAY)

    def add(number):
        person = make_person(f"Person {number}", organization=f"Office {number}", country="KE")
        take_part(meeting, person)
        agree(person)

    add(0)
    few = questions(prepare)
    for number in range(1, 30):
        add(number)

    assert questions(prepare) == few
    assert few < 12
