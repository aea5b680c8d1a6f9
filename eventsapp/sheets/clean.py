"""Take out of a text what nobody sees and what turns letters around. Nothing is ever re-cased."""

import re

# Written from a table, so that this file itself holds no sign that cannot be seen.
_BIDI_MARKS = {
    0x202A: "a left-to-right embedding",
    0x202B: "a right-to-left embedding",
    0x202C: "an end of embedding",
    0x202D: "a left-to-right override",
    0x202E: "a right-to-left override",
    0x2066: "a left-to-right isolate",
    0x2067: "a right-to-left isolate",
    0x2068: "a first-strong isolate",
    0x2069: "an end of isolate",
    0x200E: "a left-to-right mark",
    0x200F: "a right-to-left mark",
    0x061C: "an Arabic letter mark",
}
_INVISIBLE = {
    0x00AD: "a soft hyphen",
    0x034F: "a grapheme joiner",
    0x180E: "a Mongolian vowel separator",
    0x200B: "a zero-width space",
    0x200C: "a zero-width non-joiner",
    0x200D: "a zero-width joiner",
    0x2060: "a word joiner",
    0xFEFF: "a byte order mark",
}
_RANGES = (
    ((0x00, 0x08), (0x0B, 0x0C), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F)),
    ((0x2061, 0x2065), (0x206A, 0x206F), (0xFFF9, 0xFFFB), (0x1D173, 0x1D17A), (0xE0000, 0xE007F)),
    ((0xD800, 0xDFFF), (0xFFFE, 0xFFFF), (0xFDD0, 0xFDEF)),
)
_RANGE_WORDS = ("control characters", "invisible signs", "signs that are no letters")
_NUL = "a NUL"


def _span(first: int, last: int) -> str:
    return f"{re.escape(chr(first))}-{re.escape(chr(last))}"


_BREAKS = re.compile("[ \t]*(?:\r\n|[\r\n\x0b\x0c\x85\u2028\u2029])[ \t]*")
_TABS_AND_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_UNWANTED = re.compile(
    "["
    + "".join(re.escape(chr(code)) for code in (*_BIDI_MARKS, *_INVISIBLE))
    + "".join(_span(*span) for spans in _RANGES for span in spans)
    + "]"
)
# Scripts in which a joiner or non-joiner between two letters changes the word: Arabic and its
# neighbours, Indic, Mongolian. Also emoji, which are joined.
_JOINED = re.compile("[\u0600-\u109f\u1780-\u18af\ua800-\uabff\ufb50-\ufdcf\ufdf0-\ufeff]")
_EMOJI = re.compile("[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]")


def clean_text(value: str) -> tuple[str, tuple[str, ...]]:
    """Return the text as one line without what nobody sees, and in words what was taken out.

    Control characters, bidirectional overrides and isolates, zero-width signs, NUL and half
    characters go; a line break or tab becomes a space; the edges are trimmed, which is not told.
    Joiners between letters of scripts that need them stay, and so do capitals, accents and the
    form in which they are composed: a name is never altered.
    """
    # Nothing that is not printable: no break, no control, no sign of direction.
    if value.isprintable():
        return value.strip(), ()
    taken: dict[str, None] = {}
    text = value.strip(" \t\r\n\ufeff")
    broken = _BREAKS.sub(" ", text)
    if broken != text:
        taken["line breaks"] = None
    text = _TABS_AND_SPACES.sub(" ", broken)
    cleaned = _UNWANTED.sub(lambda found: _left(found, taken), text)
    if value.startswith("\ufeff"):
        taken[_INVISIBLE[0xFEFF]] = None
    return cleaned.strip(), tuple(taken)


def _left(found: re.Match[str], taken: dict[str, None]) -> str:
    """Return what stays of one sign, and remember what it was if it goes."""
    sign = found[0]
    if sign in "\u200c\u200d" and _is_needed(found.string, found.start()):
        return sign
    taken[_words_for(ord(sign))] = None
    return ""


def _is_needed(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return any(script.match(before) and script.match(after) for script in (_JOINED, _EMOJI))


def _words_for(code: int) -> str:
    if code == 0:
        return _NUL
    if code in _BIDI_MARKS:
        return f"{_BIDI_MARKS[code]} (U+{code:04X})"
    if code in _INVISIBLE:
        return _INVISIBLE[code]
    for words, spans in zip(_RANGE_WORDS, _RANGES, strict=True):
        if any(first <= code <= last for first, last in spans):
            return words
    return _RANGE_WORDS[0]
