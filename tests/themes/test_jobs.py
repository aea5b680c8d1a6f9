"""Nobody is reminded of themes that can no longer be chosen."""

from datetime import date

from eventsapp.extensions import db
from eventsapp.reminders.models import Deadline
from eventsapp.themes.jobs import close_what_is_told
from eventsapp.themes.services import ask
from tests.factories import NOW, make_meeting, make_person, make_room, make_round, make_user


def test_the_question_closes_once_the_rooms_are_told(app):
    asked = []
    for number, code in enumerate(("egm-7", "egm-8"), start=7):
        meeting = make_meeting(code, number=number)
        round_ = make_round(meeting, published_at=None)
        make_room(round_, theme="Water")
        officer = make_user(role="secretariat")
        ask(meeting, [make_person().id], date(2097, 4, 1), by=officer, now=NOW)
        asked.append(round_)
    asked[0].published_at = NOW

    close_what_is_told(NOW)
    close_what_is_told(NOW)

    reasons = db.session.scalars(db.select(Deadline.closed_reason).order_by(Deadline.id))
    assert list(reasons) == ["The rooms were told.", None]
