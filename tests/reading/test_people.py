import pytest

from tests.reading.understood_text import codes, understood

MINUTES = "EGM 1 | Day 1 – 14-05-2025\nAgenda:\n- Groups\n\nGroups\n\nRoom 1: Air\nMembers: "


def read(*names):
    return understood(MINUTES + ", ".join(names) + "\n")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Biyu Wan", "WAN Biyu"),
        ("Francois Ossama", "François Ossama"),
        ("Jung Lee", "Jung Hoon Lee"),
        ("J. Hoon Lee", "Jung Hoon Lee"),
        ("Abdelkhalek Ibrahim", "Abdelkhalek Ibrahm"),
        ("Karen Lassmann", "Karen Laßmann"),
    ],
)
def test_look_alikes_are_asked_about_and_never_merged(first, second):
    record = read(first, second)

    assert [person["canonical"] for person in record["people"]["list"]] == [first, second]
    assert codes(record).count("same-person?") == 1


@pytest.mark.parametrize("second", ["BIYU WAN", "Biyu WAN", "Biyu  Wan", "biyu wan"])
def test_names_that_differ_only_in_case_or_space_are_one_person(second):
    record = understood(MINUTES + "Biyu Wan\n\nRoom 2: Sea\nMembers: " + second + "\n")

    assert [person["canonical"] for person in record["people"]["list"]] == ["Biyu Wan"]
    assert "same-person?" not in codes(record)


@pytest.mark.parametrize(
    ("first", "second"),
    [("Huiwen", "Biyu Wan"), ("Kunal Kumar", "Hazel Kuria"), ("Roberta Maio", "Milou Jansen")],
)
def test_people_who_share_little_are_not_asked_about(first, second):
    assert "same-person?" not in codes(read(first, second))


def test_somebody_in_two_rooms_at_once_is_asked_about():
    record = understood(MINUTES + "Ana Li\n\nRoom 2: Sea\nMembers: Ana Li\n")

    assert codes(record) == ["placed-twice"]


def test_a_likely_slip_is_shown_and_kept():
    record = read("Adbullah Karim")

    assert record["people"]["list"][0]["canonical"] == "Adbullah Karim"
    assert [w["text"] for w in record["warnings"]] == [
        "“Adbullah Karim” may be a slip for “Abdullah Karim”. It was kept as written."
    ]
