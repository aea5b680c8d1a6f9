"""In which language a paper is offered first, and which languages are missing. Pure."""

from collections.abc import Iterable, Sequence


def base(tag: str) -> str:
    """Return `pt` for `pt-BR`."""
    return tag.split("-")[0].casefold()


def read_first(languages: Sequence[str], preferred: Iterable[str]) -> list[str]:
    """Return the languages of a paper, those that a reader prefers first, then as they stand.

    `pt-BR` serves who prefers `pt`, after an exact match.
    """
    wanted = list(preferred)
    exact = [tag for tag in wanted if tag in languages]
    near = [tag for one in wanted for tag in languages if base(tag) == base(one)]
    return list(dict.fromkeys([*exact, *near, *languages]))


def missing(languages: Iterable[str], expected: Iterable[str]) -> list[str]:
    """Return the expected languages in which there is no file, in the order expected."""
    there = {base(tag) for tag in languages}
    return [tag for tag in dict.fromkeys(expected) if base(tag) not in there]
