import pytest

from eventsapp.people.finding import countries_found


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("Kenya", {"KE"}),
        ("keny", {"KE"}),
        ("KE", {"KE"}),
        ("korea", {"KP", "KR"}),
        ("guin", {"GN", "GQ", "GW", "PG"}),
        ("الصين", {"CN"}),
        ("中国", {"CN"}),
        ("Türkiye", {"TR"}),
    ],
)
def test_a_word_may_mean_countries_by_name_beginning_or_code(word, codes):
    assert countries_found(word) == codes


@pytest.mark.parametrize("word", ["ke", "mar", "in", "republic", "united", "and", "zzzz", ""])
def test_short_beginnings_and_common_words_mean_none(word):
    assert countries_found(word) == set()
