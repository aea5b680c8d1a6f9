import pytest

from eventsapp.attendance.models import Attendance
from eventsapp.breakouts.models import BreakoutRoom, Round
from eventsapp.extensions import db
from eventsapp.participants.filters import Wanted
from eventsapp.participants.queries import (
    all_people,
    people_page,
    people_who_fit,
    registration_states,
)
from eventsapp.people.models import EmailAddress
from eventsapp.registrations.models import Registration, RegistrationForm
from tests.factories import (
    NOW,
    make_day,
    make_invitation,
    make_meeting,
    make_person,
    make_user,
    place,
    take_part,
)
from tests.record.real_record import record_of_egm_2


@pytest.fixture
def meeting(app):
    """Five people of five countries, who were asked by two officers."""
    meeting = make_meeting()
    day = make_day(meeting)
    grace = make_user(make_person("Grace Wanjiru"), role="secretariat")
    lucja = make_person("Łucja Żółkiewska", country="PL", gender="woman", category="lrg")
    ngozi = make_person("Ngozi Okonkwo-Bâ", country="CI", organization="Association of cities")
    fatima = make_person("فاطمة الزهراء بناني", country="MA", gender="woman")
    wang = make_person("王芳", country="CN")
    huiwen = make_person("Huiwen")
    make_invitation(meeting, lucja, invited_by_id=grace.id)
    make_invitation(meeting, ngozi, answer="no").participation.left_at = NOW
    make_invitation(meeting, fatima, answer="yes")
    make_invitation(meeting, wang, withdrawn_at=NOW)
    part = take_part(meeting, huiwen, role="chair", country="HU", is_observer=True)
    form = RegistrationForm(meeting_id=meeting.id, token="t", tz="Africa/Nairobi", purpose="…")
    db.session.add(form)
    db.session.flush()
    for number, (person, state) in enumerate(
        [(fatima, "declined"), (fatima, "accepted"), (lucja, "pending")]
    ):
        db.session.add(
            Registration(
                form_id=form.id,
                person_id=person.id,
                client_key=str(number),
                email="x@example.test",
                printed_name=person.printed_name,
                state=state,
            )
        )
        db.session.flush()
    db.session.add(
        Attendance(participation_id=part.id, place_key=f"day:{day.id}", day_id=day.id, noted_at=NOW)
    )
    for address in db.session.scalars(
        db.select(EmailAddress).where(EmailAddress.person_id == huiwen.id)
    ):
        address.bounced_at = NOW
    db.session.flush()
    return meeting


LUCJA, NGOZI, FATIMA, WANG = "Łucja Żółkiewska", "Ngozi Okonkwo-Bâ", "فاطمة الزهراء بناني", "王芳"


def names(meeting, **asked):
    return [one.known.printed_name for one in all_people(meeting, Wanted(**asked))]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [FATIMA, "Huiwen", LUCJA, NGOZI, WANG]),
        ({"answer": "none"}, [LUCJA]),
        ({"answer": "none", "region": "group:Eastern European States"}, [LUCJA]),
        ({"answer": "yes", "region": "group:Eastern European States"}, []),
        ({"region": "group:Eastern European States"}, ["Huiwen", LUCJA]),
        ({"region": "habitat:Arab States"}, [FATIMA]),
        ({"region": "stars:Orion"}, []),
        ({"country": "Ivory Coast"}, [NGOZI]),
        ({"country": "Atlantis"}, []),
        ({"answer": "invited"}, [FATIMA, LUCJA, NGOZI]),
        ({"answer": "not-invited"}, ["Huiwen"]),
        ({"answer": "withdrawn"}, [WANG]),
        ({"answer": "maybe"}, []),
        ({"registration": "accepted"}, [FATIMA]),
        ({"registration": "declined"}, []),
        ({"registration": "none"}, ["Huiwen", NGOZI, WANG]),
        ({"category": "lrg"}, [LUCJA]),
        ({"gender": "woman"}, [FATIMA, LUCJA]),
        ({"gender": "none"}, ["Huiwen", NGOZI, WANG]),
        ({"role": "chair"}, ["Huiwen"]),
        ({"role": "observer"}, ["Huiwen"]),
        ({"role": "left"}, [NGOZI]),
        ({"attended": "1"}, ["Huiwen"]),
        ({"attended": "any"}, ["Huiwen"]),
        ({"attended": "none", "answer": "yes"}, [FATIMA]),
        ({"mail": "unreachable"}, ["Huiwen"]),
        ({"mail": "reachable", "gender": "woman"}, [FATIMA, LUCJA]),
        ({"q": "assoc"}, [NGOZI]),
        ({"q": "zolk"}, [LUCJA]),
        ({"by": "nobody"}, []),
    ],
)
def test_filters_combine(meeting, asked, found):
    assert names(meeting, **asked) == found
    assert people_who_fit(meeting, Wanted(**asked)) == len(found)


