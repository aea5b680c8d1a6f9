"""Days as people type them into tables. The whole column says whether the day or the month leads.

Where a column cannot say it, nothing is guessed: a person is asked.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Literal

DayOrder = Literal["dmy", "mdy", "ymd"]

_NUMBERS = re.compile(r"(\d{1,4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?")
# What a spreadsheet puts behind a day that it takes for a moment.
_MIDNIGHT = re.compile(r"[T ]0{1,2}:00(?::00(?:\.0+)?)?$")
_CHINESE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_DAY_WORD_YEAR = re.compile(
    r"(\d{1,2})(?:\.|st|nd|rd|th|er|º)?\s*(?:of|de)?[\s\-/]*([^\W\d_]+)\.?,?\s*(?:of|del?)?"
    r"[\s\-/]*(\d{4})(?:\s*(?:г|года?)\.?)?"
)
_WORD_DAY_YEAR = re.compile(r"([^\W\d_]+)\.?\s*(\d{1,2})(?:st|nd|rd|th)?\s*,?\s*(\d{4})")

_MONTHS = (
    "january jan janvier janv enero ene janeiro januar jänner января январь янв يناير جانفي",
    "february feb février févr fevrier febrero fevereiro fev februar февраля февраль фев"
    " فبراير شباط فيفري",
    "march mar mars marzo março março märz mrz марта март мар مارس آذار",
    "april apr avril avr abril abr апреля апрель апр أبريل ابريل نيسان أفريل",
    "may mai mayo maio мая май مايو أيار ماي",
    "june jun juin junio junho juni июня июнь июн يونيو حزيران جوان",
    "july jul juillet juil julio julho juli июля июль июл يوليو تموز جويلية",
    "august aug août aout agosto ago августа август авг أغسطس اغسطس آب أوت",
    "september sep sept septembre septiembre setembro set сентября сентябрь сен سبتمبر أيلول",
    "october oct octobre octubre outubro out oktober okt октября октябрь окт أكتوبر اكتوبر",
    "november nov novembre noviembre novembro ноября ноябрь ноя نوفمبر",
    "december dec décembre déc decembre diciembre dic dezembro dez dezember декабря декабрь дек"
    " ديسمبر",
)  # fmt: skip
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}


class NotADay(ValueError):  # noqa: N818 — read as a sentence
    """What was typed is no day; the text names it and says how to write it."""


def day_order(values: Iterable[str]) -> DayOrder | None:
    """Return whether day or month leads in a column of days, or None where it must be asked.

    A number above 12 decides for the whole column; points (31.10.2027) are only used with the day
    first; days that are the same either way (05/05/2027), with the year first or with the month
    in words do not count. None: both readings fit all values, or the values contradict each other.
    """
    found: set[str] = set()
    is_open = False
    for value in values:
        order = _order_of(value)
        if order == "either":
            is_open = True
        elif order:
            found.add(order)
    months_and_days = found - {"ymd"}
    if len(months_and_days) == 1:
        return "dmy" if "dmy" in months_and_days else "mdy"
    if is_open or months_and_days:
        return None
    return "ymd" if found else "dmy"


def read_day(value: str, order: DayOrder | None) -> date:
    """Return the day that a cell of a column with this order says.

    A year in front, a month in words and Chinese dates need no order. Raises NotADay with a
    sentence that names what was typed: for no day at all, a year of two figures, or a day that two
    readings fit while the order is None.
    """
    text = _MIDNIGHT.sub("", " ".join(value.split()))
    if numbers := _NUMBERS.fullmatch(text):
        return _from_numbers(text, numbers, order)
    if chinese := _CHINESE.fullmatch(text):
        return _day(text, *(int(part) for part in chinese.groups()))
    for pattern, places in ((_DAY_WORD_YEAR, (3, 2, 1)), (_WORD_DAY_YEAR, (3, 1, 2))):
        found = pattern.fullmatch(text.casefold())
        month = _MONTH_OF.get(found[places[1]]) if found else None
        if found and month:
            return _day(text, int(found[places[0]]), month, int(found[places[2]]))
    raise NotADay(f"“{text}” is not a day. Write it as year-month-day, such as 1990-12-31.")


def _order_of(value: str) -> str | None:
    """Return dmy, mdy or ymd, `either` where two fit, or None for what says nothing."""
    numbers = _NUMBERS.fullmatch(_MIDNIGHT.sub("", " ".join(value.split())))
    if not numbers:
        return None
    if len(numbers[1]) > 2:
        return "ymd"
    first, second = int(numbers[1]), int(numbers[3])
    if numbers[2] == ".":
        return "dmy" if second <= 12 else "mdy"
    if (first > 12 and second > 12) or first == second:
        return None
    if first > 12:
        return "dmy"
    return "mdy" if second > 12 else "either"


def _from_numbers(text: str, numbers: re.Match[str], order: DayOrder | None) -> date:
    first, second, third = int(numbers[1]), int(numbers[3]), int(numbers[4])
    if len(numbers[1]) == 4:
        return _day(text, first, second, third)
    if len(numbers[4]) != 4:
        raise NotADay(f"“{text}” has no year of four figures. Write it as 1990-12-31.")
    if order is None and _order_of(text) == "either":
        raise NotADay(
            f"“{text}” can be two days. Say whether the day or the month comes first in this "
            "column."
        )
    known = order if order in ("dmy", "mdy") else _order_of(text)
    return _day(text, third, first, second) if known == "mdy" else _day(text, third, second, first)


def _day(text: str, year: int, month: int, day: int) -> date:
    reasons = []
    if not 1 <= month <= 12:
        reasons.append(f"there is no month {month}")
    most = monthrange(year, month)[1] if 1 <= month <= 12 and 1 <= year <= 9999 else 31
    if not 1 <= day <= most:
        reasons.append(f"there is no day {day}" + (" in that month" if day in (29, 30, 31) else ""))
    if not 1 <= year <= 9999:
        reasons.append(f"there is no year {year}")
    if reasons:
        raise NotADay(
            f"“{text}” is not a day: {' and '.join(reasons)}. Write it as year-month-day, such as "
            "1990-12-31."
        )
    return date(year, month, day)
