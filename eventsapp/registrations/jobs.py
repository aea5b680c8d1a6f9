"""What the worker does for registration: it makes the secret links as mails leave."""

from flask import current_app

from eventsapp.accounts.services import hash_of
from eventsapp.extensions import db
from eventsapp.formats import link_to
from eventsapp.registrations.models import Registration
from eventsapp.registrations.opened import token_of


def registration_address(registration_id: int) -> str:
    """Return the address of a registration's own page."""
    registration = db.session.get_one(Registration, registration_id)
    token = token_of(current_app.config["SECRET_KEY"], registration.client_key)
    # The key may be another than when it was sent.
    registration.token_hash = hash_of(token)
    db.session.flush()
    return link_to("registrations.own", token=token)
