"""What a packed file is, and whether it unpacks to something that can be read.

A few kilobytes can unpack to gigabytes, and a header can lie about it, so each part is counted
before any program opens the file.
"""

import io
import re
import zipfile
import zlib
from html import unescape

from eventsapp.sheets.table import MOST_UNPACKED, SheetRefused

_CHUNK = 1 << 20
# Parts that people see beside the cells: who wrote the file, and comments.
_BESIDE_CELLS = re.compile(
    r"docProps/.*\.xml|meta\.xml|xl/(comments|threadedComments|persons)\w*(/\w+)*\.xml"
)


def kind_of(content: bytes, name: str) -> str:
    """Return `xlsx` or `ods`. Raises SheetRefused for what is no workbook, or is too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            mime = archive.read("mimetype")[:100] if "mimetype" in archive.namelist() else b""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error) as error:
        raise _damaged(name) from error
    _refuse_bombs(content, parts, name)
    names = {part.filename for part in parts}
    if mime.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise SheetRefused(
        f"{name} is {_what(names, mime)} and not a table. Open it in the program that made it and "
        "save the table as .xlsx or .csv."
    )


def beside_cells(content: bytes) -> list[str]:
    """Return what a workbook says beside its cells, a part a line: its authors, comments.

    Only of what `kind_of` took.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [name for name in archive.namelist() if _BESIDE_CELLS.fullmatch(name)]
        said = [archive.read(name).decode("utf-8", "replace") for name in parts]
    return [unescape(re.sub(r"[<>=\"/\s]+", " ", text)) for text in said]


def _what(names: set[str], mime: bytes) -> str:
    if "xl/workbook.bin" in names:
        return "a binary workbook (.xlsb)"
    if any(part.startswith("word/") for part in names) or b"opendocument.text" in mime:
        return "a Word or text document"
    if any(part.startswith("ppt/") for part in names) or b"presentation" in mime:
        return "a presentation"
    if any(part.startswith("Index/") for part in names):
        return "a Numbers or Pages file"
    return "a packed file"


def _refuse_bombs(content: bytes, parts: list[zipfile.ZipInfo], name: str) -> None:
    if len({part.filename for part in parts}) != len(parts):
        raise _damaged(name)
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _too_large(name)
    left = MOST_UNPACKED
    for part in parts:
        left -= _true_size(content, part, left, name)
        if left < 0:
            raise _too_large(name)


def _true_size(content: bytes, part: zipfile.ZipInfo, most: int, name: str) -> int:
    """Return how many bytes a part unpacks to, counting no further than `most`."""
    at = part.header_offset
    start = at + 30 + int.from_bytes(content[at + 26 : at + 28], "little")
    start += int.from_bytes(content[at + 28 : at + 30], "little")
    packed = content[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        return len(packed)
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise _damaged(name)
    size, machine = 0, zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        while packed and size <= most:
            size += len(machine.decompress(packed, _CHUNK))
            packed = machine.unconsumed_tail
    except zlib.error as error:
        raise _damaged(name) from error
    return size


def _damaged(name: str) -> SheetRefused:
    return SheetRefused(
        f"{name} is damaged or only half there. Open it in a spreadsheet program, save it again "
        "and hand over the new file."
    )


def _too_large(name: str) -> SheetRefused:
    return SheetRefused(
        f"{name} unpacks to more than 200 MB. Take out pictures and further sheets, or save the "
        "one sheet as CSV."
    )
