import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import log2

import pytest

from eventsapp.clashes.finding import clashes
from eventsapp.clashes.sittings import Plan, Sitting
from eventsapp.clashes.wording import ENGLISH, clash_marks
from eventsapp.planning.planned import Bar
from eventsapp.sessions.recurrence import days_of


def bar(key, start, end=None, kind="consultation", audience="experts", **changes):
    start = date.fromisoformat(start)
    end = date.fromisoformat(end) if end else start
    given = {"title": key.capitalize(), "audience": audience, **changes}
    return Bar(key=key, kind=kind, starts_on=start, ends_on=end, **given)


def monthly_call(is_offered):
    days = days_of("FREQ=MONTHLY;BYDAY=-1TH", date(2024, 10, 31), date(2025, 2, 28))
    first = bar("call", "2024-10-31", series="call")
    later = [
        bar(
            f"call {day}",
            str(day),
            title="Call",
            is_projected=True,
            is_offered=is_offered,
            series="call",
        )
        for day in days[1:]
    ]
    return [first, *later]


def record():
    """The dates of the second meeting's record."""
    return [
        bar("meeting", "2024-09-26", "2024-09-27", kind="meeting"),
        bar("draft open", "2024-09-26", "2024-09-27", kind="editing window"),
        bar("feedback", "2024-10-01", kind="deadline", certainty="proposed"),
        bar("firms", "2024-10-01", "2024-10-02", audience="private sector"),
        bar("draft goes live", "2024-10-07", kind="release", audience=None),
        bar("online", "2024-10-07", "2024-11-08", audience="open online"),
        bar("regions", "2024-11-18", "2024-11-28", audience="regional"),
        bar("region 1", "2025-01-15", "2025-01-16", audience="regional"),
        bar("baku", "2025-01-22", "2025-01-23", kind="meeting"),
        bar("region 2", "2025-02-11", "2025-02-12", audience="regional"),
    ]


def found_in(bars):
    return clashes(Plan(tuple(bars)))


def told(bars):
    return [(clash.sentence, clash.is_certain) for clash in found_in(bars)]


def test_the_record_has_one_clash_and_two_more_if_the_call_becomes_monthly():
    assert told(record() + monthly_call(is_offered=True)) == [
        ("“Feedback” is due on Tue 1 October 2024, the first day of “Firms”.", True),
        (
            "If “Call” is repeated, it would fall on Thu 28 November 2024, "
            "the last day of “Regions”.",
            False,
        ),
        (
            "If “Call” is repeated, it would fall on Thu 26 December 2024, "
            "in the year-end holidays.",
            False,
        ),
    ]


def test_an_accepted_series_clashes_for_certain():
    assert told(record() + monthly_call(is_offered=False))[1:] == [
        (
            "The repetition of “Call” falls on Thu 28 November 2024, the last day of “Regions”.",
            True,
        ),
        (
            "The repetition of “Call” falls on Thu 26 December 2024, in the year-end holidays.",
            True,
        ),
    ]


def test_one_audience_cannot_be_in_two_places_on_the_same_days():
    bars = [
        bar("one", "2025-03-03", "2025-03-05", audience="regional"),
        bar("two", "2025-03-04", "2025-03-07", audience="Regional"),
        bar("for others", "2025-03-04", audience="private sector"),
        bar("for nobody named", "2025-03-04", audience=None),
    ]

    assert told(bars) == [
        (
            "“One” and “Two” are both for regional, "
            "and both from Tue 4 March 2025 to Wed 5 March 2025.",
            True,
        )
    ]


@pytest.mark.parametrize(
    "harmless",
    [
        bar("cancelled", "2025-03-03", is_cancelled=True),
        bar("release", "2025-03-03", kind="release"),
        bar("editing", "2025-03-03", "2025-03-04", kind="editing window"),
        bar("online", "2025-03-03", audience="open online"),
        bar("five weeks", "2025-02-10", "2025-03-16"),
        bar("the day before", "2025-03-02"),
    ],
    ids=lambda one: one.key,
)
def test_what_binds_nobody_to_the_day_does_not_clash(harmless):
    meeting = bar("meeting", "2025-03-03", kind="meeting")
    other = bar("other", "2025-03-03")

    assert [clash.bars for clash in found_in([meeting, harmless, other])] == [(meeting, other)]


@pytest.mark.parametrize(
    ("due", "where"),
    [
        ("2025-03-03", "the first day of “Meeting”"),
        ("2025-03-04", "a day of “Meeting”"),
        ("2025-03-05", "the last day of “Meeting”"),
    ],
)
def test_a_deadline_during_a_meeting_says_on_which_day(due, where):
    bars = [
        bar("comments", due, kind="deadline", audience=None),
        bar("meeting", "2025-03-03", "2025-03-05", kind="meeting"),
    ]

    day = date.fromisoformat(due)
    assert told(bars) == [(f"“Comments” is due on {day:%a} {day.day} March 2025, {where}.", True)]


