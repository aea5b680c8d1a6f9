import re
from datetime import date
from html import unescape

import pytest

from eventsapp.access import seen_of, sees
from eventsapp.consultations.models import Consultation
from eventsapp.extensions import db
from eventsapp.planning.queries import dated_rows
from tests.factories import (
    NOW,
    make_consultation,
    make_deadline,
    make_meeting,
    make_person,
    make_release,
    make_user,
    take_part,
)


@pytest.fixture
def officer(signed_in_as):
    return signed_in_as(make_user(make_person("Łucja Żółkiewska"), role="secretariat"))


def said(markup):
    text = unescape(re.sub(r"<[^>]+>", " ", markup))
    return " ".join(text.replace("\u2068", "").replace("\u2069", "").split())


def drawn(page):
    """The labels of the bars, without months and today."""
    svg = re.search(r"<svg viewBox=\"0 0 917.*?</svg>", page.text, re.S)[0]
    return [said(text) for text in re.findall(r"<text(?: class=\"end\")? x.*?</text>", svg)]


def table(page):
    rows = re.findall(r'<th scope="row".*?</tr>', page.text, re.S)
    return [said(row) for row in rows]


def the_record():
    """Four dates of the record of a meeting, one of which may become a series."""
    meeting = make_meeting()
    expert = make_person("فاطمة الزهراء بناني")
    take_part(meeting, expert)
    make_deadline("Feedback", date(2024, 10, 1), owed_by=[expert], audience="experts")
    make_consultation(
        meeting,
        "Firms",
        starts_on=date(2024, 10, 1),
        ends_on=date(2024, 10, 2),
        audience="private sector",
        certainty="intended",
    )
    make_consultation(
        meeting,
        "Call",
        starts_on=date(2024, 10, 31),
        ends_on=date(2024, 10, 31),
        audience="experts",
        offered_rrule="FREQ=MONTHLY;BYDAY=-1TH",
    )
    make_consultation(meeting, "Regions", audience="regional", mode="online", certainty="proposed")
    return expert


def clashes(page):
    found = re.search(r'<section class="note warn".*?</ol>', page.text, re.S)
    return re.findall(r"<li>(.*?)(?:<a .*?)?</li>", found[0], re.S) if found else []


def test_the_chart_and_the_table_say_the_same(officer):
    the_record()

    page = officer.get("/timeline")

    assert drawn(page)[:-1] == [
        "EGM 2",
        "Clash 1 · Feedback",
        "Clash 1 · Firms, intended",
        "Call",
        "Possible clash 2 · Regions, proposed",
        "Possible clash 2 · Call, if repeated",
        "Possible clash 3 · Call, if repeated",
    ]
    assert table(page) == [
        "EGM 2 meeting Thu 26 – Fri 27 Sep 2024 experts not stated Firm",
        "Feedback deadline Clash 1 Tue 1 Oct 2024 experts not stated Firm",
        "Firms consultation Clash 1 Tue 1 – Wed 2 Oct 2024 private sector not stated Intended",
        "Call consultation Thu 31 Oct 2024 experts not stated Firm",
        "Regions consultation Possible clash 2 Mon 18 – Thu 28 Nov 2024 regional online Proposed",
        "Call consultation Possible clash 2 Thu 28 Nov 2024 experts not stated If repeated",
        "Call consultation Possible clash 3 Thu 26 Dec 2024 experts not stated If repeated",
        "Call consultation Thu 30 Jan 2025 experts not stated If repeated",
    ]


def test_clashes_are_said_in_sentences(officer):
    the_record()

    assert [said(one) for one in clashes(officer.get("/timeline"))] == [
        "Clash 1: “Feedback” is due on Tue 1 Oct 2024, the first day of “Firms”.",
        "Possible clash 2: If “Call” is repeated, it would fall on Thu 28 Nov 2024, "
        "the last day of “Regions”.",
        "Possible clash 3: If “Call” is repeated, it would fall on Thu 26 Dec 2024, "
        "in the year-end holidays.",
    ]


def test_an_expert_sees_neither_the_offer_nor_what_others_owe(signed_in_as):
    expert = the_record()
    make_deadline("Owed by somebody else", date(2024, 10, 9), owed_by=[make_person("Bo Ng")])
    make_consultation(make_meeting("egm-9", number=9), "Of another meeting")

    page = signed_in_as(make_user(expert)).get("/timeline")

    assert [row.split(" ")[0] for row in table(page)] == [
        "EGM",
        "Feedback",
        "Firms",
        "Call",
        "Regions",
    ]
    assert "a series?" not in page.text


def test_an_expert_is_told_of_the_meeting_that_the_record_announces(signed_in_as):
    expert = the_record()
    egm_2 = db.session.scalar(db.select(Consultation)).meeting
    make_meeting(
        "egm-3",
        number=3,
        place="Baku",
        starts_on=date(2025, 1, 22),
        ends_on=date(2025, 1, 23),
        announced_by_id=egm_2.id,
    )
    make_meeting("egm-9", number=9, starts_on=date(2025, 3, 1), ends_on=date(2025, 3, 1))

    page = signed_in_as(make_user(expert)).get("/timeline")

    assert table(page)[-1] == (
        "EGM 3, Baku meeting Wed 22 – Thu 23 Jan 2025 experts not stated Firm"
    )


