import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventsapp.sheets.encodings import NAMES, decode


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Name;Organisation\r\nJürgen Groß;Stadt Köln"),
        ("cp1252", "Nom;Organisme\nÉlodie Lefèvre;Mairie de Besançon\nO’Brien;d’Ivoire"),
        ("cp1252", "Nombre\nMartín García Rodríguez;Universidad de Cádiz"),
        ("cp1252", "Nafn\nGuðrún Þorsteinsdóttir;Reykjavík"),
        ("cp1252", "Name\nSøren Østergård;GROSS;KÖLN;MÜLLER"),
        ("cp1252", "Name;x\nRené – the “boss”;50 €"),
        ("mac_roman", "Name;Organisation\rJürgen Groß;Stadt Köln"),
        ("mac_roman", "Nombre\rMartín García Rodríguez;Universidad de Cádiz"),
        ("mac_roman", "Name;x\rRené – the “boss”;50 €"),
        ("cp1250", "Imię;Org\nZbigniew Wiśniewski;Łódź"),
        ("cp1250", "Name;Org\nJiří Dvořák;Brno"),
        ("cp1254", "Ad;Kurum\nÇağlar Şahin;İstanbul Büyükşehir Belediyesi"),
        ("cp1251", "Фамилия;Имя\r\nИванов;Пётр;Министерство строительства"),
        ("cp1256", "الاسم;المنظمة\r\nليلى حداد;بلدية رام الله"),
        ("gb18030", "姓名;单位\r\n李明;住房和城乡建设部"),
    ],
)
def test_letters_are_read_in_the_encoding_in_which_they_are_words(encoding, text):
    """Cases 23 and 25."""
    decoded = decode(text.encode(encoding))

    assert (decoded.text, decoded.encoding, decoded.is_guessed) == (text, NAMES[encoding], True)


@settings(deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1),
    st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]),
)
def test_a_mark_at_the_start_decides(text, encoding):
    assert decode(text.encode(encoding)).text == text


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_bytes_of_any_kind_are_text_or_nothing(content):
    decoded = decode(content)

    assert decoded is None or isinstance(decoded.text, str)


def test_a_wrong_guess_can_be_overridden():
    assert decode("Köln".encode("mac_roman"), "mac_roman").text == "Köln"
