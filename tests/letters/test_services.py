"""What happens to a request before it becomes a letter."""

from datetime import date

import pytest
from sqlalchemy import select

from eventsapp.accounts.models import SECRETARIAT, User
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.letters import services
from eventsapp.reminders.models import Obligation
from eventsapp.reminders.queries import open_obligations
from tests.factories import NOW, make_deadline
from tests.letters.requests import (
    DETAILS,
    NUMBER,
    approve,
    make_expert,
    make_forum,
    make_officer,
    make_request,
    submitted,
)


@pytest.fixture
def forum(app):
    return make_forum()


@pytest.fixture
def expert(app):
    return make_expert()


@pytest.fixture
def officer(app):
    return make_officer()


def verbs():
    return list(db.session.scalars(select(Entry.verb).order_by(Entry.id)))


def test_a_request_is_started_once_however_often_the_form_is_sent(forum, expert):
    first = services.start_request(forum, expert.person, DETAILS, by=expert, now=NOW)
    second = services.start_request(forum, expert.person, {}, by=expert, now=NOW)

    assert (second.id, second.details, verbs()) == (first.id, DETAILS, ["started"])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"takes_letter_requests": False}, "No letters are asked for here to World Urban Forum. "
         "Write to the secretariat."),
        ({"cancelled_at": NOW}, "The meeting was cancelled, so no letter is needed any more."),
        ({"starts_on": date(2024, 9, 20), "ends_on": date(2024, 9, 24)},
         "World Urban Forum ended on 24 September 2024."),
    ],
)  # fmt: skip
def test_a_meeting_that_needs_no_letters_takes_no_request(app, expert, changes, sentence):
    forum = make_forum(**changes)

    with pytest.raises(RuleBroken) as refusal:
        services.start_request(forum, expert.person, DETAILS, by=expert, now=NOW)

    assert str(refusal.value) == sentence


def test_a_text_that_is_older_than_the_record_overwrites_nothing(forum, expert, officer):
    request = make_request(expert, forum)
    read = request.version
    services.save_draft(
        request, {**DETAILS, "nationality": "UKR"}, version=read, by=officer, now=NOW
    )

    with pytest.raises(services.OlderThanRecord) as refusal:
        services.save_draft(request, DETAILS, version=read, by=expert, now=NOW)

    assert str(refusal.value) == (
        "Somebody saved another text while this page was open. Compare the two, then save again."
    )
    assert request.details["nationality"] == "UKR"


def test_a_request_that_was_sent_is_not_written_in_any_more(forum, expert):
    request = submitted(expert, forum)

    with pytest.raises(RuleBroken) as refusal:
        services.save_draft(request, {}, version=request.version, by=expert, now=NOW)

    assert str(refusal.value) == (
        "This request was sent and waits for an answer on 28 September 2024. "
        "It cannot be changed any more."
    )


def test_an_incomplete_request_is_not_sent(forum, expert):
    request = make_request(expert, forum)
    request.details = {**DETAILS, "expires_on": ""}
    db.session.flush()

    with pytest.raises(RuleBroken) as refusal:
        services.submit_request(request, version=request.version, by=expert, now=NOW)

    assert (str(refusal.value), request.state) == (
        "The request is not complete. Fill in what is missing, then send it.",
        "draft",
    )


def test_who_was_to_ask_by_a_deadline_has_done_it_until_the_request_comes_back(
    forum, expert, officer
):
    other = make_expert("Nia")
    page = {"page_endpoint": "letters.new", "page_arguments": {"meeting": forum.code}}
    asking = make_deadline(
        "Ask for a letter", owed_by=[expert.person, other.person], meeting_id=forum.id, **page
    )
    make_deadline("Send your slides", owed_by=[expert.person], meeting_id=forum.id)

    request = submitted(expert, forum)
    assert done() == {
        ("Ask for a letter", expert.person_id): NOW,
        ("Ask for a letter", other.person_id): None,
        ("Send your slides", expert.person_id): None,
    }
    services.return_request(request, "Look again.", version=request.version, by=officer, now=NOW)

    assert open_obligations(asking) == asking.obligations


def done():
    rows = db.session.scalars(select(Obligation))
    return {(row.deadline.title, row.person_id): row.done_at for row in rows}


