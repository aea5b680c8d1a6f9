"""What the rooms should be like where the rules leave a choice, in five steps a wish. Pure.

A step is a weight of the search. The step in the middle is the weight that was found to give rooms
that people call good; each step up doubles it, the step below halves it, and the lowest counts for
nothing. Only how the weights stand to one another matters, so all are twice those of the benchmark.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eventsapp.rounds.attributes import GENDER, REGION, SECTOR
from eventsapp.translation import N_

STEPS = (0, 1, 2, 3, 4)
NORMAL = 2
STEP_NAMES = (
    N_("does not matter"),
    N_("a little"),
    N_("matters"),
    N_("matters much"),
    N_("matters most"),
)
# By which attributes people may be mixed, and by which they are where nobody said it.
MIXED_BY = (REGION, GENDER, SECTOR)


@dataclass(frozen=True)
class Wish:
    """One wish: `name` is that of its weight, `normal` the weight of the step in the middle."""

    name: str
    title: str
    hint: str
    normal: int
    step: int = NORMAL

    @property
    def weights(self) -> tuple[int, ...]:
        """The weight of each step."""
        return (0, self.normal // 2, self.normal, 2 * self.normal, 4 * self.normal)


WISHES = (
    Wish(
        "theme",
        N_("Give people the themes they asked for"),
        N_("Each place in a room of a second or third choice, or of one not wanted, counts."),
        6,
    ),
    Wish(
        "no_top",
        N_("Nobody goes without their first choice"),
        N_("Everybody sits in a room of their first choice at least once."),
        20,
    ),
    Wish(
        "repeats",
        N_("Meet new people"),
        N_("Two people who were in one room are not put together again."),
        4,
    ),
    Wish(
        "switches",
        N_("Stay with the theme"),
        N_("From one round to the next people stay with the theme they worked on."),
        8,
        step=0,
    ),
    Wish(
        "diversity",
        N_("Mix people in each room"),
        N_("By what is ticked below. Who has not stated it counts for no mix."),
        2,
    ),
    Wish(
        "balance",
        N_("Rooms of the same size"),
        N_("Each seat above or below an equal share counts."),
        10,
    ),
    Wish(
        "moved",
        N_("Few moves"),
        N_("Where rooms were told or worked on already, people stay where they are."),
        50,
    ),
)
BY_NAME = {wish.name: wish for wish in WISHES}


def default_weights() -> dict[str, int]:
    """Return the weights where nobody said anything."""
    return {wish.name: wish.weights[wish.step] for wish in WISHES}


def weights_from(kept: Mapping[str, int] | None) -> dict[str, int]:
    """Return a weight for every wish: as it is kept, else the default; nonsense is the default."""
    weights = default_weights()
    for name, weight in (kept or {}).items():
        if name in weights and isinstance(weight, int) and weight >= 0:
            weights[name] = weight
    return weights


def weights_of_steps(steps: Mapping[str, int]) -> dict[str, int]:
    """Return the weights of steps by wish; a wish that is left out has its default."""
    return default_weights() | {name: BY_NAME[name].weights[step] for name, step in steps.items()}


def step_of(name: str, weight: int) -> int:
    """Return the step that is nearest to a weight."""
    weights = BY_NAME[name].weights
    return min(STEPS, key=lambda step: (abs(weights[step] - weight), step))


def mixed_by(kept: Iterable[str] | None) -> tuple[str, ...]:
    """Return the attributes by which people are mixed, in their order; all where nobody said it."""
    return MIXED_BY if kept is None else tuple(one for one in MIXED_BY if one in set(kept))
