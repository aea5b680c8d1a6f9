from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from eventsapp.invitations.choosing import (
    Standing,
    Why,
    why_no_mail,
    why_not_invite,
    why_not_remind,
    why_not_withdraw,
)

NOW = datetime(2025, 1, 9, 8, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=3)
SOMEBODY = Standing(1, 1, "Ngozi Okonkwo-Bâ", address="ngozi@example.test")
INVITED = replace(SOMEBODY, invited_at=LONG_AGO)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"address": None}, Why.NO_ADDRESS),
        ({"is_gone": True}, Why.LEFT_REGISTRY),
        ({"has_left": True}, Why.LEFT),
        ({"invited_at": LONG_AGO}, Why.INVITED),
        ({"invited_at": LONG_AGO, "answer": "yes"}, Why.YES),
        ({"invited_at": LONG_AGO, "answer": "no", "has_left": True}, Why.NO),
        ({"is_registered": True}, Why.REGISTERED),
        ({"invited_at": LONG_AGO, "was_withdrawn": True, "has_left": True}, None),
    ],
)
def test_who_can_be_invited(changes, why):
    assert why_not_invite(replace(SOMEBODY, **changes)) == why


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"invited_at": None}, Why.NOT_INVITED),
        ({"was_withdrawn": True}, Why.NOT_INVITED),
        ({"answer": "yes"}, Why.YES),
        ({"answer": "perhaps"}, Why.PERHAPS),
        ({"answer": "no", "has_left": True}, Why.NO),
        ({"is_registered": True}, Why.REGISTERED),
        ({"has_left": True}, Why.LEFT),
        ({"is_gone": True}, Why.LEFT_REGISTRY),
        ({"address": None}, Why.NO_ADDRESS),
        ({"invited_at": NOW - timedelta(hours=23)}, Why.RESTING),
        ({"reminded_at": NOW - timedelta(hours=23)}, Why.RESTING),
        ({"reminded_at": NOW - timedelta(hours=24)}, None),
    ],
)
def test_who_can_be_reminded_to_answer(changes, why):
    assert why_not_remind(replace(INVITED, **changes), NOW) == why


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"answer": "yes"}, None),
        ({"answer": "no"}, Why.NO),
        ({"was_withdrawn": True}, Why.NOT_INVITED),
        ({"invited_at": None}, Why.NOT_INVITED),
    ],
)
def test_whose_invitation_can_be_withdrawn(changes, why):
    assert why_not_withdraw(replace(INVITED, **changes)) == why


@pytest.mark.parametrize(
    ("today", "is_cancelled", "why"),
    [
        (date(2025, 1, 24), False, None),
        (
            date(2025, 1, 25),
            False,
            "EGM 3 is over since 24-01-2025. Nobody can be invited to it any more.",
        ),
        (
            date(2025, 1, 1),
            True,
            "EGM 3 is cancelled. Reinstate it before you write to anybody.",
        ),
    ],
)
def test_nobody_is_invited_to_what_is_over_or_cancelled(today, is_cancelled, why):
    said = why_no_mail(
        "EGM 3",
        ends_on=date(2025, 1, 24),
        today=today,
        is_cancelled=is_cancelled,
    )

    assert said == why
