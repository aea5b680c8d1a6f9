"""The rows of `tests/test_access.py`, a file for each area of the app."""
