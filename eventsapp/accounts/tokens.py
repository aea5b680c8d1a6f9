"""Secrets of links that are the same in every mail about one thing, and are kept nowhere. Pure."""

import hmac
from datetime import UTC, datetime
from hashlib import sha256


def secret_of(key: str, said: str) -> str:
    """Return the secret that this key makes of some words: the same each time."""
    return hmac.new(key.encode(), said.encode(), sha256).hexdigest()[:43]


def token_of(key: str, kind: str, number: int, since: datetime) -> str:
    """Return the secret of the link of one row: the same in every mail about it, so that no link of
    one mail dies of another. Whoever is asked anew, at another moment, gets another."""
    return secret_of(key, f"{kind} {number} of {since.astimezone(UTC).isoformat()}")
