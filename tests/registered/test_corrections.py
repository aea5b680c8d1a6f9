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


def make_two(**limits):
    """Two who take part without staff: one for Kenya, one for France."""
    form = make_form(is_decided_by_staff=False, **limits)
    register(form, "Amina Otieno", "amina@example.test", country="KE")
    return register(form, "Zoé Martin", "zoe@example.test", country="FR")


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


def test_what_is_sent_again_is_asked_with_what_is_asked_already(app, client, officer, signed_in_as):
    registration = register(make_form(), "Huiwen", organization="Tsinghua")
    wants(client, registration, printed_name="Huiwen Li", organization="Tsinghua", note="Please.")
    read = asked()[0].digest
    register(kept()[0].form, "Huiwen", key="again", organization="Tsinghua University")
    db.session.commit()

    [one] = asked()

    assert one.wanted == {
        "fields": {
            "printed_name": {"before": "Huiwen", "after": "Huiwen Li"},
            "organization": {"before": "Tsinghua", "after": "Tsinghua University"},
        },
        "note": "Please.",
    }
    staff = signed_in_as(officer)
    assert decide(staff, one, read).status_code == 409
    assert decide(staff, one, asked()[0].digest).status_code == 302
    sent = kept()[0].facts
    assert (sent["printed_name"], sent["organization"]) == ("Huiwen Li", "Tsinghua University")


def test_a_correction_does_not_take_a_place_that_its_country_does_not_have(
    app, client, officer, signed_in_as
):
    second = make_two(most_per_country=1)
    wants(client, second, printed_name="Zoé Martin", country="Kenya")
    staff = signed_in_as(officer)

    refused = decide(staff, asked()[0], asked()[0].digest)

    assert refused.status_code == 409
    assert "All places for the country KE are taken, so Zoé Martin cannot" in said(refused)
    assert [(one.country, one.state) for one in kept()] == [("KE", "accepted"), ("FR", "accepted")]
    assert asked()[0].state == "asked"


def test_a_correction_of_the_name_needs_no_place_and_a_new_country_is_theirs_at_the_meeting(
    app, client, officer, signed_in_as
):
    second = make_two(most_people=2, most_per_country=1)
    second.participation.country = "BE"
    wants(client, second, printed_name="Zoé Martin-Li", country="France")
    staff = signed_in_as(officer)
    assert decide(staff, asked()[0], asked()[0].digest).status_code == 302
    assert kept()[1].participation.country == "BE"

    wants(client, kept()[1], printed_name="Zoé Martin-Li", country="Germany")
    assert decide(staff, asked()[1], asked()[1].digest).status_code == 302

    second = kept()[1]
    assert (second.printed_name, second.country) == ("Zoé Martin-Li", "DE")
    assert (second.person.country, second.participation.country) == ("DE", None)


def test_the_place_that_a_correction_frees_goes_to_who_waits(app, client, officer, signed_in_as):
    second = make_two(most_per_country=1)
    waiting = register(second.form, "Inès Petit", "ines@example.test", country="FR")
    assert waiting.state == "waiting"
    wants(client, second, printed_name="Zoé Martin", country="Germany")

    decide(signed_in_as(officer), asked()[0], asked()[0].digest)

    assert [one.state for one in kept()] == ["accepted", "accepted", "accepted"]
