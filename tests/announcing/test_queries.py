"""Whom the state of a meeting concerns."""

from eventsapp.announcing.queries import people_told
from eventsapp.extensions import db
from eventsapp.registrations.models import Registration, RegistrationForm
from tests.factories import NOW, make_invitation, make_meeting, make_person


def test_whoever_was_invited_and_registered_is_counted_once(app):
    meeting, other = make_meeting(), make_meeting("egm-3", number=3)
    amina, lucja = make_person(), make_person("Łucja Wiśniewska")
    make_invitation(meeting, amina)
    make_invitation(meeting, lucja)
    make_invitation(meeting, make_person("Huiwen"), withdrawn_at=NOW)
    make_invitation(other, make_person("ليلى حداد"))
    form = RegistrationForm(meeting_id=meeting.id, token="t", tz="Africa/Nairobi", purpose="…")
    db.session.add(form)
    db.session.flush()
    for key, person_id in (("one", amina.id), ("other", None)):
        db.session.add(
            Registration(
                form_id=form.id,
                person_id=person_id,
                client_key=key,
                printed_name="Amina Diallo",
                email="amina@example.test",
                received_at=NOW,
            )
        )
    db.session.flush()

    assert people_told(meeting) == 3
