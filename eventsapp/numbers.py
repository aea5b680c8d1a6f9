"""Whole numbers as addresses, forms and files write them. A leaf, and pure."""

# The largest number of a row: the whole numbers of PostgreSQL have four bytes.
LARGEST = 2**31 - 1
LONGEST = len(str(LARGEST))


def number_in(text: str) -> int | None:
    """Return the whole number that a text is, or None for what is none or beyond every row.

    `²` counts as a digit in Python and is no number; of thousands of digits Python makes none.
    """
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST):
        return None
    number = int(text)
    return number if number <= LARGEST else None


def row_number(text: str) -> int:
    """Return the number of a row; 0, which no row has, for what is none."""
    return number_in(text) or 0
