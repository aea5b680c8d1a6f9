import re
from datetime import date

import pytest
from sqlalchemy import select

from eventsapp.extensions import db
from eventsapp.history.models import Entry
from eventsapp.invitations.models import Invitation
from eventsapp.meetings.models import Participation
from eventsapp.participants import queries
from eventsapp.registrations.models import Registration, RegistrationForm
from tests.factories import (
    NOW,
    commit,
    make_invitation,
    make_meeting,
    make_person,
    make_room,
    make_round,
    make_user,
    place,
    take_part,
)

PEOPLE = "/meetings/egm-3/participants"
ACT = f"{PEOPLE}/act"


@pytest.fixture
def meeting(app):
    return make_meeting(
        "egm-3",
        number=3,
        title="Expert Group Meeting on cities",
        place="Baku",
        tz="Asia/Baku",
        starts_on=date(2097, 1, 22),
        ends_on=date(2097, 1, 24),
    )


@pytest.fixture
def officer(app):
    return make_user(make_person("Grace Wanjiru"), role="secretariat")


@pytest.fixture
def browser(officer, meeting, signed_in_as):
    return signed_in_as(officer)


def words(answer):
    text = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))
    for sign, letter in (("&amp;", "&"), ("&#39;", "'"), ("&#34;", '"')):
        text = text.replace(sign, letter)
    return " ".join(text.split())


def listed(answer):
    page = answer.get_data(as_text=True)
    return re.findall(r'<th scope="row" role="rowheader"><a href="[^"]*"><bdi>([^<]*)', page)


def ticked(answer):
    """The names that are ticked on the page of an act."""
    page = answer.get_data(as_text=True)
    return re.findall(r'name="p" value="\d+" checked><label[^>]*><bdi>([^<]*)', page)


def done(browser, act, people, **more):
    commit()
    numbers = [person.id for person in people]
    return browser.post(ACT, data={"act": act, "seen": "1", "p": numbers, **more})


def ids(browser, query=""):
    return re.findall(r'name="p" value="(\d+)"', browser.get(PEOPLE + query).text)


def test_ten_were_invited_six_answered_and_four_are_ticked_to_be_reminded(browser, meeting, outbox):
    # cases.md 43: reminders to those who have not answered, and choosing whom.
    answers = ["yes", "no", "perhaps", "yes", "yes", "no", None, None, None, None]
    people = [make_person(f"Expert {number}") for number in range(10)]
    for person, answer in zip(people, answers, strict=True):
        make_invitation(meeting, person, answer=answer)
    commit()

    preview = browser.get(f"{ACT}?act=remind&all=1")

    assert ticked(preview) == ["Expert 6", "Expert 7", "Expert 8", "Expert 9"]
    assert "Left out: 6 people Expert 0 has answered yes Expert 1 has answered no" in words(preview)
    assert "Remind 4 people" in words(preview)
    done(browser, "remind", people[6:9])
    assert [message.recipient_name for message in outbox] == ["Expert 6", "Expert 7", "Expert 8"]


def test_the_table_says_of_each_what_is_known(browser, meeting, officer):
    before = make_meeting("egm-2")
    known = make_person("Biyu Wan", organization="City network", country="CN")
    place(known, make_room(make_round(before)), "moderator")
    invitation = make_invitation(meeting, known, invited_by_id=officer.id, answer="perhaps")
    invitation.answered_from = "biyu@home.test"
    take_part(meeting, make_person("Huiwen"), is_expert=False)
    commit()

    page = browser.get(PEOPLE)

    assert listed(page) == ["Biyu Wan", "Huiwen"]
    assert (
        "Biyu Wan City network China EGM 2 : Moderator Perhaps "
        "invited 19 Sep by Grace Wanjiru · answered from biyu@home.test not registered"
    ) in words(page)
    assert "Huiwen not stated First time not invited not registered" in words(page)
    assert "2 people 1 invited 0 accepted 0 no answer 1 perhaps" in words(page)


def test_of_very_many_people_the_answers_are_counted_when_that_is_asked(
    browser, meeting, monkeypatch
):
    make_invitation(meeting, make_person("Fatima Benali"), answer="yes")
    make_invitation(meeting, make_person("Łucja Wiśniewska"))
    commit()
    monkeypatch.setattr(queries, "MANY", 1)

    page = browser.get(PEOPLE)
    assert "accepted" not in said(page)

    link = re.search(r'href="([^"]+)">Count the answers<', page.get_data(as_text=True))
    assert "2 invited 1 accepted 1 no answer" in said(browser.get(link[1]))


