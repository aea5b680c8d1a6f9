"""Months and weekdays in English, French and Spanish, and the patterns of written dates."""

import re

_MONTHS = (
    "january jan janvier janv enero ene",
    "february feb février fevrier févr fevr febrero",
    "march mar mars marzo",
    "april apr avril avr abril abr",
    "may mai mayo",
    "june jun juin junio",
    "july jul juillet juil julio",
    "august aug août aout agosto ago",
    "september sept sep septembre septiembre setiembre",
    "october oct octobre octubre",
    "november nov novembre noviembre",
    "december dec décembre decembre déc diciembre dic",
)
_WEEKDAYS = (
    "monday mon lundi lunes",
    "tuesday tue tues mardi martes",
    "wednesday wed mercredi miércoles miercoles",
    "thursday thu thur thurs jeudi jueves",
    "friday fri vendredi viernes",
    "saturday sat samedi sábado sabado",
    "sunday sun dimanche domingo",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
WEEKDAYS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names.split()}
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINALS = {
    "first": 1, "1st": 1, "premier": 1, "primer": 1,
    "second": 2, "2nd": 2, "deuxième": 2, "segundo": 2,
    "third": 3, "3rd": 3, "troisième": 3, "tercer": 3,
    "fourth": 4, "4th": 4, "quatrième": 4, "cuarto": 4,
    "last": -1, "dernier": -1, "último": -1, "ultimo": -1,
}  # fmt: skip
# In lower case these are English words of other meaning: "on the 7 may be postponed".
_ALSO_WORDS = frozenset({"may", "march", "mar", "mon", "sun", "sat", "wed", "jun", "dec", "ago"})


def is_month(word: str) -> bool:
    """Tell whether a word that looks like a month is one: `May` is, `may` is not."""
    return word.lower() in MONTHS and not (word.islower() and word in _ALSO_WORDS)


