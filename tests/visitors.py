"""Visitors of the product: a client without script, and the session of one who has signed in."""

import contextvars

from flask import Flask, has_app_context, session
from flask.testing import FlaskClient
from flask_login import login_user

from eventsapp.extensions import db


class Visitor(FlaskClient):
    """A browser without script, whose requests share nothing with the test but the database."""

    def open(self, *args, **kwargs):
        """Commit what the test prepared, then ask, in a context of its own."""
        if has_app_context():
            db.session.commit()
        return contextvars.Context().run(super().open, *args, **kwargs)


def signed_in_session(app: Flask, visitor: dict, user) -> dict:
    """Return what the session holds once `user` has signed in from this machine and program."""

    def sign_in():
        agent = {"User-Agent": visitor["HTTP_USER_AGENT"]}
        with app.test_request_context(environ_base=visitor, headers=agent):
            login_user(user)
            return dict(session)

    return contextvars.Context().run(sign_in)


def signed_in_cookie(app: Flask, agent: str, user) -> str:
    """Return the session cookie of a program on this machine in which `user` has signed in."""
    signer = app.session_interface.get_signing_serializer(app)
    visitor = {"REMOTE_ADDR": "127.0.0.1", "HTTP_USER_AGENT": agent}
    return signer.dumps(signed_in_session(app, visitor, user))
