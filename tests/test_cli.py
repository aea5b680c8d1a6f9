"""The command as people type it: a process of its own, one sentence when it refuses."""

import os
import re
import subprocess
import sys

import pytest


@pytest.fixture
def run(database, tmp_path):
    """Run `eventsapp …` on the test's database and return what came of it."""

    def run_it(*arguments, **environ):
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.getcwd(),
            "DATABASE_URL": database.address,
            "INSTANCE_DIR": str(tmp_path / "instance"),
            **environ,
        }
        return subprocess.run(
            [sys.executable, "-m", "eventsapp", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run_it


def test_every_command_has_help_with_an_example(run):
    overview = run("--help")
    names = re.findall(r"^  ([a-z-]+) ", overview.stdout.split("Commands:")[1], re.MULTILINE)

    assert set(names) >= {"demo", "doctor", "minutes", "run-jobs", "serve", "sign-in-link", "user"}
    for name in names:
        shown = run(name, "--help")
        assert shown.returncode == 0
        assert "Usage:" in shown.stdout
    assert "Example: eventsapp user create" in " ".join(
        run("user", "create", "--help").stdout.split()
    )


def test_an_account_is_made_and_gets_its_link_alone_on_standard_output(run):
    made = run(
        "user", "create", "grace@example.test", "--role", "secretariat", "--name", "Grace Wanjiru"
    )
    link = run("sign-in-link", "grace@example.test", BASE_URL="https://egm.example.org")

    assert made.stdout == "Grace Wanjiru <grace@example.test> is secretariat.\n"
    assert re.fullmatch(r"https://egm\.example\.org/sign-in/[\w-]{43}\n", link.stdout)


def test_a_link_for_nobody_is_refused_with_the_next_step(run):
    refused = run("sign-in-link", "nobody@example.test")

    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("Nobody here has the address nobody@example.test.")


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["no-such-command"], 2),
        (["user", "create", "a@example.test"], 2),
        (["user", "create", "a@example.test", "--role", "king"], 2),
        (["run-jobs", "--now", "yesterday"], 2),
        (["run-jobs", "--now", "2024-10-01T06:00"], 2),
        (["user", "create", "no address", "--role", "secretariat"], 1),
    ],
)
def test_wrong_usage_is_2_and_a_refusal_1(run, arguments, status):
    answer = run(*arguments)

    assert answer.returncode == status
    assert answer.stdout == ""
    assert "Traceback" not in answer.stderr


def test_a_nonsense_setting_stops_the_start_by_its_name(run):
    refused = run("doctor", DEFAULT_TZ="Nairobi")

    assert refused.returncode == 1
    assert refused.stderr == (
        "DEFAULT_TZ must be a time zone such as Africa/Nairobi, not “Nairobi”.\n"
    )


def test_doctor_says_what_is_wrong_and_exits_with_1(run):
    answer = run("doctor")

    lines = dict(re.findall(r"^(?:ok  |FAIL)  ([a-z ]+): (.*)$", answer.stdout, re.MULTILINE))
    assert answer.returncode == 1
    assert lines["worker"] == "No worker has run yet; start `eventsapp worker`."
    assert lines["migrations"].startswith("up to date")
    assert set(lines) == {
        "settings", "database", "migrations", "mail", "worker", "time zones", "fonts",
    }  # fmt: skip


def test_jobs_run_once_as_if_it_were_that_moment(run):
    answer = run("run-jobs", "--now", "2024-10-01T06:00Z")

    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
