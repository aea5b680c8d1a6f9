"""Series to look at, and how their pages are read."""

import re
from datetime import date, time

from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.mail.models import Message
from tests.consultations.test_views import inputs, said
from tests.factories import NOW, make_consultation, make_meeting, make_person, take_part


def a_call(**changes):
    day = date(2024, 10, 31)
    values = {
        "starts_on": day,
        "ends_on": day,
        "audience": "experts",
        "offered_rrule": "FREQ=MONTHLY;BYDAY=-1TH",
    }
    return make_consultation(make_meeting(), "Call of the experts", **{**values, **changes})


def a_series(**changes):
    values = {
        "rrule": "FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20260326",
        "starts_at_time": time(15),
        "ends_at_time": time(16, 30),
    }
    return a_call(**{**values, **changes})


def send(client, address, **typed):
    """Send what a form showed, with what was typed over it; a box that is None is not ticked."""
    sent = {**inputs(client.get(address)), **typed}
    return client.post(
        address, data={name: value for name, value in sent.items() if value is not None}
    )


def rows(page):
    """The dates of a page, each with its state and what is to note."""
    return [said(row) for row in re.findall(r'<tr role="row">.*?</tr>', page.text, re.S)][1:]


def mails():
    return list(db.session.scalars(select(Message).order_by(Message.recipient)))


def people_of(consultation):
    """Two experts in other zones, one without a zone, and two whom it does not concern."""
    meeting = consultation.meeting
    take_part(meeting, make_person("Aroha Ngata", email="a@example.test", tz="Pacific/Auckland"))
    take_part(meeting, make_person("Bob Hill", email="b@example.test", tz="America/New_York"))
    take_part(meeting, make_person("Chen", email="c@example.test"))
    take_part(meeting, make_person("Noted", email="n@example.test"), is_expert=False)
    take_part(meeting, make_person("Gone", email="g@example.test"), left_at=NOW)
