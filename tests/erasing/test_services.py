"""A person is erased: no trace of them is left, and what must stay still works."""

import pytest
from sqlalchemy import select

from eventsapp.accounts.models import ADMINISTRATOR, SECRETARIAT, SignInLink, User
from eventsapp.attendance.models import Attendance
from eventsapp.breakouts.models import Placement
from eventsapp.calendars.models import Feed
from eventsapp.columns import EncryptedBytes, EncryptedJson
from eventsapp.comments.models import Comment
from eventsapp.erasing.services import erase_person, why_not_erase
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.imports.models import SheetImport
from eventsapp.imports.queries import plan_for
from eventsapp.imports.saving import save_import, undo_import
from eventsapp.imports.services import hand_over
from eventsapp.letters.models import LetterRequest
from eventsapp.lists.models import PublishedList
from eventsapp.lists.services import content_kept
from eventsapp.mail.models import Message
from eventsapp.meetings.models import Participation
from eventsapp.merging.models import Merge
from eventsapp.merging.queries import known_people
from eventsapp.merging.services import undo_merge
from eventsapp.people.models import Person
from eventsapp.people.queries import found_by
from eventsapp.registrations.models import Registration
from tests.erasing.life import TRACES, make_life
from tests.factories import NOW, make_person, make_user


@pytest.fixture
def life(app):
    return make_life()


def erase(life, by=None):
    stays = erase_person(life.person, by=by or life.officer, now=NOW)
    db.session.commit()
    return {one.name: one.count for one in stays}


def everything():
    """Every cell of the database in words, what is encrypted too."""
    return {
        f"{table.name}.{column.name}": str(values)
        for table in db.metadata.tables.values()
        for column in table.columns
        if (values := [_opened(v) for v in db.session.scalars(select(column)) if v is not None])
    }


def _opened(value):
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def test_no_trace_of_them_is_left_in_any_table_not_even_in_what_is_encrypted(life):
    before = everything()
    assert all(any(trace in cell for cell in before.values()) for trace in TRACES)
    locked = [c for t in db.metadata.tables.values() for c in t.columns
              if isinstance(c.type, EncryptedBytes | EncryptedJson)]  # fmt: skip
    assert len(locked) > 10

    erase(life)

    # The organization outlives its people.
    left = {
        place: trace
        for place, cell in everything().items()
        for trace in TRACES
        if trace.casefold() in cell.casefold() and not place.startswith("organization")
    }
    assert left == {}


def test_what_stays_is_said_with_its_number_and_stays_without_the_name(life):
    stays = erase(life)

    assert stays["letters"] == 1
    assert stays["attendance"] == 2
    assert stays["mails"] == 2
    assert stays["nominations"] == stays["consents"] == stays["comments"] == 1
    assert stays["history"] == 5
    assert life.person.printed_name == "Person erased"
    comments = [(one.text, one.author_words) for one in db.session.scalars(select(Comment))]
    assert comments == [("Say people.", None)]
    assert life.person.left_at == NOW
    assert db.session.scalars(select(Attendance.state)).all() == ["present"]
    parts = db.session.execute(
        select(Participation.country, Participation.left_at.is_not(None))
        .where(Participation.person_id == life.person.id)
        .order_by(Participation.id)
    )
    assert [tuple(one) for one in parts] == [("PL", False), ("PL", True)]
    seats = select(Placement).where(Placement.person_id == life.person.id)
    assert [one.room.round.meeting.code for one in db.session.scalars(seats)] == ["egm-2"]
    published = content_kept(db.session.scalars(select(PublishedList)).one())
    assert [one.name for one in published.lines] == ["Huiwen"]
    assert (published.others, published.others_words) == (1, "and 1 other")


# The ninth line of "done": what must stay still works.
def test_their_letter_still_verifies_and_gives_nothing_else(life, client, signed_in_as):
    before = client.get("/verify/K7QM-3XPD").text

    erase(life)

    assert client.get("/verify/K7QM-3XPD").text == before
    states = db.session.scalars(select(LetterRequest.state).order_by(LetterRequest.id)).all()
    assert states == ["issued", "withdrawn"]
    officer = signed_in_as(life.officer)
    assert officer.get(f"/letters/{life.letter.request_id}.pdf").status_code == 404
    for page in (
        f"/letters/{life.letter.request_id}",
        f"/people/{life.person.id}",
        f"/people/{life.person.id}/data",
        "/meetings/egm-2/breakouts/1",
        "/meetings/egm-2/participants",
        "/meetings/egm-2/list",
        "/lists/1",
        "/meetings/egm-2/figures",
        "/meetings/egm-2/attendance/1",
        "/meetings/egm-7/registrations",
        "/mail",
        "/people",
        "/people/duplicates",
        "/people/merges",
        "/log",
    ):
        answer = officer.get(page)
        assert answer.status_code == 200
        assert "ółkiewska" not in answer.text


