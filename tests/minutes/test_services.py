from datetime import date

import pytest

from eventsapp.breakouts.models import BreakoutRoom, Placement
from eventsapp.consultations.models import Consultation
from eventsapp.documents.models import Release
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.meetings.models import AgendaItem, Meeting, MeetingDay, Participation
from eventsapp.minutes.models import (
    DISCARDED,
    READ,
    UNDONE,
    ActionPoint,
    Import,
    Note,
    OpenQuestion,
    Section,
)
from eventsapp.minutes.services import (
    discard_import,
    read_minutes,
    read_pasted,
    save_import,
    undo_import,
)
from eventsapp.people.models import Person, Spelling
from eventsapp.people.services import add_address
from eventsapp.reminders.models import Deadline, Obligation
from eventsapp.reminders.services import discharge
from tests.factories import NOW, make_consultation, make_person, make_user
from tests.minutes.understood_text import DATA

MINUTES = (DATA / "egm2-minutes.txt").read_text(encoding="utf-8")
# What is counted besides what an import writes: the file itself, and who did what.
APART = {"import", "entry"}

SMALL = """EGM 7 | AB-CD | Day 1 – 14-05-2025

Agenda:
- Opening
- Break-out rooms
- Closing

Opening
- Welcomed all.
- Thanked the hosts.

Break-out rooms

Room 1: Water
Moderator: Aino Mäkelä
Members: Bo Li, Chi Wu
Note-taker: Dao Vi
Principles covered: Access, Equity
- Noted the drought.

Closing
- Experts should send comments by 30 May 2025.
"""


def counts():
    """How many rows each table holds."""
    db.session.flush()
    db.session.expire_all()
    return {
        table.name: db.session.scalar(db.select(db.func.count()).select_from(table))
        for table in db.metadata.tables.values()
        if table.name not in APART
    }


def contents():
    """Every row of every table, but for versions, moments of change and what is apart.

    Reminders are planned anew when a deadline moves, so that their numbers say nothing.
    """
    db.session.flush()
    kept = {}
    for table in db.metadata.tables.values():
        if table.name in APART:
            continue
        apart = {"version", "sequence", "changed_at"}
        apart |= {"id"} if table.name == "reminder" else set()
        columns = [column for column in table.columns if column.name not in apart]
        rows = db.session.execute(db.select(*columns)).all()
        kept[table.name] = sorted(map(str, rows))
    return kept


def imported(text, choices=None, name="minutes.txt"):
    """Read a text as a file and save it."""
    read = read_minutes(text.encode(), name, now=NOW, by=None)
    return save_import(read, choices or {}, now=NOW, by=None)


def all_of(model):
    return list(db.session.scalars(db.select(model).order_by(model.id)))


def last_read():
    return db.session.scalar(db.select(Import).order_by(Import.id.desc()).limit(1))


@pytest.fixture
def record(app):
    """The real record, saved with what is proposed."""
    return imported(MINUTES)


def test_the_real_record_is_written_whole(record):
    assert (record.code, record.series, record.number, record.tz) == (
        "egm-2",
        "EGM",
        2,
        "Africa/Nairobi",
    )
    assert record.process.code == "IG-PCSC"
    assert [len(day.agenda) for day in record.days] == [8, 6]
    assert [day.starts_at_time for day in record.days] == [None, None]
    expected = {
        Person: 31,
        Note: 158,
        Section: 23,
        BreakoutRoom: 7,
        Placement: 45,
        Consultation: 9,
        Release: 2,
        ActionPoint: 6,
    }
    assert {model: len(all_of(model)) for model in expected} == expected


def test_moderators_and_members_count_as_experts_and_note_takers_do_not(record):
    not_experts = db.session.scalars(
        db.select(Person.printed_name)
        .join(Participation)
        .where(Participation.is_expert.is_(False))
        .order_by(Person.id)
    )

    assert list(not_experts) == ["Alice Kagumba", "Nigel Kirstein", "David Adawo"]


