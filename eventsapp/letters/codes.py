"""The code printed on a letter, by which anybody can ask whether the letter is genuine.

Eight signs in two groups, `K7QM-3XPD`. The letters I, L, O and U are left out, as in Crockford's
base 32: the first three look like figures on paper, the fourth would now and then spell a word.
"""

import unicodedata
from collections.abc import Callable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code(choose: Callable[[str], str]) -> str:
    """Return a fresh code; `choose` picks one sign of the alphabet, as `secrets.choice` does."""
    return _grouped("".join(choose(ALPHABET) for _ in range(LENGTH)))


def to_code(typed: str) -> str | None:
    """Return the code that somebody typed or scanned, written as it is printed.

    Case, spaces, dashes of every kind and full-width letters do not matter; O is read as 0, I and L
    as 1. None means that no letter of ours can carry this code.
    """
    signs = unicodedata.normalize("NFKC", typed).upper().translate(READ_AS)
    kept = "".join(sign for sign in signs if not _is_spacing(sign))
    if len(kept) != LENGTH or any(sign not in ALPHABET for sign in kept):
        return None
    return _grouped(kept)


def _is_spacing(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in {"Pd", "Cf"} or sign in "._·−"


def _grouped(signs: str) -> str:
    return f"{signs[:4]}-{signs[4:]}"
