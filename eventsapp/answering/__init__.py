"""The page on which somebody answers a poll, on a phone and without an account."""
