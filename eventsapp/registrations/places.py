"""Whether a meeting still has a place for somebody. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

NO_PLACE = "All places are taken."


class Full(StrEnum):
    """Which limit leaves no place."""

    IN_ALL = "in all"
    COUNTRY = "country"
    CATEGORY = "category"


@dataclass(frozen=True)
class Limits:
    """How many people a meeting takes: in all, of one country, of each category; None: any
    number."""

    in_all: int | None = None
    per_country: int | None = None
    per_category: Mapping[str, int] = field(default_factory=dict)

    @property
    def has_any(self) -> bool:
        """Whether there is any limit."""
        return bool(self.in_all is not None or self.per_country is not None or self.per_category)


@dataclass(frozen=True)
class Taken:
    """How many places are taken: in all, by somebody's country and by their category."""

    in_all: int = 0
    of_country: int = 0
    of_category: int = 0


def full(limits: Limits, taken: Taken, country: str | None, category: str | None) -> Full | None:
    """Return the limit that leaves no place for somebody of this country and category, or None.

    Whose country or category is not stated counts in all only.
    """
    if limits.in_all is not None and taken.in_all >= limits.in_all:
        return Full.IN_ALL
    if country and limits.per_country is not None and taken.of_country >= limits.per_country:
        return Full.COUNTRY
    most = limits.per_category.get(category or "")
    if most is not None and taken.of_category >= most:
        return Full.CATEGORY
    return None


def no_place(why: Full, country: str | None, category: str | None, name: str) -> str:
    """Return the sentence to staff who would give somebody a place that is not there."""
    which = {
        Full.IN_ALL: NO_PLACE,
        Full.COUNTRY: f"All places for {country} are taken.",
        Full.CATEGORY: f"All places for the category {category} are taken.",
    }[why]
    return f"{which} Put {name} on the waiting list, or raise the limit."
