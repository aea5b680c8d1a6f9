from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.invitations.emails import Wording
from eventsapp.invitations.models import Invitation
from eventsapp.invitations.queries import (
    answers_counted,
    invitation_with,
    open_invitations,
    still_wanted,
)
from eventsapp.invitations.services import (
    accept_by_registration,
    answer_invitation,
    give_back,
    give_token,
    invite,
    remind,
    stop_unsent,
    stop_unsent_reminders,
    withdraw,
)
from eventsapp.mail.models import SENT
from eventsapp.meetings.models import Participation
from eventsapp.walltime import moment_at
from eventsapp.worker import deliver_mail
from tests.factories import (
    NOW,
    make_day,
    make_invitation,
    make_meeting,
    make_person,
    make_user,
    take_part,
)

NAMES = ("فاطمة الزهراء بناني", "Biyu Wan", "Huiwen", "Łucja Żółkiewska", "王芳")


@pytest.fixture
def meeting(app):
    meeting = make_meeting(
        "egm-3",
        number=3,
        title="Expert Group Meeting on cities",
        place="Baku",
        tz="Asia/Baku",
        starts_on=date(2025, 1, 22),
        ends_on=date(2025, 1, 24),
    )
    hours = {"starts_at_time": time(9), "ends_at_time": time(17, 30)}
    moments = {
        "start_at": moment_at(date(2025, 1, 22), time(9), "Asia/Baku"),
        "end_at": moment_at(date(2025, 1, 22), time(17, 30), "Asia/Baku"),
    }
    make_day(meeting, on_date=date(2025, 1, 22), **hours, **moments)
    return meeting


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), role="secretariat")


def parts_of(meeting, names=NAMES, **changes):
    return [take_part(meeting, make_person(name), route="by hand", **changes) for name in names]


def invited(meeting, parts, officer, now=NOW):
    return invite(meeting, parts, wording=Wording(), by=officer, now=now)


def states(outbox):
    return [(message.recipient_name, message.state, message.reason) for message in outbox]


def test_who_can_be_invited_gets_one_mail_and_sent_twice_is_sent_once(meeting, officer, outbox):
    parts = parts_of(meeting)
    parts[1].person.addresses = []
    parts[2].left_at = NOW

    first = invited(meeting, parts, officer)
    again = invited(meeting, parts, officer, NOW + timedelta(seconds=3))

    able = [NAMES[0], NAMES[3], NAMES[4]]
    assert [one.participation.person.printed_name for one in first] == able
    assert again == []
    assert [message.recipient_name for message in outbox] == able
    assert answers_counted(meeting.id).unanswered == 3


def test_of_ten_invited_six_have_answered_and_four_are_reminded(meeting, officer, outbox):
    # cases.md 43: reminders to those who have not answered.
    answers = ["yes", "no", "perhaps", "yes", "yes", "no", None, None, None, None]
    for number, answer in enumerate(answers):
        make_invitation(meeting, make_person(f"Expert {number}"), answer=answer)
    parts = list(db.session.scalars(select(Participation).order_by(Participation.id)))

    reminded = remind(meeting, parts, wording=Wording(), by=officer, now=NOW)
    again = remind(meeting, parts, wording=Wording(), by=officer, now=NOW + timedelta(hours=1))

    assert len(reminded) == 4
    assert again == []
    assert [message.recipient_name for message in outbox] == [
        f"Expert {number}" for number in range(6, 10)
    ]


def test_who_answers_before_the_reminder_leaves_is_not_reminded(meeting, officer, outbox):
    mine = make_invitation(meeting, make_person("Huiwen"))
    other = make_invitation(meeting, make_person("Selma Tabet"))
    parts = [mine.participation, other.participation]
    remind(meeting, parts, wording=Wording(), by=officer, now=NOW)
    answer_invitation(mine, "yes", now=NOW)
    db.session.commit()

    deliver_mail(NOW)

    assert states(outbox) == [
        ("Huiwen", "skipped", "Huiwen has answered: yes."),
        ("Selma Tabet", "sent", None),
    ]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda one: setattr(one, "withdrawn_at", NOW), "The invitation was withdrawn."),
        (
            lambda one: setattr(one.participation.meeting, "cancelled_at", NOW),
            "EGM 3 is cancelled.",
        ),
        (lambda one: setattr(one.participation, "left_at", NOW), "Huiwen has left."),
        (
            lambda one: setattr(one.participation.person.addresses[0], "bounced_at", NOW),
            "huiwen@example.test is no address of Huiwen any more.",
        ),
    ],
)
def test_a_mail_that_is_no_longer_wanted_says_why(meeting, officer, outbox, change, why):
    part = take_part(meeting, make_person("Huiwen", email="huiwen@example.test"))
    [invitation] = invited(meeting, [part], officer)
    change(invitation)
    db.session.commit()

    deliver_mail(NOW)

    assert states(outbox) == [("Huiwen", "skipped", why)]


