"""One person with everything that may be held about somebody, and somebody beside them."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from eventsapp.accounts.models import SECRETARIAT, SignInLink
from eventsapp.agendas.models import AgendaSpeaker
from eventsapp.answering.services import answer
from eventsapp.attendance.models import Attendance
from eventsapp.calendars.services import create_feed
from eventsapp.comments.models import Commenter
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.letters.models import Letter
from eventsapp.lists.options import Options
from eventsapp.lists.services import publish
from eventsapp.mail.services import queue_message
from eventsapp.merging.services import merge
from eventsapp.people.models import Nomination
from eventsapp.people.services import add_address, give_consent, set_needs
from eventsapp.polls.slots import Wall
from eventsapp.registrations.models import (
    Correction,
    Registration,
    RegistrationFile,
    RegistrationForm,
)
from eventsapp.rosters.models import RoomMail, RoomNotes
from tests.factories import (
    NOW,
    make_comment,
    make_comment_round,
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
    make_room,
    make_round,
    make_submission,
    make_user,
    place,
    take_part,
)

# What nobody may find in the database once the person is erased.
TRACES = (
    "Żółkiewska", "Zolkiewska", "zolkiewska", "lucja", "Wasserwerke", "E12345678", "wheelchair",
    "vegetarian", "000 77", "river ecologist",
)  # fmt: skip


@dataclass
class Life:
    """The person, their account, an officer, and their letter."""

    person: object
    account: object
    officer: object
    letter: Letter
    merge: object


def add(row):
    db.session.add(row)
    db.session.flush()
    return row


def make_life():
    """Make Łucja with rooms, letters, mail, feeds, answers, files, merges and history."""
    officer = make_user(make_person("Karen Laßmann", email="karen@example.test"), SECRETARIAT)
    gone = make_person("Lucja Zolkiewska", email="lucja@post.test")
    person = make_person(
        "Łucja Żółkiewska",
        email="lucja@example.test",
        family_name="Żółkiewska",
        given_name="Łucja",
        organization="Wasserwerke Łódź",
        function="river ecologist",
        country="PL",
        gender="woman",
        languages=["pl", "en"],
        themes=["rivers"],
        phone="+48 000 77 00",
    )
    made = merge(person, gone, {}, by=officer, now=NOW)
    add_address(person, "lucja.z@example.test")
    account = make_user(person)
    links = timedelta(minutes=20)
    add(SignInLink(user_id=account.id, token_hash="x" * 64, expires_at=NOW + links))
    create_feed(by=account, now=NOW)
    _meetings(person, officer)
    _registration(person)
    letter = _letter(person)
    _mail(person)
    needs = {"access": "wheelchair", "dietary": "vegetarian"}
    set_needs(person, needs, purpose="EGM 2", delete_on=date(2024, 10, 27), now=NOW)
    record("changed", person, now=NOW, user_id=officer.id, fields=["phone"], was="Zolkiewska")
    db.session.commit()
    return Life(person, account, officer, letter, made)


def _comments(person, officer):
    """A comment found in a Word file under the person's name, and a draft not sent."""
    round_ = make_comment_round(by=officer)
    asked = add(Commenter(round=round_, person=person, address=person.email, is_sender=True))
    make_comment(asked, "Say people.").author_words = "Łucja Żółkiewska"
    make_comment(asked, "Lucja is not done yet.", sends=False)


