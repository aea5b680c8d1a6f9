"""What a sent file is, by its first bytes and its parts and not by its name. Pure."""

import io
import zipfile
import zlib

from eventsapp.mediatypes import DOCX, ODT, PDF

LARGEST = 8 * 1024 * 1024


def kind_of(content: bytes) -> str | None:
    """Return the media type of a PDF, a Word or an OpenDocument text; None for anything else.

    Nothing is unpacked but the line that says what an OpenDocument file is.
    """
    if content.startswith(b"%PDF-"):
        return PDF
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" in names:
                return DOCX
            is_small = "mimetype" in names and archive.getinfo("mimetype").file_size < 100
            mime = archive.read("mimetype").decode("ascii", "replace") if is_small else ""
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error):
        return None
    return ODT if mime == ODT else None
