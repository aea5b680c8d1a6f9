"""The statements that tell whether a feed would say something else, without making it.

The database makes them from the statements of the entries themselves (`sources.py`), so that they
cover exactly what the entries are made of.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Text,
    cast,
    func,
    lambda_stmt,
    literal_column,
    select,
    union_all,
)

from eventsapp.calendars.sources import OTHERS, PUBLIC_SOURCES, STAFF, Source

# Control characters, which no text of ours contains.
_SEPARATOR, _NO_VALUE = literal_column("'\x1f'", Text), literal_column("'\x1e'", Text)


def _fingerprint(sources: Sequence[Source]) -> CompoundSelect[Any]:
    """Return a statement that gives each row of the sources as one text."""
    texts = []
    for number, source in enumerate(sources):
        rows = source.statement.subquery()
        text: ColumnElement[str] = literal_column(f"'{number}'", Text)
        for column in (one for one in rows.c if one.name not in source.repeated):
            text = text + _SEPARATOR + func.coalesce(cast(column, Text), _NO_VALUE)
        texts.append(select(text.label("row")))
    return union_all(*texts)


_STAFF, _OTHERS = _fingerprint(STAFF.all), _fingerprint(OTHERS.all)
_PUBLIC = _fingerprint(PUBLIC_SOURCES)
# Statements of this length are found in the cache of compiled ones only after reading them whole;
# by its lambda, which is why there are three, one is found at once.
STAFF_FINGERPRINT = lambda_stmt(lambda: _STAFF)
OTHERS_FINGERPRINT = lambda_stmt(lambda: _OTHERS)
PUBLIC_FINGERPRINT = lambda_stmt(lambda: _PUBLIC)
