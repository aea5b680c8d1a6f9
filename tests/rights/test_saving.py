"""What is deleted when its time is over, what says so, and what still works afterwards."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from eventsapp import worker
from eventsapp.accounts.models import SECRETARIAT
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.imports.services import hand_over
from eventsapp.letters.models import Letter, LetterRequest
from eventsapp.lists.options import Options
from eventsapp.lists.services import content_kept, publish, withdraw_list
from eventsapp.mail.models import Message
from eventsapp.mail.services import queue_message
from eventsapp.merging.models import Merge
from eventsapp.merging.services import merge, undo_merge
from eventsapp.people.models import Nomination, Person, PersonNeeds
from eventsapp.people.services import give_consent, set_needs
from eventsapp.registrations.models import (
    Correction,
    Registration,
    RegistrationFile,
    RegistrationForm,
)
from eventsapp.rights.jobs import delete_what_is_due
from eventsapp.rights.models import DataRequest, Purge
from eventsapp.rights.rules import RULES
from eventsapp.rights.saving import count_due, purge
from tests.factories import (
    NOW,
    make_letter_request,
    make_meeting,
    make_person,
    make_user,
    take_part,
)

# EGM 2 ended on 27 September 2024; these are the last day on which a thing is kept.
DAYS = {30: date(2024, 10, 27), 90: date(2024, 12, 26), 365: date(2025, 9, 27)}


def add(row):
    db.session.add(row)
    db.session.flush()
    return row


def at(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def rule(name):
    return next(one for one in RULES if one.name == name)


def purged(name, day):
    """Delete by one rule on a day, and on the next; return how many each time."""
    counts = []
    for now in (at(day), at(day + timedelta(days=1))):
        counts.append(purge(rule(name), now=now))
        db.session.commit()
    return counts


@pytest.fixture
def form(app):
    meeting = make_meeting()
    return add(
        RegistrationForm(
            meeting_id=meeting.id, token="egm-2", tz="Africa/Nairobi", purpose="To prepare it."
        )
    )


def make_registration(form, person=None, key="one", **changes):
    values = {
        "state": "accepted",
        "email": "huiwen@example.test",
        "printed_name": "Huiwen",
        "facts": {"printed_name": "Huiwen", "needs": {"dietary": "vegetarian"}},
        "answers": {"1": "yes"},
        "later": {"facts": {"nationality": "CN"}, "answers": {"2": "E12345678"}},
        "received_at": NOW,
        "confirmed_at": NOW,
        "delete_on": date(2026, 9, 27),
        **changes,
    }
    row = Registration(
        form_id=form.id, client_key=key, person_id=person.id if person else None, **values
    )
    row.files = [RegistrationFile(file_name="me.png", content_type="image/png", content=b"\x89PNG")]
    add(row)
    add(Correction(registration_id=row.id, wanted={"note": "Not so."}, asked_at=NOW))
    return row


def test_needs_go_after_their_day_also_from_the_registration_and_from_a_merge(form):
    kept, gone = make_person("Huiwen"), make_person("Hui Wen")
    officer = make_user(make_person("Karen Laßmann"), SECRETARIAT)
    for person in (kept, gone):
        set_needs(person, {"access": "a ramp"}, purpose="EGM 2", delete_on=DAYS[30], now=NOW)
    registration = make_registration(form, kept)
    made = merge(kept, gone, {}, by=officer, now=NOW)

    assert purged("needs", DAYS[30]) == [0, 3]

    undo_merge(db.session.get(Merge, made.id), by=officer, now=at(DAYS[90]))
    assert db.session.scalars(select(PersonNeeds)).all() == []
    row = db.session.get(Registration, registration.id)
    assert row.facts == {"printed_name": "Huiwen"}
    assert row.answers == {"1": "yes"}
    assert db.session.scalar(select(Person.id).where(Person.printed_name == "Hui Wen"))


def test_what_people_sent_for_a_meeting_that_is_postponed_stays_until_its_new_day(form):
    person = make_person("Huiwen")
    row = make_registration(form, person)
    set_needs(person, {"access": "a ramp"}, purpose="EGM 2", delete_on=DAYS[30], now=NOW,
              meeting_id=form.meeting_id)  # fmt: skip
    form.meeting.ends_on = date(2025, 3, 1)

    assert purged("needs", DAYS[30]) == [0, 0]
    assert purged("registration answers", date(2026, 9, 27)) == [0, 0]
    assert row.delete_on == date(2027, 3, 1)

    assert purged("needs", date(2025, 3, 31)) == [0, 2]
    assert purged("registration answers", date(2027, 3, 1)) == [0, 1]


def test_a_day_that_somebody_wrote_stays_when_the_meeting_moves(form):
    set_needs(make_person("Huiwen"), {"access": "a ramp"}, purpose="By hand", now=NOW,
              delete_on=DAYS[30])  # fmt: skip
    form.meeting.ends_on = date(2025, 3, 1)

    assert purged("needs", DAYS[30]) == [0, 1]


def test_what_people_sent_for_a_meeting_that_comes_earlier_goes_earlier(form):
    make_registration(form, make_person("Huiwen"))
    form.meeting.ends_on = date(2024, 9, 20)

    assert purged("registration answers", date(2026, 9, 20)) == [0, 1]


def test_what_only_accepted_people_are_asked_and_files_go_90_days_after_the_meeting(form):
    row = make_registration(form, make_person("Huiwen"))

    counts = [purged("answers after acceptance", DAYS[90]), purged("registration files", DAYS[90])]

    assert counts == [[0, 1], [0, 1]]
    assert (row.later, row.files, row.answers) == (None, [], {"1": "yes"})


def test_answers_go_on_the_day_of_the_form_and_that_somebody_registered_stays(form, signed_in_as):
    person = make_person("Huiwen")
    row = make_registration(form, person)
    number = row.id
    make_registration(form, key="two", state="declined", printed_name="王芳")

    assert purged("registration answers", date(2026, 9, 27)) == [0, 2]

    [row] = db.session.scalars(select(Registration))
    assert (row.id, row.person_id, row.state, row.email) == (number, person.id, "accepted", "")
    assert [row.facts, row.answers, row.later, row.conflicts] == [None] * 4
    assert db.session.scalars(select(RegistrationFile)).all() == []
    assert db.session.scalars(select(Correction)).all() == []
    browser = signed_in_as(make_user(make_person("Karen Laßmann"), SECRETARIAT))
    for page in ("/meetings/egm-2/registrations", f"/registrations/{number}"):
        assert "Huiwen" in browser.get(page).text
    taken = browser.post("/meetings/egm-2/registrations.csv").text
    assert "Huiwen" in taken
    assert "huiwen@example.test" not in taken


def test_a_registration_whose_address_nobody_confirmed_goes_after_30_days(form):
    make_registration(form, key="waits", state="received", confirmed_at=None)
    make_registration(form, make_person(), key="confirmed", state="pending")

    assert purged("unconfirmed registrations", date(2024, 10, 28)) == [0, 1]

    assert db.session.scalars(select(Registration.client_key)).all() == ["confirmed"]


def make_letter():
    meeting = make_meeting("wuf-2", kind="forum", number=2, takes_letter_requests=True)
    details = {"passport_name": "HUIWEN", "passport_number": "E12345678"}
    request = make_letter_request(make_person("Huiwen"), meeting, details=details, state="issued")
    return add(
        Letter(
            request_id=request.id,
            meeting_id=meeting.id,
            process_id=meeting.process_id,
            year=2024,
            serial=1,
            number="IG-PCSC/2024/0001",
            code="K7QM-3XPD",
            kind="invitation",
            issued_on=NOW.date(),
            issued_at=NOW,
            facts={"passport_name": "HUIWEN"},
            pdf=b"%PDF-1.7",
            sha256="0" * 64,
        )
    )


# The ninth line of "done": what must stay still works.
def test_a_letter_whose_data_are_gone_still_verifies(app, client, signed_in_as):
    letter = make_letter()
    before = client.get("/verify/K7QM-3XPD").text

    assert purged("letter data", DAYS[365]) == [0, 2]

    assert (letter.facts, letter.pdf, letter.number) == (None, None, "IG-PCSC/2024/0001")
    assert db.session.scalars(select(LetterRequest)).one().details == {}
    assert client.get("/verify/K7QM-3XPD").text == before
    officer = signed_in_as(make_user(make_person("Karen Laßmann"), SECRETARIAT))
    page = officer.get(f"/letters/{letter.request_id}")
    assert "IG-PCSC/2024/0001" in page.text
    assert "HUIWEN" not in page.text
    assert "letter itself was deleted" in page.text
    assert officer.get(f"/letters/{letter.request_id}.pdf").status_code == 404
    assert officer.post(f"/letters/{letter.request_id}/passport").status_code == 200


def test_a_nomination_letter_goes_a_year_after_the_last_meeting_and_the_nomination_stays(app):
    meeting, person = make_meeting(), make_person("Huiwen")
    nomination = add(
        Nomination(
            process_id=meeting.process_id,
            person_id=person.id,
            country="CN",
            letter_name="huiwen.pdf",
            letter=b"%PDF-1.7",
            created_at=NOW,
        )
    )

    assert purged("nomination letters", DAYS[365]) == [0, 1]

    assert (nomination.letter, nomination.letter_name, nomination.country) == (None, None, "CN")


def test_files_merges_lists_and_mails_go_in_their_time(app, signed_in_as):
    meeting, officer = make_meeting(), make_user(make_person("Karen Laßmann"), SECRETARIAT)
    file = hand_over(b"Name,E-mail\nHuiwen,h@example.test\n", "a.csv", now=NOW, by=officer)
    made = merge(make_person("Huiwen"), make_person("Hui Wen"), {}, by=officer, now=NOW)
    agreed = make_person("王芳")
    take_part(meeting, agreed)
    give_consent(agreed, "listed", wording="…", language="en", source="my data", now=NOW)
    listed = publish(meeting, Options(), by=officer, now=NOW)
    withdraw_list(listed, by=officer, now=NOW)
    mails = [
        queue_message(kind=kind, dedupe_key=kind, recipient="h@example.test", subject="Your data",
                      text="Dear Huiwen", html="<p>", now=NOW)
        for kind in ("data", "erased")
    ]  # fmt: skip
    for mail in mails:
        mail.state = "sent"

    asked = [
        add(
            DataRequest(
                person_id=agreed.id, kind="correction", state=state, words="My name.", decided_at=at
            )
        )
        for state, at in (("declined", NOW), ("asked", None))
    ]

    counts = {
        "imported files": purged("imported files", date(2024, 10, 28)),
        "withdrawn lists": purged("withdrawn lists", date(2024, 10, 28)),
        "merged entries": purged("merged entries", date(2026, 9, 28)),
        "last mails": purged("last mails", NOW.date()),
        "mail texts": purged("mail texts", date(2026, 9, 28)),
        "answered requests": purged("answered requests", date(2026, 9, 28)),
    }

    assert counts == {
        "imported files": [0, 1],
        "withdrawn lists": [0, 1],
        "merged entries": [0, 1],
        "last mails": [1, 0],
        "mail texts": [0, 1],
        "answered requests": [0, 1],
    }
    assert (file.content, made.journal, made.names) == (None, None, None)
    assert content_kept(listed).lines == []
    assert [one.words for one in asked] == [None, "My name."]
    assert signed_in_as(officer).get(f"/lists/{listed.id}").status_code == 200
    said = db.session.scalars(select(Message).order_by(Message.id))
    assert [(one.subject, one.text, one.recipient) for one in said] == [
        ("Your data", "", "h@example.test"),
        ("Your data", "", ""),
    ]
    with pytest.raises(RuleBroken, match="kept no longer"):
        undo_merge(made, by=officer, now=NOW)


def test_the_worker_does_it_every_day_and_says_how_many_and_never_whose(form, app):
    person = make_person("Huiwen")
    take_part(db.session.get(RegistrationForm, form.id).meeting, person)
    set_needs(person, {"access": "a ramp"}, purpose="EGM 2", delete_on=DAYS[30], now=NOW)
    make_registration(form, person)
    make_letter()
    db.session.commit()

    for _twice in range(2):
        assert worker.run_jobs(app, at(date(2027, 1, 1))) == []

    said = {one.what: one.count for one in db.session.scalars(select(Purge))}
    # With the answers goes what only accepted people are asked, and the file.
    assert said == {"needs": 2, "registration answers": 1, "letter data": 2}
    kept = str([vars(one) for one in db.session.scalars(select(Purge))])
    assert "Huiwen" not in kept
    assert set(count_due(date(2027, 1, 1)).values()) == {0}
    assert db.session.scalar(select(Person.printed_name)) == "Huiwen"
    assert db.session.scalars(select(Entry.verb)).all() == []


def test_the_questions_to_the_database_do_not_grow_with_what_is_due(form, questions):
    def one_more(key):
        person = make_person()
        make_registration(form, person, key=key)
        merge(person, make_person(), {}, by=officer, now=NOW)

    officer = make_user(make_person("Karen Laßmann"), SECRETARIAT)
    one_more("one")
    db.session.expunge_all()
    few = questions(lambda: count_due(date(2027, 1, 1)))
    officer = db.session.merge(officer)
    form = db.session.merge(form)
    for key in ("two", "three", "four"):
        one_more(key)
    db.session.flush()
    db.session.expunge_all()

    assert questions(lambda: count_due(date(2027, 1, 1))) == few


def test_a_rule_that_fails_holds_up_no_other(form, monkeypatch):
    make_letter()
    db.session.commit()
    monkeypatch.setitem(
        delete_what_is_due.__globals__, "RULES", (rule("letter data"), "no rule", *RULES)
    )

    with pytest.raises(AttributeError):
        delete_what_is_due(at(date(2027, 1, 1)))

    assert [one.what for one in db.session.scalars(select(Purge))] == ["letter data"]
