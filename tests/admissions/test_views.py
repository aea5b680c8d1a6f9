"""What the secretariat decides about registrations, sees of them and takes out."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.people.models import Label
from eventsapp.registered.services import ask_correction
from eventsapp.registrations.models import RegistrationFile
from tests.factories import NOW, make_invitation, make_person, make_user
from tests.registrations.forms import (
    MULTIPART,
    ask,
    kept,
    make_coming,
    make_form,
    multipart,
    register,
    said,
    send,
    typed,
)


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), "secretariat")


def test_a_file_is_kept_encrypted_also_without_a_name(app, client, officer, signed_in_as):
    form = make_form()
    cv = ask(form, "Curriculum vitae", "file")
    body = multipart(typed(form), f"q{cv.id}", "", b"%PDF-1.7 of Huiwen")

    client.post(f"/register/{form.token}", data=body, content_type=MULTIPART)

    [registration] = kept()
    [file] = db.session.scalars(select(RegistrationFile))
    assert (file.file_name, file.content_type) == ("file", "application/pdf")
    taken = signed_in_as(officer).post(f"/registrations/{registration.id}/files/{file.id}")
    assert taken.data == b"%PDF-1.7 of Huiwen"
    assert "attachment" in taken.headers["Content-Disposition"]
    verbs = db.session.scalars(select(Entry.verb).where(Entry.subject_table == "registration"))
    assert verbs.all()[-1] == "took a file"


def test_staff_see_a_conflict_with_the_registry_and_say_which_is_right(app, signed_in_as, officer):
    # Case 18, as the secretariat sees it.
    make_person("Karen Laßmann", email="karen@example.test")
    registration = register(make_form(), "Karin Lassmann", "karen@example.test")
    browser = signed_in_as(officer)

    page = browser.get(f"/registrations/{registration.id}")
    assert "Nothing of it is changed unless you tick it." in page.text
    assert "The registry has another name at this address." in page.text
    browser.post(f"/registrations/{registration.id}/decide", data={"decision": "accepted"})

    [accepted] = kept()
    assert (accepted.state, accepted.person.printed_name) == ("accepted", "Karen Laßmann")


def test_staff_decide_about_many_after_seeing_whom_it_reaches(app, signed_in_as, officer):
    form = make_form(most_people=2)
    rows = [register(form, name, f"{name}@example.test") for name in ("a", "b", "c")]
    unconfirmed = send(form, "d", "d@example.test")
    chosen = [str(one.id) for one in (*rows, unconfirmed)]
    browser = signed_in_as(officer)
    path = "/meetings/egm-5/registrations/decide"

    preview = browser.post(path, data={"decision": "accepted", "r": chosen})
    assert "3 people will be told by e-mail." in said(preview)
    assert "1 of those ticked stays as it is: d" in said(preview)
    assert {one.state for one in kept()} == {"pending", "received"}
    answer = browser.post(path, data={"decision": "accepted", "r": chosen, "is_sure": "1"})

    page = said(browser.get(answer.location))
    assert "2 people will be told." in page
    assert "All places are taken. Put c on the waiting list, or raise the limit." in page
    assert [one.state for one in kept()] == ["accepted", "accepted", "pending", "received"]
    silent = browser.post(path, data={"decision": "declined", "r": chosen, "is_sure": "1"})
    assert silent.status_code == 422
    assert "Say why in a sentence; the person reads it." in silent.text


def test_the_export_says_through_which_door_somebody_came_and_is_in_the_log(
    app, signed_in_as, officer
):
    # Case 14: the route and the category stand in the file. What is private does not.
    meeting = make_coming()
    form = make_form(meeting, ways={"category": "may", "gender": "may"})
    theme = ask(form, "Theme")
    passport = ask(form, "Passport", is_sensitive=True)
    answers = {str(theme.id): "Water", str(passport.id): "XK4471902"}
    invitation = make_invitation(meeting, make_person("Łucja Żółkiewska", email="l@example.test"))
    register(form, category="youth", country="CI", gender="woman", answers=answers)
    register(form, "Łucja Żółkiewska", "l@example.test", invitation=invitation)

    file = signed_in_as(officer).post(
        "/meetings/egm-5/registrations.csv", data={"state": "pending"}
    )

    lines = file.data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Name,E-mail,Organisation,Function,Country,Category,Route,State")
    assert lines[0].endswith(",Theme")
    assert "Huiwen,huiwen@example.test,,,Côte d'Ivoire,Children and youth,open form" in lines[1]
    assert lines[2].startswith("Łucja Żółkiewska,l@example.test,,,,,invitation")
    assert "XK4471902" not in file.text
    assert "woman" not in file.text.casefold()
    entry = db.session.scalars(select(Entry).where(Entry.verb == "exported")).one()
    assert (entry.detail["rows"], entry.detail["filter"]) == (2, {"state": "pending"})


def test_needs_are_seen_by_those_who_arrange_them_only_and_every_look_is_noted(
    app, signed_in_as, officer
):
    form = make_form(ways={"needs": "may", "gender": "may"})
    registration = register(form, needs={"access": "A ramp."}, gender="woman")
    path = f"/registrations/{registration.id}/private"
    arranging = make_user(make_person("Tūī"), "secretariat", arranges_needs=True)

    shown = signed_in_as(officer).get(f"/registrations/{registration.id}").text
    assert "A ramp." not in shown
    assert "Woman" not in shown
    seen = signed_in_as(officer).post(path).text
    assert "Woman" in seen
    assert "A ramp." not in seen
    assert "A ramp." in signed_in_as(arranging).post(path).text
    verbs = db.session.scalars(select(Entry.verb).order_by(Entry.id.desc()).limit(2)).all()
    assert verbs == ["saw needs", "saw private answers"]


def test_who_looks_like_somebody_of_the_registry_is_shown_with_the_reason_and_linked(
    app, signed_in_as, officer
):
    # Case 18 and issue 3: another address, a letter less, the same organisation.
    karen = make_person("Karen Laßmann", email="karen@example.test", organization="Stadt Köln")
    make_person("Juliet Chinemelu")
    registration = register(
        make_form(), "Karen Lasman", "karen@other.test", organization="Stadt Köln"
    )
    browser = signed_in_as(officer)

    page = said(browser.get(f"/registrations/{registration.id}"))

    assert "This person of the registry looks like whoever registered." in page
    assert "Both belong to" in page
    assert "Juliet" not in page
    answer = {"decision": "accepted", "whose": str(karen.id)}
    browser.post(f"/registrations/{registration.id}/decide", data=answer)
    [accepted] = kept()
    assert accepted.person_id == karen.id
    assert [one.address for one in accepted.person.addresses] == [
        "karen@example.test", "karen@other.test"
    ]  # fmt: skip
    assert accepted.person.printed_name == "Karen Laßmann"


def test_staff_search_the_registry_for_who_registered_under_another_name(
    app, signed_in_as, officer
):
    laila = make_person("ليلى حداد", latin_name="Laila Haddad")
    registration = register(make_form(), "L. H.", "lh@example.test")
    browser = signed_in_as(officer)
    page = f"/registrations/{registration.id}"

    assert "ليلى حداد" not in browser.get(page).text
    assert "ليلى حداد" in browser.get(f"{page}?q=haddad").text
    assert "Nobody else of the registry is found" in said(browser.get(f"{page}?q=nobody"))
    browser.post(f"{page}/decide", data={"decision": "accepted", "whose": str(laila.id)})

    [accepted] = kept()
    assert accepted.person_id == laila.id


@pytest.mark.parametrize("whose", ["999999", "-1", "9" * 40, "nobody"])
def test_who_is_not_in_the_registry_cannot_be_chosen(app, signed_in_as, officer, whose):
    registration = register(make_form(), "Huiwen", "huiwen@example.test")
    browser = signed_in_as(officer)

    answer = {"decision": "accepted", "whose": whose}
    browser.post(f"/registrations/{registration.id}/decide", data=answer)

    [accepted] = kept()
    assert (accepted.state, accepted.person.printed_name) == ("accepted", "Huiwen")


def test_categories_and_countries_are_called_what_the_staff_call_them(
    app, client, signed_in_as, officer
):
    for kind, code, text in (
        ("category", "cso", "Civil society"),
        ("category", "donors", "Donors"),
        ("country", "TR", "Republic of Türkiye"),
    ):
        db.session.add(Label(kind=kind, code=code, language="en", text=text))
    form = make_form(ways={"category": "may"})
    registration = register(form, "Huiwen", country="TR", category="cso")

    offered = client.get(f"/register/{form.token}").text
    page = said(signed_in_as(officer).get(f"/registrations/{registration.id}"))

    assert "Civil society</option>" in offered
    assert "Donors</option>" in offered
    assert "Republic of Türkiye" in page
    assert "Civil society" in page


def test_a_correction_is_read_in_words_and_what_is_private_only_where_that_is_noted(
    app, signed_in_as, officer
):
    form = make_form(ways={"phone": "may"})
    comes = ask(form, "Will you travel?", "yes_no")
    passport = ask(form, "Passport number", is_sensitive=True)
    answers = {str(comes.id): "no", str(passport.id): "X111"}
    registration = register(form, "Huiwen", country="CN", phone="+86 1", answers=answers)
    wanted = {"printed_name": "Huiwen", "country": "KE", "phone": "+254 2"}
    wanted |= {f"q{comes.id}": "yes", f"q{passport.id}": "X222"}
    ask_correction(registration, wanted, "", now=NOW)
    browser = signed_in_as(officer)

    page = said(browser.get(f"/registrations/{registration.id}"))

    assert "Country you represent China Kenya" in page
    assert "Will you travel? No Yes" in page
    assert "Passport number changed; shown with what is private" in page
    assert not any(secret in page for secret in ("X111", "X222", "+86 1", "+254 2"))
    shown = said(browser.post(f"/registrations/{registration.id}/private"))
    assert "Passport number X111 X222" in shown
    assert "Phone +86 1 +254 2" in shown
    assert "Will you travel?" not in shown


def test_nobody_is_chosen_for_who_takes_part_already(app, signed_in_as, officer):
    registration = register(make_form(is_decided_by_staff=False))
    browser = signed_in_as(officer)

    page = said(browser.get(f"/registrations/{registration.id}"))

    assert "Accept them as" not in page
    assert "Decline, with a reason" in page


def test_nobody_who_looks_like_somebody_of_the_registry_is_accepted_in_bulk(
    app, signed_in_as, officer
):
    make_person("Karen Laßmann")
    make_person("Bo Nilsson", email="bo@example.test")
    form = make_form()
    same = register(form, "Karen Lassmann", "karen@other.test")
    other = register(form, "王芳", "wang@example.test")
    # Case 18: a known address with another name.
    named = register(form, "Bo Nielsen", "bo@example.test")
    chosen = {"decision": "accepted", "r": [str(same.id), str(other.id), str(named.id)]}
    browser, path = signed_in_as(officer), "/meetings/egm-5/registrations/decide"

    preview = said(browser.post(path, data=chosen))
    browser.post(path, data={**chosen, "is_sure": "1"})

    assert "1 person will be told by e-mail." in preview
    assert "2 of those ticked may be somebody of the registry." in preview
    assert "Karen Lassmann – Karen Laßmann" in preview
    assert "Bo Nielsen – Bo Nilsson" in preview
    assert [one.state for one in kept()] == ["pending", "accepted", "pending"]
    alone = browser.post(path, data={"decision": "accepted", "r": str(same.id), "is_sure": "1"})
    assert "Accept 0" in said(alone)
    assert [one.state for one in kept()] == ["pending", "accepted", "pending"]


def test_nobody_gets_two_places_by_being_chosen_for_two_registrations(app, signed_in_as, officer):
    make_person("Karen Laßmann", email="karen@example.test")
    form = make_form()
    first = register(form, "Karen Laßmann", "karen@example.test")
    second = register(form, "Karen Lassmann", "karen@other.test")
    answer = {"decision": "accepted", "whose": str(first.person_id)}

    refused = signed_in_as(officer).post(f"/registrations/{second.id}/decide", data=answer)

    assert refused.status_code == 409
    told = "Karen Laßmann has another registration for EGM 5 already. Decide about that one"
    assert told in said(refused)
    assert [one.state for one in kept()] == ["pending", "pending"]


def test_a_decision_is_not_taken_back_once_the_person_has_registered_again(
    app, signed_in_as, officer
):
    make_person("Huiwen", email="huiwen@example.test")
    form = make_form()
    first = register(form)
    browser = signed_in_as(officer)
    declined = {"decision": "declined", "reason": "It is for another group."}
    browser.post(f"/registrations/{first.id}/decide", data=declined)
    register(form, now=NOW + timedelta(days=1))

    answer = browser.post(f"/registrations/{first.id}/undo")

    assert answer.status_code == 409
    assert "Huiwen has another registration for EGM 5 already." in said(answer)
    assert [one.state for one in kept()] == ["declined", "pending"]


def test_the_invitation_of_whom_staff_choose_is_answered_by_the_registration(
    app, signed_in_as, officer
):
    # Case 45: she registers from another address, and only staff know who she is.
    karen = make_person("Karen Laßmann", email="karen@office.test")
    form = make_form()
    invitation = make_invitation(form.meeting, karen)
    registration = register(form, "K. Lassmann", "karen@home.test")
    assert invitation.answer is None

    answer = {"decision": "accepted", "whose": str(karen.id)}
    signed_in_as(officer).post(f"/registrations/{registration.id}/decide", data=answer)

    [accepted] = kept()
    assert accepted.invitation_id == invitation.id
    assert invitation.answer == "yes"
    # The other address is hers from now on.
    assert "karen@home.test" in [one.address for one in accepted.person.addresses]
