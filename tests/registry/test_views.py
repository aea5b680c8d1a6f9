"""The pages of people: found, shown, corrected."""

import re
from html import unescape

import pytest

from eventsapp.extensions import db
from eventsapp.people.services import add_spelling
from tests.factories import (
    NOW,
    make_deadline,
    make_letter_request,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
    take_part,
)
from tests.registry.pages import inputs, names, rows, said


@pytest.fixture
def officer(signed_in_as):
    return signed_in_as(
        make_user(make_person("Łucja Żółkiewska", tz="Europe/Warsaw"), role="secretariat")
    )


def a_meeting_with_rooms():
    meeting = make_meeting()
    round_ = make_round(meeting)
    first, second = make_room(round_, "1"), make_room(round_, "2")
    place(make_person("Karen Laßmann"), first, "moderator")
    place(make_person("Huiwen"), first)
    place(make_person("王芳"), second, "note_taker")
    take_part(meeting, make_person("Selma Tabet", country_as_stated="Atlantis"))
    make_person("Ana Díaz")
    return meeting


def test_people_are_listed_with_what_is_known_and_what_is_not(officer):
    a_meeting_with_rooms()
    wan = make_person(
        "Biyu Wan",
        email=None,
        organization="City of Accra",
        function="Planner",
        country="GH",
        category="academia",
        is_invented=True,
    )
    add_spelling(wan, "Biyu WAN")

    listed = rows(officer.get("/people"))

    nothing = "not stated not stated not stated"
    assert [re.sub(r"person\d+@", "person@", row) for row in listed] == [
        f"Ana Díaz {nothing} no room person@example.test",
        "Biyu Wan Invented also written Biyu WAN City of Accra Planner Ghana "
        "Research and academia no room Cannot be reached",
        f"Huiwen {nothing} EGM 2 : member person@example.test",
        f"Karen Laßmann {nothing} EGM 2 : moderator person@example.test",
        f"Łucja Żółkiewska {nothing} no room person@example.test",
        "Selma Tabet not stated Atlantis not stated no room person@example.test",
        f"王芳 {nothing} EGM 2 : note-taker person@example.test",
    ]


def test_search_and_filters_stand_in_the_address(officer):
    a_meeting_with_rooms()

    assert names(officer.get("/people?q=lassmann+karen")) == ["Karen Laßmann"]
    assert names(officer.get("/people?role=note_taker")) == ["王芳"]
    assert names(officer.get("/people?meeting=egm-2")) == [
        "Huiwen",
        "Karen Laßmann",
        "Selma Tabet",
        "王芳",
    ]
    assert names(officer.get("/people?meeting=egm-2&role=member&q=hui")) == ["Huiwen"]
    assert names(officer.get("/people?meeting=egm-9&role=member")) == []


def test_a_filter_can_be_taken_away_alone(officer):
    a_meeting_with_rooms()

    page = officer.get("/people?q=hui&role=member")

    chips = [unescape(href) for href in re.findall(r'class="chip" href="([^"]+)"', page.text)]
    assert chips == ["/people?role=member", "/people?q=hui"]
    assert "One person found" in page.text


def test_a_search_without_result_says_how_names_are_found(officer):
    assert "Names are found by the start of any of their words" in officer.get("/people?q=zz").text


def test_a_long_list_has_pages_of_a_hundred(officer):
    for number in range(100, 230):
        make_person(f"Bo Ng {number}", email=None)

    first, second = officer.get("/people"), officer.get("/people?page=2")
    far = officer.get("/people?page=9")

    assert names(first)[0] == "Bo Ng 100"
    assert (len(names(first)), len(names(second))) == (100, 31)
    assert "1–100 of 131" in said(first.text)
    assert 'rel="next" href="/people?page=2"' in first.text
    assert "There is no such page" in far.text


def test_the_queries_of_the_list_do_not_grow_with_its_rows(officer, questions):
    a_meeting_with_rooms()
    few = questions(lambda: officer.get("/people"))
    room = make_room(make_round(make_meeting("egm-3", number=3)))
    for number in range(60):
        place(make_person(f"Bo Ng {number}", organization=f"City {number}"), room)

    many = questions(lambda: officer.get("/people"))

    assert many == few


@pytest.mark.parametrize(
    "path", ["/people", "/people?q=huiwen", "/people/{id}", "/people/{id}/edit"]
)
def test_people_are_for_staff_only(signed_in_as, path):
    person = make_person("Huiwen")

    answer = signed_in_as(make_user(person)).get(path.format(id=person.id))

    assert answer.status_code == 404


def test_the_page_of_a_person_shows_all_that_is_known(officer):
    meeting = a_meeting_with_rooms()
    person = make_person("Biyu Wan", tz="Asia/Shanghai", languages=["zh", "en"])
    add_spelling(person, "Biyu WAN")
    place(person, make_room(make_round(meeting, number=2), "4"), "moderator")
    make_deadline("Feedback on the draft", owed_by=[person])
    make_letter_request(person, state="submitted", submitted_at=NOW)

    page = said(officer.get(f"/people/{person.id}").text)

    assert (
        "Also written Biyu WAN Function not stated Organisation not stated Category not stated "
        "Country represented not stated Nationality not stated Gender, as stated not stated "
        "Languages Chinese, English Themes not stated Time zone Shanghai (UTC+8)"
    ) in page
    assert "@example.test Used Has no account" in page
    assert "Room 4, round 2 EGM 2 moderator" in page
    assert "EGM 2 Thu 26 – Fri 27 Sep 2024 · counts as an expert" in page
    assert "1 Oct Feedback on the draft Tue 1 Oct 2024 · Nairobi (UTC+3) Open" in page
    assert "Letter to WUF 12 asked for" in page


