"""Registration forms and what experts send, for the tests of registration."""

import re
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.registrations.asked import to_fields
from eventsapp.registrations.models import Question, Registration, RegistrationForm
from eventsapp.registrations.opened import Opened, seal, sign, token_of
from eventsapp.registrations.sent import Sent
from eventsapp.registrations.services import confirm, receive
from tests.factories import NOW, make_meeting

KEY = "a key only for tests"
MULTIPART = "multipart/form-data; boundary=x"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 50


def make_coming(code="egm-5", **changes):
    """A meeting for which people can register whenever the tests run."""
    values = {
        "number": 5,
        "starts_on": date(2097, 1, 22),
        "ends_on": date(2097, 1, 23),
        "place": "Baku",
        "tz": "Asia/Baku",
    }
    return make_meeting(code, **{**values, **changes})


def make_form(meeting=None, ways=None, **changes):
    meeting = meeting or make_coming()
    values = {
        "token": f"form-{meeting.code}",
        "tz": meeting.tz,
        "purpose": "To prepare the meeting.",
        "fields": to_fields({"country": "may", "organization": "may", **(ways or {})}),
        "is_decided_by_staff": True,
    }
    form = RegistrationForm(meeting=meeting, **{**values, **changes})
    db.session.add(form)
    db.session.flush()
    return form


def ask(form, label="Which theme first?", kind="text", **changes):
    values = {"label": label, "kind": kind, "options": [], "position": len(form.questions) + 1}
    question = Question(**{**values, **changes})
    form.questions.append(question)
    db.session.flush()
    return question


def opened(form, key="a" * 32, at=NOW - timedelta(minutes=4), invitation=None):
    return Opened(form.id, key, at, invitation.id if invitation else None)


def send(form, name="Huiwen", email="huiwen@example.test", *, key=None, now=NOW, **facts):
    """Register as somebody would who has just filled in the form."""
    invitation = facts.pop("invitation", None)
    answers, files = facts.pop("answers", {}), facts.pop("files", ())
    at = facts.pop("opened_at", now - timedelta(minutes=4))
    sent = Sent(email, name, facts, answers, files)
    mark = opened(form, key or f"{email} {now.isoformat()}", at, invitation)
    return receive(form, sent, mark, key=KEY, now=now)


def register(form, name="Huiwen", email="huiwen@example.test", *, now=NOW, **facts):
    """Register and confirm the address."""
    return confirm(send(form, name, email, now=now, **facts), now=now)


def page_of(registration):
    """The address of somebody's own page."""
    return f"/registrations/{token_of(KEY, registration.client_key)}"


def typed(form, **changes):
    """What a browser sends that has had the form open for four minutes."""
    at = datetime.now(UTC) - timedelta(minutes=4)
    mark = changes.pop("mark", Opened(form.id, changes.pop("key", "b" * 32), at))
    values = {
        "opened": sign(mark, KEY),
        "printed_name": "Huiwen",
        "email": "huiwen@example.test",
    }
    return {**values, **changes}


def multipart(values, name, file_name, content):
    """What a browser sends with a file, which may have no name."""
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in values.items()
    ]
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
    kind = "Content-Type: application/octet-stream\r\n\r\n"
    return "".join([*parts, head, kind]).encode() + content + b"\r\n--x--\r\n"


def kept():
    db.session.rollback()
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def said(page):
    """The text of a page as it is read."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split()).replace("&#39;", "'")


def sealed(registration, **more):
    return {"sealed": seal("own", registration.id, KEY), **more}
