import re
from datetime import UTC, date, datetime, time, timedelta

import pytest

from eventsapp.extensions import db
from eventsapp.mail.planned import PROVIDERS, Planned
from eventsapp.minutes.models import Import, OpenQuestion
from eventsapp.registered.services import ask_correction
from eventsapp.registrations.services import confirm
from tests.factories import (
    NOW,
    make_consultation,
    make_day,
    make_deadline,
    make_invitation,
    make_letter_request,
    make_meeting,
    make_person,
    make_release,
    make_room,
    make_round,
    make_user,
    place,
    take_part,
)
from tests.registrations.forms import make_form, send

TODAY = datetime.now(UTC).date()
SOON, LATER = TODAY + timedelta(days=5), TODAY + timedelta(days=40)
PAST = TODAY - timedelta(days=30)


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska", tz="UTC"), role="secretariat")


@pytest.fixture
def expert(app):
    return make_user(make_person("ليلى حداد", tz="UTC"))


@pytest.fixture
def meeting(expert):
    """EGM 2, held a month ago, in which the expert took part."""
    meeting = make_meeting(title="EGM 2 on water", starts_on=PAST, ends_on=PAST)
    take_part(meeting, expert.person)
    return meeting


def words(answer):
    text = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))
    return " ".join(text.replace("&amp;", "&").replace("&#39;", "'").split())


def links(answer):
    """The things of the page that can be opened, in order."""
    return re.findall(r'class="t[^"]*" href="([^"]+)"', answer.get_data(as_text=True))


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/").location.startswith("/sign-in")


def test_an_officer_with_nothing_in_the_house_is_told_how_to_begin(officer, signed_in_as):
    page = signed_in_as(officer).get("/")

    assert f"{TODAY:%A}: nothing waits for you" in words(page)
    assert "Begin with an empty meeting" in words(page)


def test_an_officer_sees_what_waits_and_where_to_do_it(meeting, officer, signed_in_as):
    db.session.add(OpenQuestion(meeting_id=meeting.id, code="empty-room", text="Room 3 is empty."))
    db.session.add(
        Import(file_name="egm-3.docx", sha256="0" * 64, content=b"", understood={}, choices={})
    )
    draft = make_round(meeting, None, 3, published_at=None)
    unreachable = make_person("Huiwen", email=None)
    late = make_deadline("Feedback on the draft", PAST, [unreachable], meeting_id=meeting.id)
    request = make_letter_request(state="submitted")

    page = signed_in_as(officer).get("/")

    assert request.state == "submitted"
    assert f"{TODAY:%A}: 6 things to do" in words(page)
    assert links(page)[:6] == [
        "/letters?state=submitted",
        "/minutes/import/1",
        "/meetings/egm-2#open",
        f"/meetings/egm-2/breakouts/{draft.number}",
        f"/deadlines/{late.id}",
        "/deadlines",
    ]
    assert "Late by 30 days" in words(page)
    assert "Left open by EGM 2 Room 3 is empty." in words(page)


def test_an_officer_sees_what_is_coming_by_its_day(meeting, officer, signed_in_as):
    consultation = make_consultation(meeting, starts_on=SOON, ends_on=LATER)
    make_consultation(meeting, "Held before", starts_on=PAST, ends_on=PAST)
    make_meeting("egm-3", number=3, title="EGM 3", starts_on=LATER, ends_on=LATER)
    deadline = make_deadline("Feedback", TODAY, [], certainty="proposed")
    make_release(meeting, starts_on=SOON, ends_on=SOON)

    page = signed_in_as(officer).get("/")

    assert links(page) == [
        f"/deadlines/{deadline.id}",
        "/timeline",
        f"/consultations/{consultation.id}",
        "/meetings/egm-3",
    ]
    assert "Held before" not in words(page)


