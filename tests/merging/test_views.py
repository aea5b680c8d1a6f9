"""The pages of merging, as the right person, the wrong input and the wrong person."""

import re

import pytest
from sqlalchemy import func, select

from eventsapp.accounts.models import ADMINISTRATOR, SECRETARIAT
from eventsapp.extensions import db
from eventsapp.merging.models import Merge, NotSame
from eventsapp.people.models import Person
from eventsapp.people.services import change_person, facts_of
from tests.factories import NOW, make_meeting, make_person, make_room, make_round, make_user, place
from tests.merging.lives import make_lives


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), SECRETARIAT)


@pytest.fixture
def desk(officer, signed_in_as):
    return signed_in_as(officer)


@pytest.fixture
def karens(officer):
    """Karen Laßmann twice: once with a room and an organisation, once with a telephone."""
    one = make_person("Karen Laßmann", organization="BBSR", tz="Europe/Berlin")
    place(one, make_room(make_round(make_meeting())))
    two = make_person("Lassmann Karen", email="karen@post.test", phone="+49 228 1234567", tz="UTC")
    db.session.commit()
    return one, two


def words_of(answer):
    """The text of a page, without tags."""
    main = answer.text[answer.text.index("<main") :]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def address_of(*people):
    return "/people/merge?" + "&".join(f"people={person.id}" for person in people)


def send(desk, people, **choices):
    """Send the form as the page shows it, with these choices."""
    page = desk.get(address_of(*people)).text
    shown = dict(re.findall(r'name="([\w-]+)" value="([^"]*)" checked', page))
    versions = re.search(r'name="versions" type="hidden" value="([^"]*)"', page)[1]
    return desk.post(address_of(*people), data={**shown, "versions": versions, **choices})


# Cases 11 and 19: one person under two addresses is offered; two of one name are told apart.
def test_possible_duplicates_are_listed_with_their_reasons(desk, karens):
    make_person("Ana Silva", organization="Câmara Municipal de Lisboa")
    make_person("Ana Silva", organization="Universidade do Porto")
    db.session.commit()

    page = words_of(desk.get("/people/duplicates"))

    assert "One person may be entered more than once" in page
    assert (
        "“\u2068Karen Laßmann\u2069” and “\u2068Lassmann Karen\u2069” are the same names in "
        "another order." in page
    )
    assert "BBSR" in page
    assert "Ana Silva" not in page


def test_nobody_entered_twice_is_said(desk):
    assert "Nobody seems to be entered twice" in desk.get("/people/duplicates").text


def test_the_list_asks_no_more_questions_for_more_people(desk, questions, karens):
    for name in ("Huiwen Li", "王芳", "Łucja Żółkiewska", "Bo Svensson", "Omar Al-Khatib"):
        make_person(name)
        make_person(name)
    few = questions(lambda: desk.get("/people/duplicates"))
    for number in range(12):
        make_person(f"Amina Diallo-{'abcdefghijkl'[number] * 6}")
        make_person(f"Diallo-{'abcdefghijkl'[number] * 6} Amina")

    many = questions(lambda: desk.get("/people/duplicates"))

    assert many <= few + 1


def test_entries_stand_side_by_side_with_what_belongs_to_each(desk, karens):
    page = words_of(desk.get(address_of(*karens)))

    assert "Are these 2 entries one person?" in page
    assert "1 address, 1 meeting, 1 room, 1 spelling" in page
    assert "+49 228 1234567" in page
    assert "Merge 2 people" in page


def test_a_merge_keeps_what_was_chosen_and_says_what_moved(desk, karens):
    gone_id, kept_id = (one.id for one in karens)

    answer = send(desk, karens, kept=str(kept_id), **{"keep-printed_name": str(gone_id)})

    made = db.session.scalars(select(Merge)).one()
    assert answer.location == f"/people/merges/{made.id}"
    assert (made.kept_id, made.gone_id) == (kept_id, gone_id)
    kept = db.session.get(Person, kept_id)
    assert (kept.printed_name, kept.organization.name, kept.phone) == (
        "Karen Laßmann",
        "BBSR",
        "+49 228 1234567",
    )
    page = words_of(desk.get(answer.location))
    assert "2 entries are one now: Karen Laßmann." in page
    assert "1 room" in page


def test_a_merge_is_undone_on_its_page(desk, karens):
    one, two = karens
    address = send(desk, karens).location

    answer = desk.post(f"{address}/undo")

    page = words_of(desk.get(answer.location))
    assert "The merge is undone: the two entries stand side by side again." in page
    assert {one.id, two.id} <= set(db.session.scalars(select(Person.id)))
    assert "Undone" in words_of(desk.get("/people/merges"))


