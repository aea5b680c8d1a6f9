import re
from datetime import date

import pytest

from eventsapp.breakouts.models import Round
from eventsapp.extensions import db
from eventsapp.minutes.models import Note, OpenQuestion, Section
from tests.factories import (
    make_day,
    make_item,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
    take_part,
)
from tests.record.real_record import person_named, record_of_egm_2

ROOM_2_ON_DAY_2 = "/meetings/egm-2/breakouts/2/rooms/2"


@pytest.fixture
def meeting(app):
    return record_of_egm_2()


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska"), role="secretariat")


@pytest.fixture
def moderator(meeting):
    """Hazel Kuria moderates room 2 on both days."""
    return make_user(person_named("Hazel Kuria"))


def words(answer):
    """The text of a page, without markup, its white space made one."""
    text = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))
    return " ".join(text.replace("&amp;", "&").replace("&#39;", "'").split())


def room_titles(answer):
    return re.findall(r"<h[23]>(Room \w+)", answer.get_data(as_text=True))


def test_the_meeting_page_has_every_plenary_note_and_room_for_the_secretariat(
    meeting, officer, signed_in_as
):
    page = signed_in_as(officer).get("/meetings/egm-2")

    assert page.status_code == 200
    assert page.get_data(as_text=True).count("<li>") >= 99
    assert "31 people 158 notes" in words(page)
    assert room_titles(page) == [
        "Room 1",
        "Room 2",
        "Room 3",
        "Room 4",
        "Room 1",
        "Room 2",
        "Room 3",
    ]
    assert "4 rooms , 3 with notes" in words(page)


def test_an_item_without_notes_says_so_and_break_out_rooms_do_not(meeting, officer, signed_in_as):
    page = signed_in_as(officer).get("/meetings/egm-2")

    assert words(page).count("No notes in the record") == 1
    assert "Plenary Summary of the Break-out Discussions No notes in the record" in words(page)


def test_a_heading_that_differs_from_the_agenda_is_said_beside_it(meeting, officer, signed_in_as):
    page = signed_in_as(officer).get("/meetings/egm-2")

    assert "(WSCO) In the record: “ Contributions: ” 12 notes" in words(page)
    assert "In the record: “ Next Steps & Closing Remarks ” 5 notes" in words(page)


def test_a_heading_that_is_not_on_the_agenda_is_shown_as_such(officer, signed_in_as):
    meeting = make_meeting()
    day = make_day(meeting)
    make_item(day, "Opening")
    notes = [Note(text="Thanked the interpreters.", position=1)]
    db.session.add(Section(day_id=day.id, position=1, heading="Thanks", notes=notes))

    page = signed_in_as(officer).get("/meetings/egm-2")

    assert "Thanks A heading of the record that is not on the agenda 1 note" in words(page)
    assert "Opening No notes in the record" in words(page)


def test_a_moderator_sees_their_own_rooms_on_the_meeting_page_and_nobody_elses(
    meeting, moderator, signed_in_as
):
    page = signed_in_as(moderator).get("/meetings/egm-2")

    assert room_titles(page) == ["Room 2", "Room 2"]
    assert "You see the rooms that you are in." in words(page)
    assert "Milou Jansen" not in words(page)


def test_what_the_record_leaves_open_is_for_the_secretariat(meeting, moderator, signed_in_as):
    page = signed_in_as(moderator).get("/meetings/egm-2")

    assert "Left open by the record" not in words(page)
    assert "What followed" in words(page)


def test_a_question_is_answered_once_and_can_be_opened_again(meeting, officer, signed_in_as):
    question = db.session.scalars(db.select(OpenQuestion)).first()
    browser = signed_in_as(officer)

    for _ in range(2):
        answer = browser.post(f"/meetings/egm-2/questions/{question.id}/answered")
        assert answer.location == "/meetings/egm-2#open"
    db.session.refresh(question)
    assert (question.resolved_by_id, question.resolved_at is None) == (officer.id, False)
    browser.post(f"/meetings/egm-2/questions/{question.id}/open")

    db.session.refresh(question)
    assert (question.resolved_by_id, question.resolved_at) == (None, None)


def test_a_question_of_another_meeting_is_not_found_under_this_one(meeting, officer, signed_in_as):
    make_meeting("egm-9", number=9)
    question = db.session.scalars(db.select(OpenQuestion)).first()

    answer = signed_in_as(officer).post(f"/meetings/egm-9/questions/{question.id}/answered")

    assert answer.status_code == 404


