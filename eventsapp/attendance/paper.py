"""Set a sign-in sheet as a PDF with typst: a name, an organisation, and a line to sign on.

Nothing else of anybody is printed. A sheet ends with empty lines for people who are not listed.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from eventsapp import resources
from eventsapp.letters.pdf import fonts, unprintable_letters

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
    # Loaded here: a start must not pay for printing.
    import typst

    facts = {
        "title": title,
        "place": place,
        "printed": printed,
        "language": language,
        "words": dict(words),
        "empty": EMPTY_LINES,
        "rows": [_row(line) for line in lines],
    }
    template = resources.folder("templates") / "attendance" / "sheet.typ"
    compiler = typst.Compiler(
        template, font_paths=fonts(), ignore_system_fonts=True, root=template.parent
    )
    pdf = compiler.compile(
        format="pdf",
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False, sort_keys=True)},
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst made no single file of the sheet")
    return pdf


def _row(line: Any) -> dict[str, str]:
    """Return a name in both scripts as far as our fonts hold them, and the organization."""
    names = [name for name in (line.name, line.other_name) if name]
    printable = [name for name in names if not unprintable_letters(name)] or names
    return {
        "name": printable[0],
        "other": printable[1] if len(printable) > 1 else "",
        "organization": line.organization or "",
    }