def _either(words: dict[str, int]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _names(words: dict[str, int]) -> str:
    """Return a pattern for names; only short forms may carry a stop, others end the sentence."""
    short = {word: number for word, number in words.items() if len(word) < 5}
    return rf"(?:(?:{_either(words)})\b|(?:{_either(short)})\.)"


MONTH = _names(MONTHS)
WEEKDAY = _names(WEEKDAYS)
ARTICLE = r"(?:the\s+|le\s+|les\s+|el\s+|los\s+)?"
DAY = r"(?<![\d.,:])(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th|er|º|°)\b)?(?![\d%])"
YEAR = r"(?:19|20)\d{2}(?!\d)"
RANGE_SIGN = r"\s*(?:[-–—]|\bto\b|\buntil\b|\btill\b|\bthrough\b|\bau\b|\bal\b|\ba\b|\bhasta\b)\s*"
LIST_SIGN = r"\s*(?:,\s*(?:and|et|y)\b|\band\b|\bet\b|\by\b|&|/|,)\s*"

_ONE_DAY = (
    rf"{ARTICLE}(?:{WEEKDAY},?\s+{ARTICLE})?"
    r"(?<![\d.,:])\d{1,2}(?:\s?(?:st|nd|rd|th|er|º|°)\b)?(?![\d%])"
)
# At most seven: a longer list of numbers is none of days, and would take ever longer to try.
DAYS = rf"{_ONE_DAY}(?:(?:{RANGE_SIGN}|{LIST_SIGN}){_ONE_DAY}){{0,6}}"
OF = r"\s*(?:of\s+|de\s+|du\s+|d['’])?"

DAY_FIRST = re.compile(
    rf"\b(?P<days>{DAYS}){OF}(?P<month>{MONTH})(?:,?\s*(?:of\s+|de\s+|del\s+)?(?P<year>{YEAR}))?",
    re.IGNORECASE,
)
MONTH_FIRST = re.compile(
    rf"\b(?:(?P<weekday>{WEEKDAY}),?\s+)?(?P<month>{MONTH})\s*(?P<days>{DAYS})"
    rf"(?:,?\s+(?P<year>{YEAR}))?",
    re.IGNORECASE,
)
NUMERIC = re.compile(
    r"(?<![\d/.-])(?:(?P<iso>\d{4})-(?P<iso_month>\d{1,2})-(?P<iso_day>\d{1,2})"
    r"|(?P<first>\d{1,2})(?P<sign>[-/.])(?P<second>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2}))(?![\d/-])"
)
RULE = re.compile(
    rf"\s*\(\s*(?:the\s+|le\s+|el\s+)?(?P<ordinal>{_either(ORDINALS)})\s+(?P<weekday>{WEEKDAY})\s+"
    r"(?:of\s+(?:the|each|every)\s+month|du\s+mois|de\s+chaque\s+mois|del\s+mes|de\s+cada\s+mes)\s*\)",
    re.IGNORECASE,
)
WEEKDAY_AFTER = re.compile(
    rf"\s*(?:\(|,\s*(?:a\s+)?)(?P<weekday>{WEEKDAY})\)?(?!\s*\d)", re.IGNORECASE
)
WEEKDAY_ALONE = re.compile(
    r"\b(?P<lead>up to|by|until|till|before|no later than|on|next|this|from|jusqu['’]?\s?[àa]u?|"
    r"d['’]ici(?: [àa])?|avant|hasta|antes del?|para|el)\s+"
    r"(?:(?:the|next|this|coming|le|el|pr[óo]ximo)\s+)*"
    rf"(?P<weekday>{WEEKDAY})(?:\s+(?:prochain|pr[óo]ximo))?(?!\s*,?\s*\d)",
    re.IGNORECASE,
)
DAY_ALONE = re.compile(
    r"\b(?:on|by|until|till|before|from|up to|jusqu['’]?au|avant|hasta|para)\s+"
    r"(?P<written>(?:the|le|el|el d[íi]a)\s+(?P<day>\d{1,2})(?P<ordinal>\s?(?:st|nd|rd|th))?)"
    r"(?=\s*(?:$|[.,;:)]|of\s+(?:this|the|next)\s+month|du\s+mois|del\s+mes|but\b|and\s+then\b))"
    r"|\b(?P<written2>(?:le|el|el d[íi]a)\s+(?P<day2>\d{1,2}))(?=\s*(?:$|[.;)]|du\s+mois"
    r"|del\s+mes))",
    re.IGNORECASE,
)
MEETING_DAYS = re.compile(
    r"\b(?P<written>(?:days?|jours?|d[íi]as?)\s+(?P<first>\d{1,2})"
    r"(?:\s*(?:and|&|[-–]|to|et|y|au|al)\s*(?:(?:day|jour|d[íi]a)\s+)?(?P<last>\d{1,2}))?)\b"
    r"(?!\s*(?:st|nd|rd|th|of|de|per)\b)",
    re.IGNORECASE,
)
MONTH_END = re.compile(
    r"\b(?P<lead>by|until|before|no later than|d['’]ici|avant|antes de)\s+"
    r"(?:the\s+|la\s+|el\s+)?(?:end of|fin(?: de)?|final de)\s+"
    rf"(?P<month>{MONTH})(?:\s+(?:de\s+)?(?P<year>{YEAR}))?",
    re.IGNORECASE,
)
VAGUE = re.compile(
    rf"\b(?:early|mid|late|end of|beginning of|start of|début|mi|fin|principios de|mediados de)[- ]"
    rf"{MONTH}|\b(?:first|second|third|last)\s+(?:week|half)\s+of\s+{MONTH}|\b(?:in|within)\s+(?:\d{{1,2}}|two|three|four|six)\s+(?:days|weeks|months)\b"
    r"|\bnext\s+(?:week|month)\b|\bla semaine prochaine\b|\ble mois prochain\b"
    r"|\bla pr[óo]xima semana\b|\bel pr[óo]ximo mes\b"
    rf"|\b(?:in|en)\s+(?P<month>{MONTH})(?:\s+(?:de\s+)?{YEAR})?(?!\s*\d)",
    re.IGNORECASE,
)
