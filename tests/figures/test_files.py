"""What the secretariat takes away: tables and charts that may be passed on, each written down."""

import re
import xml.etree.ElementTree as ElementTree
from datetime import date
from urllib.parse import quote

import pytest
from werkzeug.http import parse_options_header

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.sheets.reading import read_table
from tests.factories import (
    commit,
    make_meeting,
    make_person,
    make_process,
    make_room,
    make_round,
    make_user,
    place,
)

FIGURES = "/meetings/egm-2/figures"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def engine():
    """Files are the same on both engines."""
    return "sqlite"


@pytest.fixture
def browser(app, signed_in_as):
    return signed_in_as(make_user(make_person("Grace Wanjiru"), role="secretariat"))


@pytest.fixture
def meeting(app):
    """Five of Africa, four of Asia, one of Poland; one described their gender in own words."""
    meeting = make_meeting()
    room = make_room(make_round(meeting))
    facts = [("KE", "woman")] * 3 + [("SN", "man"), ("EG", None)]
    facts += [("IN", "man"), ("CN", "woman"), ("JO", "own"), ("JP", "man"), ("PL", "woman")]
    for number, (country, gender) in enumerate(facts):
        person = make_person(f"Expert {number}", country=country, gender=gender, category="lrg")
        place(person, room, "moderator" if number == 0 else "member")
    return meeting


def lines(answer):
    rows = answer.get_data().decode("utf-8-sig").splitlines()
    return [row.split(",") for row in rows]


