"""People pasted out of a mail: addresses with names, or lines with a name and where it is from."""

import re

from eventsapp.sheets.table import Row, SheetRefused, Table

_BULLET = re.compile(r"^\s*(?:[-–—•*·▪◦‣>]+|\(?\d{1,3}[.)])\s+")
_FIELD = re.compile(
    r"^\s*(?:to|cc|bcc|from|an|de|à|para|von|кому|收件人|إلى)\s*:\s*", re.IGNORECASE
)
_BRACKETED = re.compile(
    r"(?P<name>(?:\"[^\"]*\"|[^<>;\"])*?)<\s*(?:mailto:)?(?P<address>[^<>\s]+@[^<>\s]+)\s*>"
)
_BARE = re.compile(r"(?:mailto:)?[^\s<>,;:()\[\]\"]+@[^\s<>,;:()\[\]\"]+\.[^\s<>,;:()\[\]\".]+")
_EDGES = " \t,;،؛、，；"
_PARTS = re.compile(r"\s*[,;،؛，；\t|]\s*|\s+[–—]\s+")


def table_of_mail(text: str) -> Table:
    """Return the people of a paste that is no table: columns Name, E-mail, and what follows.

    `Name <a@b>; Name2 <c@d>` on one or many lines, bare addresses, and one person per line with
    commas (“- Karen Laßmann, Stadt Köln, karen@example.test”). A row has the number of its line.
    """
    people: list[tuple[int, list[str]]] = []
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        line = _FIELD.sub("", _BULLET.sub("", raw)).strip(_EDGES)
        if line:
            people += [(number, person) for person in _people_of(line)]
    if not people:
        raise SheetRefused(
            "Nothing was pasted. Copy the rows or the addresses and paste them here."
        )
    width = max(len(person) for _, person in people)
    rows = tuple(
        Row(number, tuple(part or None for part in person + [""] * (width - len(person))))
        for number, person in people
    )
    return Table(rows, _header(width), 0, notes=_notes(width))


def _header(width: int) -> tuple[str, ...]:
    more = ["Organisation"] if width == 3 else [""] * (width - 2)
    return ("Name", "E-mail", *more)


def _notes(width: int) -> tuple[str, ...]:
    first = "The paste has no headings; names and addresses were told by how they look."
    if width <= 3:
        return (first,)
    return (first, f"Say what columns 3 to {width} hold: they are not the same in each line.")


def _people_of(line: str) -> list[list[str]]:
    """Return name, address and further parts of each person of one line."""
    bracketed = list(_BRACKETED.finditer(line))
    if len(bracketed) > 1:
        people = [[_name(found["name"]), found["address"]] for found in bracketed]
        rest = _BRACKETED.sub("", line)
        return people + [["", address] for address in _addresses(rest)]
    addresses = [found["address"] for found in bracketed] or _addresses(line)
    if len(addresses) > 1:
        return _several(line, addresses)
    rest = _BRACKETED.sub(lambda found: found["name"], line) if bracketed else _BARE.sub("", line)
    if bracketed:
        after = line[bracketed[0].end() :]
        return [[_name(bracketed[0]["name"]), *addresses, *_parts(after)]]
    parts = _parts(rest)
    return [[parts[0] if parts else "", addresses[0] if addresses else "", *parts[1:]]]


def _several(line: str, addresses: list[str]) -> list[list[str]]:
    """Return the people of a line with several bare addresses, each with what stands before it."""
    people, at = [], 0
    for found in _BARE.finditer(line):
        before = line[at : found.start()].strip(_EDGES + "(")
        people.append([_name(before), found[0].removeprefix("mailto:")])
        at = found.end()
    return people if len(people) == len(addresses) else [["", address] for address in addresses]


def _addresses(text: str) -> list[str]:
    return [found.removeprefix("mailto:") for found in _BARE.findall(text)]


def _name(text: str) -> str:
    return text.strip(_EDGES + "()").strip("\"' \t")


def _parts(text: str) -> list[str]:
    return [part for part in (_name(part) for part in _PARTS.split(text)) if part]
