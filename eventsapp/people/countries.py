"""The States of the United Nations: names, regions, the order of lists, and what people call them.

The facts lie in `countries.csv`, one line a State: 193 Member States and two observers, the short
names of the United Nations in its six languages, and three systems of regions that do not agree
with each other. Nothing else is a country here: what people write for another place is kept as they
wrote it. The file is read when the first country is asked for.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from babel import Locale
from rapidfuzz import fuzz, process

from eventsapp.people.names import fold_name
from eventsapp.translation import N_

UN_LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
# The languages in which people write the usual name of a country besides that of the UN.
COMMON_LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "nl", "pt", "ru", "zh")
REGION_SYSTEMS = ("group", "m49", "habitat")
LONGEST_NAME = 100
MOST_CANDIDATES = 5
ALIKE = 85


DISCLAIMER = N_(
    "The designations employed and the presentation of the material in this list do not imply the "
    "expression of any opinion whatsoever on the part of the Secretariat of the United Nations "
    "concerning the legal status of any country, territory, city or area, or of its authorities, "
    "or concerning the delimitation of its frontiers or boundaries."
)

# In the order in which the United Nations names its groups, and UN-Habitat its offices.
_REGIONS = {
    "group": (
        N_("African States"),
        N_("Asia-Pacific States"),
        N_("Eastern European States"),
        N_("Latin American and Caribbean States"),
        N_("Western European and other States"),
    ),
    "m49": (N_("Africa"), N_("Americas"), N_("Asia"), N_("Europe"), N_("Oceania")),
    "habitat": (
        N_("Africa"),
        N_("Arab States"),
        N_("Asia and the Pacific"),
        N_("Latin America and the Caribbean"),
        N_("Europe and others"),
    ),
}

_SUBREGIONS = {
    "Africa": (
        N_("Eastern Africa"),
        N_("Middle Africa"),
        N_("Northern Africa"),
        N_("Southern Africa"),
        N_("Western Africa"),
    ),
    "Americas": (
        N_("Caribbean"),
        N_("Central America"),
        N_("Northern America"),
        N_("South America"),
    ),
    "Asia": (
        N_("Central Asia"),
        N_("Eastern Asia"),
        N_("South-eastern Asia"),
        N_("Southern Asia"),
        N_("Western Asia"),
    ),
    "Europe": (
        N_("Eastern Europe"),
        N_("Northern Europe"),
        N_("Southern Europe"),
        N_("Western Europe"),
    ),
    "Oceania": (
        N_("Australia and New Zealand"),
        N_("Melanesia"),
        N_("Micronesia"),
        N_("Polynesia"),
    ),
}


@dataclass(frozen=True)
class Country:
    """A State. `code` and `alpha3` are those of ISO 3166, `m49` is the number of the UN.

    `group` is the regional group, None for observers; the United States belong to none and stand
    with the Western European and other States, with whom they are counted in elections. `pinyin`
    says the Chinese name, a syllable with its tone for each sign; `aliases` are other names.
    """

    code: str
    alpha3: str
    m49: str
    names: Mapping[str, str] = field(compare=False)
    group: str | None
    m49_region: str
    m49_subregion: str
    habitat_region: str
    is_observer: bool
    pinyin: str = field(repr=False)
    aliases: tuple[str, ...] = field(repr=False)


@cache
def countries() -> Mapping[str, Country]:
    """Return all States by their two-letter code, in the order of their English names."""
    text = files(__package__).joinpath("countries.csv").read_text(encoding="utf-8")
    found = [_country(row) for row in csv.DictReader(text.splitlines())]
    found.sort(key=lambda country: _place(country, "en"))
    return MappingProxyType({country.code: country for country in found})


def _country(row: dict[str, str]) -> Country:
    return Country(
        code=row["code"],
        alpha3=row["alpha3"],
        m49=row["m49"],
        names=MappingProxyType({lang: row[lang] for lang in UN_LANGUAGES}),
        group=row["group"] or None,
        m49_region=row["m49_region"],
        m49_subregion=row["m49_subregion"],
        habitat_region=row["habitat_region"],
        is_observer=row["is_observer"] == "yes",
        pinyin=row["pinyin"],
        aliases=tuple(name for name in row["aliases"].split(";") if name),
    )


def country_label(code: str, lang: str) -> str:
    """Return the UN short name in the language, or in English where there is none.

    A code that is no State of the list is returned as it is: it is somebody's statement.
    """
    country = countries().get(code)
    return country.names[_un_language(lang)] if country else code


def _un_language(lang: str) -> str:
    """Return which of the six languages serves a language tag (`zh-Hans` → `zh`, `de` → `en`)."""
    primary = re.split(r"[-_]", lang.casefold())[0]
    return primary if primary in UN_LANGUAGES else "en"


def regions(system: str) -> tuple[str, ...]:
    """Return the English names of the regions of a system, in their usual order."""
    return _REGIONS[system]


def subregions(region: str) -> tuple[str, ...]:
    """Return the sub-regions of a region of M49."""
    return _SUBREGIONS[region]


def region_of(code: str, system: str) -> str | None:
    """Return the region of a country in a system; None for observers in `group`, and for no State.

    One country has three regions: Egypt is of the African States, of Africa and of the Arab States.
    """
    if system not in REGION_SYSTEMS:
        raise ValueError(f"{system} is no system of regions")
    country = countries().get(code)
    if country is None:
        return None
    if system == "group":
        return country.group
    return country.m49_region if system == "m49" else country.habitat_region


# --- the order of lists ---------------------------------------------------------------------------

_ARABIC_LETTERS = str.maketrans("أإآٱىئؤة", "ااااييوه")
# Chinese signs said alike that decide between two names; of each two, fewer strokes first.
_ALIKE = "不布伯博奥澳冈刚几基尔耳所索立利莫墨西希"
_ARTICLE = re.compile(r"\bال(?=\w\w)")


def sort_countries(codes: Iterable[str], lang: str) -> list[str]:
    """Return the codes in the order of their names in the language of the document.

    English, French and Spanish: word by word, marks and signs ignored. Russian: Cyrillic letters,
    ё with е. Arabic: letters, all forms of hamza as alif, the article ignored in every word, as UN
    lists in Arabic do (الاتحاد الروسي, إثيوبيا, أذربيجان). Chinese: by pinyin, sign by sign,
    with the reading the sign has in the name (秘鲁 is bìlǔ), tones in their order, then strokes.
    What is no State comes last.
    """
    known = countries()
    listed = list(codes)
    states = [code for code in listed if code in known]
    others = [code for code in listed if code not in known]
    states.sort(key=lambda code: _place(known[code], _un_language(lang)))
    return states + sorted(others, key=lambda text: (fold_name(text), text))


def _place(country: Country, lang: str) -> tuple[tuple[str, ...], str]:
    name = country.names[lang]
    if lang == "zh":
        signs = re.findall(r"\w", name)
        said = zip(country.pinyin.split(), signs, strict=True)
        return tuple(f"{part} {_ALIKE.find(sign):03}" for part, sign in said), name
    if lang == "ar":
        letters = _ARTICLE.sub("", name)  # before أ becomes ا: ألبانيا begins with no article
        return tuple(re.findall(r"\w+", letters.translate(_ARABIC_LETTERS))), name
    if lang == "ru":
        return tuple(re.findall(r"\w+", name.casefold().replace("ё", "е"))), name
    return tuple(re.findall(r"[a-z]+", fold_name(name))), name


# --- what people call them ------------------------------------------------------------------------

_LESSER_WORDS = {
    "a", "al", "and", "d", "da", "das", "de", "del", "der", "des", "di", "die", "do", "dos", "du",
    "e", "el", "en", "et", "gli", "i", "il", "l", "la", "las", "le", "les", "los", "o", "of", "the",
    "u", "und", "y",
}  # fmt: skip
# Names that would be taken for another's, and are no State of the list.
_OTHER_PLACES = ("Republic of China", "République de Chine", "República de China", "中华民国")
_SHORTEST_MISSPELLED = 4
_SHORTENED = {"st": "saint", "ste": "sainte", "rep": "republic", "dem": "democratic"}


_WITH_CODE = re.compile(r"(.+) \(([A-Z]{2})\)")


def country_named(text: str) -> Country | None:
    """Return the one country that a text means, or None.

    UN short names in six languages, ISO codes in capitals, the usual names in the languages of
    `COMMON_LANGUAGES` and former names are understood; the order of words, marks and articles do
    not matter (`Korea, Republic of`; `The Gambia`). A name of two countries means neither, unless
    the code of one stands behind it (`Congo (CG)`).
    """
    codes = _meant(text)
    return countries()[next(iter(codes))] if len(codes) == 1 else None


def telling_label(code: str, lang: str) -> str:
    """Return the name of a country as it can be typed: with its code behind it where the name
    alone may mean another country too (`Congo (CG)`)."""
    label = country_label(code, lang)
    return label if country_named(label) is not None else f"{label} ({code})"


def countries_like(text: str) -> list[Country]:
    """Return the countries a text may mean, to be asked about: `Congo` may be two.

    First those with that name; else those with a name in which each typed word begins a word;
    else those with a name spelled almost so. At most five. Greenland is not Greece misspelled: a
    place known to be no State of the list has none.
    """
    codes = _meant(text)
    if not codes and _key(text) not in _index():
        codes = _begun(_words(text)) or _spelled_almost(_key(text))
    return [country for code, country in countries().items() if code in codes][:MOST_CANDIDATES]


def _meant(text: str) -> frozenset[str]:
    typed = " ".join(text.replace(".", "").split())
    if len(typed) > LONGEST_NAME:
        return frozenset()
    if typed in _iso_codes():
        return frozenset({_iso_codes()[typed]})
    told_apart = _WITH_CODE.fullmatch(typed)
    if told_apart and told_apart[2] in _index().get(_key(told_apart[1]), ()):
        return frozenset({told_apart[2]})
    return _index().get(_key(typed), frozenset())


@cache
def _iso_codes() -> Mapping[str, str]:
    """Only in capitals: `IN` is India, and `in` is a word."""
    two = {code: code for code in countries()}
    return two | {country.alpha3: code for code, country in countries().items()}


@cache
def _index() -> Mapping[str, frozenset[str]]:
    """All names by their key, with the codes of the countries so called; of other places none."""
    found: dict[str, set[str]] = defaultdict(set)
    common = [Locale.parse(lang).territories for lang in COMMON_LANGUAGES]
    for code, country in countries().items():
        usual = [names[code] for names in common if code in names]
        for name in (*country.names.values(), *country.aliases, *usual):
            found[_key(name)].add(code)
    for name in (*_OTHER_PLACES, *(name for names in common for name in names.values())):
        found[_key(name)] |= set()
    return {key: frozenset(codes) for key, codes in found.items()}


def _key(name: str) -> str:
    return " ".join(sorted(_words(name)))


def _words(name: str) -> list[str]:
    """The words that tell countries apart: `Korea (the Republic of)` → korea, republic."""
    plain = fold_name(name[: 2 * LONGEST_NAME].replace(".", "")).replace("'s", "s")
    words = [_SHORTENED.get(word, word) for word in re.findall(r"[a-z0-9]+", plain)]
    return [word for word in words if word not in _LESSER_WORDS]


def _begun(words: list[str]) -> frozenset[str]:
    if not words:
        return frozenset()
    found: frozenset[str] = frozenset()
    for key, codes in _index().items():
        parts = key.split()
        if all(any(part.startswith(word) for part in parts) for word in words):
            found |= codes
    return found


def _spelled_almost(key: str) -> frozenset[str]:
    if len(key) < _SHORTEST_MISSPELLED:
        return frozenset()
    alike = process.extract(
        key, list(_index()), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_CANDIDATES
    )
    return frozenset(code for name, _, _ in alike for code in _index()[name])
