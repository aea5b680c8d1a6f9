import itertools
from collections import Counter

import pytest

from eventsapp.people.countries import (
    DISCLAIMER,
    REGION_SYSTEMS,
    UN_LANGUAGES,
    countries,
    countries_like,
    country_label,
    country_named,
    region_of,
    regions,
    sort_countries,
    subregions,
)


def codes_like(text):
    return [country.code for country in countries_like(text)]


def in_order(lang, *codes):
    """The names as the list gives them, whatever the order they came in."""
    return [country_label(code, lang) for code in sort_countries(sorted(codes), lang)]


def test_there_are_193_member_states_and_two_observers():
    observers = [code for code, country in countries().items() if country.is_observer]

    assert len(countries()) == 195
    assert sorted(observers) == ["PS", "VA"]


def test_every_country_has_its_own_codes():
    known = countries().values()

    assert all(len(c.code) == 2 and c.code.isupper() and c.code.isascii() for c in known)
    assert all(len(c.alpha3) == 3 and c.alpha3.isupper() and c.alpha3.isascii() for c in known)
    assert all(len(c.m49) == 3 and c.m49.isdecimal() for c in known)
    assert len({c.alpha3 for c in known}) == len({c.m49 for c in known}) == 195


def test_every_country_has_a_name_of_its_own_in_six_languages():
    for lang in UN_LANGUAGES:
        names = [country.names[lang] for country in countries().values()]
        assert all(name and name == name.strip() for name in names)
        assert len(set(names)) == 195


@pytest.mark.parametrize(
    ("lang", "letter"),
    [("ar", "\u0600\u06ff"), ("ru", "\u0400\u04ff"), ("zh", "\u4e00\u9fff")],
)
def test_every_name_is_in_the_script_of_its_language(lang, letter):
    first, last = letter
    strange = [
        country.names[lang]
        for country in countries().values()
        if any(sign.isalpha() and not first <= sign <= last for sign in country.names[lang])
    ]

    assert strange == []


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("TR", {"en": "Türkiye", "fr": "Türkiye", "es": "Türkiye", "ru": "Турция"}),
        ("CZ", {"en": "Czechia", "fr": "Tchéquie", "es": "Chequia", "ru": "Чехия", "zh": "捷克"}),
        ("SZ", {"en": "Eswatini", "fr": "Eswatini", "ru": "Эсватини", "ar": "إسواتيني"}),
        ("CV", {"en": "Cabo Verde", "fr": "Cabo Verde", "es": "Cabo Verde", "ar": "كابو فيردي"}),
        ("MK", {"en": "North Macedonia", "fr": "Macédoine du Nord", "zh": "北马其顿"}),
        ("VN", {"en": "Viet Nam", "fr": "Viet Nam", "es": "Viet Nam", "ru": "Вьетнам"}),
        ("TL", {"en": "Timor-Leste", "es": "Timor-Leste", "ru": "Тимор-Лешти", "zh": "东帝汶"}),
        (
            "NL",
            {
                "en": "Netherlands (Kingdom of the)",
                "fr": "Pays-Bas (Royaume des)",
                "es": "Países Bajos (Reino de los)",
                "ru": "Нидерланды (Королевство)",
                "zh": "荷兰王国",
            },
        ),
        (
            "BO",
            {
                "en": "Bolivia (Plurinational State of)",
                "es": "Bolivia (Estado Plurinacional de)",
                "ru": "Боливия (Многонациональное Государство)",
                "ar": "بوليفيا (دولة - المتعددة القوميات)",
            },
        ),
        ("CI", {"en": "Côte d'Ivoire", "es": "Côte d'Ivoire", "zh": "科特迪瓦"}),
        ("KR", {"en": "Republic of Korea", "fr": "République de Corée", "zh": "大韩民国"}),
    ],
)
def test_names_are_those_of_the_united_nations(code, names):
    assert {lang: country_label(code, lang) for lang in names} == names


def test_a_language_without_a_un_name_gets_the_english_one():
    assert country_label("KE", "sw") == "Kenya"
    assert country_label("EG", "zh-Hans") == "埃及"
    assert country_label("EG", "fr_CA") == "Égypte"


