"""Rules and wishes are said, switched, taken back, and shown with why they do not count."""

import re

import pytest

from eventsapp.breakouts.models import PlacingRule, PlacingWishes
from eventsapp.extensions import db
from eventsapp.rounds.queries import rules_that_count, wishes_of
from eventsapp.rounds.wishes import BY_NAME
from tests.factories import (
    NOW,
    commit,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    take_part,
)

on_one_engine = pytest.mark.parametrize("engine", ["sqlite"])
RULES = "/meetings/egm-2/breakouts/rules"


@pytest.fixture
def officer(app, signed_in_as):
    return signed_in_as(make_user(role="secretariat"))


@pytest.fixture
def meeting(app):
    return make_meeting()


def people(meeting, *names, **facts):
    made = [make_person(name, **facts) for name in names]
    for one in made:
        take_part(meeting, one)
    return made


def rule_of(meeting, kind, is_on=True, **facts):
    rule = PlacingRule(meeting_id=meeting.id, kind=kind, facts=facts, is_on=is_on, created_at=NOW)
    db.session.add(rule)
    db.session.flush()
    return rule


def text_of(answer):
    return re.sub(r"[\u2068\u2069]", "", " ".join(re.sub(r"<[^>]+>", " ", answer.text).split()))


def test_two_people_are_kept_apart_by_their_names_and_it_can_be_taken_back(officer, meeting):
    layla, li = people(meeting, "ليلى حداد", "李明")
    sent = {"pair-kind": "apart", "pair-first": "ليلى حداد", "pair-second": "李明"}

    officer.post(f"{RULES}/pairs", data=sent)
    officer.post(f"{RULES}/pairs", data={**sent, "pair-first": "李明", "pair-second": "ليلى حداد"})
    (rule,) = rules_that_count(meeting)
    assert (rule.kind, rule.people) == ("apart", (layla.id, li.id))

    assert "ليلى حداد and 李明 are never in one room" in text_of(officer.get(RULES))
    officer.post(f"{RULES}/{rule.id}/off")
    assert rules_that_count(meeting) == []
    deleted = officer.post(f"{RULES}/{rule.id}/delete").location
    entry = deleted.rpartition("=")[2]
    assert db.session.scalar(db.select(db.func.count(PlacingRule.id))) == 0
    for _twice in range(2):
        officer.post(f"{RULES}/undo/{entry}")
    assert "Switched off by hand." in text_of(officer.get(RULES))
    assert db.session.scalar(db.select(db.func.count(PlacingRule.id))) == 1


@on_one_engine
def test_a_name_that_is_nobody_is_shown_back_with_what_to_do(officer, meeting):
    people(meeting, "李明")
    sent = {"pair-kind": "apart", "pair-first": "Nobody Here", "pair-second": "李明"}
    answer = officer.post(f"{RULES}/pairs", data=sent)

    assert answer.status_code == 422
    assert "“Nobody Here” is nobody, or more than one, of those who take part." in text_of(answer)
    assert 'value="Nobody Here"' in answer.text


@on_one_engine
def test_a_rule_switches_itself_off_where_too_little_is_known_and_says_so(officer, meeting):
    make_room(make_round(meeting, number=1), "1")
    people(meeting, "Ana", gender="woman")
    people(meeting, "Bo", "Chi")
    rule_of(meeting, "at_least", attribute="gender", value="woman", least=1, rounds=None)
    rule_of(meeting, "at_least", attribute="gender", value="man", least=1, rounds=None)
    rule_of(meeting, "at_least", attribute="sector", value="youth", least=1, rounds=None)
    gone = people(meeting, "Left Already")[0]
    rule_of(meeting, "together", people=[gone.id, people(meeting, "Stays")[0].id])
    commit()
    text = text_of(officer.get(f"{RULES}"))

    assert "At least 1 woman in each room" in text
    assert "Gender is known of 1 of 5 people: this rule counts only them." in text
    assert "Is off: Gender is known of 1 of 5 people, and 0 of them fit where the rooms" in text
    assert "Is off: Sector is known of none of 5 people." in text
    meeting.participations[-2].left_at = NOW
    commit()
    assert "Is off: Left Already does not take part any more." in text_of(officer.get(RULES))


@on_one_engine
def test_a_rule_is_edited_and_an_older_form_writes_over_nothing(officer, meeting):
    one, other, third = people(meeting, "One", "Other", "Third")
    rule = rule_of(meeting, "apart", people=[one.id, other.id])
    page = officer.get(f"{RULES}/{rule.id}/edit").text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page).group(1)
    sent = {"version": version, "kind": "together", "first": "One", "second": "Third"}

    assert officer.post(f"{RULES}/{rule.id}/edit", data=sent).status_code == 302
    assert (
        officer.post(f"{RULES}/{rule.id}/edit", data={**sent, "second": "Other"}).status_code == 409
    )
    (kept,) = rules_that_count(meeting)
    assert (kept.kind, kept.people) == ("together", (one.id, third.id))


@on_one_engine
def test_wishes_are_steps_that_are_kept_and_shown_again(officer, meeting):
    page = officer.get(RULES).text
    version = re.search(r'name="wish-version"[^>]*value="(\d+)"', page).group(1)
    steps = {f"wish-{name}": "2" for name in BY_NAME}
    sent = {**steps, "wish-repeats": "4", "wish-version": version, "wish-region": "y"}

    assert officer.post(f"{RULES}/wishes", data=sent).status_code == 302
    weights, mixed_by = wishes_of(meeting)
    assert (weights["repeats"], weights["switches"], mixed_by) == (16, 8, ("region",))
    assert officer.post(f"{RULES}/wishes", data=sent).status_code == 409
    assert db.session.get(PlacingWishes, meeting.id).version == 1


@on_one_engine
def test_two_hundred_rules_are_paged_and_found_by_name(officer, meeting):
    made = people(meeting, *(f"Expert {number:02}" for number in range(30)))
    pairs = [(a, b) for a in made for b in made if a.id < b.id][:200]
    for a, b in pairs:
        rule_of(meeting, "apart", people=[a.id, b.id])
    commit()

    first = text_of(officer.get(RULES))
    assert "200 rules" in first
    assert first.count("are never in one room") >= 50
    found = officer.get(f"{RULES}?q=expert 29&kind=apart").text
    assert found.count('<li id="r') == 7
