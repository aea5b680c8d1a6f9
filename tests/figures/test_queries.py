import pytest

from eventsapp.attendance.models import Attendance
from eventsapp.extensions import db
from eventsapp.figures.asked import AMONG, EVERYBODY, Asked
from eventsapp.figures.counts import NOT_STATED, OTHERWISE, Counts
from eventsapp.figures.queries import is_anybody_listed, participants_of
from eventsapp.meetings.models import Participation
from eventsapp.people.models import Person
from eventsapp.registrations.models import Registration, RegistrationForm
from tests.factories import (
    NOW,
    make_day,
    make_invitation,
    make_meeting,
    make_person,
    make_room,
    make_round,
    place,
    take_part,
)


@pytest.fixture
def meeting(app):
    """Two rooms of one published round, and a draft; eight take part, three are asked."""
    meeting = make_meeting()
    make_day(meeting), make_day(meeting, 2, meeting.ends_on)
    round_ = make_round(meeting)
    first, second = make_room(round_), make_room(round_, "2")
    draft = make_room(make_round(meeting, number=2, published_at=None))
    lucja = make_person("Łucja Żółkiewska", country="PL", gender="woman", category="lrg")
    place(lucja, first, "moderator")
    ravi = make_person("Ravi", country="IN", gender="man", category="academia")
    place(ravi, second, "moderator")
    wang = make_person("王芳", country="CN", gender="woman")
    place(wang, second, "note_taker")
    place(wang, draft, "moderator")
    place(make_person("ليلى حداد", country="JO", gender="own", gender_words="…"), first)
    take_part(meeting, make_person("Sukarno", country_as_stated="Atlantis"), role="speaker")
    chair = make_person("Ana Silva", country="BR", gender="woman")
    take_part(meeting, chair, role="chair", country="PT", category="member-state")
    take_part(meeting, make_person("Huiwen"), is_observer=True)
    take_part(meeting, make_person("Grace Wanjiru", gender="woman"), role="secretariat")
    return meeting


def counted(meeting, **asked):
    return participants_of([meeting.id], Asked(**asked))[meeting.id]


def attended(meeting, name, *days, state="present"):
    part = db.session.scalars(
        db.select(Participation).join(Person).where(Person.printed_name == name)
    ).one()
    for day in meeting.days:
        if day.number in days:
            note = {"place_key": f"day:{day.id}", "day_id": day.id, "noted_at": NOW}
            db.session.add(Attendance(participation_id=part.id, state=state, **note))
    db.session.flush()
    return part


def test_people_count_by_country_and_gender_and_what_nobody_stated_is_counted_too(meeting):
    # cases.md 13: table per regional group and gender with "not stated".
    assert counted(meeting).by_country == {
        "PL": Counts(women=1),
        "IN": Counts(men=1),
        "CN": Counts(women=1),
        "JO": Counts(own=1),
        "PT": Counts(women=1),  # what she stands for here, and not what the registry says
        OTHERWISE: Counts(not_stated=1),
        NOT_STATED: Counts(women=1, not_stated=1),
    }


def test_people_count_by_category_as_it_is_at_this_meeting(meeting):
    assert counted(meeting).by_category == {
        "lrg": Counts(women=1),
        "academia": Counts(men=1),
        "member-state": Counts(women=1),
        NOT_STATED: Counts(women=2, own=1, not_stated=2),
    }


def test_roles_come_from_published_rooms_and_from_the_meeting(meeting):
    assert dict(counted(meeting).by_role) == {
        "everybody": Counts(women=4, men=1, own=1, not_stated=2),
        "members": Counts(own=1),
        "moderators": Counts(women=1, men=1),
        "note-takers": Counts(women=1),
        "chairs": Counts(women=1),
        "speakers": Counts(not_stated=1),
        "observers": Counts(not_stated=1),
        "staff": Counts(women=1),
    }


