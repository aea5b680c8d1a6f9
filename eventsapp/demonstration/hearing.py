"""What people of the dialogue are asked: a consultation, a monthly call, a poll about a time."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from eventsapp.accounts.models import User
from eventsapp.answering.services import answer
from eventsapp.consultations.models import Consultation
from eventsapp.consultations.services import ConsultationFacts, add_consultation, announce
from eventsapp.documents.models import Document
from eventsapp.hearings.services import ask, come
from eventsapp.meetings.models import Meeting
from eventsapp.people.models import Person
from eventsapp.polls.models import IF_NEED_BE, NO, YES
from eventsapp.polls.services import Facts, add_slots, ask_people, create_poll
from eventsapp.polls.slots import walls
from eventsapp.series.services import repeat_by
from eventsapp.sessions.recurrence import read_rule
from eventsapp.sessions.services import Hours, move_date
from eventsapp.submissions.services import Typed, send
from eventsapp.submissions.voices import JOIN
from eventsapp.windows.services import move_window

TZ = "Africa/Nairobi"
SECONDS_WISH = "Kofi Mensah-Boateng (invented)"
_HEARD = ("Abena Osei-Tutu", "Wambui Njeri", "प्रिया शर्मा", "Ilmārs Kalniņš", "Camila Restrepo")
_HEAR_MORE = ("María Fernanda Quispe", "Айгуль Нурланова")
# Who answers the poll what, in the order of its slots; None has not answered yet.
_ANSWERS: dict[str, str | None] = {
    "Wambui Njeri": "yyynyy",
    "Camila Restrepo": "nyynyy",
    "Karen Groß": "yynyyn",
    "李明": "yy?yy?",
    "प्रिया शर्मा": "y?nyyn",
    "Sam O’Connell": None,
    "Margaret Whitlock": "n?nnnn",
    "Tevita Fifita": None,
    "Marlon Baptiste": None,
}
_WORDS = {"y": YES, "?": IF_NEED_BE, "n": NO}


def hold_consultation(
    meeting: Meeting,
    document: Document,
    people: Mapping[str, Person],
    *,
    now: datetime,
    by: User,
) -> Consultation:
    """Open a written consultation, ask people, extend it once, and let an organisation send two
    submissions: of one voice, the second joins the first."""
    facts = ConsultationFacts(
        title="The note on people-centred cities, in writing (invented)",
        tz=TZ,
        starts_on=date(2024, 9, 16),
        ends_on=date(2024, 10, 11),
        ends_at_time=time(18, 0),
        audience="open online",
        kind="written",
        round_number=1,
        organiser="Secretariat (invented)",
        mode="online",
        how_to="Write a page at most, or send a file. Each organisation speaks with one voice.",
        takes_submissions=True,
        is_one_voice=True,
    )
    begun = now - timedelta(days=13)
    consultation = add_consultation(
        facts, now=begun, by=by, meeting_id=meeting.id, documents=[document]
    )
    asked = ask(consultation, [people[name] for name in _HEARD], now=begun, by=by)
    first = next(one for one in asked if one.person is people["Abena Osei-Tutu"])
    send(first, Typed(_FIRST_VOICE, is_for_organization=True), now=now - timedelta(days=6))
    second = come(
        consultation,
        SECONDS_WISH,
        "kofi.mensah-boateng@dialogue.test",
        organization_name="Ministry of Works and Housing (invented)",
        language="en",
        now=now - timedelta(days=4),
    )
    joins = Typed(_SECOND_VOICE, is_for_organization=True, wish=JOIN)
    send(second, joins, now=now - timedelta(days=4))
    _extend(consultation, now=now - timedelta(days=2), by=by)
    ask(consultation, [people[name] for name in _HEAR_MORE], now=now - timedelta(days=1), by=by)
    return consultation


_FIRST_VOICE = (
    "We welcome the note. Please say in the part on money that keeping a service open costs more "
    "each year than building it, and that ministries should plan for both."
)
_SECOND_VOICE = (
    "From our housing side: a counter that stays open needs people who are trained and paid. We "
    "ask for one sentence on staff."
)


def _extend(consultation: Consultation, *, now: datetime, by: User) -> None:
    window = consultation.window
    assert window is not None  # noqa: S101 - it was entered with its days
    until = replace(window, ends_on=date(2024, 10, 25))
    reason = "Two networks asked for two weeks more, to read the second draft in their languages."
    move_window(consultation, until, reason, now=now, by=by)


def hold_calls(meeting: Meeting, *, now: datetime, by: User) -> Consultation:
    """Let there be a call on each second Tuesday at 15:00 in Nairobi; that of December moved."""
    facts = ConsultationFacts(
        title="Monthly call of the regional dialogue (invented)",
        tz=TZ,
        starts_on=date(2024, 10, 8),
        starts_at_time=time(15, 0),
        ends_at_time=time(16, 0),
        audience="experts",
        kind="call",
        mode="online",
    )
    calls = add_consultation(facts, now=now, by=by, meeting_id=meeting.id)
    announce(calls, now=now, by=by)
    repeat_by(calls, read_rule("FREQ=MONTHLY;BYDAY=2TU;COUNT=6"), now=now, by=by)
    reason = "The hosts are on the road on the 10th."
    move_date(calls, date(2024, 12, 10), date(2024, 12, 3), Hours(), reason=reason, now=now, by=by)
    return calls


def ask_for_a_time(people: Mapping[str, Person], *, now: datetime, by: User) -> None:
    """Ask nine people in nine zones when the advisory group meets; six have answered."""
    facts = Facts(
        title="First meeting of the advisory group (invented)",
        tz=TZ,
        duration_minutes=90,
        closes_on=date(2024, 10, 9),
        closes_at_time=time(18, 0),
        description="An hour and a half online. Clocks change in Europe on 27 October.",
        shows_counts=True,
    )
    begun = now - timedelta(days=3)
    poll = create_poll(facts, by=by, now=begun)
    days = (date(2024, 10, 23), date(2024, 10, 29))
    slots = add_slots(poll, walls(days, (time(10), time(15), time(17))), by=by, now=begun).made
    asked, _none = ask_people(poll, [people[name] for name in _ANSWERS], by=by, now=begun)
    for number, invitee in enumerate(asked):
        said = _ANSWERS[invitee.person.printed_name]
        if said is not None:
            answered = now - timedelta(hours=50 - 5 * number)
            answers = dict(zip((slot.id for slot in slots), _told(said), strict=True))
            answer(invitee, answers, comment=None, tz=invitee.person.tz, now=answered)


def _told(said: Iterable[str]) -> list[str]:
    return [_WORDS[sign] for sign in said]
