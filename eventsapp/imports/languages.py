"""Languages as people write them, in the six languages of the UN and some more, as BCP 47 tags."""

import re
from functools import cache

from babel import Locale, UnknownLocaleError

from eventsapp.people.names import fold_name

# In which languages the names of languages are understood.
READ_IN = ("en", "fr", "es", "ar", "zh", "ru", "de", "pt")
# Which languages are also understood by their own names, as people often state them.
OWN_NAMES = re.findall(
    r"\w+",
    "am az bn bs cs da el et fa fi he hi hr hu hy id it ja ka kk km ko ky lo lt lv mk mn ms my nb "
    "ne nl pl ps ro si sk sl sq sr sv sw ta th tr uk ur uz vi zu",
)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_REMARK = re.compile(r"\([^)]*\)|（[^）]*）")
_BETWEEN = re.compile(r"[,;/|+&،、;\n]|\s(?:and|et|y|und|e|и|و)\s")


def languages_in(cell: str) -> tuple[list[str], list[str]]:
    """Return the tags of the languages in a cell, each once, and the words that are none.

    `English, français (courant) / 中文` → `en`, `fr`, `zh`. Remarks in brackets are left out.
    """
    tags: list[str] = []
    unknown: list[str] = []
    for part in _BETWEEN.split(_REMARK.sub(" ", cell)):
        word = part.strip(" .:-–")
        if word:
            tag = language_named(word)
            (unknown if tag is None else tags).append(tag or word)
    return list(dict.fromkeys(tags)), list(dict.fromkeys(unknown))


def language_named(word: str) -> str | None:
    """Return the tag of one language by its name or tag, or None."""
    named = _tags_by_name().get(fold_name(word))
    if named:
        return named
    if not _TAG.fullmatch(word):
        return None
    try:
        locale = Locale.parse(word, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
    return str(locale).replace("_", "-")


@cache
def _tags_by_name() -> dict[str, str]:
    names: dict[str, str] = {}
    for reader in READ_IN:
        for tag, name in Locale(reader).languages.items():
            names.setdefault(fold_name(name), tag.replace("_", "-"))
    for tag in OWN_NAMES:
        names.setdefault(fold_name(Locale(tag).languages.get(tag, tag)), tag)
    return names
