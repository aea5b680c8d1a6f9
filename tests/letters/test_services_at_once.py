"""Two people, or one who presses twice, at the same moment: the database decides, nobody loses."""

from collections import Counter
from threading import Barrier, Thread

from sqlalchemy import func, select

from eventsapp.accounts.models import User
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.letters import services
from eventsapp.letters.models import Letter, LetterRequest
from eventsapp.meetings.models import Meeting
from tests.factories import NOW
from tests.letters.requests import (
    DETAILS,
    approve,
    approved,
    issue,
    make_expert,
    make_forum,
    make_officer,
    submitted,
)


def at_once(app, *acts):
    """Run every act in a request of its own, all at the same moment; return what was refused."""
    start, refusals = Barrier(len(acts)), []

    def run(act):
        # As in a request of a browser: SQLite takes its lock at the start of a POST.
        with app.test_request_context(method="POST"):
            start.wait()
            try:
                act()
                db.session.commit()
            except RuleBroken as refusal:
                db.session.rollback()
                refusals.append(str(refusal))

    db.session.commit()
    db.session.remove()
    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refusals


def test_of_two_officers_who_approve_at_once_one_wins_and_the_other_learns_who(app):
    request_id = submitted(make_expert(), make_forum()).id
    officers = {make_officer(name).id: name for name in ("Grace Wanjiru", "Óscar Núñez")}

    def approve_as(user_id):
        request = db.session.get(LetterRequest, request_id)
        approve(request, db.session.get(User, user_id))

    refusals = at_once(app, *(lambda key=key: approve_as(key) for key in officers))

    request = db.session.get(LetterRequest, request_id)
    assert refusals == [
        f"This request was approved by {request.approved_by.printed_name} on 28 September 2024. "
        "Nothing was changed."
    ]
    assert request.approved_by.printed_name in officers.values()
    assert Counter(db.session.scalars(select(Entry.verb)))["approved"] == 1


def test_a_form_that_is_sent_four_times_at_once_starts_one_request(app):
    meeting_id, user_id = make_forum().id, make_expert().id

    def start():
        user = db.session.get(User, user_id)
        meeting = db.session.get(Meeting, meeting_id)
        services.start_request(meeting, user.person, DETAILS, by=user, now=NOW)

    refusals = at_once(app, *[start] * 4)

    count = db.session.scalar(select(func.count()).select_from(LetterRequest))
    assert (refusals, count) == ([], 1)
    assert Counter(db.session.scalars(select(Entry.verb))) == {"started": 1}


def test_four_officers_who_issue_at_once_get_four_numbers(app):
    forum, officer = make_forum(), make_officer()
    experts = [make_expert(f"Expert {number}") for number in range(4)]
    request_ids = [approved(expert, forum, officer).id for expert in experts]
    officer_id = officer.id

    def issue_one(request_id):
        issue(db.session.get(LetterRequest, request_id), db.session.get(User, officer_id))

    refusals = at_once(app, *(lambda key=key: issue_one(key) for key in request_ids))

    numbers = sorted(db.session.scalars(select(Letter.number)))
    assert (refusals, numbers) == ([], [f"IG-PCSC/2024/000{serial}" for serial in range(1, 5)])
