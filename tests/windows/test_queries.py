"""Whether a mail about a moved window is still wanted when it is about to leave."""

from eventsapp.extensions import db
from eventsapp.meetings.queries import participation_of
from eventsapp.windows.services import move_window
from eventsapp.worker import deliver_mail
from tests.factories import NOW, make_meeting, make_person, make_user, take_part
from tests.windows.test_services import EXTENDED, REASON, make_open


def test_who_left_the_meeting_or_whose_address_fails_is_not_told_of_a_move(app, outbox):
    officer, meeting = make_user(make_person(), role="secretariat"), make_meeting()
    stays, leaves, moves = make_person("Amina Diallo"), make_person("魏明"), make_person("Ana")
    for person in (stays, leaves, moves):
        take_part(meeting, person)
    move_window(
        make_open(meeting=meeting), EXTENDED, REASON, tell_meeting=True, now=NOW, by=officer
    )
    participation_of(meeting, leaves.id).left_at = NOW
    moves.addresses[0].bounced_at = NOW
    db.session.commit()

    deliver_mail(NOW)

    assert [mail["To"].addresses[0].addr_spec for mail in outbox.delivered] == [stays.email]
