"""Names as they are searched. What is shown and stored is never changed."""

import unicodedata

from anyascii import anyascii


def fold_name(name: str) -> str:
    """Return a name as it is compared: no marks, lower case, single spaces (`Karen Laßmann` →
    `karen lassmann`).

    ß, ł, ø, đ and other scripts become their plain Latin letters. Two names that fold alike are not
    therefore one person.
    """
    composed = unicodedata.normalize("NFKC", name)
    return " ".join(anyascii(composed).casefold().split())
