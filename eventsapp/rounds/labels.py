"""Labels of rooms: numbers or letters that go on from those that are there. Pure."""

from collections.abc import Collection
from string import ascii_uppercase

NUMBERS, LETTERS = "numbers", "letters"


def following_labels(there: Collection[str], count: int, style: str | None = None) -> list[str]:
    """Return the next labels, each once: letters where all that are there are letters.

    After Z come AA, AB and so on. A label that is taken is passed over.
    """
    taken = {label.casefold() for label in there}
    letters = all(label.isascii() and label.isalpha() and len(label) < 3 for label in there)
    style = style or (LETTERS if there and letters else NUMBERS)
    found: list[str] = []
    number = 0
    while len(found) < count:
        number += 1
        label = _letter(number) if style == LETTERS else str(number)
        if label.casefold() not in taken:
            found.append(label)
    return found


def _letter(number: int) -> str:
    text = ""
    while number:
        number, place = divmod(number - 1, len(ascii_uppercase))
        text = ascii_uppercase[place] + text
    return text
