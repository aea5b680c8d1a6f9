"""Set a letter, or another paper, as a PDF with typst. One of the three modules that touch the
outside on purpose.

The same template and facts give the same bytes: fonts come from packages and never from the system,
and the time in the file is the day of the letter.
"""

import json
import unicodedata
from datetime import UTC, date, datetime
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from eventsapp import resources

if TYPE_CHECKING:
    import typst

FONT_PACKAGES = (
    "fontpkg_noto_sans",
    "fontpkg_almarai",
    "fontpkg_noto_sans_arabic",
    "justmytype_intl_cjk",
)
SCRIPTS_WITH_FONTS = (
    "LATIN", "GREEK", "CYRILLIC", "ARABIC", "DEVANAGARI", "CJK", "HIRAGANA", "KATAKANA", "HANGUL",
    "COMBINING", "MODIFIER", "FULLWIDTH", "HALFWIDTH", "IDEOGRAPHIC",
)  # fmt: skip


def render_pdf(template: str, facts: dict[str, Any]) -> bytes:
    """Return the PDF of `templates/letters/pdf/<template>.typ` with these facts.

    `issued_on` (ISO date) becomes the date of the document; `verify_url` becomes the square code.
    Raises as `typeset` does.
    """
    return typeset(
        f"letters/pdf/{template}",
        facts,
        day=date.fromisoformat(facts["issued_on"]),
        square_code=square_code(facts["verify_url"]),
    )


def typeset(
    template: str, facts: dict[str, Any], *, day: date | None = None, **inputs: str
) -> bytes:
    """Return the PDF of `templates/<template>.typ` with these facts.

    The facts reach the template as JSON and are never pasted into its source; `inputs` reach it as
    they are. `day` becomes the date of the document. Raises `typst.TypstError` if the template
    does not compile, `ValueError` if a font package is missing.
    """
    # Loaded here and in the two places below: a start must not pay for papers.
    import typst

    source = resources.folder("templates") / f"{template}.typ"
    compiler = typst.Compiler(
        source, font_paths=fonts(), ignore_system_fonts=True, root=source.parent
    )
    pdf = compiler.compile(
        format="pdf",
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False, sort_keys=True), **inputs},
        timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC) if day else None,
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"typst made no single file of {template}")
    return pdf


def square_code(address: str) -> str:
    """Return a QR code as SVG that leads to `address`; it still reads with a seventh of it lost.

    It has no border of its own: the template leaves four modules of white on each side.
    """
    import segno

    out = BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(out, kind="svg", xmldecl=False, border=0)
    return out.getvalue().decode()


def unprintable_letters(text: str) -> str:
    """Return the letters of a text that none of our fonts holds, each once, in order of appearance.

    Such a letter would be printed as an empty box, so a name that holds one is asked for in another
    script before anything is issued.
    """
    missing = [sign for sign in text if sign.isprintable() and not _has_font(sign)]
    return "".join(dict.fromkeys(missing))


def _has_font(sign: str) -> bool:
    if unicodedata.category(sign)[0] not in "LM":
        return True
    return unicodedata.name(sign, "").startswith(SCRIPTS_WITH_FONTS)


@cache
def fonts() -> "typst.Fonts":
    """Return the fonts of the product: six scripts, from packages, never from the system."""
    import typst

    folders = []
    for package in FONT_PACKAGES:
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise ValueError(f"The font package {package} is missing; install the product again.")
        folders.append(spec.submodule_search_locations[0])
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
