import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.people.models import NameWord, Person
from eventsapp.people.queries import found_by, why_not_reached
from eventsapp.people.services import add_spelling
from tests.factories import NOW, make_person

NAMES = (
    "Karen Laßmann",
    "Ralf Müller",
    "Jo Mueller",
    "Ana Díaz",
    "Ngozi Okonkwo-Bâ",
    "Łucja Wiśniewska",
    "王芳",
    "Huiwen",
)


def found(typed):
    people = select(Person.printed_name).where(*found_by(typed)).order_by(Person.folded)
    return list(db.session.scalars(people))


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("lassmann karen", ["Karen Laßmann"]),
        ("LASS", ["Karen Laßmann"]),
        ("müller", ["Jo Mueller", "Ralf Müller"]),
        ("mueller", ["Jo Mueller", "Ralf Müller"]),
        ("di", ["Ana Díaz"]),
        ("dí", ["Ana Díaz"]),
        ("okonkwo-ba", ["Ngozi Okonkwo-Bâ"]),
        ("ba ngo", ["Ngozi Okonkwo-Bâ"]),
        ("wisn", ["Łucja Wiśniewska"]),
        ("王", ["王芳"]),
        ("wang", ["王芳"]),
        ("karen muller", []),
        ("assmann", []),
        ("%", []),
        ("'; drop table person", []),
    ],
)
def test_people_are_found_by_the_start_of_any_word(app, typed, names):
    for name in NAMES:
        make_person(name)

    assert found(typed) == names


def test_nothing_typed_finds_everybody(app):
    make_person("Huiwen")
    make_person("Ana Díaz")

    assert found("  ") == ["Ana Díaz", "Huiwen"]


def test_every_spelling_finds_the_person_once(app):
    person = make_person("Biyu Wan")
    add_spelling(person, "Biyu WAN")
    add_spelling(person, "Wan Bi-yu")
    db.session.flush()

    assert found("biyu") == ["Biyu Wan"]
    assert found("wan biyu") == ["Biyu Wan"]


def test_people_are_found_by_organisation_and_by_address(app):
    make_person("Ana Díaz", organization="Ministry of Water", email="ana@water.test")
    make_person("Bo Ng", organization="City of Accra", email="water@city.test")

    assert found("water") == ["Ana Díaz"]
    assert found("ng accra") == ["Bo Ng"]
    assert found("WATER@city") == ["Bo Ng"]


def test_a_deleted_spelling_takes_its_words_along(app):
    person = make_person("Biyu Wan")
    db.session.delete(person.spellings[0])
    db.session.flush()

    assert db.session.scalar(select(NameWord)) is None


def test_mail_reaches_somebody_who_has_not_left_at_an_address_of_theirs(app):
    amina = make_person("Amina Diallo", email="amina@example.test")
    here, elsewhere = "amina@example.test", "bo@example.test"

    assert why_not_reached(amina, here) is None
    assert why_not_reached(amina, elsewhere) == (
        "bo@example.test is no address of Amina Diallo any more."
    )
    amina.addresses[0].bounced_at = NOW
    assert (
        why_not_reached(amina, here) == "amina@example.test is no address of Amina Diallo any more."
    )
    amina.left_at = NOW
    assert why_not_reached(amina, here) == "Amina Diallo has left."
