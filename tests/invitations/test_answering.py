from datetime import UTC, date, datetime

from eventsapp.invitations.answering import last_moment

DAY = date(2025, 1, 22)


def test_an_answer_can_change_until_the_first_day_begins():
    nine_in_baku = datetime(2025, 1, 22, 5, 0, tzinfo=UTC)

    assert last_moment(DAY, nine_in_baku, "Asia/Baku") == nine_in_baku


def test_where_nobody_stated_the_hours_it_can_change_until_that_day_begins_there():
    assert last_moment(DAY, None, "Asia/Baku") == datetime(2025, 1, 21, 20, 0, tzinfo=UTC)
