from datetime import date

import pytest

from eventsapp.letters import queries, services
from tests.factories import NOW, make_meeting, take_part
from tests.letters.requests import (
    approved,
    issue,
    make_expert,
    make_forum,
    make_officer,
    make_request,
    submitted,
)


def test_the_queue_has_what_waits_for_the_secretariat_first_and_the_next_journey_on_top(app):
    near = make_forum("near", starts_on=date(2024, 10, 1))
    far = make_forum("far", starts_on=date(2024, 12, 1))
    officer = make_officer()
    make_request(make_expert("Draft"), near)
    to_issue = approved(make_expert("Nia"), near, officer)
    later = submitted(make_expert("Huiwen Ma"), far)
    sooner = submitted(make_expert("Sukarno"), near)

    assert queries.requests_in_queue() == [sooner, later, to_issue]
    assert queries.requests_in_queue(["approved"]) == [to_issue]
    assert queries.count_by_state() == {"draft": 1, "submitted": 2, "approved": 1}


def test_people_find_their_own_requests_and_those_they_asked_for(app):
    forum, expert, assistant = make_forum(), make_expert(), make_expert("Nia")
    own = make_request(expert, forum)
    asked = make_request(make_expert("Sukarno"), forum, asked_by_id=assistant.person_id)

    assert queries.requests_of(expert.person_id) == [own]
    assert queries.requests_of(assistant.person_id) == [asked]


def test_what_came_back_waits_for_the_person_and_what_was_sent_does_not(app):
    forum, expert, officer = make_forum(), make_expert(), make_officer()
    request = submitted(expert, forum)

    assert queries.unfinished_requests_of(expert.person_id) == []
    services.return_request(request, "Look again.", version=request.version, by=officer, now=NOW)
    assert queries.unfinished_requests_of(expert.person_id) == [request]


def test_letters_are_offered_to_meetings_that_are_on_and_not_over(app):
    today = date(2024, 9, 28)
    last_day = make_forum("last-day", starts_on=date(2024, 9, 26), ends_on=today)
    make_forum("over", starts_on=date(2024, 9, 26), ends_on=date(2024, 9, 27))
    make_forum("cancelled", cancelled_at=NOW)
    make_meeting("egm-3")

    assert queries.meetings_with_letters(today) == [last_day]


def test_an_expert_is_an_expert_of_the_whole_process_until_they_leave(app):
    forum, meeting = make_forum(), make_meeting()
    expert, observer, gone = make_expert(), make_expert("Nia"), make_expert("Sukarno")
    take_part(meeting, expert.person)
    take_part(meeting, observer.person, is_expert=False, is_observer=True)
    take_part(meeting, gone.person, left_at=NOW)

    assert [
        queries.invitation_of(make_request(user, forum), "office@eventsapp.test").capacity
        for user in (expert, observer, gone)
    ] == ["an expert", "", ""]


@pytest.fixture
def issued(app, outbox):
    """A letter and the mail about it."""
    officer, expert = make_officer(), make_expert()
    return issue(approved(expert, make_forum(), officer), officer), outbox[0], officer


def test_the_mail_about_a_valid_letter_is_still_wanted(issued):
    assert queries.still_wanted(issued[1]) is None


def test_the_mail_about_a_letter_that_was_revoked_meanwhile_is_not_wanted(issued, outbox):
    letter, mail, officer = issued

    services.revoke_letter(letter, "Called off.", by=officer, now=NOW)

    assert queries.still_wanted(mail) == "The letter is not in that state any more."
    assert queries.still_wanted(outbox[1]) is None


def test_the_mail_about_a_letter_to_a_cancelled_meeting_is_not_wanted(issued):
    letter, mail, _ = issued

    letter.meeting.cancelled_at = NOW

    assert queries.still_wanted(mail) == "The meeting was cancelled."


def test_the_mail_about_a_request_that_moved_on_is_not_wanted(app, outbox):
    expert, officer = make_expert(), make_officer()
    request = submitted(expert, make_forum())
    services.return_request(request, "Look again.", version=request.version, by=officer, now=NOW)
    wanted = queries.still_wanted(outbox[0])

    services.submit_request(request, version=request.version, by=expert, now=NOW)

    assert (wanted, queries.still_wanted(outbox[0])) == (None, "The request has moved on since.")
