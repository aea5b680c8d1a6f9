"""The worker: its jobs, and one that fails without holding up the others."""

import ast
import inspect

from eventsapp import worker
from eventsapp.accounts.services import ask_for_link, find_link
from eventsapp.clock import real_utcnow
from eventsapp.extensions import db
from eventsapp.mail.services import queue_message
from tests.factories import NOW, make_deadline, make_person


def test_one_run_queues_what_is_due_and_delivers_it(app, outbox):
    make_deadline(owed_by=[make_person("Huiwen", email="huiwen@example.test")], days_before=[3])
    db.session.commit()

    failed = worker.run_jobs(app, NOW)

    assert failed == []
    assert [(m.recipient, m.state) for m in outbox] == [("huiwen@example.test", "sent")]
    assert len(outbox.delivered) == 1


def test_the_link_of_a_mail_is_made_when_it_is_sent_and_works(app, outbox):
    person = make_person(email="a@example.test")
    link = ask_for_link("a@example.test", next_page=None, real_now=real_utcnow())
    queue_message(
        kind="sign-in",
        dedupe_key="one",
        recipient="a@example.test",
        person_id=person.id,
        subject="Your link",
        text="Open [link]",
        secret=f"sign-in:{link.id}",
        now=NOW,
    )
    db.session.commit()

    worker.run_jobs(app, NOW)

    [mail] = outbox.delivered
    address = mail.get_body(("plain",)).get_content().split()[1]
    token = address.rsplit("/", 1)[1]
    assert find_link(token, real_now=real_utcnow()).user.person == person
    assert token not in outbox[0].text


def test_a_job_that_fails_is_told_and_the_others_run(app, outbox, monkeypatch):
    make_deadline(owed_by=[make_person()], days_before=[3])
    db.session.commit()
    jobs = worker.jobs()

    def broken(now):
        raise ValueError("no such thing")

    monkeypatch.setattr(worker, "jobs", lambda: [(broken, jobs[0][1]), *jobs])

    assert worker.run_jobs(app, NOW) == ["The job broken failed: no such thing"]
    assert [m.state for m in outbox] == ["sent"]


def test_every_kind_of_mail_says_whether_it_is_still_wanted_or_is_wanted_always(app):
    # A new kind must be thought about: it stands in the table, or in this list with a reason.
    always_wanted = {"sign-in"}  # asked for a moment ago; an old link ends by itself
    kinds = set()
    for path in _emails():
        for node in ast.walk(ast.parse(path.read_text())):
            is_kind = isinstance(node, ast.keyword) and node.arg == "kind"
            if is_kind and isinstance(node.value, ast.Constant):
                kinds.add(node.value.value)

    assert kinds - always_wanted <= set(worker.STILL_WANTED)
    assert "letter" in kinds


def _emails():
    from eventsapp import resources

    return sorted(resources.PACKAGE.glob("*/emails.py"))


def test_jobs_take_the_moment_they_run_at(app):
    taken = {tuple(inspect.signature(job).parameters) for job, _ in worker.jobs()}

    assert taken == {("now",)}
