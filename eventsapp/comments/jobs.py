"""What the worker does for rounds of comments: it makes their secret links as mails leave."""

from flask import current_app

from eventsapp.comments.models import Commenter
from eventsapp.comments.services import give_token
from eventsapp.extensions import db
from eventsapp.formats import link_to


def comment_address(commenter_id: int) -> str:
    """Return the address at which somebody comments, without sign-in."""
    one = db.session.get_one(Commenter, commenter_id)
    return link_to("commenting.write", token=give_token(one, current_app.config["SECRET_KEY"]))
