"""What a search is at, and what may come next. Pure."""

from datetime import timedelta

WAITING, RUNNING, FOUND = "waiting", "running", "found"
IMPOSSIBLE, FAILED, ACCEPTED, DROPPED = "impossible", "failed", "accepted", "dropped"
# Searches that a round can have one of at a time.
OPEN = (WAITING, RUNNING)
# Searches whose result is still offered.
OFFERED = (FOUND, IMPOSSIBLE)

# What a search is for: a whole plan, or the fewest moves on the day itself.
PLAN, DAY = "plan", "day"

# A process that works on a search says so every few seconds; silent for so long, it has lost it.
BEAT_EVERY = timedelta(seconds=5)
LEASE = timedelta(seconds=60)
MOST_TRIES = 3

# How long a search may take, as people choose it.
LENGTHS = (10, 60, 300)
