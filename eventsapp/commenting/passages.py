"""The text of a draft with the comments beside it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Passage:
    """One passage as the page shows it, with the comments about it."""

    passage_id: int
    kind: str
    level: int | None
    label: str
    text: str
    comments: list[Any] = field(default_factory=list)


@dataclass
class Commented:
    """A draft with comments: on the whole, on its passages, and on what it has no more."""

    passages: list[Passage]
    whole: list[Any] = field(default_factory=list)
    gone: list[Passage] = field(default_factory=list)


def commented(
    blocks: Iterable[Any], comments: Iterable[Any], gone: Mapping[int, tuple[str, str, int]]
) -> Commented:
    """Return the text with each comment where it belongs.

    `gone` says of passages that the draft has no more how they were called and read last; what is
    not in there either is shown with the words that the comment itself kept.
    """
    text = Commented(
        [Passage(one.passage_id, one.kind, one.level, one.label, one.text) for one in blocks]
    )
    known = {one.passage_id: one for one in text.passages}
    lost: dict[int, Passage] = {}
    for comment in comments:
        number = comment.passage_id
        if number is None:
            text.whole.append(comment)
        elif number in known:
            known[number].comments.append(comment)
        else:
            label, words, _draft = gone.get(number, ("", comment.quoted or "", 0))
            place = lost.setdefault(number, Passage(number, "paragraph", None, label, words))
            place.comments.append(comment)
    text.gone = list(lost.values())
    return text
