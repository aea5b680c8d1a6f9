"""People are found, told apart, filtered and put in order on the page of the registry."""

import pytest

from eventsapp.extensions import db
from eventsapp.people.models import OrganizationName
from tests.factories import NOW, make_meeting, make_person, make_user, take_part
from tests.registry.pages import chips, names, rows, said


@pytest.fixture
def officer(signed_in_as):
    return signed_in_as(make_user(make_person("Grace Wanjiru"), role="secretariat"))


@pytest.mark.parametrize("typed", ["díaz", "DIAZ", "Díaz", "di", "dí", "DÍ"])
def test_case_15_a_search_for_a_name_with_an_accent_finds_her_however_it_is_typed(officer, typed):
    make_person("Ana Díaz")
    make_person("Ana Silva")

    assert names(officer.get("/people", query_string={"q": typed})) == ["Ana Díaz"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lassmann karen", ["Karen Laßmann"]),
        ("Laßmann", ["Karen Laßmann"]),
        ("kar las", ["Karen Laßmann"]),
        ("mueller", ["Jo Mueller", "Ralf Müller"]),
        ("müller", ["Jo Mueller", "Ralf Müller"]),
        ("muller", ["Ralf Müller"]),
        ("MÜL", ["Jo Mueller", "Ralf Müller"]),
    ],
)
def test_case_20_umlauts_sharp_s_word_order_and_half_typed_names_are_found(officer, typed, found):
    for name in ("Karen Laßmann", "Ralf Müller", "Jo Mueller", "Karen Blixen"):
        make_person(name)

    assert names(officer.get("/people", query_string={"q": typed})) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Wisniewski", "Jan Wiśniewski"),
        ("Ostergard", "Bo Østergård"),
        ("Gross", "Uta Groß"),
        ("Dorde", "Đorđe Petrović"),
        ("Lukasz", "Łukasz Nowak"),
    ],
)
def test_case_21_letters_that_are_no_marks_are_found_by_plain_ones(officer, typed, found):
    for name in ("Jan Wiśniewski", "Bo Østergård", "Uta Groß", "Đorđe Petrović", "Łukasz Nowak"):
        make_person(name)

    assert names(officer.get("/people", query_string={"q": typed})) == [found]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ليلى", ["ليلى حداد"]),
        ("حداد ليلى", ["ليلى حداد"]),
        ("李", ["李明"]),
        ("li ming", ["李明"]),
        ("Иван", ["Иван Петров"]),
        ("petrov", ["Иван Петров"]),
        ("Tanaka", ["田中花子"]),
        ("田中", ["田中花子"]),
    ],
)
def test_a_name_in_another_script_is_found_by_it_and_by_latin_letters(officer, typed, found):
    for name in ("ليلى حداد", "李明", "Иван Петров"):
        make_person(name)
    make_person("田中花子", latin_name="Hanako Tanaka")

    assert names(officer.get("/people", query_string={"q": typed})) == found


@pytest.mark.parametrize(
    "typed", ["Ivory Coast", "ivory", "Côte d’Ivoire", "cote d'ivoire", "Кот-д’Ивуар", "科特迪瓦"]
)
def test_people_are_found_by_their_country_in_any_language(officer, typed):
    make_person("Aya Koné", country="CI")
    make_person("Ana Silva", country="BR")

    assert names(officer.get("/people", query_string={"q": typed})) == ["Aya Koné"]


def test_people_are_found_by_any_name_of_their_organisation(officer):
    person = make_person("Uta Groß", organization="Stadt Köln")
    make_person("Ana Silva", organization="City of São Paulo")
    person.organization.names.append(OrganizationName(text="City of Cologne", language="en"))
    person.organization.names.append(OrganizationName(text="مدينة كولونيا", language="ar"))

    for typed in ("köln stadt", "koeln", "cologne", "كولونيا", "uta cologne"):
        assert names(officer.get("/people", query_string={"q": typed})) == ["Uta Groß"]


def test_people_are_found_by_an_address_or_its_beginning(officer):
    make_person("Uta Groß", email="uta.gross@koeln.test")
    make_person("Ana Silva", email="ana@sp.test")

    for typed in ("UTA.GROSS@koeln.test", "uta.gr", "uta.gross@"):
        assert names(officer.get("/people", query_string={"q": typed})) == ["Uta Groß"]


def test_case_11_the_organisation_stands_beside_two_people_of_one_name(officer):
    make_person("Ana Silva", email="a@sp.test", organization="City of São Paulo")
    make_person("Ana Silva", email="b@unb.test", organization="Universidade de Brasília")

    found = [row.split(" not stated")[0] for row in rows(officer.get("/people?q=ana+silva"))]

    assert found == ["Ana Silva City of São Paulo", "Ana Silva Universidade de Brasília"]


def test_case_12_by_given_name_and_by_family_name_are_two_orders(officer):
    make_person("Ana Zúñiga", given_name="Ana", family_name="Zúñiga")
    make_person("Müller, Ralf", given_name="Ralf", family_name="Müller")
    make_person("Yusuf Abdi", given_name="Yusuf", family_name="Abdi")

    by_family = names(officer.get("/people"))
    by_given = names(officer.get("/people?sort=given"))
    as_entered = names(officer.get("/people?sort=newest"))

    assert by_family == ["Yusuf Abdi", "Grace Wanjiru", "Müller, Ralf", "Ana Zúñiga"]
    assert by_given == ["Ana Zúñiga", "Grace Wanjiru", "Müller, Ralf", "Yusuf Abdi"]
    assert as_entered == ["Yusuf Abdi", "Müller, Ralf", "Ana Zúñiga", "Grace Wanjiru"]
    found = [names(officer.get(f"/people?q=a&sort={sort}")) for sort in ("", "given", "newest")]
    assert found[0] == found[2] == ["Yusuf Abdi", "Ana Zúñiga"]
    assert found[1] == ["Ana Zúñiga", "Yusuf Abdi"]


