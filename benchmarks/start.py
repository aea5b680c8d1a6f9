"""How long a person waits for the first page, and what the running product takes of the machine."""

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.instance import Instance, Reader, served
from benchmarks.rows import Row


def start(folder: Path, database_url: str, engine: str) -> Iterator[Row]:
    """Measure the first and the second start of an empty instance, web and worker together."""
    empty = Instance(folder / "empty")
    command = [sys.executable, "-m", "benchmarks.empty"]
    with served(command, empty.environment, empty.base, "/") as server:
        baseline = server.seconds_to_first_page
    baseline_is = "an empty Flask app"
    instance = Instance(folder, database_url)
    with instance.running("serve") as server:
        seconds = server.seconds_to_first_page
        yield Row(f"{engine}: first start to first page", seconds, "s", "", baseline, baseline_is)
    with instance.running("serve") as server:
        seconds = server.seconds_to_first_page
        work = f"{engine}: second start to first page"
        yield Row(work, seconds, "s", "≤ 1.5 s", baseline, baseline_is)
        reader = Reader(server.base)
        for _ in range(50):
            reader.get("/sign-in")
        yield Row(f"{engine}: memory of web and worker", server.megabytes(), "MB", "≤ 200 MB")
