"""What is compared where two people may be one."""

from eventsapp.extensions import db
from eventsapp.merging.queries import known_people, reasons_between
from eventsapp.people.likeness import ORDER
from eventsapp.people.reasons import SAME_ADDRESS
from eventsapp.people.services import add_spelling
from tests.factories import make_person


def test_people_are_compared_by_all_spellings_and_addresses_however_they_are_named(app):
    one = make_person("Karen Laßmann", email="karen@post.test")
    two = make_person("K. Sommer", email="karen+egm@post.test")
    add_spelling(two, "Lassmann Karen")
    db.session.commit()

    [pair] = reasons_between(number for number in (one.id, two.id))

    assert {why.kind for why in pair.reasons} == {ORDER, SAME_ADDRESS}


def test_only_the_organizations_of_the_people_asked_for_are_read(app, questions):
    alone = make_person("Karen Laßmann").id
    belongs = make_person("Amina Diallo", organization="ENDA").id
    make_person("Grace Wanjiru", organization="KIPPRA")

    few = questions(lambda: known_people([alone]))

    assert questions(lambda: known_people([belongs])) == few + 2
    assert [set(one.organization_names) for one in known_people([belongs])] == [{"ENDA"}]


def test_more_people_are_compared_than_one_question_takes(app):
    person = make_person("Karen Laßmann")

    found = known_people(range(person.id, person.id + 70_000))

    assert [known.id for known in found] == [person.id]
