"""The invented dialogue: nobody in it is of the record, and everybody is marked."""

from sqlalchemy import func, select

from eventsapp.clock import real_utcnow
from eventsapp.demonstration.dialogue import guests
from eventsapp.demonstration.services import fill
from eventsapp.extensions import db
from eventsapp.mail.models import Message
from eventsapp.meetings.models import Meeting, Participation
from eventsapp.people.models import Person, PersonNeeds
from eventsapp.registrations.models import Registration


def test_the_record_gets_addresses_only_and_the_dialogue_is_of_invented_people(app):
    fill(real_utcnow(), "The secretariat")

    of_the_record = db.session.scalars(select(Person).where(Person.is_invented.is_(False))).all()
    said = (
        "family_name", "given_name", "latin_name", "script_name", "salutation", "country",
        "country_as_stated", "nationality", "gender", "gender_words", "category", "phone", "tz",
        "organization_id", "function",
    )  # fmt: skip
    assert len(of_the_record) == 31
    assert {(name, getattr(one, name)) for one in of_the_record for name in said} == {
        (name, None) for name in said
    }
    assert [one.email for one in of_the_record if not one.email.endswith("@people.test")] == []
    assert db.session.scalar(select(func.count(PersonNeeds.id))) == 0

    parts = (
        select(Person.is_invented, Meeting.number, func.count())
        .join(Participation, Participation.person_id == Person.id)
        .join(Meeting, Participation.meeting_id == Meeting.id)
        .where(Meeting.series == "Regional dialogue")
        .group_by(Person.is_invented, Meeting.number)
        .order_by(Meeting.number)
    )
    states = select(Registration.state, func.count()).group_by(Registration.state)
    came = [one for one in guests() if one.days]
    assert db.session.execute(parts).all() == [(True, 1, len(came)), (True, 2, 38)]
    assert dict(db.session.execute(states).all()) == {"accepted": 22, "waiting": 2}
    assert {one.address.rpartition("@")[2] for one in guests()} == {"dialogue.test"}
    # What was held or registered wrote no mail; what waits is about what people are asked now.
    kinds = select(Message.kind).where(Message.recipient.like("%@dialogue.test")).distinct()
    assert set(db.session.scalars(kinds)) == {"comments", "consultation", "hearing", "poll"}


def test_nobody_is_invented_twice():
    names = [one.name for one in guests()]
    addresses = [one.address for one in guests()]

    assert len(set(names)) == len(set(addresses)) == 38