def test_what_is_no_country_of_the_list_is_shown_as_stated():
    assert country_label("XK", "en") == "XK"


def test_the_regional_groups_have_the_members_the_united_nations_counts():
    counted = Counter(country.group for country in countries().values())

    assert counted == {
        "African States": 54,
        "Asia-Pacific States": 54,
        "Eastern European States": 23,
        "Latin American and Caribbean States": 33,
        "Western European and other States": 28 + 1,  # the United States are counted with them
        None: 2,
    }
    assert countries()["US"].group == countries()["TR"].group == regions("group")[-1]
    assert countries()["KI"].group == "Asia-Pacific States"


def test_every_country_stands_in_three_systems_of_regions():
    for code, country in countries().items():
        systems = REGION_SYSTEMS[1:] if country.is_observer else REGION_SYSTEMS
        assert all(region_of(code, system) in regions(system) for system in systems)
        assert country.m49_subregion in subregions(country.m49_region)


@pytest.mark.parametrize(
    ("code", "group", "m49", "subregion", "habitat"),
    [
        ("EG", "African States", "Africa", "Northern Africa", "Arab States"),
        ("AZ", "Eastern European States", "Asia", "Western Asia", "Europe and others"),
        ("JO", "Asia-Pacific States", "Asia", "Western Asia", "Arab States"),
        ("SO", "African States", "Africa", "Eastern Africa", "Africa"),
        ("IR", "Asia-Pacific States", "Asia", "Southern Asia", "Asia and the Pacific"),
        ("AU", regions("group")[-1], "Oceania", "Australia and New Zealand", regions("habitat")[2]),
        ("MX", regions("group")[3], "Americas", "Central America", regions("habitat")[3]),
        ("PS", None, "Asia", "Western Asia", "Arab States"),
    ],
)
def test_one_country_has_three_different_regions(code, group, m49, subregion, habitat):
    assert [region_of(code, system) for system in REGION_SYSTEMS] == [group, m49, habitat]
    assert countries()[code].m49_subregion == subregion


def test_the_arab_states_of_un_habitat_are_eighteen():
    arab = {code for code in countries() if region_of(code, "habitat") == "Arab States"}

    assert "".join(sorted(arab)) == "AEBHDZEGIQJOKWLBLYMAOMPSQASASDSYTNYE"


def test_what_is_no_country_has_no_region():
    assert region_of("XK", "m49") is None
    with pytest.raises(ValueError, match="no system of regions"):
        region_of("KE", "continent")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Ivory Coast", "CI"),
        ("Cote d’Ivoire", "CI"),
        ("CÔTE D'IVOIRE", "CI"),
        ("Elfenbeinküste", "CI"),
        ("ساحل العاج", "CI"),
        ("Turkey", "TR"),
        ("Turquie", "TR"),
        ("turkiye", "TR"),
        ("Türkei", "TR"),
        ("土耳其", "TR"),
        ("South Korea", "KR"),
        ("Republic of Korea", "KR"),
        ("Korea, Republic of", "KR"),
        ("Korea, Rep.", "KR"),
        ("韩国", "KR"),
        ("North Korea", "KP"),
        ("D.P.R. Korea", "KP"),
        ("Russia", "RU"),
        ("Россия", "RU"),
        ("USA", "US"),
        ("u.s.a.", "US"),
        ("Estados Unidos", "US"),
        ("EE. UU.", "US"),
        ("UK", "GB"),
        ("United Kingdom", "GB"),
        ("Holland", "NL"),
        ("The Netherlands", "NL"),
        ("Swaziland", "SZ"),
        ("Palestine", "PS"),
        ("The Gambia", "GM"),
        ("Gambia (the)", "GM"),
        ("Congo, Dem. Rep.", "CD"),
        ("DRC", "CD"),
        ("Congo (Brazzaville)", "CG"),
        ("République du Congo", "CG"),
        ("St. Vincent & the Grenadines", "VC"),
        ("Sao Tome & Principe", "ST"),
        ("Bosnia-Herzegovina", "BA"),
        ("Iran", "IR"),
        ("Lao PDR", "LA"),
        ("Burma", "MM"),
        ("Vietnam", "VN"),
        ("Österreich", "AT"),
        ("Oesterreich", "AT"),
        ("Brasil", "BR"),
        ("  kenya ", "KE"),
        ("Guinea", "GN"),
        ("Niger", "NE"),
        ("Dominica", "DM"),
        ("Papúa\u00a0Nueva Guinea", "PG"),
    ],
)
def test_what_people_call_a_country_is_understood(typed, code):
    assert country_named(typed).code == code


