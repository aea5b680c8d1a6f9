import pytest

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.mail.models import Message
from eventsapp.meetings.models import Participation
from eventsapp.rosters.models import RoomMail
from eventsapp.rosters.services import write_to_members
from eventsapp.worker import deliver_mail
from tests.factories import make_room, make_user
from tests.rosters.rooms import ROOM, room_of_four, users_of

TEXT = {"subject": "Tomorrow", "text": "Bring one example.\n\nWe begin at nine <sharp>."}


def queued():
    return db.session.scalars(db.select(Message).order_by(Message.id)).all()


def written(room, by, now, key="a-key-of-twenty-letters-1", **changes):
    given = {**TEXT, "replies_to_writer": False, "client_key": key, **changes}
    return write_to_members(room, by=by, now=now, **given)


def test_each_member_gets_a_mail_of_their_own_and_nobody_sees_an_address(
    app, signed_in_as, NOW, outbox
):
    _room, people = room_of_four()
    people["note_taker"].addresses.clear()
    users = users_of(people)
    visitor = signed_in_as(users["moderator"])
    form = {**TEXT, "client_key": "a-key-of-twenty-letters-1", "act": "preview"}

    preview = visitor.post(f"{ROOM}/mail", data=form)

    assert (preview.status_code, queued()) == (200, [])
    assert "This is what they get" in preview.text
    assert "No mail reaches these people; tell them yourself: <bdi>Rini Rachmawati" in preview.text
    assert "@example.test" not in preview.text.split("<main")[1]
    for _ in range(2):
        assert visitor.post(f"{ROOM}/mail", data={**form, "act": "send"}).status_code == 302
    deliver_mail(NOW)
    mails = outbox.delivered
    assert sorted(mail["To"].addresses[0].display_name for mail in mails) == ["ليلى حداد", "王芳"]
    for mail in mails:
        assert mail["Subject"] == "EGM 3, room 4: Tomorrow"
        assert mail["Reply-To"] is None
        body = mail.get_body(("plain",)).get_content()
        assert "Yukinari Tanaka wrote this to the people of room 4 of EGM 3:" in body
        assert "Bring one example." in body
        assert "@example.test" not in body + mail.get_body(("html",)).get_content()


def test_answers_reach_who_wrote_only_if_they_agreed(app, NOW, outbox):
    room, people = room_of_four()
    moderator = make_user(people["moderator"])

    written(room, moderator, NOW, replies_to_writer=True)
    db.session.commit()
    deliver_mail(NOW)

    assert {str(mail["Reply-To"]) for mail in outbox.delivered} == {"tanaka@example.test"}


def test_a_few_notes_a_day_are_enough(app, NOW):
    room, people = room_of_four()
    moderator = make_user(people["moderator"])
    for number in range(3):
        written(room, moderator, NOW, key=f"a-key-of-twenty-letters-{number}")

    with pytest.raises(RuleBroken, match="3 notes went to room 4 in the last 24 hours"):
        written(room, moderator, NOW, key="a-key-of-twenty-letters-4")

    assert db.session.query(RoomMail).count() == 3


def test_a_draft_is_not_told_by_a_note(app, NOW):
    room, people = room_of_four()
    room.round.published_at = None
    moderator = make_user(people["moderator"])

    with pytest.raises(RuleBroken, match="are a draft"):
        written(room, moderator, NOW)

    assert queued() == []


def test_who_was_moved_away_before_the_mail_left_does_not_get_it(app, NOW, outbox):
    room, people = room_of_four()
    written(room, make_user(people["moderator"]), NOW)
    placement = next(one for one in room.placements if one.person_id == people["member"].id)
    placement.room = make_room(room.round, "5", "Water")
    left = db.select(Participation).where(Participation.person_id == people["observer"].id)
    db.session.scalars(left).one().left_at = NOW
    db.session.commit()

    deliver_mail(NOW)

    assert [mail["To"].addresses[0].display_name for mail in outbox.delivered] == [
        "Rini Rachmawati"
    ]
    assert {one.reason for one in queued() if one.state == "skipped"} == {
        "This person is no longer in room 4."
    }
