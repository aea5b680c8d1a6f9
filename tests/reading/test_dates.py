from datetime import date

import pytest

from eventsapp.reading.dates import find_dates

THURSDAY, FRIDAY = date(2024, 9, 26), date(2024, 9, 27)
MEETING_DAYS = {1: THURSDAY, 2: FRIDAY}


def found(text, said_on=FRIDAY):
    finding = find_dates(text, said_on=said_on, meeting_days=MEETING_DAYS)
    return [(d.as_written, str(d.start), str(d.end)) for d in finding.dates]


def doubts(text, said_on=FRIDAY):
    finding = find_dates(text, said_on=said_on, meeting_days=MEETING_DAYS)
    own = [code for d in finding.dates for code, _sentence in d.doubts]
    return own + [code for code, _sentence in finding.doubts]


@pytest.mark.parametrize(
    ("text", "as_written", "start", "end"),
    [
        ("set for 1 and 2 October.", "1 and 2 October", "2024-10-01", "2024-10-02"),
        ("between 18-28 November online", "18-28 November", "2024-11-18", "2024-11-28"),
        ("and 11&12 February", "11&12 February", "2025-02-11", "2025-02-12"),
        (
            "the 22nd and the 23rd of January in",
            "the 22nd and the 23rd of January",
            "2025-01-22",
            "2025-01-23",
        ),
        ("up to Tuesday to", "up to Tuesday", "2024-10-01", "2024-10-01"),
        ("a release on the 7", "the 7", "2024-10-07", "2024-10-07"),
        ("on the 27th.", "the 27th", "2024-10-27", "2024-10-27"),
        (
            "31 October (last Thursday of the month) with",
            "31 October (last Thursday of the month)",
            "2024-10-31",
            "2024-10-31",
        ),
        ("for Day 1 and 2 it", "Day 1 and 2", "2024-09-26", "2024-09-27"),
        ("between 15 and 20 May", "15 and 20 May", "2025-05-15", "2025-05-20"),
        (
            "30 September to 2 October",
            "30 September to 2 October",
            "2024-09-30",
            "2024-10-02",
        ),
        (
            "28 December – 3 January 2026",
            "28 December – 3 January 2026",
            "2025-12-28",
            "2026-01-03",
        ),
        ("October 31, 2024 and", "October 31, 2024", "2024-10-31", "2024-10-31"),
        ("May 3-5", "May 3-5", "2025-05-03", "2025-05-05"),
        ("26.11.2024", "26.11.2024", "2024-11-26", "2024-11-26"),
        ("2025-02-03", "2025-02-03", "2025-02-03", "2025-02-03"),
        ("15/16 April", "15/16 April", "2025-04-15", "2025-04-16"),
        ("4, 5 and 6 May", "4, 5 and 6 May", "2025-05-04", "2025-05-06"),
        ("Sept. 30", "Sept. 30", "2024-09-30", "2024-09-30"),
        ("le 1er octobre", "le 1er octobre", "2024-10-01", "2024-10-01"),
        ("du 18 au 28 novembre 2024", "18 au 28 novembre 2024", "2024-11-18", "2024-11-28"),
        ("d'ici mardi", "d'ici mardi", "2024-10-01", "2024-10-01"),
        ("del 18 al 28 de noviembre", "18 al 28 de noviembre", "2024-11-18", "2024-11-28"),
        ("hasta el martes", "hasta el martes", "2024-10-01", "2024-10-01"),
        ("29 February", "29 February", "2028-02-29", "2028-02-29"),
        ("by the end of October", "by the end of October", "2024-10-31", "2024-10-31"),
    ],
)
def test_a_date_in_prose_is_resolved_from_the_day_it_was_said(text, as_written, start, end):
    assert found(text) == [(as_written, start, end)]


def test_days_that_are_listed_and_do_not_follow_each_other_are_days_of_their_own():
    assert [(start, end) for _written, start, end in found("on 3, 10 and 17 October")] == [
        ("2024-10-03", "2024-10-03"),
        ("2024-10-10", "2024-10-10"),
        ("2024-10-17", "2024-10-17"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Sharone April, 35 pages and 46 pages",
        "every two years",
        "the 7 may be postponed",
        "on the 7th floor",
        "resolution 72/226 and COVID-19",
        "Day 7 was not held",
        "chapter 3.1.2",
        "we march 4 abreast",
    ],
)
def test_what_only_looks_like_a_date_is_none(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("on 31 February", ["no-such-date"]),
        ("on 30/02/2025", ["no-such-date"]),
        ("on 03/04/2025", ["date-ambiguous"]),
        ("on 10/31/2024", ["date-ambiguous"]),
        ("on 31/10/2024", []),
        ("on Friday 31 October 2024", ["weekday-wrong"]),
        ("on Thursday 31 October 2024", []),
        ("on 31 October 2024 (Monday)", ["weekday-wrong"]),
        ("on 31 October 2024 (first Thursday of the month)", ["weekday-wrong"]),
        ("on 20 September", ["year-inferred", "date-ambiguous"]),
        ("on 4 June", ["year-inferred"]),
        ("next Tuesday", ["year-inferred", "date-ambiguous"]),
        ("by Friday", ["year-inferred", "date-ambiguous"]),
        ("in November", ["date-vague"]),
        ("within two weeks", ["date-vague"]),
        ("on 30 September 2204", ["year-inferred", "date-ambiguous"]),
        ("on 1 January 9999", ["year-inferred", "date-ambiguous"]),
        ("in the first week of September", ["date-vague"]),
    ],
)
def test_what_is_inferred_or_unclear_about_a_date_says_so(text, codes):
    assert doubts(text) == codes


def test_a_rule_beside_a_date_is_offered_as_a_repetition():
    finding = find_dates("31 October (last Thursday of the month)", said_on=FRIDAY)

    assert [d.repeats for d in finding.dates] == ["FREQ=MONTHLY;BYDAY=-1TH"]


def test_of_a_line_with_very_many_dates_the_first_are_read_and_the_rest_is_told():
    finding = find_dates("1 May, 3 June, " * 200, said_on=FRIDAY)

    assert len(finding.dates) == 40
    assert finding.doubts[0] == (
        "date-vague",
        "One line names 400 dates, and only the first 40 were read. Break it into several lines "
        "and hand the file over again.",
    )
