"""A poll from its slots to what people answered."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from eventsapp.answering.services import answer, answer_for, take_late
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.meetings.facts import KEEP_CLOCK, KEEP_INSTANT
from eventsapp.polls.models import IF_NEED_BE, NO, YES, PollInvitee
from eventsapp.polls.queries import answers_of, best, results
from eventsapp.polls.services import (
    Facts,
    add_slots,
    ask_people,
    can_be_reminded,
    change_poll,
    close_poll,
    create_poll,
    remind,
    remove_slot,
    reopen_poll,
    stop_asking,
)
from eventsapp.polls.slots import Wall, walls
from eventsapp.reminders.jobs import queue_due_reminders
from eventsapp.reminders.queries import open_obligations
from tests.factories import NOW, make_person, make_poll, make_user

DAY = date(2024, 10, 28)
LATER = NOW + timedelta(days=2)


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), role="secretariat")


def facts(**changes):
    values = {
        "title": "Preparing EGM 3",
        "tz": "Europe/Berlin",
        "duration_minutes": 60,
        "closes_on": date(2024, 10, 20),
        "closes_at_time": time(18),
    }
    return Facts(**{**values, **changes})


def starts(poll):
    return [slot.start_at for slot in poll.slots]


def test_slots_are_made_of_days_and_hours_and_a_second_time_only_the_new_ones(officer):
    poll = create_poll(facts(), by=officer, now=NOW)
    days = [date(2024, 10, 25), date(2024, 10, 28)]  # summer time ends between them

    first = add_slots(poll, walls(days, [time(15)]), by=officer, now=NOW)
    again = add_slots(poll, walls(days, [time(9), time(15)]), by=officer, now=NOW)

    assert (len(first.made), first.known, len(again.made), again.known) == (2, 0, 2, 2)
    assert starts(poll) == [
        datetime(2024, 10, 25, 7, tzinfo=UTC),
        datetime(2024, 10, 25, 13, tzinfo=UTC),
        datetime(2024, 10, 28, 8, tzinfo=UTC),
        datetime(2024, 10, 28, 14, tzinfo=UTC),
    ]


def test_a_time_that_does_not_exist_is_refused_and_one_that_comes_twice_is_said(officer):
    poll = create_poll(facts(closes_on=date(2025, 3, 1)), by=officer, now=NOW)
    skipped = Wall(date(2025, 3, 30), time(2, 30))

    with pytest.raises(RuleBroken, match=r"does not exist: clocks go forward.*03:30 instead"):
        add_slots(poll, [skipped], by=officer, now=NOW)
    added = add_slots(poll, [Wall(date(2025, 10, 26), time(2, 30))], by=officer, now=NOW)

    assert added.twice == [Wall(date(2025, 10, 26), time(2, 30))]
    assert starts(poll) == [datetime(2025, 10, 26, 0, 30, tzinfo=UTC)]


def test_what_has_passed_or_is_too_much_is_refused_with_the_next_step(officer):
    poll = create_poll(facts(), by=officer, now=NOW)
    sixty_one = [DAY + timedelta(days=number) for number in range(61)]

    with pytest.raises(RuleBroken, match=r"has passed\. Choose a later time\."):
        add_slots(poll, [Wall(date(2024, 9, 1), time(9))], by=officer, now=NOW)
    with pytest.raises(RuleBroken, match="61 slots, and people answer at most 60"):
        add_slots(poll, walls(sixty_one, [time(9)]), by=officer, now=NOW)
    with pytest.raises(RuleBroken, match="would have closed at 27 September 2024, 18:00 Berlin"):
        create_poll(facts(closes_on=date(2024, 9, 27)), by=officer, now=NOW)


@pytest.mark.parametrize(
    ("keep", "walls_after", "hour"),
    [(KEEP_CLOCK, [time(9), time(10)], 6), (KEEP_INSTANT, [time(11), time(12)], 8)],
)
def test_a_new_zone_keeps_the_clock_or_the_instant_as_was_said(officer, keep, walls_after, hour):
    """Case 35."""
    poll = create_poll(facts(), by=officer, now=NOW)
    add_slots(poll, walls([DAY], [time(9), time(10)]), by=officer, now=NOW)
    there = facts(tz="Africa/Nairobi")

    with pytest.raises(RuleBroken, match="time on the clock or their instant"):
        change_poll(poll, there, keep=None, seen_version=poll.version, by=officer, now=NOW)
    db.session.refresh(poll)
    change_poll(poll, there, keep=keep, seen_version=poll.version, by=officer, now=NOW)

    assert [slot.starts_at_time for slot in poll.slots] == walls_after
    assert starts(poll)[0] == datetime(2024, 10, 28, hour, tzinfo=UTC)


def test_of_ten_who_were_asked_and_six_who_answered_four_are_ticked(officer, outbox):
    """Case 43."""
    people = [make_person(f"{name} {number}") for name in ("Ana", "李明") for number in range(5)]
    poll = create_poll(facts(), by=officer, now=NOW)
    add_slots(poll, [Wall(DAY, time(9))], by=officer, now=NOW)
    asked, _silent = ask_people(poll, people, by=officer, now=NOW)
    for invitee in asked[:6]:
        answer(invitee, {poll.slots[0].id: YES}, comment=None, tz=None, now=NOW)

    ticked = [one for one in poll.invitees if can_be_reminded(poll, one, LATER)]
    reminded = remind(poll, poll.invitees, by=officer, now=LATER)

    assert [one.person for one in ticked] == people[6:]
    assert reminded == ticked
    assert remind(poll, poll.invitees, by=officer, now=LATER + timedelta(hours=1)) == []
    assert [owed.person for owed in open_obligations(poll.deadline)] == people[6:]
    subjects = [mail.subject for mail in outbox]
    assert (
        subjects
        == ["When can you come? Preparing EGM 3"] * 10 + ["No answer yet: Preparing EGM 3"] * 4
    )


def test_two_days_before_the_closing_who_owes_an_answer_is_reminded_on_their_own_clock(
    app, officer, outbox
):
    poll = create_poll(facts(), by=officer, now=NOW)
    add_slots(poll, [Wall(DAY, time(9))], by=officer, now=NOW)
    tokyo, done = make_person("山田 花子", tz="Asia/Tokyo"), make_person("Bo")
    asked, _silent = ask_people(poll, [tokyo, done], by=officer, now=NOW)
    answer(asked[1], {poll.slots[0].id: NO}, comment=None, tz=None, now=NOW)
    db.session.commit()

    queue_due_reminders(datetime(2024, 10, 17, 23, 59, tzinfo=UTC))
    before = len(outbox)
    queue_due_reminders(datetime(2024, 10, 18, 0, 0, tzinfo=UTC))  # 09:00 in Tokyo

    assert (before, len(outbox)) == (2, 3)
    assert outbox[2].recipient == tokyo.email
    assert f"/polls/{poll.id}/mine" in outbox[2].text


def test_everybody_gets_one_mail_and_who_has_no_address_is_named(officer, outbox):
    poll = create_poll(facts(), by=officer, now=NOW)
    with pytest.raises(RuleBroken, match="Add slots first"):
        ask_people(poll, [officer.person], by=officer, now=NOW)
    add_slots(poll, [Wall(DAY, time(9))], by=officer, now=NOW)
    amina, bo = make_person("Amina Diallo"), make_person("ليلى حداد", email=None)

    ask_people(poll, [amina], by=officer, now=NOW)
    asked, silent = ask_people(poll, [amina, bo], by=officer, now=NOW)

    assert ([one.person for one in asked], silent) == ([bo], [bo])
    assert [mail.recipient for mail in outbox] == [amina.email]


def test_answers_are_counted_and_the_best_slots_are_those_most_can_come_to(officer):
    poll = make_poll(
        *walls([DAY], [time(9), time(15), time(20)]), asked=[make_person() for _ in range(3)]
    )
    first, second, third = (slot.id for slot in poll.slots)
    said = [{first: YES, second: NO}, {first: IF_NEED_BE, second: YES}, {second: YES, third: "x"}]
    for invitee, answers in zip(poll.invitees, said, strict=True):
        assert answer(invitee, answers, comment=None, tz="Asia/Tokyo", now=NOW)

    found = results(poll, poll.invitees)

    assert [one.counts for one in found] == [
        {YES: 1, IF_NEED_BE: 1, NO: 0},
        {YES: 2, IF_NEED_BE: 0, NO: 1},
        {YES: 0, IF_NEED_BE: 0, NO: 0},
    ]
    assert found[1].cannot == [poll.invitees[0].person]
    assert best(found) == [second]


def test_what_comes_after_the_closing_is_kept_and_counts_when_it_is_taken(officer):
    poll = make_poll(Wall(DAY, time(9)), asked=[make_person("王芳")])
    invitee, slot = poll.invitees[0], poll.slots[0].id
    answer(invitee, {slot: NO}, comment="Perhaps", tz=None, now=NOW)
    close_poll(poll, by=officer, now=NOW)

    assert not answer(invitee, {slot: YES}, comment="Now I can", tz=None, now=LATER)
    assert (answers_of(invitee), invitee.comment) == ({slot: NO}, "Perhaps")
    take_late(invitee, by=officer, now=LATER)
    take_late(invitee, by=officer, now=LATER)

    assert (answers_of(invitee), invitee.comment) == ({slot: YES}, "Now I can")
    assert (invitee.late, invitee.answered_at) == (None, LATER)
    answer_for(invitee, {slot: IF_NEED_BE, 99: YES}, comment="By phone", by=officer, now=LATER)
    assert (answers_of(invitee), invitee.comment) == ({slot: IF_NEED_BE}, "By phone")


def test_who_answered_before_the_slots_changed_is_asked_again(officer):
    poll = create_poll(facts(), by=officer, now=NOW)
    add_slots(poll, [Wall(DAY, time(9))], by=officer, now=NOW)
    (invitee,), _silent = ask_people(poll, [make_person()], by=officer, now=NOW)
    answer(invitee, {poll.slots[0].id: YES}, comment=None, tz=None, now=NOW)
    assert open_obligations(poll.deadline) == []

    add_slots(poll, [Wall(DAY, time(11))], by=officer, now=LATER)

    assert not invitee.has_answered(poll)
    assert can_be_reminded(poll, invitee, LATER)
    assert [one.person_id for one in open_obligations(poll.deadline)] == [invitee.person_id]


def test_a_slot_or_a_person_taken_off_goes_with_its_answers(officer):
    poll = create_poll(facts(), by=officer, now=NOW)
    add_slots(poll, walls([DAY], [time(9), time(11)]), by=officer, now=NOW)
    asked, _silent = ask_people(poll, [make_person(), make_person()], by=officer, now=NOW)
    first, second = poll.slots
    for invitee in asked:
        answer(invitee, {first.id: YES, second.id: NO}, comment=None, tz=None, now=NOW)

    remove_slot(first, by=officer, now=NOW)
    stop_asking(asked[0], by=officer, now=NOW)
    db.session.expire_all()

    assert [slot.id for slot in poll.slots] == [second.id]
    assert [answers_of(one) for one in poll.invitees] == [{second.id: NO}]
    add_slots(poll, [Wall(DAY, time(9))], by=officer, now=NOW)
    assert first.id not in [slot.id for slot in poll.slots]


def test_a_poll_is_closed_and_opened_again_with_its_reminders(officer):
    poll = create_poll(facts(), by=officer, now=NOW)
    close_poll(poll, by=officer, now=NOW)
    close_poll(poll, by=officer, now=LATER)
    assert (poll.closed_at, poll.deadline.closed_at) == (NOW, NOW)
    with pytest.raises(RuleBroken, match=r"is closed\. Open it again"):
        ask_people(poll, [make_person()], by=officer, now=NOW)

    reopen_poll(poll, date(2024, 11, 1), time(12), by=officer, now=LATER)

    assert (poll.is_open(LATER), poll.deadline.closed_at) == (True, None)
    assert poll.closes_at == datetime(2024, 11, 1, 11, tzinfo=UTC)
    assert poll.deadline.due_on == date(2024, 11, 1)
    assert db.session.scalars(db.select(PollInvitee)).all() == []


def test_who_has_left_the_registry_is_not_asked(officer, outbox):
    poll, gone = make_poll(Wall(DAY, time(9))), make_person()
    gone.left_at = NOW

    assert ask_people(poll, [gone], by=officer, now=NOW) == ([], [])
    assert list(outbox) == []
