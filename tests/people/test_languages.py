import pytest

from eventsapp.people.languages import language_named, languages_in


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("French, ar", ["fr", "ar"]),
        ("en fr", ["en", "fr"]),
        ("EN/FR", ["en", "fr"]),
        ("Português; kiswahili", ["pt", "sw"]),
        ("английский, 中文、العربية", ["en", "zh", "ar"]),
        ("zh-Hans\npt-BR", ["zh-Hans", "pt-BR"]),
        ("français, French, fr", ["fr"]),
        (" ; , ", []),
    ],
)
def test_languages_are_understood_by_name_in_many_languages_and_by_tag(typed, tags):
    assert languages_in(typed) == (tags, [])


def test_words_that_are_no_language_are_named():
    assert languages_in("French, Marsian, fr; qq") == (["fr"], ["Marsian", "qq"])


@pytest.mark.parametrize("word", ["xx", "--", "en--US", "x" * 500])
def test_what_looks_like_a_tag_and_is_none_is_no_language(word):
    assert language_named(word) is None
