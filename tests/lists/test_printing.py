import io
from datetime import date

import pypdf

from eventsapp.lists.cards import Card
from eventsapp.lists.printing import cards_pdf, list_pdf
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


def card(name, **facts):
    given = {"other_name": None, "organization": None, "country": None, "role": None, **facts}
    return Card(name, **given)


def printed(kind, *cards, language="en"):
    return cards_pdf(kind, cards, meeting="EGM 3", language=language, today=DAY)


def letters_of(pdf):
    """The text of a PDF without spaces, however its lines fell."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    text = "".join(page.extract_text() for page in pages).replace("\u200b", "")
    return "".join(text.split())


def size_of(pdf):
    return [tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:])
            for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]  # fmt: skip


def test_badges_are_eight_on_a_sheet_of_a4():
    nine = [card(f"Person {number}") for number in range(9)]

    assert size_of(printed("badges", *nine)) == [(210, 297)] * 2
    assert size_of(printed("badges", *nine[:8])) == [(210, 297)]


def test_names_of_six_scripts_stand_whole_on_badges():
    # cases.md 16 and 52
    pdf = printed(
        "badges",
        card("ليلى حداد", country="Jordan", role="Expert"),
        card("李明", other_name="Li Ming"),
        card("Анна Иванова"),
        card("Karen Laßmann"),
        card("Γιώργος"),
        card("अनन्या"),
        card("Huiwen"),
    )

    words = words_of(pdf)
    for word in ("ليلى", "حداد", "李明", "Ming", "Иванова", "Laßmann", "Γιώργος", "Huiwen"):
        assert word in words
    assert {"None", "none", "–", "-"}.isdisjoint(words)
    assert fonts_of(pdf) == {"NotoSans", "Almarai", "NotoSansSC"}


def test_a_long_name_is_made_smaller_and_wrapped_and_never_cut():
    long = "Maria Fernanda de Albuquerque Cavalcanti e Vasconcelos-Hohenlohe von Liechtenstein"
    endless = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle"

    for kind in ("badges", "plates"):
        assert "".join(long.split()) in letters_of(printed(kind, card(long)))
        assert endless in letters_of(printed(kind, card(endless)))


def test_a_name_plate_is_a_sheet_across_with_the_name_on_both_sides():
    pdf = printed("plates", card("Huiwen", organization="Institute"), card("李明"))

    assert size_of(pdf) == [(297, 210)] * 2
    assert words_of(pdf) == ["Huiwen", "Huiwen", "Institute", "Institute", "李明", "李明"]
