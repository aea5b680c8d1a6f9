"""What the worker does for polls: it makes their secret links as mails leave."""

from flask import current_app

from eventsapp.extensions import db
from eventsapp.formats import link_to
from eventsapp.polls.models import PollInvitee
from eventsapp.polls.services import give_token


def poll_address(invitee_id: int) -> str:
    """Return the address at which a poll is answered, without sign-in."""
    invitee = db.session.get_one(PollInvitee, invitee_id)
    token = give_token(invitee, current_app.config["SECRET_KEY"])
    return link_to("answering.answer", token=token)
