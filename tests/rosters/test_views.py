import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from eventsapp.breakouts.models import Seat, ThemeWish
from eventsapp.extensions import db
from eventsapp.registrations.models import Question, Registration, RegistrationForm
from eventsapp.rosters.models import RoomNotes
from tests.factories import make_person, make_room, make_user, place
from tests.rosters.rooms import ROOM, room_of_four, users_of


@pytest.fixture
def engine():
    """Pages are the same on both engines; what differs between them is in test_services.py."""
    return "sqlite"


def words(answer):
    """The text of a page, without markup, its white space made one."""
    text = re.sub(r"<[^>]+>", " ", answer.text.split("<main")[1])
    return " ".join(text.replace("&amp;", "&").replace("&#39;", "'").split())


def register(room, person, answers, questions):
    """Let a person answer these questions, pairs of label and changes, in the same order."""
    form = RegistrationForm(
        meeting_id=room.round.meeting_id, token="t", tz="Africa/Nairobi", purpose="To prepare"
    )
    for number, (label, changes) in enumerate(questions, start=1):
        form.questions.append(Question(position=number, kind="text", label=label, **changes))
    db.session.add(form)
    db.session.flush()
    given = {str(one.id): text for one, text in zip(form.questions, answers, strict=True)}
    sent = Registration(
        form_id=form.id, person_id=person.id, state="accepted", client_key="k",
        email=person.email, printed_name=person.printed_name, answers=given,
    )  # fmt: skip
    db.session.add(sent)
    db.session.flush()


def test_a_moderator_reads_what_was_said_of_the_theme_and_no_other_answer(app, signed_in_as):
    room, people = room_of_four()
    member = people["member"]
    db.session.add_all(
        ThemeWish(meeting_id=room.round.meeting_id, person_id=member.id, theme=theme, rank=rank)
        for theme, rank in (("Economy", 0), ("Water", 1))
    )
    questions = [
        ("What should the room discuss?", {"is_for_moderators": True}),
        ("Which hotel?", {}),
        ("Anything about your health?", {"is_for_moderators": True, "is_sensitive": True}),
    ]
    register(room, member, ["Informal work", "The Grand", "A secret"], questions)

    text = words(signed_in_as(users_of(people)["moderator"]).get(ROOM))

    assert (
        "王芳 Wáng Fāng · City network Wanted this theme most "
        "What should the room discuss? Informal work" in text
    )
    for hidden in ("second choice", "The Grand", "Which hotel", "A secret"):
        assert hidden not in text


def test_a_member_sees_who_is_there_and_nothing_that_only_moderators_see(app, signed_in_as):
    room, people = room_of_four(
        prepare="Bring one example.", place="Hall C", join_url="https://meet.example.org/4"
    )
    questions = [("What should the room discuss?", {"is_for_moderators": True})]
    register(room, people["member"], ["Informal work"], questions)

    page = signed_in_as(users_of(people)["observer"]).get(ROOM)

    text = words(page)
    assert "王芳 Wáng Fāng · City network" in text
    assert "To prepare Bring one example." in text
    assert "Hall C" in text
    assert 'href="https://meet.example.org/4"' in page.text
    for hidden in (
        "Informal work",
        "Arabic",
        "Note who is here",
        "Write to the members",
        "data-sync",
    ):
        assert hidden not in page.text


def test_members_are_told_nobody_where_the_secretariat_wants_that(app, signed_in_as):
    room, people = room_of_four()
    room.round.shows_members = False
    users = users_of(people)

    member, taker = signed_in_as(users["member"]), signed_in_as(users["note_taker"])

    for path in (ROOM, "/meetings/egm-3/breakouts/1", "/meetings/egm-3"):
        assert "You are in this room. Its people see one another there." in words(member.get(path))
        assert "Yukinari Tanaka" not in words(member.get(path))
        assert "Yukinari Tanaka" in words(taker.get(path))


def test_a_deputy_does_what_the_moderator_does(app, signed_in_as):
    room, _people = room_of_four()
    deputy = make_person("Adaeze Okonkwo", is_invented=True)
    place(deputy, room, "deputy")
    visitor = signed_in_as(make_user(deputy))

    assert "Deputy moderator Adaeze Okonkwo" in words(visitor.get(ROOM))
    for path in ("/attendance", "/notes", "/mail", "?kept=1"):
        assert visitor.get(f"{ROOM}{path}").status_code == 200


