import json

import pytest
from click.testing import CliRunner

from eventsapp.breakouts.commands import group
from eventsapp.errors import RuleBroken
from eventsapp.placing.problem import read_egm
from eventsapp.placing.scoring import total, violations
from tests.placing.problems import stored

GOLF = {"format": "golf/1", "name": "made", "groups": 4, "group_size": 4, "rounds": 5}
GROUPS = {
    "format": "mdgp/1",
    "name": "made",
    "n": 4,
    "bounds": [[2, 2], [2, 2]],
    "scale": 10,
    "d": [15, 1, 1, 2, 3, 25],
}
SAID = {"total", "bound", "gap", "seconds", "first_plan_seconds", "iterations"}


@pytest.fixture
def solve(tmp_path):
    """The command on an instance, which is first written into a file."""

    def run(instance, *options):
        file = tmp_path / "instance.json"
        file.write_text(json.dumps(instance))
        return CliRunner().invoke(group, ["solve", str(file), *options])

    return run


def test_a_schedule_is_written_as_the_group_of_each_person_in_each_round(solve, tmp_path):
    result = solve(GOLF, "-o", str(tmp_path / "plan.json"))

    said = json.loads(result.stderr)
    rounds = json.loads((tmp_path / "plan.json").read_text())["rounds"]
    assert (result.exit_code, result.stdout) == (0, "")
    assert set(said) == SAID
    assert (said["total"], said["bound"], said["gap"]) == (0, 0, 0)
    assert [sorted(row) for row in rounds] == [sorted([0, 1, 2, 3] * 4)] * 5


def test_groups_are_written_to_standard_output(solve):
    result = solve(GROUPS, "--iterations", "2000", "--seed", "3")

    groups = json.loads(result.stdout)["groups"]
    assert result.exit_code == 0
    assert json.loads(result.stderr)["total"] == 4.0
    assert groups[0] == groups[1] != groups[2] == groups[3]


def test_sizes_that_cannot_add_up_are_named_with_their_own_exit_status(solve):
    result = solve({**GROUPS, "bounds": [[3, 4], [2, 4]]})

    assert (result.exit_code, result.stdout) == (3, "")
    assert json.loads(result.stderr)["core"] == ["size:0", "size:1"]


@pytest.mark.parametrize(
    "instance",
    [{**GOLF, "groups": 0}, {"format": "golf/1"}, {**GROUPS, "d": [1]}, {"format": "chess/1"}, []],
)
def test_what_is_no_instance_is_refused_in_a_sentence(solve, instance):
    result = solve(instance)

    assert isinstance(result.exception, RuleBroken)
    assert str(result.exception).startswith("instance.json is no instance")
    assert str(result.exception).endswith("one of egm/1, golf/1, mdgp/1.")


def test_a_meeting_is_solved_into_a_file_and_said_in_one_line(solve, tmp_path):
    plan, source = tmp_path / "plan.json", stored("egm-030-mix")
    answer = solve(source, "--iterations", "20000", "--seed", "3", "-o", str(plan))
    said = json.loads(answer.stderr)

    assert (answer.exit_code, answer.stdout) == (0, "")
    assignment = {
        who: tuple(row) for who, row in json.loads(plan.read_text())["assignment"].items()
    }
    problem = read_egm(source)
    assert violations(problem, assignment) == []
    assert set(said) == {*SAID, "parts"}
    assert said["total"] == total(problem, assignment)
    assert said["bound"] <= said["total"]


def test_an_impossible_meeting_ends_with_status_3_and_the_rules_in_conflict(solve):
    answer = solve(stored("egm-060-infeasible-quota"), "--seconds", "5")

    assert (answer.exit_code, answer.stdout) == (3, "")
    assert json.loads(answer.stderr)["core"] == ["quota:women-round-3"]