def test_a_returned_request_tells_the_person_and_not_the_reason(forum, expert, officer, outbox):
    request = submitted(expert, forum)

    services.return_request(
        request, "The given name differs.", version=request.version, by=officer, now=NOW
    )

    assert (request.state, request.reason) == ("returned", "The given name differs.")
    assert [(m.recipient, m.kind, m.refers_to) for m in outbox] == [
        (expert.person.email, "letter", f"letter_request:{request.id}:returned")
    ]
    assert "given name" not in outbox[0].text + outbox[0].html


def test_a_reason_with_the_passport_number_is_not_kept(forum, expert, officer):
    request = submitted(expert, forum)

    with pytest.raises(RuleBroken) as refusal:
        services.return_request(
            request, f"{NUMBER} ends soon", version=request.version, by=officer, now=NOW
        )

    assert (str(refusal.value), request.state) == (
        "The reason holds the passport number. Write it without the number.",
        "submitted",
    )


def test_a_person_without_address_is_returned_a_request_and_no_mail(forum, officer, outbox):
    expert = make_expert("Sukarno", email=None)
    request = submitted(expert, forum)

    services.return_request(request, "Look again.", version=request.version, by=officer, now=NOW)

    assert (request.state, len(outbox)) == ("returned", 0)


def test_whoever_is_named_in_a_request_does_not_approve_it(forum, officer):
    request = submitted(officer, forum)

    with pytest.raises(RuleBroken) as refusal:
        approve(request, officer)

    assert str(refusal.value) == "This letter is for you. Somebody else approves it."
    assert request.state == "submitted"


@pytest.mark.parametrize("part", ["asked_by_id", "prepared_by_id"])
def test_whoever_asked_for_a_request_or_prepared_it_does_not_approve_it(
    forum, expert, officer, part
):
    request = make_request(expert, forum, **{part: officer.person_id})
    services.submit_request(request, version=request.version, by=expert, now=NOW)

    with pytest.raises(RuleBroken) as refusal:
        approve(request, officer)

    assert str(refusal.value) == (
        "You asked for this letter or prepared it. Somebody else approves it."
    )


def test_whoever_once_wrote_in_a_request_is_its_maker_for_good(forum, expert, officer):
    request = make_request(expert, forum)
    services.save_draft(request, DETAILS, version=request.version, by=officer, now=NOW)
    services.save_draft(request, DETAILS, version=request.version, by=expert, now=NOW)
    services.submit_request(request, version=request.version, by=expert, now=NOW)

    with pytest.raises(RuleBroken):
        approve(request, officer)
    approve(request, make_officer("Óscar Núñez"))

    assert (request.state, request.approved_by.printed_name) == ("approved", "Óscar Núñez")


def test_the_maker_is_a_person_and_another_account_does_not_help(forum, expert, officer):
    request = submitted(officer, forum)
    second_account = User(id=999, person_id=officer.person_id, role=SECRETARIAT)

    assert services.why_not_approve(request, second_account) == (
        "This letter is for you. Somebody else approves it."
    )


def test_of_two_approvals_one_wins_and_the_other_learns_who(forum, expert, officer):
    request = submitted(expert, forum)
    read = request.version
    approve(request, officer)

    with pytest.raises(RuleBroken) as refusal:
        services.approve_request(
            request, "host", version=read, by=make_officer("Óscar Núñez"), now=NOW
        )

    assert str(refusal.value) == (
        "This request was approved by Grace Wanjiru on 28 September 2024. Nothing was changed."
    )
    assert request.details["paid_by"] == "secretariat"


def test_an_approval_of_a_text_that_was_not_read_is_refused(forum, expert, officer):
    request = submitted(expert, forum)

    with pytest.raises(RuleBroken) as refusal:
        services.approve_request(request, "host", version=request.version - 1, by=officer, now=NOW)

    assert str(refusal.value) == (
        "Somebody changed this request while you read it. Look at it again."
    )


def test_an_approval_says_who_pays(forum, expert, officer):
    request = submitted(expert, forum)

    with pytest.raises(RuleBroken) as refusal:
        services.approve_request(request, "", version=request.version, by=officer, now=NOW)

    assert str(refusal.value) == "Say who pays for the journey, because the letter says so."


def test_a_withdrawn_request_makes_room_for_a_new_one(forum, expert):
    request = submitted(expert, forum)
    services.withdraw_request(request, version=request.version, by=expert, now=NOW)

    again = services.start_request(forum, expert.person, DETAILS, by=expert, now=NOW)

    assert (request.state, again.id != request.id) == ("withdrawn", True)