def test_a_spelling_that_differs_in_case_is_kept_beside_the_name(record):
    person = db.session.scalar(db.select(Person).where(Person.printed_name == "Biyu Wan"))

    assert [spelling.text for spelling in person.spellings] == ["Biyu Wan", "Biyu WAN"]


def test_experts_owe_the_feedback_and_are_reminded_on_the_days_proposed(record):
    deadline = db.session.scalar(db.select(Deadline))

    assert (deadline.due_on, deadline.certainty, deadline.mode) == (
        date(2024, 10, 1),
        "proposed",
        "in the document",
    )
    assert len(deadline.obligations) == 28
    assert [reminder.days_before for reminder in deadline.reminders] == [7, 2, 1, 0]


def test_the_announced_meeting_is_the_next_of_its_series(record):
    announced = db.session.scalar(db.select(Meeting).where(Meeting.code == "egm-3"))

    assert (announced.announced_by_id, announced.place, announced.starts_on) == (
        record.id,
        "Baku",
        date(2025, 1, 22),
    )
    assert [day.on_date for day in announced.days] == [date(2025, 1, 22), date(2025, 1, 23)]


def test_the_release_is_linked_to_the_consultation_that_it_opens(record):
    release = db.session.scalar(db.select(Release).where(Release.kind == "release"))

    opened = db.session.get(Consultation, release.consultation_id)
    assert (opened.audience, opened.starts_on, opened.ends_on) == (
        "open online",
        date(2024, 10, 7),
        date(2024, 11, 8),
    )


def test_a_monthly_repetition_is_offered_and_not_filed(record):
    offered = [(c.offered_rrule, c.rrule) for c in all_of(Consultation) if c.offered_rrule]

    assert offered == [("FREQ=MONTHLY;BYDAY=-1TH", None)]


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


def test_corrections_and_what_was_left_out_count(app):
    choices = {
        "tz": "Asia/Baku",
        "meeting": {"title": "Seventh meeting", "place": "Baku", "code": "XY"},
        "days": {"1": "2025-05-15"},
        "people": {
            "bo li": {"do": "new", "name": "Bo Li-Hansen", "is_expert": False},
            "chi wu": {"do": "skip"},
        },
        "days_before": [3, 10],
    }

    meeting = imported(SMALL, choices)

    assert (meeting.title, meeting.place, meeting.process.code, meeting.tz) == (
        "Seventh meeting",
        "Baku",
        "XY",
        "Asia/Baku",
    )
    assert (meeting.starts_on, meeting.days[0].on_date) == (date(2025, 5, 15), date(2025, 5, 15))
    assert [person.printed_name for person in all_of(Person)] == [
        "Aino Mäkelä",
        "Bo Li-Hansen",
        "Dao Vi",
    ]
    assert sorted(spelling.text for spelling in all_of(Spelling)) == [
        "Aino Mäkelä",
        "Bo Li",
        "Bo Li-Hansen",
        "Dao Vi",
    ]
    owing = [obligation.person.printed_name for obligation in all_of(Obligation)]
    assert owing == ["Aino Mäkelä"]
    assert [r.days_before for r in all_of(Deadline)[0].reminders] == [10, 3]


def test_a_dated_promise_can_be_left_out_reworded_or_repeated(app):
    read = read_minutes(MINUTES.encode(), "m.txt", now=NOW, by=None)
    keys = {item["as_written"]: item["key"] for item in read.understood["dated_items"]}
    choices = {
        "dated": {
            keys["18-28 November"]: {"do": "skip"},
            keys["31 October (last Thursday of the month)"]: {"repeat": True},
            keys["1 and 2 October"]: {"title": "Firms", "end": "2024-10-03", "mode": "online"},
        }
    }

    save_import(read, choices, now=NOW, by=None)

    consultations = {c.as_written: c for c in all_of(Consultation) if c.as_written}
    assert "18-28 November" not in consultations
    assert consultations["31 October (last Thursday of the month)"].rrule == (
        "FREQ=MONTHLY;BYDAY=-1TH"
    )
    firms = consultations["1 and 2 October"]
    assert (firms.title, firms.ends_on, firms.mode) == ("Firms", date(2024, 10, 3), "online")


