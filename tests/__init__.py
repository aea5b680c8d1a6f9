"""The tests mirror the packages: `tests/<package>/test_<file>.py`."""

from datetime import UTC, datetime

# The demonstration's first Monday: eight days before EGM 2 of the real record.
NOW = datetime(2024, 9, 23, 9, 0, tzinfo=UTC)
