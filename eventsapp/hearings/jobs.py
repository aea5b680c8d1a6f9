"""What the worker does for hearings: it makes their private links as mails leave."""

from flask import current_app

from eventsapp.consultations.models import Hearing
from eventsapp.extensions import db
from eventsapp.formats import link_to
from eventsapp.hearings.services import give_token


def hearing_address(hearing_id: int) -> str:
    """Return the address at which somebody is heard, without sign-in."""
    hearing = db.session.get_one(Hearing, hearing_id)
    return link_to(
        "submissions.by_link", token=give_token(hearing, current_app.config["SECRET_KEY"])
    )
