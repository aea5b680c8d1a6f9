"""From bytes to text where the file does not say how its letters are coded."""

import re
from typing import NamedTuple

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe\x00\x00", "utf-32", "UTF-32"),
    (b"\x00\x00\xfe\xff", "utf-32", "UTF-32"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
# In the order in which they win where two read equally well.
NAMES = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "cp1250": "Windows-1250 (Central European)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1256": "Windows-1256 (Arabic)",
    "gb18030": "GB 18030 (Chinese)",
    "latin-1": "Latin-1",
}
_GUESSES = tuple(name for name in NAMES if name not in {"utf-8", "latin-1"})

# The letters beyond a–z that stand together in the words of one language. A word that mixes two
# of these was probably read in the wrong encoding.
_WESTERN = (
    "äöüßéèàêôûâîç",  # German, with names from French
    "éèêëàâçîïôûùüÿœæ",
    "áéíóúüñçàèìòùïªº",
    "áàâãçéêíóôõúü",
    "åäöéøæü",
    "áðéíóúýþæö",
)
_ALPHABETS = {
    "cp1252": _WESTERN,
    "mac_roman": _WESTERN,
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíľĺňóôŕšťúýž", "áéíóöőúüű", "čćđšž",
               "ăâîşţ", "äöüß"),
    "cp1254": ("çğıöşüâîûİ", *_WESTERN[:5]),
    "cp1251": ("абвгдежзийклмнопрстуфхцчшщъыьэюяё", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
               "абвгдђежзијклљмнњопрстћуфхцчџш", "абвгдеёжзійклмнопрстуўфхцчшыьэюя"),
    "cp1256": ("ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيًٌٍَُِّْ", "پچژگآابتثجحخدذرزسشصضطظعغفقكلمنهوي"),
}  # fmt: skip
_ALPHABET_SETS = {
    name: tuple(frozenset(letters) for letters in alphabets)
    for name, alphabets in _ALPHABETS.items()
}
_TOKEN = re.compile(r"(?:[^\W\d_]|[^\x00-\x7f])+")
_EDGES = "‘’“”‚„«»‹›–—…·°•€№§ \u2007\u202f，。；：（）、《》，؛؟"
_APOSTROPHE = re.compile(r"(?:^|[^’])(?:[^\W\d_]{1,2}|dell|nell|sull)’|’s$", re.IGNORECASE)
_QUOTED = re.compile("[“‘„«‹][^“‘„«‹]+[”’“»›]|[–—€]")
_MOST_SAMPLED = 200_000


class Decoded(NamedTuple):
    """A text, the name of its encoding for people, and whether that was guessed."""

    text: str
    encoding: str
    is_guessed: bool


def decode(content: bytes, encoding: str | None = None) -> Decoded | None:
    """Return the text of a file, or None for bytes that are no text.

    A mark at the start decides, then UTF-8 if it fits, then what reads most plausibly: words whose
    letters belong to one language, in one script, with capitals at their start. `encoding` (a key
    of NAMES) overrides all that.
    """
    if encoding:
        return _decode_as(content, encoding, is_guessed=False)
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            text = _decoded(content, codec)
            # Few bytes begin by chance with the mark of UTF-8: behind it, any sign but NUL is text.
            odd = "\0" in (text or "") if codec == "utf-8-sig" else _is_binary(text or "")
            return None if text is None or odd else Decoded(text, name, False)
    for offset, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = content[offset::2]
        if half and half.count(0) > len(half) * 0.6:
            text = _decoded(content, codec)
            return Decoded(text, "UTF-16", True) if text and not _is_binary(text) else None
    return _decode_as(content, "utf-8", is_guessed=False) or _guessed(content)


def _decode_as(content: bytes, encoding: str, *, is_guessed: bool) -> Decoded | None:
    text = _decoded(content, encoding)
    if text is None or _is_binary(text):
        return None
    return Decoded(text.removeprefix("\ufeff"), NAMES[encoding], is_guessed)


def _guessed(content: bytes) -> Decoded | None:
    """Return the reading whose words look most like words of one language each."""
    sample = _sample(content)
    best, best_score = "latin-1", float("-inf")
    for name in _GUESSES:
        text = _decoded(sample, name)
        if text is None or _decoded(content, name) is None:
            continue
        score = sum(_plausibility(token, name) for token in set(_TOKEN.findall(text)))
        if score > best_score:
            best, best_score = name, score
    return _decode_as(content, best, is_guessed=True)


def _sample(content: bytes) -> bytes:
    """Return the first lines that hold more than ASCII."""
    lines: list[bytes] = []
    size = 0
    for line in re.split(rb"[\r\n]+", content):
        if not line.isascii():
            lines.append(line)
            size += len(line)
        if size > _MOST_SAMPLED:
            break
    return b"\n".join(lines)


def _plausibility(token: str, encoding: str) -> float:
    """Return 1 for a word of one language, less for a possible one, -1 for nonsense."""
    word = token.strip(_EDGES)
    if word.isascii():
        # “Plenary” – marks where marks belong.
        return 0.5 if _QUOTED.fullmatch(token) else 0
    if len(word) == 1:
        return 0.3 if word.isalpha() else -1.0
    if "’" in word:
        return 1.0 if _APOSTROPHE.search(word) else -1.0
    if encoding == "gb18030":
        return _plausible_chinese(word)
    high = {letter.lower() for letter in word if not letter.isascii()}
    if _is_mixed_up(word, high):
        return -1.0
    if any(high <= alphabet for alphabet in _ALPHABET_SETS[encoding]):
        return 1.0
    return 0.3


def _is_mixed_up(word: str, high: set[str]) -> bool:
    """Tell whether no word looks like this: signs or two scripts in it, capitals inside it."""
    if not all(letter.isalpha() or _is_vowel_sign(letter) for letter in word):
        return True
    is_latin = [letter < "\u0250" for letter in word]
    if any(is_latin) and not all(is_latin):
        return True
    if not (word.isupper() or word[1:].islower() or word.lower() == word):
        # McÉwan, but not Ôàìèëèß: one capital more after the first is a name.
        inside = sum(letter.isupper() for letter in word[1:])
        if inside > 1 or not word[0].isupper() or len(word) < 4:
            return True
        return not word[-2:].islower() or len(high) > len(word) / 2
    # Half of the letters of a Latin word with marks is not to be read: Ôàìèëèÿ.
    return all(is_latin) and len(word) > 4 and sum(not x.isascii() for x in word) > len(word) * 0.6


def _is_vowel_sign(letter: str) -> bool:
    return "\u064b" <= letter <= "\u0652"


def _plausible_chinese(word: str) -> float:
    """Weigh characters by their place in GB 2312: its first level holds the common ones."""
    common = 0
    for letter in word:
        if letter.isascii() and letter.isalpha():
            return -1.0
        code = _encoded(letter)
        if len(code) == 2 and 0xB0 <= code[0] <= 0xD7 and code[1] >= 0xA1:
            common += 1
    return 1.0 if common == len(word) else 0.3 if common >= len(word) / 2 else -1.0


def _encoded(letter: str) -> bytes:
    return letter.encode("gb18030", "replace")


def _decoded(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


def _is_binary(text: str) -> bool:
    odd = sum(text.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\x0b\x0c")
    return odd > len(text) / 100 or text.count("\0") > 3
