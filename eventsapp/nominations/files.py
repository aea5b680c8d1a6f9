"""What a file of a letter is, by its first bytes and never by its name. Pure."""

from eventsapp.mediatypes import PDF

_KINDS = {
    b"%PDF-": PDF,
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
}


def kind_of_letter(content: bytes) -> str | None:
    """Return the type of a PDF or a picture, or None for anything else."""
    return next((kind for start, kind in _KINDS.items() if content.startswith(start)), None)
