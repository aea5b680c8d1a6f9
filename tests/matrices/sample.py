"""The matrix that was edited in LibreOffice for the tests, and how it was made.

`tests/data/matrix-edited-in-libreoffice.xlsx` is `original()`, opened in LibreOffice 7.4 without a
window, edited cell by cell and stored as XLSX: see `edit_in_libreoffice.py`.
"""

from pathlib import Path

from eventsapp.matrices.columns import NOBODY, Line, cells_of, columns_for
from eventsapp.sheets.writing import write_laid_out

EDITED = Path(__file__).parents[1] / "data" / "matrix-edited-in-libreoffice.xlsx"
LINES = [
    Line(9001, "Whole text", "General", "The text is too long.\nShorten it.", "", "Noted."),
    Line(9002, "1.", "Editorial", "=1+1 is not a heading", "", "", ""),
    Line(
        9003, "para. 1", "Substantive", "Say “human right”.", "Water is a ‘human right’ – always."
    ),
    Line(9004, "para. 2", "Substantive", "قل الناس، لا المستخدمين", "الناس", "", "noted", "People"),
    Line(
        9005, "para. 2", "Substantive", "Say people, not users.", "People…", "", "noted", "People"
    ),
    Line(9006, "para. 3", "Substantive", "水是人权", "", "See C9003.", "accepted"),
    Line(9007, "para. 4", "Editorial", "007", "1/2/2024", "'quoted", "partly"),
    Line(9008, "para. 5", "Substantive", "A literal _x000D_ and a tab\there", "+254", "", ""),
    Line(9009, "para. 6", "Substantive", "Take this out.", "", "Wait for\nthe experts.", ""),
]


def original() -> bytes:
    return write_laid_out(columns_for(NOBODY), cells_of(LINES, NOBODY), title="Comments on draft 1")