def test_what_was_changed_since_is_said_when_a_merge_is_undone(desk, karens, officer):
    address = send(desk, karens).location
    made = db.session.scalars(select(Merge)).one()
    known = facts_of(made.kept)
    changed = type(known)(**{**vars(known), "phone": "+49 30 1"})
    change_person(made.kept, changed, now=NOW, user_id=officer.id)
    db.session.commit()

    answer = desk.post(f"{address}/undo")

    assert "“Telephone” was changed since the merge and stays as it is now." in words_of(
        desk.get(answer.location)
    )


def test_a_double_click_merges_once_and_leads_to_what_was_done(desk, karens):
    address = address_of(*karens)
    page = desk.get(address).text
    form = dict(re.findall(r'name="([\w-]+)" value="([^"]*)" checked', page))
    form["versions"] = re.search(r'name="versions" type="hidden" value="([^"]*)"', page)[1]

    answers = [desk.post(address, data=form) for _ in range(2)]

    assert answers[0].location == answers[1].location
    assert db.session.scalar(select(func.count(Merge.id))) == 1


def test_an_entry_that_changed_meanwhile_is_shown_anew_and_nothing_is_merged(desk, karens, officer):
    known = facts_of(karens[0])
    form = {"kept": str(karens[0].id), "versions": f"{karens[0].id}:1,{karens[1].id}:1"}
    changed = type(known)(**{**vars(known), "function": "Adviser"})
    change_person(karens[0], changed, now=NOW, user_id=officer.id)
    db.session.commit()

    answer = desk.post(address_of(*karens), data=form)

    assert answer.status_code == 409
    assert "Somebody changed one of these entries meanwhile." in words_of(answer)
    assert db.session.scalar(select(func.count(Merge.id))) == 0


def test_without_an_entry_that_stays_nothing_is_merged(desk, karens):
    answer = send(desk, karens, kept="")

    assert answer.status_code == 422
    assert "Choose which entry stays." in words_of(answer)
    assert db.session.scalar(select(func.count(Merge.id))) == 0


def test_three_entries_become_one_in_one_act(desk, karens):
    third = make_person("KAREN LASSMANN")
    db.session.commit()
    gone_ids = [karens[1].id, third.id]

    send(desk, [*karens, third], kept=str(karens[0].id))

    merges = db.session.scalars(select(Merge).order_by(Merge.id)).all()
    assert [one.gone_id for one in merges] == gone_ids
    first = words_of(desk.get(f"/people/merges/{merges[0].id}"))
    assert "undo the later one first" in first
    assert "Undo the merge" not in first


def test_not_the_same_person_is_remembered_and_can_be_taken_back(desk, karens):
    numbers = {"people": [str(one.id) for one in karens]}

    desk.post("/people/not-same", data=numbers)
    desk.post("/people/not-same", data=numbers)
    apart = words_of(desk.get("/people/duplicates"))
    said = db.session.scalars(select(NotSame)).one()
    desk.post(f"/people/not-same/{said.id}/take-back")

    assert "are not the same person. They are offered no more." in apart
    assert "Said not to be the same person" in apart
    assert "are the same names in another order" not in apart
    assert "are the same names in another order" in words_of(desk.get("/people/duplicates"))


def test_the_other_entry_is_looked_for_by_name(desk, karens):
    one, two = karens

    page = words_of(desk.get(f"/people/merge?people={one.id}&q=lassmann"))

    assert "With whom is Karen Laßmann to be compared?" in page
    assert (
        f"people={one.id}&amp;people={two.id}"
        in desk.get(f"/people/merge?people={one.id}&q=lassmann").text
    )


def test_an_officer_does_not_merge_a_colleague(desk, karens):
    """Or one officer could sign in as another, with their own address."""
    make_user(karens[1], ADMINISTRATOR)
    db.session.commit()

    page = words_of(desk.get(address_of(*karens)))
    answer = desk.post(
        address_of(*karens),
        data={"kept": str(karens[0].id), "versions": f"{karens[0].id}:1,{karens[1].id}:1"},
    )

    assert "An administrator merges them." in page
    assert "Merge 2 people" not in page
    assert answer.status_code == 409
    assert db.session.scalar(select(func.count(Merge.id))) == 0


def test_everything_that_moves_has_a_word(app, signed_in_as):
    lives = make_lives()

    page = words_of(signed_in_as(lives.officer).get(address_of(lives.kept, lives.gone)))

    assert (
        "1 consent, 1 request about their data, 2 addresses, 2 calendar addresses, 3 letters, "
        "2 mails, 1 nomination, 2 deadlines, 1 meeting, 1 note of needs, 2 rooms, 1 poll, "
        "1 registration, 2 spellings, 1 account" in page
    )
    assert "×" not in page


@pytest.mark.parametrize("address", ["/people/merge?people=99", "/people/merges/99"])
def test_a_number_of_nobody_has_no_page(desk, address):
    assert desk.get(address).status_code == 404
