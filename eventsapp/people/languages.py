"""Languages as people write them, as BCP 47 tags. Pure."""

import re
from functools import cache

from babel import Locale, UnknownLocaleError

from eventsapp.people.names import fold_name

# In which languages the names of languages are understood.
READ_IN = ("en", "fr", "es", "ar", "zh", "ru", "de", "pt")
# Which languages are also understood by their own names, as people often state them.
_OWN_NAMES = (
    "am az bn bs cs da el et fa fi he hi hr hu hy id it ja ka kk km ko ky lo lt lv mk mn ms my nb "
    "ne nl pl ps ro si sk sl sq sr sv sw ta th tr uk ur uz vi zu"
)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_BETWEEN = re.compile(r"[,;/|+&،、;\n]")


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


def languages_in(text: str) -> tuple[list[str], list[str]]:
    """Return the tags of the languages in a list, each once, and the words that are none.

    Tags may stand with spaces between them; names with commas: `en fr`, `Arabic, Swahili`.
    """
    tags: list[str] = []
    unknown: list[str] = []
    for part in _BETWEEN.split(text):
        whole = part.strip(" .:")
        tag = language_named(whole) if whole else None
        words = [whole] if tag or " " not in whole else whole.split()
        for word in filter(None, words):
            found = language_named(word)
            (unknown if found is None else tags).append(found or word)
    return list(dict.fromkeys(tags)), list(dict.fromkeys(unknown))


@cache
def _tags_by_name() -> dict[str, str]:
    names: dict[str, str] = {}
    for reader in READ_IN:
        for tag, name in Locale(reader).languages.items():
            names.setdefault(fold_name(name), tag.replace("_", "-"))
    for tag in _OWN_NAMES.split():
        names.setdefault(fold_name(Locale(tag).languages.get(tag, tag)), tag)
    return names
