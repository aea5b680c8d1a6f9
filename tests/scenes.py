"""One small world in which every address has something to show, for tests that go through all."""

from dataclasses import dataclass, field
from datetime import date, time

from eventsapp.accounts.models import ADMINISTRATOR, EXPERT, SECRETARIAT, User
from eventsapp.accounts.services import hash_of
from eventsapp.agendas.models import AgendaChange
from eventsapp.agendas.services import announce
from eventsapp.answering.services import answer
from eventsapp.breakouts.models import MEMBER, MODERATOR, NOTE_TAKER
from eventsapp.calendars.services import create_feed
from eventsapp.consultations.models import Consultation
from eventsapp.extensions import db
from eventsapp.hearings.services import give_token as give_hearing_token
from eventsapp.history.services import record
from eventsapp.imports.services import hand_over
from eventsapp.invitations.services import give_token
from eventsapp.letters.models import Letter
from eventsapp.mail.services import queue_message
from eventsapp.meetings.models import Meeting
from eventsapp.merging.services import merge, set_apart
from eventsapp.minutes.models import Note, OpenQuestion, Section
from eventsapp.minutes.services import read_minutes
from eventsapp.people.models import (
    LISTED,
    Label,
    Nomination,
    Organization,
    OrganizationName,
)
from eventsapp.people.services import give_consent
from eventsapp.polls.services import give_token as give_poll_token
from eventsapp.polls.slots import Wall
from eventsapp.registrations.asked import to_fields
from eventsapp.registrations.models import (
    Correction,
    Question,
    Registration,
    RegistrationFile,
    RegistrationForm,
)
from eventsapp.registrations.opened import token_of
from eventsapp.rights.models import CORRECTION
from eventsapp.rights.services import ask
from tests.documents.scene import make_documents
from tests.factories import (
    NOW,
    make_consultation,
    make_day,
    make_deadline,
    make_hearing,
    make_invitation,
    make_item,
    make_letter_request,
    make_meeting,
    make_person,
    make_poll,
    make_release,
    make_room,
    make_round,
    make_session_date,
    make_submission,
    make_user,
    place,
    take_part,
)
from tests.scene_parts import add_comments, add_lists, add_papers, add_rules, add_themes

MINUTES = b"""UN-H EGM 4 | WATER | Day 1 - 24-09-2024

Agenda:
- Opening
- Break-out rooms

Opening
- Announced the next consultations with the experts for 31 October.

Break-out rooms

Room 1: Rivers
Moderator: Huiwen
Members: Amina Diallo, Juliet Chinemelu
- Noted that rivers know no borders.
"""

PEOPLE = """Name,Organisation,E-mail,Role
Huiwen,,,
Lucja Zolkiewska,Gdańsk Institute,lucja@example.test,
ليلى حداد,بلدية عمان,,
,Nobody,nobody@example.invalid,
"""


@dataclass
class Scene:
    """The rows of the world, and who may sign in (by the word for what they are)."""

    users: dict[str, User] = field(default_factory=dict)
    rows: dict[str, object] = field(default_factory=dict)
    token: str = ""
    invitation_token: str = ""
    registration_token: str = ""
    hearing_token: str = ""
    poll_token: str = ""
    comment_token: str = ""


def make_scene() -> Scene:
    """Make a meeting with two rooms, the people in them, and one of everything that has a page."""
    scene = Scene()
    meeting = make_meeting(
        title="People-centred water",
        place="Nairobi",
        is_public=True,
        join_url="https://meet.example.org/egm-2",
        languages=["en", "fr"],
    )
    _people(scene, meeting)
    announce(meeting, by=scene.users["secretariat"], now=NOW)
    _dated(scene, meeting)
    scene.rows |= make_documents(meeting, scene.users["secretariat"])
    _paper(scene, meeting)
    _registry(scene, meeting)
    _registered(scene, meeting)
    _entered_twice(scene)
    _polled(scene)
    add_comments(scene)
    db.session.commit()
    return scene