def test_every_name_and_code_of_the_list_means_its_country():
    ambiguous = {"CG"}  # its short name is Congo
    for code, country in countries().items():
        names = [*country.names.values(), country.code, country.alpha3]
        meant = {found.code for name in names if (found := country_named(name))}
        assert meant == {code}
        assert code in ambiguous or all(country_named(name) for name in names)


def test_codes_are_understood_in_capitals_only():
    # A column of yes and no, or a word in a sentence, is no country.
    assert country_named("IN").code == country_named("IND").code == "IN"
    assert country_named("in") is None
    assert country_named("no") is None


@pytest.mark.parametrize(
    "typed",
    [
        "Taiwan",
        "Taiwan, Province of China",
        "Republic of China",
        "Kosovo",
        "Hong Kong",
        "Macao",
        "Greenland",
        "Western Sahara",
        "American Samoa",
        "Puerto Rico",
        "French Guiana",
        "Yugoslavia",
        "Africa",
    ],
)
def test_other_places_are_kept_as_stated_and_taken_for_no_country(typed):
    assert country_named(typed) is None
    assert countries_like(typed) == []


@pytest.mark.parametrize("typed", ["", "  ", "–", "the", "n/a", "Nairobi", "x" * 32_000, "\u202e"])
def test_what_names_no_country_is_none(typed):
    assert country_named(typed) is None


@pytest.mark.parametrize("typed", ["Congo", "Kongo", "Конго", "الكونغو", "刚果", "the Congo"])
def test_congo_may_be_two_countries_and_is_asked_about(typed):
    assert country_named(typed) is None
    assert codes_like(typed) == ["CG", "CD"]


@pytest.mark.parametrize("typed", ["Korea", "Corée", "Corea", "Корея", "كوريا"])
def test_korea_may_be_two_countries_and_is_asked_about(typed):
    assert country_named(typed) is None
    assert codes_like(typed) == ["KP", "KR"]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Guinea", ["GN"]),
        ("guin", ["GQ", "GN", "GW", "PG"]),
        ("united king", ["GB"]),
        ("Afganisthan", ["AF"]),
        ("Slovania", ["SK", "SI"]),
        ("Xanadu", []),
        ("", []),
    ],
)
def test_half_typed_and_misspelled_names_are_asked_about(typed, codes):
    assert codes_like(typed) == codes


def test_no_more_than_five_countries_are_asked_about():
    assert len(countries_like("republic")) == 5


