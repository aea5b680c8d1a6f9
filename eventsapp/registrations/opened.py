"""What a form carries instead of a session: what it is for and when it was opened, signed. Pure.

A session ends after hours, and whoever fills a form on a bad line may take a day. The signature has
no end. It cannot be used for anything but this form: nothing that a signed-in person may do hangs
on it, so that it need not be bound to a browser as the tokens of other forms are.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from itsdangerous import BadSignature, URLSafeSerializer

from eventsapp.accounts.tokens import secret_of

# Nobody reads, types and sends in less. Programs do.
LEAST_SECONDS = 2


@dataclass(frozen=True)
class Opened:
    """One opening of one registration form by somebody.

    `client_key` makes that what is sent twice is kept once; `invitation_id` is the invitation that
    led here.
    """

    form_id: int
    client_key: str
    opened_at: datetime
    invitation_id: int | None = None

    def is_too_quick(self, now: datetime) -> bool:
        """Return whether no person can have filled the form by now. Never says so of slow
        people."""
        return (now - self.opened_at).total_seconds() < LEAST_SECONDS


def sign(opened: Opened, key: str) -> str:
    """Return what stands in the form."""
    moment = opened.opened_at.timestamp()
    facts = [opened.form_id, opened.client_key, moment, opened.invitation_id]
    return _signer(key).dumps(facts)


def unsign(text: str | None, key: str, form_id: int) -> Opened | None:
    """Return what stood in the form, or None if it is not ours or of another form."""
    try:
        found, client_key, moment, invitation_id = _signer(key).loads(text or "")
    except (BadSignature, TypeError, ValueError):
        return None
    if found != form_id:
        return None
    return Opened(found, client_key, datetime.fromtimestamp(moment, UTC), invitation_id)


def seal(page: str, number: int, key: str) -> str:
    """Return what stands in a form on somebody's own page: that it was our page that was sent."""
    return hmac.new(key.encode(), f"{page} {number}".encode(), sha256).hexdigest()


def is_sealed(text: str | None, page: str, number: int, key: str) -> bool:
    """Return whether a form comes from our page."""
    return hmac.compare_digest((text or "").encode(), seal(page, number, key).encode())


def token_of(key: str, client_key: str) -> str:
    """Return the secret of a registration's page: the same in each mail about it, kept nowhere."""
    return secret_of(key, f"registration {client_key}")


def _signer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="registration form", signer_kwargs={"digest_method": sha256})
