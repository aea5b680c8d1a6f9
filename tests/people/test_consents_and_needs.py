"""What people agreed to and what they need: services.py and queries.py of consents and needs."""

from datetime import date

from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.people.models import CONTACT_SHARED, LISTED, Consent, PersonNeeds
from eventsapp.people.queries import may_be_listed
from eventsapp.people.services import give_consent, set_needs, withdraw_consent
from tests.factories import NOW, make_meeting, make_person

WORDS = {"wording": "My name may be published.", "language": "en", "source": "on paper"}


def test_only_who_agreed_for_the_meeting_or_for_all_may_be_listed(app):
    meeting, other = make_meeting(), make_meeting("egm-3", number=3)
    names = ("Huiwen", "Bo Ng", "Ana Díaz", "ليلى حداد", "李明", "Uta Groß")
    for_all, for_this, for_other, took_back, contact_only, silent = map(make_person, names)
    give_consent(for_all, LISTED, now=NOW, **WORDS)
    give_consent(for_this, LISTED, now=NOW, meeting_id=meeting.id, **WORDS)
    give_consent(for_other, LISTED, now=NOW, meeting_id=other.id, **WORDS)
    withdraw_consent(give_consent(took_back, LISTED, now=NOW, **WORDS), now=NOW)
    give_consent(contact_only, CONTACT_SHARED, now=NOW, **WORDS)
    db.session.flush()
    people = [for_all, for_this, for_other, took_back, contact_only, silent]

    assert may_be_listed([one.id for one in people], meeting.id) == {for_all.id, for_this.id}
    assert may_be_listed([silent.id], meeting.id) == set()


def test_the_same_consent_is_kept_once_and_other_words_replace_it(app):
    person = make_person("Huiwen")

    first = give_consent(person, LISTED, now=NOW, **WORDS)
    again = give_consent(person, LISTED, now=NOW, **WORDS)
    newer = give_consent(person, LISTED, now=NOW, **{**WORDS, "wording": "List me."})

    assert first is again
    assert (first.withdrawn_at, newer.withdrawn_at) == (NOW, None)
    assert len(db.session.scalars(select(Consent)).all()) == 2


def test_needs_are_kept_until_none_is_stated_any_more(app):
    person = make_person("Huiwen")
    until = date(2024, 12, 1)

    kept = set_needs(
        person, {"access": " ", "dietary": " Halal "}, purpose="EGM 2", delete_on=until, now=NOW
    )
    assert (kept.details, kept.purpose, kept.delete_on) == ({"dietary": "Halal"}, "EGM 2", until)

    assert set_needs(person, {"dietary": ""}, purpose="EGM 2", delete_on=None, now=NOW) is None
    assert db.session.scalar(select(PersonNeeds)) is None
