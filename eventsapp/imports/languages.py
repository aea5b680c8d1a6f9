"""Languages in a cell of a sheet, as BCP 47 tags. Pure."""

import re

from eventsapp.people.languages import language_named

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