def said(answer):
    """The line under the title."""
    line = re.search(r'<p class="facts">(.*?)</p>', answer.get_data(as_text=True), re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", line[1]).split())


def test_only_the_secretariat_sees_the_people_of_a_meeting(meeting, signed_in_as, client):
    user = make_user(make_person("Kunal Kumar"))
    make_invitation(meeting, user.person)
    expert = signed_in_as(user)

    for path in (PEOPLE, ACT + "?act=remind&all=1", PEOPLE + ".xlsx", PEOPLE + "/invite"):
        assert expert.get(path).status_code == 404
        assert client.get(path).status_code == 302


def test_three_are_invited_once_however_often_the_button_is_pressed(
    browser, meeting, officer, outbox
):
    people = [make_person(name) for name in ("王芳", "Łucja Żółkiewska", "Huiwen")]

    for _ in range(2):
        answer = done(
            browser,
            "invite",
            people,
            counts_as="expert",
            subject="Come to Baku",
            words="We would be glad to see you.",
        )

    assert [(mail.recipient_name, mail.subject) for mail in outbox] == [
        ("Huiwen", "Come to Baku"),
        ("Łucja Żółkiewska", "Come to Baku"),
        ("王芳", "Come to Baku"),
    ]
    assert "We would be glad to see you." in outbox[0].text
    parts = db.session.scalars(select(Participation).order_by(Participation.id)).all()
    assert [(part.is_expert, part.route) for part in parts] == [(True, "invitation")] * 3
    assert "0 people are invited." in words(browser.get(answer.location))


def test_who_has_no_address_or_takes_part_and_answered_is_left_out_with_the_reason(
    browser, meeting, outbox
):
    silent = make_person("Ana Silva", email=None)
    coming = make_person("Anar Valiyev")
    make_invitation(meeting, coming, answer="yes")
    commit()

    preview = browser.get(f"{ACT}?act=invite&p={silent.id}&p={coming.id}")

    assert "Ana Silva no address that mail reaches" in words(preview)
    assert "Anar Valiyev has answered yes" in words(preview)
    assert "There is nobody to do this for" in words(preview)
    done(browser, "invite", [silent, coming], counts_as="expert")
    assert list(outbox) == []
    assert db.session.scalars(select(Participation.person_id)).all() == [coming.id]


def test_a_namesake_who_takes_part_already_is_pointed_out(browser, meeting):
    # cases.md 11: two people of one name are told apart by their organisation.
    take_part(meeting, make_person("Ana Silva", organization="Porto"))
    other = make_person("Ana SILVA")
    commit()

    preview = browser.get(f"{ACT}?act=invite&p={other.id}")

    assert "Same name as somebody of Porto who takes part" in words(preview)


def test_invitations_that_have_not_left_are_stopped(browser, meeting, outbox):
    people = [make_person(name) for name in ("Selma Tabet", "Rini Rachmawati")]
    answer = done(browser, "invite", people, counts_as="observer")
    assert "2 people are invited." in words(browser.get(answer.location))
    outbox[0].state = "sent"
    commit()
    entry = db.session.scalars(select(Entry.id).where(Entry.verb == "invited people")).one()

    for _ in range(2):
        browser.post(f"{PEOPLE}/undo/{entry}")

    db.session.expire_all()
    assert [message.state for message in outbox] == ["sent", "skipped"]
    withdrawn = db.session.scalars(select(Invitation.withdrawn_at).order_by(Invitation.id)).all()
    assert [moment is None for moment in withdrawn] == [True, False]


def test_a_role_is_given_to_many_and_taken_back_where_nobody_changed_it_since(browser, meeting):
    people = [make_person(name) for name in ("Ngozi Okonkwo-Bâ", "Biyu Wan", "Huiwen")]
    parts = [take_part(meeting, person) for person in people]
    parts[2].role = "chair"
    answer = done(browser, "role", people, role="rapporteur")
    assert "Changed for 3 people: Rapporteur." in words(browser.get(answer.location))
    db.session.expire_all()
    parts[1].role = "speaker"
    commit()
    entry = db.session.scalars(select(Entry.id).where(Entry.verb == "gave a role")).one()

    back = browser.post(f"{PEOPLE}/undo/{entry}")

    said = words(browser.get(back.location))
    assert "Undone for 2 people. 1 was changed again since and stays." in said
    db.session.expire_all()
    assert [part.role for part in parts] == [None, "speaker", "chair"]


@pytest.mark.parametrize(
    ("act", "more", "name", "value"),
    [
        ("counts", {"counts_as": "observer"}, "is_observer", True),
        ("counts", {"counts_as": "neither"}, "is_expert", False),
    ],
)
def test_people_count_as_staff_say(browser, meeting, act, more, name, value):
    person = make_person("Huiwen")
    part = take_part(meeting, person)

    done(browser, act, [person], **more)

    db.session.expire_all()
    assert getattr(part, name) is value


def test_who_is_marked_as_left_comes_back_when_that_is_undone(browser, meeting):
    person = make_person("Huiwen")
    part = take_part(meeting, person)

    done(browser, "left", [person])
    db.session.expire_all()
    assert part.left_at is not None
    entry = db.session.scalars(select(Entry.id).where(Entry.verb == "marked as left")).one()
    browser.post(f"{PEOPLE}/undo/{entry}")

    db.session.expire_all()
    assert part.left_at is None


def test_an_invitation_is_withdrawn_and_given_back(browser, meeting):
    person = make_person("Huiwen")
    invitation = make_invitation(meeting, person)

    answer = done(browser, "withdraw", [person])
    assert "1 invitation is withdrawn." in words(browser.get(answer.location))
    entry = db.session.scalars(select(Entry.id).where(Entry.verb == "withdrew invitations")).one()
    browser.post(f"{PEOPLE}/undo/{entry}")

    db.session.expire_all()
    assert invitation.withdrawn_at is None
    assert invitation.participation.left_at is None


def test_nobody_is_invited_to_a_meeting_that_is_over(browser, meeting, outbox):
    person = make_person("Huiwen")
    meeting.starts_on = meeting.ends_on = date(2024, 1, 22)
    commit()

    assert "EGM 3 is over since 22-01-2024." in words(
        browser.get(f"{ACT}?act=invite&p={person.id}")
    )
    assert done(browser, "invite", [person], counts_as="expert").status_code == 422
    assert list(outbox) == []


def test_without_a_tick_nothing_is_done_and_the_page_says_so(browser, meeting):
    for answer in (browser.get(f"{ACT}?act=remind"), done(browser, "remind", [])):
        assert answer.status_code == 302
    assert "Nobody is ticked." in words(browser.get(PEOPLE))
    assert browser.get(f"{ACT}?act=dismiss").status_code == 404


def test_all_people_of_an_earlier_meeting_are_found_and_shown_before_anything_is_sent(
    browser, meeting, outbox
):
    before = make_meeting("egm-2")
    again, left = make_person("Kunal Kumar"), make_person("Milou Jansen")
    take_part(before, again)
    take_part(before, left, left_at=NOW)
    both = make_person("Alice Kagumba")
    take_part(before, both)
    take_part(meeting, both)
    commit()

    page = browser.get(f"{PEOPLE}/invite?from=egm-2")

    assert ticked(page) == ["Kunal Kumar"]
    preview = browser.post(ACT, data={"act": "invite", "p": [again.id]})
    assert ticked(preview) == ["Kunal Kumar"]
    assert "Invitation: EGM 3, Tue 22 – Thu 24 Jan 2097, Baku" in preview.text
    assert list(outbox) == []


def test_people_to_invite_are_found_by_name_or_named_by_another_page(browser, meeting):
    person = make_person("فاطمة الزهراء بناني")
    commit()

    assert person.printed_name in browser.get(f"{PEOPLE}/invite?q=فاطمة").text
    assert person.printed_name in browser.get(f"{PEOPLE}/invite?people={person.id}").text
    assert "Nobody else of the registry fits." in words(browser.get(f"{PEOPLE}/invite?q=zzz"))


def test_a_registration_from_another_address_is_linked_to_the_invitation(browser, meeting):
    # cases.md 45: someone registers under another address and the invitation hangs forever.
    invited = make_person("Anar Valiyev", email="anar@office.test")
    invitation = make_invitation(meeting, invited)
    other = make_person("Anar VALIYEV", email="anar@home.test")
    form = RegistrationForm(meeting_id=meeting.id, token="t", tz="Asia/Baku", purpose="…")
    db.session.add(form)
    db.session.flush()
    registration = Registration(
        form_id=form.id,
        person_id=other.id,
        client_key="k",
        email="anar@home.test",
        printed_name="Anar VALIYEV",
        state="pending",
    )
    db.session.add(registration)
    commit()
    assert "From another address? anar@home.test" in words(browser.get(PEOPLE))

    for _ in range(2):
        data = {"person": invited.id, "registration": registration.id}
        browser.post(f"{PEOPLE}/link", data=data)

    db.session.expire_all()
    assert registration.invitation_id == invitation.id
    assert (invitation.answer, invitation.answered_from) == ("yes", "anar@home.test")
    assert "From another address?" not in words(browser.get(PEOPLE))


def test_an_export_holds_those_who_fit_and_is_written_down(browser, meeting):
    # cases.md 14: the export says by which route somebody came, and their category.
    person = make_person("=1+1", organization="Stadt Köln", category="lrg")
    make_invitation(meeting, person, answer="yes")
    take_part(meeting, make_person("Huiwen"), route="by hand")
    commit()

    file = browser.get(f"{PEOPLE}.csv?answer=yes")

    lines = file.get_data().decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "Local or regional government" in lines[1]
    assert "invitation" in lines[1]
    assert re.search(r"people-egm-3-filtered-\d{8}-\d{4}\.csv", file.headers["Content-Disposition"])
    [entry] = db.session.scalars(select(Entry).where(Entry.verb == "exported"))
    assert (entry.detail["rows"], entry.detail["filter"]) == (1, {"answer": "yes"})
    assert browser.get(f"{PEOPLE}.xlsx").get_data()[:2] == b"PK"


def test_the_questions_to_the_database_do_not_grow_with_the_people(browser, meeting, questions):
    def visit():
        assert browser.get(PEOPLE).status_code == 200

    make_invitation(meeting, make_person("Person 0"))
    few = questions(visit)
    for number in range(1, 40):
        make_invitation(meeting, make_person(f"Person {number}"))

    assert questions(visit) == few
