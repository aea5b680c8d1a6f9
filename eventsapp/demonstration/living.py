"""The clash of the dialogue with which its secretariat lives: a call in somebody's night."""

from datetime import date, datetime

from eventsapp.accounts.models import User
from eventsapp.clashes.queries import found_among
from eventsapp.clashes.services import accept_clash
from eventsapp.consultations.models import Consultation
from eventsapp.planning.planned import CONSULTATION
from eventsapp.planning.queries import dated_rows, timeline_bars

_REASON = "The Pacific gets a recording on the same day, and a call of its own every third month."


def accept_nights(calls: Consultation, *, now: datetime, by: User) -> None:
    """Accept that calls at 15:00 in Nairobi are in the night of the Pacific."""
    days = date(2024, 10, 1), date(2025, 3, 31)
    bars = timeline_bars(dated_rows(*days), with_offered=False, days=days)
    own = [bar for bar in bars if (bar.kind, bar.number) == (CONSULTATION, calls.id)]
    for clash in found_among(own):
        accept_clash(clash, _REASON, by=by, now=now)
