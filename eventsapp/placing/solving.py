"""The search for the best plan: a first one by CP-SAT, then annealing on two cores at once.

The cores work in legs. After each leg the better plan of the two is kept, in an order that does
not depend on which was faster, so the same seed and number of iterations give the same plan.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice, product
from threading import Event
from time import monotonic

import numpy as np

from eventsapp.placing.bounds import lower_bound
from eventsapp.placing.conflicts import find_conflict
from eventsapp.placing.encoding import Array, Layout, lay_out, places_of, plan_of
from eventsapp.placing.legs import FIRST_LEG, TRIALS, Leg, legs_of, trial_leg
from eventsapp.placing.problem import Impossible, PersonSpec, Plan, Problem, RoomSpec, RoundSpec
from eventsapp.placing.repairing import repair
from eventsapp.placing.scoring import parts, total, violations
from eventsapp.placing.seating import BEST, anneal, go_to, new_state
from eventsapp.placing.start import first_places, other_columns

DEFAULT_SECONDS = 10.0
CORES = 2
STEPS = 20_000  # between two looks at the clock
LOOK = 0.4  # seconds between two reports
PARTING, PARTING_EACH = 0.03, 0.0003  # seconds that the end takes, and more for each person
MOST_COMBINATIONS, MOST_TRIALS = 256, 6
SECONDS_TO_EXPLAIN = 10.0
SECONDS_TO_PROVE = 60.0
SECONDS_TO_MEND, MENDING_STEPS = 20.0, 200_000


@dataclass(frozen=True)
class Progress:
    """How far a search is: the best plan so far, or None before the first."""

    plan: Plan | None
    total: int | None
    bound: float | None
    seconds: float


@dataclass(frozen=True)
class Found:
    """The best plan that was found; None if the time was too short for a first one."""

    plan: Plan | None
    total: int | None
    parts: dict[str, int]
    bound: float | None
    gap: float | None
    first_plan_seconds: float | None
    iterations: int
    seconds: float


Report = Callable[[Progress], bool]


class Budget:
    """How much of the time or of the iterations is spent, and whether somebody said stop."""

    def __init__(self, seconds: float | None, iterations: int | None) -> None:
        self.begins = monotonic()
        self.seconds = DEFAULT_SECONDS if seconds is None and iterations is None else seconds
        self.iterations = None if iterations is None else iterations // CORES
        self.stop = Event()

    @property
    def elapsed(self) -> float:
        """Seconds since the search began."""
        return monotonic() - self.begins

    @property
    def left(self) -> float:
        """Seconds that are left; without a limit of time, many."""
        return 1e6 if self.seconds is None else max(0.0, self.seconds - self.elapsed)

    def spent(self, steps: int) -> float:
        """Return the share that is spent, after so many steps of one core."""
        by_time = 0.0 if self.seconds is None else self.elapsed / max(self.seconds, 1e-9)
        by_steps = 0.0 if self.iterations is None else steps / max(self.iterations, 1)
        return 1.0 if self.stop.is_set() else min(1.0, max(by_time, by_steps))

    def next_steps(self, steps: int) -> int:
        """Return how many steps to try before the next look at the clock."""
        return STEPS if self.iterations is None else min(STEPS, self.iterations - steps)


@dataclass
class Core:
    """One annealing. What it has found so far can be read while it works."""

    layout: Layout
    budget: Budget
    number: int
    seed: int
    places: Array
    steps: int = 0
    found: tuple[int, Array] = field(init=False)

    def __post_init__(self) -> None:
        seed = self.seed * CORES + self.number + 1
        self.state = new_state(self.layout.tables, self.places, seed)
        self._publish()

    def _publish(self) -> None:
        self.found = int(self.state.facts[BEST]), self.state.best.copy()

    def begin_from(self, places: Array) -> None:
        """Go on from a plan."""
        go_to(self.layout.tables, self.state, places)

    def run(self, leg: Leg) -> None:
        """Cool through one leg, from the share that was spent when it began."""
        begins = spent = self.budget.spent(self.steps)
        while spent < leg.ends:
            steps = self.budget.next_steps(self.steps)
            if steps <= 0:
                break
            heat = leg.heat((spent - begins) / (leg.ends - begins))
            anneal(self.layout.tables, self.state, steps, heat, heat)
            self.steps += steps
            spent = self.budget.spent(self.steps)
            if self.state.facts[BEST] < self.found[0]:
                self._publish()


class Search:
    """One search, with what it has found."""

    def __init__(self, problem: Problem, budget: Budget, seed: int, report: Report | None) -> None:
        self.problem, self.budget, self.seed, self.report = problem, budget, seed, report
        self.plan: Plan | None = None
        self.total: int | None = None
        self.bound: float | None = None
        self.first_plan_seconds: float | None = None
        self.cores: list[Core] = []
        self.is_over = False

    def run(self) -> Found:
        """Search until the budget is spent or somebody says stop."""
        layout = lay_out(self.problem)
        with ThreadPoolExecutor(CORES + 1) as pool:
            try:
                self._search(layout, pool)
            finally:
                self.budget.stop.set()
        return self._found()

    def _search(self, layout: Layout, pool: ThreadPoolExecutor) -> None:
        start = pool.submit(
            first_places, layout, seconds=self.budget.left, seed=self.seed, stop=self.budget.stop
        )
        self._wait_for([start])
        places = start.result()
        if places is None:
            return
        self._take(layout, places)
        self.first_plan_seconds = self.budget.elapsed
        self._tell()
        seconds = min(SECONDS_TO_PROVE, 0.97 * self.budget.left - 0.1)
        if not self.problem.rounds:
            return
        if self.problem.baseline:
            places = self._mended(layout, places)
        proof = pool.submit(lower_bound, self.problem, seconds=seconds, report=self._prove)
        self._anneal(layout, places, pool)
        self.is_over = True
        self.bound = max(self.bound or 0.0, proof.result())

    def _mended(self, layout: Layout, places: Array) -> Array:
        """Return the start nearest to the plan before the change, where one is soon found."""
        seconds = min(SECONDS_TO_MEND, self.budget.left / 4)
        mended = repair(self.problem, seconds=seconds, seed=self.seed, steps=MENDING_STEPS)
        if mended is None:
            return places
        places = places_of(layout, mended.plan)
        self._take(layout, places)
        return places

    def _prove(self, bound: float) -> bool:
        """Hear of a better bound; nobody waits for it longer than the search takes."""
        self.bound = max(bound, self.bound or 0.0)
        return not self.is_over

    def _anneal(self, layout: Layout, places: Array, pool: ThreadPoolExecutor) -> None:
        self.cores = [Core(layout, self.budget, at, self.seed, places) for at in range(CORES)]
        self._run(pool, [FIRST_LEG] * CORES)
        self._try_languages(layout, places, pool)
        seats = len(layout.tables.singles) + len(layout.tables.unit_round)
        for leg in legs_of(seats, lambda: (self.budget.spent(self.cores[0].steps), self._whole())):
            if leg.from_best:
                self._begin_from([self._best().found[1]] * CORES)
            self._run(pool, [leg] * CORES)
        self._take(layout, self._best().found[1])

    def _try_languages(self, layout: Layout, places: Array, pool: ThreadPoolExecutor) -> None:
        """Try other working languages for the rooms, each shortly; go on with the best."""
        starts = self._starts(layout, places)
        spent = self.budget.spent(self.cores[0].steps)
        if len(starts) < CORES or spent >= 1:
            return
        trials: list[tuple[int, Array]] = []
        share = TRIALS * (1 - spent) / (len(starts) // CORES)
        for number in range(0, len(starts) - 1, CORES):
            spent = self.budget.spent(self.cores[0].steps)
            self._begin_from(starts[number : number + CORES])
            self._run(pool, [trial_leg(spent + share)] * CORES)
            trials += [(int(core.state.facts[BEST]), core.state.best.copy()) for core in self.cores]
        self._begin_from([min(trials, key=lambda trial: trial[0])[1]] * CORES)

    def _starts(self, layout: Layout, places: Array) -> list[Array]:
        """Return plans with other languages, first those that change them from round to round."""
        columns = other_columns(layout, places, seconds=self.budget.left / 10, seed=self.seed)
        choices = list(islice(product(*(range(len(some)) for some in columns)), MOST_COMBINATIONS))
        choices.sort(key=lambda chosen: max(Counter(chosen).values(), default=0))
        return [
            np.column_stack([some[at] for some, at in zip(columns, chosen, strict=True)])
            for chosen in choices[:MOST_TRIALS]
        ]

    def _begin_from(self, starts: list[Array]) -> None:
        for core, places in zip(self.cores, starts, strict=True):
            core.begin_from(places)

    def _best(self) -> Core:
        return min(self.cores, key=lambda core: core.found[0])

    def _run(self, pool: ThreadPoolExecutor, legs: list[Leg]) -> None:
        work = zip(self.cores, legs, strict=True)
        self._wait_for([pool.submit(core.run, leg) for core, leg in work])

    def _whole(self) -> float:
        """Return how many steps of one core the whole budget will have been, as far as is known."""
        if self.budget.iterations is not None:
            return float(self.budget.iterations)
        core, spent = self.cores[0], self.budget.spent(self.cores[0].steps)
        return core.steps / spent if spent > 0 else 0.0

    def _wait_for(self, work: list[Future]) -> None:
        """Wait, telling about twice a second how far it is."""
        while wait(work, timeout=LOOK).not_done:
            if self.cores:
                best = self._best()
                self._take(best.layout, best.found[1])
            self._tell()
        for one in work:
            one.result()

    def _tell(self) -> None:
        if self.report is None:
            return
        progress = Progress(self.plan, self.total, self.bound, self.budget.elapsed)
        if self.report(progress) is False:
            self.budget.stop.set()

    def _take(self, layout: Layout, places: Array) -> None:
        """Keep a plan if it is better; one that broke a rule would never be shown."""
        plan = plan_of(layout, places)
        worth = total(self.problem, plan)
        if (self.total is None or worth < self.total) and not violations(self.problem, plan):
            self.plan, self.total = plan, worth

    def _found(self) -> Found:
        gap = None
        if self.bound is not None and self.total:
            gap = max(0.0, (self.total - self.bound) / self.total)
        return Found(
            plan=self.plan,
            total=self.total,
            parts={} if self.plan is None else parts(self.problem, self.plan),
            bound=self.bound,
            gap=gap,
            first_plan_seconds=self.first_plan_seconds,
            iterations=sum(core.steps for core in self.cores),
            seconds=self.budget.elapsed,
        )


def solve(
    problem: Problem,
    *,
    seconds: float | None = None,
    iterations: int | None = None,
    seed: int = 0,
    report: Report | None = None,
) -> Found:
    """Return the best plan that is found within the limits, which keeps every rule.

    `seconds` begin when everything is loaded; `report` is called about twice a second and stops
    the search by returning False. Raises Impossible when no plan keeps all the rules.
    """
    warm_up()
    try:
        limit = None if seconds is None else seconds - PARTING - PARTING_EACH * len(problem.people)
        return Search(problem, Budget(limit, iterations), seed, report).run()
    except Impossible:
        raise Impossible(find_conflict(problem, seconds=SECONDS_TO_EXPLAIN)) from None


@cache
def warm_up() -> None:
    """Load what is compiled, or compile it the first time, which takes a quarter of a minute."""
    rooms = (RoomSpec("a", languages=("en",)), RoomSpec("b"))
    people = tuple(PersonSpec(str(number), available=(0,)) for number in range(4))
    problem = Problem((RoundSpec("1", rooms),), people)
    plan = Search(problem, Budget(None, 2 * CORES), 0, None).run().plan
    lower_bound(problem, seconds=SECONDS_TO_PROVE, steps=2)
    repair(replace(problem, baseline=plan), seconds=SECONDS_TO_MEND, steps=2)
