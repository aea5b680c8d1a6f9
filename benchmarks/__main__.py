"""Run the benchmarks on both engines: `python -m benchmarks [--only mail] [--engine sqlite]`."""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.browsing import browsing
from benchmarks.imports import imports
from benchmarks.letters import letters
from benchmarks.mail import reminders
from benchmarks.pages import pages, people
from benchmarks.participants import participants
from benchmarks.placement import placement
from benchmarks.planning import planning
from benchmarks.registrations import registrations
from benchmarks.registry import registry
from benchmarks.rows import HEAD, line_of
from benchmarks.start import start
from tests.databases import ENGINES, postgresql_database, postgresql_server, sqlite_database

BENCHMARKS = {
    "start": start,
    "pages": pages,
    "people": people,
    "participants": participants,
    "registrations": registrations,
    "registry": registry,
    "planning": planning,
    "browsing": browsing,
    "mail": reminders,
    "letters": letters,
    "imports": imports,
    "placement": placement,
}


def main() -> None:
    """Measure what was asked for and print each row as soon as it is known."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", choices=BENCHMARKS, action="append", help="can be repeated")
    parser.add_argument("--engine", choices=ENGINES, action="append", help="can be repeated")
    chosen = parser.parse_args()
    print(HEAD, flush=True)
    with databases() as new_database:
        for name in chosen.only or BENCHMARKS:
            for engine in chosen.engine or ENGINES:
                _print_rows(name, engine, new_database)


def _print_rows(name: str, engine: str, new_database) -> None:
    with tempfile.TemporaryDirectory(prefix="eventsapp-bench-") as folder:
        url = new_database(engine, Path(folder)).address
        for row in BENCHMARKS[name](Path(folder), url, engine):
            print(line_of(row), flush=True)


@contextmanager
def databases() -> Iterator:
    """Give a function that makes an empty database; they go at the end."""
    with ExitStack() as stack:
        servers = []

        def make(engine: str, folder: Path):
            if engine == "sqlite":
                return stack.enter_context(sqlite_database(folder))
            if not servers:
                servers.append(stack.enter_context(postgresql_server()))
            return stack.enter_context(postgresql_database(servers[0]))

        yield make


if __name__ == "__main__":
    main()
