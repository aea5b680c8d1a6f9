"""From the bytes of a file, or a paste, to the lines of the source."""

import re
from collections.abc import Iterator

from eventsapp.reading.linetext import line_from_text
from eventsapp.reading.structure import Doubt, Line, Source, UnreadableFile
from eventsapp.reading.wordfile import read_word_file

MOST_BYTES = 20 * 1024 * 1024
MOST_LINES = 20_000
MOST_LETTERS = 2_000_000
ENDINGS = (".docx", ".txt", ".md")

KNOWN_STARTS = (
    (b"PK\x03\x04", "a Word file or another packed file"),
    (b"\xd0\xcf\x11\xe0", "an old or protected Office file"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)


def read_file(content: bytes, file_name: str) -> Source:
    """Return the lines of a .docx, .txt or .md file.

    Raises UnreadableFile with a sentence that names the file and the next step.
    """
    _refuse_by_size(content, file_name)
    if ending_of(content, file_name) == ".docx":
        return _not_empty(read_word_file(content, file_name), file_name)
    return _not_empty(_read_bytes(content, file_name), file_name)


def ending_of(content: bytes, file_name: str) -> str:
    """Return whether a file is a .docx, .txt or .md, by its name and by how its bytes begin.

    Raises UnreadableFile with a sentence that names the file and the next step.
    """
    ending = file_name[file_name.rfind(".") :].lower() if "." in file_name else ""
    if ending == ".doc":
        raise UnreadableFile(
            f"{file_name} is in the old Word format. Open it in a word processor, save it as "
            ".docx and hand that over."
        )
    if ending not in ENDINGS:
        raise UnreadableFile(
            f"{file_name} is not a .docx, .txt or .md file. Save it as one of these."
        )
    what = next((what for start, what in KNOWN_STARTS if content.startswith(start)), None)
    if what is not None and ending != ".docx":
        raise UnreadableFile(
            f"{file_name} is called {ending} but is {what}. Save its text as {ending}, or "
            "hand over the .docx."
        )
    return ending


def text_of(content: bytes, file_name: str) -> tuple[str, str, bool]:
    """Return the text of a file, how its letters are coded, and whether that was guessed.

    Raises UnreadableFile where the bytes are those of no text.
    """
    text, encoding, is_guessed = decoded(content)
    if text is None or is_binary(text):
        raise UnreadableFile(
            f"{file_name} is not text: it holds bytes that no text has. Open it in the program "
            "that made it and save it as .docx or .txt."
        )
    return text, encoding, is_guessed


def read_text(text: str) -> Source:
    """Return the lines of a text that was pasted. Raises UnreadableFile when there is none."""
    if len(text) > MOST_BYTES:
        raise UnreadableFile("The text is longer than 20 MB. Hand over the minutes of one meeting.")
    return _not_empty(Source(lines=tuple(_lines(text)), encoding="utf-8"), "The text")


def _refuse_by_size(content: bytes, file_name: str) -> None:
    if not content:
        raise UnreadableFile(f"{file_name} is empty. Choose the file that holds the minutes.")
    if len(content) > MOST_BYTES:
        raise UnreadableFile(
            f"{file_name} is larger than 20 MB. Take out the pictures, or save only the minutes."
        )


def _not_empty(source: Source, name: str) -> Source:
    if not source.lines:
        raise UnreadableFile(f"{name} holds no words. Choose the file that holds the minutes.")
    if len(source.lines) > MOST_LINES:
        raise UnreadableFile(
            f"{name} has more than {MOST_LINES:,} lines. Hand over the minutes of one meeting."
        )
    if sum(len(line.text) for line in source.lines) > MOST_LETTERS:
        raise UnreadableFile(
            f"{name} holds more than two million letters. Hand over the minutes of one meeting."
        )
    return source


def _read_bytes(content: bytes, file_name: str) -> Source:
    text, encoding, is_guessed = text_of(content, file_name)
    doubts: tuple[Doubt, ...] = ()
    if is_guessed:
        doubts = (
            Doubt(
                "encoding-guessed",
                f"The file does not say how its letters are coded; it was read as {encoding}. "
                "Look at the accents in the names.",
                _first_unusual_line(text),
            ),
        )
    return Source(lines=tuple(_lines(text)), encoding=encoding, doubts=doubts)


def decoded(content: bytes) -> tuple[str | None, str, bool]:
    """Return text, encoding and whether it is a guess; text None where nothing fits."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return _decode(content, encoding), encoding.removesuffix("-sig"), False
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = content[offset::2]
        if half and half.count(0) > len(half) * 0.6:
            return _decode(content, encoding), encoding, True
    text = _decode(content, "utf-8")
    if text is not None:
        return text, "utf-8", False
    for encoding in ("cp1252", "latin-1"):
        text = _decode(content, encoding)
        if text is not None:
            return text, {"cp1252": "Windows-1252"}.get(encoding, "Latin-1"), True
    return None, "", False


def _decode(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def is_binary(text: str) -> bool:
    odd = sum(1 for letter in text if ord(letter) < 32 and letter not in "\t\n\r\x0b\x0c")
    return "\x00" in text or odd > len(text) / 100


def _first_unusual_line(text: str) -> int | None:
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        if not line.isascii():
            return number
    return None


def _lines(text: str) -> Iterator[Line]:
    after_blank = True
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        line = line_from_text(raw, number, after_blank)
        after_blank = line is None
        if line is not None:
            yield line
