"""What a form on the page of a hearing carries. Pure."""

from hashlib import sha256


def page_mark(token: str) -> str:
    """Return what a form on the page of this token carries, so that only that page sends it."""
    return sha256(f"page of {token}".encode()).hexdigest()[:32]
