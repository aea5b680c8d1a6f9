from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from eventsapp.letters.forms import DecisionForm, LetterRequestForm, typed_again
from tests.letters.requests import DETAILS, make_forum

TYPED = {
    "passport_name": "  ŁUCJA   ŻÓŁKIEWSKA ",
    "address_as": "Madam",
    "nationality": "POL",
    "passport_number": "xk 447-1902",
    "expires_on": "4 September 2031",
    "birth_on": "04/03/1980",
}


@pytest.fixture
def request_form(app):
    forum = make_forum()

    def form(is_to_be_sent=True, **changes):
        with app.test_request_context(method="POST"):
            made = LetterRequestForm(
                MultiDict({**TYPED, **changes}),
                meeting=forum,
                today=date(2024, 9, 28),
                is_to_be_sent=is_to_be_sent,
            )
            made.validate()
        return made

    return form


def test_what_people_type_is_kept_in_one_form(request_form):
    assert request_form().details == DETAILS


@pytest.mark.parametrize(
    ("sent", "seen"), [("3", 3), ("", 0), ("-1", 0), ("three", 0), (5000 * "9", 0)]
)
def test_a_form_knows_which_version_was_seen_and_takes_nonsense_for_none(request_form, sent, seen):
    assert request_form(version=sent).seen_version == seen


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (
            "passport_name",
            "",
            "Enter the name as the passport shows it, because the letter shows it.",
        ),
        ("passport_name", "<b>Nia</b>", "Enter letters only, as the passport prints the name."),
        ("passport_name", "=SUM(A1)", "Enter letters only, as the passport prints the name."),
        ("nationality", " ", "Enter the nationality that the passport states."),
        ("passport_number", "", "Enter the number of the passport you will travel with."),
        (
            "passport_number",
            "X-1",
            "A passport number has 5 to 15 letters and figures. Compare it with the passport.",
        ),
        ("expires_on", "", "Enter the day on which the passport ends: day/month/year."),
        (
            "expires_on",
            "31/02/2031",
            "31/02/2031 is not a date: write day/month/year, for example 04/03/1980.",
        ),
        (
            "expires_on",
            "7 November 2024",
            "This passport ends on 7 November 2024, before the meeting does on 8 November 2024. "
            "Enter the passport you will travel with.",
        ),
        (
            "birth_on",
            "32/13/1990",
            "32/13/1990 is not a date: write day/month/year, for example 04/03/1980.",
        ),
        (
            "birth_on",
            "04/03/2080",
            "04/03/2080 is no date of birth of a participant. Look at the year again.",
        ),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_at_its_field(request_form, field, typed, sentence):
    form = request_form(**{field: typed})

    assert {name: list(map(str, errors)) for name, errors in form.errors.items()} == {
        field: [sentence]
    }


def test_a_passport_that_ends_on_the_last_day_is_taken(request_form):
    assert request_form(expires_on="8/11/2024").details["expires_on"] == "2024-11-08"


def test_a_draft_may_be_empty_but_not_wrong(request_form):
    empty = dict.fromkeys(TYPED, "")

    assert request_form(is_to_be_sent=False, **empty).errors == {}
    assert request_form(is_to_be_sent=False, **{**empty, "birth_on": "soon"}).errors == {
        "birth_on": ["soon is not a date: write day/month/year, for example 04/03/1980."]
    }


def test_kept_details_fill_the_form_as_they_would_be_typed(app):
    with app.test_request_context():
        assert typed_again(DETAILS) == {
            **DETAILS,
            "expires_on": "4 September 2031",
            "birth_on": "4 March 1980",
        }


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"decision": ["Choose what happens with this request."]}),
        ({"decision": "approve"}, {"paid_by": ["Say who pays, because the letter says so."]}),
        ({"decision": "approve", "paid_by": "host"}, {}),
        (
            {"decision": "return", "reason": " "},
            {"reason": ["Say why in a sentence; the person reads it."]},
        ),
        ({"decision": "refuse", "reason": "You are not on the list."}, {}),
    ],
)
def test_a_decision_says_what_it_needs_to_say(app, typed, errors):
    with app.test_request_context(method="POST"):
        form = DecisionForm(MultiDict(typed))
        form.validate()

        assert {name: list(map(str, said)) for name, said in form.errors.items()} == errors
