import pytest

from eventsapp.people.names import (
    fold_name,
    given_key,
    kept_words,
    name_words,
    searched_words,
    sort_key,
    without_titles,
)


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


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("李明", {"liming", "ming"}),
        ("김 민준", {"gim", "minjun", "jun"}),
        ("上海市", {"shanghaishi", "haishi", "shi"}),
        ("Ralf Müller", {"ralf", "muller", "mueller"}),
        ("ليلى حداد", {"lyla", "hdd"}),
    ],
)
def test_a_name_without_spaces_is_kept_by_every_sign_of_it(name, words):
    assert kept_words(name) == words


def test_a_very_long_name_without_spaces_has_no_more_words_than_are_looked_for():
    assert len(kept_words("市" * 300)) <= 41


@pytest.mark.parametrize(
    ("printed", "family", "given", "by_family", "by_given"),
    [
        ("Prof. Dr. Ralf Müller", "Müller", "Ralf", "muller ralf", "ralf muller"),
        ("Prof. Dr. Ralf Müller", "Müller", None, "muller", "ralf muller"),
        ("Prof. Dr. Ralf Müller", None, None, "ralf muller", "ralf muller"),
        ("H.E. Ms. Aïcha Bâ", None, None, "aicha ba", "aicha ba"),
        ("Huiwen", None, None, "huiwen", "huiwen"),
        ("李明", "李", "明", "li ming", "ming li"),
        ("Dr.", None, None, "dr.", "dr."),
    ],
)
def test_case_17_titles_do_not_decide_the_order(printed, family, given, by_family, by_given):
    assert sort_key(printed, family, given) == by_family
    assert given_key(printed, family, given) == by_given


def test_only_titles_in_front_of_a_name_are_left_out():
    assert without_titles("Mr. Dr Ralf Prof") == "Ralf Prof"


def test_a_typed_word_may_be_read_in_two_ways():
    assert searched_words("müller anna-lena") == [
        [["muller"], ["mueller"]],
        [["anna", "lena"]],
    ]


def test_signs_alone_look_for_nothing():
    assert searched_words(" % - ") == []


def test_of_what_was_typed_only_so_much_is_looked_for_as_a_database_can_bear():
    assert searched_words("a " * 150) == [[["a"]]]
    assert len(searched_words(" ".join(f"a{number}" for number in range(150)))) == 8
    assert searched_words("o-" * 150) == [[["o"] * 4]]
