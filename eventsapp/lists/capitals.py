"""FAMILY NAMES in capitals, for lists that give them so. Pure; what is stored is never re-cased.

Only the family name is set in capitals, and only where somebody said which part of the printed name
it is: nobody guesses it from the order of the words (cases of python-nameparser). A script without
capitals stays as it is, and so does a person with one name.
"""

import re
import unicodedata
from collections.abc import Collection

# Letters that only languages with a dotted and a dotless i use.
_OF_DOTTED_I = re.compile("[ıİğĞəƏ]")
_DOTTED_I = frozenset({"tr", "az"})
_TURKISH = str.maketrans({"i": "İ", "ı": "I"})
_GREEK_ACCENT = "\u0301"
_MC = re.compile(r"\bMC(?=[A-Z])")


def with_capitals(
    printed_name: str, family_name: str | None, languages: Collection[str] = ()
) -> str:
    """Return the printed name with the family name in capitals: `Karen LASSMANN`.

    `languages` are those of the person (BCP 47); they decide how letters become capitals. Where the
    family name is not known, or is not a part of the printed name, the name is returned as it is.
    """
    if not family_name or not family_name.strip():
        return printed_name
    name = unicodedata.normalize("NFC", printed_name)
    parts = unicodedata.normalize("NFC", family_name).split()
    wanted = r"\s+".join(re.escape(part) for part in parts)
    found = list(re.finditer(rf"(?<!\w){wanted}(?!\w)", name, re.IGNORECASE))
    if not found:
        return printed_name
    # A name that stands twice is the family name where it stands last: Ali Hassan Ali.
    start, end = found[-1].span()
    upper = capitals(name[start:end], _spoken(languages), is_dotted=_has_dotted_i(name, languages))
    return printed_name if upper == name[start:end] else name[:start] + upper + name[end:]


def capitals(text: str, spoken: Collection[str] = (), *, is_dotted: bool = False) -> str:
    """Return a text in capitals, letter by letter, as its language asks.

    Turkish and Azerbaijani i becomes İ and ı becomes I; ß becomes ẞ among speakers of German and SS
    elsewhere; Greek loses its accents; Georgian, which has no capitals in names, stays; the small c
    of Mc stays too.
    """
    if is_dotted:
        text = text.translate(_TURKISH)
    if "de" in spoken:
        text = text.replace("ß", "ẞ")
    upper = "".join(_capital(sign) for sign in text)
    return _MC.sub("Mc", upper) if text.startswith("Mc") else upper


def _capital(sign: str) -> str:
    name = unicodedata.name(sign, "")
    if name.startswith("GEORGIAN"):
        return sign
    if name.startswith("GREEK"):
        plain = unicodedata.normalize("NFD", sign).replace(_GREEK_ACCENT, "")
        return unicodedata.normalize("NFC", plain).upper()
    return sign.upper()


def _spoken(languages: Collection[str]) -> frozenset[str]:
    """Return the first parts of language tags: `de-AT` → de."""
    return frozenset(re.split(r"[-_]", tag.casefold())[0] for tag in languages)


def _has_dotted_i(name: str, languages: Collection[str]) -> bool:
    return bool(_spoken(languages) & _DOTTED_I) or _OF_DOTTED_I.search(name) is not None
