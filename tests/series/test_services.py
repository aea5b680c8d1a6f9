"""Series by rule: begun, changed from a day on, ended."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from eventsapp.consultations.queries import state_of
from eventsapp.consultations.window import State
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.series.services import (
    change_rule,
    decline_series,
    plan_with,
    repeat_by,
    repeat_monthly,
    stop_repeating,
    take_back_rule,
)
from eventsapp.sessions.models import SessionRule
from eventsapp.sessions.queries import occurrences_of, plan_of
from eventsapp.sessions.recurrence import read_rule
from eventsapp.sessions.services import Hours, add_date
from tests.factories import NOW, make_consultation, make_person, make_user

LATER = NOW + timedelta(hours=3)
UNTIL = date(2025, 12, 31)


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska"), role="secretariat")


def verbs():
    return list(db.session.scalars(select(Entry.verb).order_by(Entry.id)))


def days(consultation):
    return [one.on_date for one in occurrences_of([consultation], UNTIL)[consultation.id]]


def call(**changes):
    day = date(2024, 10, 31)
    given = {"title": "Call of the experts", "starts_on": day, "ends_on": day}
    return make_consultation(**{**given, **changes})


def test_an_accepted_series_names_its_weekday_and_its_end(officer):
    consultation = call(offered_rrule="FREQ=MONTHLY;BYDAY=-1TH")

    days = repeat_monthly(consultation, date(2025, 2, 28), now=NOW, by=officer)

    assert consultation.rrule == "FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20250228"
    assert consultation.sequence == 1
    assert days == [
        date(2024, 10, 31),
        date(2024, 11, 28),
        date(2024, 12, 26),
        date(2025, 1, 30),
        date(2025, 2, 27),
    ]


def test_a_series_is_the_one_that_was_offered(officer):
    fourth_thursday = date(2024, 11, 28)
    consultation = call(
        starts_on=fourth_thursday,
        ends_on=fourth_thursday,
        offered_rrule="FREQ=MONTHLY;BYDAY=4TH",
    )

    days = repeat_monthly(consultation, date(2025, 1, 31), now=NOW, by=officer)

    assert consultation.rrule == "FREQ=MONTHLY;BYDAY=4TH;UNTIL=20250131"
    assert days == [fourth_thursday, date(2024, 12, 26), date(2025, 1, 23)]


@pytest.mark.parametrize(
    ("changes", "until", "sentence"),
    [
        ({"starts_on": None, "ends_on": None}, date(2025, 2, 28), "has no day yet"),
        ({"cancelled_at": NOW}, date(2025, 2, 28), "is cancelled. Reinstate it"),
        ({"ends_on": date(2024, 11, 1)}, date(2025, 2, 28), "Only a consultation of one day"),
        ({}, date(2024, 11, 27), "Choose a later day"),
        ({}, date(2044, 2, 28), "That makes 233 dates"),
    ],
)
def test_what_cannot_be_repeated_is_refused(officer, changes, until, sentence):
    consultation = call(**changes)

    with pytest.raises(RuleBroken, match=sentence):
        repeat_monthly(consultation, until, now=NOW, by=officer)

    assert (consultation.rrule, consultation.sequence) == (None, 0)


def test_a_series_ends_and_its_first_day_stays(officer):
    consultation = call(rrule="FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20250228")

    stop_repeating(consultation, now=NOW, by=officer)
    stop_repeating(consultation, now=LATER, by=officer)

    assert (consultation.rrule, consultation.starts_on) == (None, date(2024, 10, 31))
    assert (consultation.sequence, verbs()) == (1, ["repeated no more"])


def test_a_declined_series_is_offered_no_more(officer):
    consultation = call(offered_rrule="FREQ=MONTHLY;BYDAY=-1TH")

    decline_series(consultation, now=NOW, by=officer)
    decline_series(consultation, now=NOW, by=officer)

    assert (consultation.offered_rrule, consultation.sequence) == (None, 0)
    assert verbs() == ["repetition declined"]


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("FREQ=MONTHLY;BYDAY=-1TH", "A series needs an end"),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "31 October 2024, the first day, is none of the days"),
        ("FREQ=DAILY;UNTIL=20241001", "The last day is before the first, 31 October 2024"),
    ],
)
def test_a_rule_that_makes_no_series_is_refused(officer, rule, sentence):
    consultation = call()

    with pytest.raises(RuleBroken, match=sentence):
        repeat_by(consultation, read_rule(rule), now=NOW, by=officer)

    assert consultation.rrule is None


def test_hours_are_kept_with_the_rule_and_worked_out_in_the_zone(officer):
    consultation = call(tz="America/New_York")
    rule = read_rule("FREQ=MONTHLY;BYDAY=-1TH;COUNT=3")

    repeat_by(consultation, rule, Hours(time(9), time(10, 30)), now=NOW, by=officer)
    repeat_by(consultation, rule, Hours(time(9), time(10, 30)), now=LATER, by=officer)

    assert (consultation.starts_at_time, consultation.start_at.isoformat()) == (
        time(9),
        "2024-10-31T13:00:00+00:00",
    )
    assert (consultation.sequence, consultation.changed_at, verbs()) == (1, NOW, ["repeated"])


def test_from_a_day_on_another_rule_holds_and_what_was_before_stays(officer):
    consultation = call(rrule="FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20250430")
    first_tuesday = read_rule("FREQ=MONTHLY;BYDAY=1TU;COUNT=3")

    change_rule(consultation, date(2025, 2, 4), first_tuesday, Hours(time(9)), now=NOW, by=officer)

    assert days(consultation) == [
        date(2024, 10, 31),
        date(2024, 11, 28),
        date(2024, 12, 26),
        date(2025, 1, 30),
        date(2025, 2, 4),
        date(2025, 3, 4),
        date(2025, 4, 1),
    ]
    assert [(part.starts_at_time) for part in plan_of(consultation).parts] == [None, time(9)]
    assert (consultation.sequence, verbs()) == (1, ["changed the rule"])


def test_a_change_entered_twice_is_one_and_can_be_taken_back(officer):
    consultation = call(rrule="FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20250130")
    rule = read_rule("FREQ=WEEKLY;BYDAY=TH;COUNT=2")
    before = days(consultation)

    for moment in (NOW, LATER):
        change_rule(consultation, date(2024, 11, 7), rule, Hours(), now=moment, by=officer)
    changed = days(consultation)
    for moment in (NOW, LATER):
        take_back_rule(consultation, date(2024, 11, 7), now=moment, by=officer)

    assert changed == [date(2024, 10, 31), date(2024, 11, 7), date(2024, 11, 14)]
    assert days(consultation) == before
    assert verbs() == ["changed the rule", "rule taken back"]
    assert consultation.sequence == 2


def test_a_rule_for_an_earlier_day_replaces_what_was_entered_for_later_ones(officer):
    consultation = call(rrule="FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20250130")
    weekly = read_rule("FREQ=WEEKLY;BYDAY=TH;COUNT=2")

    change_rule(consultation, date(2024, 12, 5), weekly, Hours(), now=NOW, by=officer)
    change_rule(consultation, date(2024, 11, 7), weekly, Hours(), now=LATER, by=officer)

    assert list(db.session.scalars(select(SessionRule.starts_on))) == [date(2024, 11, 7)]

    stop_repeating(consultation, now=LATER, by=officer)

    assert list(db.session.scalars(select(SessionRule))) == []


def test_a_rule_is_changed_only_behind_the_first_day_of_a_series(officer):
    single, series = call(), call(rrule="FREQ=DAILY;COUNT=3")
    rule = read_rule("FREQ=DAILY;COUNT=2")

    for consultation, sentence in (
        (single, "is not repeated. Repeat it first"),
        (series, "Choose a day after the first one, 31 October 2024"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            change_rule(consultation, date(2024, 10, 31), rule, Hours(), now=NOW, by=officer)


def test_a_rule_is_looked_at_before_it_is_saved(officer):
    consultation = call(rrule="FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20250130")
    rule = read_rule("FREQ=DAILY;COUNT=2")

    plan = plan_with(consultation, date(2024, 11, 7), rule, Hours())

    assert [one.on_date for one in plan.dates("Africa/Nairobi", UNTIL)] == [
        date(2024, 10, 31),
        date(2024, 11, 7),
        date(2024, 11, 8),
    ]
    assert len(days(consultation)) == 4


def test_a_series_is_open_until_its_last_date_also_one_that_was_added_or_moved(officer):
    consultation = call()
    repeat_by(consultation, read_rule("FREQ=MONTHLY;BYDAY=-1TH;COUNT=2"), now=NOW, by=officer)
    assert plan_of(consultation).ends_on == date(2024, 11, 28)

    hours = Hours(None, None)
    add_date(consultation, date(2024, 12, 12), hours, reason=None, now=NOW, by=officer)
    db.session.flush()
    plan = plan_of(consultation)

    assert plan.ends_on == date(2024, 12, 12)
    shown = [one.on_date for one in plan.dates(consultation.tz, plan.ends_on)]
    assert shown == [date(2024, 10, 31), date(2024, 11, 28), date(2024, 12, 12)]
    assert state_of(consultation, datetime(2024, 12, 1, tzinfo=UTC)) is State.OPEN
    assert state_of(consultation, datetime(2024, 12, 14, tzinfo=UTC)) is State.CLOSED


def test_a_rule_from_a_later_day_on_keeps_a_series_open(officer):
    consultation = call()
    repeat_by(consultation, read_rule("FREQ=MONTHLY;BYDAY=-1TH;COUNT=3"), now=NOW, by=officer)
    later = read_rule("FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20250630")
    change_rule(consultation, date(2024, 12, 26), later, Hours(None, None), now=NOW, by=officer)
    db.session.flush()

    assert state_of(consultation, datetime(2025, 5, 1, tzinfo=UTC)) is State.OPEN


def test_what_takes_submissions_has_one_window_and_is_not_repeated(officer):
    consultation = call(takes_submissions=True)

    with pytest.raises(RuleBroken, match="a consultation of their own"):
        repeat_by(consultation, read_rule("FREQ=MONTHLY;BYDAY=-1TH;COUNT=2"), now=NOW, by=officer)

    assert consultation.rrule is None