def test_an_officer_sees_the_mail_that_goes_out_next(app, meeting, officer, signed_in_as):
    at = datetime(2090, 1, 2, 6, 0, tzinfo=UTC)
    planned = [
        Planned(at + timedelta(days=1), "Later reminder", 1, 1, "why"),
        Planned(at, "Reminder: feedback", 24, 3, "why", unreachable=2, href="/deadlines/1"),
    ]
    app.extensions[PROVIDERS] = [lambda now: planned]

    page = signed_in_as(officer).get("/")

    assert (
        "Goes out next 2 January 2090, 06:00 UTC Reminder: feedback , 24 people, "
        "each at their own time in 3 zones; 2 have no address 3 January 2090"
    ) in words(page)


def test_an_expert_sees_the_next_thing_for_experts_and_what_is_owed(meeting, expert, signed_in_as):
    make_consultation(meeting, "For the regions", starts_on=SOON, ends_on=SOON)
    make_consultation(meeting, "For experts", starts_on=LATER, ends_on=LATER, audience="experts")
    deadline = make_deadline("Read the draft", SOON, [expert.person])

    page = signed_in_as(expert).get("/")

    assert "<title>Today · eventsapp</title>" in page.text
    assert "Next For experts" in words(page)
    assert "For the regions" not in words(page)
    assert links(page) == [f"/deadlines/{deadline.id}"]
    assert "Read the draft Until the end of" in words(page)
    assert "5 days left" in words(page)


def test_what_an_expert_has_done_stands_under_done(meeting, expert, signed_in_as):
    deadline = make_deadline("Read the draft", SOON, [expert.person])
    deadline.obligations[0].done_at = datetime.now(UTC)
    make_deadline("Closed by the secretariat", SOON, [expert.person], closed_at=datetime.now(UTC))

    page = signed_in_as(expert).get("/")

    assert "We wait for you You owe nothing at the moment." in words(page)
    assert "Done Read the draft Done on" in words(page)
    assert "Closed by the secretariat" not in words(page)


def test_a_moderator_sees_the_rooms_they_lead_first(meeting, expert, signed_in_as):
    day = make_day(meeting, on_date=PAST)
    rooms = [make_room(make_round(meeting, day, number), str(number)) for number in (1, 2)]
    place(expert.person, rooms[0])
    place(expert.person, rooms[1], "moderator")

    page = signed_in_as(expert).get("/")

    assert links(page) == [
        "/meetings/egm-2/breakouts/2/rooms/2",
        "/meetings/egm-2/breakouts/1/rooms/1",
    ]
    assert words(page).index("Your rooms") < words(page).index("We wait for you")


def test_a_draft_of_rooms_is_not_told(meeting, expert, signed_in_as):
    place(expert.person, make_room(make_round(meeting, None, published_at=None)))

    assert "Your rooms" not in words(signed_in_as(expert).get("/"))


def test_who_has_no_zone_is_asked_to_choose_one(app, signed_in_as):
    visitor = make_user(make_person("Huiwen"))

    page = signed_in_as(visitor).get("/")

    assert "Welcome, Huiwen" in words(page)
    assert "We do not know your time zone" in words(page)
    assert "Nothing is coming up for you" in words(page)


def test_letters_stand_where_they_are(expert, signed_in_as):
    forum = make_meeting(
        "wuf-12", title="World Urban Forum", kind="forum", series="WUF", number=12,
        starts_on=LATER, ends_on=LATER, takes_letter_requests=True,
    )  # fmt: skip
    browser = signed_in_as(expert)
    assert "Ask for an invitation letter" in words(browser.get("/"))

    request = make_letter_request(expert.person, forum, state="returned", reason="Name missing")

    page = browser.get("/")
    assert "Ask for an invitation letter" not in words(page)
    assert "Finish your request for a letter World Urban Forum : Name missing" in words(page)
    assert f"/letters/{request.id}" in links(page)


def test_a_monthly_series_is_coming_with_its_next_day(meeting, officer, signed_in_as):
    first = date(2024, 9, 26)
    make_consultation(
        meeting, "Every month", starts_on=first, ends_on=first, rrule="FREQ=MONTHLY;BYDAY=-1TH"
    )

    page = signed_in_as(officer).get("/")

    assert "Every month Thu " in words(page)
    assert f"{time(0):%H:%M}" not in words(page)


