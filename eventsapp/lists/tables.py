"""A list as rows and columns, for workbooks and CSV. Pure."""

from collections.abc import Iterator
from dataclasses import asdict

from eventsapp.lists.content import Content
from eventsapp.lists.terms import HEADS

# How the columns follow one another in a table.
_ORDER = (
    "section", "category", "country", "organization", "salutation", "name", "other-name",
    "function", "role", "email", "route",
)  # fmt: skip
_ALWAYS = ("section", "name", "country")


def columns_of(content: Content) -> list[str]:
    """Return the names of the columns of a table: what was chosen, and what are headings of the
    list elsewhere."""
    return [one for one in _ORDER if one in _ALWAYS or one in content.columns]


def header_of(content: Content) -> list[str]:
    """Return the headings of a table in the language of the list."""
    return [HEADS[name][content.language] for name in columns_of(content)]


def rows_of(content: Content) -> Iterator[list[str | None]]:
    """Return a row for everybody who is named, in the order of the list, and who is not in one."""
    columns = columns_of(content)
    for section in content.sections:
        for group in section.groups:
            for line in group.lines:
                cells = {**asdict(line), "section": section.title}
                yield [cells[name.replace("-", "_")] for name in columns]
    if content.others_words:
        yield [content.others_words if name == "name" else None for name in columns]
    yield [content.disclaimer if name == "name" else None for name in columns]
