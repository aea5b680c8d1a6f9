from datetime import date

import pytest

from eventsapp.lists.terms import (
    ALL_SECTIONS,
    HEADS,
    ROLES,
    category_word,
    days,
    disclaimer,
    others_words,
    section_word,
)
from eventsapp.meetings.models import MEETING_ROLES
from eventsapp.people.categories import CATEGORIES
from eventsapp.people.countries import UN_LANGUAGES


@pytest.mark.parametrize("lang", UN_LANGUAGES)
def test_every_word_of_a_list_is_there_in_each_language_of_the_united_nations(lang):
    said = [
        *(section_word(section, lang) for section in ALL_SECTIONS),
        *(category_word(one.code, lang, one.name) for one in CATEGORIES),
        *(ROLES[role][lang] for role in MEETING_ROLES),
        *(words[lang] for words in HEADS.values()),
        disclaimer(lang),
    ]

    assert all(said)
    if lang not in ("en", "fr"):
        english = {section_word(section, "en") for section in ALL_SECTIONS}
        assert english.isdisjoint(said)


def test_words_of_the_staff_go_before_ours():
    assert category_word("cso", "fr", "ONG") == "ONG"
    assert category_word("cso", "fr", "Civil society organisation") == (
        "Organisations de la société civile"
    )
    assert category_word("faith", "fr", "Faith groups") == "Faith groups"
    assert category_word(None, "fr", None) is None


@pytest.mark.parametrize(
    ("lang", "one", "two"),
    [
        ("en", "26–27 September 2024", "30 September – 1 October 2024"),
        ("fr", "26–27 septembre 2024", "30 septembre – 1 octobre 2024"),
        ("es", "26–27 de septiembre de 2024", "30 de septiembre – 1 de octubre de 2024"),
        ("ru", "26–27 сентября 2024\u00a0г.", "30 сентября – 1 октября 2024\u00a0г."),
        ("zh", "2024年9月26日至27日", "2024年9月30日至10月1日"),
        ("ar", "من 26 إلى 27 سبتمبر 2024", "من 30 سبتمبر إلى 1 أكتوبر 2024"),
    ],
)
def test_the_days_of_a_meeting_are_written_as_the_language_writes_them(lang, one, two):
    assert days(date(2024, 9, 26), date(2024, 9, 27), lang) == one
    assert days(date(2024, 9, 30), date(2024, 10, 1), lang) == two


def test_one_day_and_days_of_two_years():
    assert days(date(2024, 9, 26), date(2024, 9, 26), "en") == "26 September 2024"
    assert days(date(2024, 12, 31), date(2025, 1, 2), "en") == "31 December 2024 – 2 January 2025"
    assert days(date(2024, 12, 31), date(2025, 1, 2), "zh") == "2024年12月31日至2025年1月2日"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ["", "and 1 other", "and 2 others", "and 5 others", "and 21 others"]),
        (
            "ru",
            [
                "",
                "и еще 1 участник",
                "и еще 2 участника",
                "и еще 5 участников",
                "и еще 21 участник",
            ],
        ),
        (
            "ar",
            ["", "ومشارك آخر", "ومشاركان آخران", "و5 مشاركين آخرين", "و21 مشاركا آخر"],
        ),
    ],
)
def test_the_others_are_counted_as_the_grammar_asks(lang, said):
    assert [others_words(number, lang) for number in (0, 1, 2, 5, 21)] == said