@pytest.mark.parametrize(
    ("lang", "names"),
    [
        ("en", ["Costa Rica", "Côte d'Ivoire", "Croatia"]),
        ("en", ["Dominica", "Dominican Republic"]),
        ("en", ["Guinea", "Guinea-Bissau", "Guyana"]),
        ("en", ["Nepal", "Netherlands (Kingdom of the)", "New Zealand"]),
        ("en", ["Niger", "Nigeria", "North Macedonia"]),
        ("en", ["Tunisia", "Türkiye", "Turkmenistan"]),
        (
            "en",
            [
                "United Arab Emirates",
                "United Kingdom of Great Britain and Northern Ireland",
                "United Republic of Tanzania",
                "United States of America",
            ],
        ),
        ("fr", ["Costa Rica", "Côte d'Ivoire", "Croatie"]),
        ("fr", ["Dominique", "Égypte", "El Salvador", "Émirats arabes unis", "Équateur"]),
        ("fr", ["Hongrie", "Îles Marshall", "Îles Salomon", "Inde"]),
        ("fr", ["Saint-Vincent-et-les Grenadines", "Sainte-Lucie", "Samoa"]),
        ("fr", ["Guinée", "Guinée-Bissau", "Guinée équatoriale"]),
        ("es", ["Chad", "Chequia", "Chile", "China", "Chipre", "Colombia"]),
        ("es", ["Eslovenia", "España", "Estado de Palestina", "Estados Unidos de América"]),
        ("es", ["Letonia", "Líbano", "Liberia"]),
        ("ru", ["Италия", "Йемен", "Кабо-Верде"]),
        ("ru", ["Швейцария", "Швеция", "Шри-Ланка", "Эквадор", "Южная Африка", "Ямайка"]),
        ("ru", ["Оман", "Пакистан", "Палау"]),
        # The article is ignored, and all forms of alif are one letter.
        ("ar", ["الاتحاد الروسي", "إثيوبيا", "أذربيجان", "الأرجنتين", "الأردن", "أرمينيا"]),
        ("ar", ["إكوادور", "ألبانيا", "ألمانيا", "الإمارات العربية المتحدة", "أندورا"]),
        ("ar", ["البحرين", "البرازيل", "بربادوس", "البرتغال", "بلجيكا"]),
        ("ar", ["هندوراس", "هنغاريا", "اليابان", "اليمن", "اليونان"]),
        # Pinyin: ā before āi, ài after āi, and Peru is Bìlǔ, after Bǐlìshí.
        ("zh", ["阿尔巴尼亚", "阿富汗", "埃及", "爱尔兰", "安哥拉", "奥地利", "澳大利亚"]),
        ("zh", ["北马其顿", "贝宁", "比利时", "秘鲁", "冰岛"]),
        ("zh", ["利比亚", "列支敦士登"]),
        ("zh", ["乍得", "智利", "中非共和国", "中国"]),
    ],
)
def test_countries_stand_in_the_order_of_the_language_of_the_document(lang, names):
    codes = [country_named(name).code for name in names]

    assert in_order(lang, *codes) == names


@pytest.mark.parametrize("lang", UN_LANGUAGES)
def test_the_order_is_complete_and_does_not_depend_on_where_it_began(lang):
    forwards = sort_countries(countries(), lang)

    assert sorted(forwards) == sorted(countries())
    assert sort_countries(reversed(forwards), lang) == forwards


def test_signs_said_alike_are_told_apart_by_their_strokes():
    assert in_order("zh", "SB", "SO") == ["所罗门群岛", "索马里"]
    assert in_order("zh", "LR", "LT") == ["立陶宛", "利比里亚"]


def test_every_chinese_sign_has_its_syllable_and_one_has_one_reading():
    readings = {}
    for country in countries().values():
        signs = [sign for sign in country.names["zh"] if sign.isalpha()]
        for sign, syllable in zip(signs, country.pinyin.split(), strict=True):
            readings.setdefault(sign, set()).add(syllable)

    several = {sign: said for sign, said in readings.items() if len(said) > 1}
    assert several == {}


def test_a_language_without_its_own_order_takes_the_english_one():
    assert sort_countries(["TR", "TN", "TM"], "de") == ["TN", "TR", "TM"]


def test_the_same_country_may_stand_twice_and_what_is_no_country_stands_last():
    assert sort_countries(["Kosovo", "KE", "EG", "Abkhazia", "KE"], "en") == [
        "EG",
        "KE",
        "KE",
        "Abkhazia",
        "Kosovo",
    ]


def test_no_two_countries_share_a_name_but_the_two_of_congo_and_of_korea():
    shared = [
        {first.code, second.code}
        for first, second in itertools.combinations(countries().values(), 2)
        if set(first.aliases) & set(second.aliases)
    ]

    assert shared == [{"CG", "CD"}, {"KP", "KR"}]


def test_the_disclaimer_speaks_of_the_designations():
    assert DISCLAIMER.startswith("The designations employed")
    assert DISCLAIMER.endswith("frontiers or boundaries.")
