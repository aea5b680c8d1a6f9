from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from eventsapp.consultations.models import DRAFT, JOINED, REPLACED, SENT, WAITING, Submission
from eventsapp.consultations.queries import hearing_of
from eventsapp.errors import RuleBroken
from eventsapp.extensions import db
from eventsapp.hearings.services import ask
from eventsapp.mail.models import Message
from eventsapp.merging.services import merge
from eventsapp.submissions.services import (
    SecondVoice,
    SentAlready,
    TooLate,
    Typed,
    decide_voice,
    keep_draft,
    send,
    take_late,
)
from eventsapp.submissions.voices import voice_key
from tests.factories import NOW, make_consultation, make_person, make_user

OPEN = datetime(2024, 10, 20, 9, tzinfo=UTC)
LATE = datetime(2024, 11, 8, 20, 59, tzinfo=UTC)


@pytest.fixture
def officer(app):
    return make_user(make_person("Łucja Żółkiewska"), role="secretariat")


@pytest.fixture
def round_of_voices(officer):
    """Two people of one institute and one of nobody's, asked for one voice an organisation."""
    consultation = make_consultation(
        title="Online consultation",
        starts_on=date(2024, 10, 7),
        ends_on=date(2024, 11, 8),
        ends_at_time=time(23, 59),
        takes_submissions=True,
        is_one_voice=True,
    )
    people = [
        make_person("Amina Diallo", organization="Gdańsk Institute"),
        make_person("魏明", organization="Gdańsk Institute"),
        make_person("Ana Souza"),
    ]
    ask(consultation, people, now=NOW, by=officer)
    return [hearing_of(consultation.id, person.id) for person in people]


def for_us(text, wish=None):
    return Typed(text, is_for_organization=True, wish=wish)


def open_people(hearing):
    deadline = hearing.consultation.deadline
    db.session.refresh(deadline)
    return {one.person_id for one in deadline.obligations if one.is_open}


def confirmations():
    rows = db.session.scalars(select(Message).order_by(Message.id))
    return [one.person_id for one in rows if ":sent:" in one.dedupe_key]


def test_a_draft_is_kept_as_typed_and_owes_still(round_of_voices):
    amina, *_ = round_of_voices

    keep_draft(amina, Typed("  First thou"), now=OPEN)
    kept = keep_draft(amina, Typed("  First thought\n"), now=OPEN)

    assert (kept.text, kept.state, kept.sent_at) == ("  First thought\n", DRAFT, None)
    assert amina.person_id in open_people(amina)


def test_the_first_voice_ends_what_its_whole_organisation_owes(round_of_voices):
    amina, wei, ana = round_of_voices

    sent = send(amina, for_us("We agree."), now=OPEN)
    again = send(amina, for_us("We agree."), now=OPEN + timedelta(seconds=1))

    assert again is sent
    assert (sent.state, sent.voice_key) == (SENT, f"organization:{amina.organization_id}")
    assert open_people(amina) == {ana.person_id}
    assert confirmations() == [amina.person_id]
    assert wei.submission is None


def test_a_second_voice_must_choose_and_loses_nothing(round_of_voices):
    amina, wei, _ana = round_of_voices
    send(amina, for_us("We agree."), now=OPEN)

    with pytest.raises(SecondVoice, match="has sent a submission already"):
        send(wei, for_us("We disagree."), now=OPEN)

    assert (wei.submission.text, wei.submission.state) == ("We disagree.", DRAFT)
    assert amina.submission.state == SENT


@pytest.mark.parametrize(
    ("decision", "first", "second"), [("replace", REPLACED, SENT), ("join", SENT, JOINED)]
)
def test_what_both_agree_with_the_secretariat_is_written_down_and_both_are_kept(
    round_of_voices, officer, decision, first, second
):
    amina, wei, _ana = round_of_voices
    send(amina, for_us("We agree."), now=OPEN)
    waiting = send(wei, for_us("We disagree.", wish="replace"), now=OPEN)
    before = waiting.state

    decide_voice(waiting, decision, now=OPEN, by=officer)
    decide_voice(waiting, "join", now=OPEN, by=officer)

    assert before == WAITING
    assert (amina.submission.state, wei.submission.state) == (first, second)
    assert [amina.submission.text, wei.submission.text] == ["We agree.", "We disagree."]


