import io
from datetime import date

import pypdf
import pytest

from eventsapp.lists.printing import list_pdf, printable
from tests.lists.people import list_of, listed
from tests.lists.test_wordfile import people

DAY = date(2025, 1, 20)


def words_of(pdf):
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return sorted(" ".join(page.extract_text() for page in pages).split())


def fonts_of(pdf):
    """The fonts that a PDF carries, without the tag of the subset."""
    found = set()
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            found.add(str(font.get_object()["/BaseFont"]).split("+")[-1].split("-")[0])
    return found


def test_names_of_every_script_are_printed_whole_and_in_fonts_of_ours():
    pdf = list_pdf(list_of(*people(), others=3), today=DAY)

    words = words_of(pdf)
    for word in ("ليلى", "حداد", "李明", "ИВАНОВА", "LAẞMANN", "Huiwen", "Jordan", "others"):
        assert word in words
    # cases.md 16: nothing stands for the name that a person does not have.
    assert {"None", "–", "-"}.isdisjoint(words)
    assert fonts_of(pdf) == {"NotoSans", "Almarai", "NotoSansSC"}


def test_the_same_list_gives_the_same_bytes():
    content = list_of(*people(), language="ar")

    assert list_pdf(content, today=DAY) == list_pdf(content, today=DAY)


def test_a_name_is_text_and_never_a_command_of_the_typesetter():
    pdf = list_pdf(list_of(listed(1, '#panic("x") *bold* $x$')), today=DAY)

    assert {'#panic("x")', "*bold*", "$x$"} <= set(words_of(pdf))


def test_five_hundred_people_are_numbered_pages():
    content = list_of(
        *(listed(n, f"Person {n}", category="member-state", country="KE") for n in range(500))
    )

    pages = pypdf.PdfReader(io.BytesIO(list_pdf(content, today=DAY))).pages

    last = pages[-1].extract_text()
    assert f"{len(pages)} / {len(pages)}" in last
    assert len(pages) > 5


@pytest.mark.parametrize(
    ("name", "other", "printed"),
    [
        ("ليلى حداد", "Layla Haddad", "ليلى حداد"),
        ("አበበ በቀለ", "Abebe Bekele", "Abebe Bekele"),
        ("አበበ በቀለ", None, "አበበ በቀለ"),
    ],
)
def test_where_our_fonts_lack_letters_the_name_in_another_script_is_printed(name, other, printed):
    assert printable(name, other) == printed
