from datetime import date, timedelta

import pytest
from sqlalchemy import select

from eventsapp.documents.models import Release
from eventsapp.documents.services import (
    add_release,
    cancel_release,
    move_release,
    reinstate_release,
)
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from tests.factories import NOW, make_consultation, make_meeting, make_release, make_user

LATER = NOW + timedelta(hours=1)


def test_a_release_opens_its_consultation(app):
    meeting = make_meeting()
    consultation = make_consultation(meeting)

    release = add_release(
        "Draft goes live",
        meeting_id=meeting.id,
        consultation_id=consultation.id,
        starts_on=date(2024, 10, 7),
        tz="Africa/Nairobi",
        now=NOW,
        source_line=322,
        as_written="the 7",
    )

    assert (release.starts_on, release.ends_on) == (date(2024, 10, 7), date(2024, 10, 7))
    assert (release.kind, release.consultation_id) == ("release", consultation.id)
    assert (release.source_line, release.as_written, release.certainty) == (322, "the 7", "firm")


@pytest.mark.parametrize(
    ("kind", "ends_on", "sentence"),
    [
        ("release", date(2024, 10, 8), "A release happens on one day."),
        ("editing window", date(2024, 10, 6), "The last day is before the first."),
    ],
)
def test_days_that_do_not_fit_are_refused(app, kind, ends_on, sentence):
    meeting = make_meeting()

    with pytest.raises(RuleBroken, match=sentence):
        add_release(
            "Draft",
            meeting_id=meeting.id,
            starts_on=date(2024, 10, 7),
            ends_on=ends_on,
            kind=kind,
            tz="Africa/Nairobi",
            now=NOW,
        )

    assert db.session.scalar(select(Release)) is None


def test_a_moved_release_gets_a_new_sequence_once(app):
    release, officer = make_release(make_meeting()), make_user(role="secretariat")

    move_release(release, date(2024, 10, 8), now=LATER, by=officer)
    move_release(release, date(2024, 10, 8), now=LATER, by=officer)

    assert (release.starts_on, release.ends_on) == (date(2024, 10, 8), date(2024, 10, 8))
    assert (release.sequence, release.changed_at) == (1, LATER)


def test_a_cancelled_release_can_be_reinstated(app):
    release, officer = make_release(make_meeting()), make_user(role="secretariat")

    cancel_release(release, now=NOW, by=officer)
    cancel_release(release, now=LATER, by=officer)
    cancelled_at = release.cancelled_at
    reinstate_release(release, now=LATER, by=officer)
    reinstate_release(release, now=LATER, by=officer)

    assert (cancelled_at, release.cancelled_at, release.sequence) == (NOW, None, 2)
