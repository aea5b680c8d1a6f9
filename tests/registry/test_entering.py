"""Somebody is entered or corrected: names as given, conflicts shown and asked."""

import pytest
from sqlalchemy import func, select

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.merging.services import merge
from eventsapp.people.models import Organization, OrganizationName, Person
from eventsapp.people.services import facts_of
from tests.factories import NOW, make_person, make_user
from tests.registry.pages import inputs, names, said


@pytest.fixture
def user(app):
    return make_user(make_person("Grace Wanjiru"), role="secretariat")


@pytest.fixture
def officer(signed_in_as, user):
    return signed_in_as(user)


def enter(officer, follow_redirects=True, **typed):
    sent = {**inputs(officer.get("/people/new")), **typed}
    return officer.post("/people/new", data=sent, follow_redirects=follow_redirects)


def entered(name):
    return db.session.scalar(select(Person).where(Person.printed_name == name))


def count_of_people():
    return db.session.scalar(select(func.count(Person.id)))


def test_case_16_a_person_with_one_name_is_complete(officer):
    answer = enter(officer, printed_name="Huiwen")

    person = entered("Huiwen")
    assert "Huiwen is entered." in answer.text
    assert (person.family_name, person.given_name, person.email) == (None, None, None)
    assert names(officer.get("/people?q=huiwen")) == ["Huiwen"]
    assert "None" not in said(officer.get(f"/people/{person.id}/edit").text)


def test_all_fields_of_a_person_are_kept_as_typed(officer):
    answer = enter(
        officer,
        printed_name="Dr. Łukasz Wiśniewski",
        family_name="Wiśniewski",
        given_name="Łukasz",
        latin_name="Lukasz Wisniewski",
        script_name="Лукаш Вишневский",
        salutation="Dr.",
        gender="own",
        gender_words="mężczyzna",
        organization="Miasto Gdańsk",
        function="Head of planning",
        category="lrg",
        country="Pologne",
        nationality="Польша",
        languages="Polish, fr; العربية",
        themes="Water\r\nOpen standards, Data",
        tz="Europe/Warsaw",
        addresses="lw@gdansk.test\r\nlw@post.test",
        phone="+48 58 123 45 67",
    )

    assert "is entered" in said(answer.text)
    facts = facts_of(entered("Dr. Łukasz Wiśniewski"))
    assert facts.country == facts.nationality == "PL"
    assert (facts.languages, facts.themes) == (
        ("pl", "fr", "ar"),
        ("Water", "Open standards", "Data"),
    )
    assert (facts.gender, facts.gender_words) == ("own", "mężczyzna")
    assert (facts.addresses, facts.organization, facts.category) == (
        ("lw@gdansk.test", "lw@post.test"),
        "Miasto Gdańsk",
        "lrg",
    )
    for typed in ("wisniewski", "вишневский", "lukasz"):
        assert names(officer.get("/people", query_string={"q": typed})) == ["Dr. Łukasz Wiśniewski"]


@pytest.mark.parametrize(
    "name", ["Md. Abdul KARIM, PhD", "van der Berg", "McDONALD", "ÖZGE çağlar"]
)
def test_case_22_a_name_is_never_written_in_other_capitals(officer, name):
    enter(officer, printed_name=name, family_name=name)

    person = entered(name)
    assert (person.printed_name, person.family_name) == (name, name)
    assert inputs(officer.get(f"/people/{person.id}/edit"))["printed_name"] == name
    assert names(officer.get("/people", query_string={"q": name.split()[0]})) == [name]
    assert name in officer.get("/people/export?format=csv").text.replace('"', "")


def test_case_18_a_known_address_with_another_name_is_shown_and_asked(officer):
    known = make_person("Karen Laßmann", email="karen@city.test", organization="Stadt Köln")
    before = count_of_people()

    asked = enter(officer, printed_name="Karin Grossmann", addresses="KAREN@city.test")
    insisted = enter(
        officer, printed_name="Karin Grossmann", addresses="KAREN@city.test", anyway="1"
    )

    assert asked.status_code == insisted.status_code == 422
    assert "The registry may know them already. Nothing was saved yet." in said(asked.text)
    assert f'href="/people/{known.id}"' in asked.text
    assert "Karen Laßmann , Stadt Köln : " in said(asked.text)
    assert inputs(asked)["printed_name"] == "Karin Grossmann"
    assert "KAREN@city.test belongs to Karen Laßmann already." in said(insisted.text)
    db.session.expire_all()
    assert (known.printed_name, count_of_people()) == ("Karen Laßmann", before)


