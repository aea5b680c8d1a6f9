"""The e-mails of sign-in."""

from datetime import datetime

from flask import current_app, render_template

from eventsapp.accounts.models import SignInLink
from eventsapp.mail.models import Message
from eventsapp.mail.services import queue_message


def send_sign_in_link(link: SignInLink, address: str, *, now: datetime) -> Message | None:
    """Queue the mail with the link; the link itself is made when the mail is sent."""
    facts = {"person": link.user.person, "organization": current_app.config["ORGANIZATION"]}
    return queue_message(
        kind="sign-in",
        dedupe_key=f"sign-in:{link.id}",
        recipient=address,
        recipient_name=link.user.person.printed_name,
        person_id=link.user.person_id,
        subject=render_template("accounts/email/sign_in.subject.txt", **facts),
        text=render_template("accounts/email/sign_in.txt", **facts),
        html=render_template("accounts/email/sign_in.html", **facts),
        secret=f"sign-in:{link.id}",
        refers_to=f"sign-in:{link.id}",
        now=now,
    )
