"""Organisations: known by their names in several languages, corrected, made one."""

import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.people.models import Organization, OrganizationName, OrganizationWord
from tests.factories import make_person, make_user
from tests.registry.pages import inputs, names, rows, said


@pytest.fixture
def officer(signed_in_as):
    return signed_in_as(make_user(make_person("Grace Wanjiru"), role="secretariat"))


def make_organization(name, *people, **changes):
    for person in people:
        make_person(person, organization=name)
    found = db.session.scalar(select(Organization).where(Organization.name == name))
    if found is None:
        found = Organization(name=name, names=[OrganizationName(text=name)], **changes)
        db.session.add(found)
        db.session.flush()
    return found


def page_of(organization):
    return f"/people/organizations/{organization.id}"


def correct(officer, organization, **typed):
    address = f"{page_of(organization)}/edit"
    sent = {**inputs(officer.get(address)), **typed}
    return officer.post(address, data=sent, follow_redirects=True)


def test_organisations_are_listed_with_their_people_and_found_by_any_name(officer):
    city = make_organization("Stadt Köln", "Uta Groß", "Jo Mueller")
    make_organization("Universidade de Brasília", "Ana Silva")
    correct(
        officer, city, names="en: City of Cologne\r\nar: مدينة كولونيا", kind="lrg", country="DE"
    )

    listed = rows(officer.get("/people/organizations"))

    assert listed == [
        "Stadt Köln also City of Cologne , مدينة كولونيا Local or regional government Germany 2",
        "Universidade de Brasília not stated not stated 1",
    ]
    for typed in ("cologne", "koeln", "كولونيا", "COLOGNE city"):
        page = officer.get("/people/organizations", query_string={"q": typed})
        assert names(page) == ["Stadt Köln"]
    assert "No organisation fits “Paris”." in officer.get("/people/organizations?q=Paris").text


def test_the_page_of_an_organisation_shows_its_names_and_people(officer):
    city = make_organization("Stadt Köln", "Uta Groß")
    correct(officer, city, names="fr: Ville de Cologne\nCologne", kind="lrg", country="DE")

    page = officer.get(page_of(city))

    assert "Other names Ville de Cologne French Cologne Kind" in said(page.text)
    assert '<bdi lang="fr">Ville de Cologne</bdi>' in page.text
    assert "Kind Local or regional government Country Germany" in said(page.text)
    assert "Uta Groß function not stated" in said(page.text)


def test_people_are_found_by_a_name_until_it_is_taken_out(officer):
    city = make_organization("Stadt Köln", "Uta Groß")

    correct(officer, city, names="City of Cologne")
    assert names(officer.get("/people?q=cologne")) == ["Uta Groß"]
    correct(officer, city, name="Köln", names="Stadt Köln")

    assert names(officer.get("/people?q=cologne")) == []
    assert names(officer.get("/people?q=stadt")) == ["Uta Groß"]
    assert list(db.session.scalars(select(Entry.verb))) == ["changed", "changed"]


def test_the_name_of_another_organisation_is_refused_by_name(officer):
    make_organization("City of Accra")
    city = make_organization("Accra")

    answer = correct(officer, city, name="City of Accra", names="Akkra")

    assert answer.status_code == 422
    assert "There is another organisation called City of Accra. Make the two one" in said(
        answer.text
    )
    assert inputs(answer)["names"] == "Akkra"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Enter the name as it is to be printed."),
        ({"names": "x" * 301}, "is too long. Use at most 300 characters."),
        ({"names": "\n".join(map(str, range(41)))}, "Keep the 40 names"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(officer, typed, sentence):
    answer = correct(officer, make_organization("Accra"), **typed)

    assert answer.status_code == 422
    assert sentence in said(answer.text)


def test_a_form_older_than_the_organisation_saves_nothing_and_loses_nothing(officer):
    city = make_organization("Accra")
    address = f"{page_of(city)}/edit"
    opened = inputs(officer.get(address))

    officer.post(address, data={**opened, "names": "fr: Ville d’Accra"})
    answer = officer.post(address, data={**opened, "country": "GH"})

    db.session.expire_all()
    assert (answer.status_code, city.country) == (409, None)
    assert "Saved meanwhile fr: Ville d’Accra" in said(answer.text)

    officer.post(address, data=inputs(answer))

    db.session.expire_all()
    assert city.country == "GH"
    assert [one.text for one in city.names] == ["Accra", "Ville d’Accra"]


def test_two_organisations_become_one_with_all_people_and_names(officer):
    kept = make_organization("City of Accra", "Bo Ng")
    gone = make_organization("Accra Metropolitan Assembly", "Efua Mensah", "Kofi Badu")
    gone.names.append(OrganizationName(text="Assemblée d’Accra", language="fr"))
    gone.kind, gone.country = "lrg", "GH"
    number = gone.id

    found = officer.get(f"{page_of(kept)}/merge?q=assembl")
    assert f"other={number}" in found.text
    asked = officer.get(f"{page_of(kept)}/merge?other={number}")
    assert "Move 2 people, and keep one organisation" in said(asked.text)
    answer = officer.post(
        f"{page_of(kept)}/merge", data={"other": str(number)}, follow_redirects=True
    )

    assert "Accra Metropolitan Assembly is City of Accra now. 2 people moved." in said(answer.text)
    db.session.expire_all()
    assert db.session.get(Organization, number) is None
    assert (kept.kind, kept.country) == ("lrg", "GH")
    assert [(one.text, one.language) for one in kept.names] == [
        ("City of Accra", None),
        ("Accra Metropolitan Assembly", None),
        ("Assemblée d’Accra", "fr"),
    ]
    assert names(officer.get("/people?q=assemblee")) == ["Bo Ng", "Efua Mensah", "Kofi Badu"]
    owners = set(db.session.scalars(select(OrganizationWord.organization_id)))
    assert owners == {kept.id}
    entry = db.session.scalar(select(Entry))
    assert (entry.verb, entry.detail["people"]) == ("merged", 2)
    assert officer.get(f"/people/organizations/{number}").status_code == 404


def test_a_form_of_somebody_who_moved_with_their_organisation_is_older(officer):
    kept = make_organization("City of Accra")
    gone = make_organization("Accra")
    person = make_person("Efua Mensah", organization="Accra")
    address = f"/people/{person.id}/edit"
    opened = inputs(officer.get(address))
    officer.post(f"{page_of(kept)}/merge", data={"other": str(gone.id)})

    answer = officer.post(address, data={**opened, "function": "Mayor"})

    assert answer.status_code == 409
    assert "Saved meanwhile City of Accra" in said(answer.text)


def test_an_organisation_is_not_merged_with_itself_nor_twice(officer):
    kept, gone = make_organization("City of Accra"), make_organization("Accra")
    address = f"{page_of(kept)}/merge"

    sent = {"other": str(gone.id)}
    own = officer.post(address, data={"other": str(kept.id)})
    officer.post(address, data=sent)
    twice = officer.post(address, data=sent)

    assert (own.status_code, twice.status_code) == (409, 404)
    assert "This is one organisation, not two." in said(own.text)


def test_the_queries_of_the_list_do_not_grow_with_its_rows(officer, questions):
    make_organization("City of Accra", "Bo Ng")
    few = questions(lambda: officer.get("/people/organizations"))
    for number in range(30):
        make_organization(f"City {number}", f"Bo Ng {number}")

    assert questions(lambda: officer.get("/people/organizations")) == few


def test_without_any_organisation_the_page_says_how_one_comes(officer):
    assert "No organisation yet" in officer.get("/people/organizations").text
