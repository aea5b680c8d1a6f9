"""The first page is counted as the pages of a meeting are."""

from tests.record.conftest import counted

__all__ = ["counted"]
