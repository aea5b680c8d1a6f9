"""One plain function per model; each adds and flushes a row. `commit()` shows them to others."""

import hashlib
import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from eventsapp.accounts.models import EXPERT, User
from eventsapp.breakouts.models import MEMBER, BreakoutRoom, Placement, Round
from eventsapp.comments.models import CommentRound
from eventsapp.comments.saving import Said, save_comment, send_comments
from eventsapp.comments.services import RoundFacts, ask_people, open_round
from eventsapp.consultations.models import SENT, Consultation, Hearing, Submission
from eventsapp.documents.models import PARAGRAPH, Block, Document, Draft, Passage, Release
from eventsapp.extensions import db
from eventsapp.invitations.models import Invitation
from eventsapp.letters.models import LetterRequest
from eventsapp.meetings.models import AgendaItem, Meeting, MeetingDay, Participation, Process
from eventsapp.papers.models import Paper, PaperFile
from eventsapp.people.models import Person
from eventsapp.people.services import add_person
from eventsapp.polls.models import Poll, PollInvitee, PollSlot
from eventsapp.polls.slots import Wall, moments
from eventsapp.reminders.models import Deadline, Obligation, Reminder
from eventsapp.sessions.models import SessionDate
from eventsapp.walltime import moment_at

NOW = datetime(2024, 9, 28, 6, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def _added(row):
    db.session.add(row)
    db.session.flush()
    return row


def commit():
    """Make everything so far visible to other sessions."""
    db.session.commit()


def make_person(name="Amina Diallo", **changes) -> Person:
    changes.setdefault("email", f"person{next(_numbers)}@example.test")
    return add_person(name, now=NOW, **changes)


def make_user(person=None, role=EXPERT, **changes) -> User:
    person = person or make_person()
    return _added(User(person_id=person.id, role=role, **changes))


def make_process(code="IG-PCSC") -> Process:
    found = db.session.scalar(db.select(Process).where(Process.code == code))
    return found or _added(Process(code=code))


def make_meeting(code="egm-2", **changes) -> Meeting:
    values = {
        "process_id": make_process().id,
        "series": "EGM",
        "number": 2,
        "title": "Expert Group Meeting on water",
        "starts_on": date(2024, 9, 26),
        "ends_on": date(2024, 9, 27),
        "tz": "Africa/Nairobi",
        "created_at": NOW,
        "changed_at": NOW,
    }
    return _added(Meeting(code=code, **{**values, **changes}))


def make_day(meeting, number=1, on_date=date(2024, 9, 26), **changes) -> MeetingDay:
    return _added(
        MeetingDay(meeting_id=meeting.id, number=number, on_date=on_date, changed_at=NOW, **changes)
    )


def make_item(
    day, title="Opening", position=1, starts_at_time=None, duration_minutes=None, **changes
) -> AgendaItem:
    item = AgendaItem(
        day_id=day.id,
        position=position,
        title=title,
        starts_at_time=starts_at_time,
        duration_minutes=duration_minutes,
        changed_at=NOW,
        **changes,
    )
    return _added(item)


def take_part(meeting, person, is_expert=True, **changes) -> Participation:
    return _added(
        Participation(meeting_id=meeting.id, person_id=person.id, is_expert=is_expert, **changes)
    )


def make_paper(meeting, kind="concept note", **changes) -> Paper:
    values = {"position": 1, "created_at": NOW}
    return _added(Paper(meeting_id=meeting.id, kind=kind, **{**values, **changes}))


def make_paper_file(paper, language="en", **changes) -> PaperFile:
    content = changes.pop("content", b"%PDF-1.7 a paper\n%%EOF\n")
    values = {
        "file_name": f"{paper.kind.replace(' ', '-')}-{language}.pdf",
        "media_type": "application/pdf",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "uploaded_at": NOW,
    }
    return _added(
        PaperFile(paper_id=paper.id, language=language, content=content, **{**values, **changes})
    )


def make_invitation(meeting, person, **changes) -> Invitation:
    """Invite a person who takes part from then on, as if the mail had left long ago."""
    part = take_part(meeting, person, is_expert=False, route="invitation")
    values = {"address": person.email, "invited_at": NOW - timedelta(days=9)}
    return _added(
        Invitation(participation_id=part.id, meeting_id=meeting.id, **{**values, **changes})
    )


def make_round(meeting, day=None, number=1, published_at=NOW, **changes) -> Round:
    return _added(
        Round(
            meeting_id=meeting.id,
            day_id=day.id if day else None,
            number=number,
            published_at=published_at,
            **changes,
        )
    )


def make_room(round_, label="1", title="Water and people", **changes) -> BreakoutRoom:
    return _added(
        BreakoutRoom(
            round_id=round_.id, label=label, position=next(_numbers), title=title, **changes
        )
    )


def place(person, room, role=MEMBER) -> Placement:
    """Place a person in a room; they take part in its meeting from then on."""
    meeting_id = room.round.meeting_id
    takes_part = db.select(Participation).where(
        Participation.meeting_id == meeting_id, Participation.person_id == person.id
    )
    if db.session.scalar(takes_part) is None:
        _added(Participation(meeting_id=meeting_id, person_id=person.id, is_expert=True))
    return _added(
        Placement(room_id=room.id, person_id=person.id, role=role, position=next(_numbers))
    )


def make_consultation(meeting=None, title="Regional consultation", **changes) -> Consultation:
    values = {
        "starts_on": date(2024, 11, 18),
        "ends_on": date(2024, 11, 28),
        "tz": "Africa/Nairobi",
        "audience": "regional",
        "announced_at": NOW,
        "changed_at": NOW,
        "created_at": NOW,
    }
    return _added(
        Consultation(
            meeting_id=meeting.id if meeting else None, title=title, **{**values, **changes}
        )
    )


def make_hearing(consultation, person=None, **changes) -> Hearing:
    """Ask a person to be heard, as if the mail had left long ago."""
    person = person or make_person()
    values = {
        "person_id": person.id,
        "organization_id": person.organization_id,
        "address": person.email,
        "address_key": person.email,
        "asked_at": NOW - timedelta(days=9),
    }
    return _added(Hearing(consultation_id=consultation.id, **{**values, **changes}))


def make_submission(hearing, text="We agree.", **changes) -> Submission:
    values = {"state": SENT, "sent_at": NOW, "saved_at": NOW, "words": {"text": text}}
    if "content" in changes:
        values |= {"file_name": "position.pdf", "content_type": "application/pdf"}
    return _added(
        Submission(
            consultation_id=hearing.consultation_id,
            hearing_id=hearing.id,
            **{**values, **changes},
        )
    )


def make_session_date(series, original_on, on_date=None, **changes) -> SessionDate:
    values = {"on_date": on_date or original_on, "sequence": 1, "changed_at": NOW}
    return _added(
        SessionDate(consultation_id=series.id, original_on=original_on, **{**values, **changes})
    )


def make_release(meeting, title="Draft goes live", **changes) -> Release:
    values = {
        "starts_on": date(2024, 10, 7),
        "ends_on": date(2024, 10, 7),
        "tz": "Africa/Nairobi",
        "changed_at": NOW,
        "created_at": NOW,
    }
    return _added(Release(meeting_id=meeting.id, title=title, **{**values, **changes}))


def make_document(meeting=None, title="Draft guidelines", **changes) -> Document:
    process_id = meeting.process_id if meeting else make_process().id
    values = {"process_id": process_id, "meeting_id": meeting.id if meeting else None}
    return _added(Document(title=title, created_at=NOW, **{**values, **changes}))


def make_draft(document=None, texts=("Water is a right.",), **changes) -> Draft:
    """Make the next draft, every text a new passage; a text is its words, or kind, level, words."""
    document = document or make_document()
    blocks = []
    for position, given in enumerate(texts, start=1):
        kind, level, text = (PARAGRAPH, None, given) if isinstance(given, str) else given
        blocks.append(
            Block(
                passage=_added(Passage(document_id=document.id)),
                position=position,
                kind=kind,
                level=level,
                label=f"para. {position}",
                text=text,
            )
        )
    number = max((draft.number for draft in document.drafts), default=0) + 1
    values = {"number": number, "text_hash": "0" * 64, "uploaded_at": NOW, "settled_at": NOW}
    draft = Draft(blocks=blocks, **{**values, **changes})
    document.drafts.append(draft)
    db.session.flush()
    return draft


def make_deadline(
    title="Feedback on the draft", due_on=date(2024, 10, 1), owed_by=(), days_before=(), **changes
) -> Deadline:
    tz = changes.pop("tz", "Africa/Nairobi")
    deadline = Deadline(
        title=title,
        due_on=due_on,
        tz=tz,
        due_at=moment_at(due_on, time(23, 59), tz),
        days_before=list(days_before),
        changed_at=NOW,
        created_at=NOW,
        **changes,
    )
    deadline.obligations = [Obligation(person_id=person.id) for person in owed_by]
    deadline.reminders = [
        Reminder(days_before=days, remind_on=date.fromordinal(due_on.toordinal() - days))
        for days in days_before
    ]
    return _added(deadline)


def make_letter_request(person=None, meeting=None, **changes) -> LetterRequest:
    person = person or make_person()
    meeting = meeting or make_meeting(
        "wuf-12", kind="forum", series="WUF", number=12, takes_letter_requests=True
    )
    values = {"asked_by_id": person.id, "prepared_by_id": person.id, "created_at": NOW}
    return _added(
        LetterRequest(meeting_id=meeting.id, person_id=person.id, **{**values, **changes})
    )


def make_poll(*walls: Wall, asked=(), **changes) -> Poll:
    """Ask people about slots that start at these times on the clock of the poll (Nairobi)."""
    values = {
        "title": "Preparing EGM 3",
        "tz": "Africa/Nairobi",
        "duration_minutes": 60,
        "closes_on": date(2024, 10, 20),
        "closes_at_time": time(18),
        "slots_changed_at": NOW - timedelta(days=9),
        "created_at": NOW - timedelta(days=9),
        **changes,
    }
    closing = Wall(values["closes_on"], values["closes_at_time"])
    poll = Poll(closes_at=moments(closing, 0, values["tz"])[0], **values)
    for wall in walls:
        start_at, end_at = moments(wall, poll.duration_minutes, poll.tz)
        poll.slots.append(
            PollSlot(on_date=wall.on_date, starts_at_time=wall.at, start_at=start_at, end_at=end_at)
        )
    poll.invitees = [
        PollInvitee(person=one, address=one.email, invited_at=NOW - timedelta(days=8))
        for one in asked
    ]
    return _added(poll)


def make_comment_round(draft=None, by=None, people=(), **changes) -> CommentRound:
    """Open a round on a draft until 17 November 2097, and ask these people."""
    draft = draft or make_draft()
    by = by or make_user(role="secretariat")
    values = {"title": "Comments on draft 1", "closes_on": date(2097, 11, 17)}
    facts = RoundFacts(draft=draft, **{"tz": "Africa/Nairobi", **values, **changes})
    round_ = open_round(draft.document, facts, by=by, now=NOW)
    ask_people(round_, people, by=by, now=NOW)
    return round_


def make_comment(commenter, text="Say people, not users.", block=None, sends=True, **changes):
    """Let somebody comment on a block of the draft, or on the whole, and send it."""
    said = Said(text, **{"kind": "substantive", **changes})
    said = replace(said, passage_id=block.passage_id if block else None)
    comment = save_comment(commenter, said, now=NOW)
    if sends:
        send_comments(commenter, [comment], now=NOW)
    return comment
