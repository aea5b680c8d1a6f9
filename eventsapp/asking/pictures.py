"""What a file is, by its first bytes and not by its name. Pure."""

from eventsapp.mediatypes import PDF

LARGEST = 8 * 1024 * 1024
PICTURES = ("image/jpeg", "image/png", "image/webp")
FILES = (*PICTURES, PDF)


def kind_of(content: bytes) -> str | None:
    """Return `image/jpeg`, `image/png`, `image/webp` or `application/pdf`; None for anything
    else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return PDF if content.startswith(b"%PDF-") else None