def test_the_hour_of_the_next_call_stands_beside_its_day_on_both_clocks(
    meeting, expert, officer, signed_in_as
):
    make_consultation(
        meeting, "Monthly call", starts_on=SOON, ends_on=SOON, tz="Africa/Nairobi",
        starts_at_time=time(15), ends_at_time=time(16), audience="experts", announced_at=NOW,
    )  # fmt: skip
    hours = "15:00–16:00 Nairobi (UTC+3) · you: 12:00–13:00 UTC"

    assert hours in words(signed_in_as(expert).get("/"))
    assert hours in words(signed_in_as(officer).get("/"))


@pytest.mark.parametrize("role", ["secretariat", "expert"])
def test_the_questions_to_the_database_do_not_grow_with_what_is_ahead(
    meeting, officer, expert, signed_in_as, counted, role
):
    visitor = signed_in_as(officer if role == "secretariat" else expert)

    def fill(number):
        for _ in range(number):
            make_consultation(meeting, starts_on=SOON, ends_on=SOON, audience="experts")
            make_release(meeting, starts_on=SOON, ends_on=SOON)
            make_deadline(due_on=SOON, owed_by=[expert.person], meeting_id=meeting.id)
            make_deadline(due_on=PAST, owed_by=[expert.person], meeting_id=meeting.id)
            question = {"meeting_id": meeting.id, "code": "empty-room", "text": "Empty."}
            db.session.add(OpenQuestion(**question))

    fill(2)
    with counted() as for_few:
        visitor.get("/")
    fill(10)
    with counted() as for_many:
        visitor.get("/")

    assert len(for_many) == len(for_few) <= 25


@pytest.fixture
def coming(app):
    """EGM 5, in five days, with a registration form."""
    meeting = make_meeting("egm-5", number=5, starts_on=SOON, ends_on=SOON, place="Baku")
    return make_form(meeting)


def confirmed(form, name, email):
    return confirm(send(form, name, email, key=f"{form.id} {email}"), now=NOW)


def test_an_expert_sees_the_invitations_to_answer_and_how_the_registrations_stand(
    signed_in_as, expert, coming
):
    sixth = make_meeting("egm-6", number=6, starts_on=LATER, ends_on=LATER)
    over = make_meeting("egm-4", number=4, starts_on=PAST, ends_on=PAST)
    make_invitation(sixth, expert.person)
    make_invitation(over, expert.person)
    who = (expert.person.printed_name, expert.person.email)
    registration, _over = confirmed(coming, *who), confirmed(make_form(over), *who)

    page = signed_in_as(expert).get("/")

    assert links(page)[:1] == ["/meetings/egm-6/invitation"]
    assert f"/my-registrations/{registration.id}" in links(page)
    assert "Registration for EGM 5" in words(page)
    assert "Pending" in words(page)
    assert "EGM 4" not in words(page)


def test_an_invitation_that_is_answered_waits_no_more(signed_in_as, expert, coming):
    make_invitation(coming.meeting, expert.person, answer="yes")
    browser = signed_in_as(expert)

    assert "/meetings/egm-5/invitation" not in links(browser.get("/"))


def test_the_secretariat_sees_who_waits_to_be_accepted_and_who_asks_for_a_correction(
    signed_in_as, officer, coming
):
    over = make_form(make_meeting("egm-4", number=4, starts_on=PAST, ends_on=PAST))
    for form, person in ((over, "Huiwen"), (coming, "Huiwen"), (coming, "Juliet Chinemelu")):
        last = confirmed(form, person, f"{person.split()[0].lower()}@example.test")
    ask_correction(last, {"printed_name": "Julia Chinemelu"}, "", now=NOW)

    page = signed_in_as(officer).get("/")

    assert links(page)[:2] == [
        "/meetings/egm-5/registrations?state=pending",
        "/meetings/egm-5/registrations?mark=correction",
    ]
    assert "2 people Decide who comes to EGM 5" in words(page)
    assert "1 asked Look at corrections for EGM 5" in words(page)
    assert "EGM 4" not in words(page)
