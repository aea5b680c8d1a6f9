"""What is kept no longer does not come back when a merge is undone, however many there are."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventsapp.accounts.models import SECRETARIAT, User
from eventsapp.extensions import db
from eventsapp.letters.models import LetterRequest
from eventsapp.lists.options import Options
from eventsapp.lists.services import publish, withdraw_list
from eventsapp.meetings.models import Meeting
from eventsapp.merging.models import Merge
from eventsapp.merging.services import merge, undo_merge
from eventsapp.people.models import Nomination
from eventsapp.people.services import give_consent, set_needs
from eventsapp.registrations.models import RegistrationForm
from eventsapp.rights.saving import purge
from tests.factories import (
    NOW,
    make_letter_request,
    make_meeting,
    make_person,
    make_process,
    make_user,
    take_part,
)
from tests.rights.test_saving import DAYS, add, at, make_registration, purged, rule
from tests.rights.test_saving import form as _form

form = _form


@pytest.fixture
def two(app):
    """Two entries of one person, and an officer."""
    officer = make_user(make_person("Karen Laßmann"), SECRETARIAT)
    return make_person("Huiwen"), make_person("Hui Wen"), officer


def nominate(process_id, person, letter):
    values = {"letter": letter, "letter_name": letter and "huiwen.pdf", "country": "CN"}
    return add(Nomination(process_id=process_id, person_id=person.id, created_at=NOW, **values))


def undone(made, officer, day):
    """Undo a merge and return the letters of nominations that are there then."""
    undo_merge(db.session.get(Merge, made.id), by=officer, now=at(day))
    db.session.commit()
    db.session.expire_all()
    rows = db.session.scalars(select(Nomination).order_by(Nomination.id))
    return [(one.letter, one.letter_name) for one in rows]


@pytest.mark.parametrize("own", [b"%PDF of the kept entry", None])
def test_a_nomination_letter_that_went_does_not_come_back_with_a_merge(two, own):
    kept, gone, officer = two
    process_id = make_meeting().process_id
    nominate(process_id, kept, own)
    nominate(process_id, gone, b"%PDF of the other entry")
    made = merge(kept, gone, {}, by=officer, now=NOW)

    assert purged("nomination letters", DAYS[365]) == [0, 2]

    assert purged("nomination letters", DAYS[365] + timedelta(days=2)) == [0, 0]
    assert undone(made, officer, DAYS[365] + timedelta(days=4)) == [(None, None)] * 2


def test_a_nomination_letter_without_a_meeting_goes_from_a_merge_two_years_after_it_came(two):
    kept, gone, officer = two
    process_id = make_process("WATER").id
    nominate(process_id, kept, b"%PDF of the kept entry")
    nominate(process_id, gone, b"%PDF of the other entry")
    made = merge(kept, gone, {}, by=officer, now=NOW)

    assert purged("nomination letters", NOW.date() + timedelta(days=730)) == [0, 2]

    assert undone(made, officer, NOW.date() + timedelta(days=732)) == [(None, None)] * 2


def test_letters_of_a_process_that_goes_on_come_back_with_a_merge(two):
    kept, gone, officer = two
    process_id = make_meeting().process_id
    nominate(process_id, kept, None)
    nominate(process_id, gone, b"%PDF of the other entry")
    later = make_meeting("egm-9", number=9, starts_on=DAYS[365], ends_on=DAYS[365])
    assert db.session.get(Meeting, later.id).process_id == process_id
    made = merge(kept, gone, {}, by=officer, now=NOW)

    assert purged("nomination letters", DAYS[365]) == [0, 0]

    letters = undone(made, officer, DAYS[365])
    assert letters == [(None, None), (b"%PDF of the other entry", "huiwen.pdf")]


def test_why_a_letter_or_a_registration_was_refused_does_not_stay_in_a_merge(two, form):
    kept, gone, officer = two
    for number, person in enumerate((kept, gone)):
        make_letter_request(person, form.meeting, state="returned", reason="The scan is not hers.")
        make_registration(form, person, key=str(number), reason="The scan is not hers.")
    made = merge(kept, gone, {}, by=officer, now=NOW)
    assert "The scan is not hers." in str(made.journal)

    purged("letter data", DAYS[365])
    purged("registration answers", DAYS[365] + timedelta(days=800))

    assert "The scan is not hers." not in str(db.session.get(Merge, made.id).journal)
    undone(made, officer, DAYS[365])
    assert db.session.scalars(select(LetterRequest.reason)).all() == [None, None]


def test_a_deletion_reads_no_row_by_itself(two, form, questions):
    *_two, officer = two
    meeting_id, form_id, officer_id = form.meeting_id, form.id, officer.id

    def one_more(key):
        meeting = db.session.get(Meeting, meeting_id)
        kept, gone, named = make_person(), make_person(), make_person()
        by = db.session.get(User, officer_id)
        for person in (kept, gone):
            set_needs(person, {"access": "a ramp"}, purpose="EGM 2", delete_on=DAYS[30], now=NOW)
            make_registration(
                db.session.get(RegistrationForm, form_id),
                person,
                key=f"{key} {person.id}",
                reason="The scan is not hers.",
            )
        merge(kept, gone, {}, by=by, now=NOW)
        take_part(meeting, named)
        give_consent(named, "listed", wording="…", language="en", source="my data", now=NOW)
        withdraw_list(publish(meeting, Options(), by=by, now=NOW), by=by, now=NOW)

    def asked(name, day):
        return questions(lambda: deleted.append(purge(rule(name), now=at(day))), "SELECT")

    def asked_of_each(*keys):
        for key in keys:
            one_more(key)
        db.session.flush()
        db.session.expunge_all()
        return [asked(name, day) for name, day in days.items()]

    deleted = []
    days = {
        "needs": DAYS[365],
        "withdrawn lists": DAYS[365],
        "registration answers": DAYS[365] + timedelta(days=800),
    }

    assert asked_of_each("one") == asked_of_each("two", "three", "four")
    assert deleted == [4, 1, 3, 12, 3, 9]
