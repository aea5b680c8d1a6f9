"""Which entries are not merged, whose account stays, and who was said to be another."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from eventsapp.accounts.models import ADMINISTRATOR, SECRETARIAT, SignInLink, User
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.merging.queries import duplicates
from eventsapp.merging.services import merge, set_apart, take_back_apart, undo_merge
from eventsapp.people.models import Person
from tests.factories import NOW, make_person, make_user
from tests.merging.dumps import differences, dump
from tests.merging.lives import WHAT_WAS_DONE

LATER = NOW + timedelta(days=1)


def test_an_entry_is_not_merged_with_itself(lives):
    with pytest.raises(RuleBroken) as refusal:
        merge(lives.kept, lives.kept, {}, by=lives.officer, now=NOW)

    assert str(refusal.value) == (
        "This is one entry, not two. Choose another person to merge it with."
    )


def test_an_entry_that_was_merged_meanwhile_is_not_merged_again(app, officer):
    first, second = make_person("Huiwen"), make_person("Hui Wen")
    db.session.commit()
    merge(first, db.session.get(Person, second.id), {}, by=officer, now=NOW)

    with pytest.raises(RuleBroken) as refusal:
        merge(first, second, {}, by=officer, now=NOW)

    assert str(refusal.value) == (
        "One of these entries was merged meanwhile. Look at the list of possible duplicates again."
    )


def test_an_invented_person_stays_apart_from_the_record(app, officer):
    real, invented = make_person("Ana Silva"), make_person("Ana Silva", is_invented=True)

    with pytest.raises(RuleBroken) as refusal:
        merge(real, invented, {}, by=officer, now=NOW)

    assert str(refusal.value) == (
        "Ana Silva is invented for the demonstration and Ana Silva is not. "
        "An invented person stays apart from the record."
    )
    assert duplicates() == ()


def test_two_who_both_sign_in_as_staff_are_not_merged(app, officer):
    first = make_user(make_person("Kunal Kumar"), SECRETARIAT, password_hash="set")
    second = make_user(make_person("K. Kumar"), ADMINISTRATOR, password_hash="set")

    with pytest.raises(RuleBroken) as refusal:
        merge(first.person, second.person, {}, by=officer, now=NOW)

    assert str(refusal.value) == (
        "Kunal Kumar and K. Kumar both sign in as staff, as secretariat and as administrator. An "
        "administrator makes the account of K. Kumar one of an expert first; then merge."
    )


def test_the_account_of_staff_stays_whichever_entry_goes(app, officer):
    expert = make_user(make_person("Kunal Kumar"))
    staff = make_user(make_person("K. Kumar"), SECRETARIAT, password_hash="set")
    link = SignInLink(user_id=expert.id, created_at=NOW, expires_at=NOW, used_at=NOW)
    db.session.add(link)
    before = dump(without=WHAT_WAS_DONE)

    made = merge(expert.person, staff.person, {}, by=officer, now=NOW)
    account = db.session.scalar(select(User).where(User.person_id == made.kept_id))
    found = (account.id, account.role, link.user_id)
    undo_merge(made, by=officer, now=LATER)

    assert found == (staff.id, SECRETARIAT, staff.id)
    assert differences(before, dump(without=WHAT_WAS_DONE)) == {}


def test_a_merge_is_undone_once(app, officer):
    made = merge(make_person("Huiwen"), make_person("Hui Wen"), {}, by=officer, now=NOW)
    undo_merge(made, by=officer, now=LATER)

    with pytest.raises(RuleBroken) as refusal:
        undo_merge(made, by=officer, now=LATER)

    assert str(refusal.value) == "This merge was undone before; the two entries stand side by side."
    assert made.journal is None


def test_who_was_said_to_be_another_is_offered_no_more_until_that_is_taken_back(app, officer):
    first, second = make_person("Ana Silva"), make_person("Ana Silva")
    offered = [group.ids for group in duplicates()]

    said = set_apart(second.id, first.id, by=officer, now=NOW)
    again = set_apart(first.id, second.id, by=officer, now=NOW)
    apart = [group.ids for group in duplicates()]
    take_back_apart(said, by=officer, now=NOW)

    assert said is again
    assert offered == [(first.id, second.id)]
    assert apart == []
    assert [group.ids for group in duplicates()] == offered
