"""What somebody sends with a registration form. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class SentFile:
    """One file that was sent for a question."""

    question_id: int
    file_name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Sent:
    """What somebody sent: `facts` of the person with `needs` and `consents`, `answers` by question
    (as text). `left_out` is how many files had no room."""

    email: str
    printed_name: str
    facts: Mapping[str, Any]
    answers: Mapping[str, Any]
    files: tuple[SentFile, ...] = ()
    language: str = "en"
    left_out: int = 0