def test_people_are_found_by_who_invited_them(meeting):
    grace = db.session.scalar(db.text('SELECT id FROM "user"'))

    assert names(meeting, by=str(grace)) == [LUCJA]


def test_the_table_sorts_by_each_column_both_ways(meeting):
    assert names(meeting, sort="-name") == [WANG, NGOZI, LUCJA, "Huiwen", FATIMA]
    assert names(meeting, sort="country") == [NGOZI, WANG, "Huiwen", FATIMA, LUCJA]
    assert names(meeting, sort="answer")[:2] == [NGOZI, FATIMA]


def test_a_row_says_what_they_stand_for_here_and_what_became_of_them(meeting):
    rows = {one.known.printed_name: one for one in all_people(meeting, Wanted())}

    assert (rows["Huiwen"].country, rows["Huiwen"].days) == ("HU", [1])
    assert not rows["Huiwen"].known.is_reachable
    assert (rows[FATIMA].known.registration, rows[LUCJA].known.registration) == (
        "accepted",
        "pending",
    )
    assert not rows[WANG].is_invited


def test_a_page_too_high_is_the_last(meeting):
    page = people_page(meeting, Wanted(), 99)

    assert (page.number, page.first, page.last, page.total, page.has_next) == (1, 1, 5, 5, False)


def test_people_of_the_record_are_found_by_any_spelling_and_by_what_they_are(app):
    meeting = record_of_egm_2()
    reachable = make_person("Łucja Żółkiewska", email="lucja@example.test")
    take_part(meeting, reachable, is_expert=False)
    rooms = db.select(BreakoutRoom).join(Round).where(Round.meeting_id == meeting.id)
    place(reachable, db.session.scalars(rooms).first(), "moderator")

    assert names(meeting, q="lucja") == [LUCJA]
    assert len(names(meeting)) == 32
    assert len(names(meeting, role="expert")) == 28  # the three note-takers are not
    assert len(names(meeting, mail="unreachable")) == 31
    assert sorted(names(meeting, role="leading")) == [
        "Alice Kagumba",
        "David Adawo",
        "Florencia Serale",
        "Hazel Kuria",
        "Milou Jansen",
        "Nigel Kirstein",
        "Roberta Maio",
        "Łucja Żółkiewska",
    ]


def test_people_of_another_meeting_are_not_listed(meeting):
    other = make_meeting("egm-9", number=9)
    take_part(other, make_person("Zoë Brontë"))

    assert names(other) == ["Zoë Brontë"]


def test_the_states_of_very_many_people_are_found(meeting):
    # PostgreSQL takes no more than 65,535 values in one statement.
    states = registration_states(meeting.id, range(1, 100_001))

    assert sorted(states.values()) == ["accepted", "pending"]


def test_a_name_that_few_have_is_counted_as_the_name_of_many_is(meeting):
    """The second page of a common name has its rest; a rare one is counted by being found."""
    for number in range(101):
        take_part(meeting, make_person(f"Amina Okoro {number:03}", email=None))

    rare = people_page(meeting, Wanted(q="wanj okonk", answer="no"))
    found = people_page(meeting, Wanted(q="okonkwo"))
    first, second = (people_page(meeting, Wanted(q="amina okoro"), page) for page in (1, 2))

    assert (rare.total, rare.rows) == (0, [])
    assert (found.total, found.everybody, found.pages) == (1, 105, 1)
    assert [one.known.printed_name for one in found.rows] == ["Ngozi Okonkwo-Bâ"]
    assert (first.total, first.pages, len(first.rows)) == (101, 2, 100)
    assert [one.known.printed_name for one in second.rows] == ["Amina Okoro 100"]