def test_a_public_meeting_shows_days_and_agenda_and_nothing_of_the_record(meeting, signed_in_as):
    meeting.is_public = True
    visitor = signed_in_as(make_user(make_person("Adaeze Okonkwo")))

    page = visitor.get("/meetings/egm-2")

    assert "Plenary Discussion on Key Takeaways" in words(page)
    for hidden in ("Noted that", "What followed", "Room 1", "31 people", "No notes in the record"):
        assert hidden not in words(page)
    assert visitor.get("/meetings/egm-2/minutes").status_code == 404
    assert visitor.get("/meetings/egm-2/breakouts/1").status_code == 404


def test_those_who_heard_a_meeting_announced_may_see_it(meeting, moderator, signed_in_as):
    page = signed_in_as(moderator).get("/meetings/egm-3")

    assert "EGM in Baku" in words(page)
    assert "No agenda for this day yet." in words(page)


@pytest.mark.parametrize(
    "path",
    [
        "/meetings/egm-2",
        "/meetings/egm-2/minutes",
        "/meetings/egm-2/participants",
        "/meetings/egm-2/breakouts/2",
        ROOM_2_ON_DAY_2,
    ],
)
def test_a_person_of_no_meeting_finds_nothing(meeting, signed_in_as, path):
    visitor = signed_in_as(make_user(make_person("Zoë Brontë")))

    assert visitor.get(path).status_code == 404


def test_the_record_is_read_as_written_with_the_line_of_each_note(meeting, officer, signed_in_as):
    page = signed_in_as(officer).get("/meetings/egm-2/minutes")

    html = page.get_data(as_text=True)
    assert html.count('<li id="line-') == 158
    assert '<li id="line-189">Informed experts on the proposed regional consultations' in html


def test_the_record_leaves_out_the_rooms_of_others_and_says_so(meeting, moderator, signed_in_as):
    page = signed_in_as(moderator).get("/meetings/egm-2/minutes")

    assert page.get_data(as_text=True).count('<li id="line-') == 49 + 50 + 7 + 14
    assert "The notes of 5 rooms are left out: only their people read them." in words(page)


def test_a_meeting_without_a_record_says_how_to_get_one(meeting, officer, signed_in_as):
    page = signed_in_as(officer).get("/meetings/egm-3/minutes")

    assert "No record yet" in words(page)
    assert "Import minutes" in words(page)


def test_a_roster_has_its_people_principles_notes_and_where_they_were(
    meeting, moderator, signed_in_as
):
    page = signed_in_as(moderator).get(ROOM_2_ON_DAY_2)

    text = words(page)
    assert "Principles covered Community Engagement" in text
    assert "Moderator Hazel Kuria Note-taker Nigel Kirstein 7 members" in text
    assert "Rini Rachmawati Was in room 2 on day 1 " in text
    assert "Samuel Seth Passah Was in no earlier room" in text
    assert "Emphasized need to make the difference clear in the Guidelines." in text


def test_a_moderator_does_not_see_the_next_room(meeting, moderator, signed_in_as):
    visitor = signed_in_as(moderator)

    for path in ("/meetings/egm-2/breakouts/2/rooms/1", "/meetings/egm-2/breakouts/1/rooms/4"):
        assert visitor.get(path).status_code == 404


def test_who_left_the_meeting_no_longer_sees_its_rooms(meeting, moderator, signed_in_as, NOW):
    part = next(one for one in meeting.participations if one.person_id == moderator.person_id)
    part.left_at = NOW

    visitor = signed_in_as(moderator)

    assert visitor.get(ROOM_2_ON_DAY_2).status_code == 404
    assert visitor.get("/meetings/egm-2").status_code == 404


def test_a_draft_of_rooms_is_for_the_secretariat(meeting, moderator, officer, signed_in_as):
    db.session.scalars(db.select(Round).where(Round.number == 2)).one().published_at = None

    assert signed_in_as(moderator).get(ROOM_2_ON_DAY_2).status_code == 404
    assert "Draft, seen by staff only" in words(signed_in_as(officer).get(ROOM_2_ON_DAY_2))


def test_an_empty_room_says_so(meeting, officer, signed_in_as):
    page = signed_in_as(officer).get("/meetings/egm-2/breakouts/1/rooms/3")

    assert "Nobody is placed here" in words(page)
    assert "No notes in the record" in words(page)


