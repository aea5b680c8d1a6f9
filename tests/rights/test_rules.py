"""The rules of retention, and what a journal may hold no longer."""

from datetime import date

from eventsapp.rights.journals import without_needs
from eventsapp.rights.rules import RULES, Rule
from eventsapp.rights.saving import _DUE


def test_each_rule_says_what_why_and_how_long_and_is_carried_out():
    assert [rule.name for rule in RULES] == list(_DUE)
    assert all(rule.what and rule.purpose and rule.after and rule.source for rule in RULES)
    assert all(rule.days >= 30 for rule in RULES if rule.name != "unconfirmed files")


def test_what_is_kept_for_30_days_is_there_on_the_thirtieth_and_gone_on_the_next():
    rule = Rule("needs", "", "", "", 30)

    assert rule.last_day(date(2024, 10, 27)) == date(2024, 9, 26)
    assert rule.last_day(date(2024, 10, 28)) == date(2024, 9, 27)


def test_a_merge_forgets_needs_whose_day_is_over_and_keeps_the_rest_in_order():
    over = {"removed": "person_needs", "row": {"id": 3, "delete_on": "2024-10-27"}}
    still = {"removed": "person_needs", "row": {"id": 4, "delete_on": "2024-10-28"}}
    undated = {"removed": "person_needs", "row": {"id": 5, "delete_on": None}}
    other = {"removed": "person", "row": {"id": 9}}
    deleted = {"changed": "person_needs", "key": {"id": 1}, "before": {}, "after": {}}
    held = {"changed": "person_needs", "key": {"id": 2}, "before": {}, "after": {}}

    left = without_needs(
        [over, still, other, undated, deleted, held], day=date(2024, 10, 28), kept={2}
    )

    assert left == [still, other, undated, held]
