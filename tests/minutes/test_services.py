from datetime import date

import pytest

from eventsapp.breakouts.models import BreakoutRoom, Placement
from eventsapp.consultations.models import Consultation
from eventsapp.documents.models import Release
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.meetings.models import Meeting, Participation
from eventsapp.minutes.models import (
    DISCARDED,
    ActionPoint,
    Note,
    Section,
)
from eventsapp.minutes.services import (
    discard_import,
    read_minutes,
    save_import,
    undo_import,
)
from eventsapp.people.models import Person, Spelling
from eventsapp.reminders.models import Deadline, Obligation
from tests.factories import NOW, make_person, make_user
from tests.minutes.saved_records import MINUTES, SMALL, all_of, imported, last_read


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
            keys["31 October (last Thursday of the month)"]: {
                "repeat": True,
                "until": "2025-02-28",
            },
            keys["1 and 2 October"]: {"title": "Firms", "end": "2024-10-03", "mode": "online"},
        }
    }

    save_import(read, choices, now=NOW, by=None)

    consultations = {c.as_written: c for c in all_of(Consultation) if c.as_written}
    assert "18-28 November" not in consultations
    assert consultations["31 October (last Thursday of the month)"].rrule == (
        "FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20250228"
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
    imported(SMALL, {"people": {"bo li": {"do": f"same:{known.id}"}}})
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
