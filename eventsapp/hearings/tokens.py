"""The secret of a hearing. Pure."""

import hmac
from datetime import UTC, datetime
from hashlib import sha256


def token_of(key: str, hearing_id: int, asked_at: datetime) -> str:
    """Return the secret of a hearing: the same in every mail about it, so that no link of one mail
    dies of another. One asked anew after a withdrawal has another."""
    said = f"hearing {hearing_id} of {asked_at.astimezone(UTC).isoformat()}"
    return hmac.new(key.encode(), said.encode(), sha256).hexdigest()[:43]


def page_mark(token: str) -> str:
    """Return what a form on the page of this token carries, so that only that page sends it."""
    return sha256(f"page of {token}".encode()).hexdigest()[:32]
