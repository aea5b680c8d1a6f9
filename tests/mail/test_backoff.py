"""When to try again."""

from datetime import timedelta

import pytest

from eventsapp.mail.backoff import DELAYS, delay_after, is_bad_address, is_temporary


def test_the_first_try_again_is_soon_and_later_ones_are_rarer():
    delays = [delay_after(number, 0.5) for number in range(1, len(DELAYS) + 1)]

    assert delays == sorted(delays)
    assert (delays[0], delays[-1]) == (timedelta(minutes=1), timedelta(hours=4))


def test_mail_is_given_up_after_about_two_days():
    assert timedelta(days=1, hours=20) < sum(DELAYS, timedelta()) < timedelta(days=2, hours=4)
    assert delay_after(len(DELAYS) + 1, 0.5) is None


@pytest.mark.parametrize(
    ("chance", "minutes"), [(0.0, 0.8), (0.25, 0.9), (0.5, 1.0), (0.75, 1.1), (1.0, 1.2)]
)
def test_messages_that_failed_together_come_back_apart(chance, minutes):
    assert delay_after(1, chance) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("code", "expected"),
    [(421, True), (450, True), (452, True), (500, False), (550, False), (554, False), (-1, True)],
)
def test_only_five_hundreds_are_for_good(code, expected):
    assert is_temporary(code) is expected


@pytest.mark.parametrize(
    ("code", "answer", "expected"),
    [
        (550, "550 no such mailbox", True),
        (550, "550 5.1.1 <amina@example.test>: Recipient address rejected", True),
        (554, "554 5.1.10 RESOLVER.ADR.RecipientNotFound", True),
        (550, "550 5.7.1 Message rejected due to content restrictions", False),
        (553, "553 mailbox name not allowed", True),
        (552, "552 5.3.4 Message too big", False),
        (554, "554 transaction failed", False),
    ],
)
def test_a_missing_mailbox_is_told_from_other_refusals(code, answer, expected):
    assert is_bad_address(code, answer) is expected