def test_the_links_of_invitation_and_reminder_both_lead_to_the_invitation(
    app, meeting, officer, outbox
):
    part = take_part(meeting, make_person("Huiwen"))
    [invitation] = invited(meeting, [part], officer)
    db.session.commit()
    deliver_mail(NOW)
    remind(meeting, [part], wording=Wording(), by=officer, now=NOW + timedelta(days=2))
    db.session.commit()
    deliver_mail(NOW + timedelta(days=2))

    links = {
        word
        for mail in outbox.delivered
        for word in mail.get_body(("plain",)).get_content().split()
        if "/invitations/" in word
    }

    assert [message.state for message in outbox] == [SENT, SENT]
    [link] = links
    assert invitation_with(link.rsplit("/", 1)[1]) == invitation
    assert "/invitations/" not in outbox[0].text


def test_who_declines_takes_part_no_more_and_comes_back_with_another_answer(meeting):
    invitation = make_invitation(meeting, make_person("Ngozi Okonkwo-Bâ"))

    assert answer_invitation(invitation, "no", note="I teach that week.", now=NOW)
    assert not answer_invitation(invitation, "no", note="I teach that week.", now=NOW)
    assert invitation.participation.left_at == NOW
    assert answer_invitation(invitation, "perhaps", now=NOW)

    assert invitation.participation.left_at is None
    assert (invitation.answer, invitation.note) == ("perhaps", None)
    acts = select(Entry.detail).where(Entry.subject_table == "invitation").order_by(Entry.id)
    assert db.session.scalars(acts).all() == [{"answer": "no"}, {"answer": "perhaps"}]


def test_nobody_answers_after_the_start_or_for_a_cancelled_meeting_or_against_the_secretariat(
    meeting,
):
    invitation = make_invitation(meeting, make_person("Kunal Kumar"))
    begun = moment_at(date(2025, 1, 22), time(9), "Asia/Baku")

    with pytest.raises(RuleBroken, match="EGM 3 has begun"):
        answer_invitation(invitation, "yes", now=begun)
    invitation.participation.left_at = NOW
    with pytest.raises(RuleBroken, match="noted that you do not take part"):
        answer_invitation(invitation, "yes", now=NOW)
    meeting.cancelled_at = NOW
    with pytest.raises(RuleBroken, match="EGM 3 is cancelled"):
        answer_invitation(invitation, "yes", now=NOW)


def test_an_answer_from_another_address_is_linked_to_the_one_who_was_asked(meeting):
    # cases.md 45: someone answers under another address and the invitation hangs forever.
    person = make_person("Anar Valiyev", email="anar@office.test")
    invitation = make_invitation(meeting, person)

    accept_by_registration(invitation, "anar.valiyev@home.test", now=NOW)

    assert (invitation.answer, invitation.answered_from) == ("yes", "anar.valiyev@home.test")
    assert invitation.participation.person == person
    accept_by_registration(invitation, "ANAR@office.test", now=NOW)
    assert invitation.answered_from is None


def test_an_invitation_is_withdrawn_and_given_back_with_its_link(meeting, officer):
    invitation = make_invitation(meeting, make_person("Ana Silva"))
    token = give_token(invitation, "a key only for tests")
    declined = make_invitation(meeting, make_person("Bo Nilsson"), answer="no")
    parts = [invitation.participation, declined.participation]

    assert withdraw(parts, by=officer, now=NOW) == [invitation]
    assert invitation_with(token) is None
    assert invitation.participation.left_at == NOW

    assert give_back([invitation], by=officer, now=NOW) == 1
    assert give_back([invitation], by=officer, now=NOW) == 0
    assert invitation_with(token) == invitation
    assert invitation.participation.left_at is None


def test_what_has_not_left_yet_can_be_stopped(meeting, officer, outbox):
    parts = parts_of(meeting, NAMES[:3])
    made = invited(meeting, parts, officer)
    outbox[0].state = SENT
    db.session.commit()

    assert stop_unsent(made, by=officer, now=NOW) == 2
    assert stop_unsent(made, by=officer, now=NOW) == 0

    db.session.commit()
    assert [message.state for message in outbox] == ["sent", "skipped", "skipped"]
    assert answers_counted(meeting.id).invited == 1
    # Who took part before being invited still does.
    assert [part.left_at for part in parts] == [None, None, None]


