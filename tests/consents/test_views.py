"""Consents that reach the secretariat are written down with their words, and taken back."""

import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.people.models import LISTED, Consent
from eventsapp.people.queries import may_be_listed
from eventsapp.people.services import give_consent
from tests.factories import NOW, make_meeting, make_person, make_user, take_part
from tests.registry.pages import inputs, said

WORDS = "أوافق على نشر اسمي"


@pytest.fixture
def officer(signed_in_as):
    return signed_in_as(make_user(make_person("Grace Wanjiru"), role="secretariat"))


def write_down(officer, person, **typed):
    address = f"/people/{person.id}/consents/new"
    sent = {
        "purpose": "listed",
        "wording": WORDS,
        "language": "ar",
        "source": "on paper",
        "meeting": "",
    }
    return officer.post(address, data={**sent, **typed}, follow_redirects=True)


def test_a_consent_on_paper_is_kept_with_its_words_language_and_day(officer):
    person, meeting = make_person("ليلى حداد"), make_meeting()
    take_part(meeting, person)

    answer = write_down(officer, person, meeting=str(meeting.id))

    consent = db.session.scalar(select(Consent))
    assert (consent.wording, consent.language, consent.source) == (WORDS, "ar", "on paper")
    assert consent.recorded_by_id is not None
    assert may_be_listed([person.id], meeting.id) == {person.id}
    assert f'<bdi lang="ar"><q>{WORDS}</q></bdi>' in answer.text
    assert "stands in published lists · egm-2" in said(answer.text)


def test_who_agrees_no_more_is_listed_no_more_and_the_words_stay_to_be_seen(officer):
    person, meeting = make_person("Huiwen"), make_meeting()
    write_down(officer, person)
    assert may_be_listed([person.id], meeting.id) == {person.id}
    consent = db.session.scalar(select(Consent))

    for _ in range(2):
        answer = officer.post(
            f"/people/{person.id}/consents/{consent.id}/withdraw", follow_redirects=True
        )

    assert may_be_listed([person.id], meeting.id) == set()
    assert WORDS in answer.text
    assert "Withdrawn" in answer.text
    assert list(db.session.scalars(select(Entry.verb))) == [
        "wrote down a consent",
        "took back a consent",
    ]


def test_the_same_consent_twice_is_one_and_in_other_words_the_older_ends(officer):
    person = make_person("Huiwen")

    write_down(officer, person)
    write_down(officer, person)
    write_down(officer, person, wording="I agree to be listed.", language="en")

    consents = db.session.scalars(select(Consent).order_by(Consent.id)).all()
    assert [one.withdrawn_at is None for one in consents] == [False, True]


def test_a_consent_without_its_words_is_not_kept(officer):
    person = make_person("Huiwen")

    answer = write_down(officer, person, wording="  ", source="by word")

    assert answer.status_code == 422
    assert "Write the words that were agreed to" in said(answer.text)
    assert inputs(answer)["source"] == "by word"
    assert db.session.scalar(select(Consent)) is None


def test_a_consent_is_taken_back_on_the_page_of_its_own_person_only(officer):
    person, other = make_person("Huiwen"), make_person("Bo Ng")
    consent = give_consent(other, LISTED, wording="Yes.", language="en", source="paper", now=NOW)

    answer = officer.post(f"/people/{person.id}/consents/{consent.id}/withdraw")

    assert answer.status_code == 404
    db.session.expire_all()
    assert consent.withdrawn_at is None
