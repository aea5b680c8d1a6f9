import pytest

from eventsapp.boards.emails import still_wanted
from eventsapp.boards.places import MODERATOR, Difference, Move
from eventsapp.boards.queries import board_of
from eventsapp.boards.saving import changes_to_tell, publish, take_back, why_not_publish
from eventsapp.boards.services import Stale, seat_people
from eventsapp.breakouts.models import Placement
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.meetings.models import DRAFT
from tests.boards.test_services import Story
from tests.factories import NOW, make_day, make_meeting, make_person, make_room, make_round, place


@pytest.fixture
def board(app):
    """A published round with Amina leading room 1, Bo in it, and 李明 in room 2."""
    round_ = make_round(meeting := make_meeting(), make_day(meeting))
    one, two = make_room(round_, "1"), make_room(round_, "2", place="Hall B", prepare="Read it.")
    people = [make_person(name) for name in ("Amina Diallo", "Bo Ek", "李明")]
    place(people[0], one, MODERATOR)
    place(people[1], one)
    place(people[2], two)
    return Story(round_, one, two, people)


def publish_now(board, **changes):
    return publish(
        board.round, **{"expected_version": board.version, "by": board.grace, "now": NOW, **changes}
    )


def told(outbox):
    return [(one.recipient_name, one.subject) for one in outbox]


def test_only_those_hear_of_it_whose_room_or_role_changed(board, outbox):
    bo = db.session.scalar(db.select(Placement).where(Placement.person_id == board.people[1].id))
    before = (bo.uid, bo.sequence)
    board.move(1, board.two, role="note_taker")

    done = publish_now(board)

    assert done.changes == [
        Difference(board.people[1].id, (board.one.id, "member"), (board.two.id, "note_taker"))
    ]
    assert told(outbox) == [("Bo Ek", "Room 2 of EGM 2, Thu 26 Sep 2024")]
    assert outbox[0].text == (
        "Dear Bo Ek,\n\nyou are in another room than you were told:\n\n"
        "Room 2: Water and people\nYour part: Note-taker\nWas: Room 1: Water and people, Member\n"
        "Meeting: EGM 2, Expert Group Meeting on water\nWhen: Thursday 26 September 2024\n"
        "Where: Hall B\nTo prepare: Read it.\n\n"
        "It stands here: http://localhost/meetings/egm-2/breakouts/1/rooms/2\n\n"
        "The secretariat\nYou get this because you take part in the meeting. Calendars that follow "
        "your address change by themselves.\n"
    )
    # The entry in Bo's calendar moves with him.
    assert (bo.uid, bo.sequence) == (before[0], before[1] + 1)
    assert (bo.room_id, bo.role) == (board.two.id, "note_taker")


def test_publishing_twice_tells_nobody_twice(board, outbox):
    board.move(1, board.two)

    publish_now(board)
    again = publish_now(board)

    assert (again.changes, len(outbox)) == ([], 1)


def test_the_first_time_everybody_is_told_and_who_has_no_address_is_named(board, outbox):
    board.round.published_at = None
    board.people[2].addresses.clear()
    db.session.flush()

    done = publish_now(board)

    assert [name for name, _subject in told(outbox)] == ["Amina Diallo", "Bo Ek"]
    assert (done.told, [one.printed_name for one in done.unreached]) == (2, ["李明"])
    assert board.round.published_at == NOW


def test_who_is_taken_out_hears_it_and_loses_the_entry_in_the_calendar(board, outbox):
    board.move(1, None)

    publish_now(board)

    assert told(outbox) == [("Bo Ek", "No room for you in round 1 of EGM 2, Thu 26 Sep 2024")]
    assert len(db.session.scalars(db.select(Placement)).all()) == 2


def test_rooms_can_be_published_without_a_mail(board, outbox):
    board.move(1, board.two)

    done = publish_now(board, tell=False)

    assert (len(done.changes), done.told, len(outbox)) == (1, 0, 0)


def test_what_moved_on_since_the_preview_is_not_published(board):
    board.move(1, board.two)

    with pytest.raises(Stale):
        publish_now(board, expected_version=0)


def test_a_board_is_published_once_what_is_wrong_was_put_right(board):
    board.two.closed_at = NOW
    part = next(
        one for one in board.round.meeting.participations if one.person_id == board.people[1].id
    )
    part.left_at = NOW
    db.session.flush()

    assert why_not_publish(board.round) == [
        "Bo Ek has left EGM 2. Take them off the board.",
        "李明 is in room 2, which is closed. Move them to another room.",
    ]
    with pytest.raises(RuleBroken, match="Take them off the board"):
        publish_now(board)
    seat_people(
        board.round,
        {board.people[1].id: Move(None), board.people[2].id: Move(board.one.id)},
        expected_version=board.version,
        by=board.grace,
        now=NOW,
    )
    assert why_not_publish(board.round) == []
    board.round.meeting.state = DRAFT
    assert why_not_publish(board.round) == [
        "EGM 2 is a draft that only staff see. Announce it first."
    ]


def test_an_empty_board_is_not_published(board):
    empty = make_round(board.round.meeting, number=2, published_at=None)

    assert why_not_publish(empty) == ["Nobody is placed in a room yet. Move people there first."]


def test_who_was_in_two_rooms_is_in_one_after_it(board, outbox):
    place(board.people[0], board.two)
    board.move(1, board.two)

    publish_now(board)

    rooms = db.session.scalars(
        db.select(Placement.room_id).where(Placement.person_id == board.people[0].id)
    ).all()
    assert (rooms, len(outbox)) == ([board.one.id], 1)


def test_a_mail_that_was_overtaken_is_not_sent(board, outbox):
    board.move(1, board.two)
    publish_now(board)
    (first,) = outbox
    assert still_wanted(first, NOW) is None

    board.move(1, None)
    publish_now(board)

    assert still_wanted(first, NOW) == (
        "It was changed again since; a later mail tells how it stands."
    )
    assert still_wanted(outbox[1], NOW) is None
    board.round.published_at = None
    assert still_wanted(outbox[1], NOW) == "These rooms are not published any more."


def test_taken_back_the_rooms_are_a_draft_and_published_again_everybody_is_told(board, outbox):
    assert take_back(board.round, by=board.grace, now=NOW)
    assert not take_back(board.round, by=board.grace, now=NOW)
    assert len(changes_to_tell(board.round)) == 3

    publish_now(board)

    assert len(outbox) == 3
    assert board_of(board.round).is_copied
