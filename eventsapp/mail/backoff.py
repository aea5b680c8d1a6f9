"""When to try again, and which answers of a mail server mean that trying again helps. Pure."""

import re
from datetime import timedelta

# The first is soon, since most trouble is short; together about two days, as RFC 5321 4.5.4.1 asks.
DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=2),
    *[timedelta(hours=4)] * 11,
)
# A server that does not answer at all keeps every message waiting this long, and none is counted.
SERVER_AWAY = timedelta(seconds=30)
JITTER = 0.2


def delay_after(attempts: int, chance: float) -> timedelta | None:
    """Return how long to wait after the `attempts`-th failed try, or None: give up.

    `chance` from 0 to 1 spreads the tries over a fifth more or less, so that thousands of messages
    that failed together do not come back together.
    """
    if attempts < 1 or attempts > len(DELAYS):
        return None
    return DELAYS[attempts - 1] * (1 + JITTER * (2 * chance - 1))


def is_temporary(code: int) -> bool:
    """Return whether the server may take the message later. Source: RFC 5321, 4.2.1.

    Only 5xx is for good; whatever is no code at all (-1: the connection broke) may pass.
    """
    return not 500 <= code <= 599


def is_bad_address(code: int, answer: str) -> bool:
    """Return whether the server says that the mailbox does not exist.

    Its enhanced code (`550 5.1.1 …`) decides where there is one: 5.7 is a matter of policy.
    Source: RFC 3463, 3.2; RFC 5321, 4.2.3.
    """
    enhanced = re.search(r"\b5\.(\d{1,3})\.\d{1,3}\b", answer)
    return enhanced[1] == "1" if enhanced else code in {550, 551, 553}
