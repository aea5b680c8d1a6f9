"""Registering through the pages, as experts and as the secretariat see it."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from eventsapp.accounts.services import is_too_often
from eventsapp.extensions import db
from eventsapp.registrations.models import RegistrationForm
from eventsapp.registrations.opened import Opened, sign
from tests.factories import NOW, make_invitation, make_person, make_user
from tests.registrations.forms import (
    KEY,
    MULTIPART,
    PNG,
    ask,
    kept,
    make_coming,
    make_form,
    multipart,
    page_of,
    register,
    said,
    sealed,
    send,
    typed,
)


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), "secretariat")


def test_an_expert_reads_why_is_asked_before_the_first_field(app, client):
    form = make_form(purpose="To place you in a room.")

    page = client.get(f"/register/{form.token}")

    assert page.status_code == 200
    assert page.text.index("To place you in a room.") < page.text.index('name="printed_name"')
    assert "What you send is deleted on 23 January 2099." in said(page)
    assert page.headers["Cache-Control"] == "private, no-store"
    listed = re.search(r'<input[^>]*id="listed"[^>]*>', page.text)[0]
    assert "checked" not in listed


def test_an_expert_registers_confirms_and_always_sees_where_it_stands(app, client, outbox):
    form = make_form()

    sent = client.post(f"/register/{form.token}", data=typed(form, country="Ivory Coast"))

    assert sent.location == f"/register/{form.token}/sent"
    page = client.get(sent.location)
    assert "We wrote to huiwen@example.test." in said(page)
    [registration] = kept()
    assert (registration.state, registration.country) == ("received", "CI")
    own = page_of(registration)
    assert "Confirm my address" in client.get(own).text
    assert kept()[0].state == "received"
    client.post(f"{own}/confirm", data=sealed(registration))
    assert "Next: the secretariat decides" in client.get(own).text
    assert "Côte d’Ivoire" in client.get(own).text.replace("&#39;", "’").replace("'", "’")
    assert [message.secret for message in outbox] == [f"registration:{registration.id}"] * 2
    assert "[link]" in outbox[0].text
    assert "EGM 5, Tue 22 – Wed 23 Jan 2097, Baku" in outbox[0].subject


def test_what_was_typed_stays_with_a_sentence_at_each_mistake(app, client):
    form = make_form(ways={"function": "must"})

    page = client.post(
        f"/register/{form.token}",
        data=typed(form, printed_name=" ", email="huiwen.example.org", organization="Tsinghua"),
    )

    assert page.status_code == 422
    assert 'href="#printed_name"' in page.text
    assert "Enter your name as you write it yourself; one name is enough." in page.text
    assert "“huiwen.example.org” is no address that mail can reach." in page.text
    assert "Fill in “Function”: the secretariat needs it." in page.text
    assert 'value="Tsinghua"' in page.text
    assert 'value="huiwen.example.org"' in page.text
    assert kept() == []


@pytest.mark.parametrize(
    "address", ["name@example", "name@localhost", "name@host.invalid", f"{'a' * 300}@example.org"]
)
def test_an_address_that_cannot_exist_is_refused(app, client, address):
    form = make_form()

    page = client.post(f"/register/{form.token}", data=typed(form, email=address))

    assert page.status_code == 422
    assert "is no address that mail can reach" in page.text
    assert kept() == []


def test_a_form_that_lay_open_for_days_without_any_session_is_kept(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    form = make_form()
    mark = Opened(form.id, "c" * 32, datetime.now(UTC) - timedelta(days=6))

    answer = client.post(f"/register/{form.token}", data=typed(form, mark=mark))

    assert answer.location == f"/register/{form.token}/sent"
    assert [one.printed_name for one in kept()] == ["Huiwen"]


def test_a_form_sent_twice_says_twice_that_it_is_there_and_is_kept_once(app, client, outbox):
    form = make_form()

    answers = [client.post(f"/register/{form.token}", data=typed(form)) for _ in range(2)]

    assert [answer.location for answer in answers] == [f"/register/{form.token}/sent"] * 2
    assert (len(kept()), len(outbox)) == (1, 1)


def test_a_form_that_is_not_ours_is_shown_again_with_what_was_typed(app, client):
    form = make_form()

    page = client.post(f"/register/{form.token}", data=typed(form, opened="nonsense"))

    assert page.status_code == 400
    assert "Send it once more." in page.text
    assert 'value="Huiwen"' in page.text
    assert kept() == []


def test_a_program_that_fills_in_what_nobody_sees_gets_the_usual_answer(app, client):
    form = make_form()

    answer = client.post(f"/register/{form.token}", data=typed(form, homepage="http://spam.test"))

    assert answer.location == f"/register/{form.token}/sent"
    assert kept() == []


def test_who_is_too_quick_to_have_read_anything_looks_through_it_once_more(app, client):
    form = make_form()
    mark = Opened(form.id, "d" * 32, datetime.now(UTC))

    page = client.post(f"/register/{form.token}", data=typed(form, mark=mark))

    assert page.status_code == 422
    assert "Look through it once more, then send it." in page.text
    assert 'value="Huiwen"' in page.text
    assert kept() == []


def test_a_network_that_sends_too_much_is_told_to_wait_and_loses_nothing(app, client):
    form = make_form()
    for _ in range(60):
        is_too_often("register-caller", "127.0.0.1", most=60, real_now=datetime.now(UTC))

    page = client.post(f"/register/{form.token}", data=typed(form))

    assert page.status_code == 429
    assert "Send it again in a few minutes." in page.text
    assert 'value="Huiwen"' in page.text


def test_signs_that_turn_letters_round_are_taken_out_of_a_name_and_that_is_said(app, client):
    form = make_form()

    sent = client.post(
        f"/register/{form.token}", data=typed(form, printed_name="Hui\u202ewen\x07 Li\u0000")
    )

    assert [one.printed_name for one in kept()] == ["Huiwen Li"]
    page = said(client.get(sent.location))
    assert "From “Your name” we took out what nobody can see: a right-to-left override" in page


def test_a_name_of_32000_characters_is_refused_and_shown_back(app, client):
    form = make_form()

    page = client.post(f"/register/{form.token}", data=typed(form, printed_name="ä" * 32_000))

    assert page.status_code == 422
    assert "Use at most 300 characters." in page.text
    assert "ä" * 32_000 in page.text


def test_a_name_of_two_countries_is_asked_about_once_and_then_kept_as_stated(app, client):
    form = make_form()
    page = client.post(f"/register/{form.token}", data=typed(form, country="Congo"))
    assert page.status_code == 422
    assert "Which country do you mean by “Congo”" in page.text
    assert "Democratic Republic of the Congo" in page.text

    client.post(f"/register/{form.token}", data=typed(form, country="Congo", country_asked="Congo"))

    [registration] = kept()
    assert registration.country is None
    assert registration.facts["country_as_stated"] == "Congo"


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"GIF89a<script>", "me.png", "me.png is not a picture (JPEG, PNG or WebP)"),
        (b"%PDF-1.7", "me.jpg", "me.jpg is not a picture"),
        (PNG + b"0" * (8 * 1024 * 1024), "big.png", "big.png is larger than 8 MB."),
    ],
)
def test_a_photo_that_is_no_picture_is_refused_whatever_its_name(
    app, client, content, name, sentence
):
    form = make_form()
    photo = ask(form, "Your photo", "photo")

    body = multipart(typed(form), f"q{photo.id}", name, content)
    page = client.post(f"/register/{form.token}", data=body, content_type=MULTIPART)

    assert page.status_code == 422
    assert sentence in page.text
    assert kept() == []


def test_a_question_counts_only_where_its_condition_holds(app, client):
    form = make_form()
    letter = ask(form, "Do you need a letter?", "yes_no", is_required=True)
    embassy = ask(
        form, "Which embassy?", is_required=True, shown_if_id=letter.id, shown_if_value="yes"
    )
    path = f"/register/{form.token}"

    missing = client.post(path, data=typed(form, **{f"q{letter.id}": "yes"}))
    client.post(path, data=typed(form, **{f"q{letter.id}": "no", f"q{embassy.id}": "Nairobi"}))

    assert missing.status_code == 422
    assert "Answer “Which embassy?”." in missing.text
    assert [one.answers for one in kept()] == [{str(letter.id): "no"}]


def test_an_unknown_link_says_so_and_shows_no_name(app, client):
    make_form()

    assert client.get("/register/no-such-form").status_code == 404
    assert client.get("/registrations/no-such-token").status_code == 404
    assert "This link leads to no registration" in client.get("/registrations/no-such-token").text


def test_where_only_invited_people_register_the_link_of_the_invitation_opens_the_form(app, client):
    meeting = make_coming()
    form = make_form(meeting, kind="invited")
    invitation = make_invitation(meeting, make_person("Huiwen", email="huiwen@example.test"))
    mark = Opened(form.id, "e" * 32, datetime.now(UTC) - timedelta(minutes=3), invitation.id)

    closed = client.get(f"/register/{form.token}")
    client.post(f"/register/{form.token}", data=typed(form, mark=mark))

    assert "Registration is for those who were invited." in closed.text
    assert [one.invitation_id for one in kept()] == [invitation.id]


def test_a_signed_in_expert_is_known_by_their_invitation(app, signed_in_as):
    meeting = make_coming()
    form = make_form(meeting, kind="invited")
    person = make_person("Huiwen", email="huiwen@example.test")
    make_invitation(meeting, person)

    page = signed_in_as(make_user(person)).get(f"/register/{form.token}")

    assert 'value="Huiwen"' in page.text
    assert 'value="huiwen@example.test"' in page.text


def test_before_and_after_the_window_the_page_says_when(app, client):
    early = make_form(make_coming("egm-6", number=6), opens_on=date(2096, 12, 1))
    late = make_form(make_coming("egm-7", number=7), closes_on=date(2020, 1, 1))

    assert "Registration opens on 1 December 2096" in client.get(f"/register/{early.token}").text
    assert "Registration is closed." in client.get(f"/register/{late.token}").text


def test_a_form_that_closed_while_it_was_filled_in_is_kept_and_that_is_said(app, client):
    form = make_form(closes_on=date(2020, 1, 1))
    mark = Opened(form.id, "f" * 32, datetime(2020, 1, 1, 9, tzinfo=UTC))

    sent = client.post(f"/register/{form.token}", data=typed(form, mark=mark))

    assert [one.was_late for one in kept()] == [True]
    page = client.get(sent.location)
    assert "Registration closed while you were filling in the form." in page.text


def test_staff_make_the_form_look_at_it_and_copy_its_address(app, signed_in_as, officer):
    make_coming()
    browser = signed_in_as(officer)
    empty = browser.get("/meetings/egm-5/registration")
    assert "Nobody can register yet." in empty.text
    assert db.session.scalar(select(func.count(RegistrationForm.id))) == 0

    data = {
        "kind": "open", "tz": "Asia/Baku", "purpose": "To prepare EGM 5.", "most_people": "30",
        "has_waiting_list": "y", "delete_after_days": "730", "most_youth": "2", "version": "0",
        **{f"ask_{name}": "no" for name in (
            "salutation", "family_name", "given_name", "latin_name", "script_name", "category",
            "nationality", "languages", "themes", "tz", "phone", "function")},
        "ask_organization": "must", "ask_country": "may", "ask_gender": "may",
        "ask_needs": "later may",
    }  # fmt: skip
    saved = browser.post("/meetings/egm-5/registration", data=data)

    assert saved.location == "/meetings/egm-5/registration"
    db.session.rollback()
    form = db.session.scalars(select(RegistrationForm)).one()
    assert (form.most_people, form.most_per_category) == (30, {"youth": 2})
    assert [one["name"] for one in form.fields] == ["organization", "country", "gender", "needs"]
    assert f"http://localhost/register/{form.token}" in browser.get(saved.location).text
    preview = browser.get("/meetings/egm-5/registration/preview")
    assert "This is what experts see." in preview.text
    assert "disabled" in preview.text
    stale = browser.post("/meetings/egm-5/registration", data={**data, "most_people": "40"})
    assert stale.status_code == 409
    assert db.session.scalars(select(RegistrationForm.most_people)).one() == 30


def test_the_list_asks_the_database_no_more_for_more_registrations(
    app, signed_in_as, officer, questions
):
    form = make_form()
    browser = signed_in_as(officer)
    browser.get("/meetings/egm-5/registrations")

    def add(first, last):
        for number in range(first, last):
            register(form, f"Person {number}", f"p{number}@example.test", country="KE")

    add(0, 3)
    few = questions(lambda: browser.get("/meetings/egm-5/registrations"))
    add(3, 30)
    many = questions(lambda: browser.get("/meetings/egm-5/registrations"))

    assert few == many


def test_sending_asks_the_database_no_more_where_many_are_registered(app, client, questions):
    form = make_form()
    path = f"/register/{form.token}"
    client.post(path, data=typed(form, key="0" * 32, email="first@example.test"))
    few = questions(lambda: client.post(path, data=typed(form, key="1" * 32)))
    for number in range(20):
        send(form, f"Person {number}", f"p{number}@example.test")
    many = questions(
        lambda: client.post(path, data=typed(form, key="2" * 32, email="last@example.test"))
    )

    assert few == many


def test_a_page_says_nothing_to_experts_who_are_not_the_secretariat(app, signed_in_as):
    registration = register(make_form())
    browser = signed_in_as(make_user(make_person("Juliet Chinemelu")))

    for path in ("/meetings/egm-5/registrations", "/meetings/egm-5/registration",
                 f"/registrations/{registration.id}",
                 f"/my-registrations/{registration.id}"):  # fmt: skip
        assert browser.get(path).status_code == 404


def test_a_signed_in_expert_comes_to_their_own_registration(app, signed_in_as):
    person = make_person("Huiwen", email="huiwen@example.test")
    registration = register(make_form())

    answer = signed_in_as(make_user(person)).get(f"/my-registrations/{registration.id}")

    assert answer.location == page_of(registration)


def test_the_mark_of_one_form_opens_no_other(app, client):
    form, other = make_form(), make_form(make_coming("egm-6", number=6))

    page = client.post(
        f"/register/{other.token}", data=typed(form, opened=sign(Opened(form.id, "a", NOW), KEY))
    )

    assert page.status_code == 400
