"""Countries and categories in the words of the staff."""

import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.people.models import Label
from eventsapp.people.queries import category_choices, country_names
from tests.factories import make_person, make_user
from tests.registry.pages import inputs, rows, said


@pytest.fixture
def officer(signed_in_as):
    return signed_in_as(make_user(make_person("Grace Wanjiru"), role="secretariat"))


def enter(officer, **typed):
    officer.post("/people/new", data={**inputs(officer.get("/people/new")), **typed})


def print_as(officer, about, words, language="en"):
    sent = {"about": about, "language": language, "text": words}
    return officer.post("/people/labels", data=sent, follow_redirects=True)


def test_a_country_is_printed_in_the_words_of_the_staff_in_one_language(officer):
    make_person("Aya Koné", country="CI")

    answer = print_as(officer, "country:CI", "Ivory Coast")

    assert "“Ivory Coast” is printed from now on." in answer.text
    assert "Ivory Coast country CI · English" in said(answer.text)
    assert "Ivory Coast" in rows(officer.get("/people?q=aya"))[0]
    assert country_names("fr")["CI"] == "Côte d'Ivoire"
    assert "Ivory Coast" in officer.get("/people/export?format=csv").text


def test_the_words_of_the_staff_are_understood_where_a_country_is_typed(officer):
    print_as(officer, "country:PL", "Rzeczpospolita nasza")

    enter(officer, printed_name="Bo Ng", country="Rzeczpospolita nasza")

    assert "Rzeczpospolita nasza" in rows(officer.get("/people?q=bo"))[0]


def test_a_category_has_other_words_and_keeps_its_place(officer):
    print_as(officer, "category:lrg", "Cities and regions")

    names = [name for _code, name in category_choices("en")]
    assert names[3] == "Cities and regions"
    assert "Local or regional government" not in names


def test_staff_add_a_category_that_can_be_chosen_before_the_secretariat(officer):
    answer = officer.post(
        "/people/labels/categories",
        data={"name": "Philanthropy", "audience": "private sector"},
        follow_redirects=True,
    )
    again = officer.post("/people/labels/categories", data={"name": "Philanthropy"})

    assert "The category “Philanthropy” can be chosen from now on." in answer.text
    assert "audience: private sector" in answer.text
    assert again.status_code == 302
    assert category_choices("en")[-2:] == [
        ("philanthropy", "Philanthropy"),
        ("secretariat", "Secretariat"),
    ]
    enter(officer, printed_name="Bo Ng", category="philanthropy")
    assert "Philanthropy" in rows(officer.get("/people?category=philanthropy"))[0]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Write a name for the category."),
        ("– –", "“– –” has no letters."),
        ("Media", "There is a category called Media already."),
    ],
)
def test_a_category_that_is_none_is_not_added(officer, name, sentence):
    answer = officer.post("/people/labels/categories", data={"name": name})

    assert answer.status_code == 422
    assert sentence in said(answer.text)
    assert db.session.scalar(select(Label)) is None


def test_words_are_printed_no_more_when_they_are_taken_away(officer):
    print_as(officer, "country:CI", "Ivory Coast")
    label = db.session.scalar(select(Label))

    answer = officer.post(f"/people/labels/{label.id}/remove", follow_redirects=True)

    assert "“Ivory Coast” is printed no more." in answer.text
    assert country_names("en")["CI"] == "Côte d'Ivoire"
    assert list(db.session.scalars(select(Entry.verb))) == ["set a label", "removed a label"]


def test_a_category_that_people_have_is_not_taken_away(officer):
    officer.post("/people/labels/categories", data={"name": "Philanthropy"})
    make_person("Bo Ng", category="philanthropy")
    label = db.session.scalar(select(Label))

    answer = officer.post(f"/people/labels/{label.id}/remove")

    assert answer.status_code == 409
    assert (
        "One person has the category Philanthropy. Give another one to all of them first."
        in said(answer.text)
    )


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"about": "country:CI", "text": ""}, "Write the words that are to be printed."),
        ({"about": "country:CI", "text": "x" * 201}, "Use at most 200 characters."),
        ({"about": "planet:X", "text": "Mars"}, "Not a valid choice."),
    ],
)
def test_what_is_no_label_is_not_kept(officer, sent, sentence):
    answer = officer.post("/people/labels", data={"language": "en", **sent})

    assert answer.status_code == 422
    assert sentence in said(answer.text)
    assert db.session.scalar(select(Label)) is None
