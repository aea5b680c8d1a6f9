"""What will leave later and is no message yet. Pure: what other packages tell the outbox page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

# Where blueprints put their functions, in `app.extensions`.
PROVIDERS = "eventsapp.planned"


@dataclass(frozen=True)
class Planned:
    """Mail to several people that is planned.

    `at` is the first moment of all. `why` says in a sentence whom it reaches first and when it
    stops; `unreachable` counts people who owe something and have no address. `href` leads to the
    thing itself, `skip_href` and `send_href` take a POST.
    """

    at: datetime
    title: str
    recipients: int
    zones: int
    why: str
    unreachable: int = 0
    href: str | None = None
    skip_href: str | None = None
    send_href: str | None = None


Provider = Callable[[datetime], list[Planned]]