def test_a_country_stands_in_three_systems_of_regions(officer):
    egypt, holy_see = make_person("Nour Hassan", country="EG"), make_person("Pio", country="VA")

    page = said(officer.get(f"/people/{egypt.id}").text)

    assert (
        "Country represented Egypt African States · M49: Northern Africa · UN-Habitat: Arab States"
    ) in page
    observer = said(officer.get(f"/people/{holy_see.id}").text)
    assert "Country represented Holy See M49: Southern Europe" in observer


def test_a_person_without_an_address_cannot_be_reached_and_the_page_says_so(officer):
    person = make_person("Huiwen", email=None)

    page = said(officer.get(f"/people/{person.id}").text)

    assert "No address that mail reaches is known" in page
    assert "reminded at 09:00 of the meeting’s zone" in page


def test_staff_correct_a_person(officer):
    person = make_person("Huiwen", tz="Asia/Shanghai")
    address = f"/people/{person.id}/edit"
    sent = inputs(officer.get(address))

    answer = officer.post(
        address,
        data={
            **sent,
            "organization": "City network",
            "languages": "zh, en",
            "addresses": "huiwen@city.test\r\n\r\n" + sent["addresses"],
        },
        follow_redirects=True,
    )

    db.session.expire_all()
    assert "Huiwen is saved." in answer.text
    assert (person.organization.name, person.languages) == ("City network", ["zh", "en"])
    assert (person.email, person.tz) == ("huiwen@city.test", "Asia/Shanghai")
    assert len(person.addresses) == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"printed_name": ""}, "Enter the name as it is to be printed; one name is enough."),
        ({"printed_name": "Hui\nwen"}, "A name stands on one line."),
        ({"languages": "zh, klingon!"}, "“klingon!” is no language that is known here."),
        ({"languages": "qq"}, "“qq” is no language that is known here."),
        ({"addresses": "huiwen(at)city"}, "“huiwen(at)city” is not an e-mail address."),
        ({"addresses": "taken@city.test"}, "taken@city.test belongs to Bo Ng already."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(officer, changes, sentence):
    make_person("Bo Ng", email="taken@city.test")
    person = make_person("Huiwen")
    address = f"/people/{person.id}/edit"
    before = inputs(officer.get(address))

    answer = officer.post(address, data={**before, "function": "Mayor", **changes})

    db.session.expire_all()
    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert inputs(answer)["function"] == "Mayor"
    assert (person.printed_name, person.function) == ("Huiwen", None)
    assert person.email == before["addresses"]


def test_a_form_older_than_the_person_saves_nothing_and_loses_nothing(signed_in_as):
    first = signed_in_as(make_user(make_person("Łucja Żółkiewska"), role="secretariat"))
    second = signed_in_as(make_user(make_person("David Adawo"), role="administrator"))
    person = make_person("Huiwen", email="old@city.test")
    address = f"/people/{person.id}/edit"
    opened = inputs(first.get(address))

    second.post(address, data={**opened, "addresses": "new@city.test"})
    answer = first.post(address, data={**opened, "function": "Mayor"})

    db.session.expire_all()
    assert answer.status_code == 409
    assert (person.email, person.function) == ("new@city.test", None)
    assert "Last saved by David Adawo" in said(answer.text)
    assert "Before old@city.test Saved meanwhile new@city.test You had not" in said(answer.text)

    first.post(address, data=inputs(answer))

    db.session.expire_all()
    assert (person.email, person.function) == ("new@city.test", "Mayor")


def test_a_name_with_markup_is_only_text(officer):
    person = make_person('<script>alert("x")</script>')

    for path in ("/people", f"/people/{person.id}", f"/people/{person.id}/edit"):
        assert "<script>" not in officer.get(path).text


@pytest.mark.parametrize(
    ("role", "colleague", "status"),
    [
        ("secretariat", "secretariat", 422),
        ("secretariat", "administrator", 422),
        ("administrator", "secretariat", 302),
        ("secretariat", "expert", 302),
    ],
)
def test_the_addresses_of_a_colleague_are_for_administrators(signed_in_as, role, colleague, status):
    known = make_user(make_person("Óscar Núñez", email="oscar@example.test"), role=colleague).person
    browser = signed_in_as(make_user(make_person("Grace Wanjiru"), role=role))
    typed = inputs(browser.get(f"/people/{known.id}/edit"))

    renamed = browser.post(f"/people/{known.id}/edit", data={**typed, "function": "Officer"})
    typed = inputs(browser.get(f"/people/{known.id}/edit"))
    moved = browser.post(f"/people/{known.id}/edit", data={**typed, "addresses": "mine@x.test"})

    db.session.expire_all()
    assert (renamed.status_code, moved.status_code) == (302, status)
    assert (known.email == "oscar@example.test") == (status == 422)
    if status == 422:
        assert "An administrator changes them." in said(moved.text)


def test_officers_change_their_own_addresses(signed_in_as):
    user = make_user(make_person("Grace Wanjiru", email="grace@example.test"), role="secretariat")
    browser = signed_in_as(user)
    typed = inputs(browser.get(f"/people/{user.person_id}/edit"))

    browser.post(f"/people/{user.person_id}/edit", data={**typed, "addresses": "new@example.test"})

    db.session.expire_all()
    assert user.person.email == "new@example.test"
