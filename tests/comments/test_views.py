"""The form of a round of comments, sent with odd values."""

import pytest
from sqlalchemy import func, select

from eventsapp.comments.models import CommentRound
from eventsapp.extensions import db
from tests.factories import make_draft, make_user


@pytest.fixture
def engine():
    """A form is the same on both engines."""
    return "sqlite"


@pytest.mark.parametrize("tz", ["../../etc/passwd", "/etc/passwd", "Mars/Olympus", "a\0b", ""])
def test_what_is_no_time_zone_is_refused_at_its_field(app, signed_in_as, tz):
    draft = make_draft()
    desk = signed_in_as(make_user(role="secretariat"))
    typed = {"title": "On draft 1", "draft": str(draft.id), "closes_on": "17 November 2097"}
    typed |= {"closes_at_time": "18:00", "tz": tz}

    answer = desk.post(f"/documents/{draft.document_id}/comments/new", data=typed)

    assert answer.status_code == 422
    assert db.session.scalar(select(func.count(CommentRound.id))) == 0
