"""A file that comes again, a corrected file, and taking an import back."""

from datetime import date

import pytest

from eventsapp.breakouts.models import BreakoutRoom, Placement
from eventsapp.consultations.models import Consultation
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.mail.services import queue_message
from eventsapp.meetings.models import AgendaItem, Meeting, MeetingDay, Participation
from eventsapp.minutes.models import (
    UNDONE,
    Import,
    Note,
    OpenQuestion,
)
from eventsapp.minutes.services import (
    undo_import,
)
from eventsapp.people.models import Person
from eventsapp.people.services import add_address
from eventsapp.reminders.models import Deadline
from eventsapp.reminders.services import discharge
from tests.factories import NOW, make_consultation, make_person
from tests.minutes.saved_records import (
    MINUTES,
    SMALL,
    all_of,
    contents,
    counts,
    imported,
    last_read,
)


@pytest.fixture
def record(app):
    """The real record, saved with what is proposed."""
    return imported(MINUTES)


def test_the_same_file_again_changes_nothing(record):
    before = contents()

    again = imported(MINUTES)

    assert again.id == record.id
    assert contents() == before
    assert len(all_of(Import)) == 1


def test_the_same_record_in_another_file_changes_nothing(record):
    before = contents()

    again = imported(MINUTES + "\n\n")

    assert again.id == record.id
    assert contents() == before


def test_a_corrected_file_changes_only_what_was_corrected(record):
    rows_before = {model: {row.id: row for row in all_of(model)} for model in (Note, AgendaItem)}
    texts = {note_id: note.text for note_id, note in rows_before[Note].items()}
    versions = {note_id: note.version for note_id, note in rows_before[Note].items()}
    before = contents()

    imported(MINUTES.replace("Disussed the need", "Discussed the need"))

    after = contents()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"note"}
    corrected = [note for note in all_of(Note) if note.text != texts[note.id]]
    assert [note.text.split()[0] for note in corrected] == ["Discussed"]
    assert [note.id for note in all_of(Note) if note.version != versions[note.id]] == [
        corrected[0].id
    ]


def test_a_line_that_was_added_shifts_the_others_and_changes_none(record):
    versions = {note.id: note.version for note in all_of(Note)}
    agenda = {item.id: (item.sequence, item.uid) for item in all_of(AgendaItem)}

    imported(
        MINUTES.replace(
            "- Noted that considerations", "- Noted a new thing.\n- Noted that considerations"
        )
    )

    notes = all_of(Note)
    assert [note.text for note in notes if note.id not in versions] == ["Noted a new thing."]
    assert {note.id: note.version for note in notes if note.id in versions} == versions
    assert {item.id: (item.sequence, item.uid) for item in all_of(AgendaItem)} == agenda
    first = notes[0].section
    assert [note.text.split()[1] for note in first.notes][:3] == ["the", "a", "that"]


def test_a_corrected_date_moves_its_consultation_and_nothing_else(record):
    before = contents()

    imported(MINUTES.replace("scheduled for 1 and 2 October", "scheduled for 2 and 3 October"))

    after = contents()
    assert {name for name in before if before[name] != after[name]} == {
        "consultation",
        "note",
        "open_question",
    }
    moved = db.session.scalar(
        db.select(Consultation).where(Consultation.audience == "private sector")
    )
    assert (moved.starts_on, moved.ends_on, moved.sequence) == (
        date(2024, 10, 2),
        date(2024, 10, 3),
        1,
    )


def test_a_member_who_is_no_longer_named_leaves_the_room_and_stays_in_the_registry(app):
    meeting = imported(SMALL)

    imported(SMALL.replace("Bo Li, Chi Wu", "Bo Li"))

    assert [placement.person.printed_name for placement in all_of(Placement)] == [
        "Aino Mäkelä",
        "Bo Li",
        "Dao Vi",
    ]
    assert "Chi Wu" in [person.printed_name for person in all_of(Person)]
    assert len(all_of(Participation)) == 3
    assert [day.id for day in meeting.days] == [day.id for day in all_of(MeetingDay)]


def test_what_staff_changed_since_is_kept_and_said(app):
    imported(SMALL)
    item = db.session.scalar(db.select(AgendaItem).where(AgendaItem.title == "Closing"))
    item.title = "Closing and thanks"
    db.session.flush()

    imported(
        SMALL.replace("- Closing", "- Closing words").replace("\nClosing\n", "\nClosing words\n")
    )

    assert [item.title for item in all_of(AgendaItem)] == [
        "Opening",
        "Break-out rooms",
        "Closing and thanks",
    ]
    assert [q.code for q in all_of(OpenQuestion) if q.code == "changed-here"] == ["changed-here"]


def test_undoing_an_import_takes_everything_back(app):
    make_person("Grace Wanjiru")
    before = contents()
    imported(MINUTES)

    undo_import(last_read(), now=NOW, by=None)

    assert contents() == before
    assert last_read().state == UNDONE


