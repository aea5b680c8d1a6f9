"""Which languages the people of a room have in common. Pure.

Only what the registry holds counts: whoever stated no language is counted as unknown, and a room is
said to lack a common language only by those who stated theirs. `fr-CA` is French.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eventsapp.mixing.sittings import Room, Sitter, Sitting


@dataclass(frozen=True)
class Tongues:
    """The languages of one room: `speakers` by language, those of most first; `known` people stated
    theirs, `unknown` did not. `common` are spoken by all who stated theirs, and `working` those of
    them in which the room was to work (all, where it names none)."""

    room: Room
    speakers: Mapping[str, int]
    known: int
    unknown: int
    common: tuple[str, ...]
    working: tuple[str, ...]
    best: str | None
    without_best: tuple[int, ...]

    @property
    def lacks(self) -> bool:
        """Whether those who stated their languages cannot all work in one."""
        return self.known > 0 and not self.working


def tongues(room: Room, sittings: Iterable[Sitting], sitters: Mapping[int, Sitter]) -> Tongues:
    """Return what the people of a room speak. `best` is the language of the room, or any where it
    names none, that most of them speak; `without_best` who does not."""
    people = [one.person_id for one in sittings if one.room_id == room.room_id]
    spoken = {person: _base(sitters[person].languages) for person in people}
    known = {person: said for person, said in spoken.items() if said}
    counted = Counter(language for said in known.values() for language in sorted(said))
    speakers = dict(sorted(counted.items(), key=lambda one: (-one[1], one[0])))
    common = tuple(one for one, number in speakers.items() if number == len(known))
    asked = _base(room.languages)
    working = tuple(one for one in common if not asked or one in asked)
    best = next((one for one in speakers if not asked or one in asked), None)
    without = tuple(person for person, said in known.items() if best not in said)
    unknown = len(people) - len(known)
    return Tongues(room, speakers, len(known), unknown, common, working, best, without)


def _base(tags: Iterable[str] | None) -> frozenset[str]:
    """Return the languages without their regions and scripts."""
    return frozenset(tag.replace("_", "-").split("-")[0].casefold() for tag in tags or ())
