"""`eventsapp breakouts`: the search without a meeting, as it is measured."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import click

from eventsapp.errors import RuleBroken
from eventsapp.placing.golfers import read_golf, solve_golfers
from eventsapp.placing.grouping import read_elements, solve_grouping
from eventsapp.placing.outcome import Outcome
from eventsapp.placing.problem import Impossible, read_egm
from eventsapp.placing.solving import DEFAULT_SECONDS, Found, Progress, solve

NO_PLAN_EXISTS = 3
ANSWER = tuple[dict[str, Any], dict[str, Any]]  # the assignment, and what is said about it


@click.group("breakouts")
def group() -> None:
    """Break-out rooms."""


@group.command("solve")
@click.argument("instance", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--seconds", type=click.FloatRange(min=0), help="Stop after this time.")
@click.option("--iterations", type=click.IntRange(min=1), help="Stop after so many tries.")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), help="Write here.")
def solve_file(
    instance: Path, seconds: float | None, iterations: int | None, seed: int, output: Path | None
) -> None:
    """Find the best placement for an instance of the breakout benchmark.

    The assignment goes to standard output or to a file; what is known about it as one JSON object
    to standard error. Exit status 3: no plan keeps all the rules, and these are the ones that
    contradict each other. The same seed and --iterations give the same plan.

    Example: eventsapp breakouts solve egm-120-mix.json --seconds 10 -o plan.json
    """
    limits: dict[str, Any] = {"seconds": seconds, "iterations": iterations, "seed": seed}
    try:
        solver, source = _read(instance)
        assignment, said = solver(source, limits)
    except Impossible as impossible:
        click.echo(json.dumps(_conflict(impossible.conflict)), err=True)
        sys.exit(NO_PLAN_EXISTS)
    text = json.dumps(assignment)
    if output is None:
        click.echo(text)
    else:
        output.write_text(text + "\n", encoding="utf-8")
    click.echo(json.dumps(said), err=True)


def _read(instance: Path) -> tuple[Callable[[Any, dict[str, Any]], ANSWER], Any]:
    try:
        source = json.loads(instance.read_text(encoding="utf-8"))
        name = source["format"]
        return SOLVERS[name], READERS[name](source)
    except (AttributeError, IndexError, KeyError, OSError, TypeError, ValueError) as error:
        raise RuleBroken(
            f"{instance.name} is no instance of the breakout benchmark ({error!r}). "
            f"Give a JSON file whose format is one of {', '.join(sorted(SOLVERS))}."
        ) from None


def _solve_meeting(problem: Any, limits: dict[str, Any]) -> ANSWER:
    with _Bar(limits["seconds"]) as report:
        found = solve(problem, **limits, report=report.hear)
    if found.plan is None:
        raise RuleBroken("The time was too short for a first plan. Give more with --seconds.")
    assignment = {"assignment": {who: list(row) for who, row in found.plan.items()}}
    return assignment, _said(found)


def _said(found: Found) -> dict[str, Any]:
    said = asdict(found)
    said.pop("plan")
    return said


def _solve_by(solver: Callable[..., Outcome], source: Any, limits: dict[str, Any]) -> ANSWER:
    outcome = solver(source, **limits)
    said = asdict(outcome)
    return said.pop("assignment"), {**said, "gap": outcome.gap}


SOLVERS: dict[str, Callable[[Any, dict[str, Any]], ANSWER]] = {
    "egm/1": _solve_meeting,
    "golf/1": partial(_solve_by, solve_golfers),
    "mdgp/1": partial(_solve_by, solve_grouping),
}
# What makes of the text of an instance what its solver takes.
READERS: dict[str, Callable[[Any], Any]] = {
    "egm/1": read_egm,
    "golf/1": read_golf,
    "mdgp/1": read_elements,
}


class _Bar:
    """A bar on a terminal that shows the best plan so far; nothing in a pipe."""

    def __init__(self, seconds: float | None) -> None:
        self.length = int(1000 * (seconds or DEFAULT_SECONDS))
        self.shown = 0
        self.total: int | None = None
        self.is_shown = sys.stderr.isatty()
        self.bar: Any = click.progressbar(
            length=self.length,
            label="Searching",
            file=sys.stderr if self.is_shown else StringIO(),
            item_show_func=lambda _: None if self.total is None else f"best {self.total:,}",
        )

    def __enter__(self) -> "_Bar":
        self.bar.__enter__()
        return self

    def __exit__(self, *failure: Any) -> None:
        self.bar.__exit__(*failure)

    def hear(self, progress: Progress) -> bool:
        """Show how far the search is; it goes on."""
        self.total = progress.total
        now = min(self.length, int(1000 * progress.seconds))
        self.bar.update(max(0, now - self.shown), current_item=progress)
        self.shown = max(now, self.shown)
        return True


def _conflict(conflict: Any) -> dict[str, Any]:
    return {"impossible": True, **(asdict(conflict) if conflict else {"core": None})}