def test_reminders_that_have_not_left_can_be_stopped(meeting, officer, outbox):
    invitation = make_invitation(meeting, make_person("Ana Silva"))
    reminded = remind(meeting, [invitation.participation], wording=Wording(), by=officer, now=NOW)

    assert stop_unsent_reminders(reminded) == 1

    db.session.commit()
    assert states(outbox) == [
        ("Ana Silva", "skipped", "The secretariat stopped it before it was sent.")
    ]
    assert invitation.reminded_at is None


def test_who_was_stopped_is_invited_anew_with_another_link(meeting, officer, outbox):
    [part] = parts_of(meeting, NAMES[:1])
    [first] = invited(meeting, [part], officer)
    old = give_token(first, "a key only for tests")
    withdraw([part], by=officer, now=NOW)

    [again] = invited(meeting, [part], officer, NOW + timedelta(minutes=5))

    assert again == first
    assert len(outbox) == 2
    assert invitation_with(old) is None
    assert invitation_with(give_token(again, "a key only for tests")) == again


def test_today_shows_what_is_not_answered_yet(meeting):
    person = make_person("Rini Rachmawati")
    mine = make_invitation(meeting, person)
    cancelled = make_meeting("egm-4", number=4, starts_on=date(2025, 3, 1), cancelled_at=NOW)
    make_invitation(cancelled, person)
    make_invitation(meeting, make_person("Milou Jansen"))

    assert open_invitations(person.id, date(2025, 1, 1)) == [mine]
    assert open_invitations(person.id, date(2025, 1, 23)) == []
    mine.answer = "yes"
    assert open_invitations(person.id, date(2025, 1, 1)) == []


def test_nobody_is_invited_to_a_meeting_that_is_cancelled(meeting, officer):
    parts = parts_of(meeting, NAMES[:1])
    meeting.cancelled_at = NOW

    with pytest.raises(RuleBroken, match="EGM 3 is cancelled"):
        invited(meeting, parts, officer)
    with pytest.raises(RuleBroken, match="EGM 3 is cancelled"):
        remind(meeting, parts, wording=Wording(), by=officer, now=NOW)

    assert db.session.scalars(select(Invitation)).all() == []


def test_who_has_the_mail_already_is_told_that_the_invitation_was_withdrawn_and_nobody_else(
    meeting, officer, outbox
):
    parts = parts_of(meeting, ["Ana Silva", "王芳"])
    invited(meeting, parts, officer)
    outbox[0].state = SENT
    later = NOW + timedelta(hours=1)

    withdraw(parts, by=officer, now=later)
    withdraw(parts, by=officer, now=later)

    db.session.commit()
    assert [(one.recipient_name, one.subject[:20], one.state) for one in outbox] == [
        ("Ana Silva", "Invitation: EGM 3, W", "sent"),
        ("王芳", "Invitation: EGM 3, W", "skipped"),
        ("Ana Silva", "Invitation withdrawn", "pending"),
    ]
    assert outbox[2].secret is None
    assert still_wanted(outbox[2], later) is None


def test_a_withdrawal_that_is_undone_in_time_is_not_told(meeting, officer, outbox):
    [part] = parts_of(meeting, ["Ana Silva"])
    [invitation] = invited(meeting, [part], officer)
    outbox[0].state = SENT
    withdraw([part], by=officer, now=NOW + timedelta(hours=1))

    give_back([invitation], by=officer, now=NOW + timedelta(hours=2))

    db.session.commit()
    assert [one.state for one in outbox] == ["sent", "skipped"]
    assert outbox[1].reason == "The invitation holds again."


def test_who_was_told_of_a_withdrawal_is_told_that_it_holds_again(meeting, officer, outbox):
    [part] = parts_of(meeting, ["Ana Silva"])
    [invitation] = invited(meeting, [part], officer)
    outbox[0].state = SENT
    withdraw([part], by=officer, now=NOW + timedelta(hours=1))
    db.session.commit()
    outbox[1].state = SENT
    later = NOW + timedelta(hours=2)

    give_back([invitation], by=officer, now=later)

    db.session.commit()
    assert outbox[2].subject.startswith("Your invitation holds again: EGM 3, Wed 22")
    assert outbox[2].secret == f"invitation:{invitation.id}"
    assert still_wanted(outbox[2], later) is None
    # The link in the first mail works as before.
    assert still_wanted(outbox[1], later) == "The invitation holds again."
