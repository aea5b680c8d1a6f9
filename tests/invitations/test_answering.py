from datetime import UTC, date, datetime, timedelta

from eventsapp.invitations.answering import last_moment, token_of

DAY = date(2025, 1, 22)
INVITED = datetime(2025, 1, 9, 8, 0, tzinfo=UTC)


def test_an_answer_can_change_until_the_first_day_begins():
    nine_in_baku = datetime(2025, 1, 22, 5, 0, tzinfo=UTC)

    assert last_moment(DAY, nine_in_baku, "Asia/Baku") == nine_in_baku


def test_where_nobody_stated_the_hours_it_can_change_until_that_day_begins_there():
    assert last_moment(DAY, None, "Asia/Baku") == datetime(2025, 1, 21, 20, 0, tzinfo=UTC)


def test_a_reminder_has_the_link_of_the_invitation_and_a_new_invitation_another():
    first = token_of("a key", 7, INVITED)

    assert token_of("a key", 7, INVITED) == first
    others = {
        token_of("a key", 7, INVITED + timedelta(seconds=1)),
        token_of("a key", 8, INVITED),
        token_of("another key", 7, INVITED),
    }
    assert len(others | {first}) == 4
    assert len(first) == 43
