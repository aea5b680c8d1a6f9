"""Who sits in a room, as a roster says it: their names and what is known of them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

MODERATOR, DEPUTY, NOTE_TAKER = "moderator", "deputy", "note_taker"
MEMBER, OBSERVER = "member", "observer"
# In this order a roster lists them.
ROLES = (MODERATOR, DEPUTY, NOTE_TAKER, MEMBER, OBSERVER)
LEADING = (MODERATOR, DEPUTY, NOTE_TAKER)


@dataclass(frozen=True)
class Member:
    """One person in a room. What nobody stated is empty; `name` is as they write it themselves."""

    person_id: int
    name: str
    role: str = MEMBER
    latin_name: str | None = None
    script_name: str | None = None
    organization: str | None = None
    function: str | None = None
    languages: tuple[str, ...] = ()
    has_left: bool = False

    @property
    def other_name(self) -> str | None:
        """The name in other letters, by which a reader can say it, where it is known."""
        others = (self.latin_name, self.script_name)
        return next((one for one in others if one and one != self.name), None)

    @property
    def own_script(self) -> str:
        """The name in the script the person uses, for a plate that stands before them."""
        return self.script_name or self.name

    @property
    def is_leading(self) -> bool:
        """Whether they lead the room or write its notes."""
        return self.role in LEADING


@dataclass(frozen=True)
class Said:
    """What somebody said for this room when they registered: the question, and their answer."""

    question: str
    answer: str


def in_order(members: Iterable[Member]) -> tuple[Member, ...]:
    """Return moderators, deputies and note-takers, then members, then observers; within a role as
    the room has them."""
    place = {role: index for index, role in enumerate(ROLES)}
    return tuple(sorted(members, key=lambda one: place.get(one.role, ROLES.index(MEMBER))))
