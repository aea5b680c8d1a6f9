import re
from dataclasses import asdict
from io import BytesIO

import pypdf
import pypdfium2
import pytest
import zxingcpp

from eventsapp.letters.pdf import render_pdf, unprintable_letters
from eventsapp.letters.wording import invitation_text
from tests.letters.test_wording import INVITATION


def facts_of(name, **changes):
    text = invitation_text(INVITATION.__class__(**{**asdict(INVITATION), "name": name}))
    return {
        "language": "en",
        "title": "Invitation letter IG-PCSC/2024/0001",
        "organization": "Secretariat of the Expert Group Meetings",
        "office": "",
        "number": "IG-PCSC/2024/0001",
        "date": "18 October 2024",
        "issued_on": "2024-10-18",
        "code": "K7QM-3XPD",
        "verify_url": "https://egm.example.org/verify/K7QM-3XPD",
        "signatory": ["Nomvula Dlamini", "Head of the secretariat"],
        **asdict(text),
        **changes,
    }


def words_of(pdf):
    """The words of every page in the order of reading, however the lines fell."""
    return " ".join(
        " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages).split()
    )


def codes_on(pdf):
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=2, grayscale=True)
    picture = memoryview(bytes(page.buffer)).cast("B", (page.height, page.stride))
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def test_the_whole_letter_can_be_copied_out():
    assert words_of(render_pdf("invitation", facts_of("Łucja Żółkiewska"))) == (
        "Secretariat of the Expert Group Meetings "
        "Reference IG-PCSC/2024/0001 Date 18 October 2024 "
        "Invitation to the World Urban Forum Cairo, Egypt, 4 to 8 November 2024 "
        "Madam, "
        "I have the honour to invite you to the World Urban Forum, to be held in Cairo, Egypt, "
        "from 4 to 8 November 2024. "
        "You are invited as an expert in the work on the International Guidelines on "
        "People-Centred Smart Cities. "
        "The cost of your travel and accommodation will be borne by the secretariat. "
        "Should you need a visa, you may wish to apply as soon as you have received this letter. "
        "Visas are granted by the authorities of the host country alone, and this letter is no "
        "promise of one. "
        "For any question the secretariat is at your disposal at secretariat@eventsapp.test. "
        "Accept, Madam, the assurances of my highest consideration. "
        "Nomvula Dlamini Head of the secretariat "
        "Łucja Żółkiewska Professor of urban planning Uniwersytet Gdański "
        "To check this letter, read the square code or open "
        "https://egm.example.org/verify/K7QM-3XPD "
        "Number IG-PCSC/2024/0001 Code K7QM-3XPD"
    )


@pytest.mark.parametrize(
    ("name", "fonts"),
    [
        ("Łucja Żółkiewska", {"NotoSans"}),
        ("Nguyễn Thị Minh Châu", {"NotoSans"}),
        ("Сергій Іваненко", {"NotoSans"}),
        ("李明", {"NotoSans", "NotoSansSC"}),
        ("田中さくら", {"NotoSans", "NotoSansSC"}),
        ("김민수", {"NotoSans", "NotoSansKR"}),
        ("ليلى", {"NotoSans", "Almarai"}),
        ("Huiwen", {"NotoSans"}),
    ],
)
def test_a_name_of_any_script_is_set_in_a_font_of_ours_and_copied_out_right(name, fonts):
    pdf = render_pdf("invitation", facts_of(name, recipient=[name], salutation="Sir,"))

    assert name in words_of(pdf).split("Head of the secretariat ")[1]
    assert fonts_of(pdf) == fonts


def fonts_of(pdf):
    fonts = pypdf.PdfReader(BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()
    names = {str(font.get_object()["/BaseFont"]) for font in fonts}
    return {re.sub(r"/\w{6}\+([A-Za-z]+).*", r"\1", name) for name in names}


def test_an_arabic_name_keeps_its_words_whole():
    # In the file the words of a line from right to left stand in the order of the eye.
    pdf = render_pdf("invitation", facts_of("ليلى حداد", recipient=["ليلى حداد"]))

    words = words_of(pdf).split("Head of the secretariat ")[1].split(" To check")[0]
    assert sorted(words.split()) == ["حداد", "ليلى"]


def test_a_word_with_letters_that_the_arabic_font_lacks_is_set_in_one_font():
    pdf = render_pdf("invitation", facts_of("ګلالۍ", recipient=["ګلالۍ"], salutation="Sir,"))

    assert fonts_of(pdf) == {"NotoSans", "NotoSansArabic"}


def test_the_square_code_leads_to_the_check_of_this_letter():
    pdf = render_pdf("invitation", facts_of("Huiwen"))

    assert codes_on(pdf) == ["https://egm.example.org/verify/K7QM-3XPD"]


def test_the_same_facts_give_the_same_bytes():
    assert render_pdf("invitation", facts_of("李明")) == render_pdf("invitation", facts_of("李明"))


def test_the_file_says_what_it_is_in_which_language_and_from_whom():
    pdf = pypdf.PdfReader(BytesIO(render_pdf("invitation", facts_of("Huiwen"))))

    assert (pdf.metadata.title, pdf.metadata.author, pdf.metadata.subject) == (
        "Invitation letter IG-PCSC/2024/0001",
        "Secretariat of the Expert Group Meetings",
        "Invitation to the World Urban Forum, Cairo, Egypt, 4 to 8 November 2024",
    )
    assert pdf.metadata.creation_date.isoformat() == "2024-10-18T00:00:00+00:00"
    assert (pdf.root_object["/Lang"], pdf.root_object["/MarkInfo"]["/Marked"]) == ("en", True)


def test_a_name_is_text_and_never_a_command_of_the_typesetter():
    name = '#panic("x") *Ahmad* $x$ "quoted" \\ <script>'

    pdf = render_pdf("invitation", facts_of("Ahmad", recipient=[name]))

    assert name in words_of(pdf)


def test_a_long_letter_goes_on_with_its_number_on_every_page():
    paragraphs = [f"Paragraph {number}. " + "It is understood. " * 30 for number in range(8)]

    pages = pypdf.PdfReader(
        BytesIO(render_pdf("invitation", facts_of("Huiwen", paragraphs=paragraphs)))
    ).pages

    feet = [" ".join(page.extract_text().split()).split("Number ")[-1] for page in pages]
    assert feet == [
        "IG-PCSC/2024/0001 Code K7QM-3XPD Page 1 of 2",
        "IG-PCSC/2024/0001 Code K7QM-3XPD Page 2 of 2",
    ]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Łucja Żółkiewska, O’Brien-Ñíguez (Türkiye) 42", ""),
        ("ليلى حداد", ""),
        ("李明 田中さくら 김민수", ""),
        ("Ἀθηνᾶ Сергій सुनीता", ""),
        ("Անի Հակոբյան", "ԱնիՀակոբյ"),
        ("አበበ", "አበ"),
    ],
)
def test_letters_that_no_font_of_ours_holds_are_found_before_they_become_boxes(text, missing):
    assert unprintable_letters(text) == missing
