"""Two entries of one person, each with a life of its own: rooms, letters, mail, feeds, history."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta

from eventsapp.accounts.models import SECRETARIAT, SignInLink
from eventsapp.answering.services import answer as answer_poll
from eventsapp.attendance.models import Attendance
from eventsapp.breakouts.models import MODERATOR
from eventsapp.calendars.models import Feed
from eventsapp.extensions import db
from eventsapp.history.services import record
from eventsapp.invitations.models import Invitation
from eventsapp.mail.services import queue_message
from eventsapp.merging.models import NotSame
from eventsapp.people.models import Consent, Nomination, PersonNeeds
from eventsapp.people.services import add_address, add_spelling
from eventsapp.polls.slots import Wall
from eventsapp.registrations.models import Registration, RegistrationFile, RegistrationForm
from eventsapp.rights.models import DataRequest
from tests.factories import (
    NOW,
    make_deadline,
    make_letter_request,
    make_meeting,
    make_person,
    make_poll,
    make_process,
    make_room,
    make_round,
    make_user,
    place,
    take_part,
)

# What a merge adds and an undoing does not take away: that it was, who did it and when.
WHAT_WAS_DONE = ("merge", "entry")


@dataclass
class Lives:
    """The two entries, a third person, an officer, and rows that a test wants to look at."""

    kept: object
    gone: object
    third: object
    officer: object
    rows: dict[str, object] = field(default_factory=dict)


def add(row):
    db.session.add(row)
    db.session.flush()
    return row


def make_lives():
    """Make Łucja twice, under two addresses, with everything a person may have on both sides."""
    third = make_person("Ngozi Okonkwo-Bâ")
    gone = make_person(
        "Lucja Zolkiewska",
        email="lucja@post.test",
        phone="+48 22 000 00 01",
        country="PL",
        tz="Europe/Warsaw",
        languages=["pl", "en"],
    )
    kept = make_person(
        "Łucja Żółkiewska",
        email="lucja@cyfryzacja.test",
        organization="Ministerstwo Cyfryzacji",
        languages=["pl"],
    )
    add_address(gone, "zolkiewska@egm.test")
    add_spelling(gone, "Łucja Żółkiewska")
    lives = Lives(kept, gone, third, make_user(make_person("Grace Wanjiru"), SECRETARIAT))
    _meetings(lives)
    _papers(lives)
    _own_things(lives)
    db.session.commit()
    return lives


def _meetings(lives):
    kept, gone = lives.kept, lives.gone
    meeting = make_meeting()
    first, second = (make_room(make_round(meeting, number=n), title="Rivers") for n in (1, 2))
    both = lives.rows["kept part"] = take_part(meeting, kept, is_expert=False)
    part = lives.rows["gone part"] = take_part(
        meeting, gone, role="chair", left_at=NOW, is_expert=True
    )
    place(kept, first)
    lives.rows["as moderator"] = place(gone, first, MODERATOR)
    lives.rows["moved"] = place(gone, second)
    for owner, answer, token in ((both, None, None), (part, "yes", "a" * 64)):
        add(Invitation(participation_id=owner.id, meeting_id=meeting.id, answer=answer,
                       token_hash=token, invited_at=NOW))  # fmt: skip
    for owner, key, state in ((both, "day:1", "absent"), (part, "day:1", "present")):
        add(Attendance(participation_id=owner.id, place_key=key, state=state, noted_at=NOW))
    add(Attendance(participation_id=part.id, place_key="day:2", noted_at=NOW))
    deadline = make_deadline(owed_by=[kept, gone], days_before=[2], meeting_id=meeting.id)
    done = next(one for one in deadline.obligations if one.person_id == gone.id)
    done.done_at, done.reminded_on = NOW, date(2024, 9, 27)
    record("done", done, now=NOW)
    poll = make_poll(Wall(date(2024, 10, 28), time(9)), asked=[kept, gone])
    said = {poll.slots[0].id: "if_need_be"}
    answer_poll(poll.invitees[1], said, comment="By train", tz="Europe/Warsaw", now=NOW)
    make_deadline("Names for the next meeting", owed_by=[gone])
    lives.rows.update(meeting=meeting, deadline=deadline)


def _papers(lives):
    kept, gone = lives.kept, lives.gone
    forum = make_meeting("wuf-12", kind="forum", series="WUF", number=12)
    own = make_letter_request(kept, forum, details={"passport_name": "ZOLKIEWSKA"})
    other = make_letter_request(
        gone, forum, state="submitted", submitted_at=NOW, details={"passport_number": "XA 12"}
    )
    make_letter_request(lives.third, forum, asked_by_id=gone.id, prepared_by_id=gone.id)
    make_letter_request(gone, lives.rows["meeting"], state="issued", approved_by_id=lives.third.id)
    lives.rows.update({"own request": own, "other request": other})
    record("submitted", other, now=NOW)
    for number, owner in enumerate((kept, gone, gone)):
        queue_message(
            kind="reminder",
            dedupe_key=f"reminder {number}",
            recipient=owner.email,
            subject="Feedback",
            text="Dear Łucja",
            person_id=owner.id,
            now=NOW,
        )


def _own_things(lives):
    kept, gone, third = lives.kept, lives.gone, lives.third
    for owner in (kept, gone):
        add(Feed(person_id=owner.id, token_hash=f"{owner.id:064}", created_at=NOW))
        record("changed", owner, now=NOW, fields=["tz"])
        add(Consent(person_id=owner.id, purpose="listed", wording="May we list you?",
                    language="pl", source="on paper", given_at=NOW))  # fmt: skip
    add(Feed(person_id=gone.id, token_hash="f" * 64, created_at=NOW, revoked_at=NOW))
    account = make_user(kept)
    other = make_user(gone)
    add(SignInLink(user_id=other.id, token_hash="b" * 64, created_at=NOW,
                   expires_at=NOW + timedelta(minutes=20)))  # fmt: skip
    record("signed in", other, now=NOW, user_id=other.id)
    lives.rows["account"] = account
    process = make_process()
    for owner, note in ((kept, None), (gone, "by note verbale")):
        add(Nomination(process_id=process.id, person_id=owner.id, country="PL", note=note,
                       created_at=NOW, letter=b"%PDF" if note else None))  # fmt: skip
    for owner, details in ((kept, {"dietary": "vegetarian"}), (gone, {"access": "wheelchair"})):
        add(PersonNeeds(person_id=owner.id, details=details, purpose="EGM 2", changed_at=NOW))
    _registrations(lives)
    add(DataRequest(person_id=gone.id, asked_at=NOW))
    low, high = sorted((gone.id, third.id))
    lives.rows["apart"] = add(NotSame(a_id=low, b_id=high, said_at=NOW))


def _registrations(lives):
    meeting_id = lives.rows["meeting"].id
    form = add(RegistrationForm(meeting_id=meeting_id, token="t" * 20, purpose="To meet",
                                tz="Africa/Nairobi"))  # fmt: skip
    for owner, state in ((lives.kept, "pending"), (lives.gone, "accepted")):
        sent = add(Registration(form_id=form.id, person_id=owner.id, state=state, email=owner.email,
                                client_key=f"key {owner.id}", printed_name=owner.printed_name,
                                facts={"function": "Adviser"}, received_at=NOW))  # fmt: skip
        add(RegistrationFile(registration_id=sent.id, file_name="photo.png",
                             content_type="image/png", content=b"\x89PNG"))  # fmt: skip
        lives.rows[f"registration {state}"] = sent
