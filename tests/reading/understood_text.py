"""The one way in which these tests read minutes: bytes in, what the interface prints out."""

import io
from pathlib import Path

import docx

from eventsapp.reading.files import read_file, read_text
from eventsapp.reading.parsing import parse
from eventsapp.reading.understood import to_understood

DATA = Path(__file__).parents[1] / "data"
TEXTS = Path(__file__).parent / "texts"


def understood(text):
    """What is understood of a text."""
    return to_understood(parse(read_text(text)))


def understood_file(content, file_name):
    """What is understood of a file."""
    return to_understood(parse(read_file(content, file_name)))


def saved(document):
    """The bytes of a Word document."""
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def as_word_file(text, headings=()):
    """The same text as a Word file: items in a list, `headings` in the heading style of a level."""
    document = docx.Document()
    for line in text.split("\n"):
        if line.startswith("- "):
            document.add_paragraph(line[2:], style="List Bullet")
        elif line in headings:
            document.add_heading(line, level=headings[line])
        else:
            document.add_paragraph(line)
    return saved(document)


def codes(record):
    """The codes of the warnings, in order."""
    return [warning["code"] for warning in record["warnings"]]
