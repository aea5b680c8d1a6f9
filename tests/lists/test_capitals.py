import pytest

from eventsapp.lists.capitals import with_capitals


@pytest.mark.parametrize(
    ("name", "family", "languages", "said"),
    [
        ("Amina Diallo", "Diallo", (), "Amina DIALLO"),
        ("Nguyễn Thị Ánh", "Nguyễn", ("vi",), "NGUYỄN Thị Ánh"),
        ("Prof. Dr. Ralf Müller", "Müller", ("de",), "Prof. Dr. Ralf MÜLLER"),
        ("Ana María de la Cruz Soto", "de la Cruz Soto", ("es",), "Ana María DE LA CRUZ SOTO"),
        ("Łucja Żółkiewska-Nowak", "Żółkiewska-Nowak", ("pl",), "Łucja ŻÓŁKIEWSKA-NOWAK"),
        ("Aoife O’Brien", "O’Brien", (), "Aoife O’BRIEN"),
        ("Ian McDonald", "McDonald", (), "Ian McDONALD"),
        ("Анна Иванова", "Иванова", (), "Анна ИВАНОВА"),
        # The last of two: this is where a family name stands.
        ("Ali Hassan Ali", "Ali", (), "Ali Hassan ALI"),
        # Written in other letters in the two fields.
        ("DÍAZ Carla", "Díaz", (), "DÍAZ Carla"),
        ("Jose\u0301 N\u0303i\u0301guez", "Ñíguez", (), "José ÑÍGUEZ"),
    ],
)
def test_the_family_name_stands_in_capitals_wherever_it_stands(name, family, languages, said):
    assert with_capitals(name, family, languages) == said


@pytest.mark.parametrize(
    ("name", "family", "languages", "said"),
    [
        ("Karen Laßmann", "Laßmann", ("de-AT",), "Karen LAẞMANN"),
        ("Karen Laßmann", "Laßmann", ("en",), "Karen LASSMANN"),
        ("Deniz İnci", "İnci", (), "Deniz İNCİ"),
        ("Cemil Demir", "Demir", ("tr",), "Cemil DEMİR"),
        ("Işıl Yıldız", "Yıldız", (), "Işıl YILDIZ"),
        ("Paolo Rossi", "Rossi", ("it",), "Paolo ROSSI"),
        ("Γιώργος Παπαδόπουλος", "Παπαδόπουλος", ("el",), "Γιώργος ΠΑΠΑΔΟΠΟΥΛΟΣ"),
    ],
)
def test_capitals_are_those_of_the_language(name, family, languages, said):
    assert with_capitals(name, family, languages) == said


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("ليلى حداد", "حداد"),
        ("李明", "李"),
        ("김민수", "김"),
        ("अनन्या शर्मा", "शर्मा"),
        ("ნინო ბერიძე", "ბერიძე"),
    ],
)
def test_a_script_without_capitals_stays_as_it_is(name, family):
    assert with_capitals(name, family) == name


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Huiwen", None),  # cases.md 16
        ("Juliet Chinemelu", None),
        ("Juliet Chinemelu", " "),
        ("Juliet Chinemelu", "Chine"),
        ("Md,, Phd", None),  # cases.md 22: stored names are never re-cased
        ("李明", "Li"),
    ],
)
def test_nobody_guesses_which_part_is_the_family_name(name, family):
    assert with_capitals(name, family) == name