def test_undoing_a_corrected_import_restores_the_first(record):
    before = contents()
    corrected = (
        MINUTES.replace("Disussed", "Discussed")
        .replace("Sharone April, ", "")
        .replace("- Closing Remarks.\n", "- Closing Remarks.\n- Group photograph\n")
        .replace("up to Tuesday", "up to Wednesday")
        .replace(
            "- Hoped to get contributions from the experts that would also inform the WSCO.\n", ""
        )
    )
    imported(corrected)
    assert contents() != before

    undo_import(last_read(), now=NOW, by=None)

    assert contents() == before
    first = db.session.scalar(db.select(Import).order_by(Import.id).limit(1))
    undo_import(first, now=NOW, by=None)
    assert set(counts().values()) == {0}


def test_an_import_is_undone_only_after_those_that_came_later(record):
    first = last_read()
    imported(MINUTES.replace("Disussed", "Discussed"), name="corrected.txt")

    with pytest.raises(
        RuleBroken, match=r"^corrected\.txt was saved after it\. Undo that one first"
    ):
        undo_import(first, now=NOW, by=None)


def test_people_who_have_an_address_by_now_stay_when_an_import_is_undone(app):
    imported(SMALL)
    person = db.session.scalar(db.select(Person).where(Person.printed_name == "Bo Li"))
    add_address(person, "bo.li@example.test")

    stay = undo_import(last_read(), now=NOW, by=None)

    assert stay == ["Bo Li"]
    assert [person.printed_name for person in all_of(Person)] == ["Bo Li"]
    assert all_of(Meeting) == []


def test_an_import_on_which_somebody_has_built_is_not_undone(app):
    meeting = imported(SMALL)
    make_consultation(meeting, "Added by hand")
    all_of(AgendaItem)[0].title = "Solemn opening"
    deadline = all_of(Deadline)[0]
    discharge(deadline, deadline.obligations[0].person, NOW)
    before = contents()

    with pytest.raises(RuleBroken) as refusal:
        undo_import(last_read(), now=NOW, by=None)

    assert str(refusal.value) == (
        "The import cannot be undone, since this was changed or used after it: agenda item “Solemn "
        f"opening”; meeting “{meeting.title}” (by consultation); obligation "
        f"“{deadline.obligations[0].id}”. Take that back first."
    )
    assert contents() == before


def test_what_was_decided_once_counts_for_a_corrected_file(app):
    choices = {
        "tz": "Asia/Baku",
        "meeting": {"title": "Seventh meeting"},
        "people": {"chi wu": {"do": "skip"}, "bo li": {"do": "new", "name": "Bo Li-Hansen"}},
    }
    imported(SMALL, choices)

    meeting = imported(SMALL.replace("Noted the drought", "Noted a drought"), name="corrected.txt")

    assert (meeting.title, meeting.tz) == ("Seventh meeting", "Asia/Baku")
    assert [person.printed_name for person in all_of(Person)] == [
        "Aino Mäkelä",
        "Bo Li-Hansen",
        "Dao Vi",
    ]
    assert [note.text for note in all_of(Note)][2] == "Noted a drought."


def test_a_correction_in_the_file_counts_where_nothing_was_decided(app):
    imported(SMALL, {"meeting": {"title": "Seventh meeting"}})

    meeting = imported(SMALL.replace("14-05-2025", "15-05-2025"))

    assert meeting.title == "Seventh meeting"
    assert [str(day.on_date) for day in meeting.days] == ["2025-05-15"]


def test_what_staff_took_away_does_not_come_back_with_a_corrected_file(app):
    imported(SMALL)
    room = all_of(BreakoutRoom)[0]
    db.session.delete(db.session.scalar(db.select(AgendaItem).where(AgendaItem.title == "Opening")))
    db.session.delete(room.placements[1])
    db.session.flush()
    db.session.expire_all()

    imported(SMALL.replace("Noted the drought", "Noted a drought"), name="corrected.txt")

    assert [item.title for item in all_of(AgendaItem)] == ["Break-out rooms", "Closing"]
    assert [placement.person.printed_name for placement in all_of(Placement)] == [
        "Aino Mäkelä",
        "Chi Wu",
        "Dao Vi",
    ]
    imported(SMALL.replace("Noted the drought", "Noted drought"), name="corrected-again.txt")
    assert [item.title for item in all_of(AgendaItem)] == ["Break-out rooms", "Closing"]


def test_what_people_were_told_about_keeps_an_import_from_being_undone(app):
    meeting = imported(SMALL)
    queue_message(
        kind="reminder",
        dedupe_key="told",
        recipient="bo@example.test",
        subject="Feedback",
        text="Dear Bo",
        meeting_id=meeting.id,
        now=NOW,
    )

    with pytest.raises(RuleBroken, match="what was said to people stays on record"):
        undo_import(last_read(), now=NOW, by=None)
