import pytest

from eventsapp.people.names import fold_name, name_words, searched_words


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Karen Laßmann", "karen lassmann"),
        ("ŁUCJA  Żółkiewska ", "lucja zolkiewska"),
        ("Østergård", "ostergard"),
        ("Di\u0301az", "diaz"),
        ("Huiwen", "huiwen"),
    ],
)
def test_a_name_is_compared_without_marks_and_case(name, folded):
    assert fold_name(name) == folded


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Karen Laßmann", {"karen", "lassmann"}),
        ("Ralf Müller", {"ralf", "muller", "mueller"}),
        ("Ngozi Okonkwo-Bâ", {"ngozi", "okonkwo", "ba", "okonkwoba"}),
        ("Shane O’Neill", {"shane", "o", "neill", "oneill"}),
        ("Huiwen", {"huiwen"}),
        ("– –", set()),
    ],
)
def test_a_name_is_found_by_its_words(name, words):
    assert name_words(name) == words


@pytest.mark.parametrize("name", ["فاطمة الزهراء بناني", "王芳", "Αλέξης"])
def test_a_name_in_any_script_has_words(name):
    assert all(word.isascii() and word for word in name_words(name))
    assert name_words(name)


def test_a_typed_word_may_be_read_in_two_ways():
    assert searched_words("müller anna-lena") == [
        [["muller"], ["mueller"]],
        [["anna", "lena"]],
    ]


def test_signs_alone_look_for_nothing():
    assert searched_words(" % - ") == []
