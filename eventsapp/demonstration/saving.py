"""Save the invented regional dialogue: a meeting that was held, and one that is prepared."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from eventsapp.accounts.models import User
from eventsapp.agendas.services import add_item
from eventsapp.asking.forms import default_purpose
from eventsapp.attendance.models import Attendance
from eventsapp.breakouts.models import MEMBER, MODERATOR, NOTE_TAKER, BreakoutRoom, Placement, Round
from eventsapp.demonstration.agenda import plan_agenda
from eventsapp.demonstration.dialogue import Guest, guests
from eventsapp.demonstration.drafting import put_papers, write_drafts
from eventsapp.demonstration.hearing import ask_for_a_time, hold_calls, hold_consultation
from eventsapp.demonstration.living import accept_nights
from eventsapp.extensions import db
from eventsapp.invitations.models import NO, YES, Invitation
from eventsapp.meetings.facts import Facts
from eventsapp.meetings.models import Meeting, MeetingDay, Participation
from eventsapp.meetings.services import create_meeting
from eventsapp.people.models import LISTED, Consent, Nomination, Person
from eventsapp.people.services import add_person
from eventsapp.registrations.asked import DEFAULT, to_fields
from eventsapp.registrations.models import (
    ACCEPTED,
    DECLINED,
    INVITED,
    WAITING,
    Registration,
    RegistrationForm,
)

PROCESS, SERIES = "DIALOGUE", "Regional dialogue"
WORDING = (
    "My name, function, organisation and country may stand in the published list of participants."
)
_ROOMS = ("Data and people", "Streets for everybody", "Money and means")
_PLACES = (MODERATOR, NOTE_TAKER, MEMBER)


def save_dialogue(*, now: datetime, by: User, organization: str) -> None:
    """Enter the invented people, their two meetings and what is planned for them. Flushes.

    Mail is queued for who is asked something that is still open, and goes to the outbox only.
    """
    people = [(one, _person(one, now)) for one in guests()]
    first = _meeting(1, date(2024, 6, 11), now=now, by=by)
    _add_items(first, now=now, by=by)
    second = _meeting(2, date(2024, 11, 19), now=now, by=by)
    _hold(first, people, by=by)
    _prepare(second, people, now=now, by=by, organization=organization)
    first.process.most_per_country = 1
    states = [person for guest, person in people if guest.facts["category"] == "member-state"]
    for person in states:
        db.session.add(_nomination(first, person))
    # One more for China than one country may name, so that there is a warning to see.
    db.session.add(_nomination(first, next(p for one, p in people if one.name == "李明")))
    db.session.flush()
    _plan(second, {guest.name: person for guest, person in people}, now=now, by=by)


def _plan(meeting: Meeting, people: dict[str, Person], *, now: datetime, by: User) -> None:
    plan_agenda(meeting, people, now=now, by=by)
    put_papers(meeting, now=now, by=by)
    document = write_drafts(meeting, people, now=now, by=by)
    hold_consultation(meeting, document, people, now=now, by=by)
    ask_for_a_time(people, now=now, by=by)
    calls = hold_calls(meeting, now=now, by=by)
    accept_nights(calls, now=now, by=by)


def _person(guest: Guest, now: datetime) -> Person:
    return add_person(guest.name, email=guest.address, is_invented=True, now=now, **guest.facts)


def _meeting(number: int, starts_on: date, *, now: datetime, by: User) -> Meeting:
    facts = Facts(
        title="Guidelines in the regions (invented for the demonstration)",
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=1),
        tz="Africa/Nairobi",
        place="Nairobi",
        mode="hybrid",
    )
    return create_meeting(facts, series=SERIES, number=number, process=PROCESS, by=by, now=now)


def _add_items(meeting: Meeting, *, now: datetime, by: User) -> None:
    for day in meeting.days:
        for title, starts, minutes in (
            ("Opening and reports", time(9, 30), 90),
            ("Work in break-out rooms", time(11, 30), 120),
            ("What the rooms found", time(15, 0), 90),
        ):
            add_item(day, title, by=by, now=now, starts=starts, minutes=minutes)


def _hold(meeting: Meeting, people: list[tuple[Guest, Person]], *, by: User) -> None:
    """Let the first meeting have been held: who was there on which day, in which room."""
    came = [(guest, person) for guest, person in people if guest.days]
    for guest, person in came:
        part = _part(meeting, person, "by hand", role=guest.role)
        _agrees(person, meeting, guest)
        for day in meeting.days:
            _noted(part, day, is_there=day.number in guest.days, by=by)
    _place(meeting, [person for guest, person in came if 1 in guest.days])


def _part(
    meeting: Meeting, person: Person, route: str, *, role: str | None = None
) -> Participation:
    part = Participation(meeting_id=meeting.id, person_id=person.id, is_expert=True)
    part.route, part.role = route, role
    db.session.add(part)
    db.session.flush()
    return part


def _agrees(person: Person, meeting: Meeting, guest: Guest) -> None:
    # Some have not been asked or have not agreed; the list of participants counts them.
    if guest.facts["category"] in {"media", "sme", "older-persons"}:
        return
    given_at = meeting.created_at - timedelta(days=120)
    consent = Consent(person_id=person.id, meeting_id=meeting.id, purpose=LISTED, wording=WORDING)
    consent.language, consent.source, consent.given_at = "en", "registration form", given_at
    db.session.add(consent)


def _noted(part: Participation, day: MeetingDay, *, is_there: bool, by: User) -> None:
    noted = day.agenda[0].start_at
    assert noted is not None  # noqa: S101 - every item of the dialogue has its hour
    state = "present" if is_there else "absent"
    row = Attendance(participation_id=part.id, place_key=f"day:{day.id}", day_id=day.id)
    row.state, row.source, row.noted_by_id = state, "paper", by.id
    row.noted_at = row.received_at = noted + timedelta(minutes=20)
    db.session.add(row)


def _place(meeting: Meeting, people: Iterable[Person]) -> None:
    day = meeting.days[0]
    rooms = Round(meeting_id=meeting.id, day_id=day.id, number=1, title="Break-out rooms of day 1")
    rooms.agenda_item_id, rooms.published_at = day.agenda[1].id, meeting.created_at
    for position, title in enumerate(_ROOMS, start=1):
        rooms.rooms.append(BreakoutRoom(position=position, label=str(position), title=title))
    db.session.add(rooms)
    db.session.flush()
    for number, person in enumerate(people):
        turn, place = divmod(number, len(_ROOMS))
        role = _PLACES[min(turn, 2)]
        db.session.add(Placement(room_id=rooms.rooms[place].id, person_id=person.id, role=role))


def _prepare(
    meeting: Meeting,
    people: list[tuple[Guest, Person]],
    *,
    now: datetime,
    by: User,
    organization: str,
) -> None:
    """Let the second meeting be on its way: a form for who is invited, answers, a waiting list."""
    form = RegistrationForm(meeting_id=meeting.id, token=secrets.token_urlsafe(24), tz=meeting.tz)
    form.kind, form.fields, form.most_people = INVITED, to_fields(DEFAULT), 25
    form.opens_on, form.closes_on = date(2024, 9, 2), date(2024, 10, 31)
    form.purpose = default_purpose(meeting.short_name, organization)
    form.created_at = now - timedelta(days=30)
    db.session.add(form)
    db.session.flush()
    for guest, person in people:
        part = _part(meeting, person, "invitation")
        invitation = _invitation(part, person, guest, now=now, by=by)
        db.session.flush()
        if guest.stands in {ACCEPTED, WAITING}:
            db.session.add(_registration(form, part, person, guest, invitation, now=now, by=by))
            _agrees(person, meeting, guest)
        elif guest.stands == DECLINED:
            part.left_at = invitation.answered_at


def _invitation(
    part: Participation, person: Person, guest: Guest, *, now: datetime, by: User
) -> Invitation:
    one = Invitation(participation_id=part.id, meeting_id=part.meeting_id, address=person.email)
    one.invited_at, one.invited_by_id = now - timedelta(days=26), by.id
    if guest.stands != "no answer":
        one.answer = NO if guest.stands == DECLINED else YES
        one.answered_at = now - timedelta(days=14)
    db.session.add(one)
    return one


def _registration(
    form: RegistrationForm,
    part: Participation,
    person: Person,
    guest: Guest,
    invitation: Invitation,
    *,
    now: datetime,
    by: User,
) -> Registration:
    row = Registration(form_id=form.id, person_id=person.id, invitation_id=invitation.id)
    row.client_key = f"invented-{person.id}"
    row.email, row.printed_name = guest.address, guest.name
    row.state, row.country, row.category = guest.stands, person.country, person.category
    row.facts = {"printed_name": guest.name, "email": guest.address}
    row.received_at = row.confirmed_at = now - timedelta(days=12)
    row.decided_at, row.decided_by_id = now - timedelta(days=10), by.id
    row.delete_on = form.meeting.ends_on + timedelta(days=form.delete_after_days)
    if guest.stands == ACCEPTED:
        row.participation_id = part.id
    return row


def _nomination(meeting: Meeting, person: Person) -> Nomination:
    named = Nomination(process_id=meeting.process_id, person_id=person.id, country=person.country)
    named.nominated_on = date(2024, 4, 2)
    return named