def test_somebody_of_a_like_name_is_shown_first_and_entered_on_purpose(officer):
    make_person("Ana Silva", organization="City of São Paulo")

    asked = enter(officer, printed_name="Ana Silva", organization="Universidade de Brasília")
    answer = enter(
        officer, printed_name="Ana Silva", organization="Universidade de Brasília", anyway="1"
    )

    assert asked.status_code == 422
    assert "Ana Silva , City of São Paulo :" in said(asked.text)
    assert "Enter them all the same" in asked.text
    assert "Ana Silva is entered." in answer.text
    assert len(names(officer.get("/people?q=ana+silva"))) == 2


def test_a_form_sent_twice_enters_one_person(officer):
    before = count_of_people()

    first = enter(officer, printed_name="Bo Ng", follow_redirects=False)
    second = enter(officer, printed_name="Bo Ng", anyway="1", follow_redirects=False)

    assert first.location == second.location
    assert count_of_people() == before + 1
    assert list(db.session.scalars(select(Entry.verb))) == ["entered"]


def test_an_organisation_is_known_by_its_names_in_other_languages(officer):
    known = make_person("Uta Groß", organization="Stadt Köln").organization
    known.names.append(OrganizationName(text="City of Cologne", language="en"))

    enter(officer, printed_name="Jo Mueller", organization="CITY OF COLOGNE")
    enter(officer, printed_name="Bo Ng", organization="City of Accra")

    assert entered("Jo Mueller").organization.name == "Stadt Köln"
    offices = db.session.scalars(select(Organization.name).order_by(Organization.name))
    assert list(offices) == ["City of Accra", "Stadt Köln"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Ivory Coast", "CI"),
        ("Turkey", "TR"),
        ("South Korea", "KR"),
        ("Кения", "KE"),
        ("肯尼亚", "KE"),
    ],
)
def test_common_names_of_countries_are_understood(officer, typed, code):
    enter(officer, printed_name="Bo Ng", country=typed)

    assert entered("Bo Ng").country == code


def test_a_country_that_may_be_two_is_asked_and_none_is_kept_as_stated(officer):
    asked = enter(officer, printed_name="Bo Ng", country="Congo")
    unknown = enter(officer, printed_name="Bo Ng", country="Atlantis")
    kept = enter(officer, printed_name="Bo Ng", country="Atlantis", keeps_country="y")

    assert "“Congo” may mean" in said(asked.text)
    assert "Democratic Republic of the Congo" in said(asked.text)
    assert "“Atlantis” is no country of the UN list." in said(unknown.text)
    assert 'name="keeps_country"' in unknown.text
    assert "Country represented Atlantis kept as stated" in said(kept.text)
    assert (entered("Bo Ng").country, entered("Bo Ng").country_as_stated) == (None, "Atlantis")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"gender": "own"}, "Write their words beside it, or choose “not stated”."),
        ({"gender": "woman", "gender_words": "x"}, "Choose “in own words” beside it"),
        ({"phone": "call me"}, "“call me” is no phone number."),
        ({"nationality": "Narnia"}, "“Narnia” is no country of the UN list."),
        ({"family_name": "Ng\u202egnp"}, "There are signs in it that cannot be seen"),
        ({"given_name": "Bo\x07"}, "A name stands on one line."),
        ({"printed_name": "x" * 301}, "Use at most 300 characters."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nobody_is_entered(officer, typed, sentence):
    before = count_of_people()

    answer = enter(officer, **{"printed_name": "Bo Ng", "function": "Mayor", **typed})

    assert answer.status_code == 422
    assert sentence in said(answer.text)
    assert inputs(answer)["function"] == "Mayor"
    assert count_of_people() == before


def test_an_address_works_again_when_somebody_says_so(officer):
    person = make_person("Huiwen", email="huiwen@city.test")
    person.addresses[0].bounced_at = NOW
    assert "Came back" in officer.get(f"/people/{person.id}").text
    works = f"/people/{person.id}/addresses/{person.addresses[0].id}/works"

    answer = officer.post(works, follow_redirects=True)
    officer.post(works)

    assert "Mail goes to huiwen@city.test again." in answer.text
    assert "huiwen@city.test Used" in said(answer.text)
    acts = list(db.session.scalars(select(Entry.verb)))
    assert acts == ["trusted an address again"]
    other = make_person("Bo Ng")
    foreign = f"/people/{person.id}/addresses/{other.addresses[0].id}/works"
    assert officer.post(foreign).status_code == 404


def test_the_address_of_a_merged_entry_leads_to_the_one_that_was_kept(officer, user):
    kept, gone = make_person("Noor Haddad"), make_person("Nour Haddad")
    number = gone.id
    merge(kept, gone, {}, by=user, now=NOW)

    answer = officer.get(f"/people/{number}")

    assert (answer.status_code, answer.location) == (302, f"/people/{kept.id}")
    assert officer.get("/people/999999").status_code == 404
    page = officer.get(answer.location)
    assert f'href="/people/merge?people={kept.id}"' in page.text
