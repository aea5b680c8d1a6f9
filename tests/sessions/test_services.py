"""One date moved, called off, added, taken back: what it changes, and what it leaves alone."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.sessions.models import SessionDate
from eventsapp.sessions.queries import occurrences_of
from eventsapp.sessions.services import Hours, add_date, cancel_date, move_date, take_back
from tests.factories import NOW, make_consultation, make_person, make_user

LATER = NOW + timedelta(hours=3)
CHRISTMAS, BEFORE = date(2024, 12, 26), date(2024, 12, 19)
UNTIL = date(2025, 12, 31)
USUAL = Hours()


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska"), role="secretariat")


@pytest.fixture
def series(app):
    day = date(2024, 10, 31)
    return make_consultation(
        title="Call of the experts",
        starts_on=day,
        ends_on=day,
        starts_at_time=time(15),
        ends_at_time=time(16),
        rrule="FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20250130",
    )


def verbs():
    return list(db.session.scalars(select(Entry.verb).order_by(Entry.id)))


def dates(series):
    found = occurrences_of([series], UNTIL)[series.id]
    return [(one.on_date, one.is_cancelled) for one in found]


def moved(series, officer, to=BEFORE, hours=USUAL, reason="A holiday", now=NOW):
    return move_date(series, CHRISTMAS, to, hours, reason=reason, now=now, by=officer)


def test_a_moved_date_stays_the_same_date_and_nothing_else_changes(officer, series):
    single = moved(series, officer)

    assert (single.original_on, single.on_date, single.sequence) == (CHRISTMAS, BEFORE, 1)
    assert (single.reason, single.changed_at) == ("A holiday", NOW)
    assert dates(series) == [
        (date(2024, 10, 31), False),
        (date(2024, 11, 28), False),
        (BEFORE, False),
        (date(2025, 1, 30), False),
    ]
    assert (series.sequence, series.version) == (0, 1)
    (entry,) = db.session.scalars(select(Entry))
    assert entry.verb == "moved a date"
    assert entry.detail == {"date": "2024-12-26", "on_date": "2024-12-19", "reason": "A holiday"}


def test_moved_twice_alike_is_moved_once_and_moved_again_is_a_new_version(officer, series):
    moved(series, officer)
    moved(series, officer, now=LATER)
    single = moved(series, officer, to=date(2024, 12, 20), now=LATER)

    assert (single.sequence, single.changed_at) == (2, LATER)
    assert verbs() == ["moved a date"] * 2


def test_the_hours_of_the_series_are_not_kept_as_its_own(officer, series):
    usual = moved(series, officer, hours=Hours(time(15), time(16)))

    assert usual.starts_at_time is None

    other = moved(series, officer, hours=Hours(time(9), time(10)))

    assert (other.starts_at_time, other.ends_at_time) == (time(9), time(10))


def test_nothing_typed_changes_nothing(officer, series):
    assert moved(series, officer, to=CHRISTMAS, hours=Hours(time(15), time(16))) is None
    assert list(db.session.scalars(select(SessionDate))) == []
    assert verbs() == []


def test_two_dates_on_one_day_are_refused(officer, series):
    with pytest.raises(RuleBroken, match="28 November 2024 is a date of this series already"):
        moved(series, officer, to=date(2024, 11, 28))


def test_a_date_that_the_series_does_not_have_is_refused(officer, series):
    for act in (
        lambda day: move_date(series, day, BEFORE, Hours(), reason=None, now=NOW, by=officer),
        lambda day: cancel_date(series, day, reason=None, now=NOW, by=officer),
    ):
        with pytest.raises(RuleBroken, match="27 December 2024 is no date of “Call"):
            act(date(2024, 12, 27))


def test_a_date_is_called_off_and_takes_place_again(officer, series):
    for moment in (NOW, LATER):
        single = cancel_date(series, CHRISTMAS, reason="A storm", now=moment, by=officer)
    off = dates(series)
    for moment in (LATER, LATER):
        take_back(series, CHRISTMAS, now=moment, by=officer)

    assert off[2] == (CHRISTMAS, True)
    assert dates(series)[2] == (CHRISTMAS, False)
    assert (single.sequence, single.series_sequence, single.reason) == (2, 2, None)
    assert verbs() == ["called off a date", "took back a date"]


def test_a_date_called_off_and_then_moved_takes_place(officer, series):
    cancel_date(series, CHRISTMAS, reason=None, now=NOW, by=officer)

    single = moved(series, officer)

    assert dates(series)[2] == (BEFORE, False)
    assert (single.sequence, single.series_sequence) == (2, 2)


def test_a_move_is_taken_back_unless_its_day_is_taken(officer, series):
    moved(series, officer)
    move_date(series, date(2025, 1, 30), CHRISTMAS, Hours(), reason=None, now=NOW, by=officer)

    with pytest.raises(RuleBroken, match="Another date was moved to 26 December 2024"):
        take_back(series, CHRISTMAS, now=NOW, by=officer)

    take_back(series, date(2025, 1, 30), now=NOW, by=officer)
    single = take_back(series, CHRISTMAS, now=NOW, by=officer)
    assert (single.on_date, single.sequence) == (CHRISTMAS, 2)


def test_the_last_date_is_not_called_off_alone(officer, series):
    for day in (date(2024, 10, 31), date(2024, 11, 28), CHRISTMAS):
        cancel_date(series, day, reason=None, now=NOW, by=officer)

    with pytest.raises(RuleBroken, match="This is the only date left"):
        cancel_date(series, date(2025, 1, 30), reason=None, now=NOW, by=officer)


def test_a_date_is_added_once_and_called_off_again(officer, series):
    extra = date(2024, 11, 14)
    first, again = (
        add_date(series, extra, Hours(time(9)), reason="Asked for", now=NOW, by=officer)
        for _ in range(2)
    )
    added = dates(series)
    cancel_date(series, extra, reason=None, now=LATER, by=officer)

    assert first is again
    assert added[1] == (extra, False)
    assert dates(series)[1] == (extra, True)
    assert (first.sequence, first.series_sequence) == (2, 0)
    assert verbs() == ["added a date", "called off a date"]


@pytest.mark.parametrize("day", [date(2024, 11, 28), CHRISTMAS, BEFORE])
def test_a_day_that_the_series_knows_is_not_added(officer, series, day):
    moved(series, officer)

    with pytest.raises(RuleBroken, match="is a date of this series already"):
        add_date(series, day, Hours(), reason=None, now=NOW, by=officer)


def test_nothing_is_added_to_what_is_not_repeated(officer, series):
    series.rrule = None

    with pytest.raises(RuleBroken, match="is not repeated"):
        add_date(series, BEFORE, Hours(), reason=None, now=NOW, by=officer)