def _people(scene: Scene, meeting: Meeting) -> None:
    day = make_day(meeting, starts_at_time=time(9), ends_at_time=time(17, 30))
    item = make_item(day, "Opening", 1, time(9), 30)
    make_item(day, "Break-out rooms", 2)
    change = AgendaChange(meeting_id=meeting.id, at=NOW, verb="deleted", item_id=0, title="Lunch")
    db.session.add(change)
    round_ = make_round(meeting, day)
    first = make_room(round_, "1", "Water & people", principles=["Equity", "Access"])
    second = make_room(round_, "2", "Rivers")
    draft = make_round(meeting, day, number=2, published_at=None)
    make_room(draft, "1", "Not yet decided")
    names = {
        "expert": ("Huiwen", None, None, "Asia/Shanghai"),
        "member 2": ("Łucja Żółkiewska", second, MEMBER, "Europe/Warsaw"),
        "moderator 2": ("ليلى حداد", second, MODERATOR, None),
        "moderator 1": ("Karen Laßmann", first, MODERATOR, "Europe/Berlin"),
    }
    for word, (name, room, role, tz) in names.items():
        person = make_person(name, tz=tz)
        place(person, room, role) if room else take_part(meeting, person)
        scene.users[word] = make_user(person, EXPERT)
    place(make_person("David Adawo"), first, NOTE_TAKER)
    for name in ("王芳", "José Ñíguez Peña", "Ana Paula Bruno"):
        place(make_person(name), first)
    for word, role in (("secretariat", SECRETARIAT), ("administrator", ADMINISTRATOR)):
        scene.users[word] = make_user(make_person(word.title(), tz="Africa/Nairobi"), role)
    section = Section(day_id=day.id, agenda_item_id=item.id, position=1, heading="Opening")
    section.notes = [Note(position=1, text="Welcomed the experts.", source_line=9)]
    talk = Section(day_id=day.id, room_id=first.id, position=2, heading="Takeaways")
    talk.notes = [Note(position=1, text="Only room 1 may read this.", source_line=30)]
    db.session.add_all([section, talk])
    db.session.flush()
    coming = make_meeting(
        "egm-5", number=5, starts_on=date(2097, 1, 22), ends_on=date(2097, 1, 24), place="Baku"
    )
    invitation = make_invitation(coming, scene.users["expert"].person)
    scene.invitation_token = give_token(invitation, "a key only for tests")
    make_invitation(coming, make_person("فاطمة الزهراء بناني"), answer="yes")
    closed = make_meeting("egm-9", number=9, title="Nobody takes part yet")
    closed_day = make_day(closed)
    make_item(closed_day, "Opening of EGM 9")
    make_room(make_round(closed, closed_day))
    act = record("gave a role", coming, now=NOW, act="role", changed=[], to="chair")
    db.session.flush()
    scene.rows.update(invitation=invitation, coming=coming, act=act)
    scene.rows["agenda change"] = change
    scene.rows.update(meeting=meeting, day=day, item=item, round=round_, room=first)
    scene.rows["draft round"] = draft


def _dated(scene: Scene, meeting: Meeting) -> None:
    owing = [scene.users["expert"].person]
    scene.rows["consultation"] = make_consultation(
        meeting, certainty="proposed", as_written="18-28 November", source_line=189
    )
    scene.rows["open consultation"] = make_consultation(
        meeting,
        "Online consultation on the draft",
        audience="open online",
        starts_on=date(2024, 10, 7),
        ends_on=date(2024, 11, 8),
        certainty="tentative",
        certainty_words="may be shared",
        takes_submissions=True,
    )
    _heard(scene, scene.rows["consultation"])
    first = date(2031, 1, 30)
    scene.rows["series"] = make_consultation(
        meeting,
        "Monthly call of the experts",
        audience="experts",
        starts_on=first,
        ends_on=first,
        starts_at_time=time(15),
        ends_at_time=time(16),
        rrule="FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20310630",
    )
    scene.rows["moved date"] = make_session_date(
        scene.rows["series"], date(2031, 2, 27), date(2031, 2, 20), reason="A holiday"
    )
    scene.rows["release"] = make_release(meeting)
    deadline = make_deadline(
        owed_by=owing, days_before=[2, 0], meeting_id=meeting.id, audience="experts"
    )
    scene.rows["deadline"], scene.rows["reminder"] = deadline, deadline.reminders[0]
    scene.rows["obligation"] = deadline.obligations[0]


def _heard(scene: Scene, consultation: Consultation) -> None:
    person = scene.users["expert"].person
    consultation.takes_submissions = True
    hearing = make_hearing(consultation, person)
    submission = make_submission(hearing, "Rivers know no borders.", content=b"%PDF-1.7")
    scene.hearing_token = give_hearing_token(hearing, "a key only for tests")
    scene.rows.update(hearing=hearing, submission=submission)


def _polled(scene: Scene) -> None:
    """Let one expert and two others be asked for a time in 2097; one of them has answered."""
    asked = [scene.users[word].person for word in ("expert", "member 2", "moderator 2")]
    day = date(2097, 1, 20)
    slots = [Wall(day, time(15)), Wall(day, time(23, 30)), Wall(date(2097, 1, 21), time(9))]
    poll = make_poll(*slots, asked=asked, closes_on=date(2097, 1, 10))
    said = dict(zip((slot.id for slot in poll.slots), ("yes", "no", "if_need_be"), strict=True))
    answer(poll.invitees[1], said, comment="Rather not at night.", tz="Asia/Tokyo", now=NOW)
    scene.poll_token = give_poll_token(poll.invitees[0], "a key only for tests")
    scene.rows.update(poll=poll, poll_slot=poll.slots[0], invitee=poll.invitees[2])
    scene.rows["last_poll_slot"] = poll.slots[2]


