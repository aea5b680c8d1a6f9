"""A measured piece of work and how it is printed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measured number, with what the baseline took in the same run and what we aim at.

    The ratio is `value / baseline`, also where more is better, as for messages a second.
    """

    work: str
    value: float
    unit: str
    aim: str
    baseline: float | None = None
    baseline_is: str = ""


Benchmark = Callable[..., Iterator[Row]]

HEAD = f"{'work':<58} {'measured':>14} {'ratio':>8}  {'aim':<24} baseline"


def line_of(row: Row) -> str:
    """Return the row as one line of the table."""
    measured = f"{row.value:,.4g} {row.unit}"
    ratio = f"{row.value / row.baseline:.2f}" if row.baseline else ""
    baseline = f"{row.baseline:,.4g} {row.unit} {row.baseline_is}" if row.baseline else ""
    return f"{row.work:<58} {measured:>14} {ratio:>8}  {row.aim:<24} {baseline}".rstrip()