def test_they_cannot_sign_in_and_their_calendar_is_closed(life, signed_in_as):
    browser = signed_in_as(life.account)
    assert browser.get("/").status_code == 200

    erase(life)

    assert browser.get("/").location.startswith("/sign-in")
    account = db.session.get(User, life.account.id)
    assert (account.is_closed, account.is_active) == (True, False)
    assert db.session.scalars(select(SignInLink)).all() == []
    assert db.session.scalars(select(Feed.revoked_at)).all() == [NOW]


def test_what_waited_in_the_outbox_does_not_leave(life):
    erase(life)

    mails = db.session.scalars(select(Message).order_by(Message.id))
    assert [(one.state, one.recipient, one.text, one.subject) for one in mails] == [
        ("sent", "", "", "Person erased"),
        ("skipped", "", "", "Person erased"),
    ]


def test_what_they_sent_is_gone_and_an_unconfirmed_registration_wholly(life):
    erase(life)

    [row] = db.session.scalars(select(Registration))
    assert (row.state, row.printed_name, row.email) == ("withdrawn", "Person erased", "")
    assert (row.facts, row.files, row.client_key == "theirs") == (None, [], False)


def test_undoing_a_merge_does_not_bring_them_back(life):
    erase(life)

    with pytest.raises(RuleBroken, match="kept no longer"):
        undo_merge(db.session.get(Merge, life.merge.id), by=life.officer, now=NOW)

    assert db.session.get(Person, life.merge.gone_id) is None


def test_undoing_an_import_does_not_bring_them_back_and_a_file_that_waits_goes_too(life):
    sheet = "Name,E-mail,Function\nŁucja Żółkiewska,lucja@example.test,director\n王芳,,\n"
    saved = hand_over(sheet.encode(), "one.csv", now=NOW, by=life.officer)
    for row in plan_for(saved).waiting:
        saved.choices = {**saved.choices, "rows": {
            **saved.choices["rows"],
            str(row.number): {"do": next(o for o in row.options if o.startswith("take"))},
        }}  # fmt: skip
    save_import(saved, plan_for(saved).seal, now=NOW, by=life.officer)
    waiting = hand_over(
        b"Name,E-mail\nL. Z.,lucja@post.test\n", "two.csv", now=NOW, by=life.officer
    )
    other = hand_over(b"Name,E-mail\nHuiwen,\n", "three.csv", now=NOW, by=life.officer)
    db.session.commit()

    erase(life)

    for row in (saved, waiting):
        assert [row.content, row.read, row.journal, row.choices] == [None] * 4
    assert other.content is not None
    with pytest.raises(RuleBroken, match="no longer kept"):
        undo_import(db.session.get(SheetImport, saved.id), now=NOW, by=life.officer)
    assert db.session.get(Person, life.person.id).printed_name == "Person erased"


def test_nobody_finds_them_by_name_and_they_are_nobodys_duplicate(life):
    erase(life)
    again = make_person("Łucja Żółkiewska", email="lucja@example.test")

    found = db.session.scalars(select(Person.id).where(*found_by("zolkiewska"))).all()

    assert found == [again.id]
    assert life.person.id not in {one.id for one in known_people()}


def test_the_log_keeps_who_did_what_and_nothing_that_tells_who_it_was(life):
    erase(life)

    acts = db.session.scalars(
        select(Entry).where(Entry.subject_table == "person", Entry.subject_id == life.person.id)
    ).all()
    assert [one.verb for one in acts] == ["merged", "changed", "erased"]
    assert [one.user_id for one in acts] == [life.officer.id] * 3
    assert acts[1].detail == {"fields": ["phone"]}


def test_who_may_not_be_erased_now_is_said_with_the_reason(life):
    chief = make_user(make_person("Grace Wanjiru"), ADMINISTRATOR)
    colleague = make_user(make_person("Amina Diallo"), SECRETARIAT)

    assert "cannot erase yourself" in why_not_erase(life.officer.person, life.officer)
    assert "An administrator" in why_not_erase(colleague.person, life.officer)
    assert why_not_erase(colleague.person, chief) is None
    erase(life)
    assert "erased already" in why_not_erase(life.person, life.officer)
    with pytest.raises(RuleBroken):
        erase(life)


def test_nobody_is_erased_while_a_file_of_people_is_read(life):
    reading = SheetImport(file_name="a.csv", sha256="0" * 64, state="reading", content=b"Name\n")
    db.session.add(reading)

    assert "being read" in why_not_erase(life.person, life.officer)
