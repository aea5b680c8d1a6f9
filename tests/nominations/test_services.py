import pytest
from sqlalchemy import select

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.nominations.services import NominationFacts, nominate
from eventsapp.people.models import Nomination
from tests.factories import NOW, make_person, make_process, make_user


def nominated(person, **facts):
    officer = make_user(make_person("Grace Wanjiru"), role="secretariat")
    stated = NominationFacts(**{"country": "BR", **facts})
    return nominate(make_process(), person, stated, now=NOW, user_id=officer.id)


def test_a_letter_of_more_than_ten_megabytes_is_not_kept(app):
    letter = ("scan.pdf", b"%PDF-1.7" + b"0" * 10_000_000)

    with pytest.raises(RuleBroken, match=r"scan\.pdf is larger than 10 MB\. Scan the letter in"):
        nominated(make_person("Ana Silva"), letter=letter)

    assert db.session.scalar(select(Nomination)) is None


@pytest.mark.parametrize("start", [b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00"])
def test_a_letter_is_a_pdf_or_a_picture(app, start):
    nomination = nominated(make_person("Ana Silva"), letter=("letter", start + b" of the scan"))

    assert nomination.letter == start + b" of the scan"


def test_a_correction_without_a_file_keeps_the_letter(app):
    person = make_person("Ana Silva")
    nominated(person, letter=("letter.pdf", b"%PDF-1.7"))

    corrected = nominated(person, note="By post")

    assert (corrected.letter_name, corrected.note) == ("letter.pdf", "By post")
