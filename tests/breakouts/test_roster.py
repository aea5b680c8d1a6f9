from eventsapp.breakouts.roster import (
    EarlierMeeting,
    EarlierSeat,
    Seat,
    by_meeting,
    in_reading_order,
)


def test_a_moderator_reads_the_leading_people_first_and_the_others_as_recorded():
    members = [Seat(1, "Karen Laßmann", "member"), Seat(2, "王芳", "member")]
    moderator, note_taker = Seat(3, "Hazel", "moderator"), Seat(4, "Nigel", "note_taker")

    seats = in_reading_order([members[0], note_taker, members[1], moderator])

    assert seats == (moderator, note_taker, *members)


def test_the_same_room_on_several_days_is_said_once():
    seats = [
        EarlierSeat("EGM 1", 1, "2"),
        EarlierSeat("EGM 2", 1, "A"),
        EarlierSeat("EGM 2", 2, "A"),
        EarlierSeat("EGM 2", 2, "B"),
        EarlierSeat("EGM 2", None, "C"),
    ]

    assert by_meeting(seats) == [
        EarlierMeeting("EGM 1", (("2", (1,)),)),
        EarlierMeeting("EGM 2", (("A", (1, 2)), ("B", (2,)), ("C", ()))),
    ]
