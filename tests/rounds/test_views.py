"""The list of rounds."""

from tests.factories import make_meeting, make_person, make_room, make_round, make_user, place


def test_the_secretariat_sees_every_round_and_what_is_still_missing(app, signed_in_as):
    meeting = make_meeting()
    room = make_room(make_round(meeting, title="Themes"))
    place(make_person("ليلى حداد"), room)
    make_round(meeting, number=2, published_at=None)
    page = signed_in_as(make_user(role="secretariat")).get("/meetings/egm-2/breakouts").text

    assert page.count("<tr") == 3
    assert "Round 1: Themes" in page
    assert "1 room<" in page
    assert "0 rooms<" in page
    assert page.count("Draft, seen by staff only") == 1


def test_a_round_is_added_once_however_often_the_form_is_sent(app, signed_in_as):
    make_meeting()
    officer = signed_in_as(make_user(role="secretariat"))
    officer.get("/meetings/egm-2/breakouts/new")
    sent = {"version": "0", "titles": "Water\n\nLand", "day": "", "item": "", "mode": "",
            "style": "numbers", "count": "", "least": "3", "most": "8"}  # fmt: skip

    for _twice in range(2):
        officer.post("/meetings/egm-2/breakouts/new", data=sent)
    page = officer.get("/meetings/egm-2/breakouts").text
    wrong = officer.post("/meetings/egm-2/breakouts/new", data={**sent, "most": "2"})

    assert page.count("2 rooms<") == 1
    assert wrong.status_code == 422
    assert "The largest size is below the smallest." in wrong.text
    assert "Water\n\nLand" in wrong.text.replace("\r", "")


def test_a_round_that_was_published_is_deleted_by_nobody(app, signed_in_as):
    make_round(make_meeting())
    officer = signed_in_as(make_user(role="secretariat"))
    address = "/meetings/egm-2/breakouts/1/delete"

    assert "Delete the draft" not in officer.get(address).text
    assert officer.post(address).status_code == 409
