from datetime import date

from eventsapp.planning.queries import (
    dated_rows,
    offered_series,
    timeline_bars,
    undated_consultations,
)
from tests.factories import (
    NOW,
    make_consultation,
    make_deadline,
    make_meeting,
    make_release,
    make_session_date,
)


def a_call(meeting, **changes):
    day = date(2024, 10, 31)
    return make_consultation(meeting, "Call", starts_on=day, ends_on=day, **changes)


def told(bars):
    return [(bar.kind, bar.title, bar.starts_on.isoformat()) for bar in bars]


def test_a_timeline_holds_meetings_consultations_deadlines_and_releases(app):
    meeting = make_meeting(place="Nairobi")
    make_consultation(meeting, "Regions")
    make_consultation(meeting, "Undated", starts_on=None, ends_on=None)
    make_deadline("Feedback", date(2024, 10, 1), meeting_id=meeting.id)
    make_deadline("Approve a letter", date(2024, 10, 2), page_endpoint="letters.show")
    make_release(meeting, "Draft goes live")
    make_release(meeting, "Draft open", kind="editing window", starts_on=date(2024, 9, 26))

    bars = timeline_bars(dated_rows(), with_offered=True)

    assert told(bars) == [
        ("meeting", "EGM 2, Nairobi", "2024-09-26"),
        ("editing window", "Draft open", "2024-09-26"),
        ("deadline", "Feedback", "2024-10-01"),
        ("release", "Draft goes live", "2024-10-07"),
        ("consultation", "Regions", "2024-11-18"),
    ]
    assert [row.title for row in undated_consultations()] == ["Undated"]


def test_an_expert_group_meeting_is_for_experts_and_a_forum_for_nobody_stated(app):
    make_meeting("egm-2")
    make_meeting("wuf-12", kind="forum", series="WUF", number=12, starts_on=date(2024, 9, 27))

    bars = timeline_bars(dated_rows(), with_offered=True)

    assert [(bar.title, bar.audience) for bar in bars] == [("EGM 2", "experts"), ("WUF 12", None)]


def test_an_offered_series_is_projected_to_the_end_of_the_last_month(app):
    meeting = make_meeting()
    call = a_call(meeting, offered_rrule="FREQ=MONTHLY;BYDAY=-1TH")
    make_consultation(meeting, "Last", starts_on=date(2025, 2, 11), ends_on=date(2025, 2, 12))

    bars = timeline_bars(dated_rows(), with_offered=True)

    projected = [bar for bar in bars if bar.is_projected]
    assert [bar.starts_on.isoformat() for bar in projected] == [
        "2024-11-28",
        "2024-12-26",
        "2025-01-30",
        "2025-02-27",
    ]
    assert {(bar.is_offered, bar.style) for bar in projected} == {(True, "prop")}
    assert {bar.series for bar in bars if bar.title == "Call"} == {f"consultation-{call.id}"}
    assert offered_series(dated_rows()) == [call]


def test_a_series_that_ends_the_timeline_is_shown_for_three_months(app):
    a_call(make_meeting(), offered_rrule="FREQ=MONTHLY;BYDAY=-1TH")

    bars = timeline_bars(dated_rows(), with_offered=True)

    assert [bar.starts_on.isoformat() for bar in bars if bar.is_projected] == [
        "2024-11-28",
        "2024-12-26",
        "2025-01-30",
    ]


def test_an_offer_is_left_out_for_those_who_do_not_decide(app):
    a_call(make_meeting(), offered_rrule="FREQ=MONTHLY;BYDAY=-1TH")

    bars = timeline_bars(dated_rows(), with_offered=False)

    assert [bar.title for bar in bars] == ["EGM 2", "Call"]


def test_an_accepted_series_goes_to_its_own_end(app):
    call = a_call(make_meeting(), rrule="FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20241231")

    bars = timeline_bars(dated_rows(), with_offered=False)

    projected = [bar for bar in bars if bar.is_projected]
    assert [(bar.starts_on.isoformat(), bar.is_offered) for bar in projected] == [
        ("2024-11-28", False),
        ("2024-12-26", False),
    ]
    assert offered_series([call]) == []


def test_a_cancelled_series_is_not_asked_about(app):
    call = a_call(make_meeting(), offered_rrule="FREQ=MONTHLY;BYDAY=-1TH", cancelled_at=NOW)

    bars = timeline_bars(dated_rows(), with_offered=True)

    assert [(bar.title, bar.is_cancelled) for bar in bars] == [("EGM 2", False), ("Call", True)]
    assert offered_series([call]) == []


def test_a_closed_deadline_binds_nobody(app):
    make_deadline("Feedback", closed_at=NOW, closed_reason="The meeting was cancelled.")

    [bar] = timeline_bars(dated_rows(), with_offered=True)

    assert bar.is_cancelled


def test_single_dates_of_a_series_stand_where_they_are_held(app):
    day = date(2024, 10, 31)
    call = make_consultation(
        title="Call",
        starts_on=day,
        ends_on=day,
        rrule="FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20250130",
    )
    make_session_date(call, day, date(2024, 10, 30))
    make_session_date(call, date(2024, 11, 28), cancelled_at=NOW)
    make_session_date(call, date(2024, 12, 26), date(2024, 12, 19))

    bars = timeline_bars([call], with_offered=True)

    assert [(bar.starts_on, bar.is_cancelled, bar.is_projected) for bar in bars] == [
        (date(2024, 10, 30), False, False),
        (date(2024, 11, 28), True, True),
        (date(2024, 12, 19), False, True),
        (date(2025, 1, 30), False, True),
    ]
    assert bars[2].key == f"consultation-{call.id}-2024-12-26"