def _paper(scene: Scene, meeting: Meeting) -> None:
    request = make_letter_request(scene.users["expert"].person, state="submitted", submitted_at=NOW)
    scene.rows["request"], scene.rows["forum"] = request, request.meeting
    scene.rows["message"] = queue_message(
        kind="reminder",
        dedupe_key="a reminder",
        recipient="amina@example.test",
        subject="Feedback on the draft",
        text="Dear Amina",
        html="<p>Dear Amina</p>",
        now=NOW,
    )
    issued = make_letter_request(
        scene.users["expert"].person, request.meeting, state="issued", submitted_at=NOW
    )
    letter = Letter(
        request_id=issued.id,
        meeting_id=issued.meeting_id,
        process_id=meeting.process_id,
        year=2024,
        serial=1,
        number="IG-PCSC/2024/0001",
        code="K7QM-3XPD",
        kind="invitation",
        issued_on=NOW.date(),
        issued_at=NOW,
        facts={},
        pdf=b"%PDF-1.7 of the scene",
        sha256="0" * 64,
    )
    db.session.add(letter)
    scene.rows["issued"], scene.rows["letter"] = issued, letter
    scene.rows["feed"], scene.token = create_feed(by=scene.users["expert"], now=NOW)
    read = read_minutes(MINUTES, "minutes.txt", now=NOW, by=scene.users["secretariat"])
    question = OpenQuestion(meeting_id=meeting.id, code="empty-room", text="Room 3 is empty.")
    db.session.add(question)
    db.session.flush()
    scene.rows.update({"import": read, "question": question})
    scene.rows["sheet import"] = hand_over(
        PEOPLE.encode(), "people.csv", now=NOW, by=scene.users["secretariat"]
    )


def _entered_twice(scene: Scene) -> None:
    officer = scene.users["secretariat"]
    scene.rows["twin"] = make_person("Lucja Zolkiewska", email="lucja@post.test")
    scene.rows["merge"] = merge(
        make_person("Noor Haddad"), make_person("Nour Haddad"), {}, by=officer, now=NOW
    )
    first, second = make_person("Ana Silva"), make_person("Ana Silva")
    scene.rows["apart"] = set_apart(first.id, second.id, by=officer, now=NOW)


def _registered(scene: Scene, meeting: Meeting) -> None:
    """Let one expert wait for a decision, and ask for a correction; the form of EGM 5 is open."""
    words = {"tz": meeting.tz, "purpose": "To prepare the meeting.", "kind": "open"}
    asked = to_fields({"country": "may", "gender": "may", "needs": "later may"})
    form = RegistrationForm(meeting_id=meeting.id, token="closed", fields=asked, **words)
    coming = RegistrationForm(
        meeting_id=scene.rows["coming"].id, token="register-egm-5", fields=asked, **words
    )
    db.session.add_all([form, coming])
    coming.questions.append(Question(position=1, kind="yes_no", label="Do you need a letter?"))
    form.questions.append(Question(position=1, kind="photo", label="Your photo"))
    one = Registration(
        form=form,
        client_key="registered",
        token_hash=hash_of(token_of("a key only for tests", "registered")),
        state="pending",
        email="registered@example.test",
        printed_name="José Ñíguez Peña",
        person_id=scene.users["expert"].person_id,
        facts={"printed_name": "José Ñíguez Peña", "country_as_stated": "Atlantis"},
        answers={},
        conflicts={"printed_name": {"registry": "Huiwen", "typed": "José Ñíguez Peña"}},
        received_at=NOW,
        confirmed_at=NOW,
    )
    one.files.append(
        RegistrationFile(
            question_id=None, file_name="me.png", content_type="image/png", content=b"\x89PNG"
        )
    )
    db.session.add(one)
    db.session.flush()
    wanted = {"fields": {"printed_name": {"before": one.printed_name, "after": "José"}}, "note": ""}
    asked_for = Correction(registration_id=one.id, wanted=wanted, asked_at=NOW)
    db.session.add(asked_for)
    db.session.flush()
    scene.registration_token = token_of("a key only for tests", "registered")
    scene.rows.update(registration=one, file=one.files[0], correction=asked_for)
    scene.rows["own_question"] = coming.questions[0]


def _registry(scene: Scene, meeting: Meeting) -> None:
    person = scene.users["member 2"].person
    offices = [Organization(name=name) for name in ("Miasto Gdańsk", "City of Gdańsk")]
    for office in offices:
        office.names = [OrganizationName(text=office.name)]
    nomination = Nomination(
        process_id=meeting.process_id,
        person_id=person.id,
        country="PL",
        letter_name="nomination.pdf",
        letter=b"%PDF-1.7 of the scene",
        created_at=NOW,
    )
    label = Label(kind="country", code="PL", language="en", text="Republic of Poland")
    agreed = {"wording": "My name may be published.", "language": "en", "source": "on paper"}
    scene.rows["consent"] = give_consent(person, LISTED, now=NOW, **agreed)
    db.session.add_all([*offices, nomination, label])
    db.session.flush()
    scene.rows["organization"], scene.rows["other organization"] = offices
    scene.rows.update(nomination=nomination, label=label, process=meeting.process)
    scene.rows["address"] = person.addresses[0]
    scene.rows["data request"] = ask(
        person, CORRECTION, "My function changed.", user_id=scene.users["member 2"].id, now=NOW
    )
    add_lists(scene, meeting, person)
    add_papers(scene, meeting)
    add_rules(scene, meeting)
    add_themes(scene, meeting)