def _meetings(person, officer):
    past, coming = (
        make_meeting(),
        make_meeting("egm-5", number=5, starts_on=date(2097, 1, 22), ends_on=date(2097, 1, 24)),
    )
    room = make_room(make_round(past))
    place(person, room)
    add(RoomNotes(room_id=room.id, text="Lucja Zolkiewska spoke of rivers."))
    told = {"subject": "About Łucja Żółkiewska", "text": "Write to lucja@post.test."}
    add(RoomMail(room_id=room.id, client_key="k", **told))
    part = next(one for one in past.participations if one.person_id == person.id)
    day = make_day(past)
    add(
        Attendance(
            participation_id=part.id,
            place_key=f"day:{day.id}",
            day_id=day.id,
            noted_at=NOW,
            noted_by_id=officer.id,
        )
    )
    make_invitation(coming, person, note="Lucja comes by train", answered_from="lucja@post.test")
    own = make_hearing(make_consultation(past), person, tz="Europe/Warsaw")
    make_submission(own, "Lucja Zolkiewska says that rivers know no borders.", content=b"%PDF-1.7")
    ours = make_hearing(make_consultation(coming), person)
    make_submission(ours, "We of Lucja Zolkiewska's institute agree.", is_for_organization=True)
    place(person, make_room(make_round(coming)))
    item = make_item(make_day(coming, on_date=date(2097, 1, 22)))
    add(AgendaSpeaker(item_id=item.id, person_id=person.id, role="speaker", position=1))
    poll = make_poll(Wall(date(2024, 10, 28), time(9)), asked=[person])
    answer(poll.invitees[0], {poll.slots[0].id: "yes"}, comment="Zolkiewska", tz=None, now=NOW)
    poll.invitees[0].late = {"answers": {}, "comment": "From Wasserwerke"}
    make_deadline(owed_by=[person])
    _comments(person, officer)
    add(
        Nomination(
            process_id=past.process_id,
            person_id=person.id,
            country="PL",
            letter_name="zolkiewska.pdf",
            letter=b"%PDF",
            note="asked for Lucja",
        )
    )
    other = make_person("Huiwen")
    take_part(past, other)
    words = "My name may stand in lists."
    for one in (person, other):
        give_consent(one, "listed", wording=words, language="en", source="my data", now=NOW)
    publish(past, Options(), by=officer, now=NOW)


def _registration(person):
    meeting = make_meeting("egm-7", number=7)
    form = add(
        RegistrationForm(meeting_id=meeting.id, token="egm-7", tz="Africa/Nairobi", purpose="…")
    )
    values = {
        "form_id": form.id,
        "email": "lucja@example.test",
        "printed_name": "Łucja Żółkiewska",
        "facts": {"printed_name": "Łucja Żółkiewska", "needs": {"dietary": "vegetarian"}},
        "received_at": NOW,
    }
    row = Registration(
        **values, client_key="theirs", person_id=person.id, state="pending", confirmed_at=NOW
    )
    row.files = [RegistrationFile(file_name="lucja.png", content_type="image/png", content=b"x")]
    add(row)
    add(Correction(registration_id=row.id, wanted={"note": "Zolkiewska"}, asked_at=NOW))
    add(Registration(**values, client_key="unconfirmed", state="received"))


def _letter(person):
    details = {"passport_name": "ZOLKIEWSKA", "passport_number": "E12345678"}
    request = make_letter_request(person, details=details, state="issued", reason="Lucja asked")
    make_letter_request(person, request.meeting, details=details, state="submitted")
    return add(
        Letter(
            request_id=request.id,
            meeting_id=request.meeting_id,
            process_id=request.meeting.process_id,
            year=2024,
            serial=1,
            number="IG-PCSC/2024/0001",
            code="K7QM-3XPD",
            kind="invitation",
            issued_on=NOW.date(),
            issued_at=NOW,
            facts={"passport_name": "ZOLKIEWSKA"},
            pdf=b"%PDF-1.7",
            sha256="0" * 64,
        )
    )


def _mail(person):
    for number, recipient, state in (
        (1, "lucja@example.test", "sent"),
        (2, "Lucja.Z@example.test", "pending"),
    ):
        mail = queue_message(
            kind="reminder",
            dedupe_key=f"reminder {number}",
            recipient=recipient,
            recipient_name="Łucja Żółkiewska",
            person_id=person.id if number == 1 else None,
            subject="Feedback on the draft",
            text="Dear Łucja Żółkiewska",
            html="<p>Dear Łucja Żółkiewska</p>",
            now=NOW,
        )
        mail.state = state