def test_case_17_titles_in_front_of_a_name_do_not_decide_the_order(officer):
    make_person("Prof. Dr. Ralf Müller", family_name="Müller")
    make_person("Prof. Dr. Nuru Kimathi", given_name="Nuru")
    make_person("Paul Lam")
    make_person("Dr. Ng")

    assert names(officer.get("/people")) == [
        "Grace Wanjiru",
        "Prof. Dr. Ralf Müller",
        "Dr. Ng",
        "Prof. Dr. Nuru Kimathi",
        "Paul Lam",
    ]


def a_registry_to_filter():
    """Four people of whom each filter leaves some out; the first passes them all."""
    meeting = make_meeting()
    first = make_person(
        "Amina Diallo",
        country="SN",
        gender="woman",
        category="lrg",
        languages=["fr", "wo"],
        themes=["Data governance", "Water"],
        organization="Ville de Dakar",
    )
    take_part(meeting, first, role="speaker")
    take_part(meeting, make_person("Bo Ng", country="GH", gender="man", languages=["en"]))
    cut_off = make_person("Chen Wei", country="CN", category="lrg", themes=["Open standards"])
    cut_off.addresses[0].bounced_at = NOW
    make_person("Dana Nowak", email=None, gender="woman", category="academia")
    return first


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("meeting=egm-2", ["Amina Diallo", "Bo Ng"]),
        ("role=speaker", ["Amina Diallo"]),
        ("country=SN", ["Amina Diallo"]),
        ("country=none", ["Dana Nowak", "Grace Wanjiru"]),
        ("region=group:African States", ["Amina Diallo", "Bo Ng"]),
        ("region=m49:Eastern Asia", ["Chen Wei"]),
        ("region=nowhere:Africa", []),
        ("gender=woman", ["Amina Diallo", "Dana Nowak"]),
        ("gender=none", ["Chen Wei", "Grace Wanjiru"]),
        ("category=lrg", ["Amina Diallo", "Chen Wei"]),
        ("language=Wolof", ["Amina Diallo"]),
        ("language=fr", ["Amina Diallo"]),
        ("theme=open", ["Chen Wei"]),
        ("theme=data governance", ["Amina Diallo"]),
        ("reach=reachable", ["Amina Diallo", "Bo Ng", "Grace Wanjiru"]),
        ("reach=unreachable", ["Chen Wei", "Dana Nowak"]),
        ("reach=bounced", ["Chen Wei"]),
        ("gender=woman&category=academia", ["Dana Nowak"]),
        ("q=nowak&gender=man", []),
        ("organization=x", []),
    ],
)
def test_filters_combine_and_stand_in_the_address(officer, filters, found):
    a_registry_to_filter()

    assert names(officer.get(f"/people?{filters}")) == found


def test_each_filter_is_a_chip_that_takes_itself_away(officer):
    first = a_registry_to_filter()
    office = first.organization_id
    address = (
        "/people?q=amina&meeting=egm-2&role=speaker&country=SN&region=group:African+States"
        "&category=lrg&gender=woman&language=French&theme=water"
        f"&organization={office}&reach=reachable&sort=given"
    )

    page = officer.get(address)

    assert names(page) == ["Amina Diallo"]
    assert list(chips(page)) == [
        "Search: amina",
        "Meeting: EGM 2",
        "Role: speaker",
        "Country: Senegal",
        "Region: African States",
        "Category: Local or regional government",
        "Gender: woman",
        "Language: French",
        "Theme: water",
        "Organisation: Ville de Dakar",
        "Mail: reached by mail",
    ]
    for left in chips(page).values():
        assert (names(officer.get(left)), len(chips(officer.get(left)))) == (["Amina Diallo"], 10)
        assert left.endswith("sort=given")


def test_the_designations_of_countries_carry_the_usual_disclaimer(officer):
    make_person("Aya Koné", country="CI")

    for path in ("/people", "/people/organizations", "/people/labels"):
        make_person(f"Bo Ng of {path}", organization=f"City {path}")
        assert "do not imply the expression of any opinion" in said(officer.get(path).text)


def test_the_queries_do_not_grow_with_what_is_found(officer, questions):
    a_registry_to_filter()
    addresses = ("/people?q=a", "/people?gender=woman&reach=reachable", "/people?meeting=egm-2")
    few = [questions(lambda one=one: officer.get(one)) for one in addresses]
    meeting = make_meeting("egm-3", number=3)
    for number in range(60):
        someone = make_person(
            f"Amina Abdi {number}", gender="woman", languages=["en"], organization=f"A {number}"
        )
        take_part(meeting, someone)
    db.session.commit()

    many = [questions(lambda one=one: officer.get(one)) for one in addresses]

    assert many == few


@pytest.mark.parametrize(
    "typed",
    ["1 2 3 4 5 6 7 8 9 0 " * 15, "ü-" * 150, "李" * 300, "'\"%_\\" * 50, "\u202e", "😀 ـ"],
)
def test_whatever_is_typed_is_looked_for_and_finds_nobody_here(officer, typed):
    asked = dict.fromkeys(("theme", "language", "region", "meeting", "role", "sort"), typed)
    numbers = {"organization": "9" * 30, "page": "9" * 30}

    assert names(officer.get("/people", query_string={"q": typed})) == []
    assert names(officer.get("/people", query_string={**asked, **numbers})) == []
    assert names(officer.get("/people/organizations", query_string={"q": typed})) == []