def test_a_round_shows_the_rooms_of_the_reader(meeting, moderator, officer, signed_in_as):
    assert room_titles(signed_in_as(officer).get("/meetings/egm-2/breakouts/1")) == [
        "Room 1",
        "Room 2",
        "Room 3",
        "Room 4",
    ]
    assert room_titles(signed_in_as(moderator).get("/meetings/egm-2/breakouts/1")) == ["Room 2"]


def test_the_list_of_people_is_for_the_secretariat(meeting, moderator, officer, signed_in_as):
    page = signed_in_as(officer).get("/meetings/egm-2/participants?q=florencia")

    assert "Florencia Serale" in words(page)
    assert "Moderator, room 1 on day 1 Moderator, room 1 on day 2" in words(page)
    assert "Hazel Kuria" not in words(page)
    assert signed_in_as(moderator).get("/meetings/egm-2/participants").status_code == 404


def test_names_and_notes_never_become_markup(officer, signed_in_as):
    meeting = make_meeting(title="<b>EGM</b>")
    day = make_day(meeting)
    make_item(day, "<script>alert(1)</script>")
    room = make_room(make_round(meeting, day), title="<i>Water</i>", principles=["<u>one</u>"])
    place(make_person("<script>name</script>"), room)

    for path in ("/meetings/egm-2", "/meetings/egm-2/breakouts/1/rooms/1"):
        html = signed_in_as(officer).get(path).get_data(as_text=True)
        for markup in ("<script>", "<b>EGM", "<i>Water", "<u>one"):
            assert markup not in html


def large_meeting(code, items):
    """A meeting of one day with this many items, a room and a person for each."""
    meeting = make_meeting(code, number=7)
    day = make_day(meeting, on_date=date(2024, 9, 26))
    round_ = make_round(meeting, day)
    for index in range(items):
        make_item(day, f"Item {index}", index)
        place(make_person(f"Person {index}"), make_room(round_, str(index)))
    return meeting


@pytest.mark.parametrize(
    "path", ["", "/agenda", "/minutes", "/participants", "/breakouts/1", "/breakouts/1/rooms/1"]
)
def test_the_questions_to_the_database_do_not_grow_with_the_rows(
    officer, signed_in_as, counted, path
):
    large_meeting("small", 2)
    large_meeting("large", 20)
    visitor = signed_in_as(officer)

    with counted() as for_small:
        visitor.get(f"/meetings/small{path}")
    with counted() as for_large:
        visitor.get(f"/meetings/large{path}")

    assert len(for_large) == len(for_small) <= 20


def test_nobody_is_said_to_be_new_in_the_first_round(officer, signed_in_as):
    meeting = make_meeting()
    room = make_room(make_round(meeting, make_day(meeting)))
    place(make_person("李明", organization="City network", languages=["zh", "fr"]), room)
    take_part(meeting, officer.person)

    page = signed_in_as(officer).get("/meetings/egm-2/breakouts/1/rooms/1")

    assert "李明 City network · Chinese, French " in words(page)
    assert "earlier room" not in words(page)


def test_a_moderator_sees_name_function_organisation_and_languages_and_nothing_else(
    app, signed_in_as
):
    meeting = make_meeting()
    room = make_room(make_round(meeting, make_day(meeting)))
    moderator = make_user(make_person("Hazel Kuria"))
    take_part(meeting, moderator.person)
    place(moderator.person, room, "moderator")
    hidden = {
        "email": "leila@hidden.test", "phone": "+962 6 555 0101", "salutation": "H.E. (hidden)",
        "category": "disabilities", "country": "JO", "nationality": "TN", "gender": "own",
        "gender_words": "hidden words", "themes": ["hidden theme"], "tz": "Asia/Amman",
    }  # fmt: skip
    known = make_person("ليلى حداد", organization="Ministry of housing", function="Adviser",
                        languages=["ar"], **hidden)  # fmt: skip
    take_part(meeting, known)
    place(known, room)
    db.session.commit()

    page = signed_in_as(moderator).get("/meetings/egm-2/breakouts/1/rooms/1")

    assert "ليلى حداد Adviser · Ministry of housing · Arabic " in words(page)
    shown = page.text.split("<main")[1]
    for secret in ("hidden", "555 0101", "Jordan", "Tunisia", "disabilit", "Amman", known.email):
        assert secret not in shown
