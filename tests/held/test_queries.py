"""What is held about one person, from all packages."""

import json
from datetime import UTC, date, datetime

from eventsapp.held.forms import shown, to_json
from eventsapp.held.queries import held_about
from eventsapp.held.words import KINDS, Group, stated
from tests.erasing.life import make_life
from tests.factories import NOW, make_meeting, make_person, make_room, make_round, place, take_part

ALL = {"is_own": False, "shows_locked": True, "shows_needs": True}


def by_name(groups):
    return {one.name: one.rows for one in groups}


def test_every_group_has_its_rows_its_purpose_and_how_long_it_is_kept(app):
    person = make_life().person

    groups = held_about(person, **ALL)

    assert {one.name for one in groups} == KINDS.keys() - {"comments", "lists", "requests"}
    assert all(kind.title and kind.purpose and kind.kept for kind in KINDS.values())
    held = by_name(groups)
    assert {one["address"] for one in held["addresses"]} == {
        "lucja@example.test",
        "lucja@post.test",
        "lucja.z@example.test",
    }
    assert held["attendance"][0]["state"] == "present"
    assert held["nominations"][0]["letter"] == "zolkiewska.pdf"
    assert held["registrations"][0]["facts"]["needs"] == {"dietary": "vegetarian"}
    assert held["registrations"][0]["corrections"][0]["wanted"] == {"note": "Zolkiewska"}
    assert held["letters"][0]["number"] == "IG-PCSC/2024/0001"
    # A retention date stands with each sensitive thing.
    assert held["needs"][0]["deleted_on"] == date(2024, 10, 27)
    assert held["registrations"][0]["later_deleted_on"] == date(2024, 12, 26)
    assert held["letters"][0]["deleted_on"] == date(2025, 9, 27)
    assert held["sources"][0]["names"] == ["Lucja Zolkiewska", "Łucja Żółkiewska"]


def test_what_is_locked_is_not_even_read_into_the_groups(app):
    person = make_life().person

    closed = str(held_about(person, is_own=False))
    for_others = str(held_about(person, is_own=False, shows_locked=True))

    for secret in ("E12345678", "vegetarian", "wheelchair"):
        assert secret not in closed
    assert "E12345678" in for_others
    assert "vegetarian" not in for_others


def test_a_mail_that_has_not_left_is_no_business_of_the_person_yet(app):
    person = make_life().person

    assert [one["state"] for one in by_name(held_about(person, is_own=True))["mails"]] == ["sent"]


def test_the_questions_to_the_database_do_not_grow_with_what_is_held(app, questions):
    person = make_life().person
    few = questions(lambda: held_about(person, **ALL))
    for number in range(10, 20):
        meeting = make_meeting(f"egm-{number}", number=number)
        place(person, make_room(make_round(meeting)))

    assert questions(lambda: held_about(person, **ALL)) == few
    assert len(by_name(held_about(person, **ALL))["rooms"]) == 12


def test_what_is_not_stated_is_left_out_and_a_no_is_not(app):
    assert stated({"a": None, "b": "", "c": [], "d": {}, "e": False, "f": 0}) == {
        "e": False,
        "f": 0,
    }
    person = make_person("Huiwen", country="KE", languages=["sw"])
    take_part(make_meeting(), person)

    [identity, *_rest] = shown(held_about(person, is_own=True))

    assert [(one.label, one.text) for one in identity.rows[0]][:3] == [
        ("Name, as printed", "Huiwen"),
        ("Country represented", "Kenya"),
        ("Languages", "Swahili"),
    ]


def test_to_what_somebody_agreed_is_said_in_words(app):
    groups = {one.name: one for one in shown(held_about(make_life().person, **ALL))}

    [consent] = groups["consents"].rows
    [needs] = groups["needs"].rows

    assert ("Purpose", "Stand in published lists of participants") in {
        (one.label, one.text) for one in consent
    }
    # What is typed is said as it stands.
    assert ("Purpose", "EGM 2") in {(one.label, one.text) for one in needs}


def test_the_file_for_programs_says_moments_as_iso_8601():
    at = datetime(2024, 9, 28, 6, tzinfo=UTC)
    groups = [Group("needs", ({"changed_at": at, "deleted_on": date(2024, 10, 27)},))]

    held = json.loads(to_json(groups, written_at=NOW))

    assert held["written_at"] == "2024-09-28T06:00:00+00:00"
    assert held["held"][0]["rows"] == [
        {"changed_at": "2024-09-28T06:00:00+00:00", "deleted_on": "2024-10-27"}
    ]
    assert held["held"][0]["purpose"].startswith("To arrange access and meals")
