"""What a search of schedules or groups hands back, and when it has to end."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from time import perf_counter
from typing import Any, TypeVar

import numpy as np

DEFAULT_SECONDS = 10.0
THREADS = 2

Report = Callable[[float | None, float], bool]
T = TypeVar("T")


@dataclass(frozen=True)
class SizeConflict:
    """The sizes that cannot add up. `core`: the rules that contradict one another."""

    core: tuple[str, ...]
    relaxations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """An assignment as the benchmark's checker reads it, and how good it is.

    `bound` is proven: no assignment has a lower total (a higher one where more is better).
    """

    assignment: dict[str, Any]
    total: float
    bound: float
    seconds: float
    first_plan_seconds: float
    iterations: int

    @property
    def gap(self) -> float:
        """The distance from total to bound, as a share of the total."""
        distance = abs(self.total - self.bound)
        return distance / abs(self.total) if self.total else float(distance > 0)


class Limit:
    """When a search ends: after so many seconds, so many steps, or when somebody says stop.

    Steps are shared evenly by the threads, so that the same limit in steps ends every search at
    the same point, whatever else the machine does.
    """

    def __init__(self, seconds: float | None, iterations: int | None) -> None:
        if seconds is None and iterations is None:
            seconds = DEFAULT_SECONDS
        self.seconds = seconds
        self.steps = None if iterations is None else max(1, iterations // THREADS)
        self.started = perf_counter()
        self.stopped = Event()
        # The same for compiled loops, which read it now and then: 1 means stop.
        self.bell = np.zeros(1, dtype=np.int64)

    @contextmanager
    def uncounted(self) -> Iterator[None]:
        """Stop the clock, while a search is compiled or loaded."""
        begun = perf_counter()
        yield
        self.started += perf_counter() - begun

    def end(self) -> None:
        """Stop all threads as soon as they look."""
        self.stopped.set()
        self.bell[0] = 1

    def allowed(self, steps: int, made: int) -> int:
        """Return how many of the steps a thread may still make that has made so many."""
        return steps if self.steps is None else max(0, min(steps, self.steps - made))

    def time_left(self) -> float:
        """Return the seconds to the end, at most half a second: then somebody looks again."""
        return 0.5 if self.seconds is None else min(0.5, max(0.0, self.seconds - self.passed))

    @property
    def passed(self) -> float:
        """Seconds since the start."""
        return perf_counter() - self.started

    def share(self, steps: int) -> float:
        """Return how much of what a thread may use is used, 1 and more when it must end."""
        if self.stopped.is_set():
            return 1.0
        of_time = self.passed / self.seconds if self.seconds else float(self.seconds == 0)
        of_steps = steps / self.steps if self.steps else 0.0
        return max(of_time, of_steps)


def run_threads(
    work: Callable[[int], T], limit: Limit, report: Report | None, best: Callable[[], float | None]
) -> list[T]:
    """Run `work(0)`, `work(1)`, … at once and return what each gave.

    About twice a second `report(best so far, seconds)` is asked whether to go on.
    """
    with ThreadPoolExecutor(THREADS) as pool:
        tasks: list[Future[T]] = [pool.submit(work, number) for number in range(THREADS)]
        try:
            while wait(tasks, timeout=limit.time_left() or 0.5).not_done:
                is_wanted = report is None or report(best(), limit.passed)
                if not is_wanted or not limit.time_left():
                    limit.end()
        except BaseException:
            limit.end()
            raise
        return [task.result() for task in tasks]
