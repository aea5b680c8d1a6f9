"""What strangers can flood: the mails to an address, and the disk. Nobody is kept out by it."""

from eventsapp.extensions import db
from tests.registrations.forms import kept, make_coming, make_form, page_of, sealed, typed


def test_whoever_floods_an_address_stops_no_registration_from_being_kept(app, client, outbox):
    form = make_form()
    path = f"/register/{form.token}"
    for number in range(5):
        client.post(path, data=typed(form, key=f"{number:032}", printed_name="A stranger"))

    answer = client.post(path, data=typed(form, key="9" * 32))

    assert answer.location == f"{path}/sent"
    assert "have it sent again" in client.get(answer.location).text
    own = kept()[-1]
    assert (own.printed_name, own.state) == ("Huiwen", "received")
    assert [message.recipient_name for message in outbox] == ["A stranger"] * 5
    client.post(f"{path}/link", data={"email": "huiwen@example.test"})
    assert "Huiwen" in [message.recipient_name for message in outbox[5:]]
    client.post(f"{page_of(own)}/confirm", data=sealed(own))
    assert [one.state for one in kept() if one.printed_name == "Huiwen"] == ["pending"]


def test_a_flood_at_one_meeting_stops_no_mail_of_another(app, client, outbox):
    form, other = make_form(), make_form(make_coming("egm-6", number=6))
    for number in range(5):
        client.post(f"/register/{form.token}", data=typed(form, key=f"{number:032}"))
        client.post(f"/register/{form.token}/link", data={"email": "huiwen@example.test"})
    db.session.commit()
    before = len(outbox)

    client.post(f"/register/{other.token}", data=typed(other, key="8" * 32))

    assert [message.subject.split(":")[0] for message in outbox[before:]] == [
        "Confirm your registration"
    ]