def test_the_head_of_a_delegation_is_a_member_like_the_others_of_it(meeting):
    take_part(meeting, make_person("Udo Zander", gender="man"), role="head of delegation")

    assert counted(meeting).by_role["members"] == Counts(own=1, men=1)


@pytest.mark.parametrize("role", AMONG)
def test_countries_and_categories_of_each_role_add_up_to_its_people(meeting, role):
    found = counted(meeting, among=role)

    assert found.by_role[role].total > 0
    assert sum(found.by_country.values(), Counts()) == found.by_role[role]
    assert sum(found.by_category.values(), Counts()) == found.by_role[role]


def test_who_was_invited_is_expected_once_they_accepted(meeting):
    before = counted(meeting).everybody.total
    make_invitation(meeting, make_person("Karen Laßmann"))
    make_invitation(meeting, make_person("Noor"), answer="no").participation.left_at = NOW
    make_invitation(meeting, make_person("Kunal Kumar"), answer="perhaps")
    make_invitation(meeting, make_person("Amina Diallo"), answer="yes")
    registered = make_person("José Ñíguez Peña")
    make_invitation(meeting, registered)
    form = RegistrationForm(meeting_id=meeting.id, token="t", tz="Africa/Nairobi", purpose="…")
    form_of = {"form": form, "client_key": "1", "email": "j@example.test", "state": "accepted"}
    db.session.add(Registration(person_id=registered.id, printed_name="José", **form_of))
    db.session.flush()

    assert counted(meeting).everybody.total == before + 2
    assert counted(meeting, who="listed").everybody.total == before + 4


def test_who_came_counts_by_day_even_if_they_left_afterwards(meeting):
    attended(meeting, "Ravi", 1, 2)
    attended(meeting, "王芳", 2).left_at = NOW
    attended(meeting, "Huiwen", 1, state="absent")
    db.session.flush()

    totals = {who: counted(meeting, who=who).everybody for who in ("attended", "1", "2")}

    assert totals == {
        "attended": Counts(women=1, men=1),
        "1": Counts(men=1),
        "2": Counts(women=1, men=1),
    }


def test_each_day_counts_who_was_there(meeting):
    attended(meeting, "Ravi", 1, 2)
    attended(meeting, "王芳", 2)
    attended(meeting, "Huiwen", 1, state="excused")

    assert counted(meeting).by_day == {"1": Counts(men=1), "2": Counts(women=1, men=1)}
    assert counted(meeting, among="note-takers").by_day == {"2": Counts(women=1)}
    assert counted(meeting, who="1").by_day == {"1": Counts(men=1), "2": Counts(men=1)}


def test_another_meeting_counts_for_itself(meeting):
    other = make_meeting("egm-3", number=3)
    ravi = db.session.scalars(db.select(Person).where(Person.printed_name == "Ravi")).one()
    place(ravi, make_room(make_round(other)), "member")
    found = participants_of([meeting.id, other.id], Asked())

    assert found[other.id].by_role["members"] == Counts(men=1)
    assert found[other.id].by_country == {"IN": Counts(men=1)}
    assert found[meeting.id].by_role["moderators"] == Counts(women=1, men=1)
    assert (is_anybody_listed(other.id), is_anybody_listed(make_meeting("egm-4").id)) == (
        True,
        False,
    )


def test_the_questions_do_not_grow_with_the_people(app, meeting, questions):
    number, asked = meeting.id, Asked(who="attended", among="moderators")
    few = questions(lambda: participants_of([number], asked))
    db.session.execute(
        db.insert(Person),
        [{"id": 10_000 + n, "printed_name": f"Expert {n}"} for n in range(5_000)],
    )
    db.session.execute(
        db.insert(Participation),
        [{"meeting_id": meeting.id, "person_id": 10_000 + n} for n in range(5_000)],
    )

    assert counted(meeting).by_role[EVERYBODY].total == 5_008
    assert questions(lambda: participants_of([number], asked)) == few
