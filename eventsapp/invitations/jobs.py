"""What the worker does for invitations: it makes their secret links as mails leave."""

from flask import current_app

from eventsapp.extensions import db
from eventsapp.formats import link_to
from eventsapp.invitations.models import Invitation
from eventsapp.invitations.services import give_token


def invitation_address(invitation_id: int) -> str:
    """Return the address at which an invitation is answered, without sign-in."""
    invitation = db.session.get_one(Invitation, invitation_id)
    token = give_token(invitation, current_app.config["SECRET_KEY"])
    return link_to("invitations.answer", token=token)
