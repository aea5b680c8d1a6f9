"""What experts ask to have corrected, and what staff decide about it, on both engines."""

import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.registrations.models import Correction
from eventsapp.registrations.services import accept
from tests.factories import NOW, make_person, make_user
from tests.registrations.forms import kept, make_form, page_of, register, said, sealed, typed


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), "secretariat")


def wants(client, registration, **changes):
    """What the expert types on their own page."""
    values = typed(registration.form, **changes)
    client.post(f"{page_of(registration)}/correction", data=sealed(registration, **values))


def asked():
    db.session.rollback()
    return db.session.scalars(select(Correction).order_by(Correction.id)).all()


def decide(visitor, correction, digest, decision="accept", **more):
    data = {"decision": decision, "digest": digest, **more}
    return visitor.post(f"/corrections/{correction.id}/decide", data=data)


def test_staff_correct_only_what_they_have_read(app, client, officer, signed_in_as):
    registration = register(make_form(), "Huiwen")
    wants(client, registration, printed_name="Huiwen Li")
    staff = signed_in_as(officer)
    read = asked()[0].digest
    assert read in staff.get(f"/registrations/{registration.id}").text
    wants(client, kept()[0], printed_name="H.E. Minister Li")

    late = decide(staff, asked()[0], read, reason="Gladly.")

    assert late.status_code == 409
    assert "The person changed what they ask for." in said(late)
    assert "H.E. Minister Li" in said(late)
    assert 'value="Gladly."' in late.text
    assert (kept()[0].printed_name, asked()[0].state) == ("Huiwen", "asked")
    assert decide(staff, asked()[0], asked()[0].digest).status_code == 302
    assert (kept()[0].printed_name, asked()[0].state) == ("H.E. Minister Li", "accepted")


def test_a_correction_decided_twice_is_decided_once(app, client, officer, signed_in_as):
    registration = register(make_form(), "Huiwen")
    wants(client, registration, printed_name="Huiwen Li")
    staff, read = signed_in_as(officer), asked()[0].digest

    assert decide(staff, asked()[0], read).status_code == 302
    assert decide(staff, asked()[0], read, "decline").status_code == 302
    assert asked()[0].state == "accepted"


def test_a_correction_of_what_was_corrected_meanwhile_is_not_made(
    app, client, officer, signed_in_as
):
    form = make_form()
    registration = register(form, "Huiwen", organization="Tsinghua")
    accept(registration, by_id=officer.id, now=NOW)
    wants(client, registration, printed_name="Huiwen Li", organization="Tsinghua")
    register(kept()[0].form, "Huiwen Lee", key="again", organization="Tsinghua")
    db.session.commit()
    staff = signed_in_as(officer)
    first, second = asked()
    assert decide(staff, first, first.digest).status_code == 302

    refused = decide(staff, asked()[1], second.digest)

    assert refused.status_code == 409
    assert "Another correction of what Huiwen Li sent was made" in said(refused)
    assert kept()[0].printed_name == kept()[0].person.printed_name == "Huiwen Li"
    assert decide(staff, asked()[1], asked()[1].digest, "decline").status_code == 302
    assert [one.state for one in asked()] == ["accepted", "declined"]
