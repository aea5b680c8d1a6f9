"""Whatever the text: reading does not stop, and nothing of it is lost."""

import json

from hypothesis import given
from hypothesis import strategies as st

from eventsapp.reading.files import read_file
from eventsapp.reading.structure import UnreadableFile
from tests.reading.understood_text import understood

PIECES_TEXT = """EGM 2 | X-Y | Day 1 – 26-09-2024
Day 2
Agenda:
- Opening
- Break-out rooms
1. Closing
Opening
Break-out rooms
Room 1: Air
Room A
Groupe B : Eau
Moderator: Ana Li
Members: Bo Li, Chi Wu and Huiwen
Members:
Rapporteur: TBC
Principles covered: Water; Air
Main points:
- Noted that the draft may be shared on 7 October but closed on 8 November.
- Proposed the 31 February
and went on from there.
Closing Remarks
.
The Chair spoke. He left.
| Room | Members |
| 3 | Ana Li |
# Heading
Time: 09:00
Principles covered:
14/15/2025"""
PIECES = st.sampled_from(PIECES_TEXT.split("\n"))
ANY_LINE = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=60)


def everything_in(record):
    """All words that a record shows somewhere: what it understood, and its warnings."""
    shown = {key: value for key, value in record.items() if key != "source"}
    return json.dumps(shown, ensure_ascii=False)


def refusal_of(read, *arguments):
    """The sentence with which a text is refused, and what was read where it was not."""
    try:
        return None, read(*arguments)
    except UnreadableFile as refusal:
        return str(refusal), None


@given(st.lists(st.one_of(PIECES, ANY_LINE, st.just("")), max_size=40))
def test_any_text_is_read_or_refused_with_a_sentence(lines):
    sentence, record = refusal_of(understood, "\n".join(lines))

    assert json.loads(json.dumps(record)) == record
    assert sentence in (
        None,
        "The text holds no words. Choose the file that holds the minutes.",
    )


@given(st.lists(PIECES, max_size=20), st.integers(min_value=0), st.booleans())
def test_a_sentence_or_a_list_item_is_never_lost(lines, place, is_item):
    sentence = "Xylophones were discussed at length by everybody who was present."
    at = place % (len(lines) + 1)
    lines = [*lines[:at], f"- {sentence}" if is_item else sentence, *lines[at:]]

    assert sentence in everything_in(understood("\n".join(lines)))


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.docx"]))
def test_any_bytes_are_read_or_refused_with_a_sentence_that_names_the_file(content, file_name):
    sentence, source = refusal_of(read_file, content, file_name)

    assert (sentence is None) == (source is not None)
    assert sentence is None or sentence.startswith(f"{file_name} ")
