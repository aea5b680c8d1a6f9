"""What is found in the text of a draft: its blocks, and the comments and changes that stand in it.

Plain values that `reading_docx` and `reading_text` return; what saves them is elsewhere.
"""

import re
from dataclasses import dataclass
from datetime import datetime

HEADING, PARAGRAPH, LIST_ITEM, CELL = "heading", "paragraph", "list item", "cell"
INSERT, DELETE = "insert", "delete"


_REGION = re.compile(r"-(?:[A-Za-z]{2}|\d{3})(?=-|$)")


def without_region(tag: str) -> str:
    """Return a language without its country: drafts in en-GB and en-US are one language, and
    zh-Hans and zh-Hant stay two."""
    return _REGION.sub("", tag)


@dataclass(frozen=True)
class FoundBlock:
    """A heading, paragraph, list item or row of a table, with all tracked changes accepted.

    `position` counts from 1; `level` is that of a heading (1 to 9, the title of the text 0) or of
    a list item (0 the outermost). `label` is how people cite it ("3.2", "para. 17"), `mark` the
    number that it carries in the text itself, such as "(b)", where it has one.
    """

    position: int
    kind: str
    text: str
    level: int | None = None
    label: str = ""
    mark: str = ""


@dataclass(frozen=True)
class FoundComment:
    """A comment in the margin of a Word file, on the block at `block_position`.

    `block_position` is None where the file does not say to which words it belongs. `date` has no
    zone: it is what the author's clock showed. `quoted` are the words it is about, as they read
    with all changes accepted. `answers` is the place, among the comments found, of the comment to
    which this one replies; `is_resolved` is whether Word shows its thread as resolved.
    """

    block_position: int | None
    author: str
    date: datetime | None
    quoted: str
    text: str
    answers: int | None = None
    is_resolved: bool = False


@dataclass(frozen=True)
class FoundChange:
    """A tracked change of a Word file: words of one author that were put in or taken out.

    `kind` is insert or delete. Words that were moved were taken out at one block and put in at
    another. A block that was taken out as a whole is no block any more: its change stands at the
    block before it, 0 where there is none.
    """

    block_position: int
    author: str
    date: datetime | None
    kind: str
    text: str


@dataclass(frozen=True)
class FoundDraft:
    """Everything that was read of one draft.

    `changes_total` is how many tracked changes the file has; `changes` holds the first of them,
    as many as are kept, neighbouring ones of one author put together. `doubts` are sentences about
    what was not read. `page_count` and `language` (BCP 47) are what the file says, None where it
    does not.
    """

    blocks: tuple[FoundBlock, ...]
    comments: tuple[FoundComment, ...] = ()
    changes: tuple[FoundChange, ...] = ()
    changes_total: int = 0
    page_count: int | None = None
    language: str | None = None
    doubts: tuple[str, ...] = ()
