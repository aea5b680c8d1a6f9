"""Two entries made one, and two again; cases 19 and 45 of the secretariat's list."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from eventsapp.accounts.models import User
from eventsapp.accounts.services import ask_for_link
from eventsapp.attendance.models import Attendance
from eventsapp.breakouts.models import MEMBER, MODERATOR, Placement
from eventsapp.calendars.models import Feed
from eventsapp.clock import real_utcnow
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.invitations.models import Invitation
from eventsapp.letters.models import LetterRequest
from eventsapp.mail.models import Message
from eventsapp.meetings.models import Participation
from eventsapp.merging.models import NotSame
from eventsapp.merging.queries import now_known_as
from eventsapp.merging.rows import references, table_named
from eventsapp.merging.services import (
    merge,
    merge_all,
    undo_merge,
)
from eventsapp.people.models import Nomination, Person, PersonNeeds, Spelling
from eventsapp.people.services import change_person, facts_of
from eventsapp.polls.models import PollInvitee
from eventsapp.registrations.models import Registration
from eventsapp.reminders.models import Obligation
from tests.factories import NOW, make_meeting, make_person, place, take_part
from tests.merging.dumps import differences, dump
from tests.merging.lives import WHAT_WAS_DONE

LATER = NOW + timedelta(days=1)


def merged(lives, **choices):
    made = merge(lives.kept, lives.gone, choices, by=lives.officer, now=NOW)
    db.session.commit()
    return made


def history(until):
    """The entries as they are, up to the last that was there before."""
    rows = db.session.execute(
        select(Entry.id, Entry.verb, Entry.subject_table, Entry.subject_id, Entry.user_id)
        .where(Entry.id <= until)
        .order_by(Entry.id)
    )
    return rows.all()


def of(model, person_id):
    return db.session.scalars(
        select(model).where(model.person_id == person_id).order_by(model.id)
    ).all()


# Case 19: merge moves rooms, letters, answers; undo brings both back. Here byte for byte.
def test_undoing_a_merge_brings_back_every_byte(lives):
    before = dump(without=WHAT_WAS_DONE)
    last = db.session.scalar(select(func.max(Entry.id)))
    entries = history(last)
    made = merged(lives, phone=lives.gone.id)
    during = dump(without=WHAT_WAS_DONE)

    left = undo_merge(made, by=lives.officer, now=LATER)
    db.session.commit()

    changed = differences(before, during)
    assert len(changed) >= 15
    assert "person" in changed
    assert left == []
    assert differences(before, dump(without=WHAT_WAS_DONE)) == {}
    assert history(last) == entries


def test_nothing_points_at_the_entry_that_went(lives):
    gone_id = lives.gone.id

    made = merged(lives)

    pointing = [
        str(column)
        for column in references(table_named("person"))
        if db.session.scalar(select(column).where(column == gone_id).limit(1))
    ]
    about = select(Entry).where(Entry.subject_table == "person", Entry.subject_id == gone_id)
    assert pointing == []
    assert db.session.scalars(about).all() == []
    assert db.session.get(Person, gone_id) is None
    assert now_known_as(gone_id) == lives.kept.id
    assert made.moved == {
        "consent": 1, "data_request": 1, "email_address": 2, "feed": 2, "letter_request": 3,
        "message": 2, "nomination": 1, "not_same": 1, "obligation": 2, "participation": 1,
        "person_needs": 1, "placement": 2, "poll_invitee": 1, "registration": 1, "spelling": 2,
        "user": 1,
    }  # fmt: skip


def test_everything_moves_and_what_may_be_once_becomes_one(lives):
    kept = lives.kept
    merged(lives)

    [asked] = of(PollInvitee, kept.id)
    assert ([one.answer for one in asked.answers], asked.comment) == (["if_need_be"], "By train")
    [part] = of(Participation, kept.id)
    days = select(Attendance.place_key, Attendance.state).where(
        Attendance.participation_id == part.id
    )
    invitation = db.session.scalars(select(Invitation)).one()
    assert (part.is_expert, part.left_at, part.role) == (True, None, "chair")
    assert dict(db.session.execute(days).all()) == {"day:1": "present", "day:2": "present"}
    assert (invitation.participation_id, invitation.answer) == (part.id, "yes")
    assert [one.role for one in of(Placement, kept.id)] == [MODERATOR, MEMBER]
    assert [(one.deadline.title, one.is_open) for one in of(Obligation, kept.id)] == [
        ("Feedback on the draft", False),
        ("Names for the next meeting", True),
    ]
    assert [one.details for one in of(PersonNeeds, kept.id)] == [
        {"dietary": "vegetarian", "access": "wheelchair"}
    ]
    assert [one.note for one in of(Nomination, kept.id)] == ["by note verbale"]
    assert len(of(Message, kept.id)) == 3


def test_what_has_a_life_of_its_own_is_ended_and_not_deleted(lives):
    kept = lives.kept
    merged(lives)

    assert [one.revoked_at is None for one in of(Feed, kept.id)] == [True, False, False]
    requests = {one.id: one.state for one in of(LetterRequest, kept.id)}
    assert requests[lives.rows["own request"].id] == "withdrawn"
    assert requests[lives.rows["other request"].id] == "submitted"
    assert [one.state for one in of(Registration, kept.id)] == ["withdrawn", "accepted"]


def test_all_spellings_and_addresses_stay(lives):
    kept = lives.kept
    merged(lives)

    assert [one.text for one in of(Spelling, kept.id)] == ["Lucja Zolkiewska", "Łucja Żółkiewska"]
    assert [(one.address, one.is_preferred) for one in kept.addresses] == [
        ("lucja@cyfryzacja.test", True),
        ("lucja@post.test", False),
        ("zolkiewska@egm.test", False),
    ]


# Case 45: who answers from another address is the one who was invited.
def test_each_address_signs_in_the_one_person(lives):
    merged(lives)
    account = db.session.scalar(select(User).where(User.person_id == lives.kept.id))

    links = [
        ask_for_link(address, next_page=None, real_now=real_utcnow())
        for address in ("lucja@post.test", "lucja@cyfryzacja.test")
    ]

    assert [link.user_id for link in links] == [account.id, account.id]
    assert (
        db.session.scalar(select(func.count(User.id)).where(User.person_id == lives.kept.id)) == 1
    )


def test_the_chosen_facts_are_kept_and_what_is_empty_is_filled(lives):
    kept = lives.kept

    merged(lives, printed_name=lives.gone.id, languages=kept.id, email=lives.gone.id)

    assert (kept.printed_name, kept.folded, kept.sort_key) == (
        "Lucja Zolkiewska", "lucja zolkiewska", "lucja zolkiewska",
    )  # fmt: skip
    assert (kept.country, kept.tz, kept.languages) == ("PL", "Europe/Warsaw", ["pl"])
    assert kept.organization.name == "Ministerstwo Cyfryzacji"
    assert kept.email == "lucja@post.test"


def test_later_edits_of_other_fields_stay_when_a_merge_is_undone(lives):
    made = merged(lives)
    known = facts_of(lives.kept)
    change = {**vars(known), "function": "Adviser", "tz": "Africa/Cairo"}
    change_person(lives.kept, type(known)(**change), now=LATER, user_id=lives.officer.id)
    new = take_part(make_meeting("egm-3", number=3), lives.kept)

    left = undo_merge(made, by=lives.officer, now=LATER)
    db.session.commit()

    kept, gone = lives.kept, db.session.get(Person, made.gone_id)
    assert (kept.function, kept.tz, kept.country) == ("Adviser", "Africa/Cairo", None)
    assert (gone.function, gone.tz, gone.country) == (None, "Europe/Warsaw", "PL")
    # The new participation may have got the number of one that was combined, on SQLite.
    assert {(one.table, one.column) for one in left if one.why == "changed"} == {
        ("person", "tz"),
        ("person", "version"),
    }
    assert new in of(Participation, kept.id)
    assert [one.meeting.code for one in of(Participation, gone.id)] == ["egm-2"]


def test_what_was_deleted_since_does_not_come_back(lives):
    made = merged(lives)
    db.session.delete(db.session.get(Placement, lives.rows["moved"].id))
    db.session.delete(db.session.get(Participation, lives.rows["kept part"].id))
    db.session.flush()

    left = undo_merge(made, by=lives.officer, now=LATER)
    db.session.commit()

    assert ("removed", "placement", None) in {(one.why, one.table, one.column) for one in left}
    assert [one.role for one in of(Placement, made.gone_id)] == [MODERATOR]
    assert [one.role for one in of(Participation, made.gone_id)] == ["chair"]


def test_what_lost_its_home_since_does_not_come_back(lives):
    made = merged(lives)
    db.session.delete(lives.rows["deadline"])
    db.session.flush()

    left = undo_merge(made, by=lives.officer, now=LATER)
    db.session.commit()

    assert ("homeless", "obligation", None) in {(one.why, one.table, one.column) for one in left}
    assert [one.deadline.title for one in of(Obligation, made.gone_id)] == [
        "Names for the next meeting"
    ]


def test_new_rows_meet_no_number_that_came_back(lives):
    """SQLite gives the number of a deleted last row again, PostgreSQL never does."""
    first = make_person("Huiwen")
    last = make_person("Hui Wen")
    number = last.id
    made = merge(first, last, {}, by=lives.officer, now=NOW)
    newcomer = make_person("Kunal Kumar")

    left = undo_merge(made, by=lives.officer, now=LATER)
    db.session.commit()
    after = make_person("王芳")

    back = db.session.get(Person, made.gone_id)
    people = [newcomer.id, back.id, after.id, first.id]
    assert back.printed_name == "Hui Wen"
    assert [one.text for one in back.spellings] == ["Hui Wen"]
    assert len(set(people)) == 4
    assert [one.why for one in left if one.table == "person"] == (
        ["renumbered"] if newcomer.id == number else []
    )


def test_several_entries_become_one_and_come_back_the_last_one_first(app, officer):
    kept, second, third = (make_person(name) for name in ("李明", "Li Ming", "Ming Li"))
    place(third, make_scene_room())
    before = dump(without=WHAT_WAS_DONE)

    first_merge, second_merge = merge_all(kept, [second, third], {}, by=officer, now=NOW)
    with pytest.raises(RuleBroken) as refusal:
        undo_merge(first_merge, by=officer, now=LATER)
    for made in (second_merge, first_merge):
        undo_merge(made, by=officer, now=LATER)

    assert str(refusal.value) == (
        "Another entry was merged into 李明 after this one, on 28 September 2024. "
        f"Undo that merge first (number {second_merge.id})."
    )
    assert differences(before, dump(without=WHAT_WAS_DONE)) == {}


def make_scene_room():
    from tests.factories import make_room, make_round

    return make_room(make_round(make_meeting()))


def test_who_took_an_entry_in_may_go_into_another(app, officer):
    first, second, third = (make_person(name) for name in ("Bo Li", "Bo Lee", "Lee Bo"))
    numbers = [first.id, second.id, third.id]
    before = dump(without=WHAT_WAS_DONE)
    inner = merge(second, third, {}, by=officer, now=NOW)
    outer = merge(first, second, {}, by=officer, now=NOW)

    known_as = [now_known_as(number) for number in numbers]
    with pytest.raises(RuleBroken):
        undo_merge(inner, by=officer, now=LATER)
    undo_merge(outer, by=officer, now=LATER)
    undo_merge(inner, by=officer, now=LATER)

    assert known_as == [None, numbers[0], numbers[0]]
    assert differences(before, dump(without=WHAT_WAS_DONE)) == {}
    assert [now_known_as(number) for number in numbers] == [None, None, None]


def test_what_was_said_of_an_entry_holds_for_the_one_it_went_into(lives):
    kept, third = lives.kept, lives.third
    merged(lives)

    [said] = db.session.scalars(select(NotSame)).all()
    assert {said.a_id, said.b_id} == {kept.id, third.id}


def test_a_merge_says_who_went_and_its_names_and_journal_are_encrypted(lives):
    made = merged(lives)

    stored = db.session.connection().exec_driver_sql('SELECT names, journal FROM "merge"').one()
    entry = db.session.scalars(select(Entry).where(Entry.verb == "merged")).one()
    assert made.names == {"kept": "Łucja Żółkiewska", "gone": "Lucja Zolkiewska"}
    assert [b"olkiewska" in bytes(value) for value in stored] == [False, False]
    assert (entry.subject_id, entry.user_id) == (lives.kept.id, lives.officer.id)
    assert entry.detail == {"gone": made.gone_id, "merge": made.id}