def test_filters_stand_in_the_address_and_can_be_taken_away(officer):
    the_record()

    page = officer.get("/timeline?audience=regional")

    assert [row.split(" ")[0] for row in table(page)] == ["Regions"]
    assert len(clashes(page)) == 1
    assert "1 of 8 shown: For whom: regional × , remove this filter" in said(page.text)


def test_filters_that_leave_nothing_say_so(officer):
    the_record()

    page = officer.get("/timeline?audience=regional&kind=meeting")

    assert "No date fits these filters There are 8 dates in all." in said(page.text)
    assert "<rect" not in page.text


def test_an_empty_timeline_says_what_would_be_there(officer, signed_in_as):
    assert "No date yet Import the minutes of a meeting" in said(officer.get("/timeline").text)
    assert "it stands here" in signed_in_as(make_user()).get("/timeline").text


def test_a_series_accepted_on_the_timeline_is_drawn_as_such(officer):
    the_record()
    page = officer.get("/timeline")
    prefix = re.search(r'name="(series\d+-)until"[^>]*value="31 January 2025"', page.text)[1]
    address = re.search(r'action="(/consultations/\d+/repeat)"', page.text)[1]

    answer = officer.post(
        address,
        data={f"{prefix}is_repeated": "y", f"{prefix}until": "31/12/2024", "from": "timeline"},
    )
    after = officer.get(answer.location)

    assert answer.location == "/timeline"
    assert "Call consultation Clash 3 Thu 26 Dec 2024 experts not stated Repeated" in table(after)
    assert "a series?" not in after.text


def test_a_cancelled_consultation_is_struck_and_clashes_with_nothing(officer):
    the_record()
    firms = db.session.scalar(db.select(Consultation).where(Consultation.title == "Firms"))

    officer.post(f"/consultations/{firms.id}/cancel")
    page = officer.get("/timeline?kind=consultation")

    assert drawn(page)[0] == "Firms, cancelled"
    assert table(page)[0].endswith("Cancelled")
    assert not any("Firms" in sentence for sentence in clashes(page))


def test_days_in_another_zone_name_it(officer):
    the_record()
    make_meeting(
        "egm-3", number=3, tz="Asia/Baku", starts_on=date(2025, 1, 22), ends_on=date(2025, 1, 23)
    )

    page = officer.get("/timeline")

    assert "they count in Nairobi (UTC+3). Where another zone counts, the table names it." in said(
        page.text
    )
    assert [row for row in table(page) if "UTC+4" in row] == [
        "EGM 3 meeting Wed 22 – Thu 23 Jan 2025 Baku (UTC+4) experts not stated Firm"
    ]


def test_from_right_to_left_time_runs_to_the_left(make_app):
    app = make_app(LANGUAGES=("ar",))
    with app.app_context():
        meeting = make_meeting()
        make_release(meeting, "Later", starts_on=date(2024, 12, 1), ends_on=date(2024, 12, 1))
        user = make_user(role="secretariat")
        db.session.commit()
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = user.get_id(), True

        page = client.get("/timeline").text

    places = [float(x) for x in re.findall(r'<rect class="firm" x="([\d.]+)" y', page)][:2]
    assert 'dir="rtl"' in page
    assert places[0] > places[1]


def test_a_title_with_markup_is_only_text(officer):
    make_consultation(make_meeting(), '<script>alert("x")</script> & co')

    page = officer.get("/timeline").text

    assert "<script>" not in page
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; co" in page


def test_lists_hold_what_the_rules_of_single_pages_allow(app):
    own, told, other = make_meeting(), make_meeting("egm-3", number=3), make_meeting("egm-9")
    told.announced_by_id = own.id
    make_meeting("wuf-12", kind="forum", takes_letter_requests=True)
    make_meeting("wuf-13", kind="forum")
    make_meeting("egm-4", is_public=True)
    expert, somebody = make_person("Huiwen"), make_person("Ngozi Okonkwo-Bâ")
    take_part(own, expert)
    take_part(other, expert, left_at=NOW)
    for meeting in (own, other):
        make_release(meeting)
        make_consultation(meeting)
        make_consultation(meeting, audience="open online")
    make_deadline("Own", owed_by=[expert, somebody])
    make_deadline("Of somebody else", owed_by=[somebody])
    rows = dated_rows()

    for user in (make_user(expert), make_user(somebody), make_user(role="secretariat")):
        assert seen_of(rows, user) == [row for row in rows if sees(row, user)]


def test_the_queries_of_the_timeline_do_not_grow_with_its_rows(signed_in_as, questions):
    expert = the_record()
    visitor = signed_in_as(make_user(expert))
    few = questions(lambda: visitor.get("/timeline"))
    for number in range(20):
        meeting = make_meeting(f"egm-{number + 20}", number=number + 20)
        take_part(meeting, expert)
        make_release(meeting)
        make_consultation(meeting)
        make_deadline(owed_by=[expert])

    many = questions(lambda: visitor.get("/timeline"))

    assert many == few
