"""What happens to a registration, from the form to a place, on both engines."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.invitations.models import Invitation
from eventsapp.meetings.models import Participation
from eventsapp.people.models import Consent, EmailAddress, Nomination, Person, PersonNeeds
from eventsapp.people.queries import may_be_listed
from eventsapp.registered.services import say_name
from eventsapp.registrations.models import Correction, Registration
from eventsapp.registrations.queries import route_of, waiting_number
from eventsapp.registrations.saving import answer_later, why_staff
from eventsapp.registrations.services import (
    accept,
    change_form,
    confirm,
    decline,
    put_on_waiting_list,
    undo,
    withdraw,
)
from tests.factories import NOW, make_invitation, make_person, make_user
from tests.registrations.forms import make_coming, make_form, register, send

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), "secretariat").id


def subjects(outbox):
    return [message.subject.split(":")[0] for message in outbox]


def test_somebody_with_one_name_registers_is_accepted_and_takes_part(app, officer, outbox):
    # Case 16: "Huiwen" has one name and nothing is missing.
    form = make_form()
    registration = register(form, "Huiwen", country="CN", organization="Tsinghua University")

    assert (registration.state, registration.person) == ("pending", None)
    accept(registration, by_id=officer, now=LATER)

    person = registration.person
    assert person.printed_name == "Huiwen"
    assert (person.family_name, person.country, person.email) == (None, "CN", "huiwen@example.test")
    assert person.organization.name == "Tsinghua University"
    part = db.session.scalars(select(Participation)).one()
    assert (part.person_id, part.route, part.left_at) == (person.id, "registration", None)
    assert subjects(outbox) == [
        "Confirm your registration",
        "Registration received",
        "Registration accepted",
    ]


def test_a_form_sent_twice_is_one_registration_with_one_mail(app, outbox):
    form = make_form()

    first, second = send(form, key="x" * 32), send(form, key="x" * 32, now=LATER)

    assert first is second
    assert len(outbox) == 1


def test_who_registers_again_asks_for_a_correction_and_nothing_is_lost(app):
    form = make_form()
    first = register(form, organization="Tsinghua University")

    counting = register(form, "Huiwen Li", now=LATER, organization="Tsinghua University")

    assert counting is first
    assert db.session.scalars(select(Registration)).all() == [first]
    asked = db.session.scalars(select(Correction)).one()
    assert asked.wanted["fields"] == {"printed_name": {"before": "Huiwen", "after": "Huiwen Li"}}


def test_what_was_sent_after_the_window_from_a_form_opened_in_time_is_kept_as_late(app):
    form = make_form(closes_on=date(2024, 9, 28), closes_at_time=time(12), tz="Africa/Nairobi")
    closing = NOW.replace(hour=9, minute=0)

    registration = register(
        form, now=closing + timedelta(hours=5), opened_at=closing - timedelta(1)
    )

    assert (registration.was_late, registration.state) == (True, "pending")
    with pytest.raises(RuleBroken, match="Registration for EGM 5 is not open"):
        send(form, email="late@example.test", now=closing + timedelta(minutes=9))


def test_nobody_registers_for_a_cancelled_meeting(app):
    form = make_form(make_coming(cancelled_at=NOW))

    with pytest.raises(RuleBroken, match="EGM 5 is cancelled"):
        send(form)


def test_without_staff_whoever_confirms_is_accepted_and_the_next_waits_and_moves_up(app, outbox):
    form = make_form(is_decided_by_staff=False, most_people=1)
    first = register(form, "Łucja Żółkiewska", "lucja@example.test")
    second = register(form, "Huiwen", "huiwen@example.test", now=LATER)
    third = register(form, "محمد", "m@example.test", now=LATER + timedelta(hours=1))

    assert [one.state for one in (first, second, third)] == ["accepted", "waiting", "waiting"]
    assert [waiting_number(one) for one in (second, third)] == [1, 2]

    withdraw(first, now=LATER + timedelta(hours=2))

    assert [one.state for one in (first, second, third)] == ["withdrawn", "accepted", "waiting"]
    assert waiting_number(third) == 1
    assert first.participation.left_at is not None
    assert subjects(outbox)[-2:] == ["Registration withdrawn", "You have a place"]


def test_who_waits_for_a_country_that_is_full_lets_others_pass(app):
    form = make_form(is_decided_by_staff=False, most_people=3, most_per_country=1)
    states = [
        register(form, name, f"{name}@example.test", country=country).state
        for name, country in (("a", "KE"), ("b", "KE"), ("c", "FR"), ("d", None))
    ]

    assert states == ["accepted", "waiting", "accepted", "accepted"]


def test_a_higher_limit_moves_up_who_waits(app, officer):
    form = make_form(is_decided_by_staff=False, most_people=1)
    register(form, "a", "a@example.test")
    waiting = register(form, "b", "b@example.test")

    moved = change_form(form, {"most_people": 2}, by_id=officer, now=LATER)

    assert moved == [waiting]
    assert waiting.state == "accepted"


def test_without_a_waiting_list_who_finds_no_place_is_declined_with_the_reason(app):
    form = make_form(is_decided_by_staff=False, most_people=1, has_waiting_list=False)
    register(form, "a", "a@example.test")

    refused = register(form, "b", "b@example.test")

    assert (refused.state, refused.reason) == ("declined", "All places are taken.")


def test_staff_cannot_accept_beyond_the_places(app, officer):
    form = make_form(most_per_category={"youth": 1})
    first = register(form, "a", "a@example.test", category="youth")
    second = register(form, "b", "b@example.test", category="youth")
    accept(first, by_id=officer, now=LATER)

    with pytest.raises(RuleBroken, match="All places for the category youth are taken"):
        accept(second, by_id=officer, now=LATER)


def test_a_known_address_with_another_name_is_asked_about_and_changes_nothing(app, officer):
    # Case 18: typing a known address with another name must not keep the old one in silence.
    known = make_person("Karen Laßmann", email="karen@example.test", organization="Stadt Köln")
    form = make_form(is_decided_by_staff=False)

    registration = register(
        form, "Karin Lassmann", "karen@example.test", organization="City of Cologne", country="DE"
    )

    assert (registration.state, registration.person) == ("pending", known)
    assert registration.conflicts == {
        "printed_name": {"registry": "Karen Laßmann", "typed": "Karin Lassmann"},
        "organization": {"registry": "Stadt Köln", "typed": "City of Cologne"},
    }
    say_name(registration, "typed", now=LATER)
    assert registration.conflicts["printed_name"]["wanted"] == "typed"

    accept(registration, by_id=officer, now=LATER, take=["printed_name"])

    assert known.printed_name == "Karin Lassmann"
    assert {one.text for one in known.spellings} == {"Karen Laßmann", "Karin Lassmann"}
    assert (known.organization.name, known.country) == ("Stadt Köln", "DE")
    assert registration.conflicts is None


def test_two_people_who_share_an_address_stay_two(app, officer):
    known = make_person("Karen Laßmann", email="office@example.test")
    registration = register(make_form(), "Jürgen Groß", "office@example.test")

    accept(registration, by_id=officer, now=LATER, whose="new")

    assert registration.person is not known
    assert registration.person.addresses == []
    assert known.printed_name == "Karen Laßmann"


def test_staff_may_say_that_a_new_address_is_of_somebody_known(app, officer):
    known = make_person("Huiwen", email="old@example.test")
    registration = register(make_form(), "Huiwen", "new@example.test")

    accept(registration, by_id=officer, now=LATER, whose=str(known.id))

    assert registration.person is known
    assert [one.address for one in known.addresses] == ["old@example.test", "new@example.test"]
    assert known.email == "old@example.test"


def test_an_invitation_answered_from_another_address_is_linked(app, officer):
    # Case 45: the invitation went to one address and the registration came from another.
    meeting = make_coming()
    invited = make_person("Huiwen", email="office@example.test")
    invitation = make_invitation(meeting, invited)
    form = make_form(meeting, kind="invited", is_decided_by_staff=False)

    registration = register(form, "Huiwen", "home@example.test", invitation=invitation)

    assert (registration.state, registration.person) == ("pending", None)
    assert (registration.invitation_id, why_staff(registration)) == (
        invitation.id, ["other address"],
    )  # fmt: skip
    assert (invitation.answer, invitation.answered_from) == ("yes", "home@example.test")
    with pytest.raises(RuleBroken, match="The invitation went to Huiwen"):
        accept(registration, by_id=officer, now=LATER)
    accept(registration, by_id=officer, now=LATER, whose=str(invited.id))
    assert [one.address for one in invited.addresses] == [
        "office@example.test",
        "home@example.test",
    ]
    assert len(db.session.scalars(select(Participation)).all()) == 1
    assert route_of(form, registration) == "invitation"


def test_an_invitation_is_found_by_the_address_too(app):
    meeting = make_coming()
    invitation = make_invitation(meeting, make_person("Huiwen", email="huiwen@example.test"))

    register(make_form(meeting))

    assert db.session.get(Invitation, invitation.id).answer == "yes"


def test_only_who_is_nominated_is_accepted_at_once_where_governments_nominate(app):
    meeting = make_coming()
    named = make_person("Ana Paula Bruno", email="ana@example.test")
    nominated = Nomination(process_id=meeting.process_id, person_id=named.id, country="BR")
    db.session.add(nominated)
    form = make_form(meeting, kind="nominated", is_decided_by_staff=False)

    states = [register(form, "Ana Paula Bruno", "ana@example.test").state, register(form).state]

    assert states == ["accepted", "pending"]
    part = db.session.scalars(select(Participation)).one()
    assert (part.route, part.is_expert) == ("nomination", True)


def test_acceptance_keeps_what_was_agreed_to_in_the_words_that_were_read(app, officer):
    form = make_form()
    words = "My name may stand in the list of EGM 5."
    agreed = register(form, consents=[{"purpose": "listed", "wording": words}])
    silent = register(form, "王芳", "wang@example.test", needs={"access": "A ramp."})
    for one in (agreed, silent):
        accept(one, by_id=officer, now=LATER)

    consent = db.session.scalars(select(Consent)).one()
    assert (consent.person_id, consent.wording, consent.language) == (agreed.person_id, words, "en")
    assert consent.source == f"registration:{agreed.id}"
    # Case 9 and 8: the consent is asked, the record of attendance is not.
    people = [agreed.person_id, silent.person_id]
    assert may_be_listed(people, form.meeting_id) == {agreed.person_id}
    needs = db.session.scalars(select(PersonNeeds)).one()
    assert (needs.person_id, needs.details) == (silent.person_id, {"access": "A ramp."})
    assert (needs.delete_on, silent.delete_on) == (date(2097, 2, 22), date(2099, 1, 23))


def test_a_decision_can_be_taken_back_and_who_was_not_told_learns_nothing(app, officer, outbox):
    registration = register(make_form())
    accept(registration, by_id=officer, now=LATER)

    is_untold = undo(registration, by_id=officer, now=LATER)

    assert (is_untold, registration.state) == (True, "pending")
    assert registration.participation.left_at is not None
    assert {message.state for message in outbox} == {"skipped"}
    accept(registration, by_id=officer, now=LATER + timedelta(hours=1))
    assert registration.participation.left_at is None
    assert len(db.session.scalars(select(Participation)).all()) == 1


def test_declining_frees_a_place_and_says_why(app, officer):
    form = make_form(most_people=1)
    first, second = register(form, "a", "a@example.test"), register(form, "b", "b@example.test")
    accept(first, by_id=officer, now=LATER)
    put_on_waiting_list(second, by_id=officer, now=LATER)

    decline(first, "Two of your city came already.", by_id=officer, now=LATER)

    assert (first.state, first.reason) == ("declined", "Two of your city came already.")
    assert second.state == "accepted"


def test_what_is_asked_after_acceptance_cannot_be_answered_before(app, officer):
    # Case 46: passport and hotel are asked of those who take part, not before.
    registration = register(make_form(ways={"nationality": "later must"}))

    with pytest.raises(RuleBroken, match="asked once the registration is accepted"):
        answer_later(registration, {"nationality": "CN"}, {}, (), now=LATER)
    accept(registration, by_id=officer, now=LATER)
    answer_later(registration, {"nationality": "CN"}, {"7": "XK4471902"}, (), now=LATER)

    assert registration.later == {"facts": {"nationality": "CN"}, "answers": {"7": "XK4471902"}}
    assert registration.person.nationality == "CN"


def test_what_people_typed_is_not_in_clear_in_the_database(app):
    registration = send(make_form(), organization="Tsinghua University", answers={"1": "XK4471902"})
    db.session.commit()

    kept = db.session.connection().exec_driver_sql("SELECT facts, answers FROM registration").one()

    assert registration.answers == {"1": "XK4471902"}
    assert not any(b"XK4471902" in bytes(one) or b"Tsinghua" in bytes(one) for one in kept)


def test_who_did_not_register_takes_it_back_and_nobody_hears_of_it(app, outbox):
    registration = send(make_form())

    withdraw(registration, now=LATER)
    withdraw(registration, now=LATER)

    assert [message.state for message in outbox] == ["skipped"]
    assert confirm(registration, now=LATER).state == "withdrawn"
    assert db.session.scalars(select(Person)).all() == []
    assert db.session.scalars(select(EmailAddress)).all() == []


def test_the_history_says_what_was_done_without_what_was_typed(app, officer):
    registration = register(make_form(), organization="Tsinghua University")
    accept(registration, by_id=officer, now=LATER)

    entries = db.session.scalars(select(Entry).where(Entry.subject_table == "registration")).all()

    assert [entry.verb for entry in entries] == ["registered", "confirmed", "pending", "accepted"]
    assert "Tsinghua" not in str([entry.detail for entry in entries])