def test_a_file_adds_up_and_tells_the_gender_of_nobody(browser, meeting):
    commit()

    found = lines(browser.get(f"{FIGURES}.csv"))

    joined = '"In own words'
    assert found[0] == [
        "Meeting",
        "Table",
        "Row",
        "Women",
        "Men",
        joined,
        ' or not stated"',
        "Together",
    ]
    by_region = [row[2:] for row in found if row[1:2] == ["By regional group and gender"]]
    assert by_region == [
        ["African States", "3", "1", "1", "5"],
        ["Asia-Pacific States", "not shown", "not shown", "not shown", "4"],
        ["Eastern European States", "not shown", "not shown", "not shown", "1"],
        ["Latin American and Caribbean States", "0", "0", "0", "0"],
        ["Western European and other States", "0", "0", "0", "0"],
        ["Not stated", "0", "0", "0", "0"],
        ["Everybody", "5", "3", "2", "10"],
    ]
    by_country = [row[2:] for row in found if row[1:2] == ["By country"]]
    assert ["Kenya", "not shown", "not shown", "not shown", "3"] in by_country
    assert by_country[-1] == ["Everybody", "5", "3", "2", "10"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_process_whose_code_has_quotation_marks_names_its_file(browser, meeting, kind):
    """Whoever numbers letters typed `ВОДА "x"`; the mark may not end the name of the file."""
    meeting.process_id = make_process('ВОДА "x"').id
    commit()

    answer = browser.get(f"/figures.{kind}?process=" + quote('ВОДА "x"'))

    _attachment, said = parse_options_header(answer.headers["Content-Disposition"])
    assert answer.headers["Content-Disposition"].isascii()
    assert re.fullmatch(rf'figures-вода "x"-\d{{8}}-\d{{4}}\.{kind}', said["filename"])


def test_a_file_says_what_it_counts_and_when_and_that_it_was_taken_is_in_the_log(browser, meeting):
    commit()

    answer = browser.get(f"{FIGURES}.xlsx?among=members&system=m49")

    name = answer.headers["Content-Disposition"]
    assert name.startswith("attachment; filename=figures-egm-2-members-m49-20")
    rows = read_table(answer.data, "figures.xlsx").rows
    cells = [str(cell) for row in rows for cell in row.cells]
    assert "EGM 2: 9 people who take part or accepted, among: Members." in cells
    assert any(cell.startswith("Counted on ") for cell in cells)
    entry = db.session.scalars(db.select(Entry).where(Entry.verb == "exported")).one()
    assert (entry.subject_table, entry.subject_id) == ("meeting", meeting.id)
    assert entry.detail["format"] == "xlsx"
    assert entry.detail["filter"] == {"among": "members", "system": "m49"}
    assert entry.detail["rows"] == 23  # 7 regions, 3 roles, 3 categories, 10 countries
    assert entry.detail["columns"][:4] == ["Meeting", "Table", "Row", "Women"]


@pytest.mark.parametrize("by", ["region", "role", "category", "country"])
def test_a_chart_is_a_picture_that_needs_nothing_else(browser, meeting, by):
    commit()

    answer = browser.get(f"{FIGURES}/{by}.svg")

    assert answer.content_type == "image/svg+xml"
    picture = ElementTree.fromstring(answer.data)
    words = [one.text for one in picture.iter(f"{SVG}text")]
    assert words[0].startswith("EGM 2: By ")
    assert "10 people who take part or accepted." in words
    assert "var(" not in answer.text
    assert answer.text.count("http") == 1  # the name of the language it is written in
    entry = db.session.scalars(db.select(Entry).where(Entry.verb == "exported")).one()
    assert (entry.detail["format"], entry.detail["columns"]) == ("svg", [by])


def test_in_a_chart_small_rows_are_not_split_and_the_legend_says_so(browser, meeting):
    commit()

    picture = ElementTree.fromstring(browser.get(f"{FIGURES}/region.svg").data)

    kinds = [one.get("class") for one in picture.iter(f"{SVG}rect")]
    assert kinds.count("seg k5") == 1 + 2  # the legend, Asia and Eastern Europe
    assert kinds.count("seg k3") == 0
    words = [one.text for one in picture.iter(f"{SVG}text")]
    legend = ["Women", "Men", "In own words, or not stated", "Not split by gender"]
    assert [word for word in words if word in legend] == legend


def test_a_chart_of_people_with_marks_and_brackets_in_their_names_is_still_a_picture(app, browser):
    meeting = make_meeting(series="EGM <2> & “more”", number=None, title="<b>Water</b> & people")
    place(make_person("Biyu", country="BO"), make_room(make_round(meeting)))
    commit()

    picture = ElementTree.fromstring(browser.get(f"{FIGURES}/country.svg").data)

    assert picture.find(f"{SVG}title").text == "<b>Water</b> & people: By country"


def test_meetings_beside_one_another_are_a_picture_too(browser, meeting):
    later = make_meeting("egm-3", number=3, starts_on=date(2025, 1, 22), ends_on=date(2025, 1, 24))
    place(make_person("Ravi", country="IN", gender="man"), make_room(make_round(later)))
    commit()

    picture = ElementTree.fromstring(browser.get("/figures/meetings.svg").data)

    words = [one.text for one in picture.iter(f"{SVG}text")]
    assert words[:2] == [
        "IG-PCSC: By meeting and gender",
        "EGM 2: 10 people who take part or accepted. EGM 3: 1 person who takes part or accepted.",
    ]
    kinds = [one.get("class") for one in picture.iter(f"{SVG}rect")]
    assert kinds.count("seg k5") == 1 + 1  # the legend, and EGM 3
    assert browser.get("/figures/meetings.svg?process=STARS").status_code == 404


def test_a_day_of_which_nobody_is_noted_has_no_picture(browser, meeting):
    commit()

    assert browser.get(f"{FIGURES}/day.svg").status_code == 404


def test_meetings_of_a_process_come_in_one_file(browser, meeting):
    later = make_meeting("egm-3", number=3, starts_on=date(2025, 1, 22), ends_on=date(2025, 1, 24))
    place(make_person("Ravi", country="IN", gender="man"), make_room(make_round(later)))
    commit()

    found = lines(browser.get("/figures.csv?process=IG-PCSC"))

    assert {row[0] for row in found[1:] if len(row) > 3} >= {"EGM 2", "EGM 3"}
    men = [row for row in found if row[0] == "EGM 3" and row[2] == "Everybody"]
    assert {tuple(row[3:]) for row in men} == {("not shown", "not shown", "not shown", "1")}
    entry = db.session.scalars(db.select(Entry).where(Entry.verb == "exported")).one()
    assert entry.subject_table == "process"
    assert browser.get("/figures.csv?process=NO-SUCH").status_code == 404
