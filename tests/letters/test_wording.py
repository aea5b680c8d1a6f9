from dataclasses import replace
from datetime import date

import pytest

from eventsapp.letters.wording import (
    VISA,
    Invitation,
    LetterText,
    days_in_words,
    invitation_text,
    with_article,
)

INVITATION = Invitation(
    name="Łucja Żółkiewska",
    meeting="World Urban Forum",
    starts_on=date(2024, 11, 4),
    ends_on=date(2024, 11, 8),
    place="Cairo, Egypt",
    function="Professor of urban planning",
    organization="Uniwersytet Gdański",
    address_as="Madam",
    capacity="an expert",
    process="International Guidelines on People-Centred Smart Cities",
    paid_by="secretariat",
    contact="secretariat@eventsapp.test",
)


def test_a_full_invitation_reads_as_a_director_would_sign_it():
    assert invitation_text(INVITATION) == LetterText(
        recipient=("Łucja Żółkiewska", "Professor of urban planning", "Uniwersytet Gdański"),
        subject="Invitation to the World Urban Forum",
        occasion="Cairo, Egypt, 4 to 8 November 2024",
        salutation="Madam,",
        paragraphs=(
            "I have the honour to invite you to the World Urban Forum, to be held in Cairo, Egypt, "
            "from 4 to 8 November 2024.",
            "You are invited as an expert in the work on the International Guidelines on "
            "People-Centred Smart Cities.",
            "The cost of your travel and accommodation will be borne by the secretariat.",
            VISA,
            "For any question the secretariat is at your disposal at secretariat@eventsapp.test.",
        ),
        closing="Accept, Madam, the assurances of my highest consideration.",
    )


def test_what_nobody_has_stated_is_left_out_and_never_guessed():
    huiwen = Invitation(
        name="Huiwen",
        meeting="World Urban Forum",
        starts_on=date(2024, 11, 4),
        ends_on=date(2024, 11, 4),
    )

    assert invitation_text(huiwen) == LetterText(
        recipient=("Huiwen",),
        subject="Invitation to the World Urban Forum",
        occasion="4 November 2024",
        salutation="Dear Huiwen,",
        paragraphs=(
            "I have the honour to invite you to the World Urban Forum, to be held on 4 November "
            "2024.",
            VISA,
        ),
        closing="Accept the assurances of my highest consideration.",
    )


def test_a_meeting_online_needs_no_visa_and_costs_no_journey():
    text = invitation_text(replace(INVITATION, is_online=True, place="", contact=""))

    assert text.occasion == "Online, 4 to 8 November 2024"
    assert text.paragraphs == (
        "I have the honour to invite you to the World Urban Forum, to be held online from 4 to 8 "
        "November 2024.",
        "You are invited as an expert in the work on the International Guidelines on "
        "People-Centred Smart Cities.",
    )


@pytest.mark.parametrize(
    ("paid_by", "sentence"),
    [
        (
            "sender",
            "The cost of your travel and accommodation is to be borne by yourself or by the "
            "institution that sends you; this invitation places no financial obligation on the "
            "secretariat.",
        ),
        (
            "host",
            "The cost of your travel and accommodation will be borne by the host of the meeting.",
        ),
    ],
)
def test_the_letter_says_who_pays(paid_by, sentence):
    assert invitation_text(replace(INVITATION, paid_by=paid_by)).paragraphs[2] == sentence


def test_the_letter_promises_no_visa():
    assert VISA == (
        "Should you need a visa, you may wish to apply as soon as you have received this letter. "
        "Visas are granted by the authorities of the host country alone, and this letter is no "
        "promise of one."
    )


def test_a_name_with_a_line_break_stays_on_its_line():
    text = invitation_text(replace(INVITATION, name="Nguyễn\nThị  Minh", address_as=""))

    assert (text.recipient[0], text.salutation) == ("Nguyễn Thị Minh", "Dear Nguyễn Thị Minh,")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2024, 11, 4), date(2024, 11, 8), "4 to 8 November 2024"),
        (date(2025, 1, 22), date(2025, 1, 22), "22 January 2025"),
        (date(2024, 10, 30), date(2024, 11, 2), "30 October to 2 November 2024"),
        (date(2024, 12, 30), date(2025, 1, 2), "30 December 2024 to 2 January 2025"),
    ],
)
def test_days_are_said_day_first_and_what_they_share_once(first, last, words):
    assert days_in_words(first, last) == words


@pytest.mark.parametrize(
    ("title", "in_a_sentence"),
    [
        ("World Urban Forum", "the World Urban Forum"),
        ("The Hague Forum", "the Hague Forum"),
        ("Theatre of Cities", "the Theatre of Cities"),
    ],
)
def test_a_title_carries_one_article(title, in_a_sentence):
    assert with_article(title) == in_a_sentence
