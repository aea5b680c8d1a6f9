"""What the demonstration plans for the dialogue: only invented people are in it."""

from datetime import date

import pytest
from sqlalchemy import select

from eventsapp.agendas.models import AgendaSpeaker
from eventsapp.agendas.queries import agenda_of, announced, version_numbered
from eventsapp.clashes.models import AcceptedClash
from eventsapp.clashes.queries import found_among
from eventsapp.clock import real_utcnow
from eventsapp.comments.models import SENT, Comment, Commenter, CommentRound
from eventsapp.consultations.models import Consultation, Hearing, Submission
from eventsapp.demonstration.hearing import SECONDS_WISH
from eventsapp.demonstration.services import fill
from eventsapp.documents.models import Document
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting
from eventsapp.minutes.models import Import
from eventsapp.papers.models import PaperFile
from eventsapp.people.models import Person
from eventsapp.planning.queries import dated_rows, timeline_bars
from eventsapp.polls.models import Poll, PollInvitee
from eventsapp.sessions.models import SessionDate

# The fill runs on both engines in `test_saving.py`.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def plan(app):
    fill(real_utcnow(), "The secretariat")
    return db.session.scalars(
        select(Meeting).where(Meeting.series == "Regional dialogue", Meeting.number == 2)
    ).one()


def names(column):
    chosen = select(Person.printed_name).join(column.class_, column == Person.id)
    return set(db.session.scalars(chosen))


def test_whoever_is_asked_or_speaks_in_the_plan_is_invented(plan):
    invented = set(
        db.session.scalars(select(Person.printed_name).where(Person.is_invented.is_(True)))
    )
    columns = (
        AgendaSpeaker.person_id,
        PollInvitee.person_id,
        Hearing.person_id,
        Commenter.person_id,
    )

    assert [names(column) - invented for column in columns] == [set()] * 4
    assert [bool(names(column)) for column in columns] == [True] * 4
    record = db.session.scalars(select(Import.meeting_id)).one()
    of_the_record = select(Document.id).where(Document.meeting_id == record)
    assert db.session.scalars(of_the_record).all() == []
    free = select(Hearing.name).where(Hearing.person_id.is_(None))
    assert db.session.scalars(free).all() == [SECONDS_WISH]


def test_the_agenda_was_announced_once_and_changed_since(plan):
    version = version_numbered(plan)

    assert version.number == 1
    assert announced(version) != agenda_of(plan)
    items = [item for day in plan.days for item in day.agenda]
    assert all(item.start_at and item.end_at for item in items)
    assert len({item.track for item in items if item.track}) == 2
    # The first of each day follows from its hours; the one after lunch was pinned.
    assert [item.title for item in items if item.is_pinned] == ["What the rooms found"]


def test_one_organisation_has_two_voices_in_a_window_that_was_extended(plan):
    consultation = db.session.scalars(
        select(Consultation).where(Consultation.takes_submissions.is_(True))
    ).one()

    assert [(one.from_ends_on, one.to_ends_on) for one in consultation.moves] == [
        (date(2024, 10, 11), date(2024, 10, 25))
    ]
    assert consultation.moves[0].reason
    states = select(Submission.state).order_by(Submission.id)
    assert db.session.scalars(states).all() == ["sent", "joined"]


def test_a_single_call_was_moved_and_its_nights_are_accepted(plan):
    moved = db.session.scalars(select(SessionDate)).one()

    assert (moved.original_on, moved.on_date) == (date(2024, 12, 10), date(2024, 12, 3))
    accepted = set(db.session.scalars(select(AcceptedClash.key)))
    found = found_among(timeline_bars(dated_rows(), with_offered=True))
    assert len(accepted) == 6
    assert accepted <= {clash.key for clash in found}
    # The clashes of the record stay as they are: one is certain, two follow if calls are repeated.
    of_the_record = [clash for clash in found if clash.kind != "night"]
    assert [clash.is_certain for clash in of_the_record] == [True, False, False]


def test_the_poll_is_half_answered_and_the_second_draft_keeps_the_comments(plan):
    poll = db.session.scalars(select(Poll)).one()
    answered = [one for one in poll.invitees if one.answered_at]
    zones = {one.person.tz for one in poll.invitees}
    document = db.session.scalars(select(Document).where(Document.meeting_id == plan.id)).one()
    first, second = document.drafts
    rounds = db.session.scalars(select(CommentRound).order_by(CommentRound.id)).all()
    comments = db.session.scalars(select(Comment)).all()

    assert (len(answered), len(poll.invitees), len(zones)) == (6, 9, 9)
    assert [one.draft for one in rounds] == [first, second]
    assert second.settled_at is not None
    kept = {block.passage_id for block in second.blocks}
    assert {one.passage_id for one in comments} - kept == {None}
    assert sorted(one.state for one in comments if one.round is rounds[1]) == ["draft", SENT]
    answers = [one.group.decision for one in comments if one.group and one.group.decision]
    assert answers == ["accepted"]
    files = db.session.scalars(select(PaperFile.language).order_by(PaperFile.language))
    assert files.all() == ["en", "fr"]
