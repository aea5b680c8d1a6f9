from dataclasses import replace

import pytest
from sqlalchemy import select

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.people.models import EmailAddress
from eventsapp.people.services import add_address, change_person, facts_of
from tests.factories import NOW, make_person, make_user


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska"), role="secretariat")


def change(person, officer, **changes):
    return change_person(person, replace(facts_of(person), **changes), now=NOW, user_id=officer.id)


def test_a_new_printed_name_keeps_the_old_spelling(officer):
    person = make_person("Biyu WAN")

    change(person, officer, printed_name="Biyu Wan")

    assert (person.printed_name, person.folded) == ("Biyu Wan", "biyu wan")
    assert [spelling.text for spelling in person.spellings] == ["Biyu WAN", "Biyu Wan"]


def test_facts_are_corrected_and_the_history_names_the_fields_only(officer):
    person = make_person("Amina Diallo")

    change(
        person, officer, organization="Ville de Dakar", tz="Africa/Dakar", languages=("fr", "wo")
    )

    entry = db.session.scalar(select(Entry))
    assert (person.organization.name, person.tz, person.languages) == (
        "Ville de Dakar",
        "Africa/Dakar",
        ["fr", "wo"],
    )
    assert (entry.verb, entry.user_id) == ("changed", officer.id)
    assert entry.detail == {"fields": ["organization", "tz", "languages"]}


def test_what_is_taken_out_is_not_stated_any_more(officer):
    person = make_person("Amina Diallo", organization="Ville de Dakar", tz="Africa/Dakar")

    change(person, officer, organization=None, tz=None, addresses=())

    assert (person.organization, person.tz, person.email) == (None, None, None)


def test_the_first_address_is_the_one_that_is_used(officer):
    person = make_person("Amina Diallo", email="old@dakar.test")
    add_address(person, "kept@dakar.test")

    change(person, officer, addresses=("New@dakar.test", "kept@dakar.test"))

    assert [one.address for one in person.addresses] == ["New@dakar.test", "kept@dakar.test"]
    assert person.email == "New@dakar.test"
    assert db.session.scalar(
        select(EmailAddress).where(EmailAddress.address_key == "old@dakar.test")
    ) is None  # fmt: skip


def test_an_address_that_came_back_stays_marked_until_it_is_taken_out(officer):
    person = make_person("Amina Diallo", email="old@dakar.test")
    person.addresses[0].bounced_at = NOW

    change(person, officer, function="Mayor")

    assert (person.email, person.addresses[0].bounced_at) == (None, NOW)


def test_an_address_of_somebody_else_is_refused_by_name(officer):
    make_person("Bo Ng", email="bo@city.test")
    person = make_person("Amina Diallo")

    with pytest.raises(RuleBroken, match="belongs to Bo Ng already"):
        change(person, officer, addresses=("BO@city.test",))


def test_a_change_of_addresses_alone_is_a_new_version(officer):
    person = make_person("Amina Diallo")
    db.session.commit()

    change(person, officer, addresses=("amina@dakar.test",))

    assert person.version == 2


def test_nothing_new_is_no_change(officer):
    person = make_person("Amina Diallo")
    db.session.commit()

    assert not change(person, officer)
    assert (person.version, db.session.scalar(select(Entry))) == (1, None)
