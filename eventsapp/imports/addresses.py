"""E-mail addresses as they stand in cells: several at once, with names, and some impossible."""

import re

from email_validator import EmailNotValidError, validate_email

_IN_ANGLES = re.compile(r"<([^<>]*@[^<>]*)>")
_BETWEEN = re.compile(r"[;,\n]")


def addresses_in(cell: str) -> list[str]:
    """Return the addresses of a cell, each once, in order: `Karen <k@a.test>; info@b.test`.

    Without an @ anywhere the cell is returned whole, so that it can be named.
    """
    found: list[str] = []
    for part in _BETWEEN.split(cell):
        found += _IN_ANGLES.findall(part) or [word for word in part.split() if "@" in word]
    trimmed = [one.strip(" <>\"'()").removeprefix("mailto:") for one in found or [cell]]
    return list(dict.fromkeys(one for one in trimmed if one))


def why_unreachable(address: str) -> str | None:
    """Return in a sentence why no mail can reach an address, or None; no network is asked.

    Names that exist for tests and machines only (`.invalid`, `localhost`) are found, as is what is
    written wrongly. Source: RFC 6761.
    """
    try:
        validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        if "special-use" in str(error) or address.endswith("@localhost"):
            return f"“{address}” is written like an address, but no mail can ever reach it."
        return f"“{address}” is not an e-mail address: {_in_words(str(error))}"
    return None


def _in_words(reason: str) -> str:
    """Return what the validator says as the end of a sentence of ours."""
    words = reason.replace("email", "e-mail").replace("period", "dot")
    return words[:1].lower() + words[1:]
