"""What a file of a paper is, by its content and not by its name, and whether it is whole. Pure."""

import io
import zipfile
import zlib

from eventsapp.errors import RuleBroken
from eventsapp.mediatypes import DOCX, ODP, ODS, ODT, PDF, PPTX, XLSX

LARGEST = 20 * 1024 * 1024
MOST_PARTS = 5_000
LARGEST_UNPACKED = 200 * 1024 * 1024
# The part without which a packed document is none, and what the document is then.
_PARTS = {
    "word/document.xml": DOCX,
    "ppt/presentation.xml": PPTX,
    "xl/workbook.xml": XLSX,
}
ENDINGS = {
    PDF: "pdf",
    DOCX: "docx",
    PPTX: "pptx",
    XLSX: "xlsx",
    ODT: "odt",
    ODP: "odp",
    ODS: "ods",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(content: bytes, name: str) -> str:
    """Return the media type of a PDF, an Office or an OpenDocument file.

    Raises RuleBroken, with a sentence that names the file, for anything else, for a file that is
    broken off or damaged, and for one that holds macros or unpacks to too much.
    """
    if not content:
        raise RuleBroken(f"“{name}” is empty. Save it anew and choose it again.")
    if len(content) > LARGEST:
        raise RuleBroken(f"“{name}” is larger than 20 MB. Save it smaller, for example as a PDF.")
    if content.startswith(b"%PDF-"):
        return _whole_pdf(content, name)
    if content.startswith(_OLD_OFFICE):
        raise RuleBroken(
            f"“{name}” is of an old format, or locked with a password. Save it as PDF, or anew "
            "as .docx, .pptx or .xlsx without a password."
        )
    if content.startswith(b"PK\x03\x04"):
        return _packed(content, name)
    raise _unknown(name)


def name_of(name: str, kind: str) -> str:
    """Return the name under which a file of this kind is kept: without folders, with its ending."""
    plain = name.replace("\\", "/").rpartition("/")[2].strip()
    plain = "".join(sign for sign in plain if sign.isprintable())[-200:] or "paper"
    ending = f".{ENDINGS[kind]}"
    return plain if plain.casefold().endswith(ending) else plain + ending


def _whole_pdf(content: bytes, name: str) -> str:
    if b"%%EOF" not in content[-2048:]:
        raise RuleBroken(f"“{name}” breaks off before its end. Save it anew and choose it again.")
    return PDF


def _packed(content: bytes, name: str) -> str:
    broken = RuleBroken(f"“{name}” is damaged and cannot be opened. Save it anew and try again.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_size(parts, name)
            if archive.testzip() is not None:
                raise broken
            names = {part.filename for part in parts}
            if any(one.casefold().endswith("vbaproject.bin") for one in names):
                raise RuleBroken(f"“{name}” holds macros. Save it without them, or as a PDF.")
            found = next((kind for part, kind in _PARTS.items() if part in names), None)
            return found or _open_document(archive, names, name)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError,
            ValueError) as error:  # fmt: skip
        raise broken from error


def _check_size(parts: list[zipfile.ZipInfo], name: str) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise RuleBroken(f"“{name}” unpacks to too much to be a paper. Save it as a PDF.")


def _open_document(archive: zipfile.ZipFile, names: set[str], name: str) -> str:
    stated = archive.read("mimetype").decode("ascii", "replace") if "mimetype" in names else ""
    if stated not in ENDINGS or "content.xml" not in names:
        raise _unknown(name)
    return stated


def _unknown(name: str) -> RuleBroken:
    return RuleBroken(
        f"“{name}” is no PDF, Word, PowerPoint, Excel or OpenDocument file, whatever its name "
        "says. Choose another file."
    )
