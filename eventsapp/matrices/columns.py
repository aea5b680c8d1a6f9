"""The columns of the matrix, what stands in them, and when two texts say the same. Pure.

The columns are those of the templates for comments that standards bodies and the UN use. The number
of a comment (`C12`) stays the same in every matrix. The last column is hidden: it says, shortened
to digits, what stood in the row when the matrix was made, so that an edit can be told from what
others changed meanwhile.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from eventsapp.sheets.writing import Column

RESPONSE, DECISION, GROUP, TEXT, PROPOSED = "response", "decision", "group", "text", "proposed"
EDITABLE, FIXED = (RESPONSE, DECISION, GROUP), (TEXT, PROPOSED)
HEADINGS = {
    "no": "No.",
    "who": "Commenter",
    "paragraph": "Paragraph",
    "type": "Type",
    TEXT: "Comment",
    PROPOSED: "Proposed change",
    RESPONSE: "Secretariat's response",
    DECISION: "Decision",
    GROUP: "Group",
    "id": "Id",
    "version": "Version",
}
NEEDED = (TEXT, PROPOSED, *EDITABLE, "id", "version")
NAMES, ORGANIZATIONS, NOBODY = "names", "organizations", "nobody"
ATTRIBUTIONS = (NAMES, ORGANIZATIONS, NOBODY)
# As they stand in the file, and what else people write for them.
DECISION_WORDS = {
    "accepted": "Accepted",
    "partly": "Partly accepted",
    "noted": "Noted",
    "not accepted": "Not accepted",
    "out of scope": "Out of scope",
}
_MEANT = {
    "accept": "accepted", "yes": "accepted", "partially accepted": "partly",
    "accepted in part": "partly", "partially": "partly", "rejected": "not accepted",
    "not accept": "not accepted", "reject": "not accepted", "not agreed": "not accepted",
}  # fmt: skip
_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "‟": '"',
     "–": "-", "—": "-", "\u2010": "-", "\u2011": "-", "…": "...", "\u00a0": " ", "\u202f": " "}
)  # fmt: skip
_CARRIAGE_RETURN = re.compile(r"_x000[dD]_")
_TOKEN = re.compile(r"v1((?:\.[0-9a-f]{10}){5})")


@dataclass(frozen=True)
class Line:
    """One comment as the matrix says it."""

    number: int
    paragraph: str
    kind: str
    text: str
    proposed: str = ""
    response: str = ""
    decision: str = ""
    group: str = ""
    who: str = ""

    def says(self, name: str) -> str:
        """Return what stands in one of the columns that are compared; a decision in words."""
        value: str = getattr(self, name)
        return DECISION_WORDS.get(value, value) if name == DECISION else value


def columns_for(attribution: str) -> list[Column]:
    """Return the columns of the file, with that of the commenters only where wanted."""
    widths = {"no": 5, "who": 20, "paragraph": 13, "type": 12, TEXT: 40, PROPOSED: 34,
              RESPONSE: 40, DECISION: 15, GROUP: 15, "id": 8, "version": 12}  # fmt: skip
    return [
        Column(
            heading,
            widths[name],
            is_open=name in EDITABLE,
            is_hidden=name == "version",
            choices=tuple(DECISION_WORDS.values()) if name == DECISION else (),
        )
        for name, heading in HEADINGS.items()
        if name != "who" or attribution != NOBODY
    ]


def cells_of(lines: Sequence[Line], attribution: str) -> list[list[Any]]:
    """Return the rows of the file, in the order of `columns_for`."""
    rows = []
    for place, line in enumerate(lines, start=1):
        who = [] if attribution == NOBODY else [line.who]
        said = [line.text, line.proposed, line.response, line.says(DECISION), line.group]
        rows.append([place, *who, line.paragraph, line.kind, *said, code_of(line.number),
                     token_of(line)])  # fmt: skip
    return rows


def code_of(number: int) -> str:
    """Return the number of a comment as the matrix writes it."""
    return f"C{number}"


def number_of(code: str) -> int | None:
    """Return the number of a comment, or None for what is none."""
    found = re.fullmatch(r"[cC]?\s*([0-9]{1,10})", code.strip())
    return int(found[1]) if found else None


def token_of(line: Line) -> str:
    """Return what stood in a row, shortened to digits."""
    return "v1" + "".join(f".{digits_of(line.says(name))}" for name in (*EDITABLE, *FIXED))


def digits_in(token: str) -> dict[str, str] | None:
    """Return the digits of each column of a token, or None where it was damaged."""
    found = _TOKEN.fullmatch(token.strip())
    if found is None:
        return None
    return dict(zip((*EDITABLE, *FIXED), found[1].split(".")[1:], strict=True))


def digits_of(text: str) -> str:
    """Return a text shortened to digits: the same for texts that say the same."""
    return sha256(normalised(text).encode()).hexdigest()[:10]


def normalised(text: str) -> str:
    """Return a text without what programs change by themselves: line ends, blanks at the ends of
    lines, the form of quotation marks and dashes, how accents are stored."""
    text = unicodedata.normalize("NFC", plain(text)).translate(_QUOTES)
    return re.sub(r"-{2,}", "-", text)


def plain(value: object) -> str:
    """Return what stands in a cell as text, with plain line ends and no blanks around lines."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    text = _CARRIAGE_RETURN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def decision_in(text: str) -> str | None:
    """Return the decision that a word means; empty for none yet, None for what is no decision."""
    word = " ".join(text.casefold().split()).rstrip(".")
    by_word = {said.casefold(): name for name, said in DECISION_WORDS.items()}
    if not word or word in {"open", "not decided yet"}:
        return ""
    return by_word.get(word) or _MEANT.get(word) or (word if word in DECISION_WORDS else None)


def group_in(text: str) -> str:
    """Return the name of a group as it is kept."""
    return " ".join(text.split())[:200]