def test_whoever_joins_stands_behind_the_first(round_of_voices):
    amina, wei, _ana = round_of_voices
    send(amina, for_us("We agree."), now=OPEN)

    assert send(wei, for_us("So do I.", wish="join"), now=OPEN).state == JOINED


def test_for_oneself_everybody_has_a_voice(round_of_voices):
    states = [send(one, Typed("I agree."), now=OPEN).state for one in round_of_voices]

    assert states == [SENT, SENT, SENT]
    assert open_people(round_of_voices[0]) == set()


def test_an_organisation_is_one_in_whatever_letters_its_name_is_typed(round_of_voices):
    *_, ana = round_of_voices
    send(round_of_voices[0], for_us("We agree."), now=OPEN)

    with pytest.raises(SecondVoice):
        send(ana, Typed("We too.", True, "GDANSK  institute"), now=OPEN)

    assert voice_key(None, "Ville de  Liège") == voice_key(None, "ville de liege")


def test_after_the_closing_moment_what_was_typed_is_kept_and_can_be_taken_in(
    round_of_voices, officer
):
    *_, ana = round_of_voices

    with pytest.raises(TooLate, match="It closed at 8 November 2024, 23:59 Nairobi"):
        send(ana, Typed("Too late?"), now=LATE)
    kept = ana.submission
    before = (kept.text, kept.sent_at)
    take_late(kept, now=LATE + timedelta(hours=1), by=officer)

    assert before == ("Too late?", None)
    assert (kept.state, kept.was_late) == (SENT, True)
    assert confirmations() == [ana.person_id]


def test_a_minute_before_the_closing_moment_is_in_time(round_of_voices):
    *_, ana = round_of_voices

    assert send(ana, Typed("Just so."), now=LATE - timedelta(minutes=1)).state == SENT


@pytest.mark.parametrize(
    ("typed", "now", "sentence"),
    [
        (Typed("   "), OPEN, "Write something, or choose a file."),
        (Typed("Early."), NOW, "It opens at 7 October 2024, 00:00 Nairobi"),
        (for_us("Whose?"), OPEN, "Enter the organisation for which you speak."),
    ],
)
def test_what_cannot_be_sent_says_why(round_of_voices, typed, now, sentence):
    *_, ana = round_of_voices

    with pytest.raises(RuleBroken, match=sentence):
        send(ana, typed, now=now)


def test_a_change_before_it_closes_is_sent_again(round_of_voices):
    amina, *_ = round_of_voices
    send(amina, for_us("We agree."), now=OPEN)

    changed = send(amina, for_us("We agree with all of it."), now=OPEN + timedelta(days=1))

    assert (changed.text, changed.state) == ("We agree with all of it.", SENT)
    assert changed.voice_key is not None
    assert confirmations() == [amina.person_id, amina.person_id]


def test_two_entries_of_one_person_made_one_keep_what_both_had_sent(round_of_voices, officer):
    amina, _wei, ana = round_of_voices
    send(amina, Typed("Rivers know no borders."), now=OPEN)
    send(ana, Typed("I agree."), now=OPEN)

    merge(amina.person, ana.person, {}, now=OPEN, by=officer)

    db.session.expire_all()
    rows = db.session.scalars(select(Submission)).all()
    assert [one.text for one in rows] == ["Rivers know no borders.; I agree."]


def test_a_name_that_somebody_typed_ends_nothing_that_the_people_of_that_organisation_owe(
    round_of_voices,
):
    amina, wei, ana = round_of_voices

    sent = send(ana, Typed("We agree.", True, "Gdańsk Institute"), now=OPEN)

    assert sent.voice_key == f"organization:{amina.organization_id}"
    assert open_people(ana) == {amina.person_id, wei.person_id}


def test_who_corrects_only_the_organisation_is_heard_for_that_one(round_of_voices):
    *_, ana = round_of_voices
    send(ana, Typed("We agree.", True, "Gdansk Univercity"), now=OPEN)

    sent = send(ana, Typed("We agree.", True, "Gdansk University"), now=OPEN)

    assert ana.organization_name == "Gdansk University"
    assert sent.voice_key == voice_key(None, "Gdansk University")


def test_a_change_after_it_closed_is_not_said_to_be_kept(round_of_voices):
    *_, ana = round_of_voices
    send(ana, Typed("Just so."), now=OPEN)

    with pytest.raises(SentAlready, match="What you typed since is not kept: copy it"):
        send(ana, Typed("Not so."), now=LATE)

    assert ana.submission.text == "Just so."