def test_what_closes_a_consultation_may_be_due_on_its_last_day():
    regions = bar("regions", "2025-03-03", "2025-03-05", audience="regional", about="hearing 1")
    own = bar("submissions", "2025-03-05", kind="deadline", about="hearing 1")
    other = bar("comments", "2025-03-05", kind="deadline", about="hearing 2")

    assert told([regions, own, other]) == [
        ("“Comments” is due on Wed 5 March 2025, the last day of “Regions”.", True)
    ]


def test_a_repetition_on_the_day_of_a_deadline_is_told_from_the_repetition():
    call = bar("call", "2024-11-28", is_projected=True, is_offered=True, series="call")
    deadline = bar("comments", "2024-11-28", kind="deadline")

    assert told([deadline, call]) == [
        (
            "If “Call” is repeated, it would fall on Thu 28 November 2024, the day of “Comments”.",
            False,
        )
    ]


@pytest.mark.parametrize(
    ("start", "end", "day"),
    [
        ("2024-12-24", "2024-12-24", "Tue 24 December 2024"),
        ("2025-01-01", "2025-01-02", "Wed 1 January 2025"),
        ("2024-12-20", "2024-12-25", "Tue 24 December 2024"),
    ],
)
def test_a_meeting_in_the_year_end_holidays_is_warned_about(start, end, day):
    assert told([bar("meeting", start, end, kind="meeting")]) == [
        (f"“Meeting” falls on {day}, in the year-end holidays.", True)
    ]


def test_the_days_around_the_holidays_are_free():
    assert told([bar("before", "2024-12-23"), bar("after", "2025-01-02")]) == []


def test_marks_number_the_clashes_of_each_bar():
    bars = record() + monthly_call(is_offered=True)

    assert clash_marks(found_in(bars)) == {
        "feedback": ((1,), True),
        "firms": ((1,), True),
        "call 2024-11-28": ((2,), False),
        "regions": ((2,), False),
        "call 2024-12-26": ((3,), False),
    }


def test_a_sentence_is_put_together_by_the_translator():
    def french(pattern, **facts):
        known = {
            "“%(first)s” is due on %(day)s, %(other)s.": "« %(first)s » : %(day)s, %(other)s.",
            "the day of “%(title)s”": "le jour de « %(title)s »",
        }
        return known[pattern] % facts

    [clash] = found_in([bar("avis", "2025-03-03", kind="deadline"), bar("réunion", "2025-03-03")])

    assert clash.worded(
        replace(ENGLISH, translate=french, day=lambda day: f"le {day.day} mars")
    ) == ("« Avis » : le 3 mars, le jour de « Réunion ».")


def dense_plan(meetings):
    """Meetings of 20 processes side by side over a year, each with calls, a deadline and rooms."""
    bars, sittings = [], []
    for number in range(meetings):
        day = date(2025, 1, 6) + timedelta(days=number * 37 % 330)
        scope = f"process {number % (meetings // 15)}"
        meeting = bar(f"meeting-{number}", str(day), kind="meeting", scope=scope, tz="UTC")
        due = bar(f"deadline-{number}", str(day), kind="deadline", scope=scope)
        bars += [meeting, due, bar(f"call-{number}", str(day), scope=scope)]
        for item in range(5):
            begins = datetime(day.year, day.month, day.day, 8 + item, tzinfo=UTC)
            sittings.append(
                Sitting(
                    f"item-{number}-{item}",
                    f"Item {item}",
                    meeting,
                    begins,
                    begins + timedelta(hours=1),
                    "UTC",
                    place=f"Room {(number // 2 * 5 + item)}",
                    people=frozenset(number // 2 * 40 + seat for seat in range(10)),
                    zones=(("Pacific/Auckland", 3),),
                )
            )
    return Plan(tuple(bars), tuple(sittings))


def steps(plan):
    """How often the search calls anything."""
    count = 0

    def called(frame, event, argument):
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(called)
    found = clashes(plan)
    sys.setprofile(None)
    return count, len(found)


def test_the_search_takes_no_more_than_n_log_n_steps():
    few, many = 60, 600

    few_steps, few_found = steps(dense_plan(few))
    many_steps, many_found = steps(dense_plan(many))

    assert few_found > 100
    assert many_found > 1000
    assert many_steps / few_steps <= (many * log2(many)) / (few * log2(few))