def test_a_person_of_the_registry_with_the_same_letters_is_the_same_person(app):
    known = make_person("BO  LI".replace("  ", " "))

    imported(SMALL)

    placed = [p.person_id for p in all_of(Placement) if p.person.printed_name == "BO LI"]
    assert placed == [known.id]
    assert sorted(spelling.text for spelling in known.spellings) == ["BO LI", "Bo Li"]


def test_a_look_alike_of_the_registry_is_not_merged_unless_somebody_says_so(app):
    known = make_person("Li Bo")

    imported(SMALL)
    assert len(all_of(Person)) == 5

    undo_import(last_read(), now=NOW, by=None)
    imported(SMALL, {"people": {"bo li": {"do": "same", "person_id": known.id}}})
    assert len(all_of(Person)) == 4


def test_a_meeting_that_was_announced_is_filled_by_its_own_minutes(record):
    announced = db.session.scalar(db.select(Meeting).where(Meeting.code == "egm-3"))
    days = [day.id for day in announced.days]

    filled = imported(
        "EGM 3 | IG-PCSC | Day 1 – 22-01-2025\nAgenda:\n- Opening\n\nOpening\n- Welcomed all.\n",
        name="egm3.txt",
    )

    assert filled.id == announced.id
    assert [day.id for day in filled.days] == days
    assert [item.title for item in filled.days[0].agenda] == ["Opening"]
    undo_import(last_read(), now=NOW, by=None)
    assert [day.id for day in announced.days] == days


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Agenda\n- Opening\n",
            "The text does not say which meeting it is of. Enter its series, such as EGM. "
            "The text names no process. Enter its code: letters are numbered under it. "
            "Day 1 has no date. Enter it.",
        ),
        (
            SMALL + "\nEGM 7 | AB-CD | Day 1 – 15-05-2025\nAgenda:\n- More\n",
            "Two days have the number 1. Correct one of them in the file and hand it over again.",
        ),
        (
            SMALL.replace("Closing\n- Exp", "Room 1: Sea\n- Wet.\n\nClosing\n- Exp"),
            "Day 1 has two rooms called 1 at the same time. Give one of them another number in the "
            "file and hand it over again.",
        ),
    ],
)
def test_a_record_that_cannot_be_saved_yet_says_what_is_missing(app, text, sentence):
    with pytest.raises(RuleBroken) as refusal:
        imported(text)

    assert str(refusal.value) == sentence
    assert all_of(Meeting) == []


def test_a_file_that_cannot_be_read_is_refused_with_its_sentence(app):
    with pytest.raises(RuleBroken, match=r"^a\.txt is empty\."):
        read_minutes(b"", "a.txt", now=NOW, by=None)


def test_a_text_can_be_pasted(app):
    read = read_pasted(SMALL, now=NOW, by=None)

    assert (read.file_name, read.state) == ("pasted.txt", READ)
    assert save_import(read, {}, now=NOW, by=None).code == "egm-7"


def test_an_import_that_was_put_aside_is_not_saved(app):
    read = read_minutes(SMALL.encode(), "m.txt", now=NOW, by=make_user())
    discard_import(read, now=NOW, by=None)

    with pytest.raises(RuleBroken, match=r"^m\.txt was put aside\."):
        save_import(read, {}, now=NOW, by=None)
    assert read.state == DISCARDED


def test_names_and_headings_longer_than_their_columns_are_cut_and_the_file_is_kept(app):
    long_name = "Aino " + "Mäkelä" * 80

    imported(SMALL.replace("Aino Mäkelä", long_name).replace("Water", "W" * 900))

    assert all_of(Person)[0].printed_name == long_name[:300]
    assert all_of(BreakoutRoom)[0].title == "W" * 500
    assert long_name in last_read().content.decode()
