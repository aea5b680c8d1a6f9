"""Set a sign-in sheet as a PDF with typst: a name, an organisation, and a line to sign on.

Nothing else of anybody is printed. A sheet ends with empty lines for people who are not listed.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from eventsapp.letters.pdf import typeset, unprintable_letters

EMPTY_LINES = 5


def sign_in_sheet(
    lines: Iterable[Any],
    *,
    title: str,
    place: str,
    printed: str,
    language: str,
    words: Mapping[str, str],
) -> bytes:
    """Return the sheet of a day or a room, on pages of A4.

    `lines` have a name, the name in the other script and an organization; `place` says where and
    when, `printed` the moment of printing, both with the zone. `words` are the headings, and `page`
    with `{number}` and `{total}`. The same facts give the same bytes.
    """
    facts = {
        "title": title,
        "place": place,
        "printed": printed,
        "language": language,
        "words": dict(words),
        "empty": EMPTY_LINES,
        "rows": [_row(line) for line in lines],
    }
    return typeset("attendance/sheet", facts)


def _row(line: Any) -> dict[str, str]:
    """Return a name in both scripts as far as our fonts hold them, and the organization."""
    names = [name for name in (line.name, line.other_name) if name]
    printable = [name for name in names if not unprintable_letters(name)] or names
    return {
        "name": printable[0],
        "other": printable[1] if len(printable) > 1 else "",
        "organization": line.organization or "",
    }
