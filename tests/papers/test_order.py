import pytest

from eventsapp.papers.order import missing, read_first


@pytest.mark.parametrize(
    ("preferred", "order"),
    [
        (["fr"], ["fr", "en", "pt-BR", "ar"]),
        (["pt", "ar"], ["ar", "pt-BR", "en", "fr"]),
        (["ru"], ["en", "fr", "pt-BR", "ar"]),
        ([], ["en", "fr", "pt-BR", "ar"]),
    ],
)
def test_a_paper_is_offered_first_in_a_language_of_the_reader(preferred, order):
    assert read_first(["en", "fr", "pt-BR", "ar"], preferred) == order


def test_the_languages_of_the_meeting_without_a_file_are_missing():
    assert missing(["en", "pt-BR"], ["en", "fr", "pt", "ar", "fr"]) == ["fr", "ar"]
    assert missing([], []) == []
