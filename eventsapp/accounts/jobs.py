"""What the worker does for sign-in."""

from datetime import datetime

from eventsapp.accounts import services
from eventsapp.accounts.models import SignInLink
from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from eventsapp.formats import link_to


def forget_attempts(now: datetime) -> None:
    """Delete tries and links that no rule looks at any more."""
    services.forget_attempts(real_utcnow())
    db.session.commit()


def sign_in_address(link_id: int) -> str:
    """Return the address of a sign-in link, with a token made now; an older token stops working."""
    link = db.session.get_one(SignInLink, link_id)
    return link_to("accounts.use_sign_in_link", token=services.give_token(link))
