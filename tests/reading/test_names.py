import pytest

from eventsapp.reading.names import looks_like_name, read_names


def names(value):
    return [name.name for name in read_names(value).names]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ana Paula Bruno, Jung Hoon Lee", ["Ana Paula Bruno", "Jung Hoon Lee"]),
        ("Aino Mäkelä, Bo Li and Grace Mwangi", ["Aino Mäkelä", "Bo Li", "Grace Mwangi"]),
        ("Aino Mäkelä, Bo Li, and Grace Mwangi.", ["Aino Mäkelä", "Bo Li", "Grace Mwangi"]),
        ("Fatima Zahra & Li Wei", ["Fatima Zahra", "Li Wei"]),
        ("Élodie Dupont et Mamadou Ba", ["Élodie Dupont", "Mamadou Ba"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("José Peña y Lucía Fernández", ["José Peña", "Lucía Fernández"]),
        ("Wan, Biyu; Kumar, Kunal", ["Wan, Biyu", "Kumar, Kunal"]),
        ("Wan, Biyu", ["Wan, Biyu"]),
        ("Anna Berg (Oslo, Norway), Ravi", ["Anna Berg", "Ravi"]),
        ("Anna Berg (chair) and Ravi Shah (India)", ["Anna Berg", "Ravi Shah"]),
        ("Anna Berg – City of Oslo", ["Anna Berg"]),
        ("Anna Berg, University of Oslo", ["Anna Berg"]),
        ("أمينة حسن، محمد علي", ["أمينة حسن", "محمد علي"]),
        ("王毕玉，田中幸成", ["王毕玉", "田中幸成"]),
        ("Brigitte Mariol-Mathais", ["Brigitte Mariol-Mathais"]),
        ("J. H. Lee, John Smith Jr.", ["J. H. Lee", "John Smith Jr."]),
        ("TBC", []),
        ("", []),
    ],
)
def test_a_list_of_names_gives_each_name_as_written(value, expected):
    assert names(value) == expected


def test_an_honorific_and_a_remark_are_kept_apart_from_the_name():
    assert read_names("H.E. Dr. Amina Diallo (Senegal)").names == (
        ("Amina Diallo", "H.E. Dr.", "Senegal"),
    )


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("WAN Biyu", ["name-order"]),
        ("Biyu WAN", []),
        ("Wan, Biyu", ["name-order"]),
        ("BIYU WAN", []),
        ("N/A", ["nobody-named"]),
    ],
)
def test_what_a_name_leaves_open_is_asked(value, codes):
    assert [code for code, _sentence in read_names(value).doubts] == codes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aino Mäkelä, City of Turku", True),
        ("Dr. Ravi (India)", True),
        ("王毕玉", True),
        ("Noted that the draft is clear.", False),
        ("Main points:", False),
        ("standards differ", False),
        ("Recommendations on the draft guidelines", False),
    ],
)
def test_a_line_of_its_own_may_be_a_name(text, expected):
    assert looks_like_name(text) is expected
