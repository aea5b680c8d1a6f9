"""`eventsapp breakouts solve`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from eventsapp.breakouts.commands import group
from eventsapp.errors import RuleBroken
from eventsapp.placing.problem import read_egm
from eventsapp.placing.scoring import total, violations
from tests.placing.problems import STORE, stored

INSTANCES = STORE / "instances"


def solve(*arguments):
    return CliRunner().invoke(group, ["solve", *map(str, arguments)])


def test_an_instance_is_solved_into_a_file_and_said_in_one_line(tmp_path):
    plan = tmp_path / "plan.json"
    name = "egm-030-mix"
    answer = solve(INSTANCES / f"{name}.json", "--iterations", 20000, "--seed", 3, "-o", plan)
    said = json.loads(answer.stderr)

    assert answer.exit_code == 0
    assert answer.stdout == ""
    assignment = {
        who: tuple(row) for who, row in json.loads(plan.read_text())["assignment"].items()
    }
    problem = read_egm(stored(name))
    assert violations(problem, assignment) == []
    assert said["total"] == total(problem, assignment)
    assert said["bound"] <= said["total"]
    assert said["first_plan_seconds"] > 0


def test_without_a_file_the_assignment_goes_to_standard_output():
    answer = solve(INSTANCES / "egm-030-mix.json", "--iterations", 100)

    assert len(json.loads(answer.stdout)["assignment"]) == 34


def test_an_impossible_instance_ends_with_status_3_and_the_rules_in_conflict():
    answer = solve(INSTANCES / "egm-060-infeasible-quota.json", "--seconds", 5)

    assert answer.exit_code == 3
    assert json.loads(answer.stderr)["core"] == ["quota:women-round-3"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "egm/1"}', '{"format": "x"}'])
def test_what_is_no_instance_is_refused_in_a_sentence(tmp_path: Path, text):
    file = tmp_path / "x.json"
    file.write_text(text)
    answer = solve(file)

    assert isinstance(answer.exception, RuleBroken)
    assert "is no instance of the breakout benchmark" in str(answer.exception)
