"""Whether a mail about a date of a series is still wanted when it is about to leave."""

from datetime import date

from eventsapp.extensions import db
from eventsapp.hearings.services import stop_asking
from eventsapp.meetings.queries import participation_of
from eventsapp.series.emails import CALLED_OFF, queue_date_mails
from eventsapp.sessions.services import cancel_date
from eventsapp.worker import deliver_mail
from tests.factories import NOW, make_hearing, make_person, make_user, take_part
from tests.series.pages import a_series


def test_who_left_or_is_asked_no_more_is_not_told_that_a_date_is_called_off(app, outbox):
    officer, series = make_user(make_person(), role="secretariat"), a_series(announced_at=NOW)
    stays, leaves, heard = make_person("Amina Diallo"), make_person("魏明"), make_person("Ana")
    take_part(series.meeting, stays)
    take_part(series.meeting, leaves)
    hearing = make_hearing(series, heard)
    single = cancel_date(series, date(2024, 11, 28), reason="A storm", now=NOW, by=officer)
    assert queue_date_mails(series, single, CALLED_OFF, None, now=NOW) == 3
    participation_of(series.meeting, leaves.id).left_at = NOW
    stop_asking([hearing], now=NOW, by=officer)
    db.session.commit()

    deliver_mail(NOW)

    of_the_date = [mail for mail in outbox.delivered if "called off" in mail["Subject"].lower()]
    assert [mail["To"].addresses[0].addr_spec for mail in of_the_date] == [stays.email]
