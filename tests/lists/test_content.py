import json

from eventsapp.lists.content import details, from_json, to_json
from eventsapp.lists.options import FUNCTION, ORGANIZATION
from tests.lists.people import list_of, listed, outline


def delegate(number, name, family, country, **facts):
    return listed(number, name, family, country=country, category="member-state", **facts)


def test_categories_follow_one_another_as_in_lists_of_the_united_nations():
    content = list_of(
        listed(1, "Karen Laßmann", "Laßmann", category="secretariat", organization="UN-Habitat"),
        listed(2, "Bruno Sala", "Sala", category="cso", organization="Città aperte"),
        listed(3, "Huiwen", category="academia", organization="Institute of Cities"),
        listed(4, "ليلى حداد", category="lrg", organization="بلدية عمان"),
        listed(5, "Ada Obi", "Obi", category="other-io", organization="African Union"),
        listed(6, "Jun Sato", "Sato", category="un-body", organization="UNESCO"),
        delegate(7, "Pietro Neri", "Neri", "VA"),
        delegate(8, "李明", "李", "CN"),
        listed(9, "Tāne Mahuta"),
        listed(10, "Eva Roth", "Roth", category="individual"),
    )

    assert outline(content) == [
        "Member States", "China", "李明",
        "Observer States", "Holy See", "Pietro NERI",
        "United Nations bodies and specialized agencies", "UNESCO", "Jun SATO",
        "Other intergovernmental organizations", "African Union", "Ada OBI",
        "Local and regional governments", "بلدية عمان", "ليلى حداد",
        "Non-governmental organizations and others",
        "Research and academia", "Institute of Cities", "Huiwen",
        "Civil society organizations", "Città aperte", "Bruno SALA",
        "Individual experts", "Eva ROTH",
        "Secretariat", "UN-Habitat", "Karen LASSMANN",
        "Other participants", "Tāne Mahuta",
    ]  # fmt: skip


def test_countries_stand_in_the_order_of_the_language_of_the_document():
    people = [
        delegate(number, f"Delegate {code}", None, code)
        for number, code in enumerate(("DE", "CI", "AT", "EG", "ES"), start=1)
    ]

    orders = {
        lang: [group.title for group in list_of(*people, language=lang).sections[0].groups]
        for lang in ("en", "fr", "es", "ru", "zh", "ar")
    }

    assert orders == {
        "en": ["Austria", "Côte d'Ivoire", "Egypt", "Germany", "Spain"],
        "fr": ["Allemagne", "Autriche", "Côte d'Ivoire", "Égypte", "Espagne"],
        "es": ["Alemania", "Austria", "Côte d'Ivoire", "Egipto", "España"],
        "ru": ["Австрия", "Германия", "Египет", "Испания", "Кот-д'Ивуар"],
        "zh": ["埃及", "奥地利", "德国", "科特迪瓦", "西班牙"],
        "ar": ["إسبانيا", "ألمانيا", "كوت ديفوار", "مصر", "النمسا"],
    }


def test_the_head_of_a_delegation_stands_first_and_the_others_by_family_name():
    # cases.md 17: "Prof. Dr. Ralf Müller" stands under M.
    content = list_of(
        delegate(1, "Zoe Abel", "Abel", "DE"),
        delegate(2, "Prof. Dr. Ralf Müller", "Müller", "DE"),
        delegate(3, "Karen Laßmann", "Laßmann", "DE"),
        delegate(4, "Udo Zander", "Zander", "DE", role="head of delegation"),
        delegate(5, "Ines Nolte", "Nolte", "DE"),
        names="supplied",
    )

    assert [line.name for line in content.lines] == [
        "Udo Zander", "Zoe Abel", "Karen Laßmann", "Prof. Dr. Ralf Müller", "Ines Nolte",
    ]  # fmt: skip


def test_a_delegate_of_no_known_country_does_not_pass_for_one_of_the_country_above():
    content = list_of(
        delegate(1, "Ann Lee", "Lee", None, organization="Ministry"),
        delegate(2, "Jo Park", "Park", "KR"),
        listed(3, "Huiwen"),
    )

    assert outline(content) == [
        "Member States", "Republic of Korea", "Jo PARK",
        "Other participants", "Huiwen", "Ann LEE",
    ]  # fmt: skip


