"""What strangers can flood: the mails to an address, and the disk. Nobody is kept out by it."""

from datetime import UTC, datetime

import pytest

from eventsapp.accounts.services import is_too_often
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.registrations import views
from tests.factories import make_person, make_user
from tests.registrations.forms import (
    MULTIPART,
    PNG,
    ask,
    kept,
    make_coming,
    make_form,
    multipart,
    page_of,
    said,
    sealed,
    typed,
)


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


def test_tries_that_fail_are_counted_too_and_what_was_typed_stays(app, client):
    form = make_form()
    path = f"/register/{form.token}"
    assert client.post(path, data=typed(form, email="nowhere")).status_code == 422
    db.session.rollback()
    for _ in range(299):
        is_too_often("register-try", "127.0.0.1", most=300, real_now=datetime.now(UTC))
    db.session.commit()

    page = client.post(path, data=typed(form))

    assert page.status_code == 429
    assert 'value="Huiwen"' in page.text
    assert kept() == []


@pytest.mark.parametrize(("most", "files"), [(10_000, 2), (10, 1)])
def test_where_too_many_files_wait_the_registration_is_kept_and_staff_ask_for_its_file(
    app, client, signed_in_as, monkeypatch, most, files
):
    monkeypatch.setattr(views, "MOST_UNCONFIRMED", most)
    form = make_form()
    photo = ask(form, "Your photo", "photo", is_required=True)
    path, officer = f"/register/{form.token}", make_user(make_person("Yame"), "secretariat")
    for key in ("1", "2"):
        body = multipart(typed(form, key=key * 32), f"q{photo.id}", "me.png", PNG)
        answer = client.post(path, data=body, content_type=MULTIPART)

    page = said(client.get(answer.location))

    assert sum(len(one.files) for one in kept()) == files
    assert len(kept()) == 2
    assert "Files are kept for three days until you confirm." in page
    assert ("There was no room for your files." in page) is (files == 1)
    last = kept()[-1]
    shown = said(signed_in_as(officer).get(f"/registrations/{last.id}"))
    assert ("1 file found no room; ask for it" in shown) is (files == 1)
    left_out = [one.detail["left_out"] for one in db.session.scalars(db.select(Entry))
                if one.verb == "registered"]  # fmt: skip
    assert left_out == [0, 2 - files]
