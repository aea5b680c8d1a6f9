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
