"""How a search spends its budget: a quick cooling first, then thorough ones, then again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from eventsapp.placing.encoding import Layout

QUICK = 0.06  # of the budget, at most
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


def legs_of(layout: Layout, budget: Callable[[], tuple[float, float]]) -> Iterator[Leg]:
    """Yield the legs. `budget` says what share is spent, and how many steps the whole will be.

    A thorough cooling takes a number of steps that grows with the problem. If the budget holds
    more than one, the others begin from the best plan, alternately hot and warm.
    """
    hot, cold = 10.0, 0.5
    yield Leg(QUICK, hot / 3, cold)
    seats = len(layout.tables.singles) + len(layout.tables.unit_round)
    number = 0
    while True:
        spent, whole = budget()
        if spent >= 1:
            return
        share = THOROUGH * seats / whole if whole else 1.0
        left = max(1, round((1 - spent) / share))
        ends = spent + (1 - spent) / left if left > 1 else 1.0
        yield Leg(ends, hot if number % 2 == 0 else hot / 2, cold, from_best=number > 0)
        number += 1
