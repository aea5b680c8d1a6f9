"""How a search spends its budget: a quick cooling first, then thorough ones, then again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

HOT, COLD = 6.0, 0.5
TRIALS = 0.2  # of the budget
THOROUGH = 8_000  # steps of one core for each person in each round


@dataclass(frozen=True)
class Leg:
    """One cooling, until this share of the whole budget is spent."""

    ends: float
    hot: float
    cold: float
    from_best: bool = False

    def heat(self, share: float) -> float:
        """Return the temperature when this share of the leg is done."""
        return self.hot * (self.cold / self.hot) ** min(1.0, share)


FIRST_LEG = Leg(0.05, HOT / 2, COLD)


def trial_leg(ends: float) -> Leg:
    """Return the cooling that shows what a start is good for."""
    return Leg(ends, HOT / 2, 2 * COLD)


def legs_of(seats: int, budget: Callable[[], tuple[float, float]]) -> Iterator[Leg]:
    """Yield the legs. `budget` says what share is spent, and how many steps the whole will be.

    A thorough cooling takes a number of steps that grows with the seats to fill. If the budget
    holds more than one, the others begin from the best plan, alternately hot and warm.
    """
    number = 0
    while True:
        spent, whole = budget()
        if spent >= 1:
            return
        share = THOROUGH * seats / whole if whole else 1.0
        left = max(1, round((1 - spent) / share))
        ends = spent + (1 - spent) / left if left > 1 else 1.0
        hot = HOT if number % 2 == 0 else HOT / 2
        yield Leg(ends, hot, COLD, from_best=number > 0)
        number += 1