def test_who_has_no_organization_stands_before_the_headings_of_organizations():
    content = list_of(
        listed(1, "Bo Ek", "Ek", category="secretariat", organization="UN-Habitat"),
        listed(2, "Ann Lee", "Lee", category="secretariat"),
        listed(3, "Jo Park", "Park", category="secretariat", organization="Host city"),
    )

    assert outline(content) == [
        "Secretariat", "Ann LEE", "Host city", "Jo PARK", "UN-Habitat", "Bo EK",
    ]  # fmt: skip


def test_a_list_of_people_of_whom_nothing_is_stated_has_no_heading_that_says_otherwise():
    content = list_of(listed(1, "Huiwen"), listed(2, "Juliet Chinemelu"))

    assert outline(content) == [None, "Huiwen", "Juliet Chinemelu"]


def test_beside_a_name_stands_what_was_chosen_and_nothing_else():
    # cases.md 10: name and organisation only.
    one = listed(
        1, "Huiwen", category="academia", organization="Institute of Cities", salutation="Ms.",
        function="Researcher", country="SG", role="speaker", route="invitation", email="h@a.test",
    )  # fmt: skip

    [line] = list_of(one, columns=(ORGANIZATION,)).lines

    assert {name: value for name, value in vars(line).items() if value is not None} == {
        "person_id": 1,
        "name": "Huiwen",
        "organization": "Institute of Cities",
    }


def test_two_people_of_one_name_are_told_apart_by_their_organizations():
    people = [
        listed(1, "Ana Silva", category="cso", organization="Rios Livres"),
        listed(2, "Ana Silva", category="cso", organization="Cidade Viva"),
        listed(3, "Bo Ek", category="cso", organization="Vatten"),
    ]

    content = list_of(*people, columns=(FUNCTION,))

    assert [(line.name, line.organization) for line in content.lines] == [
        ("Ana Silva", "Rios Livres"),
        ("Ana Silva", "Cidade Viva"),
        ("Bo Ek", None),
    ]


def test_what_a_heading_says_is_not_said_again_below_the_name():
    [section] = list_of(
        listed(1, "Huiwen", category="academia", organization="Institute of Cities",
               function="Researcher"),
    ).sections  # fmt: skip
    [group] = section.groups

    assert (group.title, details(group.lines[0], group.title)) == (
        "Institute of Cities",
        ["Researcher"],
    )


def test_a_title_goes_with_the_name_where_both_run_one_way():
    people = [
        listed(1, "Karen Laßmann", salutation="Ms."),
        listed(2, "ليلى حداد", salutation="Ms."),
        listed(3, "ليلى مراد", salutation="السيدة"),
        listed(4, "Huiwen"),
    ]

    lines = {line.person_id: line.is_one_way for line in list_of(*people).lines}

    assert lines == {1: True, 2: False, 3: True, 4: False}


def test_who_did_not_agree_is_a_number_in_the_language_of_the_list():
    # cases.md 8: three names "and 3 others".
    people = [listed(number, f"Person {number}") for number in (1, 2, 3)]

    said = {
        lang: list_of(*people, others=3, language=lang).others_words
        for lang in ("en", "fr", "es", "ru", "zh", "ar")
    }

    assert said == {
        "en": "and 3 others",
        "fr": "et 3 autres",
        "es": "y 3 personas más",
        "ru": "и еще 3 участника",
        "zh": "及其他3人",
        "ar": "و3 مشاركين آخرين",
    }
    assert list_of(*people, others=0).others_words == ""


def test_a_list_that_was_kept_says_the_same_when_it_is_read_back():
    content = list_of(
        delegate(1, "ليلى حداد", "حداد", "JO", salutation="Ms."),
        listed(2, "Huiwen", category="academia", organization="Institute of Cities"),
        others=2,
    )

    assert from_json(json.loads(json.dumps(to_json(content)))) == content


def test_a_heading_goes_with_the_last_person_under_it():
    kept = to_json(
        list_of(
            delegate(1, "Jo Park", "Park", "KR"),
            listed(2, "Bo Ek", "Ek", category="cso", organization="Rios"),
            listed(3, "Ana Silva", "Silva", category="cso", organization="Vatten"),
            listed(4, "Huiwen", category="media"),
        )
    )
    for section in kept["sections"]:
        for group in section["groups"]:
            group["lines"] = [one for one in group["lines"] if one["person_id"] in (3, 4)]

    assert outline(from_json(kept)) == [
        "Non-governmental organizations and others",
        "Civil society organizations", "Vatten", "Ana SILVA",
        "Media", "Huiwen",
    ]  # fmt: skip