def test_the_copy_for_a_phone_says_the_same_and_holds_no_token(app, signed_in_as):
    _room, people = room_of_four()

    copy = signed_in_as(users_of(people)["moderator"]).get(f"{ROOM}?kept=1")

    assert "王芳 Wáng Fāng · City network" in words(copy)
    assert "Kept on this device" in words(copy)
    assert "csrf" not in copy.text
    assert "tanaka@example.test" not in copy.text


def test_a_note_taker_writes_and_the_moderator_reads(app, signed_in_as):
    room, people = room_of_four()
    users = users_of(people)
    taker = signed_in_as(users["note_taker"])

    answer = taker.post(
        f"{ROOM}/notes", data={"text": "First\n  indented <b>", "version": "0", "opened": "0"}
    )

    assert answer.status_code == 302
    assert db.session.get(RoomNotes, room.id).text == "First\n  indented <b>"
    assert "Notes as typed First indented &lt;b&gt;" in words(
        signed_in_as(users["moderator"]).get(ROOM)
    )
    assert "data-sent" in taker.get(f"{ROOM}/notes").text
    assert "data-sent" not in taker.get(f"{ROOM}/notes").text
    assert "indented" not in signed_in_as(users["member"]).get(ROOM).text


def test_older_notes_are_never_written_over_newer_ones(app, signed_in_as):
    room, people = room_of_four()
    users = users_of(people)
    first, second = signed_in_as(users["note_taker"]), signed_in_as(users["moderator"])
    first.post(f"{ROOM}/notes", data={"text": "Hers", "version": "0", "opened": "0"})

    # A device brought back what was typed before: the page is new, the text is not.
    for opened, version, before in (("0", "0", ""), ("0", "1", "Hers")):
        sent = {
            "text": "His",
            "version": version,
            "opened": opened,
            "opened_with": f'{{"text": "{before}"}}',
        }
        stale = second.post(f"{ROOM}/notes", data=sent)

        assert stale.status_code == 409
        assert "Saved meanwhile Hers" in words(stale)
        assert ">\r\nHis</textarea>" in stale.text
    assert db.session.get(RoomNotes, room.id).text == "Hers"


def test_the_moderator_of_another_room_finds_no_door_to_this_one(app, signed_in_as):
    room, _people = room_of_four()
    other = make_room(room.round, "5", "Water")
    neighbour = make_person("Siosaia Tupou", is_invented=True)
    place(neighbour, other, "moderator")
    visitor = signed_in_as(make_user(neighbour))

    doors = (
        "/roster.pdf",
        "",
        "?kept=1",
        "/notes",
        "/mail",
        "/attendance",
        "/attendance/sync",
        "/attendance/sheet.pdf",
    )

    assert [visitor.get(f"{ROOM}{door}").status_code for door in doors] == [404] * len(doors)
    assert visitor.get("/meetings/egm-3/breakouts/1/rooms/5").status_code == 200


def test_what_is_moved_on_the_board_shows_through_no_door_before_it_is_published(app, signed_in_as):
    room, people = room_of_four()
    other = make_room(room.round, "5", "Water")
    neighbour = make_person("Siosaia Tupou", is_invented=True)
    place(neighbour, other, "moderator")
    late = make_person("Nkosinathi Maphumulo", is_invented=True)
    users = users_of(people) | {"neighbour": make_user(neighbour), "late": make_user(late)}
    for person, where in ((people["member"], other), (late, room)):
        db.session.add(Seat(round_id=room.round_id, room_id=where.id, person_id=person.id))
    doors = ("", "?kept=1", "/mail", "/attendance", "/attendance/sync", "/roster.pdf")

    for role in ("moderator", "note_taker"):
        visitor = signed_in_as(users[role])
        for door in doors:
            assert "Nkosinathi" not in seen(visitor.get(f"{ROOM}{door}"))
        assert "王芳" in seen(visitor.get(ROOM))
    for door in doors:
        there = f"/meetings/egm-3/breakouts/1/rooms/5{door}"
        assert "王芳" not in seen(signed_in_as(users["neighbour"]).get(there))
    assert signed_in_as(users["late"]).get(ROOM).status_code == 404
    for path in ("/meetings/egm-3/breakouts/1", "/meetings/egm-3"):
        assert "Nkosinathi" not in seen(signed_in_as(users["member"]).get(path))


def seen(answer):
    """What an answer shows, also a PDF."""
    if answer.content_type == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    return answer.text
